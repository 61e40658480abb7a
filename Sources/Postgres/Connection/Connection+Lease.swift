import CLibpq

extension Connection {
    /// Keeps the connection for one holder over several segments; false when it broke just now.
    func beginLease() -> Bool {
        lock.withLock {
            guard handle != nil, case .idle = phase, !isLeased else { return false }
            isLeased = true
            isOut = true
            lastActivity = .now
            return true
        }
    }

    /// Gives a leased connection back as soon as it is quiet and outside of any transaction.
    func endLease() {
        let isIdle = lock.withLock {
            isLeased = false
            if case .idle = phase { return true }
            return false
        }
        if isIdle { release() }
    }

    /// Gives back a connection that was assigned and not used.
    func handBack() {
        lock.withLock { isOut = true }
        release()
    }

    /// Tells the owner that the connection is free, unless something of the last request is still going on.
    ///
    /// The answer's Sync and the end of its cancel request come from two threads and may both find all quiet: only the
    /// first of them gives the connection back.
    func release() {
        enum Next {
            case wait
            case free
            case rollBack
            case close
        }
        let next: Next = lock.withLock {
            guard case .idle = phase, isOut, !isLeased, !isCancelling, let handle else { return .wait }
            guard PQtransactionStatus(handle) != PQTRANS_IDLE else {
                isRollingBack = false
                isOut = false
                return .free
            }
            // Once; a transaction that survives its ROLLBACK is nothing to hand on.
            if isRollingBack { return .close }
            isRollingBack = true
            return .rollBack
        }
        switch next {
        case .wait: break
        case .free: owner?.released(self)
        case .rollBack: start(Segment(["rollback"], mayCommit: false, deadline: .now + .seconds(5)))
        case .close: close(PostgresError(.protocolViolation))
        }
    }
}
