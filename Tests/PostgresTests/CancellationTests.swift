import Foundation
import Postgres
import RegistryTestSupport
import Synchronization
import Testing

@Suite("Cancellation and deadlines") struct CancellationTests {
    let server: ClientServer

    init() async throws {
        server = try await ClientServer.shared
    }
    private let clock = ContinuousClock()

    @Test("Cancelling a read frees its caller at once and the server soon, and the connection serves on")
    func cancelledRead() async throws {
        try await server.withClient(connections: 1) { client in
            let pid: Int = try await client.rows("select pg_backend_pid() as pid", access: .read)[0]["pid"]
            for _ in 0..<5 {
                let task = Task {
                    try await client.segment(
                        ["select set_config('app.token', 'left', true)", "select pg_sleep(600)"],
                        access: .readOnly,
                        deadline: .seconds(600)
                    )
                }
                #expect(try await eventually { client.statistics.busy == 1 })
                let start = clock.now
                task.cancel()
                let error = await #expect(throws: PostgresError.self) { _ = try await task.value }
                #expect(error?.kind == .cancelled)
                #expect(clock.now - start < generous)
                let row = try await client.rows(
                    """
                    select pg_backend_pid() as pid, coalesce(current_setting('app.token', true), '') as token,
                           current_setting('transaction_read_only') as read_only
                    """,
                    access: .write
                )[0]
                #expect(try row["pid"] == pid)
                #expect(try row["token"] == "")
                #expect(try row["read_only"] == "off")
            }
            #expect(client.statistics.connects == 1)
        }
    }

    @Test("A cancel request never hits the next request on the connection")
    func noStray() async throws {
        try await server.withClient(connections: 2) { client in
            for round in 0..<100 {
                let task = Task { try await client.rows("select pg_sleep(0.004)", access: .read) }
                try await Task.sleep(for: .microseconds(Int.random(in: 0...5000)))
                task.cancel()
                _ = try? await task.value
                let n: Int = try await client.rows("select \(round) as n, pg_sleep(0.001)", access: .read)[0]["n"]
                #expect(n == round)
            }
        }
    }

    @Test("A write that has been sent is not cancelled")
    func cancelledWrite() async throws {
        try await server.withClient(connections: 1) { client in
            _ = try await client.segment(["create table kept (n int)"], access: .write)
            try await Gate.closed(on: server) { gate async throws in
                let task = Task {
                    try await client.segment(
                        ["insert into kept values (1)", gate.pass],
                        access: .write,
                        deadline: generous
                    )
                }
                #expect(try await eventually { try await gate.isAwaited() })
                task.cancel()
                try await gate.open()
                _ = try await task.value
            }
            let count: Int = try await client.rows("select count(*) as n from kept", access: .readOnly)[0]["n"]
            #expect(count == 1)
        }
    }

    @Test("A request that still waits is withdrawn when cancelled, whatever it would do")
    func cancelledWaiter() async throws {
        try await server.withClient(connections: 1) { client in
            try await Gate.closed(on: server) { gate async throws in
                let first = Task { try await client.rows(gate.pass, access: .read, deadline: generous) }
                #expect(try await eventually { client.statistics.busy == 1 })
                let second = Task {
                    try await client.segment(
                        ["create table unborn (n int)"],
                        access: .write,
                        deadline: generous,
                        wait: generous
                    )
                }
                #expect(try await eventually { client.statistics.waiting == 1 })
                second.cancel()
                let error = await #expect(throws: PostgresError.self) { _ = try await second.value }
                #expect(error?.kind == .cancelled)
                #expect(client.statistics.waiting == 0)
                try await gate.open()
                _ = try await first.value
            }
            let table: String? = try await client.rows("select to_regclass('unborn')::text as t", access: .read)[0]["t"]
            #expect(table == nil)
        }
    }

    @Test("A task that was cancelled before it asked sends nothing")
    func cancelledBefore() async throws {
        try await server.withClient(connections: 1) { client in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await client.segment(["create table stillborn (n int)"], access: .write)
            }
            let error = await #expect(throws: PostgresError.self) { _ = try await task.value }
            #expect(error?.kind == .cancelled)
            let table: String? = try await client.rows("select to_regclass('stillborn')::text as t", access: .read)[0][
                "t"
            ]
            #expect(table == nil)
        }
    }

    @Test("A read ends at its deadline, and its connection is cancelled behind it")
    func deadline() async throws {
        try await server.withClient(connections: 1) { client in
            let start = clock.now
            let error = await #expect(throws: PostgresError.self) {
                _ = try await client.segment(
                    ["select pg_sleep(600)"],
                    access: .readOnly,
                    deadline: .milliseconds(100),
                    statementTimeout: .seconds(600)
                )
            }
            #expect(error?.kind == .deadline)
            #expect(clock.now - start < generous)
            let one: Int = try await client.rows("select 1 as one", access: .read)[0]["one"]
            #expect(one == 1)
            #expect(client.statistics.connects == 1)
        }
    }

    @Test("The server's own timeout is an error with its code")
    func statementTimeout() async throws {
        try await server.withClient(connections: 1) { client in
            let error = await #expect(throws: PostgresError.self) {
                _ = try await client.segment(
                    ["select pg_sleep(10)"],
                    access: .readOnly,
                    statementTimeout: .milliseconds(50)
                )
            }
            #expect(error?.sqlState == .queryCanceled)
        }
    }

    @Test("A deadline beyond the session's statement_timeout raises it for the request, and for no other")
    func raisedTimeout() async throws {
        let strict = server.configuration(connections: 1).with(\.statementTimeout, .milliseconds(200))
        try await server.withClient(strict) { client in
            let sleep: SQL = "select pg_sleep(0.4), current_setting('statement_timeout') as t"
            let raised: String = try await client.rows(sleep, access: .read, deadline: .seconds(20))[0]["t"]
            #expect(raised == "20s")
            let inTransaction: String = try await client.transaction(deadline: .seconds(30)) {
                try await $0.rows(sleep)[0]["t"]
            }
            #expect(inTransaction == "30s")
            let error = await #expect(throws: PostgresError.self) {
                _ = try await client.rows(sleep, access: .write, deadline: .milliseconds(200))
            }
            #expect(error?.kind == .ambiguous || error?.sqlState == .queryCanceled)
            // A deadline that raises nothing is short, and the late write still has the connection.
            var after: String?
            #expect(
                try await eventually {
                    after = try? await client.rows(
                        "select current_setting('statement_timeout') as t",
                        access: .read,
                        deadline: .milliseconds(200)
                    )[0]["t"]
                    return after != nil
                }
            )
            #expect(after == "200ms")
        }
    }

    @Test("Who waits too long, or comes when too many wait, is turned away")
    func exhausted() async throws {
        try await server.withClient(server.configuration(connections: 1).with(\.maximumWaiters, 1)) { client in
            try await Gate.closed(on: server) { gate async throws in
                let first = Task { try await client.rows(gate.pass, access: .read, deadline: generous) }
                #expect(try await eventually { client.statistics.busy == 1 })
                let second = Task {
                    try await client.segment(["select 1"], access: .read, deadline: generous, wait: generous)
                }
                #expect(try await eventually { client.statistics.waiting == 1 })
                let third = await #expect(throws: PostgresError.self) {
                    _ = try await client.rows("select 1", access: .read)
                }
                #expect(third?.kind == .poolExhausted)
                #expect(client.statistics.refused == 1)
                second.cancel()
                _ = await second.result
                let start = clock.now
                let fourth = await #expect(throws: PostgresError.self) {
                    _ = try await client.segment(
                        ["select 1"],
                        access: .read,
                        deadline: .seconds(600),
                        wait: .milliseconds(50)
                    )
                }
                #expect(fourth?.kind == .poolExhausted)
                #expect(clock.now - start < generous)
                #expect(client.statistics.waitTimeouts == 1)
                try await gate.open()
                _ = try await first.value
            }
        }
    }

    @Test("A transaction whose task is cancelled is rolled back, in a statement or between two")
    func cancelledTransaction() async throws {
        try await server.withClient(connections: 1) { client in
            _ = try await client.segment(["create table gone (n int)"], access: .write)
            try await Gate.closed(on: server) { gate async throws in
                for statement in [gate.pass, "select 1"] {
                    let isBetween = Atomic<Bool>(false)
                    let task = Task {
                        try await client.transaction(deadline: generous) { transaction in
                            try await transaction.execute("insert into gone values (1)")
                            _ = try await transaction.rows(statement)
                            isBetween.store(true, ordering: .releasing)
                            try? await Task.sleep(for: generous)
                        }
                    }
                    #expect(
                        try await eventually {
                            if isBetween.load(ordering: .acquiring) { return true }
                            return try await gate.isAwaited()
                        }
                    )
                    task.cancel()
                    let error = await #expect(throws: PostgresError.self) { try await task.value }
                    #expect(error?.kind == .cancelled)
                }
            }
            let count: Int = try await client.rows("select count(*) as n from gone", access: .readOnly)[0]["n"]
            #expect(count == 0)
            #expect(client.statistics.connects == 1)
        }
    }
}
