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
    private static let chunk = 512

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
            var results: [OpaquePointer] = []
            let isAnswered: Bool
            do throws(PostgresError) {
                isAnswered = try take(&results, of: segment, from: handle)
            } catch {
                for result in results { PQclear(result) }
                throw error
            }
            return (try gather(results, of: segment), isAnswered, self.events)
        }
        guard isAnswered else { return rows.map(Pulled.rows) ?? .wait(events) }
        // Before the rows are looked at: the next request may have the connection already.
        endStream(segment)
        if let error = segment.error { throw error }
        return .last(rows)
    }

    /// Takes rows up to a chunk; true when the Sync came too. Under `lock`.
    private func take(
        _ rows: inout [OpaquePointer],
        of segment: Segment,
        from handle: OpaquePointer
    ) throws(PostgresError) -> Bool {
        var hasConsumed = false
        var hasNothing = false
        while rows.count < Self.chunk {
            beginSingleRows(segment, handle)
            if PQisBusy(handle) != 0 {
                // Rows in hand are worth more than rows to come.
                if !rows.isEmpty || hasConsumed { break }
                guard PQconsumeInput(handle) == 1 || PQisBusy(handle) == 0 else { throw PostgresError(.connection) }
                hasConsumed = true
                continue
            }
            guard let result = PQgetResult(handle) else {
                guard segment.hasResult || !hasNothing else { break }
                hasNothing = !segment.hasResult
                if segment.hasResult { segment.position += 1 }
                segment.hasResult = false
                continue
            }
            segment.hasResult = true
            if PQresultStatus(result) == PGRES_SINGLE_TUPLE {
                rows.append(result)
            } else if segment.isSplit, PQresultStatus(result) == PGRES_TUPLES_OK {
                // The end of the rows: an empty result with the command tag.
                PQclear(result)
            } else if take(result, for: segment) {
                return true
            }
        }
        return false
    }

    private func gather(_ results: [OpaquePointer], of segment: Segment) throws(PostgresError) -> Rows? {
        guard let first = results.first else { return nil }
        let storage = ResultStorage(rows: results)
        guard case .execute(let statement)? = segment.steps.last else { throw PostgresError(.protocolViolation) }
        let layout = layout(of: statement, result: first, label: segment.statements.last?.label ?? "")
        return Rows(storage: storage, columns: layout, affected: results.count)
    }

    private func endStream(_ segment: Segment) {
        let isWatched = lock.withLock {
            handle.map { reader.watch(PQsocket($0), for: clibpq_readable, token: id) } ?? false
        }
        finish(segment)
        if !isWatched { close(PostgresError(.connection)) }
    }
}
