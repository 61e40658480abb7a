import CLibpq

extension Connection {
    /// What a look at a stream gives.
    enum Pulled {
        case rows(Rows)
        /// The last rows, perhaps none: everything is answered, and the connection was given back.
        case last(Rows?)
        case wait(UInt32)
    }

    /// Rows handed out at once, at most: enough to make the hand-over cheap, few enough to be held.
    private static let chunk: Int32 = 512

    /// Asks libpq for rows one by one, as soon as the last statement's turn has come.
    ///
    /// "PQsetSingleRowMode […] must be called immediately after PQsendQuery […] or, in pipeline mode, before the first
    /// PQgetResult of that query" (manual, "Retrieving Query Results Row-by-Row"). Under `lock`.
    func beginSingleRows(_ segment: Segment, _ handle: OpaquePointer) {
        guard !segment.isSplit, !segment.hasResult, segment.position == segment.steps.count - 1 else { return }
        segment.isSplit = PQsetSingleRowMode(handle) == 1
    }

    /// Takes the rows that have arrived, on the consumer's own thread.
    ///
    /// Nobody reads while the consumer is busy: the socket's buffer fills and the server waits. So a slow consumer holds
    /// one chunk, and libpq one buffer, however long the result is.
    func pull(_ segment: Segment) throws(PostgresError) -> Pulled {
        let (rows, isAnswered, events) = try lock.withLock { () throws(PostgresError) -> (Rows?, Bool, UInt32) in
            guard case .busy(let current) = phase, current === segment, segment.mode == .stream, let handle else {
                throw segment.lossOutcome(PostgresError(.connection))
            }
            if mustFlush { try flush(handle) }
            var rows = clibpq_rows()
            do throws(PostgresError) {
                let isAnswered = try take(&rows, of: segment, from: handle)
                return (try gather(&rows, of: segment), isAnswered, self.events)
            } catch {
                clibpq_free_rows(rows)
                throw error
            }
        }
        guard isAnswered else { return rows.map(Pulled.rows) ?? .wait(events) }
        // Before the rows are looked at: the next request may have the connection already.
        endStream(segment)
        if let error = segment.error { throw error }
        return .last(rows)
    }

    /// Takes rows up to a chunk, under `lock`; true when the Sync came too.
    private func take(
        _ rows: inout clibpq_rows,
        of segment: Segment,
        from handle: OpaquePointer
    ) throws(PostgresError) -> Bool {
        var hasConsumed = false
        var hasNothing = false
        while true {
            beginSingleRows(segment, handle)
            var isNull: Int32 = 0
            var first: OpaquePointer?
            let result = clibpq_take_rows(handle, &rows, Self.chunk, &first, &isNull)
            if let first {
                segment.hasResult = true
                describe(first, of: segment)
                PQclear(first)
            }
            if let result {
                segment.hasResult = true
                if try file(result, of: segment) { return true }
            } else if isNull != 0 {
                guard segment.hasResult || !hasNothing else { return false }
                hasNothing = !segment.hasResult
                if segment.hasResult { segment.position += 1 }
                segment.hasResult = false
            } else if rows.rows > 0 || hasConsumed {
                // Rows in hand are worth more than rows to come.
                return false
            } else {
                guard consumeInput(handle) || PQisBusy(handle) == 0 else { throw PostgresError(.connection) }
                hasConsumed = true
            }
        }
    }

    /// Reads the columns of the streamed statement, if they are not known.
    private func describe(_ result: OpaquePointer, of segment: Segment) {
        guard case .execute(let statement)? = segment.steps.last else { return }
        _ = layout(of: statement, result: result, label: segment.statements.last?.label ?? "")
    }

    /// Files a result that is no row; true when it was the Sync.
    private func file(_ result: OpaquePointer, of segment: Segment) throws(PostgresError) -> Bool {
        switch PQresultStatus(result) {
        case PGRES_SINGLE_TUPLE:
            // A row for which there was no room.
            PQclear(result)
            throw PostgresError(.misuse, message: "a row is too long", statement: segment.statements.last?.label)
        case PGRES_TUPLES_OK where segment.isSplit:
            // The end of the rows: an empty result with the columns and the command tag.
            describe(result, of: segment)
            PQclear(result)
            return false
        default:
            return take(result, for: segment)
        }
    }

    /// Makes a chunk of the rows taken, if there are any.
    private func gather(_ rows: inout clibpq_rows, of segment: Segment) throws(PostgresError) -> Rows? {
        guard rows.rows > 0 else {
            clibpq_free_rows(rows)
            return nil
        }
        guard case .execute(let statement)? = segment.steps.last, let layout = statement.layout else {
            throw PostgresError(.protocolViolation)
        }
        let count = Int(rows.rows)
        return Rows(storage: ResultStorage(copied: rows), columns: layout, affected: count)
    }

    private func endStream(_ segment: Segment) {
        let isWatched = lock.withLock {
            handle.map { reader.watch(PQsocket($0), for: clibpq_readable, token: id) } ?? false
        }
        finish(segment)
        if !isWatched { close(PostgresError(.connection)) }
    }
}
