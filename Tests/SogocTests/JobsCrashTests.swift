import Foundation
import RegistryTestSupport
import Testing

/// Runners of the real binary that are killed, stopped and cut off from their database (issue 3, "Figures").
///
/// The short form runs always; `SOGOC_FULL=1` runs 100 trials with five kills each, 20 restarts and 50 stops.
@Suite(.serialized) struct JobsCrashTests {
    private static let isFull = ProcessInfo.processInfo.environment["SOGOC_FULL"] == "1"
    private static let extent: DisturbedNights.Extent = isFull ? .full : .short

    @Test("H6 resumes after kill -9: three runners at once, killed at random; one run, every task once in effect")
    func killed() async throws {
        let nights = try await DisturbedNights.killed(Self.extent, on: TestServer.shared)
        print("kill -9: \(nights.summary)")
        #expect(nights.faults == [])
        #expect(nights.disturbances >= (Self.isFull ? 500 : 1))
        #expect(nights.mostRedoneByOne <= 1, "a kill redoes one task at most")
        // After the lease; while another runner lives, which one always does.
        #expect(nights.takeovers.percentile(0.99) <= 5)
    }

    @Test("L5 for jobs: PostgreSQL restarted and crashed in the middle of a night; nothing lost, nothing twice")
    func restarted() async throws {
        let nights = try await TestServer.withServer { try await DisturbedNights.restarted(Self.extent, on: $0) }
        print("restarts: \(nights.summary)")
        #expect(nights.faults == [])
        #expect(nights.disturbances == (Self.isFull ? 20 : 2))
    }

    @Test("H6 a runner stopped past its lease while another finishes, then continued: no late write is accepted")
    func stopped() async throws {
        let nights = try await DisturbedNights.stopped(Self.extent, on: TestServer.shared)
        print("SIGSTOP: \(nights.summary)")
        #expect(nights.faults == [])
        #expect(nights.disturbances == (Self.isFull ? 50 : 3))
        // They were stopped with a task in hand, and woke to find it done.
        #expect(nights.redone > 0)
        #expect(nights.mostRedoneByOne <= 1)
    }

    @Test("H6 safe to start twice: twenty processes at once make one run of each job")
    func twenty() async throws {
        let server = try await TestServer.shared
        let database = try await server.clone()
        let results = try await withThrowingTaskGroup(of: ChildProcess.Result.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await SogocBinary.run(["jobs", "run", "--due"], environment: database.environment)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.allSatisfy { $0.status == 0 }, "\(results.map(\.stderr))")
        let runs =
            "select string_agg(job || state, ' ' order by job) from jobs.run where job in ('clean-up', 'statistics-snapshot')"
        #expect(try await database.superuserSQL(runs) == "clean-updone statistics-snapshotdone")
        try await server.drop(database)
    }

    @Test("SIGTERM lets the task under way finish, leaves the others to the next start, and ends with 0")
    func terminated() async throws {
        let server = try await TestServer.shared
        let night = try await TestNight(server, slow: "0.3")
        let runner = try night.runner()
        while try await night.effects() < 2, runner.status == nil { try await Task.sleep(for: .milliseconds(10)) }
        runner.signal(SIGTERM)
        let result = await runner.result(within: .seconds(60))
        #expect(result.status == 0, "\(result.stderr)")
        let tally = """
            select count(*) filter (where state = 'leased'), count(*) filter (where state = 'waiting') > 0,
                   max(lapses), max(attempts)
            from jobs.task where name like 'coverage/%'
            """
        #expect(try await night.database.superuserSQL(tally) == "0|t|0|1")
        let next = await (try night.runner()).result(within: .seconds(120))
        #expect(next.status == 0)
        #expect(try await night.fault(expected: TestNight.undisturbed(server)) == nil)
        try await server.drop(night.database)
    }
}
