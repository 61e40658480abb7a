import Foundation
import Postgres
import RegistryTestSupport
import ServiceLifecycle
import Testing

/// Starting, restarts of the server, shutting down, listening; each with a server of its own where it is restarted.
@Suite("Life of a client") struct LifeTests {
    let server: ClientServer

    init() async throws {
        server = try await ClientServer.shared
    }

    @Test("After the server was restarted the same client goes on")
    func restart() async throws {
        try await ClientServer.withServer { own in
            try await own.withClient(connections: 2) { client in
                var notifications = client.listen(to: "news").makeAsyncIterator()
                #expect(await notifications.next()?.isReopened == true)
                _ = try await client.segment(["notify news, 'first'"], access: .write)
                #expect(await notifications.next()?.payload == "first")

                try await own.server.stop(immediately: true)
                // Known to be the server's fault as soon as one attempt to connect has failed.
                #expect(
                    try await eventually {
                        do throws(PostgresError) {
                            _ = try await client.segment(["select 1"], access: .read, wait: .milliseconds(100))
                            return false
                        } catch {
                            return error.kind == .connection
                        }
                    }
                )
                try await own.server.start()
                let one: Int = try await client.segment(
                    ["select 1 as one"],
                    access: .read,
                    deadline: generous,
                    wait: generous
                )[0][0]["one"]
                #expect(one == 1)

                #expect(await notifications.next()?.isReopened == true)
                _ = try await client.segment(["notify news, 'second'"], access: .write)
                #expect(await notifications.next()?.payload == "second")
            }
        }
    }

    @Test("A wrong password is reported with the server's reason and without the password")
    func wrongPassword() async throws {
        var configuration = server.configuration()
        configuration.password = PostgresPassword("wrong-secret")
        #expect(!"\(configuration)".contains("wrong-secret"))
        let client = try PostgresClient(configuration, logger: ClientServer.quiet)
        let error = await #expect(throws: PostgresError.self) { try await client.start() }
        #expect(error?.kind == .connection)
        #expect(error?.message?.contains("password authentication failed") == true)
        #expect(error.map { !"\($0)".contains("wrong-secret") } == true)
        await client.shutdown()
    }

    @Test("A connection string that libpq cannot read is refused without quoting it")
    func malformedString() {
        let error = #expect(throws: PostgresError.self) {
            _ = try PostgresClient(PostgresConfiguration("postgres://u:top-secret@h:1/d?nonsense=1"))
        }
        #expect(error?.kind == .misuse)
        #expect(error.map { !"\($0)".contains("top-secret") } == true)
    }

    @Test("Shutting down lets what runs finish, refuses what comes, and closes every connection")
    func shutdown() async throws {
        let client = try PostgresClient(server.configuration(connections: 2), logger: ClientServer.quiet)
        try await client.start()
        try await Gate.closed(on: server) { gate async throws in
            let running = Task {
                try await client.segment([gate.pass, "select 1 as one"], access: .read, deadline: generous)
            }
            #expect(try await eventually { try await gate.isAwaited() })
            let shutdown = Task { await client.shutdown(grace: generous) }
            #expect(
                try await eventually {
                    do throws(PostgresError) {
                        _ = try await client.rows("select 1", access: .read)
                        return false
                    } catch {
                        return error.kind == .shutDown
                    }
                }
            )
            try await gate.open()
            let one: Int = try await running.value[1][0]["one"]
            #expect(one == 1)
            await shutdown.value
        }
        #expect(client.statistics.open == 0)
        let error = await #expect(throws: PostgresError.self) { _ = try await client.rows("select 1", access: .read) }
        #expect(error?.kind == .shutDown)
    }

    @Test("A request that outlasts the grace is closed")
    func impatientShutdown() async throws {
        let client = try PostgresClient(server.configuration(connections: 1), logger: ClientServer.quiet)
        try await client.start()
        let running = Task { try await client.rows("select pg_sleep(600)", access: .read, deadline: .seconds(600)) }
        #expect(try await eventually { client.statistics.busy == 1 })
        let start = ContinuousClock.now
        await client.shutdown(grace: .milliseconds(200))
        #expect(ContinuousClock.now - start < generous)
        await #expect(throws: PostgresError.self) { _ = try await running.value }
    }

    @Test("As a service it serves until the group shuts down")
    func service() async throws {
        let client = try PostgresClient(server.configuration(), logger: ClientServer.quiet)
        let group = ServiceGroup(services: [client], logger: ClientServer.quiet)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            #expect(try await eventually { client.statistics.open > 0 })
            let one: Int = try await client.rows("select 1 as one", access: .read)[0]["one"]
            #expect(one == 1)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        #expect(client.statistics.open == 0)
    }

    @Test("Tasks that prefer the client's executor get their answers, also after the client has gone")
    func executor() async throws {
        let client = try PostgresClient(server.configuration(), logger: ClientServer.quiet)
        try await client.start()
        let sum = try await Task(executorPreference: client.executor) {
            var sum = 0
            for n in 0..<100 { sum += try await client.rows("select \(n) as n", access: .read)[0]["n"] }
            return sum
        }.value
        #expect(sum == 4950)
        await client.shutdown()
        let late = await Task(executorPreference: client.executor) {
            await Task.yield()
            return 1
        }.value
        #expect(late == 1)
    }

    @Test("Over TLS answers of every size arrive whole, streams and COPY too")
    func tls() async throws {
        // An address of this test's own among the loopback's sixteen million: no port has to be free.
        let address = "127.\(Int.random(in: 1...254)).\(Int.random(in: 1...254)).\(Int.random(in: 1...254))"
        try await ClientServer.withServer(settings: ["listen_addresses=\(address)"]) { own in
            // As the server's own user, in its data folder.
            _ = try await own.server.superuserSQL(
                """
                copy (select) to program 'openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout server.key -out server.crt';
                copy (select 'hostssl all all 127.0.0.0/8 scram-sha-256') to program 'cat >>pg_hba.conf';
                alter system set ssl = on;
                select pg_reload_conf();
                """,
                database: "postgres"
            )
            let configuration = own.configuration("host=\(address) sslmode=require", connections: 1)
            try await own.withClient(configuration) { client in
                let isEncrypted: Bool = try await client.rows(
                    "select ssl from pg_stat_ssl where pid = pg_backend_pid()",
                    access: .read
                )[0]["ssl"]
                #expect(isEncrypted)
                for size in [1, 8191, 8192, 16_000, 16_384, 16_385, 24_000, 100_000, 3_000_000] {
                    let text: String = try await client.rows("select repeat('x', \(Int32(size))) as t", access: .read)[
                        0
                    ][
                        "t"
                    ]
                    #expect(text.utf8.count == size)
                }
                let count = try await client.stream("select repeat('y', 10000) as y from generate_series(1, 2000)") {
                    stream in
                    var count = 0
                    for try await chunk in stream { count += chunk.count }
                    return count
                }
                #expect(count == 2000)
                _ = try await client.segment(["create table sealed (n int, t text)"], access: .write)
                let copied = try await client.copyIn("copy sealed from stdin (format binary)") { writer in
                    for n in 0..<20_000 {
                        try await writer.write {
                            $0.append(Int32(n))
                            $0.append("generated text number \(n)")
                        }
                    }
                }
                #expect(copied == 20_000)
            }
        }
    }

    @Test("A dropped listener gives its connection back to the server")
    func droppedListener() async throws {
        try await server.withClient { client in
            let count: SQL = "select count(*) as n from pg_stat_activity where query like 'listen \"briefly%'"
            do {
                var iterator = client.listen(to: "briefly").makeAsyncIterator()
                _ = await iterator.next()
                let during: Int = try await client.rows(count, access: .read)[0]["n"]
                #expect(during == 1)
            }
            #expect(try await eventually { try await client.rows(count, access: .read)[0]["n"] == 0 })
        }
    }
}
