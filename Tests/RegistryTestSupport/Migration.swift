import Postgres
import Registry

/// Brings a prepared database to the newest schema with its reference data, as `sogoc_migrator`, by the product's own way.
func migrate(_ database: TestDatabase) async throws {
    let configuration = PostgresConfiguration(try database.conninfo(role: DatabaseRole.migrator.rawValue))
    try await PostgresClient.withClient(configuration) { client in
        _ = try await Migrator(client: client, folder: "\(Checkout.root)/sql").up()
    }
}
