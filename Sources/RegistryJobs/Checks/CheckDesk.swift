import Postgres
package import Registry

/// What an operator does with checks outside of the nights: looks without recording, and sums up what stands.
package struct CheckDesk: Sendable {
    private let client: PostgresClient

    /// Connects as `sogoc_jobs` for the time of `body`.
    package static func connected<Value>(
        access: DatabaseAccess,
        _ body: (CheckDesk) async throws -> Value
    ) async throws -> Value {
        try await access.withJobsClient { try await body(CheckDesk(client: $0)) }
    }

    /// The books that belong to a commune today.
    ///
    /// - Parameter commune: The statistics office's code.
    /// - Returns: In order, at least one.
    /// - Throws: ``RegistryError/notFound`` where there is no such commune or it has no book.
    package func books(of commune: String) async throws -> [Int32] {
        let rows = try await client.rows(
            """
            select book_area.book_id from registry.book_area
            join registry.area on area.id = book_area.area_id and area.level = 'commune' and area.code = \(commune)
            where book_area.valid_from <= (select jobs.today()) and (select jobs.today()) < book_area.valid_to
            order by 1
            """,
            access: .readOnly
        )
        guard !rows.isEmpty else { throw RegistryError.notFound }
        return try rows.map { try $0["book_id"] }
    }

    /// What one check saw, or why it came to nothing.
    package struct Look: Sendable {
        package let check: Check
        package let result: Result<[FoundRow], CheckFailure>
    }

    /// Runs checks and records nothing.
    ///
    /// - Parameters:
    ///   - checks: In this order. Where books are named, those that look across the register are left out.
    ///   - books: Nil for all.
    ///   - report: Is told how many are done.
    /// - Returns: One look for each check that was run.
    /// - Throws: `PostgresError` when the database is at fault, `CancellationError`.
    package func look(
        _ checks: [Check],
        books: [Int32]?,
        report: (Int) -> Void = { _ in }
    ) async throws -> [Look] {
        let reader = CheckReader(client: client)
        let all = try await reader.books()
        var looks: [Look] = []
        for check in checks where books == nil || check.header.slice == .book {
            do {
                let reading = try await reader.read(check, books: books ?? all)
                looks.append(Look(check: check, result: .success(reading.rows)))
            } catch let failure as CheckFailure {
                looks.append(Look(check: check, result: .failure(failure)))
            }
            report(looks.count)
        }
        return looks
    }

    /// How many findings of these checks stand now (open, acknowledged or reopened), by check; none are left out.
    package func standing(of checks: [String], books: [Int32]?) async throws -> [String: Int] {
        let place: SQL = books.map { "and finding.book_id = any (\($0))" } ?? ""
        let rows = try await client.rows(
            """
            select finding.check_name, count(*) as standing
            from registry.finding
            where finding.check_name = any (\(checks)) and finding.resolved_at is null \(place)
              and registry.finding_state(finding.resolved_at, finding.waived_until, finding.assignee, finding.reopenings)
                  <> 'waived'
            group by finding.check_name
            """,
            access: .readOnly,
            deadline: .seconds(30)
        )
        return Dictionary(
            try rows.map { (try $0["check_name"] as String, try $0["standing"] as Int) },
            uniquingKeysWith: { $1 }
        )
    }
}
