import FoundationEssentials
import Postgres
import Registry

/// The runs and tasks of the database as one runner sees them; what must be atomic is one function of schema `jobs`.
struct TaskQueue: Sendable {
    let client: PostgresClient
    let options: RunnerOptions
    /// The names of the jobs that this program can perform.
    let jobs: [String]
    let runner = UUID.v7()

    /// A job that is due.
    struct Due {
        let job: String
        let slot: Date
    }

    /// What a worker does next.
    struct Step {
        let task: JobTask?
        /// Runs that came to their end just now; each is told to one runner only.
        let closed: [JobRunID]
        /// Of the runs that this runner may work on, how many tasks have not ended, and how many there are.
        let open: Int
        let total: Int

        fileprivate init(task: JobTask?, closed: [JobRunID], counted: Rows) throws {
            self.task = task
            self.closed = closed
            open = try counted[0]["open"]
            total = try counted[0]["total"]
        }
    }

    private var lease: Double { options.lease.seconds }

    // MARK: Runs

    func announce(_ all: [any Job]) async throws {
        try await call(
            all.map { job in
                """
                select jobs.announce(\(job.name), \(job.titleVi), \(job.titleEn), \(job.schedule.minutes),
                    \(job.schedule.weekdays))
                """
            }
        )
    }

    func due() async throws -> [Due] {
        try await call(["select job, slot from jobs.due(\(jobs))"])[0].map { row in
            Due(job: try row["job"], slot: try row["slot"])
        }
    }

    /// Runs that are not over, oldest first; of one job, or of all that this program knows.
    func activeRuns(of job: String? = nil) async throws -> [JobRunID] {
        let rows = try await call([
            """
            select id from jobs.run
            where state = 'running' and job = any (\(jobs)) and job = coalesce(\(job), job) order by slot, id
            """
        ])
        return try rows[0].map { JobRunID(rawValue: try $0["id"]) }
    }

    func usualSeconds(of job: String) async throws -> [String: Double] {
        let rows = try await call([
            """
            select task.name, sum(extract(epoch from task.ended_at - task.started_at))::double precision as seconds
            from (select distinct on (task.name) task.name, task.run_id
                  from jobs.task join jobs.run on run.id = task.run_id
                  where run.job = \(job) and task.state = 'done' and run.started_at > jobs.now() - interval '30 days'
                  order by task.name, task.run_id desc) as last
            join jobs.task using (run_id, name)
            where task.state = 'done'
            group by task.name
            """
        ])
        return try rows[0].reduce(into: [:]) { seconds, row in
            seconds[try row["name"] as String] = try row["seconds"] as Double
        }
    }

    /// Begins a run, without a slot one that somebody asks for; nil where another runner was first.
    func open(_ job: String, slot: Date?, tasks: [TaskPlan]) async throws -> JobRunID? {
        let plans = tasks.enumerated().map { position, plan in
            PlanJSON(position: position, name: plan.name, books: plan.books, seconds: plan.timeout.seconds)
        }
        let json = JSONB(bytes: Array(try JSONEncoder().encode(plans)))
        let rows = try await call([
            """
            select jobs.open_run(\(job), \(slot), \(json), \(options.osUser), \(options.host), \(options.version)) as run
            """
        ])
        let run: Int? = try rows[0][0]["run"]
        return run.map { JobRunID(rawValue: $0) }
    }

    private struct PlanJSON: Encodable {
        let position: Int
        let name: String
        let books: [Int32]
        let seconds: Double
    }

    // MARK: This runner

    /// False where another runner of this host is at work and this one was not told to join it.
    func enlist(joining: Bool) async throws -> Bool {
        let rows = try await call([
            """
            select jobs.enlist(\(runner), \(options.host), \(ProcessInfo.processInfo.processIdentifier),
                \(options.osUser), \(options.version), \(joining), make_interval(secs => \(lease))) as enlisted
            """
        ])
        return try rows[0][0]["enlisted"]
    }

    /// Which of these tasks are still this runner's, their leases renewed.
    func heartbeat(_ held: [Int]) async throws -> Set<Int> {
        let rows = try await call([
            "select task from jobs.heartbeat(\(runner), \(held), make_interval(secs => \(lease))) as task"
        ])
        return Set(try rows[0].map { row -> Int in try row["task"] })
    }

    func retire() async throws {
        try await call(["select jobs.retire(\(runner))"])
    }

    // MARK: Tasks

    /// Leases the next task unless `isTaking` is false, and ends the runs that are over, of which one may be where there is no
    /// task any more or the next is not of the run that was worked on `before`.
    func next(of run: JobRunID?, after before: JobRunID? = nil, isTaking: Bool = true) async throws -> Step {
        let taking: SQL = """
            select task, run, job, slot, name, books, attempt, fence, seconds
            from jobs.take(\(runner), make_interval(secs => \(lease)), \(jobs), \(run?.rawValue))
            """
        let counting: SQL = """
            select count(*) filter (where task.state in ('waiting', 'leased')) as open, count(*) as total
            from jobs.run join jobs.task on task.run_id = run.id
            where run.state = 'running' and run.job = any (\(jobs)) and run.id = coalesce(\(run?.rawValue), run.id)
            """
        if isTaking {
            let results = try await call([taking, counting])
            if let task = try results[0].first.map({ try JobTask(row: $0) }) {
                let mayHaveEnded = before != nil && before != task.run
                return try Step(task: task, closed: mayHaveEnded ? await close() : [], counted: results[1])
            }
        }
        let results = try await call([Self.closing, counting])
        return try Step(task: nil, closed: Self.runs(results[0]), counted: results[1])
    }

    /// Says why a task failed.
    ///
    /// - Returns: The runs that are over with it: those of which most fails are stopped.
    func fail(_ task: JobTask, _ error: String, mayRetry: Bool) async throws -> [JobRunID] {
        let failing: SQL = "select jobs.fail(\(task.id), \(task.fence), \(error), \(mayRetry))"
        return try Self.runs(try await call([failing, Self.closing])[1])
    }

    private func close() async throws -> [JobRunID] { try Self.runs(try await call([Self.closing])[0]) }

    private static let closing: SQL = "select run from jobs.close_runs() as run"

    private static func runs(_ rows: Rows) throws -> [JobRunID] {
        try rows.map { JobRunID(rawValue: try $0["run"]) }
    }

    func giveBack(_ task: JobTask, isLost: Bool) async throws {
        try await call(["select jobs.give_back(\(task.id), \(task.fence), \(isLost))"])
    }

    @discardableResult
    private func call(_ statements: [SQL]) async throws -> [Rows] {
        try await client.segment(statements, access: .write, deadline: .seconds(20), wait: .seconds(20))
    }
}

extension JobTask {
    fileprivate init(row: Row) throws(RowDecodingError) {
        let attempt: Int16 = try row["attempt"]
        let seconds: Double = try row["seconds"]
        self.init(
            id: try row["task"],
            run: JobRunID(rawValue: try row["run"]),
            job: try row["job"],
            name: try row["name"],
            books: try row["books"],
            slot: try row["slot"],
            attempt: Int(attempt),
            fence: try row["fence"],
            timeout: .seconds(seconds)
        )
    }
}
