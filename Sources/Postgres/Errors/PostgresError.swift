/// Why a request to the database came to nothing, and whether that is certain.
///
/// Safe to log: it holds names of the schema and of statements, never a bound value, a detail or a context line. The
/// server's sentence is kept only when it is one of ours (see ``message``).
package struct PostgresError: Error, Sendable {
    package enum Kind: Hashable, Sendable {
        /// The server refused; everything in the segment or transaction was rolled back.
        case server(SQLState)
        /// No connection could be had, or it broke before anything could have been committed.
        case connection
        /// No answer in time; a read, so nothing was changed.
        case deadline
        /// All connections were in use for as long as the caller was willing to wait, or too many wait already.
        case poolExhausted
        /// The Swift task was cancelled; nothing was changed.
        case cancelled
        /// Something was sent that may or may not have been committed: ask for it by key before repeating it.
        case ambiguous
        /// The server or a proxy said something that libpq or this client does not understand.
        case protocolViolation
        /// The client is shutting down or was never started.
        case shutDown
        /// The caller broke a rule of this client; ``message`` says which.
        case misuse
    }

    package let kind: Kind
    /// The constraint that was violated; its name is the error's identity.
    package var constraint: String?
    package var schema: String?
    package var table: String?
    package var column: String?
    /// The failed statement's name, or the beginning of its text.
    package var statement: String?
    /// Which statement of the segment failed, from 0, not counting what the client adds itself.
    package var statementIndex: Int?
    /// The server's sentence if our own functions raised it (class `SG`, P0001), or the client's; else nil, because
    /// the server's sentences may quote values.
    package var message: String?
    package var file: String = ""
    package var line: Int = 0

    package init(_ kind: Kind, message: String? = nil, statement: String? = nil) {
        self.kind = kind
        self.message = message
        self.statement = statement
    }

    /// The server's condition code, if it was the server that refused.
    package var sqlState: SQLState? {
        if case .server(let state) = kind { state } else { nil }
    }

    /// Whether repeating the whole transaction may succeed.
    package var isRetryable: Bool { sqlState?.isRetryable ?? false }

    func at(file: StaticString, line: Int) -> PostgresError {
        guard self.file.isEmpty else { return self }
        var copy = self
        copy.file = "\(file)"
        copy.line = line
        return copy
    }
}

extension PostgresError: Equatable {
    /// Two errors are equal when they are of one kind and about one constraint; where they arose does not matter.
    package static func == (left: PostgresError, right: PostgresError) -> Bool {
        left.kind == right.kind && left.constraint == right.constraint
    }
}

extension PostgresError: CustomStringConvertible {
    package var description: String {
        var parts: [String] = []
        switch kind {
        case .server(let state): parts.append("PostgreSQL \(state)")
        case .connection: parts.append("no connection to PostgreSQL")
        case .deadline: parts.append("PostgreSQL did not answer in time")
        case .poolExhausted: parts.append("all connections to PostgreSQL are in use")
        case .cancelled: parts.append("cancelled")
        case .ambiguous: parts.append("it is not known whether PostgreSQL has committed")
        case .protocolViolation: parts.append("unexpected answer from PostgreSQL")
        case .shutDown: parts.append("the PostgreSQL client is not running")
        case .misuse: parts.append("misuse of the PostgreSQL client")
        }
        if let message { parts.append(message) }
        if let constraint { parts.append("constraint \(constraint)") }
        if let table { parts.append("table \(schema.map { $0 + "." } ?? "")\(table)") }
        if let column { parts.append("column \(column)") }
        if let statement { parts.append("in: \(statement)") }
        if !file.isEmpty { parts.append("at \(file):\(line)") }
        return parts.joined(separator: ", ")
    }
}
