import CLibpq
import RegistryTestSupport
import Synchronization
import Testing

@testable import Postgres

/// The end of a request that was cancelled is seen by two threads, and one of them gives the connection back.
///
/// The answer's Sync is seen by the reader, the end of the cancel request by a thread of its own.
@Suite("Giving a connection back") struct GivingBackTests {
    /// Owns one connection and counts what it is told.
    private final class Counter: ConnectionOwner {
        let connects = Atomic<Int>(0)
        let loans = Atomic<Int>(0)
        let releases = Atomic<Int>(0)
        let closings = Atomic<Int>(0)

        func connected(_ connection: Connection) { connects.add(1, ordering: .acquiringAndReleasing) }
        func released(_ connection: Connection) { releases.add(1, ordering: .acquiringAndReleasing) }
        func closed(_ connection: Connection, _ error: PostgresError) {
            closings.add(1, ordering: .acquiringAndReleasing)
        }

        var releaseCount: Int { releases.load(ordering: .acquiring) }
    }

    /// A connection without a pool, on loops of its own.
    private func withConnection(_ body: (Connection, Counter) async throws -> Void) async throws {
        let counter = Counter()
        let (connector, reader) = (EventLoop(), EventLoop())
        let configuration = try await ClientServer.shared.configuration()
        let connection = Connection(
            id: 1,
            owner: counter,
            connector: connector,
            reader: reader,
            statementCacheSize: 8,
            connectDeadline: .now + generous
        )
        connector.start(name: "test-connect") { _ in true }
        reader.start(name: "test-read") { connection.tick($0) }
        defer {
            connection.close(PostgresError(.shutDown))
            reader.stop()
            connector.stop()
        }
        let parameters = try ConnectionParameters(configuration)
        connector.perform { connection.connect(parameters) }
        #expect(try await eventually { counter.connects.load(ordering: .acquiring) == 1 })
        try await body(connection, counter)
        #expect(counter.closings.load(ordering: .acquiring) == 0)
    }

    /// Sends a statement; lending is counted, since a task that was cancelled before never gets so far.
    private func run(
        _ statement: SQL,
        on connection: Connection,
        _ counter: Counter
    ) async -> Result<[Rows], PostgresError> {
        let segment = Segment([statement], mayCommit: false, deadline: .now + generous)
        return await segment.outcome {
            counter.loans.add(1, ordering: .acquiringAndReleasing)
            segment.assigned(connection)
        }
    }

    @Test("Whoever comes second, however late and from how many threads, gives nothing back")
    func late() async throws {
        try await withConnection { connection, counter async throws in
            _ = try await run("select 1", on: connection, counter).get()
            #expect(try await eventually { counter.releaseCount == 1 })
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<64 { group.addTask { connection.release() } }
            }
            #expect(counter.releaseCount == 1)
            // Lent again it comes back again, once, and so does one that was lent and not used.
            _ = try await run("select 1", on: connection, counter).get()
            #expect(try await eventually { counter.releaseCount == 2 })
            connection.handBack()
            connection.release()
            #expect(counter.releaseCount == 3)
        }
    }

    @Test("Cancelled just when it is done, a request gives its connection back once")
    func race() async throws {
        try await withConnection { connection, counter async throws in
            for _ in 1...300 {
                let task = Task { await run("select pg_sleep(0.001)", on: connection, counter) }
                try await Task.sleep(for: .microseconds(Int.random(in: 0...3000)))
                task.cancel()
                switch await task.value {
                case .success: break
                case .failure(let error): #expect(error.kind == .cancelled)
                }
                let loans = counter.loans.load(ordering: .acquiring)
                #expect(try await eventually { counter.releaseCount >= loans })
                #expect(counter.releaseCount == loans)
            }
        }
    }
}
