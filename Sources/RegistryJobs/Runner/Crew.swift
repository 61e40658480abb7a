import FoundationEssentials
import Postgres

/// The workers of one runner: each leases a task, performs it, and takes the next, until there is none.
struct Crew: Sendable {
    let jobs: [String: any Job]
    let queue: TaskQueue
    /// Connections for the tasks themselves, one for each worker.
    let client: PostgresClient
    let held: HeldTasks
    let stop: StopSignal
    /// Runs that were worked on, or that came to their end.
    let note: @Sendable (_ runs: [JobRunID], _ areClosed: Bool) -> Void
    let report: @Sendable (Runner.Event) -> Void

    private var options: RunnerOptions { queue.options }

    /// Until all tasks have ended, of one run or of all; also those that others have leased, since they may die.
    func workOff(only run: JobRunID?) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<max(1, options.workers) {
                group.addTask { try await work(only: run) }
            }
            try await group.waitForAll()
        }
    }

    private func work(only run: JobRunID?) async throws {
        var last: JobRunID?
        while true {
            // Told to stop, it still sees to it that a run whose last task it did comes to its end.
            let isStopping = stop.isStopping
            let step = try await patiently(for: options.outage, until: stop) {
                try await queue.next(of: run, after: last, isTaking: !isStopping)
            }
            note(step.closed, true)
            report(.progress(ended: step.total - step.open, total: step.total))
            if let task = step.task {
                note([task.run], false)
                last = task.run
                try await perform(task)
            } else if step.open == 0 || isStopping {
                return
            } else {
                // Others are at the rest, or it failed just now and waits for its next attempt. The last task of a night is
                // often this crew's own: then its end is the night's, and not up to a second later.
                let underWay = held.identifiers
                await stop.sleep(for: min(.seconds(1), options.lease / 4)) {
                    !underWay.isEmpty && held.identifiers != underWay
                }
            }
        }
    }

    // MARK: One task

    private func perform(_ task: JobTask) async throws {
        guard let job = jobs[task.job] else { return try await giveBack(task, isLost: false) }
        let began = ContinuousClock.now
        let reading = Task { try await job.perform(task, with: client) }
        held.begin(task.id) { reading.cancel() }
        defer { held.remove(task.id) }
        // Whoever told it to stop at once between the lease and here found no task to interrupt.
        if stop.isImmediate { held.interrupt(task.id, .stopped) }
        let overtime = Task {
            try await Task.sleep(for: task.timeout)
            held.interrupt(task.id, .overtime)
        }
        let result = await reading.result
        overtime.cancel()
        switch (held.endReading(task.id), result) {
        case (.lost, _):
            return
        case (.stopped, _):
            try await giveBack(task, isLost: false)
        case (.overtime, _):
            let limit = Int(task.timeout.seconds.rounded())
            try await fail(task, "it took longer than \(limit) s", mayRetry: true)
        case (nil, .failure(let error)):
            try await judge(error, of: task)
        case (nil, .success(let effect)):
            // At least half a minute: what was read in time is not thrown away for a slow commit.
            let left = max(task.timeout - (ContinuousClock.now - began), .seconds(30))
            do {
                // In a task of its own: a write is not cancelled with its worker.
                try await Task { try await write(effect, of: task, within: left) }.value
            } catch {
                try await judge(error, of: task)
            }
        }
    }

    /// Everything the task writes and its mark, or nothing: held under its fence from the first statement to the last.
    private func write(_ effect: TaskEffect, of task: JobTask, within limit: Duration) async throws {
        // Stopped in between, this session must let go of the task when its lease would have run out.
        let patience = String(options.lease.milliseconds)
        try await client.transaction(
            access: .write,
            preamble: [
                "select set_config('idle_in_transaction_session_timeout', \(patience), true)",
                "select jobs.hold(\(task.id), \(task.fence))",
            ],
            deadline: limit,
            wait: .seconds(20),
            attempts: 3
        ) { transaction in
            let counts = try await effect.write(transaction)
            let json = JSONB(bytes: Array(try JSONEncoder().encode(counts)))
            _ = try await transaction.rows("select jobs.finish(\(task.id), \(task.fence), \(json))")
        }
    }

    // MARK: What went wrong

    private func judge(_ error: any Error, of task: JobTask) async throws {
        switch error {
        case let failure as TaskFailure:
            try await fail(task, failure.description, mayRetry: failure.mayRetry)
        case let error as PostgresError where error.constraint == "task_fence":
            return
        case let error as PostgresError where error.isOutage:
            try await giveBack(task, isLost: true)
        case let error as PostgresError:
            // Class 42: the statement itself is wrong, and will be the next time.
            try await fail(task, "\(error)", mayRetry: error.sqlState?.category != "42")
        case let error as RowDecodingError:
            try await fail(task, "\(error)", mayRetry: false)
        default:
            // Nobody knows what a description of it might quote.
            try await fail(task, "\(type(of: error))", mayRetry: true)
        }
    }

    // Said as soon as the database listens; what is never said ends with the lease.

    private func fail(_ task: JobTask, _ error: String, mayRetry: Bool) async throws {
        let closed = try await patiently(for: options.outage, until: stop) {
            try await queue.fail(task, error, mayRetry: mayRetry)
        }
        note(closed, true)
    }

    private func giveBack(_ task: JobTask, isLost: Bool) async throws {
        try await patiently(for: options.outage, until: stop) { try await queue.giveBack(task, isLost: isLost) }
    }
}
