import CLibpq

extension Connection {
    /// The caller no longer waits for `segment`: it gets `error` now, the connection rejoins when all is quiet.
    ///
    /// - Returns: Whether the segment was in flight here.
    @discardableResult
    func abandon(_ segment: Segment, _ error: PostgresError) -> Bool {
        var wait: SocketWait?
        let isCurrent = lock.withLock {
            guard case .busy(let current) = phase, current === segment, segment.mode != .discard else { return false }
            wait = waiter
            waiter = nil
            discard(segment)
            return true
        }
        guard isCurrent else { return false }
        wait?.resume(error)
        segment.settle(.failure(segment.mayCommit ? PostgresError(.ambiguous, statement: error.statement) : error))
        reader.keepTicking()
        return true
    }

    /// Lets the reader drop what is still to come of a segment; under `lock`.
    func discard(_ segment: Segment) {
        guard let handle else { return }
        let wasStream = segment.mode == .stream
        segment.mode = .discard
        segment.rows = []
        drainDeadline = .now + Self.drainLimit
        if wasStream || mustFlush {
            let events = mustFlush ? clibpq_readable | clibpq_writable : clibpq_readable
            _ = reader.watch(PQsocket(handle), for: events, token: id)
        }
        guard !segment.mayCommit else { return }
        cancelPause = .milliseconds(50)
        requestCancel(handle)
    }

    /// Sends a cancel request from a thread of its own: PQcancel of libpq 15 blocks until the server has hung up.
    ///
    /// The request names the session, not the statement: one that arrives late would hit the next statement. Hence a
    /// connection is not handed on before PQcancel has returned, when the server has passed the signal on.
    ///
    /// It is asked again while the answer does not come: a request that finds the session between two commands, because
    /// the statement is still on its way to it, has no effect.
    func requestCancel(_ handle: OpaquePointer) {
        cancelAgain = .now + cancelPause
        cancelPause = min(cancelPause * 2, .seconds(1))
        guard !isCancelling, let cancel = CancelRequest(handle) else { return }
        isCancelling = true
        cancel.send { [weak self] in
            guard let self else { return }
            let isQuiet = self.lock.withLock {
                self.isCancelling = false
                if case .idle = self.phase {
                    self.drainDeadline = .distantFuture
                    return true
                }
                return false
            }
            if isQuiet { self.release() }
        }
    }

    /// Looks at the clock while connecting.
    ///
    /// On the connector's thread: while libpq looks a host name up, that thread holds the lock, and nobody else may have
    /// to wait for it.
    func tickConnecting(_ now: Moment) {
        guard now >= connectDeadline else { return }
        let isLate = lock.withLock {
            guard case .connecting = phase else { return false }
            connectTimedOut = true
            return true
        }
        if isLate { close(PostgresError(.connection, message: "connecting took too long")) }
    }

    /// Looks at the clock once connected; called every 10 ms while anything is under way.
    ///
    /// - Returns: Whether something here has a deadline.
    func tick(_ now: Moment) -> Bool {
        enum Overdue {
            case nothing
            case segment(Segment, PostgresError.Kind)
            case wait(SocketWait)
            case close(PostgresError)
        }
        var isActive = true
        let overdue: Overdue = lock.withLock {
            switch phase {
            case .busy(let segment) where segment.mode == .discard:
                if now >= drainDeadline { return .close(PostgresError(.connection)) }
                if !segment.mayCommit, now >= cancelAgain, let handle { requestCancel(handle) }
            case .busy(let segment) where segment.mode == .collect && now >= segment.deadline:
                return .segment(segment, .deadline)
            case .busy(let segment) where segment.mode == .collect && !segment.mayCommit && segment.isCancelled:
                return .segment(segment, .cancelled)
            case .busy, .manual:
                if let waiter, now >= waiter.deadline {
                    self.waiter = nil
                    return .wait(waiter)
                }
            case .idle:
                // The Sync came and the cancel request has not returned.
                if isCancelling, now >= drainDeadline { return .close(PostgresError(.connection)) }
                isActive = isCancelling
            case .closed:
                isActive = false
            case .connecting:
                break
            }
            return .nothing
        }
        switch overdue {
        case .nothing: break
        case .segment(let segment, let kind):
            abandon(segment, PostgresError(kind, statement: kind == .deadline ? segment.current.label : nil))
        case .wait(let waiter): waiter.resume(PostgresError(.deadline))
        case .close(let error): close(error)
        }
        return isActive
    }
}
