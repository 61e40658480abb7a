@testable import RegistryJobs

extension CheckFixture.Expected {
    /// A finding as a fixture would name it.
    init(_ row: FoundRow) {
        self.init(
            book: row.book == 0 ? nil : row.book,
            subject: row.subject,
            subjectID: row.subjectID,
            key: row.key
        )
    }

    // MARK: Copies

    /// How far apart the numbers of two copies are, as `fixture.n` has it.
    private static let stride = 10_000

    /// What stands in the place of this finding where the section is planted as a copy of that number.
    ///
    /// The rules of fixture.sql: an id of the fixtures' form and a number from 9000 on name a thing, and follow the copy;
    /// the books of the ten communes go round, and another one is the copy's own.
    func of(copy: Int) -> Self {
        let shift = Int32(copy)
        return Self(
            book: book.map { $0 > 10 ? $0 + shift * Int32(Self.stride) : ($0 - 1 + shift) % 10 + 1 },
            subject: subject,
            subjectID: Self.renumbered(subjectID, by: copy * Self.stride),
            key: Self.renumbered(key, by: copy * Self.stride)
        )
    }

    /// Ids stand alone; numbers too, or behind a hyphen (`job-9001`).
    private static func renumbered(_ text: String, by shift: Int) -> String {
        text.split(separator: " ", omittingEmptySubsequences: false).map { word in
            if let number = number(ofID: word) {
                let digits = String(number + shift)
                return idPrefix + String(repeating: "0", count: 12 - digits.count) + digits
            }
            let start = word.lastIndex(of: "-").map(word.index(after:)) ?? word.startIndex
            guard word[start...].count == 4, word[start] == "9", let number = Int(word[start...]) else {
                return String(word)
            }
            return word[..<start] + String(number + shift)
        }
        .joined(separator: " ")
    }

    private static let idPrefix = "00000000-0000-4000-8000-"

    private static func number(ofID word: Substring) -> Int? {
        word.hasPrefix(idPrefix) ? Int(word.dropFirst(idPrefix.count)) : nil
    }

    /// Which copy a finding comes from; nil where it is about nobody that was planted.
    var copy: Int? {
        let ids = [Substring(subjectID)] + key.split(separator: " ")
        let number = ids.lazy.compactMap { Self.number(ofID: $0) }.first ?? Int(subjectID.drop { !$0.isNumber })
        return number.flatMap { $0 >= Self.stride ? $0 / Self.stride : nil }
    }

    // MARK: Rows

    /// The words for what a register holds any number of, a row each: a section about such can be planted as often as one
    /// likes.
    static let rows: Set = [
        "resident", "household", "settlement", "book", "import", "user", "grant", "event", "job", "target",
    ]

    /// The words for what there is once: objects of the database's catalogue, a parameter by its name, a year's holidays,
    /// and what is true of the installation or of the district as a whole.
    static let singles: Set = [
        "table", "constraint", "function", "index", "role", "parameter", "holiday", "sequence", "trigger", "view",
        "system",
        "area",
    ]
}

extension CheckFixture {
    /// Everything that the check must find somewhere.
    var defects: Set<Expected> { Set(sections.flatMap(\.expected)) }

    /// Whether what the check is about are rows; nil where a word is not known, or words of both kinds are used.
    var isAboutRows: Bool? {
        let subjects = Set(defects.map(\.subject))
        if subjects.isSubset(of: Expected.rows) { return true }
        return subjects.isSubset(of: Expected.singles) ? false : nil
    }
}
