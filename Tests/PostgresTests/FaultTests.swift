import Foundation
import Postgres
import RegistryTestSupport
import Synchronization
import Testing

/// What goes wrong between client and server; each test has its own proxy in front of the shared server.
@Suite("Faults") struct FaultTests {
    let server: ClientServer

    init() async throws {
        server = try await ClientServer.shared
    }

    /// A client that reaches the server through a proxy of its own.
    private func withProxiedClient(
        connections: Int,
        wait: Duration = generous,
        _ body: (PostgresClient, FaultProxy) async throws -> Void
    ) async throws {
        let proxy = try FaultProxy(upstream: server.socketPath)
        defer { proxy.stop() }
        let configuration = server.configuration(connections: connections, host: "127.0.0.1", port: proxy.port)
            .with(\.waitTimeout, wait)
        try await PostgresClient.withClient(configuration, logger: ClientServer.quiet) { try await body($0, proxy) }
    }

    @Test("A read past its deadline is told so at once; the connection is given up and replaced")
    func swallowedRead() async throws {
        try await withProxiedClient(connections: 1) { client, proxy async throws in
            // Far enough for a connection to be made and some requests to be answered on it.
            proxy.setPlan { FaultProxy.Faults(swallowAfter: 4000) }
            proxy.breakAll()
            #expect(try await eventually { (try? await client.rows("select 1", access: .read)) != nil })
            let clock = ContinuousClock()
            var outcome: PostgresError.Kind?
            for _ in 0..<400 where outcome == nil {
                let start = clock.now
                do throws(PostgresError) {
                    _ = try await client.segment(
                        ["select 1"],
                        access: .read,
                        deadline: .seconds(1),
                        statementTimeout: .seconds(600)
                    )
                } catch {
                    outcome = error.kind
                    #expect(clock.now - start < generous)
                }
            }
            #expect(outcome == .deadline)
            // The next connection answers.
            proxy.setPlan { .none }
            #expect(try await eventually { (try? await client.rows("select 1", access: .read)) != nil })
            #expect(client.statistics.connects >= 3)
        }
    }

    @Test("A write whose answer is lost is ambiguous, a read is not")
    func ambiguity() async throws {
        try await withProxiedClient(connections: 1) { client, proxy async throws in
            for (access, kind) in [(Access.write, PostgresError.Kind.ambiguous), (.read, .connection)] {
                try await Gate.closed(on: server) { gate async throws in
                    let outcome = Task { try await client.rows(gate.pass, access: access, deadline: generous) }
                    #expect(try await eventually { try await gate.isAwaited() })
                    proxy.breakAll()
                    let error = await #expect(throws: PostgresError.self) { _ = try await outcome.value }
                    #expect(error?.kind == kind)
                }
            }
        }
    }

    @Test("A write that fails before the connection breaks is not ambiguous")
    func definite() async throws {
        try await withProxiedClient(connections: 1) { client, proxy async throws in
            let error = await #expect(throws: PostgresError.self) {
                _ = try await client.segment(["select 1/0", "select pg_sleep(5)"], access: .write)
            }
            #expect(error?.sqlState?.rawValue == "22012")
        }
    }

    @Test("A write past its deadline is ambiguous and goes on")
    func lateWrite() async throws {
        try await server.withClient(connections: 2) { client in
            _ = try await client.segment(["create table late (n int)"], access: .write)
            try await Gate.closed(on: server) { gate async throws in
                let error = await #expect(throws: PostgresError.self) {
                    _ = try await client.segment(
                        ["insert into late values (1)", gate.pass],
                        access: .write,
                        deadline: .milliseconds(100),
                        statementTimeout: generous
                    )
                }
                #expect(error?.kind == .ambiguous)
                try await gate.open()
            }
            #expect(
                try await eventually {
                    try await client.rows("select count(*) as n from late", access: .readOnly)[0]["n"] == 1
                }
            )
            #expect(client.statistics.losses == 0)
        }
    }

    @Test("A server that cannot be reached is reported within the wait, with the reason")
    func unreachable() async throws {
        var configuration = server.configuration(host: "127.0.0.1", port: 1)
        configuration.waitTimeout = .milliseconds(200)
        let client = try PostgresClient(configuration, logger: ClientServer.quiet)
        let start = ContinuousClock.now
        let error = await #expect(throws: PostgresError.self) { try await client.start() }
        #expect(error?.kind == .connection)
        let second = await #expect(throws: PostgresError.self) {
            _ = try await client.rows("select 1", access: .read)
        }
        #expect(second?.kind == .connection)
        #expect(ContinuousClock.now - start < generous)
        await client.shutdown()
    }

    @Test("A host that swallows packets does not keep the next host from being tried")
    func blackHoleThenHost() async throws {
        let hole = try FaultProxy(upstream: server.socketPath) { FaultProxy.Faults(swallowAfter: 0) }
        defer { hole.stop() }
        let good = try FaultProxy(upstream: server.socketPath)
        defer { good.stop() }
        var configuration = server.configuration(
            "host=127.0.0.1,127.0.0.1 port=\(hole.port),\(good.port) sslmode=disable",
            connections: 16
        )
        // What the hole costs, and what the good host has time for.
        configuration.connectTimeout = .seconds(2)
        let client = try PostgresClient(configuration, logger: ClientServer.quiet)
        _ = try? await client.start()
        let one: Int = try await client.segment(
            ["select 1 as one"],
            access: .read,
            deadline: generous,
            wait: generous
        )[0][0]["one"]
        #expect(one == 1)
        await client.shutdown()
    }

    /// What one request of the battery came to.
    private enum Fate {
        case answered
        case failed(PostgresError.Kind)
    }

    private final class Record: Sendable {
        let written = Mutex<[Int: Fate]>([:])
        let answered = Atomic<Int>(0)
    }

    @Test("Whatever happens on the way, each request ends in its own answer or a clear error in time")
    func battery() async throws {
        try await server.withClient {
            _ = try await $0.segment(["create table battery (id int8 primary key)"], access: .write)
        }
        try await withProxiedClient(connections: 8, wait: .milliseconds(400)) {
            client,
            proxy in
            proxy.setPlan {
                let byte = Int.random(in: 0...20_000)
                return switch Int.random(in: 0..<8) {
                case 0: FaultProxy.Faults(delayMilliseconds: UInt32.random(in: 1...30))
                case 1, 2: FaultProxy.Faults(cutAfter: byte)
                case 3, 4: FaultProxy.Faults(resetAfter: byte)
                case 5: FaultProxy.Faults(swallowAfter: byte)
                default: .none
                }
            }
            proxy.breakAll()
            let start = ContinuousClock.now
            let record = Record()
            // Some seconds of faults, and on a slow machine as many as it takes to see a good deal of requests.
            let isEnough: @Sendable () -> Bool = {
                let took = ContinuousClock.now - start
                return took > generous || took > .seconds(6) && record.answered.load(ordering: .relaxed) > 100
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<16 {
                    group.addTask {
                        var round = 0
                        while !isEnough() {
                            round += 1
                            try await request(task * 100_000 + round, of: client, record)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(record.answered.load(ordering: .relaxed) > 100)
            // Healed: everything works, nothing is stuck.
            proxy.setPlan { .none }
            proxy.breakAll()
            #expect(try await eventually { (try? await client.rows("select 1", access: .read)) != nil })
            #expect(client.statistics.waiting == 0)
            #expect(try await eventually { client.statistics.busy == 0 })
            // No server session works on for us; then what was written is final.
            let stored = try await server.withClient { direct in
                try await direct.rows("select id from battery", access: .readOnly).map { try $0["id"] as Int }
            }
            let ids = Set(stored)
            #expect(ids.count == stored.count)
            for (id, fate) in record.written.withLock({ $0 }) {
                switch fate {
                case .answered: #expect(ids.contains(id), "an acknowledged write is lost")
                case .failed(.ambiguous): break
                case .failed(let kind): #expect(!ids.contains(id), "a write called failed (\(kind)) was kept")
                }
            }
        }
    }

    /// One random request; records an issue when its answer is another's, a setting survived, or it took too long.
    private func request(
        _ id: Int,
        of client: PostgresClient,
        _ record: Record
    ) async throws {
        let deadline: Duration = .milliseconds(300)
        let start = ContinuousClock.now
        let show: SQL = "select \(id) as id, coalesce(current_setting('app.token', true), '') as token"
        let set: SQL = "select set_config('app.token', \(String(id)), true)"
        let kind = Int.random(in: 0..<10)
        do {
            switch kind {
            case 0...3:
                let rows = try await client.segment([show, set, show], access: .readOnly, deadline: deadline)
                #expect(try rows[0][0]["token"] == "")
                #expect(try rows[2][0]["token"] == String(id))
                #expect(try rows[2][0]["id"] == id)
            case 4:
                _ = try await client.segment(
                    [set, "select pg_sleep(0.05)", "select 1/0"],
                    access: .read,
                    deadline: deadline
                )
            case 5:
                _ = try await client.segment([set, "select pg_sleep(2)"], access: .read, deadline: deadline)
            case 6:
                let task = Task {
                    try await client.segment([set, "select pg_sleep(2)"], access: .read, deadline: deadline)
                }
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...60)))
                task.cancel()
                _ = try await task.value
            case 7, 8:
                _ = try await client.segment(
                    [show, "insert into battery values (\(id))"],
                    access: .write,
                    deadline: deadline
                )
                record.written.withLock { $0[id] = .answered }
            default:
                let seen: Int = try await client.transaction(deadline: deadline) { transaction in
                    let token: String = try await transaction.pipeline([show, set])[0][0]["token"]
                    #expect(token.isEmpty)
                    return try await transaction.rows(show)[0]["id"]
                }
                #expect(seen == id)
            }
            record.answered.add(1, ordering: .relaxed)
        } catch let error as PostgresError {
            if kind == 7 || kind == 8 { record.written.withLock { $0[id] = .failed(error.kind) } }
            switch error.kind {
            case .protocolViolation, .misuse, .shutDown: Issue.record("request \(id) of kind \(kind): \(error)")
            default: break
            }
        }
        // 400 ms to wait for a connection, 300 ms for the request (a transaction has both), and what busy cores add: what
        // hangs is beyond any bound.
        let took = ContinuousClock.now - start
        #expect(took < .seconds(60), "request \(id) of kind \(kind) took \(took)")
    }
}
