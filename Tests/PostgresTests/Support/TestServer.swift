import Foundation
import Logging
import Postgres
import RegistryTestSupport
import Synchronization

/// A PostgreSQL of the test run's own: an ordinary user's, in a folder under /tmp, on a unix socket, gone with the run.
final class TestServer: Sendable {
    static let password = "generated-for-tests"
    let folder: String
    private let port: Int

    /// The server that the suites share.
    static let shared: TestServer = {
        do {
            return try TestServer()
        } catch {
            fatalError("PostgreSQL cannot be started for the tests: \(error)")
        }
    }()

    struct CommandFailed: Error {
        let command: String
        let output: String
    }

    /// Creates and starts a server; the options are lines of `postgresql.conf`.
    init(options: [String] = [], port: Int = 5432) throws {
        self.port = port
        folder = "/tmp/pgt-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(Self.password.utf8).write(to: URL(fileURLWithPath: folder + "/password"))
        if getuid() == 0 { try Self.run(["chown", "-R", "postgres", folder]) }
        try Self.runAsUser([
            Self.binary("initdb"), "-D", folder + "/data", "-U", "postgres", "--auth=scram-sha-256", "-E", "UTF8",
            "--locale=C.UTF-8", "--pwfile=" + folder + "/password", "--no-sync",
        ])
        let settings =
            [
                "listen_addresses = ''", "port = \(port)", "unix_socket_directories = '\(folder)'", "fsync = off",
                "synchronous_commit = off", "full_page_writes = off", "shared_buffers = 64MB", "max_connections = 200",
                "log_parameter_max_length = 0", "log_parameter_max_length_on_error = 0",
            ] + options
        let file = folder + "/data/postgresql.auto.conf"
        try Self.runAsUser(["sh", "-c", "cat >> \(file)"], input: settings.joined(separator: "\n") + "\n")
        do {
            try start()
        } catch {
            destroy()
            throw error
        }
        try keep()
    }

    /// A server on the loopback address too, and its port.
    ///
    /// A port that is free now may be taken a moment later, so another one is tried then.
    static func onLoopback() throws -> (server: TestServer, port: Int) {
        var failure: (any Error)?
        for _ in 0..<10 {
            let port = Int.random(in: 20_000..<32_000)
            do {
                return (try TestServer(options: ["listen_addresses = '127.0.0.1'"], port: port), port)
            } catch {
                failure = error
            }
        }
        throw failure ?? CommandFailed(command: "pg_ctl", output: "")
    }

    /// Lets a shell wait for the end of this process, however it comes, to stop the server and remove its folder.
    private func keep() throws {
        var ends: [Int32] = [0, 0]
        // Closed on exec: no other child may hold the end whose closing is the signal.
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw CommandFailed(command: "socketpair", output: "\(errno)")
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // POSIX_SPAWN_SETSID, which Glibc's module leaves out: out of reach of the terminal's interrupt.
        posix_spawnattr_setflags(&attributes, 0x80)
        let script = "read end; \(Self.binary("pg_ctl")) -D \(folder)/data -m immediate -s stop; rm -rf \(folder)"
        var arguments = (Self.ordinaryUser + ["sh", "-c", script]).map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child = pid_t()
        let failure = posix_spawnp(&child, arguments[0] ?? strdup(""), &actions, &attributes, &arguments, environ)
        close(ends[0])
        guard failure == 0 else { throw CommandFailed(command: "sh", output: "\(failure)") }
    }

    func start() throws {
        try Self.runAsUser([
            Self.binary("pg_ctl"), "-D", folder + "/data", "-l", folder + "/log", "-w", "-t", "120", "-s", "start",
        ])
    }

    /// Stops the server; `immediate` is as if it had crashed.
    func stop(mode: String = "fast") {
        try? Self.runAsUser([Self.binary("pg_ctl"), "-D", folder + "/data", "-m", mode, "-w", "-s", "stop"])
    }

    /// Stops the server and removes its folder.
    func destroy() {
        stop(mode: "immediate")
        try? FileManager.default.removeItem(atPath: folder)
    }

    var socketPath: String { "\(folder)/.s.PGSQL.\(port)" }

    func configuration(
        connections: Int = 4,
        host: String? = nil,
        port: Int? = nil
    ) -> PostgresConfiguration {
        var configuration = PostgresConfiguration(
            "host=\(host ?? folder) port=\(port ?? self.port) dbname=postgres sslmode=disable",
            user: "postgres",
            password: PostgresPassword(Self.password)
        )
        configuration.maximumConnections = connections
        configuration.waitTimeout = generous
        return configuration
    }

    /// A client of this server for the time of `body`.
    func withClient<Value>(
        connections: Int = 4,
        _ body: (PostgresClient) async throws -> Value
    ) async throws -> Value {
        try await withClient(configuration(connections: connections), body)
    }

    /// A client with settings of its own for the time of `body`.
    func withClient<Value>(
        _ configuration: PostgresConfiguration,
        _ body: (PostgresClient) async throws -> Value
    ) async throws -> Value {
        try await PostgresClient.withClient(configuration, logger: Self.quiet, body)
    }

    static let quiet = {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }()

    static func binary(_ name: String) -> String { "/usr/lib/postgresql/15/bin/" + name }

    /// Runs a command as an ordinary user: PostgreSQL refuses to run as root.
    static func runAsUser(_ command: [String], input: String? = nil) throws {
        try run(ordinaryUser + command, input: input)
    }

    private static var ordinaryUser: [String] {
        getuid() == 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"] : []
    }

    /// Runs a command and waits for it.
    ///
    /// Not by Foundation's `Process`: it learns of the end through a socket that the started server inherits and holds.
    private static func run(_ command: [String], input: String? = nil) throws {
        let log = "/tmp/pgt-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).log"
        let source = log + ".in"
        defer {
            unlink(log)
            unlink(source)
        }
        try (input ?? "").write(toFile: source, atomically: false, encoding: .utf8)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, source, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var arguments = command.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child = pid_t()
        var status: Int32 = -1
        let failure = posix_spawnp(&child, arguments[0] ?? strdup(""), &actions, nil, &arguments, environ)
        while failure == 0, waitpid(child, &status, 0) < 0, errno == EINTR {}
        guard failure == 0, status == 0 else {
            throw CommandFailed(
                command: command.joined(separator: " "),
                output: (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            )
        }
    }
}

extension PostgresConfiguration {
    /// The same with another value in one place.
    func with<Value>(_ path: WritableKeyPath<PostgresConfiguration, Value>, _ value: Value) -> PostgresConfiguration {
        var copy = self
        copy[keyPath: path] = value
        return copy
    }
}
