import Foundation

/// A database with a night that is due: a snapshot for each of the days missed, each slow to read.
package struct TestNight: Sendable {
    package let database: TestDatabase
    private let days: Int

    /// `slow` is the seconds that counting a day takes.
    ///
    /// The effects are seen by triggers of the test's own: what a task writes, and who took over whose lease.
    package init(_ server: TestServer, days: Int = 20, slow: String) async throws {
        database = try await server.clone()
        self.days = days
        try await database.superuserSQL(
            """
            create schema probe;
            create table probe.effect (day date);
            create table probe.takeover (seconds double precision, pid int);
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

            create function probe.note_takeover() returns trigger language plpgsql as $$
            begin
                insert into probe.takeover
                select extract(epoch from new.started_at - old.leased_to), runner.pid from jobs.runner where runner.id = old.runner_id;
                return null;
            end
            $$;
            create trigger note after update on jobs.task
                for each row when (new.lapses > old.lapses and new.state = 'leased') execute function probe.note_takeover();

            insert into registry.coverage_snapshot
            select book.id, registry.today() - \(days + 1), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 from registry.book;
            delete from probe.effect;
            """
        )
    }

    package func runner() throws -> ChildProcess {
        try SogocBinary.start(["jobs", "run", "--due", "--join", "--lease", "2"], environment: database.environment)
    }

    package func effects() async throws -> Int {
        // The server may be starting again just now.
        Int((try? await database.superuserSQL("select count(*) from probe.effect")) ?? "") ?? 0
    }

    /// A task that was taken over from a runner whose lease had run out.
    package struct Takeover: Sendable {
        /// From the end of the lease on.
        package let seconds: Double
        /// The process that had it.
        package let from: Int32
    }

    package func takeovers() async throws -> [Takeover] {
        try await database.superuserSQL("select seconds, pid from probe.takeover").split(separator: "\n").map { line in
            let fields = line.split(separator: "|")
            guard fields.count == 2, let seconds = Double(fields[0]), let pid = Int32(fields[1]) else {
                throw TestServerError(output: "no takeover: \(line)")
            }
            return Takeover(seconds: seconds, from: pid)
        }
    }

    /// The snapshots without what differs from night to night.
    package func outcome() async throws -> String {
        try await database.superuserSQL(
            """
            select count(*), md5(string_agg(line::text, ';' order by line::text))
            from (select (to_jsonb(kept) - 'run_id' - 'taken_at') as line from registry.coverage_snapshot as kept) as lines
            """
        )
    }

    /// What is wrong with the night, nil if nothing: each day counted and written once, one run, no attempt spent on a kill.
    package func fault(expected: String) async throws -> String? {
        guard try await outcome() == expected else { return "the snapshots differ from an undisturbed night's" }
        let written = try await database.superuserSQL("select count(*), count(distinct day) from probe.effect")
        guard written == "\(days)|\(days)" else { return "effects and days: \(written)" }
        let tally = try await database.superuserSQL(
            """
            select count(distinct run.id), count(*), count(*) filter (where task.state = 'done' and attempts = 1),
                   bool_and(run.state = 'done')
            from jobs.run join jobs.task on task.run_id = run.id where run.job = 'statistics-snapshot'
            """
        )
        return tally == "1|\(days)|\(days)|t" ? nil : "runs, tasks, done at once, all over: \(tally)"
    }

    /// What a night leaves that nobody disturbs.
    package static func undisturbed(_ server: TestServer) async throws -> String {
        let night = try await TestNight(server, slow: "0")
        let result = await (try night.runner()).result(within: .seconds(120))
        guard result.status == 0 else { throw TestServerError(output: result.stderr) }
        return try await night.outcome()
    }

    // MARK: Disturbing it

    /// What was done to a night.
    package struct Disturbance: Sendable {
        /// How often it was disturbed.
        package let count: Int
        /// The processes that were killed or stopped, all of which were alive.
        package let victims: Set<Int32>
        /// What the runners that ended by themselves said when not well.
        package let complaints: [String]
    }

    /// Kills one of three runners at random, and starts another in its place, so many times; then lets them finish.
    ///
    /// A night that is over before has fewer kills.
    package func disturbed(byKills number: Int) async throws -> Disturbance {
        var victims: Set<Int32> = []
        var runners = try (0..<3).map { _ in try runner() }
        for _ in 0..<number {
            try await Task.sleep(for: .milliseconds(Int.random(in: 50...500)))
            guard let place = runners.indices.filter({ runners[$0].status == nil }).randomElement() else { break }
            let victim = runners[place]
            victim.signal(SIGKILL)
            // Else it had ended by itself in between, and is asked how.
            guard await victim.result().status == 128 + SIGKILL else { continue }
            victims.insert(victim.pid)
            runners[place] = try runner()
        }
        return Disturbance(count: victims.count, victims: victims, complaints: await Self.complaints(of: runners))
    }

    /// Restarts the server in the middle, then crashes it, while three runners are at work.
    package func disturbedByRestarts() async throws -> Disturbance {
        let runners = try (0..<3).map { _ in try runner() }
        var restarts = 0
        for (immediately, reached) in [(false, 3), (true, 8)] {
            while try await effects() < reached, runners.contains(where: { $0.status == nil }) {
                try await Task.sleep(for: .milliseconds(20))
            }
            if runners.contains(where: { $0.status == nil }) { restarts += 1 }
            try await database.server.restart(immediately: immediately)
        }
        return Disturbance(count: restarts, victims: [], complaints: await Self.complaints(of: runners))
    }

    /// Stops a runner somewhere in its work, lets another do all of it, and wakes the first.
    package func disturbedByStop() async throws -> Disturbance {
        let sleeper = try runner()
        while try await effects() < 1, sleeper.status == nil { try await Task.sleep(for: .milliseconds(10)) }
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...250)))
        let isAlive = sleeper.status == nil
        sleeper.signal(SIGSTOP)
        let other = await Self.complaints(of: [try runner()])
        sleeper.signal(SIGCONT)
        let complaints = await other + Self.complaints(of: [sleeper])
        return Disturbance(count: isAlive ? 1 : 0, victims: isAlive ? [sleeper.pid] : [], complaints: complaints)
    }

    private static func complaints(of runners: [ChildProcess]) async -> [String] {
        var complaints: [String] = []
        for runner in runners {
            let result = await runner.result(within: .seconds(200))
            if result.status != 0 { complaints.append("exit code \(result.status): \(result.stderr)") }
        }
        return complaints
    }
}
