import ArgumentParser
import CivilIdentity

/// What several commands ask of their arguments before anything is sent.
enum ArgumentChecks {
    /// Throws unless it is the code of an area, or left out.
    static func area(_ code: String?, option: String = "--area") throws {
        guard let digits = code?.utf8 else { return }
        guard (2...5).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) else {
            throw ValidationError("\(option) is a code of 2 to 5 digits.")
        }
    }

    /// Throws unless it is a day, or left out.
    static func asOf(_ day: String?) throws {
        guard day.map({ CalendarDay(iso: $0) != nil }) ?? true else {
            throw ValidationError("--as-of is a day as 2024-09-17.")
        }
    }
}
