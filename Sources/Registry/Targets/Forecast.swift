/// When a target will be met at the measured pace, as a range.
///
/// The pace is what was gained on each of the last working days. What so many days to come will bring is the sum of as many
/// days like them: its mean is n·m, and its variance n·v for the days to come plus n²·v/N because m itself is known from N
/// days only. v is the days' own variance, and never less than m, that of a Poisson process, so that a run of equal days does
/// not pretend to know more than it can. A range holds in four cases of five: one in ten is earlier, one in ten later.
/// Nothing is drawn at random: the same days give the same range.
package struct Forecast: Sendable, Hashable {
    /// Working days from the next one on; nil where that many are not within ``horizon``.
    package struct Range: Sendable, Hashable {
        package let early: Int?
        package let likely: Int?
        package let late: Int?
    }

    /// How many working days the pace is taken from: four weeks.
    package static let window = 20
    /// Beyond two years of working days nothing is foretold.
    package static let horizon = 500
    /// The standard normal distribution's 90th percentile.
    private static let spread = 1.281_551_565_545

    package let left: Int
    /// Gained per working day on average.
    package let perDay: Double
    private let days: Int
    private let variance: Double

    /// Of so many left, and of what was gained on each working day of the window; none where nothing can be told.
    package init(left: Int, gains: [Int]) {
        self.left = left
        days = gains.count
        let mean = gains.isEmpty ? 0 : Double(gains.reduce(0, +)) / Double(gains.count)
        let squares = gains.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
        perDay = mean
        variance = gains.count > 1 ? max(mean, squares / Double(gains.count - 1)) : mean
    }

    /// How many working days it takes until nobody is left; nil where nothing was gained, or nobody is left.
    package var toFinish: Range? {
        guard left > 0, perDay > 0 else { return nil }
        return Range(early: firstDay(Self.spread), likely: firstDay(0), late: firstDay(-Self.spread))
    }

    /// How many of those left will have it after so many working days: the least, the likely, the most.
    package func gained(in workingDays: Int) -> (low: Int, likely: Int, high: Int) {
        let count = { (deviations: Double) -> Int in
            min(left, max(0, Int(sum(of: workingDays, deviations).rounded())))
        }
        return (count(-Self.spread), count(0), count(Self.spread))
    }

    /// The first day by which so many are gained, so many standard deviations off the mean.
    ///
    /// Below the mean the sum of few days may fall before it rises, so every day is asked.
    private func firstDay(_ deviations: Double) -> Int? {
        (1...Self.horizon).first { sum(of: $0, deviations) >= Double(left) }
    }

    private func sum(of workingDays: Int, _ deviations: Double) -> Double {
        let count = Double(workingDays)
        let spread = (variance * count + variance * count * count / Double(max(days, 1))).squareRoot()
        return count * perDay + deviations * spread
    }
}

extension Forecast {
    /// What the range says about a last day.
    package enum Outlook: String, Sendable, CaseIterable {
        /// Nobody is left.
        case done
        /// The last day has passed, and somebody is left.
        case missed
        /// Also the late end of the range is in time.
        case onTime = "on_time"
        /// The early end is in time, the late one is not.
        case uncertain
        /// Not even the early end is in time.
        case late
        /// Nothing was gained: nothing can be foretold.
        case noPace = "no_pace"

        package var vi: String {
            switch self {
            case .done: "đã hoàn thành"
            case .missed: "đã quá thời hạn"
            case .onTime: "kịp thời hạn"
            case .uncertain: "chưa chắc kịp"
            case .late: "không kịp"
            case .noPace: "chưa có tiến độ để dự báo"
            }
        }

        package var en: String {
            switch self {
            case .done: "done"
            case .missed: "the last day has passed"
            case .onTime: "on time"
            case .uncertain: "not sure to be on time"
            case .late: "late"
            case .noPace: "no pace to foretell by"
            }
        }
    }

    /// What it says when so many working days are left; `isPast` where the last day is over.
    package func outlook(workingDaysLeft: Int, isPast: Bool) -> Outlook {
        guard left > 0 else { return .done }
        guard !isPast else { return .missed }
        guard let range = toFinish else { return .noPace }
        if let late = range.late, late <= workingDaysLeft { return .onTime }
        if let early = range.early, early <= workingDaysLeft { return .uncertain }
        return .late
    }
}
