extension PostgresClient {
    /// Runs `body` in a transaction on a connection of its own: committed when it returns, rolled back when it throws.
    ///
    /// - Parameters:
    ///   - isolation: What it sees of others.
    ///   - access: `.readOnly` and `.read` begin a READ ONLY transaction.
    ///   - preamble: Statements sent in one flush with BEGIN, such as those that set what holds for the transaction.
    ///   - deadline: For the whole transaction, each attempt anew.
    ///   - wait: How long to wait for a connection; nil for the configuration's `waitTimeout`.
    ///   - attempts: How often it may be begun: once more after 40001 and 40P01, when `body` may run again.
    ///   - file: The caller's, for error reports.
    ///   - line: The caller's, for error reports.
    ///   - body: Gets the transaction, which must not leave it. If it swallows an error of a statement, the transaction
    ///     has failed all the same, and this call throws 25P02.
    /// - Returns: What `body` returned, now committed.
    /// - Throws: What `body` throws, or a ``PostgresError``: `ambiguous` when the connection was lost during COMMIT.
    package func transaction<Value>(
        isolation: Isolation = .readCommitted,
        access: Access = .write,
        preamble: [SQL] = [],
        deadline: Duration = .seconds(30),
        wait: Duration? = nil,
        attempts: Int = 1,
        file: StaticString = #fileID,
        line: Int = #line,
        _ body: (PostgresTransaction) async throws -> Value
    ) async throws -> Value {
        var attempt = 1
        while true {
            do {
                return try await transactionOnce(isolation, access, preamble, deadline, wait, body)
            } catch let error as PostgresError {
                guard error.isRetryable, attempt < attempts else { throw error.at(file: file, line: line) }
                await Self.pause(after: attempt)
                attempt += 1
            }
        }
    }

    private func transactionOnce<Value>(
        _ isolation: Isolation,
        _ access: Access,
        _ preamble: [SQL],
        _ deadline: Duration,
        _ wait: Duration?,
        _ body: (PostgresTransaction) async throws -> Value
    ) async throws -> Value {
        let lease = Lease(from: pool, waitUntil: .now + (wait ?? configuration.waitTimeout))
        let connection = try await lease.connection()
        let transaction = PostgresTransaction(connection: connection, deadline: .now + deadline)
        // A connection that is not back at rest is rolled back or closed behind us.
        defer {
            transaction.end()
            connection.endLease()
        }
        let mode = access == .write ? "read write" : "read only"
        let begin: SQL = "begin isolation level \(raw: isolation.rawValue) \(raw: mode)"
        let timeout = Self.settings(access: .write, statementTimeout: configuration.statementTimeout(for: deadline))
        let opening = [begin.named("begin")] + (timeout.map { [$0] } ?? []) + preamble
        _ = try await transaction.send(opening, mayCommit: false, deadline: nil)
        let value: Value
        do {
            value = try await body(transaction)
            // A cancelled task must not find out afterwards that its work was committed after all.
            if Task.isCancelled { throw PostgresError(.cancelled) }
        } catch {
            if (try? transaction.checkOpen()) != nil {
                _ = try? await transaction.send(["rollback"], mayCommit: false, deadline: .seconds(5))
            }
            throw error
        }
        let isDoomed = connection.isInFailedTransaction
        // COMMIT of a failed transaction answers ROLLBACK, without an error.
        _ = try await transaction.send([isDoomed ? "rollback" : "commit"], mayCommit: !isDoomed, deadline: nil)
        if isDoomed { throw PostgresError(.server(.failedTransaction)) }
        return value
    }
}
