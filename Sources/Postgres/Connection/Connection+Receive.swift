import CLibpq

extension Connection {
    /// What is to be done once the lock is free again.
    enum Effect {
        case none
        case connected
        case answered(Segment)
        case wake(SocketWait)
        case close(PostgresError)
    }

    func ready(_ events: UInt32) {
        perform(lock.withLock { receive() })
    }

    func receive() -> Effect {
        guard let handle else { return .none }
        switch phase {
        case .closed:
            return .none
        case .connecting:
            let (isConnected, isFailed) = pollConnect(handle)
            if isFailed { return .close(connectError(handle)) }
            return isConnected ? .connected : .none
        case .manual:
            return wakeWaiter()
        case .busy(let segment) where segment.mode == .stream:
            return wakeWaiter()
        case .idle, .busy:
            if mustFlush, (try? flush(handle)) == nil { return .close(PostgresError(.connection)) }
            let isAlive = consumeInput(handle)
            guard case .busy(let segment) = phase else {
                // Nobody asked for anything: a parameter changed, a notification, or the server says good-bye.
                _ = PQisBusy(handle)
                takeNotifications(handle)
                return isAlive && PQstatus(handle) == CONNECTION_OK ? .none : .close(PostgresError(.connection))
            }
            let end = collect(segment, from: handle)
            takeNotifications(handle)
            if case .none = end, !isAlive || PQstatus(handle) != CONNECTION_OK {
                return .close(PostgresError(.connection))
            }
            return end
        }
    }

    /// Reads what has arrived; false when the connection is broken.
    ///
    /// With TLS three times: libpq may take a part of a record, the rest of which OpenSSL holds, and the socket does not
    /// become readable for it again. A record has at most 16 KiB and each call makes room for 8.
    func consumeInput(_ handle: OpaquePointer) -> Bool {
        guard PQsslInUse(handle) == 1 else { return PQconsumeInput(handle) == 1 }
        for _ in 0..<3 {
            guard PQconsumeInput(handle) == 1 else { return false }
            // Parsed at once, so that there is room for more.
            _ = PQisBusy(handle)
        }
        return true
    }

    /// Takes all answers that have arrived whole.
    func collect(_ segment: Segment, from handle: OpaquePointer) -> Effect {
        var hasNothing = false
        while PQisBusy(handle) == 0 {
            guard let result = PQgetResult(handle) else {
                // NULL ends the answer to one command; where nothing was answered, there is nothing to read either.
                guard segment.hasResult else {
                    if hasNothing { return .none }
                    hasNothing = true
                    continue
                }
                segment.hasResult = false
                segment.position += 1
                continue
            }
            hasNothing = false
            segment.hasResult = true
            if take(result, for: segment) { return .answered(segment) }
            if PQstatus(handle) != CONNECTION_OK { return .close(PostgresError(.connection)) }
        }
        return .none
    }

    /// Files one result; true when it was the Sync.
    func take(_ result: OpaquePointer, for segment: Segment) -> Bool {
        let status = PQresultStatus(result)
        if status == PGRES_PIPELINE_SYNC {
            PQclear(result)
            return true
        }
        guard segment.position < segment.steps.count else {
            if status == PGRES_FATAL_ERROR { note(result, for: segment, statement: nil) }
            PQclear(result)
            return false
        }
        let step = segment.steps[segment.position]
        switch (step, status) {
        case (.prepare(let statement), PGRES_COMMAND_OK):
            statements.prepared(statement)
            PQclear(result)
        case (.prepare(let statement), _):
            statements.forget(statement)
            if status == PGRES_FATAL_ERROR { note(result, for: segment, statement: nil) }
            PQclear(result)
        case (.deallocate, PGRES_COMMAND_OK):
            PQclear(result)
        case (.deallocate(let name), _):
            if status == PGRES_PIPELINE_ABORTED { statements.returnEvicted(name) }
            if status == PGRES_FATAL_ERROR { note(result, for: segment, statement: nil) }
            PQclear(result)
        case (.execute(let statement), PGRES_TUPLES_OK), (.execute(let statement), PGRES_COMMAND_OK):
            file(result, of: statement, for: segment, hasRows: status == PGRES_TUPLES_OK)
            segment.executed += 1
        case (.execute(let statement), _):
            if status == PGRES_FATAL_ERROR { note(result, for: segment, statement: statement) }
            PQclear(result)
            segment.executed += 1
        }
        return false
    }

    /// Keeps the rows of one statement if anybody wants them.
    func file(
        _ result: OpaquePointer,
        of statement: StatementCache.Statement,
        for segment: Segment,
        hasRows: Bool
    ) {
        guard segment.mode == .collect, segment.executed >= segment.hidden else {
            PQclear(result)
            return
        }
        guard hasRows else {
            let affected = PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
            segment.rows.append(Rows(storage: nil, columns: .none, affected: affected))
            PQclear(result)
            return
        }
        let storage = ResultStorage(result)
        let layout = layout(of: statement, result: result, label: segment.current.label)
        segment.rows.append(Rows(storage: storage, columns: layout, affected: storage.count))
    }

    /// The statement's columns, read from its first result.
    func layout(
        of statement: StatementCache.Statement,
        result: OpaquePointer,
        label: @autoclosure () -> String
    ) -> ColumnLayout {
        if let layout = statement.layout, layout.names.count == Int(PQnfields(result)) { return layout }
        let layout = ColumnLayout(result, statement: label())
        statement.layout = layout
        return layout
    }

    /// Keeps the first error of a segment.
    func note(_ result: OpaquePointer, for segment: Segment, statement: StatementCache.Statement?) {
        guard segment.error == nil else { return }
        let (label, index) = segment.current
        var error = PostgresError(result, statement: label, index: index)
        if error.kind == .connection {
            // libpq's own error. A broken connection proves nothing about the segment: `lossOutcome` decides.
            guard let handle, PQstatus(handle) == CONNECTION_OK else { return }
            error = PostgresError(.protocolViolation, statement: label)
        }
        segment.error = error
        segment.isFatal = PostgresError.isFatal(result)
        // After DDL ("cached plan must not change result type"), or when somebody deallocated behind our back.
        if let statement, [.featureNotSupported, .invalidStatementName].contains(error.sqlState) {
            statements.forget(statement)
        }
    }

    func takeNotifications(_ handle: OpaquePointer) {
        while let notification = PQnotifies(handle) {
            onNotification?(PostgresNotification(notification.pointee))
            PQfreemem(notification)
        }
    }

    /// Hands notifications to `body` from now on, on the reader's thread and under `lock`.
    func deliverNotifications(to body: @escaping @Sendable (PostgresNotification) -> Void) {
        lock.withLock { onNotification = body }
    }

    func wakeWaiter() -> Effect {
        guard let waiter else { return .none }
        self.waiter = nil
        return .wake(waiter)
    }

    func perform(_ effect: Effect) {
        switch effect {
        case .none: break
        case .connected: owner?.connected(self)
        case .answered(let segment): finish(segment)
        case .wake(let waiter): waiter.resume(nil)
        case .close(let error): close(error)
        }
    }

    /// A segment is answered up to its Sync: the next one goes out first, then the caller goes on.
    func finish(_ segment: Segment) {
        // Read under the lock: whoever gives up on the segment empties its rows under it.
        let (outcome, mustRelease): (Result<[Rows], PostgresError>, Bool) = lock.withLock {
            let outcome: Result<[Rows], PostgresError> = segment.error.map { .failure($0) } ?? .success(segment.rows)
            guard case .busy(let current) = phase, current === segment else { return (outcome, false) }
            phase = .idle
            lastActivity = .now
            if !isCancelling { drainDeadline = .distantFuture }
            return (outcome, !isLeased)
        }
        if mustRelease { release() }
        segment.settle(outcome)
    }
}
