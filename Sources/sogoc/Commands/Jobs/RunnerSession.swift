import Registry
import RegistryJobs
import UnixSignals

/// A runner on this terminal: signals stop it, a bar shows how far it is, its finished runs are told to the alert hook.
struct RunnerSession {
    let stop = StopSignal()
    private let options: RunnerOptions
    private let access: DatabaseAccess
    private let jobs: [any Job]
    private let hook: AlertHook?

    private init(_ options: RunnerOptions, jobs: [any Job]?) throws {
        let settings = try Settings()
        self.options = options
        access = try settings.databaseAccess()
        self.jobs = try jobs ?? JobCatalogue.jobs(home: settings.home())
        hook = settings.value("jobs.alert").map { AlertHook(command: $0) }
    }

    /// Lends a session during which SIGTERM and SIGINT ask the runner to stop, instead of ending the process.
    ///
    /// - Parameters:
    ///   - options: How it works.
    ///   - jobs: Instead of the installation's own.
    ///   - body: Gets the session.
    /// - Returns: What `body` returned.
    /// - Throws: ``CommandFailure`` when settings are missing, and what `body` throws.
    static func with<Value>(
        _ options: RunnerOptions,
        jobs: [any Job]? = nil,
        _ body: (RunnerSession) async throws -> Value
    ) async throws -> Value {
        let session = try RunnerSession(options, jobs: jobs)
        // Trapped before the first task is taken.
        let trapped = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        let signals = Task { [stop = session.stop] in
            for await _ in trapped {
                if stop.isStopping { stop.now() } else { stop.finish() }
            }
        }
        defer { signals.cancel() }
        return try await body(session)
    }

    /// Lends a runner to `body` and answers what became of the runs it had to do with.
    func running(_ body: (Runner) async throws -> Runner.Outcome) async throws -> RunSummary {
        let bar = ProgressBar(Sentence(vi: "Việc", en: "Tasks").text, total: nil)
        let runner = Runner(jobs: jobs, access: access, options: options, stop: stop) { event in
            if case .progress(let ended, let total) = event { bar.update(ended, total: total) }
        }
        defer { bar.finish() }
        let outcome = try await body(runner)
        bar.finish()
        guard !outcome.runs.isEmpty else { return RunSummary(isElsewhere: outcome.isElsewhere, runs: []) }
        let summary = try await JobHistory.connected(access: access) { history in
            try await RunSummary(outcome, history)
        }
        if let hook, case let closed = summary.only(outcome.closed), !closed.runs.isEmpty {
            await hook.tell(try JSONOutput.text(of: closed))
        }
        return summary
    }
}
