import CivilIdentity
import FoundationEssentials
import Registry
import RegistryTestSupport
import Testing

/// Whoever may not take a step neither waits for a lock nor holds one.
@Suite(.registryDatabase, .serialized) struct LockTests {
    /// Runs `body` while somebody else holds the rows that a query locks.
    private func holding(_ query: String, _ two: TwoCommunes, _ body: () async throws -> Void) async throws {
        let database = two.database
        let holder = Task { _ = try? await database.superuserSQL("begin; \(query); select pg_sleep(600)") }
        let sleeping = "from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'"
        let isHeld = try await eventually {
            try await database.superuserSQL("select count(*) \(sleeping)") == "1"
        }
        #expect(isHeld)
        do {
            try await body()
        } catch {
            try await database.superuserSQL("select pg_cancel_backend(pid) \(sleeping)")
            throw error
        }
        try await database.superuserSQL("select pg_cancel_backend(pid) \(sleeping)")
        await holder.value
    }

    @Test("F2 a step is refused before its row is locked: of a case, of a transfer, of a person who is sealed")
    func rightsFirst() async throws {
        try await TwoCommunes.open { two in
            var draft = try ResidentDraft.named("Giàng Thị Mỷ", .birth)
            draft.origins = [ResidentDraft.Origin(answer: .unknown)]
            let person = try await two.registry.register(draft, in: cuKbang.book, as: two.office.officer)
            let made = try await two.registry.searchedCase(of: person, as: two.office.officer)
            let step = "select cases.take(8, '\(made.id)', \(made.revision), 'rely_on_evidence')"
            try await holding("select from registry.identity_case where id = '\(made.id)' for update", two) {
                let refused = try await two.tries(step, as: two.office.supervisor)
                let waited = try await two.tries(step, as: two.office.officer)
                #expect(refused == "SG403" && waited == "55P03")
            }

            let mover = try await two.office.numbered()
            let id = UUID.v7()
            let propose = "select moves.propose('\(id)', 8, '\(mover.id)', 4, '2026-03-01', 'theo chồng')"
            #expect(try await two.tries(propose, as: two.office.supervisor) == "00000")
            try await holding("select from registry.transfer where id = '\(id)' for update", two) {
                let stranger = try await two.database.officer("commune_supervisor", of: "24232")
                let refused = try await two.tries("select moves.accept('\(id)', 10, 1, null, null)", as: stranger)
                let waited = try await two.tries("select moves.accept('\(id)', 4, 1, null, null)", as: two.headThere)
                #expect(refused == "SG404" && waited == "55P03")
            }

            let card = """
                select issuance.request_card(8, gen_random_uuid(), '\(mover.id)', 'first', 'self', null, 'yes', 'yes', 'yes', null)
                """
            try await holding("select from registry.resident where id = '\(mover.id)' for update", two) {
                let waited = try await two.tries(card, as: two.office.officer)
                #expect(waited == "55P03")
            }
            try await two.database.superuserSQL("update registry.resident set seal = 1 where id = '\(mover.id)'")
            try await holding("select from registry.resident where id = '\(mover.id)' for update", two) {
                let refused = try await two.tries(card, as: two.office.officer)
                #expect(refused == "SG404")
            }
        }
    }
}
