import Postgres
import Testing

@Suite("Segments") struct SegmentTests {
    let server: ClientServer

    init() async throws {
        server = try await ClientServer.shared
    }

    @Test("A segment returns the rows of each statement, in order")
    func rowsOfEach() async throws {
        try await server.withClient { client in
            let results = try await client.segment(
                [
                    "select \(1) + 1 as two", "select generate_series(1, \(3)) as n",
                    "select 'x'::text as x where false",
                ],
                access: .readOnly
            )
            #expect(results.count == 3)
            #expect(try results[0][0]["two"] == 2)
            #expect(try results[1].map { try $0["n"] as Int } == [1, 2, 3])
            #expect(results[2].isEmpty)
        }
    }

    @Test("An error undoes the whole segment and names the statement that failed")
    func atomicity() async throws {
        try await server.withClient { client in
            _ = try await client.segment(["create table atomicity (id int primary key)"], access: .write)
            let error = await #expect(throws: PostgresError.self) {
                _ = try await client.segment(
                    [
                        "insert into atomicity values (\(Int32(1)))",
                        ("insert into atomicity values (\(Int32(1)))" as SQL).named("second insert"),
                        "insert into atomicity values (\(Int32(2)))",
                    ],
                    access: .write
                )
            }
            #expect(error?.sqlState == .uniqueViolation)
            #expect(error?.statementIndex == 1)
            #expect(error?.statement == "second insert")
            #expect(error?.constraint == "atomicity_pkey")
            #expect(error?.table == "atomicity")
            #expect(try await client.rows("select count(*) as n from atomicity", access: .readOnly)[0]["n"] == 0)
        }
    }

    @Test("A read-only segment cannot write, not even by a function or after saying otherwise")
    func readOnly() async throws {
        try await server.withClient { client in
            _ = try await client.segment(["create table guarded (id int)"], access: .write)
            for statement: SQL in [
                "insert into guarded values (1)", "create table other (id int)", "select nextval('guarded_seq')",
                "select set_config('transaction_read_only', 'off', true)",
            ] {
                let error = await #expect(throws: PostgresError.self) {
                    _ = try await client.segment(["select 1", statement], access: .readOnly)
                }
                let states: [SQLState?] = [.readOnlyTransaction, .undefinedTable, .activeTransaction]
                #expect(states.contains(error?.sqlState), "\(statement): \(String(describing: error))")
                #expect(error?.statementIndex == 1)
            }
            // The next request may write again.
            let written = try await client.segment(["insert into guarded values (1)"], access: .write)
            #expect(written[0].affected == 1)
        }
    }

    @Test("No setting survives into the next request, nor after an error")
    func settings() async throws {
        try await server.withClient(connections: 1) { client in
            let set: SQL = "select set_config('app.token', 'secret', true), set_config('work_mem', '1MB', true)"
            let show: SQL = """
                select coalesce(current_setting('app.token', true), '') as token,
                       current_setting('work_mem') as work_mem, current_setting('transaction_read_only') as read_only,
                       current_setting('statement_timeout') as timeout
                """
            let before = try await client.rows(show, access: .read)[0]
            for (statement, succeeds) in [("select 1" as SQL, true), ("select 1/0", false)] {
                let inside = try? await client.segment(
                    [set, show, statement],
                    access: .readOnly,
                    statementTimeout: .milliseconds(1234)
                )
                #expect((inside != nil) == succeeds)
                if let inside {
                    #expect(try inside[1][0]["token"] == "secret")
                    #expect(try inside[1][0]["read_only"] == "on")
                    #expect(try inside[1][0]["timeout"] == "1234ms")
                }
                let after = try await client.rows(show, access: .read)[0]
                for column in ["token", "work_mem", "read_only", "timeout"] {
                    #expect(try after[column] as String == before[column])
                }
            }
        }
    }

    @Test("A segment of no statements is an empty answer")
    func empty() async throws {
        try await server.withClient { client in
            let rows = try await client.segment([], access: .write)
            #expect(rows.isEmpty)
        }
    }

    @Test("Many requests at once each get their own answer")
    func ownAnswers() async throws {
        try await server.withClient(connections: 4) { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<32 {
                    group.addTask {
                        for round in 0..<50 {
                            let id = task * 1000 + round
                            let rows = try await client.segment(["select 1", "select \(id) as id"], access: .read)
                            #expect(try rows[1][0]["id"] == id)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(client.statistics.open <= 4)
            #expect(client.statistics.waiting == 0)
        }
    }

    @Test("A statement with NUL in its text is refused, and the connection goes on")
    func nul() async throws {
        try await server.withClient(connections: 1) { client in
            let error = await #expect(throws: PostgresError.self) {
                _ = try await client.rows("select 1 \(raw: "\0 drop table x")", access: .write)
            }
            #expect(error?.kind == .misuse)
            let one: Int = try await client.rows("select 1 as one", access: .read)[0]["one"]
            #expect(one == 1)
        }
    }

    @Test("More statements than the cache holds work, and the server forgets those that left")
    func eviction() async throws {
        try await server.withClient(server.configuration(connections: 1).with(\.statementCacheSize, 8)) { client in
            for round in 0..<3 {
                for width in 0..<20 {
                    let sql: SQL = "select \(round) as r\(raw: String(repeating: " ", count: width))"
                    #expect(try await client.rows(sql, access: .read)[0]["r"] == round)
                }
            }
            let kept: Int = try await client.rows("select count(*) as n from pg_prepared_statements", access: .read)[0][
                "n"
            ]
            #expect(kept <= 9)
        }
    }

    @Test("The same text with other types is another statement")
    func types() async throws {
        try await server.withClient(connections: 1) { client in
            func typeOf(_ value: some PostgresEncodable) async throws -> String {
                try await client.rows("select pg_typeof(\(value))::text as t", access: .read)[0]["t"]
            }
            let types = try await [typeOf(1), typeOf(Int32(1)), typeOf("x"), typeOf([1])]
            #expect(types == ["bigint", "integer", "text", "bigint[]"])
        }
    }

    @Test("A statement is prepared anew after its table has changed")
    func changedSchema() async throws {
        try await server.withClient(connections: 1) { client in
            _ = try await client.segment(
                ["create table changing (a int)", "insert into changing values (1)"],
                access: .write
            )
            let query: SQL = "select * from changing"
            #expect(try await client.rows(query, access: .read)[0].count == 1)
            _ = try await client.segment(["alter table changing add b text default 'b'"], access: .write)
            _ = try? await client.rows(query, access: .read)
            let row = try await client.rows(query, access: .read)[0]
            #expect(try row["b"] == "b")
        }
    }
}
