/// Sets of days as ranges in ascending order that do not touch.
enum DayRanges {
    /// Sorts, and joins ranges that overlap or follow one another.
    static func normalized(_ ranges: some Sequence<ClosedRange<CalendarDay>>) -> [ClosedRange<CalendarDay>] {
        var result: [ClosedRange<CalendarDay>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, range.lowerBound.ordinal <= last.upperBound.ordinal + 1 {
                result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }

    /// The days in both; `one` and `other` are normalized.
    static func intersection(
        _ one: [ClosedRange<CalendarDay>],
        _ other: [ClosedRange<CalendarDay>]
    ) -> [ClosedRange<CalendarDay>] {
        var result: [ClosedRange<CalendarDay>] = []
        var left = 0
        var right = 0
        while left < one.count, right < other.count {
            let low = max(one[left].lowerBound, other[right].lowerBound)
            let high = min(one[left].upperBound, other[right].upperBound)
            if low <= high { result.append(low...high) }
            if one[left].upperBound < other[right].upperBound { left += 1 } else { right += 1 }
        }
        return result
    }

    /// How many days.
    static func count(_ ranges: [ClosedRange<CalendarDay>]) -> Int {
        ranges.reduce(0) { $0 + $1.lowerBound.distance(to: $1.upperBound) + 1 }
    }

    /// The days of solar years.
    static func solarYears(_ years: ClosedRange<Int>) -> ClosedRange<CalendarDay> {
        .first(ofYear: years.lowerBound) ... .last(ofYear: years.upperBound)
    }
}
