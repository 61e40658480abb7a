import Postgres
import Registry

/// Brings a prepared database to the newest schema with its reference data, as `sogoc migrate up` does.
func migrate(_ database: TestDatabase) async throws {
    let configuration = try database.access.configuration(for: .migrator, connections: 1)
    _ = try await PostgresClient.withClient(configuration) { client in
        try await Migrator(client: client, folder: "\(Checkout.root)/sql").up()
    }
}
