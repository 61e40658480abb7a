import CLibpq

extension Connection {
    /// Waits until the socket can be read or written, in a connection's manual mode.
    ///
    /// - Throws: `deadline`, `cancelled`, or why the connection was closed. The request is then neither finished nor
    ///   undone: the holder gives it up.
    func wait(for events: UInt32, until deadline: Moment) async throws(PostgresError) {
        let error: PostgresError? = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                let wait = SocketWait(deadline: deadline, continuation)
                // The handler below may have run already; after this look it finds the waiter.
                let problem: PostgresError? = lock.withLock {
                    guard let handle else { return PostgresError(.connection) }
                    guard !Task.isCancelled else { return PostgresError(.cancelled) }
                    guard reader.watch(PQsocket(handle), for: events | clibpq_once, token: id) else {
                        return PostgresError(.connection)
                    }
                    waiter = wait
                    return nil
                }
                if let problem {
                    continuation.resume(returning: problem)
                } else {
                    reader.keepTicking()
                }
            }
        } onCancel: {
            let wait = lock.withLock {
                defer { waiter = nil }
                return waiter
            }
            wait?.resume(PostgresError(.cancelled))
        }
        if let error { throw error }
    }

    /// Which events a holder waits for: answers, and room for what is not sent yet.
    var events: UInt32 { mustFlush ? clibpq_readable | clibpq_writable : clibpq_readable }
}
