import Foundation

/// Brings a prepared database to the newest schema, as `sogoc_migrator`.
func migrate(_ database: TestDatabase) async throws {
    let folder = "\(Checkout.root)/sql/migrations"
    let environment = [
        "PGHOST": database.server.socketFolder, "PGDATABASE": database.name, "PGUSER": "sogoc_migrator",
        "PGPASSWORD": try database.password(role: "sogoc_migrator"), "PGOPTIONS": "-c client_min_messages=warning",
    ]
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".sql") }.sorted()
    for file in files {
        let result = try await ChildProcess(
            "/usr/bin/psql",
            ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-1", "-f", "\(folder)/\(file)"],
            environment: environment
        ).result()
        guard result.status == 0 else { throw TestServerError(output: result.stderr) }
    }
}
