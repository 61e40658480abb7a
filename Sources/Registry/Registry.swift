package import FoundationEssentials
package import Logging
import Postgres
import ServiceLifecycle

/// The door to the register: every read and write of the service goes through one of these methods.
///
/// A read is one READ ONLY segment behind the caller's token; its answer is handed out after the event that records it
/// is committed. A write is one segment of guards, statements and its own audit row, or a transaction where Swift decides
/// between statements. The database resolves the token to user, role and books; nothing here decides who may see what.
package final class Registry: Service {
    /// Connections of `sogoc_app`, for people who are signed in.
    let app: PostgresClient
    /// Connections of `sogoc_signin`, for people who are not yet.
    let signIn: PostgresClient
    /// Connections of `sogoc_admin`.
    let admin: PostgresClient
    package let auditor: AuditWriter
    /// Keeps the sessions in use from lying idle.
    let toucher: SessionToucher
    private let auditClient: PostgresClient
    let logger: Logger

    /// Opens nothing yet: connections are made when ``run()`` starts.
    ///
    /// - Parameters:
    ///   - access: Where the database is.
    ///   - connections: The most that people's requests have together.
    ///   - statementsAtOnce: How many quick requests the server is given at once, best its number of processors; nil for as
    ///     many as there are connections.
    ///   - logger: Hears of connections that come and go.
    /// - Throws: when a role's password cannot be read.
    package init(
        access: DatabaseAccess,
        connections: Int = 16,
        statementsAtOnce: Int? = nil,
        logger: Logger
    ) throws {
        var configuration = try access.configuration(for: .app, connections: connections)
        configuration.statementsAtOnce = statementsAtOnce
        app = try PostgresClient(configuration, logger: logger)
        signIn = try PostgresClient(try access.configuration(for: .signIn, connections: 2), logger: logger)
        admin = try PostgresClient(try access.configuration(for: .admin, connections: 2), logger: logger)
        auditClient = try PostgresClient(
            try access.configuration(for: .audit, connections: 1),
            logger: logger
        )
        auditor = AuditWriter(client: auditClient, logger: logger)
        toucher = SessionToucher(client: signIn, logger: logger)
        self.logger = logger
    }

    private var clients: [PostgresClient] { [app, signIn, admin, auditClient] }

    /// Serves until the task is cancelled or the service group shuts down.
    package func run() async throws {
        let clients = clients
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in clients {
                group.addTask { try await client.run() }
            }
            group.addTask { await self.toucher.run() }
            try await group.waitForAll()
        }
    }

    /// Starts the connections, lends the registry to `body`, and closes them: for commands and tests.
    package static func withRegistry<Value>(
        access: DatabaseAccess,
        connections: Int = 4,
        logger: Logger,
        _ body: (Registry) async throws -> Value
    ) async throws -> Value {
        let registry = try Registry(access: access, connections: connections, logger: logger)
        for client in registry.clients { try await client.start() }
        do {
            let value = try await body(registry)
            await registry.toucher.flush()
            for client in registry.clients { await client.shutdown() }
            return value
        } catch {
            for client in registry.clients { await client.shutdown() }
            throw error
        }
    }

    /// Whether the database answers (`/readyz`).
    package func isReady() async -> Bool {
        let answer = try? await app.segment(["select 1"], access: .readOnly, deadline: .seconds(1))
        return answer != nil
    }

    // MARK: Reads

    /// Runs a query within the caller's reach and records that it was answered.
    ///
    /// `action` is what the audit calls it ("residents.show"), `shown` the residents that the answer shows, `detail` counts
    /// and names of filters as a JSON object, without persons in it. Throws ``RegistryError``.
    package func read<Value: Sendable>(
        _ query: Query<Value>,
        as caller: Caller,
        action: String,
        kind: AuditEvent.Kind = .read,
        for audience: Audience = .officers,
        shown: (Value) -> [UUID] = { _ in [] },
        detail: (Value) -> String = { _ in "{}" }
    ) async throws -> Value {
        let (userID, results) = try await segment(query.statements, access: query.access, as: caller, for: audience)
        toucher.note(caller.token)
        let value = try query.decode(results)
        let residents = shown(value)
        try await auditor.record(
            AuditEvent(kind, action, userID: userID, caller: caller, residents: residents, detail: detail(value))
        )
        return value
    }

    /// Runs a query of areas, codes and the like, which shows no person and leaves no event.
    package func readPublic<Value: Sendable>(
        _ query: Query<Value>,
        as caller: Caller,
        for audience: Audience = .officers
    ) async throws -> Value {
        let (_, results) = try await segment(query.statements, access: query.access, as: caller, for: audience)
        toucher.note(caller.token)
        return try query.decode(results)
    }

    // MARK: Writes

    /// A key under which a request is answered once (`Idempotency-Key`), with what it was asked for.
    package struct IdempotencyKey: Sendable {
        package let key: String
        package let route: String
        /// sha256 of the body, 32 bytes.
        package let bodyHash: [UInt8]

        package init(key: String, route: String, bodyHash: [UInt8]) {
            self.key = key
            self.route = route
            self.bodyHash = bodyHash
        }
    }

    /// The answer that was given under a key: its status and what it was about.
    package struct EarlierAnswer: Sendable {
        package let status: Int
        package let subject: String
    }

    /// Runs a writing query in one segment: token, idempotency claim, statements with their guards, audit row, answer.
    ///
    /// Nothing stays of a segment in which anything raised. Write segments are never cancelled.
    /// `subject` is what the answer is about, kept with the key so that it can be rendered again; `book` and `residents`
    /// are what is written to, for the audit; nil and none for what belongs to no book. Throws ``RegistryError``, and
    /// ``RegistryError/answeredAlready`` where ``earlierAnswer(to:as:)`` has the answer.
    package func write<Value: Sendable>(
        _ query: Query<Value>,
        as caller: Caller,
        action: String,
        book: Int32?,
        residents: [UUID],
        idempotency: IdempotencyKey? = nil,
        status: Int = 200,
        subject: String = "",
        for audience: Audience = .officers
    ) async throws -> Value {
        var statements: [SQL] = []
        if let idempotency {
            statements.append(
                "select idem.claim(\(idempotency.key), \(idempotency.route), \(idempotency.bodyHash))"
            )
        } else {
            statements.append("select auth.require()")
        }
        let leading = statements.count
        statements += query.statements
        statements.append(
            "select audit.write(\(action), \(book), \(residents), \(caller.requestID), '{}')"
        )
        if let idempotency {
            statements.append("select idem.finish(\(idempotency.key), \(Int32(status)), \(subject))")
        }
        let results: [Rows]
        do {
            (_, results) = try await segment(statements, access: .write, as: caller, for: audience)
        } catch let refusal as RegistryError where refusal == .numberTaken {
            try await recordTakenNumber(action: action, book: book, as: caller, for: audience)
            throw refusal
        }
        toucher.note(caller.token)
        return try query.decode(Array(results[leading..<(leading + query.statements.count)]))
    }

    /// Records that somebody was told that a number is another's: the refused segment kept nothing, and the database counts
    /// these events before it looks at the next number (`derive.write_number`).
    private func recordTakenNumber(
        action: String,
        book: Int32?,
        as caller: Caller,
        for audience: Audience
    ) async throws {
        let (userID, _) = try await segment([], access: .readOnly, as: caller, for: audience)
        try await auditor.record(
            AuditEvent(
                .denied,
                "personal-numbers.taken",
                userID: userID,
                caller: caller,
                book: book,
                detail: #"{"action": "\#(action)"}"#
            )
        )
    }

    /// The answer that was given under a key, nil while there is none.
    package func earlierAnswer(
        to key: IdempotencyKey,
        as caller: Caller,
        for audience: Audience = .officers
    ) async throws -> EarlierAnswer? {
        try await readPublic(
            Query("select status, subject from idem.answer(\(key.key))") { rows in
                try rows.first.map { row in
                    let status: Int16 = try row["status"]
                    return EarlierAnswer(status: Int(status), subject: try row["subject"])
                }
            },
            as: caller,
            for: audience
        )
    }
}
