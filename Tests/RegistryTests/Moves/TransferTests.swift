import CivilIdentity
import FoundationEssentials
import Registry
import RegistryTestSupport
import Testing

/// Moves between Cư KBang (book 8) and Ea Rốk (book 4).
@Suite(.registryDatabase, .serialized) struct TransferTests {
    private let database = TestDatabase.current

    /// The officers and supervisors of both communes.
    private struct Offices {
        let here: TestOfficer
        let sender: TestOfficer
        let there: TestOfficer
        let head: TestOfficer
    }

    private func offices() async throws -> Offices {
        Offices(
            here: try await database.officer(of: cuKbang.code),
            sender: try await database.officer("commune_supervisor", of: cuKbang.code),
            there: try await database.officer(of: eaRok.code),
            head: try await database.officer("commune_supervisor", of: eaRok.code)
        )
    }

    /// A move of 1 March 2024, of a person who was registered the year before.
    private func proposed(_ key: ResidentKey, _ registry: Registry, as officer: TestOfficer) async throws -> UUID {
        let id = UUID.v7()
        let query = Transfers.propose(id, of: key, to: eaRok.book, on: day("2026-03-01"), because: "theo chồng")
        try await registry.change(key, query, as: officer)
        return id
    }

    private func accept(
        _ id: UUID,
        _ registry: Registry,
        revision: Int32 = 1,
        household: UUID? = nil,
        as officer: TestOfficer
    ) async throws {
        let query = Transfers.accept(
            id,
            in: eaRok.book,
            revision: revision,
            household: household,
            relation: household == nil ? nil : .wife
        )
        try await registry.write(query, as: officer.caller, action: "transfers.accept", book: eaRok.book, residents: [])
    }

    private func show(_ id: UUID, _ registry: Registry, as officer: TestOfficer) async throws -> TransferRecord? {
        try await registry.read(Transfers.show(id), as: officer.caller, action: "transfers.show")
    }

    /// Somebody of whom much was said and something was decided, in a household.
    private func person(
        _ name: String,
        _ registry: Registry,
        as officer: TestOfficer
    ) async throws -> (ResidentKey, UUID) {
        var draft = try ResidentDraft.named(name, .birth, on: day("2024-01-10"))
        draft.names.append(.init(kind: .common, name: try PersonName("Mỷ")))
        draft.sex = .stated(.female)
        let key = try await registry.register(draft, in: cuKbang.book, as: officer)
        let settlement = try await registry.settlement("Thôn \(key.id)", in: cuKbang.book, as: officer)
        let household = UUID.v7()
        try await registry.change(
            key,
            Households.register(household, in: cuKbang.book, settlement: settlement, on: day("2024-01-10")),
            as: officer
        )
        let adding = Households.add(
            key.id,
            to: household,
            in: cuKbang.book,
            relation: .head,
            since: day("2024-01-10")
        )
        try await registry.change(key, adding, as: officer)
        return (key, household)
    }

    @Test("F5 a transfer between communes is proposed by one and accepted by the other; meanwhile both see, one edits")
    func moves() async throws {
        let offices = try await offices()
        let district = try await database.officer("district_officer", of: "646")
        try await database.withRegistry { registry in
            let (key, household) = try await person("Giàng Thị Mỷ", registry, as: offices.here)
            try await database.superuserSQL(
                """
                insert into registry.personal_number (number, book_id, resident_id, state, recorded_by)
                values ('066185000017', 8, '\(key.id)', 'confirmed', 1);
                insert into registry.personal_number_event (book_id, resident_id, number, kind, reason, rests_on, recorded_by)
                values (8, '\(key.id)', '066185000017', 'confirmed', 'thông báo', 'văn bản', 1);
                """
            )
            let counted = try await registry.coverage(of: "646", as: district).total.residents

            // Before it is proposed, and of others always: the other commune sees nobody.
            #expect(try await registry.record(of: key, as: offices.there) == nil)
            let other = try await registry.register(.named("Người khác"), in: cuKbang.book, as: offices.here)
            let id = try await proposed(key, registry, as: offices.sender)

            for officer in [offices.here, offices.sender, offices.there, offices.head, district] {
                let seen = try await show(id, registry, as: officer)
                #expect(seen?.person?.name == "Giàng Thị Mỷ" && seen?.person?.sex == "F")
                #expect(seen?.transfer.state == .proposed && seen?.transfer.to.code == eaRok.code)
            }
            let listed = try await registry.read(
                Transfers.list(.proposed, after: nil, limit: 50),
                as: district.caller,
                action: "transfers.list"
            )
            #expect(listed.filter { $0.id == id }.map(\.side) == [.out])
            #expect(try await registry.record(of: key, as: offices.there) == nil)
            #expect(try await registry.record(of: other, as: offices.there) == nil)
            let stranger = try await database.officer(of: "24232")
            #expect(try await show(id, registry, as: stranger) == nil)
            // One edits: a fact by the receiving commune is refused, by the leaving one it is taken.
            let fact = """
                insert into registry.name_fact (book_id, resident_id, kind, name, said_by, basis, recorded_by)
                values (8, '\(key.id)', 'COMMON', 'Mỷ', 'self', 'statement', auth.user_id())
                """
            #expect(try await database.sqlState(as: .app, token: offices.there.token, fact) == "42501")
            #expect(try await database.sqlState(as: .app, token: offices.here.token, fact) == "00000")

            // Into a household of the receiving commune.
            let settlement = try await registry.settlement("Thôn \(id)", in: eaRok.book, as: offices.there)
            let home = UUID.v7()
            try await registry.write(
                Households.register(home, in: eaRok.book, settlement: settlement, on: day("2024-01-01")),
                as: offices.there.caller,
                action: "test",
                book: eaRok.book,
                residents: []
            )
            try await accept(id, registry, household: home, as: offices.head)

            let before = try #require(try await registry.record(of: key, as: offices.here))
            let after = try #require(
                try await registry.record(of: ResidentKey(book: eaRok.book, id: key.id), as: offices.there)
            )
            #expect(before.status == .departed && after.status == .present)
            #expect(before.stays.map(\.closedBy) == ["transfer"] && before.stays.map(\.movedToBook) == [eaRok.book])
            #expect(
                before.stays.first?.closedOn == day("2026-03-01") && after.stays.first?.openedOn == day("2026-03-01")
            )
            #expect(after.stays.map(\.openedBy) == ["transfer"])
            #expect(after.summary.name == before.summary.name)
            #expect(after.memberships.map(\.household) == [home] && before.memberships.map(\.endedBy) == ["transfer"])
            let told = try await database.superuserSQL(
                """
                select (select count(*) || ' ' || count(carried_from) from registry.name_fact where resident_id = '\(key.id)' and book_id = 4),
                       (select count(*) from registry.name_fact where resident_id = '\(key.id)' and book_id = 8),
                       (select book_id from registry.personal_number where number = '066185000017'),
                       (select has_number from registry.resident_version where resident_id = '\(key.id)' and book_id = 4 and believed_to = 'infinity'),
                       (select members from registry.household_version where household_id = '\(household)' and believed_to = 'infinity'),
                       (select members from registry.household_version where household_id = '\(home)' and believed_to = 'infinity')
                """
            )
            #expect(told == "3 3|3|4|t|0|1")
            // A mover counts once, before and after.
            #expect(try await registry.coverage(of: "646", as: district).total.residents == counted + 1)
            let then = try await registry.coverage(of: "646", as: district)
            #expect(then.communes.filter { $0.residents > 0 }.map(\.residents).reduce(0, +) == then.total.residents)

            // As of the days around the move, had it been written down then.
            try await database.superuserSQL(
                """
                delete from registry.resident_version as old where old.resident_id = '\(key.id)' and old.status = 'present' and old.book_id = 8
                    and old.revision < (select max(last.revision) from registry.resident_version as last
                                        where last.resident_id = old.resident_id and last.book_id = 8 and last.status = 'present');
                update registry.resident_version set believed_from = '2024-01-10', believed_to = '2026-03-05'
                where resident_id = '\(key.id)' and book_id = 8 and status = 'present';
                update registry.resident_version set believed_from = '2026-03-05'
                where resident_id = '\(key.id)' and believed_to = 'infinity';
                """
            )
            for (date, book) in [("2026-03-04", cuKbang), ("2026-03-05", eaRok)] {
                let report = try await registry.coverage(of: "646", on: day(date), as: district)
                #expect(report.total.residents == 1, "\(date)")
                #expect(report.communes.filter { $0.residents == 1 }.map(\.code) == [book.code], "\(date)")
            }

            // It is over: nobody is shown through it, and no step is left.
            let ended = try await show(id, registry, as: offices.there)
            #expect(ended?.person == nil && ended?.transfer.state == .accepted && ended?.transfer.revision == 2)
            #expect(ended?.events.map(\.kind) == [.proposed, .accepted])
            await #expect(throws: RegistryError.stale) { try await accept(id, registry, as: offices.head) }
            await #expect(throws: RegistryError.self) { try await accept(id, registry, revision: 2, as: offices.head) }
        }
    }

    @Test("F5 somebody who comes back is in the first book again, with what was decided meanwhile")
    func comesBack() async throws {
        let offices = try await offices()
        try await database.withRegistry { registry in
            let (key, _) = try await person("Sùng Thị Dua", registry, as: offices.here)
            try await accept(try await proposed(key, registry, as: offices.sender), registry, as: offices.head)
            let there = ResidentKey(book: eaRok.book, id: key.id)
            let record = try #require(try await registry.record(of: there, as: offices.there))
            let correction = Residents.correct(
                Correction(
                    fact: .name(.init(kind: .birth, name: try PersonName("Sùng Thị Dùa"))),
                    speaker: speaker("self", on: day("2026-04-01")),
                    choose: .init(reason: "giấy khai sinh")
                ),
                of: there,
                revision: record.revision
            )
            try await registry.change(there, correction, as: offices.there)

            let id = UUID.v7()
            let back = Transfers.propose(id, of: there, to: cuKbang.book, on: day("2026-05-01"), because: "trở về")
            try await registry.change(there, back, as: offices.head)
            try await registry.write(
                Transfers.accept(id, in: cuKbang.book, revision: 1, household: nil, relation: nil),
                as: offices.sender.caller,
                action: "transfers.accept",
                book: cuKbang.book,
                residents: []
            )
            let again = try #require(try await registry.record(of: key, as: offices.here))
            #expect(again.status == .present && again.stays.count == 2 && again.summary.name == "Sùng Thị Dùa")
            #expect(try await registry.record(of: there, as: offices.there)?.status == .departed)
        }
    }

    @Test("F5 of two who accept at once one does; a proposal taken back or declined says why and moves nobody")
    func races() async throws {
        let offices = try await offices()
        try await database.withoutLockTimeout(.app)
        try await database.withRegistry { registry in
            let (key, _) = try await person("Vàng Thị Sua", registry, as: offices.here)
            let id = try await proposed(key, registry, as: offices.sender)
            // One transfer at a time.
            await #expect(throws: RegistryError.self) { _ = try await proposed(key, registry, as: offices.sender) }
            let other = try await database.officer("commune_supervisor", of: eaRok.code)
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for officer in [other, offices.head, other, offices.head] {
                    group.addTask {
                        do {
                            try await accept(id, registry, as: officer)
                            return true
                        } catch {
                            return false
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 }.count == 1)
            let stays = try await database.superuserSQL(
                "select count(*), count(*) filter (where closed_on is null) from registry.stay where resident_id = '\(key.id)'"
            )
            #expect(stays == "2|1")

            for (declines, ending) in [(true, Transfer.State.declined), (false, .withdrawn)] {
                let (next, _) = try await person("Lý Thị Chở", registry, as: offices.here)
                let id = try await proposed(next, registry, as: offices.sender)
                if declines {
                    let query = Transfers.decline(id, in: eaRok.book, revision: 1, because: "không có hộ này")
                    try await registry.write(
                        query,
                        as: offices.head.caller,
                        action: "transfers.decline",
                        book: eaRok.book,
                        residents: []
                    )
                } else {
                    let query = Transfers.withdraw(id, in: cuKbang.book, revision: 1, because: "không đi nữa")
                    try await registry.change(next, query, as: offices.sender)
                }
                let seen = try #require(try await show(id, registry, as: offices.there))
                #expect(seen.transfer.state == ending && seen.person == nil && seen.events.last?.reason != nil)
                #expect(try await registry.record(of: next, as: offices.here)?.status == .present)
                #expect(try await registry.record(of: next, as: offices.there) == nil)
            }
        }
    }

    @Test(
        "F5 whoever has no office in the right book is refused by the database, also with SQL as the application's role"
    )
    func refusals() async throws {
        let offices = try await offices()
        let inspector = try await database.officer("inspector", of: "646")
        let district = try await database.officer("district_officer", of: "646")
        try await database.withRegistry { registry in
            let (key, _) = try await person("Hạng Thị Say", registry, as: offices.here)
            let id = try await proposed(key, registry, as: offices.sender)
            let sealed = try await registry.register(.named("Người mật"), in: cuKbang.book, as: offices.here)
            try await database.superuserSQL(
                """
                update registry.resident set seal = 1 where id = '\(sealed.id)';
                update registry.resident_version set seal = 1 where resident_id = '\(sealed.id)';
                """
            )
            func propose(
                _ resident: UUID,
                from book: Int32 = 8,
                to target: Int32 = 4,
                on day: String = "2026-03-01"
            ) -> String {
                "select moves.propose(gen_random_uuid(), \(book), '\(resident)', \(target), '\(day)', 'theo chồng')"
            }
            let attempts: [(TestOfficer, String, String)] = [
                // By the wrong side, by nobody's office, by somebody out of reach.
                (offices.sender, "select moves.accept('\(id)', 4, 1, null, null)", "SG404"),
                (offices.sender, "select moves.accept('\(id)', 8, 1, null, null)", "SG404"),
                (offices.head, "select moves.withdraw('\(id)', 8, 1, 'không đi')", "SG404"),
                (offices.head, "select moves.withdraw('\(id)', 4, 1, 'không đi')", "SG404"),
                // Transfers are the supervisor's and the district's (design/access.md).
                (offices.here, propose(key.id), "SG403"),
                (offices.here, "select moves.withdraw('\(id)', 8, 1, 'không đi')", "SG403"),
                (offices.there, "select moves.accept('\(id)', 4, 1, null, null)", "SG403"),
                (offices.there, "select moves.decline('\(id)', 4, 1, 'không nhận')", "SG403"),
                (inspector, "select moves.accept('\(id)', 4, 1, null, null)", "SG404"),
                (offices.head, propose(key.id), "SG404"),
                // What is not moved so.
                (offices.sender, propose(sealed.id), "SG404"),
                (district, propose(key.id, to: 8), "23514"),
                (district, propose(key.id, to: 99), "SG409"),
                (offices.sender, propose(key.id, on: "2099-01-01"), "SG409"),
                (offices.sender, propose(key.id, on: "1999-01-01"), "SG409"),
                (offices.sender, propose(key.id), "23505"),
                // Nobody writes the tables, or sees whom through a transfer that is not his.
                (offices.here, "update registry.transfer set state = 'accepted'", "42501"),
                (
                    offices.here,
                    "insert into registry.transfer_event (book_id, transfer_id, kind, recorded_by) values (8, '\(id)', 'accepted', auth.user_id())",
                    "42501"
                ),
                (offices.here, "select moves.finish(t, 'accepted', null, 1) from registry.transfer as t", "42501"),
                (offices.here, "select derive.make_versions('{4}', '{}', '{}')", "42501"),
                (offices.head, "select moves.accept('\(id)', 4, 7, null, null)", "SG412"),
            ]
            for (officer, statement, expected) in attempts {
                #expect(
                    try await database.sqlState(as: .app, token: officer.token, statement) == expected,
                    "\(statement)"
                )
            }
            // Four eyes also where one person sees both books.
            let (other, _) = try await person("Thào Thị Mai", registry, as: offices.here)
            let own = try await proposed(other, registry, as: district)
            await #expect(throws: RegistryError.self) { try await accept(own, registry, as: district) }
            try await accept(own, registry, as: offices.head)
            // Somebody who died meanwhile does not move.
            try await database.superuserSQL(
                """
                update registry.stay set closed_on = '2026-02-01', closed_by_way = 'death', closed_at = now()
                where resident_id = '\(key.id)'
                """
            )
            await #expect(throws: RegistryError.self) { try await accept(id, registry, as: offices.head) }
        }
    }
}
