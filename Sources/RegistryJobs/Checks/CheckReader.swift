import FoundationEssentials
package import Postgres

/// Runs checks: read-only, on one snapshot, as `sogoc_jobs`, within their budget.
struct CheckReader {
    let client: PostgresClient

    /// All books of the register, in order.
    func books() async throws -> [Int32] {
        try await client.rows("select id from registry.book order by id", access: .readOnly).map { try $0["id"] }
    }

    /// What a check sees in some books, or in the whole register, on one snapshot.
    ///
    /// - Parameters:
    ///   - check: Is sent as it is, once for each book, as a subquery: what is no single SELECT cannot run that way.
    ///   - books: For slice book those to look at; for slice register all there are, which its rows may be of.
    /// - Returns: All that was found; for slice register the district's shelf (book 0) counts as looked at too.
    /// - Throws: ``CheckFailure`` when the check itself is at fault, `CancellationError`, and ``PostgresError`` when the
    ///   connection or the server is, so that trying again may help.
    func read(_ check: Check, books: [Int32]) async throws -> CheckReading {
        let budget = check.header.budget
        let slices: [Int32?] = check.header.slice == .book ? books.map { $0 } : [nil]
        let start = ContinuousClock.now
        do {
            let (asOf, rows) = try await client.transaction(
                isolation: .repeatableRead,
                access: .readOnly,
                preamble: [Self.settings(budget)],
                // The server ends what takes too long; this only catches a server that does not answer.
                deadline: budget.time * slices.count + .seconds(15)
            ) { transaction in
                // In one flush, so that the server goes from one book to the next without waiting for us.
                let clock: SQL = "select clock_timestamp() as as_of"
                let results = try await transaction.pipeline([clock] + slices.map { Self.query(check, book: $0) })
                let asOf: PostgresTimestamp = try results[0][0]["as_of"]
                var found: [FoundRow] = []
                found.reserveCapacity(results.dropFirst().reduce(0) { $0 + $1.count })
                for rows in results.dropFirst() {
                    guard rows.count <= budget.rows else { throw CheckFailure(.overRows(budget.rows), check) }
                    found += try rows.decode(FoundRow.self)
                }
                return (asOf, found)
            }
            let reading = CheckReading(
                asOf: asOf,
                complete: check.header.slice == .book ? books : [0] + books,
                rows: rows,
                took: ContinuousClock.now - start
            )
            if let fault = reading.fault(ofRegister: check.header.slice == .register) {
                throw CheckFailure(fault, check)
            }
            return reading
        } catch let error as PostgresError {
            if Task.isCancelled { throw CancellationError() }
            guard let failure = CheckFailure(error, check) else { throw error }
            throw failure
        } catch let error as RowDecodingError {
            throw CheckFailure(.columns(error), check)
        }
    }

    /// The check's text as it is, between our brackets; `$1` in it is the first value bound here.
    static func query(_ check: Check, book: Int32?) -> SQL {
        // One row more than allowed tells that there are too many.
        let limit = String(check.header.budget.rows + 1)
        let columns: SQL = "found.book_id, found.subject, found.subject_id, found.key, found.facts, found.shown"
        let statement: SQL =
            if let book {
                """
                select \(columns) from (
                \(raw: check.statement)
                ) as found where \(book)::int is not null limit \(raw: limit)
                """
            } else {
                "select \(columns) from (\n\(raw: check.statement)\n) as found limit \(raw: limit)"
            }
        return statement.named("check \(check.name)")
    }

    private static func settings(_ budget: CheckHeader.Budget) -> SQL {
        // A plan made for any book would not be the one for this book.
        """
        select set_config('statement_timeout', \(String(budget.time.milliseconds)), true),
               set_config('plan_cache_mode', 'force_custom_plan', true)
        """
    }
}

/// A row of a check's result.
package struct FoundRow: Sendable, Hashable {
    /// 0 where the check says no book: of the district's own shelf.
    package let book: Int32
    package let subject: String
    package let subjectID: String
    package let key: String
    package let facts: JSONB
    package let shown: JSONB
}

extension FoundRow: RowDecodable {
    package init(row: Row) throws(RowDecodingError) {
        book = try row["book_id"] ?? 0
        subject = try row["subject"]
        subjectID = try row["subject_id"]
        key = try row["key"]
        facts = try row["facts"]
        shown = try row["shown"]
    }
}

/// What a check saw.
package struct CheckReading: Sendable {
    /// By the server's clock, when the snapshot was taken: a later reading has the last word.
    package let asOf: PostgresTimestamp
    /// The books that were looked at; 0 is the district's own shelf.
    package let complete: [Int32]
    package let rows: [FoundRow]
    package let took: Duration

    /// What is wrong with the rows, nil where nothing is.
    fileprivate func fault(ofRegister isRegister: Bool) -> CheckFailure.Reason? {
        let books = Set(complete)
        var seen: Set<Identity> = []
        seen.reserveCapacity(rows.count)
        for row in rows {
            guard books.contains(row.book) else { return .foreignBook }
            let isName =
                row.subject.utf8.first.map { (0x61...0x7a).contains($0) } == true
                && row.subject.utf8.allSatisfy { (0x61...0x7a).contains($0) || $0 == 0x5f }
                && row.subject.utf8.count <= 40
            guard isName, !row.subjectID.isEmpty, row.subjectID.hasAtMost(200), row.key.hasAtMost(500)
            else { return .identity }
            // PostgreSQL writes jsonb without blanks before it.
            guard row.facts.bytes.first == UInt8(ascii: "{"), row.shown.bytes.first == UInt8(ascii: "{") else {
                return .noObject
            }
            guard seen.insert(Identity(row)).inserted else { return .twice }
        }
        return nil
    }

    private struct Identity: Hashable {
        let book: Int32
        let subject: String
        let subjectID: String
        let key: String

        init(_ row: FoundRow) {
            book = row.book
            subject = row.subject
            subjectID = row.subjectID
            key = row.key
        }
    }
}

extension String {
    /// Whether it has no more characters than that, as PostgreSQL counts them.
    fileprivate func hasAtMost(_ count: Int) -> Bool {
        utf8.count <= count || unicodeScalars.count <= count
    }
}
