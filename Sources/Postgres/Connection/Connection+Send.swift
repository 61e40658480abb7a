import CLibpq

extension Connection {
    /// Sends a segment in one flush; its answers come to the reader.
    func start(_ segment: Segment) {
        do throws(PostgresError) {
            try begin(segment)
        } catch {
            segment.settle(.failure(error))
        }
    }

    /// Sends a segment in one flush; one whose rows are streamed is then read by ``pull(_:)``.
    ///
    /// - Throws: `misuse`, after which the connection is as before, or what closed it.
    func begin(_ segment: Segment) throws(PostgresError) {
        let failure: PostgresError? = lock.withLock { () -> PostgresError? in
            guard case .idle = phase, let handle else {
                if case .closed = phase { return PostgresError(.connection) }
                return PostgresError(.misuse, message: "two requests at once on one connection")
            }
            lastActivity = .now
            isOut = true
            phase = .busy(segment)
            do throws(PostgresError) {
                if segment.mode == .stream { pauseReader(handle) }
                try send(segment, over: handle)
                if segment.mode == .stream { beginSingleRows(segment, handle) }
                return nil
            } catch {
                if error.kind == .misuse { phase = .idle }
                return error
            }
        }
        guard let failure else {
            reader.keepTicking()
            return
        }
        if failure.kind == .misuse {
            release()
        } else {
            close(failure)
        }
        throw segment.lossOutcome(failure)
    }

    /// Lets the reader look away: whoever holds the connection reads itself, or the loop would spin on unread input.
    func pauseReader(_ handle: OpaquePointer) {
        _ = reader.watch(PQsocket(handle), for: clibpq_once, token: id)
    }

    /// Queues and flushes the messages of a segment.
    func send(_ segment: Segment, over handle: OpaquePointer) throws(PostgresError) {
        // By index here and below: an iterator copies each statement, with a reference count for each part of it.
        for index in segment.statements.indices {
            guard let problem = segment.statements[index].problem else { continue }
            throw PostgresError(.misuse, message: problem, statement: segment.statements[index].label)
        }
        segment.steps.reserveCapacity(segment.statements.count + 1)
        segment.rows.reserveCapacity(segment.statements.count - segment.hidden)
        if PQtransactionStatus(handle) == PQTRANS_IDLE {
            for name in statements.takeEvicted() {
                segment.steps.append(.deallocate(name))
                guard PQsendQueryParams(handle, "deallocate \(name)", 0, nil, nil, nil, nil, 1) == 1 else {
                    throw PostgresError(.connection)
                }
            }
        }
        for index in segment.statements.indices {
            guard let step = queue(segment.statements[index], over: handle, noting: segment) else {
                throw PostgresError(.connection, statement: segment.statements[index].label)
            }
            segment.steps.append(.execute(step))
        }
        segment.isSent = true
        guard PQpipelineSync(handle) == 1 else { throw PostgresError(.connection) }
        // PQpipelineSync pushes what it can; the rest, if any, goes when the socket is writable.
        try flush(handle)
    }

    /// Queues one statement, prepared first if the connection does not know it; nil when libpq refuses.
    func queue(_ sql: SQL, over handle: OpaquePointer, noting segment: Segment) -> StatementCache.Statement? {
        let count = Int32(truncatingIfNeeded: sql.binds.count)
        let (statement, isNew) = statements.statement(for: .init(text: sql.text, binds: sql.binds))
        if isNew {
            segment.steps.append(.prepare(statement))
            guard PQsendPrepare(handle, statement.name, sql.text, count, sql.binds.types) == 1 else { return nil }
        }
        let isQueued = sql.binds.withPointers { values, lengths, formats in
            PQsendQueryPrepared(handle, statement.name, count, values, lengths, formats, 1)
        }
        return isQueued == 1 ? statement : nil
    }

    /// Pushes queued bytes out, and watches for writability while some are left.
    func flush(_ handle: OpaquePointer) throws(PostgresError) {
        switch PQflush(handle) {
        case 0:
            guard mustFlush else { return }
            mustFlush = false
            if case .busy(let segment) = phase, segment.mode != .stream {
                _ = reader.watch(PQsocket(handle), for: clibpq_readable, token: id)
            }
        case 1:
            mustFlush = true
            if case .busy(let segment) = phase, segment.mode != .stream {
                _ = reader.watch(PQsocket(handle), for: clibpq_readable | clibpq_writable, token: id)
            }
        default:
            throw PostgresError(.connection)
        }
    }
}
