import FoundationEssentials
package import Postgres

/// What the withdrawal of an import has done.
package struct WithdrawalReport: Sendable, Codable {
    /// What stays although its import is taken back, and why.
    package struct Kept: Sendable, Hashable, Codable {
        package let book: Int32
        package let kind: String
        package let recordID: String
        /// What keeps it.
        ///
        /// Something else that is known of the resident by now (`fact`, `choice`, `life_event`, `number`, `kin`, `stay`,
        /// `membership`), or a household that is lived in or used (`household_in_use`).
        package let because: String

        enum CodingKeys: String, CodingKey {
            case book
            case kind
            case recordID = "record_id"
            case because
        }
    }

    package let importID: Int32
    package var batches = 0
    package var kept: [Kept] = []

    enum CodingKeys: String, CodingKey {
        case importID = "import"
        case batches
        case kept
    }
}

extension WithdrawalReport.Kept: RowDecodable {
    package init(row: Row) throws(RowDecodingError) {
        book = try row["book_id"]
        kind = try row["kind"]
        recordID = try row["record_id"]
        because = try row["kept_because"]
    }
}

extension Importer {
    /// Takes an import back, batch by batch from the last; interrupted, it goes on where it stopped when called again.
    ///
    /// Nothing is deleted: stays are closed and memberships ended as withdrawn, so that search and today's reports no
    /// longer show the residents.
    ///
    /// - Parameters:
    ///   - importID: The number that the import's report named.
    ///   - batch: One batch alone; nil for all, which also keeps an import that is still running from going on.
    ///   - reason: Kept with the import.
    ///   - progress: Hears how many batches are behind us and how many there are.
    /// - Returns: What was taken back and what stays.
    /// - Throws: ``RegistryError``: `notFound`, or `notAllowed` where a record is beyond the caller's edit reach.
    package func withdraw(
        _ importID: Int32,
        batch: Int32? = nil,
        reason: String? = nil,
        progress: @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> WithdrawalReport {
        var report = WithdrawalReport(importID: importID)
        do {
            var numbers = [batch].compactMap { $0 }
            if batch == nil {
                let rows = try await client.transaction(preamble: preamble) {
                    try await $0.rows("select number from derive.begin_withdrawal(\(importID), \(reason)) as number")
                }
                numbers = try rows.map { try $0["number"] }
            }
            for number in numbers {
                let rows = try await client.transaction(preamble: preamble, deadline: .seconds(120)) {
                    try await $0.rows(
                        """
                        select book_id, kind, record_id, kept_because
                        from derive.withdraw_batch(\(importID), \(number))
                        """
                    )
                }
                report.batches += 1
                report.kept += try rows.decode(WithdrawalReport.Kept.self)
                progress(report.batches, numbers.count)
            }
        } catch let error as PostgresError {
            throw RegistryError(error)
        }
        return report
    }

    private var preamble: [SQL] { [ImportStatements.enter(token), ImportStatements.plansForNow] }
}
