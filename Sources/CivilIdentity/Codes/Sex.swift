/// Sex as the papers state it; the raw values are those of the import files.
package enum Sex: String, Hashable, Sendable, CaseIterable {
    case male = "M"
    case female = "F"

    /// Reads the words of import files and forms; nil for anything else.
    package init?(word: some StringProtocol) {
        switch PlainText.folded(word) {
        case "m", "nam", "male", "trai", "1": self = .male
        case "f", "nu", "female", "gai", "0": self = .female
        default: return nil
        }
    }

    package var vi: String { self == .male ? "Nam" : "Nữ" }
    package var en: String { self == .male ? "male" : "female" }
}
