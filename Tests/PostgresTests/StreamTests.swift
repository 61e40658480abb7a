import FoundationEssentials
import Postgres
import RegistryTestSupport
import Testing

@Suite("Streams") struct StreamTests {
    let server: ClientServer

    init() async throws {
        server = try await ClientServer.shared
    }

    @Test("A stream gives every row once, in order, after its preamble")
    func allRows() async throws {
        try await server.withClient(connections: 1) { client in
            let preamble: [SQL] = ["select set_config('app.token', 'abc', true)", "select 1"]
            let query: SQL = "select n, current_setting('app.token') as token from generate_series(1, \(100_000)) as n"
            let seen = try await client.stream(preamble: preamble, query) { stream in
                var seen = 0
                for try await chunk in stream {
                    #expect(chunk.count <= 512)
                    for row in chunk {
                        seen += 1
                        guard try row["n"] == seen, try row["token"] == "abc" else {
                            Issue.record("row \(seen) is another one")
                            return seen
                        }
                    }
                }
                return seen
            }
            #expect(seen == 100_000)
            let after: String = try await client.rows(
                "select coalesce(current_setting('app.token', true), '') as token",
                access: .read
            )[0]["token"]
            #expect(after.isEmpty)
            #expect(client.statistics.connects == 1)
        }
    }

    @Test("An error before, and one in the middle of the rows, reach the consumer")
    func errors() async throws {
        try await server.withClient(connections: 1) { client in
            for query: SQL in ["select 1/0", "select 1/(5000 - n) as x from generate_series(1, 10000) as n"] {
                let error = await #expect(throws: PostgresError.self) {
                    try await client.stream(query) { stream in
                        for try await _ in stream {}
                    }
                }
                #expect(error?.sqlState == SQLState(rawValue: "22012"))
            }
            let error = await #expect(throws: PostgresError.self) {
                try await client.stream(preamble: ["select 1/0"], "select 1") { for try await _ in $0 {} }
            }
            #expect(error?.statementIndex == nil)
            let one: Int = try await client.rows("select 1 as one", access: .read)[0]["one"]
            #expect(one == 1)
        }
    }

    @Test("A consumer that has seen enough leaves a connection fit for the next request")
    func leftEarly() async throws {
        try await server.withClient(connections: 1) { client in
            for _ in 0..<5 {
                let first = try await client.stream("select generate_series(1, 50000000) as n") { stream in
                    var iterator = stream.makeAsyncIterator()
                    return try await iterator.next()?.count ?? 0
                }
                #expect(first > 0)
                let one: Int = try await client.rows("select 1 as one", access: .read)[0]["one"]
                #expect(one == 1)
            }
            #expect(client.statistics.connects == 1)
        }
    }

    @Test("A slow consumer holds the server back instead of filling memory")
    func backPressure() async throws {
        try await server.withClient(connections: 2) { client in
            // 2 GB if anybody gathered them.
            let query: SQL = """
                select n, repeat('x', 1000) as filler, pg_backend_pid() as pid from generate_series(1, 2000000) as n
                """
            try await client.stream(query, deadline: generous * 2) { stream in
                var iterator = stream.makeAsyncIterator()
                let chunk = try #require(try await iterator.next())
                let pid: Int = try chunk[0]["pid"]
                let before = residentKilobytes()
                // Waiting to be read from, not running ahead.
                #expect(
                    try await eventually {
                        let event: String? = try await client.rows(
                            "select wait_event from pg_stat_activity where pid = \(Int32(pid))",
                            access: .read
                        )[0]["wait_event"]
                        return event == "ClientWrite"
                    }
                )
                for _ in 0..<200 { _ = try await iterator.next() }
                #expect(residentKilobytes() - before < 40_000)
            }
        }
    }

    @Test("A stream in a transaction, and other statements after it")
    func inTransaction() async throws {
        try await server.withClient(connections: 1) { client in
            let total: Int = try await client.transaction { transaction in
                var total = 0
                try await transaction.stream("select n from generate_series(1, 1000) as n") { stream in
                    for try await chunk in stream { for row in chunk { total += try row["n"] } }
                }
                return try await transaction.rows("select \(total) + 1 as t")[0]["t"]
            }
            #expect(total == 500_501)
        }
    }

    private func residentKilobytes() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }
}
