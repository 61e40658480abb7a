import Logging
import Postgres
import ServiceLifecycle
import Synchronization

/// Writes once a minute, in one statement, that sessions were used: what keeps them from lying idle.
///
/// A read runs READ ONLY and cannot say so itself, and a write per request would be a hot row. The database allows for the
/// minute, and for one more that may be missed (`auth.idle_end`): a session so lives up to two minutes longer than its idle
/// limit, never shorter.
final class SessionToucher: Service {
    private let client: PostgresClient
    private let logger: Logger
    /// When each token opened something last.
    private let used = Mutex<[SessionToken: ContinuousClock.Instant]>([:])
    private let interval: Duration
    /// More tokens than this in a minute are no people.
    private let limit = 100_000

    init(client: PostgresClient, interval: Duration = .seconds(60), logger: Logger) {
        self.client = client
        self.interval = interval
        self.logger = logger
    }

    /// Notes that a token opened something, just now unless told otherwise.
    func note(_ token: SessionToken, at instant: ContinuousClock.Instant = .now) {
        used.withLock { used in Self.note(token, at: instant, in: &used, limit: limit) }
    }

    private static func note(
        _ token: SessionToken,
        at instant: ContinuousClock.Instant,
        in used: inout [SessionToken: ContinuousClock.Instant],
        limit: Int
    ) {
        if let known = used[token] {
            used[token] = max(known, instant)
        } else if used.count < limit {
            used[token] = instant
        }
    }

    /// Until the service shuts down; what was noted is written before it returns, if the database still answers.
    func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: self.interval)
                // In a task of its own: the last one comes when this one is cancelled.
                await Task { await self.flush() }.value
            }
        }
    }

    /// Writes what was noted since the last time; kept for the next time if the database cannot be reached.
    func flush() async {
        let noted = used.withLock { used in
            defer { used = [:] }
            return used
        }
        guard !noted.isEmpty else { return }
        let now = ContinuousClock.now
        do {
            _ = try await client.segment(
                [
                    "select auth.touch(\(noted.keys.map(\.hash)), \(noted.values.map { ($0.duration(to: now) / .seconds(1)) }))"
                ],
                access: .write
            )
        } catch {
            let level: Logger.Level = error.kind == .shutDown ? .debug : .warning
            logger.log(level: level, "the use of sessions was not written", metadata: ["error": "\(error)"])
            used.withLock { used in
                for (token, instant) in noted { Self.note(token, at: instant, in: &used, limit: limit) }
            }
        }
    }
}
