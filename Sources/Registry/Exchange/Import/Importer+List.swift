package import Postgres

/// One import in the list of those a user has made.
package struct ImportSummaryRow: Sendable, Codable {
    package enum State: String, Sendable, Codable {
        case finished
        case unfinished
        case withdrawn
    }

    package let id: Int32
    package let kind: ImportKind
    /// In Asia/Ho_Chi_Minh, to the minute.
    package let startedAt: String
    package let rows: Int32
    package let accepted: Int
    package let rejected: Int
    package let state: State

    enum CodingKeys: String, CodingKey {
        case id = "import"
        case kind
        case startedAt = "started_at"
        case rows
        case accepted
        case rejected
        case state
    }
}

extension ImportSummaryRow: RowDecodable {
    package init(row: Row) throws(RowDecodingError) {
        id = try row["id"]
        kind = ImportKind(rawValue: try row["kind"]) ?? .persons
        startedAt = try row["started_at"]
        rows = try row["rows"]
        accepted = try row["accepted"]
        rejected = try row["rejected"]
        state = State(rawValue: try row["state"]) ?? .unfinished
    }
}

extension Importer {
    /// The imports of the token's user, the newest first.
    package func list(limit: Int = 200) async throws -> [ImportSummaryRow] {
        do {
            return try await client.transaction(access: .readOnly, preamble: [ImportStatements.enter(token)]) {
                try await $0.rows(
                    """
                    select import.id, import.kind, import.rows,
                           to_char(import.started_at at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD HH24:MI') as started_at,
                           (select coalesce(sum(batch.accepted), 0) from registry.import_batch as batch
                            where batch.import_id = import.id) as accepted,
                           (select coalesce(sum(batch.rejected), 0) from registry.import_batch as batch
                            where batch.import_id = import.id) as rejected,
                           case when import.withdrawn_at is not null then 'withdrawn'
                                when import.finished_at is not null then 'finished' else 'unfinished' end as state
                    from registry.import
                    order by import.id desc
                    limit \(limit)
                    """
                ).decode()
            }
        } catch let error as PostgresError {
            throw RegistryError(error)
        }
    }
}
