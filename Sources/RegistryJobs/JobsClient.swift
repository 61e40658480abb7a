import Logging
import Postgres
import Registry

extension DatabaseAccess {
    /// What goes wrong ends in the history or is thrown; lines between would be noise in cron's mail.
    private static let silent = Logger(label: "sogoc.jobs") { _ in SwiftLogNoOpLogHandler() }

    /// Connections of `sogoc_jobs` for the time of `body`.
    func withJobsClient<Value>(
        connections: Int = 1,
        _ body: (PostgresClient) async throws -> Value
    ) async throws -> Value {
        let configuration = try configuration(for: .jobs, connections: connections)
        return try await PostgresClient.withClient(configuration, logger: Self.silent, body)
    }
}
