/// A day of the proleptic Gregorian calendar, from 0001-01-01 to 9999-12-31.
///
/// Counted as PostgreSQL counts a `date`, so that binary values need no conversion.
package struct CalendarDay: Hashable, Sendable {
    /// Days since 2000-01-01; negative before.
    package let ordinal: Int32

    package static let earliest = CalendarDay(unchecked: -730_119)
    package static let latest = CalendarDay(unchecked: 2_921_939)

    private init(unchecked ordinal: Int32) { self.ordinal = ordinal }

    /// Nil outside the years 1 to 9999, and so for PostgreSQL's `infinity`.
    package init?(ordinal: some BinaryInteger) {
        guard ordinal >= Self.earliest.ordinal, ordinal <= Self.latest.ordinal else { return nil }
        self.ordinal = Int32(ordinal)
    }

    /// The nearest day that exists: the first or the last of the calendar for an ordinal beyond them.
    init(clamping ordinal: Int) {
        let bounds = (Int(Self.earliest.ordinal), Int(Self.latest.ordinal))
        self.ordinal = Int32(max(bounds.0, min(bounds.1, ordinal)))
    }

    /// Nil for a day that does not exist, such as 30 February.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.length(ofMonth: month, year: year)
        else { return nil }
        self.init(validYear: year, month: month, day: day)
    }

    /// Day number by counting years from March, so that the leap day is the last of its year.
    private init(validYear year: Int, month: Int, day: Int) {
        let shifted = month > 2 ? year : year - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        ordinal = Int32(era * 146_097 + dayOfEra - 730_425)
    }

    /// The first day of a year from 1 to 9999; the nearest of these for any other.
    static func first(ofYear year: Int) -> CalendarDay {
        CalendarDay(validYear: max(1, min(9999, year)), month: 1, day: 1)
    }

    /// The last day of a year from 1 to 9999; the nearest of these for any other.
    static func last(ofYear year: Int) -> CalendarDay {
        CalendarDay(validYear: max(1, min(9999, year)), month: 12, day: 31)
    }

    package static func isLeap(year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    /// 28 to 31; `month` is 1 to 12.
    package static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year: year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Year, month and day in one computation.
    package var components: (year: Int, month: Int, day: Int) {
        let days = Int(ordinal) + 730_425
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * fromMarch + 2) / 5 + 1
        let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    package var year: Int { components.year }
    package var month: Int { components.month }
    package var day: Int { components.day }

    /// 1 is Monday, 7 is Sunday, as ISO 8601 counts.
    package var isoWeekday: Int {
        // 2000-01-01 was a Saturday.
        let shifted = (Int(ordinal) + 5) % 7
        return (shifted < 0 ? shifted + 7 : shifted) + 1
    }

    /// The day on which someone born on this day turns `age`; 29 February counts on 1 March (card_expiry_vectors).
    package func birthday(_ age: Int) -> CalendarDay {
        let (year, month, day) = components
        if month == 2, day == 29, !Self.isLeap(year: year + age) {
            return CalendarDay(year: year + age, month: 3, day: 1) ?? Self.latest
        }
        return CalendarDay(year: year + age, month: month, day: day) ?? (age < 0 ? Self.earliest : Self.latest)
    }

    /// The last day on which someone could be born who has turned `years` by this day: 28 February for a missing 29th.
    package func yearsEarlier(_ years: Int) -> CalendarDay {
        let (year, month, day) = components
        let target = year - years
        guard (1...9999).contains(target) else { return years > 0 ? Self.earliest : Self.latest }
        return CalendarDay(validYear: target, month: month, day: min(day, Self.length(ofMonth: month, year: target)))
    }
}

extension CalendarDay: Comparable {
    package static func < (left: CalendarDay, right: CalendarDay) -> Bool { left.ordinal < right.ordinal }
}

extension CalendarDay: Strideable {
    package func distance(to other: CalendarDay) -> Int { Int(other.ordinal) - Int(ordinal) }

    /// The day `days` later; stays at the first or last day of the calendar rather than leaving it.
    package func advanced(by days: Int) -> CalendarDay { CalendarDay(clamping: Int(ordinal) + days) }
}

extension CalendarDay: CustomStringConvertible {
    /// Reads `yyyy-mm-dd` and nothing else; nil for a day that does not exist.
    package init?(iso text: some StringProtocol) {
        var fields = (0, 0, 0)
        var index = 0
        for byte in text.utf8 {
            switch (index, byte) {
            case (4, UInt8(ascii: "-")), (7, UInt8(ascii: "-")): break
            case (0...3, 48...57): fields.0 = fields.0 * 10 + Int(byte - 48)
            case (5...6, 48...57): fields.1 = fields.1 * 10 + Int(byte - 48)
            case (8...9, 48...57): fields.2 = fields.2 * 10 + Int(byte - 48)
            default: return nil
            }
            index += 1
        }
        guard index == 10 else { return nil }
        self.init(year: fields.0, month: fields.1, day: fields.2)
    }

    /// ISO 8601, `yyyy-mm-dd`.
    package var iso: String {
        let (year, month, day) = components
        return String(unsafeUninitializedCapacity: 10) { bytes in
            var rest = year
            for place in [3, 2, 1, 0] {
                bytes[place] = UInt8(48 + rest % 10)
                rest /= 10
            }
            bytes[4] = UInt8(ascii: "-")
            bytes[5] = UInt8(48 + month / 10)
            bytes[6] = UInt8(48 + month % 10)
            bytes[7] = UInt8(ascii: "-")
            bytes[8] = UInt8(48 + day / 10)
            bytes[9] = UInt8(48 + day % 10)
            return 10
        }
    }

    package var description: String { iso }

    /// As Vietnamese papers print a day, `dd/mm/yyyy`.
    package var printed: String {
        let (year, month, day) = components
        return "\(padded(day, to: 2))/\(padded(month, to: 2))/\(padded(year, to: 4))"
    }
}

/// A number with leading zeros.
func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
