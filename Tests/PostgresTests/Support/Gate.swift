import Postgres

/// A lock that the test holds: what is to be under way for as long as the test looks at it waits here, and not for a time
/// that a busy machine may take to look.
struct Gate: Sendable {
    private let holder: PostgresClient
    private let number: Int

    /// A statement that returns once the gate is open; others may pass together with it.
    var pass: SQL { "select pg_advisory_xact_lock_shared(\(number))" }

    /// Whether a statement stands before the gate on the server.
    func isAwaited() async throws -> Bool {
        try await holder.rows(
            "select exists (select from pg_locks where locktype = 'advisory' and objid = \(number)::oid and not granted) as is",
            access: .read
        )[0]["is"]
    }

    func open() async throws {
        _ = try await holder.rows("select pg_advisory_unlock(\(number))", access: .read)
    }

    /// Lends a closed gate; it opens at the latest when `body` is done, with the session that holds it.
    static func closed<Value>(
        on server: ClientServer,
        _ body: (Gate) async throws -> Value
    ) async throws -> Value {
        // A session's lock stays on its connection, of which this client has one.
        try await server.withClient(connections: 1) { holder in
            let gate = Gate(holder: holder, number: Int.random(in: 1...1_000_000_000))
            _ = try await holder.rows("select pg_advisory_lock(\(gate.number))", access: .read)
            return try await body(gate)
        }
    }
}
