/// A province of birth registration by its two-digit code, as named on a day (rules R1.5, R1.10).
package struct Province: Hashable, Sendable {
    /// Two digits of the General Statistics Office; `066` of a personal number is `66` here.
    package let code: String
    package let name: String

    /// The day on which 63 provinces became 34 and some codes changed their meaning.
    package static let reform = CalendarDay(clamping: 9313)

    /// The province that `code` meant on `day`; nil where it meant none.
    package init?(code: some StringProtocol, on day: CalendarDay) {
        let key = String(code)
        guard let names = Self.names[key] else { return nil }
        let name = day < Self.reform ? names.before : names.after
        guard !name.isEmpty else { return nil }
        self.code = key
        self.name = name
    }

    /// All codes that were ever in use.
    package static var codes: [String] { names.keys.sorted() }

    private static let names: [String: (before: String, after: String)] = {
        var names: [String: (before: String, after: String)] = [:]
        for line in table.split(separator: "\n") {
            let fields = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            names[fields[0]] = (fields[1], fields[2])
        }
        return names
    }()

    static func isCode(_ code: some StringProtocol) -> Bool { names[String(code)] != nil }
}
