import Postgres

extension PostgresError {
    /// Whether it says that the database is gone, restarting or full for the moment, and nothing about what was asked.
    var isOutage: Bool {
        switch kind {
        case .connection, .poolExhausted, .deadline, .ambiguous, .shutDown: true
        case .server(let state):
            // 08: connection; 53: resources; 57P01–57P03: shut down, crashed, not yet up; 25P03: we were stopped too long.
            state.category == "08" || state.category == "53" || state.rawValue.hasPrefix("57P")
                || state == .idleInTransactionTimeout
        case .cancelled, .protocolViolation, .misuse: false
        }
    }
}

/// Tries again for as long as the database may be gone, and then lets the error out.
///
/// Only for what may be repeated: a lost answer may have taken effect.
func patiently<Value>(
    for outage: Duration,
    until stop: StopSignal? = nil,
    _ body: () async throws -> Value
) async throws -> Value {
    let end = ContinuousClock.now + outage
    var pause: Duration = .milliseconds(100)
    while true {
        do {
            return try await body()
        } catch let error as PostgresError where error.isOutage {
            guard ContinuousClock.now + pause < end, stop?.isStopping != true else { throw error }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(2))
        }
    }
}
