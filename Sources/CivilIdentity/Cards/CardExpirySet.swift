/// Every day on which a card may expire whose holder may have been born on several days (rules R2.4 and R9.8, C2).
///
/// The younger candidates of a set may have to exchange at an earlier age than the older ones, so the days lie apart, and
/// the earliest birth need not have the earliest expiry.
package struct CardExpirySet: Hashable, Sendable {
    /// The possible days, ascending and apart; empty where the card expires on none of the readings.
    package let ranges: [ClosedRange<CalendarDay>]
    /// Whether on one reading of the birth the card has no end.
    package let mayNeverExpire: Bool

    package init(born: BirthSet, issued: CalendarDay) {
        var days: [ClosedRange<CalendarDay>] = []
        var mayNeverExpire = false
        for range in born.ranges {
            for candidate in range {
                switch CardExpiry(born: candidate, issued: issued) {
                case .on(let day): days.append(day...day)
                case .never: mayNeverExpire = true
                }
            }
        }
        ranges = DayRanges.normalized(days)
        self.mayNeverExpire = mayNeverExpire
    }

    package var earliest: CardExpiry { ranges.first.map { .on($0.lowerBound) } ?? .never }
    package var latest: CardExpiry {
        mayNeverExpire ? .never : ranges.last.map { .on($0.upperBound) } ?? .never
    }

    /// The one expiry that all readings of the birth agree on; nil where they do not.
    package var certain: CardExpiry? { earliest == latest ? earliest : nil }

    /// Whether the card has to be exchanged by a day: yes, no, or that depends on the birth, so the holder is asked (R9.9).
    package func isDue(by day: CalendarDay) -> Answer {
        if latest <= .on(day) { return .yes }
        return earliest <= .on(day) ? .unknown : .no
    }
}
