extension PostgresClient {
    /// Sends statements in one flush, as one implicit transaction, and returns the rows of each.
    ///
    /// Either all of them take effect or, after the first error, none. Settings made with `set_config(…, true)` hold for
    /// the following statements and end with the segment. BEGIN, COMMIT, and COPY do not belong here.
    ///
    /// - Parameters:
    ///   - statements: In the order of execution; each holds one command.
    ///   - access: Whether anything may be written; see ``Access`` for what follows from it.
    ///   - deadline: When the caller gets its answer or an error at the latest. A read is then cancelled behind it; a
    ///     write goes on, bounded by the server's `statement_timeout`, and is `ambiguous` to the caller.
    ///   - wait: How long to wait for a connection; nil for the configuration's `waitTimeout`.
    ///   - statementTimeout: A `statement_timeout` for this segment alone; nil for the configuration's, or the deadline
    ///     if that is longer.
    ///   - attempts: How often it may be begun: once more, with a deadline of its own, after 40001 and 40P01, when the
    ///     server has undone it because of what others did.
    ///   - file: The caller's, for error reports.
    ///   - line: The caller's, for error reports.
    /// - Returns: The rows of each statement.
    /// - Throws: The error of the first statement that failed, with its index.
    package func segment(
        _ statements: [SQL],
        access: Access,
        deadline: Duration = .seconds(5),
        wait: Duration? = nil,
        statementTimeout: Duration? = nil,
        attempts: Int = 1,
        file: StaticString = #fileID,
        line: Int = #line
    ) async throws(PostgresError) -> [Rows] {
        var attempt = 1
        while true {
            let outcome = await segmentOnce(statements, access, deadline, wait, statementTimeout)
            switch outcome {
            case .success(let rows): return rows
            case .failure(let error):
                guard error.isRetryable, attempt < attempts else { throw error.at(file: file, line: line) }
            }
            await Self.pause(after: attempt)
            attempt += 1
        }
    }

    /// Waits before a request is begun anew.
    ///
    /// The others won because they were ahead, and of two that lost to each other one is to go first. A task that is cancelled meanwhile hears of it from the next attempt.
    static func pause(after attempt: Int) async {
        try? await Task.sleep(for: .milliseconds(Int.random(in: 1...(10 * attempt))))
    }

    private func segmentOnce(
        _ statements: [SQL],
        _ access: Access,
        _ deadline: Duration,
        _ wait: Duration?,
        _ statementTimeout: Duration?
    ) async -> Result<[Rows], PostgresError> {
        let settings = Self.settings(
            access: access,
            statementTimeout: statementTimeout ?? configuration.statementTimeout(for: deadline)
        )
        let now = Moment.now
        let segment = Segment(
            settings.map { [$0] + statements } ?? statements,
            hidden: settings == nil ? 0 : 1,
            mayCommit: access == .write,
            deadline: now + deadline,
            waitUntil: now + (wait ?? configuration.waitTimeout),
            pool: pool
        )
        return await segment.outcome { pool.submit(segment) }
    }

    /// Sends one statement as a segment of its own.
    package func rows(
        _ statement: SQL,
        access: Access,
        deadline: Duration = .seconds(5),
        file: StaticString = #fileID,
        line: Int = #line
    ) async throws(PostgresError) -> Rows {
        let rows = try await segment([statement], access: access, deadline: deadline, file: file, line: line)
        guard let first = rows.first else { throw PostgresError(.protocolViolation) }
        return first
    }

    /// The statement that sets what holds for one segment; nil when nothing is to be set.
    ///
    /// Not `set local`, of which the server warns outside of a transaction block: `set_config` is silent and the same.
    static func settings(access: Access, statementTimeout: Duration?) -> SQL? {
        switch (access == .readOnly, statementTimeout) {
        case (false, nil): nil
        case (true, nil): readOnly
        case (false, let timeout?):
            "select set_config('statement_timeout', \(String(timeout.milliseconds)), true)"
        case (true, let timeout?):
            """
            select set_config('transaction_read_only', 'on', true),
                   set_config('statement_timeout', \(String(timeout.milliseconds)), true)
            """
        }
    }

    private static let readOnly: SQL = "select set_config('transaction_read_only', 'on', true)"
}
