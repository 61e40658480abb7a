/// Every day on which a person may have been born, as ranges, with what was said and on what basis (rule R9.8).
///
/// Never empty: that nobody knows is ``Stated/unknown``, with a ``BirthStatement`` of precision `unknown`.
/// Not `Comparable`: nobody can say whether "1962" comes before "May 1962". Ask ``couldPrecede(_:)``.
package struct BirthSet: Hashable, Sendable {
    /// Ascending, apart by at least a day, never empty.
    package let ranges: [ClosedRange<CalendarDay>]
    package let statement: BirthStatement

    /// Sorts and joins the ranges; nil without any, or when the statement says that the birth is unknown.
    package init?(ranges: some Sequence<ClosedRange<CalendarDay>>, statement: BirthStatement) {
        let normalized = DayRanges.normalized(ranges)
        guard !normalized.isEmpty, statement.precision != .unknown else { return nil }
        self.ranges = normalized
        self.statement = statement
    }

    /// For one range, which is never empty.
    init(_ range: ClosedRange<CalendarDay>, _ statement: BirthStatement) {
        ranges = [range]
        self.statement = statement
    }

    package var earliest: CalendarDay { ranges[0].lowerBound }
    package var latest: CalendarDay { ranges[ranges.count - 1].upperBound }

    /// How many days are possible.
    package var dayCount: Int { DayRanges.count(ranges) }

    /// The only day possible; nil where several are.
    package var onlyDay: CalendarDay? { earliest == latest ? earliest : nil }
}

// Asking.
extension BirthSet {
    package func contains(_ day: CalendarDay) -> Bool { ranges.contains { $0.contains(day) } }

    /// Whether a solar year holds one of the days.
    package func touches(year: Int) -> Bool {
        guard (1...9999).contains(year) else { return false }
        let days = DayRanges.solarYears(year...year)
        return ranges.contains { $0.overlaps(days) }
    }

    /// The solar years that hold one of the days, ascending.
    package var candidateYears: [Int] {
        var years: [Int] = []
        for range in ranges {
            for year in range.lowerBound.year...range.upperBound.year where year != years.last { years.append(year) }
        }
        return years
    }

    /// The lunar years that hold one of the days, ascending; empty outside the years the calendar knows.
    package var lunarYears: [Int] {
        var years: [Int] = []
        for range in ranges {
            guard let touched = VietnameseCalendar.years(touching: range) else { continue }
            for year in touched where year != years.last { years.append(year) }
        }
        return years
    }

    /// The part, 0 to 1, of this set's days that the other holds too; 1 where the other holds all of them.
    package func overlap(with other: BirthSet) -> Double { overlap(with: other.ranges) }

    /// The part, 0 to 1, of this set's days that lie in `days`, which are ascending and apart.
    package func overlap(with days: [ClosedRange<CalendarDay>]) -> Double {
        Double(DayRanges.count(DayRanges.intersection(ranges, days))) / Double(dayCount)
    }

    /// Days between the nearest candidates of the two; 0 where they share one.
    package func distance(to other: BirthSet) -> Int { distance(to: other.ranges) }

    /// Days between the nearest candidate and `days`; 0 where they share one.
    package func distance(to days: [ClosedRange<CalendarDay>]) -> Int {
        var shortest = Int.max
        for one in ranges {
            for other in days {
                if one.overlaps(other) { return 0 }
                let gap =
                    one.upperBound < other.lowerBound
                    ? one.upperBound.distance(to: other.lowerBound) : other.upperBound.distance(to: one.lowerBound)
                shortest = min(shortest, gap)
            }
        }
        return shortest
    }

    /// Whether the person has turned `age` on a day: yes, no, or the officer decides (rule R9.9).
    ///
    /// Someone born on 29 February turns on 1 March of a common year.
    package func reached(age: Int, on day: CalendarDay) -> Answer {
        if latest.birthday(age) <= day { return .yes }
        if earliest.birthday(age) > day { return .no }
        return .unknown
    }

    /// Whether one birth may come before the other's on some reading of both.
    package func couldPrecede(_ other: BirthSet) -> Bool { earliest < other.latest }

    /// The birthdays-reached ages possible on a day; nil before the last possible birth.
    package func ages(on day: CalendarDay) -> ClosedRange<Int>? {
        guard latest <= day else { return nil }
        return Self.age(of: latest, on: day)...Self.age(of: earliest, on: day)
    }

    private static func age(of birth: CalendarDay, on day: CalendarDay) -> Int {
        let years = day.year - birth.year
        return birth.birthday(years) <= day ? years : years - 1
    }

    /// The set with only the days that also lie in `days`; nil where none does.
    ///
    /// What was said stays; use it for conclusions, not for new statements.
    package func narrowed(to days: [ClosedRange<CalendarDay>]) -> BirthSet? {
        BirthSet(ranges: DayRanges.intersection(ranges, DayRanges.normalized(days)), statement: statement)
    }
}
