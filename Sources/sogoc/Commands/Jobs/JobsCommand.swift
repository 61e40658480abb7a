import ArgumentParser
import Glibc
import RegistryJobs

/// The jobs that are done night after night.
struct JobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs",
        abstract: "Run the nightly jobs, and show how they went.",
        discussion: """
            cron or a systemd timer starts "sogoc jobs run --due" every five minutes: it takes up what is due or was \
            left behind, and says nothing when there is nothing to do.

            Example: sogoc jobs run --due
            """,
        subcommands: [Run.self, List.self, History.self, Show.self, Cancel.self, Watch.self]
    )

    /// How a runner works; the same for `run` and `watch`.
    struct RunnerArguments: ParsableArguments {
        @Option(help: "Tasks at the same time; more than one only while nobody waits for the service.")
        var workers = 1
        @Option(help: "Seconds after which a runner without a sign of life is taken for dead (15; tests use 2).")
        var lease = 15.0
        @Flag(help: "Help another runner of this machine instead of leaving it alone.")
        var join = false

        func validate() throws {
            guard (1...64).contains(workers) else { throw ValidationError("--workers is 1 to 64.") }
            guard (1...3600).contains(lease) else { throw ValidationError("--lease is 1 to 3600 seconds.") }
        }

        var options: RunnerOptions {
            var options = RunnerOptions(
                host: Self.host,
                osUser: OSUser.current,
                version: SoGoc.configuration.version
            )
            options.workers = workers
            options.lease = .milliseconds(Int(lease * 1000))
            options.joins = join
            return options
        }

        private static var host: String {
            var name = [CChar](repeating: 0, count: 256)
            guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
            return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    /// The number of a run.
    struct RunArgument: ParsableArguments {
        @Argument(help: "The number of a run, as sogoc jobs history shows it.") var run: Int

        var identifier: JobRunID { JobRunID(rawValue: run) }
    }
}
