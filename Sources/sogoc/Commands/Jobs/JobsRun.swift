import ArgumentParser
import Registry
import RegistryJobs

extension JobsCommand {
    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take up what is due, or run one job now.",
            discussion: """
                SIGTERM lets the task under way finish and leaves the rest to the next start; a second one gives it back. \
                SOGOC_JOBS_ALERT names a command that gets the summary of each finished run as JSON on standard input.

                Exit codes: 0 all is well, nothing is due, or another runner is at it; 3 some tasks failed; 66 there is \
                no such job; 69 the database cannot be reached.

                Example: sogoc jobs run statistics-snapshot
                """
        )
        @Flag(help: "Take up what is due or was left behind.") var due = false
        @Argument(help: "The job to run now, as sogoc jobs list names it.") var job: String?
        @OptionGroup var runner: RunnerArguments
        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard due != (job != nil) else { throw ValidationError("Name a job, or say --due.") }
        }

        func run() async throws {
            let summary = try await RunnerSession.with(runner.options) { session in
                try await session.running { runner in
                    guard let job else { return try await runner.runDue() }
                    do {
                        return try await runner.run(job)
                    } catch RegistryError.notFound {
                        throw CommandFailure.noSuchJob(job)
                    }
                }
            }
            if output.json {
                Standard.output(try JSONOutput.text(of: summary))
            } else if !summary.runs.isEmpty || job != nil || Paint.isTerminal {
                // cron mails what is printed: nothing for nothing.
                Standard.output(summary.text)
            }
            if summary.hasFailures { throw ExitCode(ExitStatus.someTasksFailed.rawValue) }
        }
    }

    struct Watch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take up what is due, again and again, until SIGTERM.",
            discussion: """
                The same as "run --due" started by cron, as one process; it goes on when the database is gone for a while.

                Example: sogoc jobs watch --every 60
                """
        )
        @Option(help: "Seconds between two looks.") var every = 60.0
        @OptionGroup var runner: RunnerArguments
        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard (0.1...3600).contains(every) else { throw ValidationError("--every is 0.1 to 3600 seconds.") }
        }

        func run() async throws {
            try await RunnerSession.with(runner.options, watch)
        }

        private func watch(_ session: RunnerSession) async throws {
            while !session.stop.isStopping {
                do {
                    let summary = try await session.running { try await $0.runDue() }
                    if !summary.runs.isEmpty {
                        Standard.output(output.json ? try JSONOutput.text(of: summary) : summary.text)
                    }
                } catch {
                    // What cannot be mended by waiting ends the watch; the database comes back.
                    guard let failure = CommandFailure(error), failure.status == .unreachable else { throw error }
                    failure.report()
                }
                await session.stop.sleep(for: .milliseconds(Int(every * 1000)))
            }
        }
    }
}
