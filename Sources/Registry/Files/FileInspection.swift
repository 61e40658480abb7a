package import Logging
import Postgres

/// All files that the database records, held against those that are kept.
package struct FileInspection: Sendable {
    /// How many files the database records.
    package private(set) var recorded = 0
    package private(set) var missing: [ContentHash] = []
    /// Files whose bytes are not those that were recorded.
    package private(set) var altered: [ContentHash] = []
    /// Kept, and in no record: what a crash left between the two.
    package private(set) var unrecorded: [ContentHash] = []

    package var isSound: Bool { missing.isEmpty && altered.isEmpty }

    /// Reads every recorded file through; as the role of the nights, which sees all books.
    ///
    /// - Throws: ``RegistryError``, `PostgresError`, or what reading a secret throws.
    package static func run(_ store: FileStore, access: DatabaseAccess, logger: Logger) async throws -> FileInspection {
        let records = try await PostgresClient.withClient(
            try access.configuration(for: .jobs, connections: 1),
            logger: logger
        ) { client in
            try await client.rows(
                """
                select sha256, length from registry.evidence_file
                union
                select sha256, length from registry.verification_reply_file
                union
                select sha256, length from registry.letter
                """,
                access: .readOnly
            ).map { row in (hash: try row["sha256"] as [UInt8], length: try row["length"] as Int32) }
        }
        var inspection = FileInspection()
        var rest = try store.kept()
        for record in records {
            guard let hash = ContentHash(bytes: record.hash) else { continue }
            inspection.recorded += 1
            rest.remove(hash)
            switch try await store.condition(of: hash, length: Int(record.length)) {
            case .sound: break
            case .missing: inspection.missing.append(hash)
            case .altered: inspection.altered.append(hash)
            }
        }
        inspection.unrecorded = Array(rest)
        return inspection
    }
}
