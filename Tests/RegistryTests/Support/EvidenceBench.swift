import CivilIdentity
import FoundationEssentials
import Postgres
import Registry
import RegistryTestSupport

/// A case that gathers evidence, with the officers of its commune.
struct EvidenceBench {
    let database: TestDatabase
    let registry: Registry
    let officer: TestOfficer
    let supervisor: TestOfficer
    var made: TestCase

    /// Somebody who does not know where she comes from, so that the case rests on evidence.
    static func gathering(
        _ registry: Registry,
        _ change: (inout ResidentDraft) throws -> Void = { _ in }
    ) async throws -> EvidenceBench {
        let database = TestDatabase.current
        let officer = try await database.officer(of: cuKbang.code)
        var draft = try ResidentDraft.named("Giàng Thị Mỷ", .birth)
        draft.origins = [ResidentDraft.Origin(answer: .unknown)]
        try change(&draft)
        let key = try await registry.register(draft, in: cuKbang.book, as: officer)
        var made = try await registry.searchedCase(of: key, as: officer)
        try await registry.lead(by: "rely_on_evidence", in: &made, as: officer)
        return EvidenceBench(
            database: database,
            registry: registry,
            officer: officer,
            supervisor: try await database.officer("commune_supervisor", of: cuKbang.code),
            made: made
        )
    }

    /// The case waits for the supervisor.
    mutating func propose() async throws {
        try await registry.lead(by: "propose", in: &made, as: officer)
    }

    // MARK: What is recorded

    @discardableResult
    func record(_ kind: String, kin: EvidenceDraft.Kin? = nil, of resident: ResidentKey? = nil) async throws -> UUID {
        let id = UUID.v7()
        var draft = EvidenceDraft(kind: kind, identityCase: made.id, says: "như lời khai", kin: kin)
        if resident != nil { draft.identityCase = nil }
        try await registry.change(
            resident ?? made.resident,
            CaseEvidence.record(draft, as: id, of: resident ?? made.resident),
            as: officer
        )
        return id
    }

    @discardableResult
    func attest(_ witness: AttestationDraft.Witness, paper: String? = nil) async throws -> UUID {
        let id = UUID.v7()
        let draft = AttestationDraft(
            witness: witness,
            knows: "hàng xóm cũ",
            says: "biết từ nhỏ, cùng vào năm 1996",
            statedOn: articleDay,
            paper: paper
        )
        try await registry.change(
            made.resident,
            CaseEvidence.attest(draft, as: id, in: made.book, of: made.id),
            as: officer
        )
        return id
    }

    func strength() async throws -> CaseStrength? {
        try await registry.read(CaseStrength.show(made.id), as: officer.caller, action: "cases.strength")
    }

    // MARK: People

    /// Somebody in the book, in a household by its number, with a personal number or without.
    func resident(_ name: String, household: UUID? = nil, number: String? = nil) async throws -> ResidentKey {
        let key = try await registry.register(.named(name, .birth), in: cuKbang.book, as: officer)
        if let household { try await join(key, household) }
        if let number {
            try await database.superuserSQL(
                """
                insert into registry.personal_number (number, book_id, resident_id, state, recorded_by)
                values ('\(number)', \(key.book), '\(key.id)', 'confirmed', \(officer.userID))
                """
            )
        }
        return key
    }

    /// A household that somebody may join.
    func household() async throws -> UUID {
        let id = UUID.v7()
        try await database.superuserSQL(
            """
            insert into registry.household (book_id, id, opened_on, recorded_by)
            values (\(cuKbang.book), '\(id)', '2024-01-01', \(officer.userID))
            """
        )
        return id
    }

    func join(_ key: ResidentKey, _ household: UUID) async throws {
        try await database.superuserSQL(
            """
            insert into registry.household_member (book_id, household_id, resident_id, relation, valid_from, recorded_by)
            values (\(key.book), '\(household)', '\(key.id)', '99', '2024-01-01', \(officer.userID))
            """
        )
    }
}
