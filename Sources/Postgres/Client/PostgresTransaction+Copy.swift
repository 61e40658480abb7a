extension PostgresTransaction {
    /// Runs a COPY … FROM STDIN whose data `body` writes; returns how many rows the server took.
    ///
    /// - Parameters:
    ///   - statement: For rows written as values: `copy staging.person (id, name) from stdin (format binary)`.
    ///   - body: Writes; if it throws, the server drops everything and the transaction has failed.
    /// - Returns: Rows copied.
    /// - Throws: What `body` throws; the server's error when it refuses a row, also in the middle of the data.
    @discardableResult
    package func copyIn(_ statement: SQL, _ body: (CopyWriter) async throws -> Void) async throws -> Int {
        try await manually(statement) { connection in
            guard case .copyIn = try await expect(statement) else {
                throw PostgresError(.misuse, message: "not a COPY … FROM STDIN", statement: statement.label)
            }
            let writer = CopyWriter(connection: connection, deadline: deadline)
            do {
                try await body(writer)
                try await writer.finish()
            } catch {
                // The connection stays in step: tell the server to drop what it got, and hear it out.
                try await connection.endCopy("given up by the client", until: deadline)
                _ = try await rest(of: statement, isExpected: writer.isInterrupted)
                throw error
            }
            try await connection.endCopy(nil, until: deadline)
            return try await rest(of: statement, isExpected: true)
        }
    }

    /// Runs a COPY … TO STDOUT and lends its data to `body`, which must read them to the end.
    ///
    /// - Parameters:
    ///   - statement: Text and CSV come as they are; with `format binary`, ``CopyReader/rows`` decodes.
    ///   - body: If it leaves data unread, the connection is closed and the transaction with it.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws; the server's error when the command fails.
    package func copyOut<Value>(_ statement: SQL, _ body: (CopyReader) async throws -> Value) async throws -> Value {
        try await manually(statement) { connection in
            guard case .copyOut = try await expect(statement) else {
                throw PostgresError(.misuse, message: "not a COPY … TO STDOUT", statement: statement.label)
            }
            let source = CopySource(connection: connection, deadline: deadline)
            let value = try await body(CopyReader(source: source))
            // A reader of binary rows stops at the trailer, one step before the end.
            while !source.isAtEnd {
                guard try await source.next() == nil else {
                    throw PostgresError(.misuse, message: "COPY data were left unread", statement: statement.label)
                }
            }
            _ = try await rest(of: statement, isExpected: true)
            return value
        }
    }

    /// Runs a text of several commands by the simple protocol, such as a migration file.
    ///
    /// - Parameter script: Binds nothing. COPY … STDIN does not belong in it.
    /// - Throws: The first error, after which the server skips the rest.
    package func script(_ script: SQL) async throws {
        try await manually(script) { _ in
            _ = try await rest(of: script, isExpected: true)
        }
    }

    /// Runs a request outside of pipeline mode; closes the connection unless it is in step again afterwards.
    private func manually<Value>(
        _ statement: SQL,
        _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        try checkOpen()
        try connection.beginManual(statement)
        do {
            let value = try await body(connection)
            guard connection.endManual() else { throw PostgresError(.connection) }
            return value
        } catch {
            // A server's error came with the end of its command; after anything else we may be in the middle of it.
            if connection.isCommandOver, connection.endManual() { throw error }
            let loss = (error as? PostgresError) ?? PostgresError(.cancelled)
            note(PostgresError(.connection, message: loss.message))
            connection.close(PostgresError(.connection))
            throw error
        }
    }

    /// The first answer to a command that begins a COPY.
    private func expect(_ statement: SQL) async throws -> Connection.Answer {
        let answer = try await connection.answer(to: statement, until: deadline)
        if case .failed(let error) = answer {
            _ = try await rest(of: statement, isExpected: false)
            throw error
        }
        return answer
    }

    /// Reads to the end of the command; the rows it counted.
    private func rest(of statement: SQL, isExpected: Bool) async throws -> Int {
        var count = 0
        var failure: PostgresError?
        while true {
            switch try await connection.answer(to: statement, until: deadline) {
            case .rows(let more): count += more
            case .failed(let error): failure = failure ?? error
            case .end:
                if let failure, isExpected { throw failure }
                return count
            case .copyIn, .copyOut:
                throw PostgresError(.misuse, message: "COPY has no place here", statement: statement.label)
            }
        }
    }
}

extension PostgresClient {
    /// Runs a COPY … FROM STDIN in a transaction of its own; see ``PostgresTransaction/copyIn(_:_:)``.
    @discardableResult
    package func copyIn(
        _ statement: SQL,
        preamble: [SQL] = [],
        deadline: Duration = .seconds(60),
        file: StaticString = #fileID,
        line: Int = #line,
        _ body: (CopyWriter) async throws -> Void
    ) async throws -> Int {
        try await transaction(preamble: preamble, deadline: deadline, file: file, line: line) {
            try await $0.copyIn(statement, body)
        }
    }

    /// Runs a COPY … TO STDOUT in a transaction of its own; see ``PostgresTransaction/copyOut(_:_:)``.
    package func copyOut<Value>(
        _ statement: SQL,
        preamble: [SQL] = [],
        deadline: Duration = .seconds(60),
        file: StaticString = #fileID,
        line: Int = #line,
        _ body: (CopyReader) async throws -> Value
    ) async throws -> Value {
        try await transaction(access: .readOnly, preamble: preamble, deadline: deadline, file: file, line: line) {
            try await $0.copyOut(statement, body)
        }
    }
}
