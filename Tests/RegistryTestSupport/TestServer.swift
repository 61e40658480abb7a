import Foundation
import Synchronization

/// The private PostgreSQL of this test process, made by `deploy/postgresql/private` as `deploy/up` makes the one that
/// serves, only without fsync.
///
/// It runs as an ordinary user also when the tests run as root. `private keep` holds a pipe from this process; however
/// the process ends, the pipe closes, and the server and its folder go.
package final class TestServer: Sendable {
    /// The data, the roles' passwords, the log.
    package let folder: String
    private let keeper: ChildProcess?
    private let clones = Mutex(0)
    /// Made for the first clone: tests of the client alone need no schema.
    private let template = Mutex<Task<Void, any Error>?>(nil)

    /// Started by the first suite that asks for it.
    ///
    /// The environment's `SOGOC_TEST_SERVER` names the folder of one that `private keep` runs already.
    package static var shared: TestServer {
        get async throws { try await starting.value }
    }
    private static let starting = Task {
        if let folder = ProcessInfo.processInfo.environment["SOGOC_TEST_SERVER"] {
            TestServer(folder: folder, keeper: nil)
        } else {
            try await started(settings: ["fsync=off", "synchronous_commit=off", "full_page_writes=off"])
        }
    }

    package var socketFolder: String { "\(folder)/run" }
    package var secretsFolder: String { "\(folder)/secrets" }

    private init(folder: String, keeper: ChildProcess?) {
        self.folder = folder
        self.keeper = keeper
    }

    /// Lends a server that this test alone uses, for what would disturb others: a restart, a crash, a full disk.
    ///
    /// Settings are `name=value` of postgresql.conf, besides those of the deployment; fsync is on unless they say otherwise.
    /// With a folder, the cluster in it, which stays there and is made only once.
    package static func withServer<Value>(
        settings: [String] = [],
        keptIn folder: String? = nil,
        _ body: (TestServer) async throws -> Value
    ) async throws -> Value {
        let server = try await started(settings: settings, keptIn: folder)
        do {
            let value = try await body(server)
            await server.end()
            return value
        } catch {
            await server.end()
            throw error
        }
    }

    private static func started(settings: [String], keptIn folder: String? = nil) async throws -> TestServer {
        let command = folder.map { ["open", $0] } ?? ["keep"]
        let keeper = try ChildProcess(script, command + settings, environment: environment, input: .lifeline)
        let ready = try await keeper.line(within: .seconds(300)) { line in
            line.hasPrefix("ready ") ? String(line.dropFirst(6)) : nil
        }
        guard let ready else {
            keeper.signal(SIGTERM)
            throw TestServerError(output: await keeper.result(within: .seconds(60)).stderr)
        }
        return TestServer(folder: ready, keeper: keeper)
    }

    private func end() async {
        keeper?.closeInput()
        _ = await keeper?.result(within: .seconds(60))
    }

    /// A database with roles, extensions and every migration, which clones are taken from and nobody connects to.
    private static let templateName = "sogoc_template"

    private func awaitTemplate() async throws {
        let making = template.withLock { template in
            let making = template ?? Task { try await makeTemplate() }
            template = making
            return making
        }
        try await making.value
    }

    private func makeTemplate() async throws {
        let known = try await superuserSQL(
            "select 1 from pg_database where datname = '\(Self.templateName)' and datistemplate",
            database: "postgres"
        )
        guard known.isEmpty else { return }
        try await migrate(TestDatabase(name: Self.templateName, server: self))
        _ = try await superuserSQL(
            "alter database \(Self.templateName) is_template true allow_connections false",
            database: "postgres"
        )
    }

    /// A fresh copy of the template under a name of its own.
    package func clone() async throws -> TestDatabase {
        try await awaitTemplate()
        let name = clones.withLock { count in
            count += 1
            return "test_\(getpid())_\(count)"
        }
        _ = try await script("database", folder, name, Self.templateName)
        return TestDatabase(name: name, server: self)
    }

    /// An empty database with the extensions, for tests of the migrator.
    package func empty() async throws -> TestDatabase {
        let name = clones.withLock { count in
            count += 1
            return "empty_\(getpid())_\(count)"
        }
        _ = try await script("database", folder, name)
        return TestDatabase(name: name, server: self)
    }

    /// The database of this name with the newest schema; in a kept cluster it may be there already, at an older one.
    package func database(named name: String) async throws -> TestDatabase {
        _ = try await script("database", folder, name)
        let database = TestDatabase(name: name, server: self)
        try await migrate(database)
        return database
    }

    package func drop(_ database: TestDatabase) async throws {
        _ = try await superuserSQL("drop database if exists \(database.name) with (force)", database: "postgres")
    }

    /// Stops the server and starts it again under everybody's feet: `immediate` is a crash, `fast` an operator's restart.
    ///
    /// For a server of `withServer`: other suites use the shared one.
    package func restart(immediately: Bool = false) async throws {
        _ = try await script("restart", folder, immediately ? "immediate" : "fast")
    }

    /// The first half of ``restart(immediately:)``.
    package func stop(immediately: Bool = false) async throws {
        _ = try await script("stop", folder, immediately ? "immediate" : "fast")
    }

    /// The second half.
    package func start() async throws {
        _ = try await script("start", folder)
    }

    /// The rows as psql prints them unaligned, without headers, columns separated by `|`.
    package func superuserSQL(_ sql: String, database: String) async throws -> String {
        try await script("psql", folder, "-A", "-t", "-d", database, input: sql)
    }

    /// All that PostgreSQL has logged since its start.
    package func log() throws -> String {
        try String(contentsOfFile: "\(folder)/log/postgresql-start.log", encoding: .utf8)
    }

    package func password(role: String) throws -> String {
        try String(contentsOfFile: "\(secretsFolder)/\(role)", encoding: .utf8)
    }

    private static let script = "\(Checkout.root)/deploy/postgresql/private"
    private static let environment = ["PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]

    private func script(_ arguments: String..., input: String = "") async throws -> String {
        let result = try await ChildProcess(
            Self.script,
            arguments,
            environment: Self.environment,
            input: .bytes(Array(input.utf8))
        ).result()
        guard result.status == 0 else { throw TestServerError(output: result.stderr) }
        return result.stdout.hasSuffix("\n") ? String(result.stdout.dropLast()) : result.stdout
    }
}

/// What PostgreSQL or the script that runs it said on failing.
package struct TestServerError: Error, CustomStringConvertible {
    package let output: String
    package var description: String { output.isEmpty ? "the test server failed and said nothing" : output }
}
