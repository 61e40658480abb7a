/// One of the 54 ethnic groups, or 55 for foreigners, by its official code (rule R4).
package struct EthnicGroup: Hashable, Sendable {
    /// Two digits, `01` to `55`.
    package let code: String
    /// The official name, the only one that is ever displayed.
    package let name: String

    /// All groups in the order of their codes.
    package static let all: [EthnicGroup] = rows.map { EthnicGroup(code: $0.code, name: $0.name) }

    /// Nil for a code that does not exist.
    package init?(code: some StringProtocol) {
        guard let found = Self.all.first(where: { $0.code == code }) else { return nil }
        self = found
    }

    private init(code: String, name: String) {
        self.code = code
        self.name = name
    }

    static let rows: [(code: String, name: String, aliases: [String])] = table.split(separator: "\n").map { line in
        let fields = line.split(separator: "|").map(String.init)
        return (fields[0], fields[1], Array(fields.dropFirst(2)))
    }
}

/// A word by which someone told their people, kept as told, with the group it stands for (rules R4.1 to R4.3).
package struct EthnicWord: Hashable, Sendable {
    package enum Resolution: Hashable, Sendable {
        case group(EthnicGroup)
        /// Several groups answer to the word: ask, do not guess (rule R4.3).
        case ambiguous([EthnicGroup])
        case unknown
    }

    /// As declared, composed and trimmed; shown only to those who edit the record.
    package let declared: String
    package let resolution: Resolution

    package init(_ declared: some StringProtocol) {
        self.declared = PlainText.squeezed(declared)
        resolution = Self.resolve(declared)
    }

    /// The group, where the word means exactly one.
    package var group: EthnicGroup? {
        guard case .group(let group) = resolution else { return nil }
        return group
    }

    /// What screens and exports show: the official name, never the declared word, which may be pejorative (rule R4.2).
    package var displayed: String? { group?.name }

    /// What is odd about the word.
    package var remark: Remark? {
        switch resolution {
        case .group: nil
        case .ambiguous(let groups):
            Remark(
                code: "ethnicity.ambiguous",
                vi: "Tên dân tộc này có thể là \(groups.map(\.name).joined(separator: ", ")): cần hỏi lại.",
                en: "This word may mean \(groups.map(\.name).joined(separator: ", ")): ask again."
            )
        case .unknown:
            declared.isEmpty
                ? nil
                : Remark(
                    code: "ethnicity.unknown-word",
                    vi: "Chưa biết tên dân tộc này trong danh mục 54 dân tộc.",
                    en: "This word is not in the list of the 54 groups."
                )
        }
    }

    /// The group or groups a word stands for.
    ///
    /// An official name means its own group; a word of the ambiguous table asks, "Thổ" included although it is also an
    /// official name; then words as spelled, and last without diacritics, where they still mean one group only.
    package static func resolve(_ text: some StringProtocol) -> Resolution {
        if let known = EthnicIndex.shared.written[String(text)] { return known }
        let lowered = PlainText.lowered(text)
        guard !lowered.isEmpty else { return .unknown }
        let whole = look(up: lowered)
        if whole != .unknown { return whole }
        // "Kinh (Việt)": both words have to agree.
        let parts = lowered.split { $0 == "(" || $0 == ")" || $0 == "/" || $0 == "," }
        guard parts.count > 1 else { return .unknown }
        var resolutions = parts.map { look(up: PlainText.lowered($0)) }.filter { $0 != .unknown }
        guard let first = resolutions.popLast() else { return .unknown }
        return resolutions.allSatisfy { $0 == first } ? first : .unknown
    }

    private static func look(up lowered: String) -> Resolution {
        var word = lowered
        for prefix in ["dân tộc ", "dan toc ", "người ", "nguoi ", "dt "] where word.hasPrefix(prefix) {
            if EthnicIndex.shared.contains(word) { break }
            word.removeFirst(prefix.count)
        }
        return EthnicIndex.shared.resolution(of: word)
    }
}

/// Every word for every group, by spelling and by its letters alone.
private struct EthnicIndex: Sendable {
    static let shared = EthnicIndex()

    private var official: [String: EthnicGroup] = [:]
    private var spelled: [String: [EthnicGroup]] = [:]
    private var folded: [String: [EthnicGroup]] = [:]
    private var ambiguous: [String: [EthnicGroup]] = [:]
    /// Resolutions of the words exactly as the tables write them, for speed.
    private(set) var written: [String: EthnicWord.Resolution] = [:]

    /// Thổ, the one official name that people also use for two other groups (rule R4.3).
    private static let alsoAmbiguous = "24"

    private init() {
        for (row, group) in zip(EthnicGroup.rows, EthnicGroup.all) {
            official[Self.key(row.name)] = group
            for word in [row.name] + row.aliases {
                Self.add(group, to: &spelled[Self.key(word), default: []])
                Self.add(group, to: &folded[Self.letters(word), default: []])
            }
        }
        for line in EthnicGroup.ambiguousTable.split(separator: "\n") {
            let halves = line.split(separator: ":")
            let groups = halves[1].split(separator: " ").compactMap { EthnicGroup(code: $0) }
            for spelling in halves[0].split(separator: "|") {
                ambiguous[Self.letters(String(spelling))] = groups
            }
        }
        for row in EthnicGroup.rows {
            for word in [row.name] + row.aliases { written[word] = resolution(of: word) }
        }
    }

    private static func add(_ group: EthnicGroup, to groups: inout [EthnicGroup]) {
        if !groups.contains(group) { groups.append(group) }
    }

    /// Lower case and diacritics kept; apostrophes, hyphens and spaces dropped.
    private static func key(_ word: String) -> String {
        PlainText.lowered(word).filter { $0.isLetter }
    }

    private static func letters(_ word: String) -> String {
        PlainText.folded(word).filter { $0.isLetter }
    }

    func contains(_ word: String) -> Bool { spelled[Self.key(word)] != nil }

    func resolution(of word: String) -> EthnicWord.Resolution {
        if let known = written[word] { return known }
        let key = Self.key(word)
        let letters = Self.letters(word)
        if let group = official[key], group.code != Self.alsoAmbiguous { return .group(group) }
        if let groups = ambiguous[letters] { return .ambiguous(groups) }
        if let groups = spelled[key] { return groups.count == 1 ? .group(groups[0]) : .ambiguous(groups) }
        if let groups = folded[letters] { return groups.count == 1 ? .group(groups[0]) : .ambiguous(groups) }
        return .unknown
    }
}
