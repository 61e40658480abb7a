import FoundationEssentials

/// Something said in both languages of the program.
struct Sentence: Sendable {
    let vi: String
    let en: String

    /// In the language of this terminal: Vietnamese unless the locale is English.
    var text: String { Language.current == .english ? en : vi }
}

/// The language of what people read; programs read `--json`, which has none.
enum Language {
    case vietnamese
    case english

    static let current: Language = {
        let environment = ProcessInfo.processInfo.environment
        // POSIX, 8.2: the first of these that is set and not empty.
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        return locale.hasPrefix("en") ? .english : .vietnamese
    }()
}
