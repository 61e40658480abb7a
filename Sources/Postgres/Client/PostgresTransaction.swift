import Synchronization

/// An open transaction on a connection of its own, lent to a closure.
///
/// One request at a time: it may be passed to other functions, but not used by two tasks at once, nor after its closure
/// has returned; both are `misuse`. After an error the server skips everything up to the end, so let errors out.
package final class PostgresTransaction: Sendable {
    let connection: Connection
    let deadline: Moment

    private enum State {
        case open
        /// A request was given up while the server was still at it: the connection is not ours to use any more.
        case broken(PostgresError)
        case ended
    }

    private let state = Mutex(State.open)

    init(connection: Connection, deadline: Moment) {
        self.connection = connection
        self.deadline = deadline
    }

    /// The rows of one statement.
    package func rows(
        _ statement: SQL,
        deadline: Duration? = nil,
        file: StaticString = #fileID,
        line: Int = #line
    ) async throws(PostgresError) -> Rows {
        let rows = try await pipeline([statement], deadline: deadline, file: file, line: line)
        guard let first = rows.first else { throw PostgresError(.protocolViolation).at(file: file, line: line) }
        return first
    }

    /// Runs one statement and returns how many rows it changed.
    @discardableResult
    package func execute(
        _ statement: SQL,
        deadline: Duration? = nil,
        file: StaticString = #fileID,
        line: Int = #line
    ) async throws(PostgresError) -> Int {
        try await rows(statement, deadline: deadline, file: file, line: line).affected
    }

    /// Sends several statements in one flush; after an error the rest is skipped.
    ///
    /// - Parameters:
    ///   - statements: In the order of execution.
    ///   - deadline: For these statements; never later than the transaction's.
    ///   - file: The caller's, for error reports.
    ///   - line: The caller's, for error reports.
    /// - Returns: The rows of each statement.
    /// - Throws: The error of the first statement that failed, with its index.
    package func pipeline(
        _ statements: [SQL],
        deadline: Duration? = nil,
        file: StaticString = #fileID,
        line: Int = #line
    ) async throws(PostgresError) -> [Rows] {
        do throws(PostgresError) {
            return try await send(statements, mayCommit: false, deadline: deadline)
        } catch {
            throw error.at(file: file, line: line)
        }
    }

    func send(_ statements: [SQL], mayCommit: Bool, deadline: Duration?) async throws(PostgresError) -> [Rows] {
        try checkOpen()
        let limit = min(deadline.map { Moment.now + $0 } ?? self.deadline, self.deadline)
        let segment = Segment(statements, mayCommit: mayCommit, deadline: limit)
        let outcome = await segment.outcome { segment.assigned(connection) }
        if case .failure(let error) = outcome { note(error) }
        return try outcome.get()
    }

    /// Throws unless the connection is ours and the transaction open.
    func checkOpen() throws(PostgresError) {
        let problem: PostgresError? = state.withLock { state in
            switch state {
            case .open: nil
            case .broken(let error): error
            case .ended: PostgresError(.misuse, message: "the transaction has ended")
            }
        }
        if let problem { throw problem }
    }

    /// Remembers an error after which the connection cannot be used.
    func note(_ error: PostgresError) {
        switch error.kind {
        case .server, .misuse: break
        default: state.withLock { if case .open = $0 { $0 = .broken(error) } }
        }
    }

    /// No more requests from here on.
    func end() {
        state.withLock { $0 = .ended }
    }
}
