package import Postgres

/// Brings the schema to this program's version, forward only, as `sogoc_migrator`.
///
/// Each file runs in a transaction of its own together with its row in `schema_version.applied`, so that a crash leaves
/// either both or none. An advisory lock keeps two migrators apart; the ledger, not the lock, says what was applied.
package struct Migrator: Sendable {
    package let client: PostgresClient
    /// The folder `sql/` of the installation.
    package let folder: String

    package init(client: PostgresClient, folder: String) {
        self.client = client
        self.folder = folder
    }

    /// A migration and whether it was applied.
    package struct Status: Sendable {
        package let name: String
        package let isApplied: Bool
    }

    /// Applies what is missing and loads the reference data; safe to repeat.
    ///
    /// - Parameter report: Called with the name of each migration before it runs.
    /// - Returns: How many migrations were applied.
    /// - Throws: ``MigrationError``, `PostgresError`.
    @discardableResult
    package func up(report: (String) -> Void = { _ in }) async throws -> Int {
        let migrations = try Migration.all(in: "\(folder)/migrations")
        try await createLedger()
        var applied = 0
        for migration in migrations {
            if try await apply(migration, known: migrations, report: report) { applied += 1 }
        }
        try await ReferenceData(folder: "\(folder)/reference").load(with: client)
        return applied
    }

    /// Which of this program's migrations the database has.
    package func status() async throws -> [Status] {
        let migrations = try Migration.all(in: "\(folder)/migrations")
        let ledger = try await client.segment(
            ["select to_regclass('schema_version.applied')::text as ledger"],
            access: .readOnly
        )
        guard let row = ledger.first?.first, try row["ledger"] as String? != nil else {
            return migrations.map { Status(name: $0.name, isApplied: false) }
        }
        let applied = try await client.segment([Self.appliedQuery], access: .readOnly)
        let numbers = try verify(applied.first.map(Array.init) ?? [], against: migrations)
        return migrations.map { Status(name: $0.name, isApplied: numbers.contains($0.number)) }
    }

    private static let appliedQuery: SQL = "select number, name, checksum from schema_version.applied order by number"

    private func createLedger() async throws {
        try await client.transaction(access: .write, deadline: .seconds(600)) { transaction in
            try await lock(transaction)
            _ = try await transaction.rows("create schema if not exists schema_version")
            _ = try await transaction.rows(
                """
                create table if not exists schema_version.applied (
                    number     int  primary key,
                    name       text not null,
                    checksum   text not null,
                    applied_at timestamptz not null default now()
                )
                """
            )
        }
    }

    private func apply(_ migration: Migration, known: [Migration], report: (String) -> Void) async throws -> Bool {
        try await client.transaction(access: .write, deadline: .seconds(600)) { transaction in
            try await lock(transaction)
            let numbers = try verify(Array(try await transaction.rows(Self.appliedQuery)), against: known)
            guard !numbers.contains(migration.number) else { return false }
            report(migration.name)
            let record: SQL = """
                insert into schema_version.applied (number, name, checksum)
                values (\(Int32(migration.number)), \(migration.name), \(migration.checksum))
                """
            try await transaction.script(SQL(raw: migration.text, name: migration.name))
            _ = try await transaction.pipeline(["reset role", record])
            return true
        }
    }

    /// Held until the transaction ends, so that a killed migrator leaves nothing locked.
    private func lock(_ transaction: PostgresTransaction) async throws {
        let rows = try await transaction.rows("select pg_try_advisory_xact_lock(7362104) as free")
        guard let row = rows.first, try row["free"] as Bool else { throw MigrationError.locked }
    }

    private func verify(_ applied: [Row], against known: [Migration]) throws -> Set<Int> {
        var numbers: Set<Int> = []
        for row in applied {
            let number = Int(try row["number"] as Int32)
            let name: String = try row["name"]
            guard let migration = known.first(where: { $0.number == number }) else {
                throw MigrationError.unknown(name: name)
            }
            guard migration.checksum == (try row["checksum"] as String) else {
                throw MigrationError.changed(name: name)
            }
            numbers.insert(number)
        }
        return numbers
    }
}
