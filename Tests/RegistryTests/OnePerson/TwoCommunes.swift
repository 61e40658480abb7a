import CivilIdentity
import FoundationEssentials
import Registry
import RegistryTestSupport
import Testing

/// Cư KBang (book 8) and Ea Rốk (book 4) with their officers and supervisors, and what somebody with SQL access may try.
struct TwoCommunes: Sendable {
    let office: Office
    let there: TestOfficer
    let headThere: TestOfficer

    var database: TestDatabase { office.database }
    var registry: Registry { office.registry }

    static func open<Value>(_ body: (TwoCommunes) async throws -> Value) async throws -> Value {
        try await Office.open { office in
            let there = try await office.database.officer(of: eaRok.code)
            let head = try await office.database.officer("commune_supervisor", of: eaRok.code)
            return try await body(TwoCommunes(office: office, there: there, headThere: head))
        }
    }

    /// The SQLSTATE of a statement that somebody runs as the application's role.
    func tries(_ statement: String, as officer: TestOfficer) async throws -> String {
        try await database.sqlState(as: .app, token: officer.token, statement)
    }

    /// What a query of the superuser's answers.
    func truth(_ query: String) async throws -> String { try await database.superuserSQL(query) }

    /// Proposes and accepts a move; answers the transfer.
    @discardableResult
    func move(
        _ person: UUID,
        from: Int32 = cuKbang.book,
        to: Int32 = eaRok.book,
        on day: String,
        household: UUID? = nil
    ) async throws -> UUID {
        let (sender, receiver) = from == cuKbang.book ? (office.supervisor, headThere) : (headThere, office.supervisor)
        let id = UUID.v7()
        #expect(
            try await tries(
                "select moves.propose('\(id)', \(from), '\(person)', \(to), '\(day)', 'theo chồng')",
                as: sender
            ) == "00000"
        )
        #expect(try await accept(id, in: to, household: household, as: receiver) == "00000")
        return id
    }

    func accept(_ id: UUID, in book: Int32, household: UUID? = nil, as officer: TestOfficer) async throws -> String {
        let home = household.map { "'\($0)'" } ?? "null"
        return try await tries("select moves.accept('\(id)', \(book), 1, \(home), null)", as: officer)
    }

    /// A row for a person in Ea Rốk's book, as it could be written before the database refused it.
    func forge(_ person: UUID) async throws {
        try await database.superuserSQL(
            """
            insert into registry.resident (book_id, id, recorded_by) values (4, '\(person)', \(there.userID));
            insert into registry.stay (book_id, resident_id, opened_on, opened_by_way, recorded_by)
            values (4, '\(person)', '2024-09-18', 'registered', \(there.userID));
            insert into registry.name_fact (book_id, resident_id, kind, name, said_by, basis, recorded_by)
            values (4, '\(person)', 'BIRTH', 'Giàng Thị Mỷ', 'self', 'statement', \(there.userID));
            insert into registry.birth_fact (book_id, resident_id, answer, written, "precision", calendar, basis, candidates,
                earliest, latest, said_by, said_on, recorded_by)
            select 4, resident_id, answer, written, "precision", calendar, basis, candidates, earliest, latest, said_by, said_on,
                \(there.userID) from registry.birth_fact where resident_id = '\(person)';
            """
        )
        #expect(try await tries("select derive.refresh(4, '\(person)')", as: there) == "00000")
    }
}
