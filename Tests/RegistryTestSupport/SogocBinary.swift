import Foundation

/// The `sogoc` of the build that the test belongs to.
package enum SogocBinary {
    package static let path = "\(Checkout.products)/sogoc"

    /// Runs a command to its end, killed after the deadline.
    package static func run(
        _ arguments: [String],
        environment: [String: String] = [:],
        stdin: String = "",
        deadline: Duration = .seconds(300)
    ) async throws -> ChildProcess.Result {
        let child = try ChildProcess(
            path,
            arguments,
            environment: base.merging(environment) { $1 },
            input: .bytes(Array(stdin.utf8))
        )
        return await child.result(within: deadline)
    }

    /// Starts a command that stays, such as `serve`, or that the test is going to kill.
    package static func start(_ arguments: [String], environment: [String: String] = [:]) throws -> ChildProcess {
        try ChildProcess(path, arguments, environment: base.merging(environment) { $1 })
    }

    /// What a clerk's shell has; the tester's own `SOGOC_*` and `PG*` stay outside.
    private static let base: [String: String] = [
        "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin",
        "SOGOC_HOME": Checkout.root,
    ]
}
