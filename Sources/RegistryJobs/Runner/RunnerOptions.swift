/// How a runner works and what it is called in the history.
package struct RunnerOptions: Sendable {
    /// Tasks at the same time; one by default, so that the service keeps its pace.
    package var workers = 1
    /// For how long a task is the runner's without word from it; renewed three times as often.
    package var lease: Duration = .seconds(15)
    /// Whether to help when another runner of this host is at work; else this one leaves it alone.
    package var joins = false
    /// For how long the database may be gone in the middle of a night before the runner gives up.
    package var outage: Duration = .seconds(120)
    package let host: String
    package let osUser: String
    package let version: String

    package init(host: String, osUser: String, version: String) {
        self.host = host
        self.osUser = osUser
        self.version = version
    }
}

extension Duration {
    /// The duration in seconds.
    var seconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }

    /// Whole milliseconds, as a setting of PostgreSQL takes them.
    var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
