import Foundation
import RegistryTestSupport
import Testing

/// Runners of the real binary that are killed, stopped and cut off from their database (issue 3, "Figures").
///
/// The short form runs always; `SOGOC_FULL=1` runs 100 trials with five kills each, 20 restarts and 50 stops.
@Suite(.serialized) struct JobsCrashTests {
    private static let isFull = ProcessInfo.processInfo.environment["SOGOC_FULL"] == "1"

    @Test("H6 resumes after kill -9: three runners at once, killed at random; one run, every task once in effect")
    func killed() async throws {
        let server = try await TestServer.shared
        let expected = try await Self.undisturbed(server)
        var delays: [Double] = []
        var kills = 0
        for _ in 0..<(Self.isFull ? 100 : 2) {
            let night = try await Night(server, days: 20, slow: "0.05")
            var runners = try (0..<3).map { _ in try night.runner() }
            for _ in 0..<(Self.isFull ? 6 : 5) {
                try await Task.sleep(for: .milliseconds(Int.random(in: 50...500)))
                let victim = Int.random(in: 0..<3)
                guard runners[victim].status == nil else { continue }
                runners[victim].signal(SIGKILL)
                _ = await runners[victim].result()
                kills += 1
                runners[victim] = try night.runner()
            }
            for runner in runners {
                let result = await runner.result(within: .seconds(120))
                #expect(result.status == 0, "\(result.stderr)")
            }
            try await night.expectEachOnce(expected)
            #expect(try await night.lapses() <= kills)
            delays += try await night.takeovers()
            try await server.drop(night.database)
        }
        #expect(kills > 0)
        // From the end of the lease on; the lease itself is 2 s here.
        let late = delays.filter { $0 > 5 }
        #expect(late.count * 100 <= delays.count, "takeovers in s: \(delays.sorted().suffix(5))")
    }

    @Test("L5 for jobs: PostgreSQL restarted and crashed in the middle of a night; nothing lost, nothing twice")
    func restarted() async throws {
        try await TestServer.withServer { server in
            let expected = try await Self.undisturbed(server)
            for _ in 0..<(Self.isFull ? 10 : 1) {
                let night = try await Night(server, days: 20, slow: "0.1")
                let runners = try (0..<3).map { _ in try night.runner() }
                for (immediately, reached) in [(false, 3), (true, 8)] {
                    while try await night.effects() < reached, runners.contains(where: { $0.status == nil }) {
                        try await Task.sleep(for: .milliseconds(20))
                    }
                    try await server.restart(immediately: immediately)
                }
                for runner in runners {
                    let result = await runner.result(within: .seconds(200))
                    #expect(result.status == 0, "\(result.stderr)")
                }
                try await night.expectEachOnce(expected)
            }
        }
    }

    @Test("H6 a runner stopped past its lease while another finishes, then continued: no late write is accepted")
    func stopped() async throws {
        let server = try await TestServer.shared
        let expected = try await Self.undisturbed(server)
        for _ in 0..<(Self.isFull ? 50 : 3) {
            let night = try await Night(server, days: 20, slow: "0.2")
            let sleeper = try night.runner()
            while try await night.effects() < 1, sleeper.status == nil {
                try await Task.sleep(for: .milliseconds(10))
            }
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...250)))
            sleeper.signal(SIGSTOP)
            #expect(sleeper.status == nil)
            let other = await (try night.runner()).result(within: .seconds(120))
            #expect(other.status == 0, "\(other.stderr)")
            sleeper.signal(SIGCONT)
            let woken = await sleeper.result(within: .seconds(60))
            #expect(woken.status == 0, "\(woken.stderr)")
            try await night.expectEachOnce(expected)
            try await server.drop(night.database)
        }
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
        let night = try await Night(server, days: 20, slow: "0.3")
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
        try await night.expectEachOnce(try await Self.undisturbed(server))
        try await server.drop(night.database)
    }

    /// What a night leaves that nobody disturbs.
    private static func undisturbed(_ server: TestServer) async throws -> String {
        let night = try await Night(server, days: 20, slow: "0")
        let result = await (try night.runner()).result(within: .seconds(120))
        #expect(result.status == 0, "\(result.stderr)")
        return try await night.outcome()
    }
}

/// A database with a night that is due: a snapshot for each of the days missed, each slow to read.
private struct Night {
    let database: TestDatabase
    let days: Int

    /// `slow` is the seconds that counting a day takes.
    ///
    /// The effects are seen by triggers of the test's own: what a task writes, and who took over whose lease.
    init(_ server: TestServer, days: Int, slow: String) async throws {
        database = try await server.clone()
        self.days = days
        try await database.superuserSQL(
            """
            create schema probe;
            create table probe.effect (day date);
            create table probe.takeover (seconds double precision);
            grant usage on schema probe to sogoc_jobs, sogoc_owner;
            grant insert on probe.effect to sogoc_jobs;
            grant insert on probe.takeover to sogoc_owner;

            create function probe.slow() returns boolean language plpgsql volatile
                as 'begin perform pg_sleep(\(slow)); return true; end';
            alter table registry.book enable row level security;
            create policy slow on registry.book using ((select probe.slow()));

            create function probe.note_effect() returns trigger language plpgsql
                as 'begin insert into probe.effect values (new.day); return null; end';
            create trigger note after insert or update on registry.coverage_snapshot
                for each row when (new.book_id = 1) execute function probe.note_effect();

            create function probe.note_takeover() returns trigger language plpgsql
                as 'begin insert into probe.takeover values (extract(epoch from new.started_at - old.leased_to)); return null; end';
            create trigger note after update on jobs.task
                for each row when (new.lapses > old.lapses and new.state = 'leased') execute function probe.note_takeover();

            insert into registry.coverage_snapshot
            select book.id, registry.today() - \(days + 1), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 from registry.book;
            delete from probe.effect;
            """
        )
    }

    func runner() throws -> ChildProcess {
        try SogocBinary.start(["jobs", "run", "--due", "--join", "--lease", "2"], environment: database.environment)
    }

    func effects() async throws -> Int {
        // The server may be starting again just now.
        Int((try? await database.superuserSQL("select count(*) from probe.effect")) ?? "") ?? 0
    }

    func takeovers() async throws -> [Double] {
        try await database.superuserSQL("select seconds from probe.takeover").split(separator: "\n").compactMap {
            Double($0)
        }
    }

    /// How many tasks were begun again because their runner was lost.
    func lapses() async throws -> Int {
        Int(try await database.superuserSQL("select coalesce(sum(lapses), 0) from jobs.task")) ?? .max
    }

    /// The snapshots without what differs from night to night.
    func outcome() async throws -> String {
        try await database.superuserSQL(
            """
            select count(*), md5(string_agg(line::text, ';' order by line::text))
            from (select (to_jsonb(kept) - 'run_id' - 'taken_at') as line from registry.coverage_snapshot as kept) as lines
            """
        )
    }

    func expectEachOnce(_ expected: String) async throws {
        #expect(try await outcome() == expected)
        #expect(
            try await database.superuserSQL("select count(*), count(distinct day) from probe.effect")
                == "\(days)|\(days)"
        )
        // One run per job and slot, all tasks done, none of them spent an attempt on a kill.
        #expect(
            try await database.superuserSQL(
                """
                select count(distinct run.id), count(*), count(*) filter (where task.state = 'done' and attempts = 1),
                       bool_and(run.state = 'done')
                from jobs.run join jobs.task on task.run_id = run.id where run.job = 'statistics-snapshot'
                """
            ) == "1|\(days)|\(days)|t"
        )
    }
}
