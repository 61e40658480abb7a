import Postgres

/// Hands what a check saw to the database, which compares it with the findings that are known.
///
/// A book in which exactly the same was seen as the last time is settled by its digest; only the others are compared.
struct FindingRecorder {
    let check: Check
    let run: Int

    /// What became of the findings of the books that were looked at.
    struct Counts: Sendable, Equatable {
        var opened = 0
        var reopened = 0
        var healed = 0
        var carried = 0
        /// Books in which the same was seen as the last time.
        var settledBooks = 0
        /// A run that looked later has recorded already: nothing was written.
        var isOvertaken = false
    }

    /// Records a reading.
    ///
    /// - Returns: The counts of all its books.
    /// - Throws: `PostgresError`: `SG409` for a row of a book that was not looked at, or two rows of one identity.
    func record(_ reading: CheckReading, in transaction: PostgresTransaction) async throws -> Counts {
        let digests = reading.digests
        var counts = Counts()
        var settled: Set<Int32> = []
        for row in try await transaction.rows(settling(reading, digests)) {
            settled.insert(try row["book_id"])
            counts.carried += try row["carried"] as Int
        }
        counts.settledBooks = settled.count
        let rest = reading.complete.filter { !settled.contains($0) }
        guard !rest.isEmpty else { return counts }
        let rows = settled.isEmpty ? reading.rows : reading.rows.filter { !settled.contains($0.book) }
        let row = try await transaction.rows(comparing(rows, of: rest, asOf: reading.asOf))[0]
        counts.opened = try row["opened"]
        counts.reopened = try row["reopened"]
        counts.healed = try row["healed"]
        counts.carried += try row["carried"] as Int
        counts.isOvertaken = try row["overtaken"]
        return counts
    }

    private func settling(_ reading: CheckReading, _ digests: [FindingDigest]) -> SQL {
        let header = check.header
        return """
            select book_id, carried
            from finding.settle(\(run), \(check.name),
                finding.note_check(\(run), \(check.name), \(check.hash), \(header.title), \(header.titleVi),
                    \(header.severity.rawValue), \(header.why), \(header.whyVi), \(header.remedy), \(header.remedyVi),
                    \(header.slice.rawValue)),
                \(reading.complete), \(reading.asOf), \(digests.map(\.bytes)), \(digests.map(\.count)))
            """
    }

    private func comparing(_ rows: [FoundRow], of books: [Int32], asOf: PostgresTimestamp) -> SQL {
        """
        select opened, reopened, healed, carried, overtaken
        from finding.record(\(run), \(check.name), \(check.header.severity.rawValue), \(books), \(asOf),
            \(rows.map(\.book)), \(rows.map(\.subject)), \(rows.map(\.subjectID)), \(rows.map(\.key)),
            \(rows.map(\.facts)), \(rows.map(\.shown)))
        """
    }
}
