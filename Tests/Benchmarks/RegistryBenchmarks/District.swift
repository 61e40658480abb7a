import Foundation
import RegistryTestSupport

/// The register with district-dev in it, and the service on it: what the figures of reading are taken on.
///
/// Generated data; nobody in it exists.
struct District {
    let database: TestDatabase

    /// The import files that come with the project's shared folder.
    static let files = "\(Checkout.root)/../shared/data/district-dev"

    /// A fresh database with the 70,013 registrations imported.
    static func loaded() async throws -> District {
        let database = try await TestServer.shared.clone()
        for file in ["persons.csv", "households.csv"] {
            let result = try await SogocBinary.run(
                ["import", "\(files)/\(file)"],
                environment: database.environment,
                deadline: .seconds(600)
            )
            // 65: some rows were rejected, the rest is there.
            guard [0, 65].contains(result.status) else { throw BenchmarkError(said: result.stderr) }
        }
        try await database.superuserSQL("vacuum analyze")
        return District(database: database)
    }

    /// The service on this database for the time of `body`, which gets its base URL and its process.
    func serving<Value>(_ body: (String, ChildProcess) async throws -> Value) async throws -> Value {
        let (port, metricsPort) = (try FreePort.take(), try FreePort.take())
        let base = "http://127.0.0.1:\(port)"
        let environment = database.environment.merging(
            ["SOGOC_LISTEN": "127.0.0.1:\(port)", "SOGOC_METRICS_LISTEN": "127.0.0.1:\(metricsPort)"]
        ) { $1 }
        let service = try SogocBinary.start(["serve"], environment: environment)
        defer { service.signal(SIGTERM) }
        let client = HTTPBench(base: base)
        for _ in 0..<200 {
            if try await client.isReady() { return try await body(base, service) }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw BenchmarkError(said: "the service did not get ready")
    }
}

/// Why nothing could be measured.
struct BenchmarkError: Error, CustomStringConvertible {
    let said: String
    var description: String { said }
}
