import Foundation
import Postgres
import Registry
import RegistryJobs
import RegistryTestSupport

/// A job whose tasks leave a row each in a table of the test's own, so that a second effect would be seen.
struct Probe: Job {
    let name: String
    let titleVi = "Việc thử"
    let titleEn = "Probe"
    var schedule = Schedule.onDemand
    var tasks: [TaskPlan]
    /// What happens in the first half.
    var read: @Sendable (JobTask, PostgresClient) async throws -> Void = { _, _ in }

    init(_ name: String, tasks count: Int, timeout: Duration = .seconds(60)) {
        self.name = name
        tasks = (0..<count).map { TaskPlan("task-\($0)", books: [Int32($0 + 1)], timeout: timeout) }
    }

    func plan(with planning: Planning) async throws -> [TaskPlan] { tasks }

    func perform(_ task: JobTask, with client: PostgresClient) async throws -> TaskEffect {
        try await read(task, client)
        return TaskEffect { transaction in
            try await transaction.execute(
                "insert into probe.effect (run, task, fence) values (\(task.run.rawValue), \(task.name), \(task.fence))"
            )
            return ["effects": 1]
        }
    }
}

extension TestDatabase {
    /// The table of the effects, and the mark by which jobs.now() may be moved.
    func prepareProbe() async throws {
        try await superuserSQL(
            """
            create schema if not exists probe;
            create table if not exists probe.effect (run bigint, task text, fence bigint, at timestamptz default clock_timestamp());
            grant usage on schema probe to sogoc_jobs;
            grant insert on probe.effect to sogoc_jobs;
            do $$ begin execute format('alter database %I set sogoc.test_database = on', current_database()); end $$;
            """
        )
    }

    /// Moves the clock of the jobs, against the machine's own.
    func setClock(ahead: String) async throws {
        try await superuserSQL("update jobs.clock set ahead = '\(ahead)'")
    }

    /// A runner of a host of this name; a short lease only where the test waits for a heartbeat or a lapse.
    func runner(
        _ jobs: [any Job],
        host: String = "host",
        workers: Int = 1,
        joins: Bool = false,
        lease: Duration = .seconds(60),
        stop: StopSignal = StopSignal()
    ) -> Runner {
        var options = RunnerOptions(host: host, osUser: "tester", version: "test")
        options.workers = workers
        options.joins = joins
        options.lease = lease
        options.outage = .seconds(60)
        return Runner(jobs: jobs, access: access, options: options, stop: stop)
    }

    func history<Value>(_ body: (JobHistory) async throws -> Value) async throws -> Value {
        try await JobHistory.connected(access: access, body)
    }

    /// The only run of an outcome with its tasks.
    func only(_ outcome: Runner.Outcome) async throws -> (RunRecord, [TaskRecord]) {
        guard let run = outcome.runs.first, outcome.runs.count == 1 else { throw WrongOutcome() }
        return try await history { try await $0.run(run) }
    }

    /// How many effects a run has left, and on how many tasks.
    func effects(of job: String) async throws -> String {
        try await superuserSQL(
            """
            select count(*), count(distinct task) from probe.effect
            where run in (select id from jobs.run where job = '\(job)')
            """
        )
    }

    /// Waits until a query answers `expected`.
    func wait(for expected: String, _ query: String) async throws -> Bool {
        try await eventually(within: .seconds(60)) { try await superuserSQL(query) == expected }
    }
}

struct WrongOutcome: Error {}
