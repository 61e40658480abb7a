import CLibpq

/// Requests outside of pipeline mode, by the holder of a lease: COPY, which libpq does not allow in it, and scripts of
/// several commands.
extension Connection {
    /// What the server says next.
    enum Answer {
        case copyIn
        case copyOut
        case rows(Int)
        case failed(PostgresError)
        /// The command is over.
        case end
    }

    /// Leaves pipeline mode and sends `statement` by the simple protocol.
    func beginManual(_ statement: SQL) throws(PostgresError) {
        guard statement.binds.isEmpty else {
            throw PostgresError(.misuse, message: "COPY and scripts bind no values", statement: statement.label)
        }
        guard !statement.hasNUL else {
            throw PostgresError(.misuse, message: "a statement contains NUL", statement: statement.label)
        }
        try lock.withLock { () throws(PostgresError) in
            guard let handle else { throw PostgresError(.connection) }
            guard case .idle = phase, PQexitPipelineMode(handle) == 1 else {
                throw PostgresError(.misuse, message: "two requests at once on one connection")
            }
            phase = .manual
            pauseReader(handle)
            guard PQsendQuery(handle, statement.text) == 1 else { throw PostgresError(.connection) }
            try flush(handle)
        }
    }

    /// Goes back to pipeline mode; true if the connection is as before.
    func endManual() -> Bool {
        lock.withLock {
            guard case .manual = phase, let handle, PQenterPipelineMode(handle) == 1 else { return false }
            phase = .idle
            mustFlush = false
            return reader.watch(PQsocket(handle), for: clibpq_readable, token: id)
        }
    }

    /// The next answer to the command sent.
    func answer(to statement: SQL, until deadline: Moment) async throws(PostgresError) -> Answer {
        while true {
            let answer: Answer? = try lock.withLock { () throws(PostgresError) -> Answer? in
                guard let handle else { throw PostgresError(.connection) }
                if mustFlush { try flush(handle) }
                if PQisBusy(handle) != 0 {
                    guard consumeInput(handle) || PQisBusy(handle) == 0 else { throw PostgresError(.connection) }
                }
                return PQisBusy(handle) == 0 ? read(PQgetResult(handle), of: statement) : nil
            }
            if let answer { return answer }
            try await wait(for: lock.withLock { events }, until: deadline)
        }
    }

    private func read(_ result: OpaquePointer?, of statement: SQL) -> Answer {
        guard let result else { return .end }
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_COPY_IN: return .copyIn
        case PGRES_COPY_OUT: return .copyOut
        case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE:
            return .failed(PostgresError(result, statement: statement.label, index: nil))
        default:
            return .rows(PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0)
        }
    }

    /// What became of a piece of COPY data.
    enum Put {
        case taken
        case wait(UInt32)
        /// The server has spoken in the middle of our data, which it does to refuse them.
        case interrupted
    }

    /// Queues COPY data once what was queued before is sent, so that one piece at most waits here.
    func put(_ bytes: UnsafeRawBufferPointer) throws(PostgresError) -> Put {
        try lock.withLock { () throws(PostgresError) in
            guard case .manual = phase, let handle else { throw PostgresError(.connection) }
            if clibpq_has_input(PQsocket(handle)) == 1 { return .interrupted }
            if mustFlush { try flush(handle) }
            guard !mustFlush else { return .wait(events) }
            let base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            switch PQputCopyData(handle, base, Int32(truncatingIfNeeded: bytes.count)) {
            case 1:
                try flush(handle)
                return .taken
            case 0: return .wait(clibpq_readable | clibpq_writable)
            default: throw PostgresError(.connection)
            }
        }
    }

    /// Ends COPY data, for good or with a reason to refuse them.
    func endCopy(_ reason: String?, until deadline: Moment) async throws(PostgresError) {
        while true {
            let wait: UInt32? = try lock.withLock { () throws(PostgresError) in
                guard case .manual = phase, let handle else { throw PostgresError(.connection) }
                switch PQputCopyEnd(handle, reason) {
                case 1:
                    try flush(handle)
                    return nil
                case 0: return clibpq_readable | clibpq_writable
                default: throw PostgresError(.connection)
                }
            }
            guard let wait else { return }
            try await self.wait(for: wait, until: deadline)
        }
    }

    /// What a look at COPY data gives.
    enum Got {
        case data
        /// The last data, perhaps none.
        case last
        case wait(UInt32)
    }

    /// Appends the COPY data that have arrived to `buffer`, up to `limit` bytes.
    func get(into buffer: inout [UInt8], limit: Int) throws(PostgresError) -> Got {
        try lock.withLock { () throws(PostgresError) in
            guard case .manual = phase, let handle else { throw PostgresError(.connection) }
            if mustFlush { try flush(handle) }
            var hasConsumed = false
            while buffer.count < limit {
                var piece: UnsafeMutablePointer<CChar>?
                let count = PQgetCopyData(handle, &piece, 1)
                switch count {
                case 0:
                    if !buffer.isEmpty { return .data }
                    if hasConsumed { return .wait(events) }
                    guard consumeInput(handle) else { throw PostgresError(.connection) }
                    hasConsumed = true
                case -1:
                    return .last
                case -2:
                    throw PostgresError(.connection)
                default:
                    buffer.append(contentsOf: UnsafeRawBufferPointer(start: piece, count: Int(count)))
                    PQfreemem(piece)
                }
            }
            return .data
        }
    }
}
