import FoundationEssentials
import Postgres
package import Registry
import Synchronization

/// Begins the runs that are due and works off their tasks, together with whoever else cares to.
///
/// One process on one host; the database decides between several (article <doc:TheRunner>).
package final class Runner: Sendable {
    /// What a runner tells while it works.
    package enum Event: Sendable {
        case opened(JobRunID, job: String, tasks: Int)
        /// Of the tasks of all runs at hand, how many have ended.
        case progress(ended: Int, total: Int)
    }

    /// How a runner's work ended.
    package struct Outcome: Sendable {
        /// The runs that it began, worked on or saw the end of.
        package var runs: Set<JobRunID> = []
        /// Those that came to their end under its hands, so that one runner alone raises the alert.
        package var closed: Set<JobRunID> = []
        /// Another runner is at it and was left alone.
        package var isElsewhere = false
    }

    /// In the order in which those due at the same slot are begun.
    private let jobs: [any Job]
    private let access: DatabaseAccess
    private let options: RunnerOptions
    private let stop: StopSignal
    private let report: @Sendable (Event) -> Void
    private let outcome = Mutex(Outcome())

    package init(
        jobs: [any Job],
        access: DatabaseAccess,
        options: RunnerOptions,
        stop: StopSignal = StopSignal(),
        report: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.jobs = jobs
        self.access = access
        self.options = options
        self.stop = stop
        self.report = report
    }

    // MARK: What may be asked of it

    /// Takes up what is due and what others have left behind, until nothing is left.
    ///
    /// - Returns: Without any run when nothing was due.
    /// - Throws: `PostgresError` when the database cannot be reached, or is gone for longer than the options allow.
    package func runDue() async throws -> Outcome {
        try await connected { queue, client in
            try await queue.announce(jobs)
            guard try await hasWork(queue) else { return }
            guard try await queue.enlist(joining: options.joins) else {
                outcome.withLock { $0.isElsewhere = true }
                return
            }
            try await working(queue, client) { crew in
                var goesOn = true
                while goesOn {
                    try await openDue(queue)
                    try await crew.workOff(only: nil)
                    // Another slot may have come meanwhile.
                    goesOn = stop.isStopping ? false : try await hasWork(queue)
                }
            }
        }
    }

    /// Runs a job now, whatever its schedule; a run of it that is going on is joined if the options say so.
    ///
    /// - Throws: ``RegistryError/notFound`` for a job that this program does not know; `PostgresError`.
    package func run(_ name: String) async throws -> Outcome {
        guard let job = jobs.first(where: { $0.name == name }) else { throw RegistryError.notFound }
        return try await connected { queue, client in
            try await queue.announce(jobs)
            var run = try await open(job, slot: nil, queue)
            if run == nil, options.joins { run = try await queue.activeRuns(of: name).first }
            guard let run else {
                outcome.withLock { $0.isElsewhere = true }
                return
            }
            outcome.withLock { _ = $0.runs.insert(run) }
            // Somebody asked for it, so it does not wait for the runner that cron has started.
            _ = try await queue.enlist(joining: true)
            try await working(queue, client) { try await $0.workOff(only: run) }
        }
    }

    // MARK: How

    private func connected(_ body: (TaskQueue, PostgresClient) async throws -> Void) async throws -> Outcome {
        // Heartbeats have connections of their own: no long query is in their way.
        try await access.withJobsClient(connections: 2) { control in
            try await access.withJobsClient(connections: options.workers) { work in
                try await body(TaskQueue(client: control, options: options, jobs: jobs.map(\.name)), work)
            }
        }
        return outcome.withLock { $0 }
    }

    private func hasWork(_ queue: TaskQueue) async throws -> Bool {
        try await patiently(for: options.outage, until: stop) {
            if try await !queue.activeRuns().isEmpty { return true }
            return try await !queue.due().isEmpty
        }
    }

    private func openDue(_ queue: TaskQueue) async throws {
        try await patiently(for: options.outage, until: stop) {
            for due in try await queue.due() where !stop.isStopping {
                guard let job = jobs.first(where: { $0.name == due.job }) else { continue }
                _ = try await open(job, slot: due.slot, queue)
            }
        }
    }

    private func open(_ job: any Job, slot: Date?, _ queue: TaskQueue) async throws -> JobRunID? {
        let planning = Planning(client: queue.client, usualSeconds: try await queue.usualSeconds(of: job.name))
        let tasks = try await job.plan(with: planning)
        guard let run = try await queue.open(job.name, slot: slot, tasks: tasks) else { return nil }
        outcome.withLock { _ = $0.runs.insert(run) }
        report(.opened(run, job: job.name, tasks: tasks.count))
        return run
    }

    /// Lets a crew work while the heartbeat goes, and says goodbye.
    private func working(
        _ queue: TaskQueue,
        _ client: PostgresClient,
        _ body: (Crew) async throws -> Void
    ) async throws {
        let held = HeldTasks()
        let crew = Crew(
            jobs: Dictionary(jobs.map { ($0.name, $0) }, uniquingKeysWith: { $1 }),
            queue: queue,
            client: client,
            held: held,
            stop: stop,
            note: { runs, areClosed in
                self.outcome.withLock { outcome in
                    outcome.runs.formUnion(runs)
                    if areClosed { outcome.closed.formUnion(runs) }
                }
            },
            report: report
        )
        stop.onInterrupt { held.interruptAll(.stopped) }
        let heartbeat = Task { await beat(queue, held) }
        defer { heartbeat.cancel() }
        try await body(crew)
        // Unsaid, it is taken for dead when its time is up: no reason to fail a night that is done.
        try? await queue.retire()
    }

    /// Goes on until cancelled.
    ///
    /// A beat that is lost does no harm: the fence, not the lease, keeps a late writer out.
    private func beat(_ queue: TaskQueue, _ held: HeldTasks) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: options.lease / 3)
            let mine = held.identifiers
            guard let kept = try? await queue.heartbeat(mine) else { continue }
            for task in mine where !kept.contains(task) { held.interrupt(task, .lost) }
        }
    }
}
