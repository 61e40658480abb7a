/// When a job is due: times of day in Asia/Ho_Chi_Minh, on some or all days of the week.
///
/// The database turns it into slots (`jobs.slots`), so that there is one clock and one calendar for all runners.
package struct Schedule: Sendable, Hashable {
    /// Minutes after midnight, ascending; empty for a job that runs only when asked for.
    package let minutes: [Int16]
    /// Days of the week as ISO 8601 counts them, Monday 1 to Sunday 7; empty for every day.
    package let weekdays: [Int16]

    private init(minutes: [Int16], weekdays: [Int16]) {
        self.minutes = minutes
        self.weekdays = weekdays
    }

    /// Every night at this time.
    package static func daily(at hour: Int, _ minute: Int = 0) -> Schedule {
        Schedule(minutes: [Int16(hour * 60 + minute)], weekdays: [])
    }

    /// Once a week, Monday 1 to Sunday 7.
    package static func weekly(on weekday: Int, at hour: Int, _ minute: Int = 0) -> Schedule {
        Schedule(minutes: [Int16(hour * 60 + minute)], weekdays: [Int16(weekday)])
    }

    /// Every hour, so many minutes past it.
    package static func hourly(at minute: Int) -> Schedule {
        Schedule(minutes: (0..<24).map { Int16($0 * 60 + minute) }, weekdays: [])
    }

    /// Only when somebody asks for it.
    package static let onDemand = Schedule(minutes: [], weekdays: [])
}
