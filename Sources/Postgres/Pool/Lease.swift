/// A task that waits for a connection of its own.
///
/// `@unchecked Sendable`: the mutable state is touched only under `lock`.
final class Lease: PoolWaiter, @unchecked Sendable {
    let waitUntil: Moment
    let failsFast: Bool
    private let pool: ConnectionPool
    private let lock = Lock()
    private var continuation: UnsafeContinuation<Result<Connection, PostgresError>, Never>?
    private var wasCancelled = false

    init(from pool: ConnectionPool, waitUntil: Moment, failsFast: Bool = false) {
        self.pool = pool
        self.waitUntil = waitUntil
        self.failsFast = failsFast
    }

    /// Waits for a connection; the caller owes it a `endLease()`.
    func connection() async throws(PostgresError) -> Connection {
        let result: Result<Connection, PostgresError> = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                let mayBegin = lock.withLock {
                    if !wasCancelled { self.continuation = continuation }
                    return !wasCancelled
                }
                if mayBegin {
                    pool.submit(self)
                } else {
                    continuation.resume(returning: .failure(PostgresError(.cancelled)))
                }
            }
        } onCancel: {
            lock.withLock { wasCancelled = true }
            if pool.withdraw(self) { refused(PostgresError(.cancelled)) }
        }
        return try result.get()
    }

    func assigned(_ connection: Connection) {
        guard connection.beginLease() else {
            // It broke just now: another one will do.
            pool.submit(self)
            return
        }
        guard let continuation = take() else {
            connection.endLease()
            return
        }
        continuation.resume(returning: .success(connection))
    }

    func refused(_ error: PostgresError) {
        take()?.resume(returning: .failure(error))
    }

    private func take() -> UnsafeContinuation<Result<Connection, PostgresError>, Never>? {
        lock.withLock {
            defer { continuation = nil }
            return continuation
        }
    }
}
