import Logging
import Synchronization

extension PostgresClient {
    /// Listens to a channel on a connection of its own, until the sequence is dropped or the client shuts down.
    ///
    /// The first element, and the first one after every reconnection, has `isReopened` set. Of a consumer that falls
    /// behind by more than 4,096 notifications the excess is dropped, and it is told by another such element.
    ///
    /// - Parameter channel: A name, quoted here.
    /// - Returns: What arrives, from now on.
    package func listen(to channel: String) -> AsyncStream<PostgresNotification> {
        AsyncStream(bufferingPolicy: .bufferingOldest(4096)) { continuation in
            let mailbox = Mailbox(channel: channel, continuation)
            let task = Task {
                await self.keepListening(to: channel, mailbox)
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private func keepListening(to channel: String, _ mailbox: Mailbox) async {
        var pause: Duration = .milliseconds(50)
        while !Task.isCancelled {
            do throws(PostgresError) {
                let listener = Listener(pool: pool)
                // The connection refers to its owner weakly.
                defer { withExtendedLifetime(listener) {} }
                let connection = try await listener.connect()
                connection.deliverNotifications { mailbox.post($0) }
                let failure = await listen(to: channel, connection, listener, mailbox) { pause = .milliseconds(50) }
                connection.close(PostgresError(.shutDown))
                throw failure
            } catch {
                if error.kind == .shutDown { return }
                logger.debug("Listening was interrupted", metadata: ["channel": "\(channel)", "reason": "\(error)"])
            }
            try? await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(2))
        }
    }

    /// Listens until the connection breaks or the task is cancelled.
    private func listen(
        to channel: String,
        _ connection: Connection,
        _ listener: Listener,
        _ mailbox: Mailbox,
        begun: () -> Void
    ) async -> PostgresError {
        do {
            _ = try await connection.run("listen \(identifier: channel)")
            mailbox.post(PostgresNotification(reopened: channel))
            begun()
            while true {
                try await listener.sleepWhileOpen(for: configuration.listenProbe)
                _ = try await connection.run("select 1")
            }
        } catch {
            return (error as? PostgresError) ?? PostgresError(.cancelled)
        }
    }
}

extension Connection {
    /// Sends one statement on a connection that is nobody else's.
    fileprivate func run(_ statement: SQL) async throws(PostgresError) -> [Rows] {
        let segment = Segment([statement], mayCommit: false, deadline: .now + .seconds(5))
        return try await segment.outcome { segment.assigned(self) }.get()
    }
}

/// Where notifications go; remembers that some found no room.
private final class Mailbox: Sendable {
    private let channel: String
    private let continuation: AsyncStream<PostgresNotification>.Continuation
    private let hasDropped = Mutex(false)

    init(channel: String, _ continuation: AsyncStream<PostgresNotification>.Continuation) {
        self.channel = channel
        self.continuation = continuation
    }

    func post(_ notification: PostgresNotification) {
        hasDropped.withLock { hasDropped in
            if hasDropped {
                if case .dropped = continuation.yield(PostgresNotification(reopened: channel)) { return }
                hasDropped = false
            }
            if case .dropped = continuation.yield(notification) { hasDropped = true }
        }
    }
}

/// Owns one connection that listens.
///
/// `@unchecked Sendable`: `continuation` and `outcome` are touched only under `lock`.
private final class Listener: ConnectionOwner, @unchecked Sendable {
    private let pool: ConnectionPool
    private let lock = Lock()
    private var continuation: UnsafeContinuation<Result<Connection, PostgresError>, Never>?
    private var outcome: Result<Connection, PostgresError>?

    /// Finished when the connection is closed.
    private let (closing, closingContinuation) = AsyncStream.makeStream(of: Void.self)

    init(pool: ConnectionPool) {
        self.pool = pool
    }

    /// Sleeps, and wakes early when the connection breaks or the task is cancelled.
    func sleepWhileOpen(for duration: Duration) async throws {
        let closing = closing
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await Task.sleep(for: duration) }
            group.addTask { for await _ in closing {} }
            await group.next()
            group.cancelAll()
        }
        try Task.checkCancellation()
    }

    func connect() async throws(PostgresError) -> Connection {
        let connection = try pool.openSeparate(owner: self)
        let result: Result<Connection, PostgresError> = await withUnsafeContinuation { continuation in
            let known = lock.withLock {
                if outcome == nil { self.continuation = continuation }
                return outcome
            }
            if let known { continuation.resume(returning: known) }
        }
        withExtendedLifetime(connection) {}
        return try result.get()
    }

    private func settle(_ result: Result<Connection, PostgresError>) {
        let continuation = lock.withLock {
            if outcome == nil { outcome = result }
            defer { self.continuation = nil }
            return self.continuation
        }
        continuation?.resume(returning: result)
    }

    func connected(_ connection: Connection) {
        settle(.success(connection))
    }

    func released(_ connection: Connection) {}

    func closed(_ connection: Connection, _ error: PostgresError) {
        pool.forgetSeparate(connection)
        closingContinuation.finish()
        settle(.failure(error))
    }
}
