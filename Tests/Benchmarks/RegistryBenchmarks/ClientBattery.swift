import Foundation
import Postgres
import RegistryTestSupport

extension ClientBenchmarks {
    /// The figures `client/…`, on an empty database of the test server, with the yardstick compiled for the occasion.
    ///
    /// - Parameter full: Seven rounds of three seconds instead of three of one.
    /// - Returns: The figures of the issue, and how the yardstick itself stands against pgbench.
    /// - Throws: When something cannot be measured.
    static func figures(full: Bool) async throws -> [Figure] {
        let server = try await TestServer.shared
        let database = try await server.empty()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("yardstick-\(getpid())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let source = "\(Checkout.root)/Tests/Benchmarks/yardstick"
        let program = "\(folder)/yardstick"
        // Swift brings clang; libpq-dev brings pg_config.
        _ = try output(of: [
            "sh", "-c", "clang -O2 -o '\(program)' '\(source)/yardstick.c' -I\"$(pg_config --includedir)\" -lpq",
        ])
        let conninfo = try database.conninfo(role: "sogoc_migrator")
        let benchmarks = ClientBenchmarks(
            configuration: PostgresConfiguration(conninfo),
            yardstick: program,
            pgbenchScript: "\(source)/scoped.pgbench",
            conninfo: conninfo,
            rounds: full ? 7 : 3,
            seconds: full ? 3 : 1
        )
        try await benchmarks.prepare()
        let figures = [
            Figure("client/yardstick", try await benchmarks.yardstickAgainstPgbench(), "of pgbench", atLeast: 0.9),
            Figure("client/scoped-read", try await benchmarks.scopedReadAgainstC(), "of C", atLeast: 0.85),
            Figure("client/scoped-read-slow-p99", try await benchmarks.p99WithSlowRequests(), "times", atMost: 2),
            Figure("client/stream", try await benchmarks.streamAgainstC(), "of C", atLeast: 1),
            Figure("client/copy-binary", try await benchmarks.copyAgainstPsql(), "of psql", atLeast: 1.2),
        ]
        try await server.drop(database)
        return figures
    }
}
