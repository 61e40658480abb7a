/// What is wrong with a check's file, in both languages: where, under which key, against which rule.
package struct CheckFault: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Rule: String, Sendable, CaseIterable {
        case fileName = "file-name"
        case encoding
        case headerLine = "header-line"
        case unknownKey = "unknown-key"
        case repeatedKey = "repeated-key"
        case missingKey = "missing-key"
        case emptyValue = "empty-value"
        case value
        case twoLanguages = "two-languages"
        case unterminated
        case oneStatement = "one-statement"
        case readsOnly = "reads-only"
        case clock
        case book
    }

    /// Relative to the catalogue: `residents/name-missing.sql`.
    package let file: String
    /// From 1.
    package let line: Int
    /// The header's key, nil for what is about the file or its statement.
    package let key: String?
    package let rule: Rule
    package let message: String
    package let messageVi: String

    package var description: String {
        "\(file):\(line): \(key.map { $0 + ": " } ?? "")\(rule.rawValue): \(message)"
    }
}
