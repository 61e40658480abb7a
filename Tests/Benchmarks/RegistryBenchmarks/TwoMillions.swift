import Foundation
import RegistryTestSupport

/// A register of two million generated people in the books of a hundred communes; none of them exists.
enum TwoMillions {
    private static let size = 2_000_000

    /// The register on a server, loaded by the program itself; where it is there already, it is brought to the newest schema.
    static func database(on server: TestServer) async throws -> TestDatabase {
        let database = try await server.database(named: "sogoc_two_millions")
        // The users' file that the loader writes, and what it generates, are not kept.
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("two-millions-\(getpid())").path
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let begin = ContinuousClock.now
        let result = try await SogocBinary.run(
            ["demo", "load", "--size", String(size), "--users-file", "\(folder)/users.json"],
            environment: database.environment.merging(
                ["SOGOC_STATE_DIR": folder, "TMPDIR": folder]
            ) { $1 },
            deadline: .seconds(4 * 3600)
        )
        guard result.status == 0 else { throw BenchmarkError(said: result.stderr) }
        note("night/2m: the register is there after \((ContinuousClock.now - begin) / .seconds(1)) s")
        try await database.superuserSQL("vacuum analyze")
        return database
    }
}
