import CivilIdentity
import FoundationEssentials
import Registry
import RegistryTestSupport
import Testing

@Suite(.registryDatabase) struct HouseholdTests {
    @Test(
        "A6 within a book the database refuses two overlapping principal households and two heads; 'who lived here on D' answers exactly"
    )
    func households() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: cuKbang.code)
        try await database.withRegistry { registry in
            let here = try await registry.settlement("Thôn 6", in: cuKbang.book, as: officer)
            let there = try await registry.settlement("Thôn 7", in: cuKbang.book, as: officer)
            let first = UUID.v7()
            var head = try ResidentDraft.named("Sùng A Dơ", .birth, on: day("2023-01-10"))
            head.home = .new(settlement: here)
            head.relation = .head
            let father = ResidentKey(book: cuKbang.book, id: .v7())
            try await registry.change(
                father,
                Residents.register(head, as: father, newHousehold: first),
                as: officer
            )

            // A second head of the same household.
            var rival = try ResidentDraft.named("Sùng A Chớ", .birth, on: day("2023-02-01"))
            rival.home = .household(first)
            rival.relation = .head
            await #expect(throws: RegistryError.self) {
                try await registry.register(rival, in: cuKbang.book, as: officer)
            }
            let twoHeads = await refusal { try await registry.register(rival, in: cuKbang.book, as: officer) }
            #expect(twoHeads?.rule == "A6" && twoHeads?.field == "relation")

            // A second principal household at the same time.
            let second = UUID.v7()
            try await registry.change(
                father,
                Households.register(second, in: cuKbang.book, settlement: there, on: day("2023-03-01")),
                as: officer
            )
            let twoHomes = await refusal {
                try await registry.change(
                    father,
                    Households.add(father.id, to: second, in: cuKbang.book, relation: .head, since: day("2023-03-01")),
                    as: officer
                )
            }
            #expect(twoHomes?.rule == "A6" && twoHomes?.field == "household")

            // As a guest, yes; and as principal once the first membership has ended.
            try await registry.change(
                father,
                Households.add(
                    father.id,
                    to: second,
                    in: cuKbang.book,
                    relation: .lodger,
                    isPrincipal: false,
                    since: day("2023-03-01")
                ),
                as: officer
            )
            let ended = try await registry.change(
                father,
                Households.end(father.id, of: first, in: cuKbang.book, on: day("2023-06-01"), way: .moved),
                as: officer
            )
            #expect(ended)

            func lived(_ settlement: UUID, _ on: String) async throws -> [UUID] {
                try await registry.read(
                    Households.livedHere(settlement: settlement, on: day(on)),
                    as: officer.caller,
                    action: "test"
                ) { $0 }
            }
            #expect(try await lived(here, "2023-01-09") == [])
            #expect(try await lived(here, "2023-01-10") == [father.id])
            #expect(try await lived(here, "2023-05-31") == [father.id])
            #expect(try await lived(here, "2023-06-01") == [])
            #expect(try await lived(there, "2023-03-01") == [father.id])

            // The same by SQL of the application's own role: the constraint refuses, whoever asks.
            let state = try await database.sqlState(
                as: .app,
                token: officer.token,
                """
                insert into registry.household_member
                    (book_id, household_id, resident_id, relation, valid_from, recorded_by)
                select \(cuKbang.book), member.household_id, member.resident_id, '02', '2023-04-01', auth.user_id()
                from registry.household_member as member where member.valid_to <> 'infinity' limit 1
                """
            )
            #expect(state == "23P01")
        }
    }

    @Test("A7 a cụm dân cư without village status exists and becomes a thôn, keeping its people and history")
    func cluster() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: cuKbang.code)
        try await database.withRegistry { registry in
            let cluster = try await registry.settlement("Cụm dân cư 10", .cumDanCu, in: cuKbang.book, as: officer)
            var draft = try ResidentDraft.named("Hầu Thị Mai", .birth)
            draft.home = .new(settlement: cluster)
            draft.relation = .head
            let key = try await registry.register(draft, in: cuKbang.book, as: officer)

            func settlements(on when: CalendarDay?) async throws -> [Settlement] {
                try await registry.readPublic(
                    Settlements.list(commune: cuKbang.code, on: when),
                    as: officer.caller
                ).filter { $0.id == cluster }
            }
            #expect(try await settlements(on: day("2024-09-17")).map(\.kind) == [.cumDanCu])
            #expect(try await settlements(on: day("2024-09-17")).first?.code == nil)

            try await registry.change(
                key,
                Settlements.change(
                    cluster,
                    in: cuKbang.book,
                    to: .thon,
                    name: "Thôn 18",
                    code: "T18",
                    since: day("2025-03-01"),
                    decision: "QĐ 12/2025"
                ),
                as: officer
            )
            let before = try #require(try await settlements(on: day("2025-02-28")).first)
            let after = try #require(try await settlements(on: day("2025-03-01")).first)
            #expect(before.kind == .cumDanCu && before.name == "Cụm dân cư 10")
            #expect(after.kind == .thon && after.name == "Thôn 18" && after.code == "T18")
            #expect(after.residents == 1 && after.households == 1)
            let people = try await registry.read(
                Settlements.residents(of: cluster, after: nil, limit: 10),
                as: officer.caller,
                action: "test"
            ) { $0.map(\.key.id) }
            #expect(people.map(\.key) == [key])
            #expect(people.first?.settlementName == "Thôn 18")
        }
    }

    @Test("R9.1 lists are in the order of given names as Vietnamese alphabetises, page by page")
    func alphabet() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: cuKbang.code)
        try await database.withRegistry { registry in
            let settlement = try await registry.settlement("Buôn 3", .buon, in: cuKbang.book, as: officer)
            let names = [
                "Lý Thị Ân", "Vàng Văn An", "Sùng A Dũng", "Hạng A Đức", "Thào Thị Ánh", "Giàng A An", "Lò Thị Eng",
            ]
            for name in names {
                var draft = try ResidentDraft.named(name, .birth)
                draft.home = .new(settlement: settlement)
                draft.relation = .head
                try await registry.register(draft, in: cuKbang.book, as: officer)
            }
            var listed: [String] = []
            var cursor: ResidentCursor?
            repeat {
                let page = try await registry.read(
                    Settlements.residents(of: settlement, after: cursor, limit: 3),
                    as: officer.caller,
                    action: "test"
                ) { $0.map(\.key.id) }
                listed += page.map(\.name)
                cursor = page.count == 3 ? page.last.map { ResidentCursor(after: $0.key.id) } : nil
            } while cursor != nil
            // A before Â, D before Đ; of one given name by the whole name.
            #expect(
                listed == [
                    "Giàng A An", "Vàng Văn An", "Thào Thị Ánh", "Lý Thị Ân", "Sùng A Dũng", "Hạng A Đức", "Lò Thị Eng",
                ]
            )
        }
    }

    @Test("Twelve officers' desks add members to one household at once, and none waits for another in vain")
    func together() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: cuKbang.code)
        // What waits in vain never ends then, or is a deadlock.
        try await database.withoutLockTimeout(.app)
        try await database.withRegistry(connections: 12) { registry in
            let settlement = try await registry.settlement("Thôn 12", in: cuKbang.book, as: officer)
            let household = UUID.v7()
            try await registry.change(
                ResidentKey(book: cuKbang.book, id: household),
                Households.register(household, in: cuKbang.book, settlement: settlement, on: day("2024-01-01")),
                as: officer
            )
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<12 {
                    group.addTask {
                        var draft = try ResidentDraft.named("Lầu A Chua", .birth)
                        draft.home = .household(household)
                        draft.relation = .sibling
                        try await registry.register(draft, in: cuKbang.book, as: officer)
                    }
                }
                try await group.waitForAll()
            }
            let home = try await registry.read(Households.show(household), as: officer.caller, action: "test")
            #expect(try #require(home).members.count == 12)
            let counted = try await database.superuserSQL(
                "select members from registry.household_version where household_id = '\(household)' and believed_to = 'infinity'"
            )
            #expect(counted == "12")
        }
        // Sessions that have ended have told what they counted.
        let deadlocks = try await database.superuserSQL(
            "select deadlocks from pg_stat_database where datname = current_database()"
        )
        #expect(deadlocks == "0")
    }

    @Test("A membership does not end on a day that has not come")
    func notYet() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: cuKbang.code)
        try await database.withRegistry { registry in
            let settlement = try await registry.settlement("Thôn 13", in: cuKbang.book, as: officer)
            let household = UUID.v7()
            var draft = try ResidentDraft.named("Lầu A Sử", .birth)
            draft.home = .new(settlement: settlement)
            draft.relation = .head
            let key = ResidentKey(book: cuKbang.book, id: .v7())
            try await registry.change(key, Residents.register(draft, as: key, newHousehold: household), as: officer)
            let refused = await refusal {
                try await registry.change(
                    key,
                    Households.end(key.id, of: household, in: key.book, on: day("2099-01-01"), way: .moved),
                    as: officer
                )
            }
            #expect(refused?.message == "The day has not come yet.")
        }
    }
}

/// The field error of a conflict or refusal, nil where the call went through.
func refusal(_ call: () async throws -> some Any) async -> FieldError? {
    do {
        _ = try await call()
        return nil
    } catch RegistryError.conflict(let error) {
        return error
    } catch RegistryError.invalid(let errors) {
        return errors.first
    } catch {
        return FieldError(field: "?", rule: "\(error)", message: "", messageVi: "")
    }
}
