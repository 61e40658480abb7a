import Glibc

/// A point on the machine's monotonic clock, in nanoseconds.
///
/// `ContinuousClock` reads CLOCK_BOOTTIME; this clock is the one that `epoll_wait` counts by, and an `Int64` is cheap
/// to keep in every request. Read as of the kernel's last tick, some milliseconds ago at most: deadlines are looked at
/// every ten, and a request reads the clock several times.
struct Moment: Comparable, Hashable, Sendable {
    var nanoseconds: Int64

    static var now: Moment {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
        return Moment(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    static let distantFuture = Moment(nanoseconds: .max)

    static func < (left: Moment, right: Moment) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    static func + (moment: Moment, duration: Duration) -> Moment {
        let (sum, overflow) = moment.nanoseconds.addingReportingOverflow(duration.nanoseconds)
        return overflow ? .distantFuture : Moment(nanoseconds: sum)
    }

    static func - (left: Moment, right: Moment) -> Duration {
        .nanoseconds(left.nanoseconds - right.nanoseconds)
    }
}

extension Duration {
    /// The whole duration in nanoseconds, clamped to what an `Int64` holds.
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        let (sum, over) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
        return over ? .max : sum
    }

    /// The whole duration in milliseconds, rounded up, as PostgreSQL's timeouts want it.
    var milliseconds: Int64 {
        let nanoseconds = self.nanoseconds
        return nanoseconds / 1_000_000 + (nanoseconds % 1_000_000 > 0 ? 1 : 0)
    }
}
