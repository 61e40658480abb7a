import CivilIdentity
import FoundationEssentials
import Registry
import RegistryTestSupport
import Testing

/// A seal is the person's: it reaches every row that speaks of her.
@Suite(.registryDatabase, .serialized) struct SealTests {
    /// Every table that a resident's seal is copied to, with the condition by which its rows are hers.
    private func copies(_ two: TwoCommunes) async throws -> [String] {
        try await two.truth("select distinct name::text from office.sealed_tables() order by 1").split(separator: "\n")
            .map(String.init)
    }

    @Test("F10 sealing a person seals all that is kept of her, in every book, and unsealing opens it again")
    func carried() async throws {
        try await TwoCommunes.open { two in
            let holder = try await two.office.numbered()
            _ = try await two.office.handedOver(to: holder)
            _ = try await two.office.requestedAccount(for: holder)
            let settlement = try await two.registry.settlement(
                "Thôn \(holder.id)",
                in: cuKbang.book,
                as: two.office.officer
            )
            let home = UUID.v7()
            try await two.registry.change(
                holder,
                Households.register(home, in: cuKbang.book, settlement: settlement, on: day("2024-01-01")),
                as: two.office.officer
            )
            let visit = """
                select outreach.upload(8, now(), jsonb_build_array(jsonb_build_object('id', '\(UUID.v7())', 'household', '\(home)',
                    'outcome', 'done', 'done_at', now(), 'people',
                    jsonb_build_array(jsonb_build_object('resident', '\(holder.id)', 'what', 'spoken_to')))))
                """
            #expect(try await two.tries(visit, as: two.office.officer) == "00000")
            // Before the move, after it, and a case where she is now.
            try await two.move(holder.id, on: "2026-03-01")
            let there = ResidentKey(book: eaRok.book, id: holder.id)
            let claim = """
                insert into registry.origin_claim (book_id, resident_id, position, answer, said_by, recorded_by)
                values (4, '\(holder.id)', 1, 'unknown', 'self', (select auth.user_id()))
                """
            #expect(try await two.tries(claim, as: two.there) == "00000")
            let made = try await two.registry.searchedCase(of: there, as: two.there)

            let tables = [
                "attribute_fact", "birth_fact", "card", "e_identity", "identity_case", "name_fact", "personal_number",
                "personal_number_event", "resident_version", "stay", "transfer", "visit_person",
            ]
            func levels(_ table: String) async throws -> String {
                try await two.truth(
                    "select min(seal), max(seal), count(*) > 0 from registry.\(table) where resident_id = '\(holder.id)'"
                )
            }
            let events = [
                "card_event": "join registry.card as upon on upon.id = copy.card_id",
                "e_identity_event": "join registry.e_identity as upon on upon.id = copy.identity_id",
                "case_event": "join registry.identity_case as upon on upon.id = copy.case_id",
                "transfer_event":
                    "join registry.transfer as upon on (upon.book_id, upon.id) = (copy.book_id, copy.transfer_id)",
            ]
            func eventLevels(_ table: String, _ join: String) async throws -> String {
                try await two.truth(
                    """
                    select min(copy.seal), max(copy.seal), count(*) > 0 from registry.\(table) as copy \(join)
                    where upon.resident_id = '\(holder.id)'
                    """
                )
            }
            for seal in [2, 0] {
                try await two.database.superuserSQL(
                    "update registry.resident set seal = \(seal) where (book_id, id) = (4, '\(holder.id)')"
                )
                for table in tables { #expect(try await levels(table) == "\(seal)|\(seal)|t", "\(table)") }
                for (table, join) in events {
                    #expect(try await eventLevels(table, join) == "\(seal)|\(seal)|t", "\(table)")
                }
                let rows = "select min(seal), max(seal), count(*) from registry.resident where id = '\(holder.id)'"
                #expect(try await two.truth(rows) == "\(seal)|\(seal)|2")
                let seen = "select 1 / count(*) from registry.identity_case where id = '\(made.id)'"
                #expect(try await two.tries(seen, as: two.there) == (seal == 0 ? "00000" : "22012"))
                // Also a step of the papers asks for it.
                let request = """
                    select issuance.request_card(4, gen_random_uuid(), '\(holder.id)', 'first', 'self', null, 'yes', 'yes', 'yes', null)
                    """
                #expect(try await two.tries(request, as: two.there) == (seal == 0 ? "SG409" : "SG404"))
            }
        }
    }

    @Test("F10 what names a sealed person as kin is sealed with her, and stays so when its own person is opened")
    func kin() async throws {
        try await TwoCommunes.open { two in
            let mother = try await two.office.resident("Giàng Thị Mỷ")
            let child = try await two.office.resident("Giàng A Páo", sex: .male)
            try await two.database.superuserSQL(
                """
                insert into registry.kin_fact (book_id, resident_id, kind, answer, kin_book_id, kin_id, said_by, recorded_by)
                values (8, '\(child.id)', 'mother', 'stated', 8, '\(mother.id)', 'self', 1);
                update registry.resident set seal = 1 where id = '\(mother.id)';
                """
            )
            let seal = "select seal from registry.kin_fact where resident_id = '\(child.id)'"
            #expect(try await two.truth(seal) == "1")
            try await two.database.superuserSQL(
                """
                update registry.resident set seal = 2 where id = '\(child.id)';
                update registry.resident set seal = 0 where id = '\(child.id)';
                """
            )
            #expect(try await two.truth(seal) == "1")
        }
    }

    @Test("F10 each table that copies a seal may be sealed, and is looked through every night")
    func catalogue() async throws {
        try await TwoCommunes.open { two in
            let tables = try await copies(two)
            #expect(tables.count > 30)
            let closed = """
                select string_agg(name::text, ' ') from office.sealed_tables()
                where not has_column_privilege('sogoc_office', name, 'seal', 'UPDATE')
                   or not exists (select from pg_policy where polrelid = name and polcmd in ('w', '*')
                                  and 'sogoc_office'::regrole = any (polroles))
                """
            #expect(try await two.truth(closed) == "")
            let checks = try ["residents", "cases", "papers"].map { subject in
                try String(
                    contentsOfFile: "\(Checkout.root)/sql/checks/\(subject)/seal-not-carried.sql",
                    encoding: .utf8
                )
            }
            for table in tables {
                #expect(
                    checks.contains { $0.contains("from \(table)\n") || $0.contains("from \(table) as ") },
                    "\(table)"
                )
            }
        }
    }
}
