import CivilIdentity
import FoundationEssentials
import Registry
import RegistryTestSupport
import Testing

/// Whoever comes back to a book where she once was.
@Suite(.registryDatabase, .serialized) struct ComingBackTests {
    @Test("F5 F10 she comes back with the seal that the other commune's book gave her, on all that is known of her")
    func seal() async throws {
        try await TwoCommunes.open { two in
            let holder = try await two.office.numbered()
            try await two.move(holder.id, on: "2026-03-01")
            // As it was before seals were carried: the other book alone was sealed.
            try await two.database.superuserSQL(
                """
                begin; set local session_replication_role = replica;
                update registry.resident set seal = 1 where id = '\(holder.id)' and book_id = 4;
                update registry.name_fact set seal = 1 where resident_id = '\(holder.id)' and book_id = 4;
                commit;
                """
            )
            let district = try await two.database.officer("district_officer", of: "646")
            let other = try await two.database.officer("district_officer", of: "646")
            let id = UUID.v7()
            let back = "select moves.propose('\(id)', 4, '\(holder.id)', 8, '2026-05-01', 'trở về')"
            #expect(try await two.tries(back, as: two.headThere) == "SG404")
            #expect(try await two.tries(back, as: district) == "00000")
            #expect(try await two.accept(id, in: 8, as: two.office.supervisor) == "SG404")
            #expect(try await two.accept(id, in: 8, as: other) == "00000")
            for table in ["resident_version", "stay", "name_fact", "birth_fact", "attribute_fact", "personal_number"] {
                let open = "select count(*) from registry.\(table) where resident_id = '\(holder.id)' and seal < 1"
                #expect(try await two.truth(open) == "0", "\(table)")
            }
            #expect(try await two.truth("select min(seal) from registry.resident where id = '\(holder.id)'") == "1")
            #expect(try await two.registry.record(of: holder, as: two.office.officer) == nil)
            let shown = """
                select 1 / count(*) from registry.resident_version
                where book_id = 8 and resident_id = '\(holder.id)' and believed_to = 'infinity' and status = 'present'
                """
            #expect(try await two.tries(shown, as: district) == "00000")
        }
    }

    @Test("F5 what the first book said or chose while she was away does not stand against the book she comes from")
    func facts() async throws {
        try await TwoCommunes.open { two in
            var draft = try ResidentDraft.named("Sùng Thị Dua", .birth)
            draft.birth = .stated(.year(1980, BirthSaying(on: articleDay)))
            let key = try await two.registry.register(draft, in: cuKbang.book, as: two.office.officer)
            try await two.move(key.id, on: "2026-03-01")
            // The old commune writes down another year and another sex; the new one, that she is a woman.
            func sex(_ sex: String, in book: Int32) -> String {
                """
                insert into registry.attribute_fact (book_id, resident_id, attribute, answer, sex, said_by, said_on, basis,
                    recorded_by)
                values (\(book), '\(key.id)', 'sex', 'stated', '\(sex)', 'self', '2026-04-01', 'statement',
                    (select auth.user_id()))
                """
            }
            let year = """
                with fact as (
                    insert into registry.birth_fact (book_id, resident_id, answer, written, "precision", calendar, basis, candidates,
                        earliest, latest, said_by, said_on, recorded_by)
                    values (8, '\(key.id)', 'stated', '1970', 'year', 'solar', 'declaration', '{[1970-01-01,1971-01-01)}',
                        '1970-01-01', '1970-12-31', 'self', '2026-04-01', (select auth.user_id()))
                    returning id)
                insert into registry.choice (book_id, resident_id, attribute, birth_fact_id, reason, recorded_by)
                select 8, '\(key.id)', 'birth', fact.id, 'hỏi lại', (select auth.user_id()) from fact
                """
            #expect(try await two.tries(sex("M", in: 8), as: two.office.officer) == "00000")
            #expect(try await two.tries(year, as: two.office.officer) == "00000")
            #expect(try await two.tries(sex("F", in: 4), as: two.there) == "00000")
            #expect(try await two.tries("select derive.refresh(4, '\(key.id)')", as: two.there) == "00000")

            func believed(_ book: Int32) async throws -> String {
                try await two.truth(
                    """
                    select name, sex, born_earliest, born_latest from registry.resident_version
                    where book_id = \(book) and resident_id = '\(key.id)' and believed_to = 'infinity'
                    """
                )
            }
            let there = try await believed(4)
            #expect(there == "Sùng Thị Dua|F|1980-01-01|1980-12-31")
            try await two.move(key.id, from: 4, to: 8, on: "2026-05-01")
            #expect(try await believed(8) == there)
            // Both years stay; which one counts, and by which transfer, is told.
            let years =
                "select count(distinct earliest) from registry.birth_fact where book_id = 8 and resident_id = '\(key.id)'"
            #expect(try await two.truth(years) == "2")
            let reasons = """
                select string_agg(distinct attribute, ' ' order by attribute) from registry.choice
                where book_id = 8 and resident_id = '\(key.id)' and rests_on like 'transfer %'
                """
            #expect(try await two.truth(reasons) == "birth sex")
            // A round that changes nothing adds no choice.
            try await two.move(key.id, on: "2026-06-01")
            try await two.move(key.id, from: 4, to: 8, on: "2026-07-01")
            #expect(try await believed(8) == there)
        }
    }

    @Test("B9 nobody takes a person into his own household")
    func ownHousehold() async throws {
        try await TwoCommunes.open { two in
            let holder = try await two.office.resident()
            let settlement = try await two.registry.settlement("Thôn \(holder.id)", in: eaRok.book, as: two.there)
            let home = UUID.v7()
            try await two.registry.write(
                Households.register(home, in: eaRok.book, settlement: settlement, on: day("2024-01-01")),
                as: two.there.caller,
                action: "test",
                book: eaRok.book,
                residents: []
            )
            try await two.database.superuserSQL(
                "update auth.\"user\" set household_book_id = 4, household_id = '\(home)' where id = \(two.headThere.userID)"
            )
            let id = UUID.v7()
            let propose = "select moves.propose('\(id)', 8, '\(holder.id)', 4, '2026-03-01', 'theo chồng')"
            #expect(try await two.tries(propose, as: two.office.supervisor) == "00000")
            #expect(try await two.accept(id, in: 4, household: home, as: two.headThere) == "SG409")
            let other = try await two.database.officer("commune_supervisor", of: eaRok.code)
            #expect(try await two.accept(id, in: 4, household: home, as: other) == "00000")
        }
    }
}
