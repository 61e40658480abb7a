import Postgres
import RegistryTestSupport
import Testing

@Suite("Transactions") struct TransactionTests {
    let server: ClientServer

    init() async throws {
        server = try await ClientServer.shared
    }

    private struct Mistake: Error {}

    @Test("A transaction commits what its closure did, and nothing when it throws")
    func commitAndRollback() async throws {
        try await server.withClient { client in
            _ = try await client.segment(["create table deed (id int)"], access: .write)
            let sum: Int = try await client.transaction { transaction in
                let first: Int = try await transaction.rows("select 1 as n")[0]["n"]
                #expect(try await transaction.execute("insert into deed values (\(Int32(first))), (2)") == 2)
                let rows = try await transaction.pipeline(["select 3 as n", "select 4 as n"])
                return try rows[0][0]["n"] + rows[1][0]["n"]
            }
            #expect(sum == 7)
            await #expect(throws: Mistake.self) {
                try await client.transaction { transaction in
                    try await transaction.execute("insert into deed values (3)")
                    throw Mistake()
                }
            }
            #expect(try await client.rows("select count(*) as n from deed", access: .readOnly)[0]["n"] == 2)
        }
    }

    @Test("A swallowed error does not make a commit")
    func swallowed() async throws {
        try await server.withClient(connections: 1) { client in
            let error = await #expect(throws: PostgresError.self) {
                try await client.transaction { transaction in
                    _ = try? await transaction.rows("select 1/0")
                }
            }
            #expect(error?.sqlState == .failedTransaction)
            let one: Int = try await client.rows("select 1 as one", access: .read)[0]["one"]
            #expect(one == 1)
        }
    }

    @Test("The preamble holds for the transaction and not beyond it; read-only is enforced")
    func preamble() async throws {
        try await server.withClient(connections: 1) { client in
            let show: SQL = "select coalesce(current_setting('app.token', true), '') as token"
            let set: SQL = "select set_config('app.token', 'abc', true)"
            let error = await #expect(throws: PostgresError.self) {
                try await client.transaction(access: .readOnly, preamble: [set]) { transaction in
                    #expect(try await transaction.rows(show)[0]["token"] == "abc")
                    try await transaction.execute("create table never (id int)")
                }
            }
            #expect(error?.sqlState == .readOnlyTransaction)
            let after: String = try await client.rows(show, access: .read)[0]["token"]
            #expect(after.isEmpty)
        }
    }

    @Test("A transaction used after its end is refused")
    func escaped() async throws {
        try await server.withClient(connections: 1) { client in
            let escaped = try await client.transaction { $0 }
            let error = await #expect(throws: PostgresError.self) { _ = try await escaped.rows("select 1") }
            #expect(error?.kind == .misuse)
        }
    }

    @Test("A transaction that loses to another one is repeated as a whole")
    func retries() async throws {
        try await server.withClient { client in
            _ = try await client.segment(
                ["create table counter (n int)", "insert into counter values (0)"],
                access: .write
            )
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await client.transaction(isolation: .serializable, attempts: 20) { transaction in
                            let n: Int = try await transaction.rows("select n from counter")[0]["n"]
                            try await transaction.execute("update counter set n = \(Int32(n + 1))")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await client.rows("select n from counter", access: .readOnly)[0]["n"] == 4)
        }
    }

    @Test("A lease left idle in a transaction loses its connection, and the pool goes on")
    func idleInTransaction() async throws {
        let impatient = server.configuration(connections: 1).with(\.idleInTransactionTimeout, .milliseconds(100))
        try await server.withClient(impatient) { client in
            let error = await #expect(throws: PostgresError.self) {
                try await client.transaction { transaction in
                    #expect(try await eventually { client.statistics.idleInTransaction == 1 })
                    _ = try await transaction.rows("select 1")
                }
            }
            #expect(error?.kind == .connection)
            #expect(client.statistics.idleInTransaction == 1)
            let one: Int = try await client.rows("select 1 as one", access: .read)[0]["one"]
            #expect(one == 1)
        }
    }
}
