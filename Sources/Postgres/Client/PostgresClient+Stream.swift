extension PostgresClient {
    /// Reads a long result row by row, as one implicit transaction with its preamble.
    ///
    /// - Parameters:
    ///   - preamble: Statements sent in the same flush, before; their rows are dropped.
    ///   - statement: Whose rows are streamed.
    ///   - access: Whether the server must refuse writes.
    ///   - deadline: For the whole stream, the consumer's time included; also the server's `statement_timeout`.
    ///   - wait: How long to wait for a connection; nil for the configuration's `waitTimeout`.
    ///   - file: The caller's, for error reports.
    ///   - line: The caller's, for error reports.
    ///   - body: Gets the rows; what it leaves unread is cancelled and dropped.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws, or a ``PostgresError``, from the stream.
    package func stream<Value>(
        preamble: [SQL] = [],
        _ statement: SQL,
        access: Access = .readOnly,
        deadline: Duration = .seconds(60),
        wait: Duration? = nil,
        file: StaticString = #fileID,
        line: Int = #line,
        _ body: (RowStream) async throws -> Value
    ) async throws -> Value {
        let settings = Self.settings(access: access, statementTimeout: deadline).map { [$0] } ?? []
        let statements = settings + preamble + [statement]
        do {
            let lease = Lease(from: pool, waitUntil: .now + (wait ?? configuration.waitTimeout))
            let connection = try await lease.connection()
            defer { connection.endLease() }
            return try await connection.stream(
                statements,
                hidden: statements.count - 1,
                mayCommit: access == .write,
                deadline: .now + deadline,
                body
            )
        } catch let error as PostgresError {
            throw error.at(file: file, line: line)
        }
    }
}

extension PostgresTransaction {
    /// Reads a long result row by row; see ``PostgresClient/stream(preamble:_:access:deadline:wait:file:line:_:)``.
    ///
    /// If `body` leaves rows unread, the statement is cancelled and the transaction cannot go on.
    package func stream<Value>(_ statement: SQL, _ body: (RowStream) async throws -> Value) async throws -> Value {
        try checkOpen()
        defer { if !connection.isAtRest { note(PostgresError(.cancelled, message: "a stream was left unread")) } }
        return try await connection.stream([statement], hidden: 0, mayCommit: false, deadline: deadline, body)
    }
}

extension Connection {
    /// Sends a segment whose last statement is streamed, and lends the stream.
    fileprivate func stream<Value>(
        _ statements: [SQL],
        hidden: Int,
        mayCommit: Bool,
        deadline: Moment,
        _ body: (RowStream) async throws -> Value
    ) async throws -> Value {
        let segment = Segment(statements, hidden: hidden, mayCommit: mayCommit, deadline: deadline)
        segment.mode = .stream
        try begin(segment)
        do {
            let value = try await body(RowStream(connection: self, segment: segment))
            abandon(segment, PostgresError(.cancelled))
            return value
        } catch {
            abandon(segment, PostgresError(.cancelled))
            throw error
        }
    }
}
