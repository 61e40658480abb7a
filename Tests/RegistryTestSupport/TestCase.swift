package import FoundationEssentials
package import Postgres
package import Registry

/// An identity case of a test's, led on by the functions of schema cases as an officer's requests would.
package struct TestCase: Sendable {
    package let id: UUID
    package let resident: ResidentKey
    package var revision: Int32

    package var book: Int32 { resident.book }
}

extension Registry {
    /// Opens a case for a resident who has a claim, and leads it to where requests are sent.
    package func searchedCase(of resident: ResidentKey, as officer: TestOfficer) async throws -> TestCase {
        var made = TestCase(id: .v7(), resident: resident, revision: 1)
        try await take("select cases.open(\(resident.book), \(resident.id), \(made.id))", in: &made, as: officer)
        made.revision = 1
        try await take(
            "select cases.take(\(made.book), \(made.id), \(made.revision), 'record_claims')",
            in: &made,
            as: officer
        )
        try await take(
            """
            select cases.record_search(\(made.book), \(made.id), \(made.revision),
                '{"candidates": [], "said": "không thấy ai trùng"}')
            """,
            in: &made,
            as: officer
        )
        return made
    }

    /// Takes a step that raises the case's revision by one.
    package func take(_ step: SQL, in made: inout TestCase, as officer: TestOfficer) async throws {
        try await write(
            Query<Void>([step]),
            as: officer.caller,
            action: "test.step",
            book: made.book,
            residents: [made.resident.id]
        )
        made.revision += 1
    }

    /// Takes one of the steps that need words at most.
    package func lead(
        by step: String,
        because reason: String? = nil,
        in made: inout TestCase,
        as officer: TestOfficer
    ) async throws {
        try await take(
            "select cases.take(\(made.book), \(made.id), \(made.revision), \(step), \(reason))",
            in: &made,
            as: officer
        )
    }

    /// Asks the place of the resident's first open question, by whichever name comes first; the request's id.
    package func ask(_ step: String, in made: inout TestCase, as officer: TestOfficer) async throws -> UUID {
        let request = UUID.v7()
        try await take(
            """
            select cases.ask(\(made.book), \(made.id), \(made.revision), \(step), \(request), question.claim_id,
                question.name_fact_id, 'post', question.area_id)
            from cases.next_questions(\(made.book), \(made.id)) as question where question.rank = 1
            """,
            in: &made,
            as: officer
        )
        return request
    }

    /// Records what a place answered today; the reply's id.
    package func reply(
        _ outcome: String,
        to request: UUID,
        in made: inout TestCase,
        as officer: TestOfficer
    ) async throws -> UUID {
        let reply = UUID.v7()
        try await take(
            """
            select cases.record_reply(\(made.book), \(made.id), \(made.revision), \(request), \(reply), jobs.today(), \(outcome))
            """,
            in: &made,
            as: officer
        )
        return reply
    }
}
