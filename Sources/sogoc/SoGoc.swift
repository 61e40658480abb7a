import ArgumentParser
import Glibc

/// The command `sogoc`.
@main
struct SoGoc: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sogoc",
        abstract: "The register of residents (sổ gốc) of a Vietnamese district.",
        discussion: """
            Settings come from the environment (SOGOC_*) and from a file; sogoc doctor lists them and says what is missing.

            Exit codes: 0 ok, 1 the answer is no, 2 findings, 3 some tasks failed, 64 usage, 65 bad data, 66 not found, \
            69 database or service unreachable, 70 bug, 75 try again later, 77 not allowed, 78 configuration.
            """,
        version: "0.1.0",
        subcommands: [
            Serve.self, Migrate.self, UserCommand.self, RoleCommand.self, ParameterCommand.self, HolidayCommand.self,
            Login.self, Logout.self, Search.self, Report.self, ImportCommand.self, JobsCommand.self, CheckCommand.self,
            DemoCommand.self, Doctor.self, AreasCommand.self, TargetCommand.self,
        ]
    )

    /// Runs the command line; what goes wrong is told in one line on standard error and in the exit code.
    static func main() async {
        // A reader that has seen enough, as in `sogoc user list | head`, is no error.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot(nil)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            guard let failure = CommandFailure(error) else { exit(withError: error) }
            failure.report()
            Glibc.exit(failure.status.rawValue)
        }
    }
}
