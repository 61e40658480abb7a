import Logging
import Postgres
import ServiceLifecycle
import Synchronization

/// Writes once a minute, in one statement, that sessions were used: what keeps them from lying idle.
///
/// A read runs READ ONLY and cannot say so itself, and a write per request would be a hot row. A session so lives up to a
/// minute longer than its idle limit, never shorter.
final class SessionToucher: Service {
    private let client: PostgresClient
    private let logger: Logger
    private let used = Mutex<Set<SessionToken>>([])
    private let interval: Duration
    /// More tokens than this in a minute are no people.
    private let limit = 100_000

    init(client: PostgresClient, interval: Duration = .seconds(60), logger: Logger) {
        self.client = client
        self.interval = interval
        self.logger = logger
    }

    /// Notes that a token has just opened something.
    func note(_ token: SessionToken) {
        used.withLock { tokens in
            if tokens.count < limit { tokens.insert(token) }
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
        let tokens = used.withLock { tokens in
            defer { tokens = [] }
            return tokens
        }
        guard !tokens.isEmpty else { return }
        do {
            _ = try await client.segment(
                ["select auth.touch(\(tokens.map(\.hash)))"],
                access: .write
            )
        } catch {
            let level: Logger.Level = error.kind == .shutDown ? .debug : .warning
            logger.log(level: level, "the use of sessions was not written", metadata: ["error": "\(error)"])
            used.withLock { $0.formUnion(tokens.prefix(max(0, limit - $0.count))) }
        }
    }
}
