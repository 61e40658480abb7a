import CivilIdentity
import Foundation
import Postgres
import Registry
import RegistryTestSupport
import Testing

@Suite(.registryDatabase) struct IdentityCaseTests {
    @Test(
        "B1 a case moves only along case_steps.csv; the database refuses an illegal step, also to SQL as the application's role"
    )
    func onlyAlongTheTable() async throws {
        try await CaseDesk.open { desk in
            let person = try await desk.person()
            let key = try await desk.opened(person)
            let head = "\(key.book), '\(key.id)'"
            func sql(_ statement: String, as officer: TestOfficer? = nil) async throws -> String {
                try await desk.database.sqlState(as: .app, token: (officer ?? desk.officer).token, statement)
            }
            // Nobody writes past the steps.
            for statement in [
                "update registry.identity_case set state = 'decided' where id = '\(key.id)'",
                "delete from registry.identity_case where id = '\(key.id)'",
                "insert into registry.case_event (book_id, case_id) values (\(head))",
                "update registry.case_event set step = 'decide'",
                "update registry.case_step set role = 'commune_officer'",
                "select cases.begin(\(head), 1, 'record_claims')",
                "select cases.finish(c, 'withdraw') from registry.identity_case as c where id = '\(key.id)'",
                "select cases.escalate_overdue()",
                "insert into registry.verification_request (book_id, id) values (\(key.book), gen_random_uuid())",
            ] {
                #expect(try await sql(statement) == "42501", "\(statement)")
            }
            // Every step but those of the table is refused from the first state, to whoever holds the office.
            for step in try CaseTable().steps where !["record_claims", "withdraw", "hold"].contains(step) {
                #expect(try await sql("select cases.take(\(head), 1, '\(step)', 'có lý do')") == "SG409", "\(step)")
            }
            #expect(try await sql("select cases.take(\(head), 1, 'record_claims')", as: desk.supervisor) == "SG403")
            #expect(try await sql("select cases.take(\(head), 7, 'record_claims')") == "SG412")
            let stranger = try await desk.database.officer(of: eaRok.code)
            #expect(try await sql("select cases.take(\(head), 1, 'record_claims')", as: stranger) == "SG404")
            #expect(try await sql("select cases.take(4, '\(key.id)', 1, 'record_claims')") == "SG404")
            #expect(try await sql("select auth.enter(''), cases.take(\(head), 1, 'record_claims')") == "SG401")
            // A function of ours that were wrong is stopped by the table too.
            await #expect(throws: TestServerError.self) {
                try await desk.database.superuserSQL(
                    "update registry.identity_case set state = 'proposed' where id = '\(key.id)'"
                )
            }
            #expect(try await sql("select cases.take(\(head), 1, 'record_claims')") == "00000")
            #expect(try await desk.state(key) == .claimed)
        }
    }

    @Test("R7.6 a case goes from the declaration to a number, with every step in its history and whose it was")
    func wholeWay() async throws {
        try await CaseDesk.open { desk in
            let person = try await desk.person(from: ["Hà Giang"], sex: .female, bornIn: 1970)
            let key = try await desk.proposed(person)
            #expect(await desk.rule(.plain(.close, .init()), key) == "B1")
            try await desk.take(CaseDesk.decide(.identified), key, as: desk.supervisor)
            var record = try #require(try await desk.record(key, as: desk.officer))
            #expect(record.summary.state == .decided && record.summary.outcome == .identified)
            #expect(record.strength == 60 && record.threshold == 60)
            #expect(record.nextSteps.map(\.step) == ["enter_number", "reopen"])
            #expect(record.nextSteps[0].refusal == nil && record.nextSteps[1].refusal?.rule == "F3")

            // The first number must agree with the record (R1.7): year, sex, and a province that there was.
            func number(_ digits: String) throws -> CaseStep {
                .enterNumber(try #require(PersonalNumber(digits)), document: "thông báo số 12", on: articleDay)
            }
            #expect(await desk.rule(try number("066070000001"), key) == "R1.7")
            #expect(await desk.rule(try number("066171000001"), key) == "R1.7")
            let unknownProvince = try await desk.database.sqlState(
                as: .app,
                token: desk.officer.token,
                "select cases.enter_number(8, '\(key.id)', \(record.summary.revision), '003170000001', 'x y z', '2024-09-17')"
            )
            #expect(unknownProvince == "SG409")
            try await desk.take(try number("066170000001"), key)
            try await desk.take(.close, key)
            record = try #require(try await desk.record(key))
            #expect(record.summary.state == .closed && record.nextSteps.map(\.step) == ["reopen"])
            #expect(
                record.events.map(\.step) == [
                    "open", "record_claims", "search_duplicates", "send_request", "record_reply", "propose", "decide",
                    "enter_number", "close",
                ]
            )
            #expect(record.events.map(\.revision) == Array(1...9))
            #expect(record.events.allSatisfy { $0.actor != nil && $0.cause == nil })
            #expect(record.events[6].restsOn == "công văn trả lời" && record.events[7].restsOn == "thông báo số 12")
            let resident = try #require(try await desk.registry.record(of: person, as: desk.officer))
            #expect(resident.number?.formatted() == "066170000001")
        }
    }

    @Test("R7.6 a step is refused while what it needs is missing, with field and rule")
    func requirements() async throws {
        try await CaseDesk.open { desk in
            // To open: a stay and a name, and no other case.
            let person = try await desk.person()
            let key = try await desk.opened(person)
            await #expect(throws: RegistryError.self) { try await desk.opened(person) }
            let nobody = ResidentKey(book: cuKbang.book, id: UUID())
            await #expect(throws: RegistryError.notFound) { try await desk.opened(nobody) }

            // Claims; a search; nobody left to ask.
            let silent = try await desk.registry.register(.named("Páo"), in: cuKbang.book, as: desk.officer)
            let asked = try await desk.opened(silent)
            #expect(await desk.rule(.plain(.recordClaims, .init()), asked) == "R7.6")
            try await desk.take(.recordClaims, key)
            let badSearch = CaseStep.searchDuplicates(.init(candidates: [], said: ""))
            #expect(await desk.rule(badSearch, key) == "R7.6")
            let looked = CaseStep.SearchResult(
                candidates: [.init(resident: silent, score: 0.4)],
                said: "chỉ trùng họ, khác cha mẹ"
            )
            try await desk.take(.searchDuplicates(looked), key)
            let attached = try #require(try await desk.record(key)?.events.last?.attachment)
            let result = try JSONSerialization.jsonObject(with: Data(attached)) as? [String: Any]
            #expect(result?["said"] as? String == looked.said && result?["searched_at"] is String)
            #expect(
                (result?["candidates"] as? [[String: Any]])?.first?["resident"] as? String
                    == silent.id.uuidString.lowercased()
            )
            #expect(await desk.rule(.plain(.relyOnEvidence, .init()), key) == "R7.7")

            // Whoever knows no place goes on with evidence at once, and proposes when that is strong enough.
            let lost = try await desk.searched(try await desk.person(from: []))
            try await desk.take(.relyOnEvidence, lost)
            #expect(await desk.rule(.plain(.propose, .init()), lost) == "B4")
            // The district may set its own threshold; the period is extended once, with a reason, from its beginning.
            #expect(await desk.rule(.plain(.extend, .init()), lost, as: desk.supervisor) == "B1")
            let before = try #require(try await desk.known(lost))
            try await desk.take(.extend, lost, as: desk.supervisor, "nhân chứng đi vắng")
            let after = try #require(try await desk.known(lost))
            let due = try await desk.database.superuserSQL(
                "select registry.working_days_after('\(before.since.iso)', 60)"
            )
            #expect(after.dueOn?.iso == due && after.isExtended && after.since == before.since)
            let again = CaseStep.plain(.extend, .init(reason: "lại đi vắng"))
            #expect(await desk.rule(again, lost, as: desk.supervisor) == "R7.5")

            // A decision says why and on what; nothing new, no reopening.
            let decided = try await desk.proposed(try await desk.person())
            let bare = CaseStep.decide(.identified, .init(reason: "đủ căn cứ"))
            #expect(await desk.rule(bare, decided, as: desk.supervisor) == "R7.6")
            try await desk.take(CaseDesk.decide(.notIdentified), decided, as: desk.supervisor)
            let refused = try #require(try await desk.known(decided))
            #expect(refused.outcome == .notIdentified && refused.dueOn == nil)
            let number = try #require(PersonalNumber("066070000009"))
            let entered = CaseStep.enterNumber(number, document: "thông báo", on: articleDay)
            #expect(await desk.rule(entered, decided) == "C9")
            let reopen = CaseStep.plain(.reopen, .init(reason: "có giấy tờ mới"))
            #expect(await desk.rule(reopen, decided, as: desk.supervisor) == "A9")
            try await desk.database.superuserSQL(
                """
                insert into registry.paper_fact (book_id, resident_id, kind, said_by, recorded_by)
                values (8, '\(refused.resident)', 'cmnd', 'người khai', 1)
                """
            )
            try await desk.take(reopen, decided, as: desk.supervisor)
            let open = try #require(try await desk.known(decided))
            #expect(open.state == .gathering && open.round == 2 && open.outcome == nil && open.dueOn != nil)
        }
    }

    @Test("B9 nobody approves what they, or a member of their household, submitted, nor for their own household")
    func fourEyes() async throws {
        try await CaseDesk.open { desk in
            let database = desk.database
            // Officer and supervisor in one person.
            let both = try await database.officer(of: cuKbang.code)
            try await database.superuserSQL(
                """
                insert into auth."grant" (user_id, role, area_id, reason, confirmed_at)
                select \(both.userID), 'commune_supervisor', id, 'test', now() from registry.area where code = '\(cuKbang.code)'
                """
            )
            let own = try await desk.proposed(try await desk.person(), as: both)
            #expect(await desk.rule(CaseDesk.decide(.identified), own, as: both) == "B9")
            let head = "8, '\(own.id)', \(try #require(try await desk.known(own)).revision)"
            let sql = "select cases.decide(\(head), 'identified', 'đủ căn cứ', 'công văn')"
            #expect(try await database.sqlState(as: .app, token: both.token, sql) == "SG409")
            let seen = try #require(try await desk.record(own, as: both))
            #expect(seen.nextSteps.allSatisfy { $0.refusal?.rule == "B9" } && seen.nextSteps.count == 2)
            // He did not open that one, but submitted in it.
            let shared = try await desk.searched(try await desk.person())
            let request = try await desk.ask(shared)
            try await desk.reply(.match, to: request, shared, as: both)
            try await desk.take(.propose, shared)
            #expect(await desk.rule(CaseDesk.decide(.identified), shared, as: both) == "B9")

            // A supervisor who lives with the officer, and one who lives with the person.
            let home = UUID.v7()
            let housemate = try await database.officer("commune_supervisor", of: cuKbang.code)
            try await database.superuserSQL(
                """
                update auth."user" set household_book_id = 8, household_id = '\(home)'
                where id in (\(desk.officer.userID), \(housemate.userID))
                """
            )
            #expect(await desk.rule(CaseDesk.decide(.identified), shared, as: housemate) == "B9")
            let settlement = try await desk.registry.settlement("Cụm B9", in: 8, as: desk.officer)
            let household = UUID.v7()
            var draft = try ResidentDraft.named("Vàng A Chứ", .birth)
            draft.origins = [ResidentDraft.Origin(province: "Hà Giang")]
            draft.home = .new(settlement: settlement)
            draft.relation = .head
            let relative = ResidentKey(book: 8, id: .v7())
            try await desk.registry.change(
                relative,
                Residents.register(draft, as: relative, newHousehold: household),
                as: desk.officer
            )
            try await database.superuserSQL(
                """
                update auth."user" set household_book_id = 8, household_id = '\(household)'
                where id = \(desk.supervisor.userID)
                """
            )
            let family = try await desk.proposed(relative)
            #expect(await desk.rule(CaseDesk.decide(.identified), family, as: desk.supervisor) == "B9")
            let sendBack = CaseStep.plain(.sendBack, .init(reason: "thiếu chứng cứ"))
            #expect(await desk.rule(sendBack, family, as: desk.supervisor) == "B9")
            // Another supervisor may; and the one who sent it back submitted nothing by that.
            let other = try await database.officer("commune_supervisor", of: cuKbang.code)
            try await desk.take(sendBack, family, as: other)
            try await desk.take(.propose, family)
            try await desk.take(CaseDesk.decide(.identified), family, as: other)
            #expect(try await desk.state(family) == .decided)
            try await desk.take(CaseDesk.decide(.identified), shared, as: desk.supervisor)
        }
    }

    @Test("F3 an office is held in the books of its own grant, whatever else one sees")
    func offices() async throws {
        try await CaseDesk.open { desk in
            // Supervisor in one commune, officer in another, and of the district: each office where it was granted.
            let database = desk.database
            let mixed = try await database.officer("commune_supervisor", of: eaRok.code)
            for (role, area) in [("commune_officer", cuKbang.code), ("district_officer", "646")] {
                try await database.superuserSQL(
                    """
                    insert into auth."grant" (user_id, role, area_id, reason, confirmed_at)
                    select \(mixed.userID), '\(role)', id, 'test', now() from registry.area where code = '\(area)'
                    """
                )
            }
            let here = try await desk.proposed(try await desk.person())
            #expect(await desk.rule(CaseDesk.decide(.identified), here, as: mixed) == "not allowed")
            let there = try await database.officer(of: eaRok.code)
            let hers = try await desk.opened(try await desk.person(in: eaRok.book, as: there), as: there)
            #expect(await desk.rule(.plain(.recordClaims, .init()), hers, as: mixed) == "not allowed")
            try await desk.take(.recordClaims, hers, as: there)
            try await desk.take(.withdraw(.merged, reason: "trùng người"), hers, as: mixed)
        }
    }

    @Test(
        "B7 a child's case waits for the mother's and is released when hers is decided; if hers is refused it says so"
    )
    func waiting() async throws {
        try await CaseDesk.open { desk in
            let database = desk.database
            // The mother lives in another commune; the child's record names her, so her case may be waited for.
            let there = try await database.officer(of: eaRok.code)
            let chief = try await database.officer("commune_supervisor", of: eaRok.code)
            let everywhere = try await database.officer(of: eaRok.code)
            try await database.superuserSQL(
                """
                insert into auth."grant" (user_id, role, area_id, reason, confirmed_at)
                select \(everywhere.userID), 'commune_officer', id, 'test', now() from registry.area where code = '\(cuKbang.code)'
                """
            )
            for outcome in IdentityCase.Outcome.allCases {
                let mother = try await desk.person(in: eaRok.book, as: there)
                let hers = try await desk.proposed(mother, as: there)
                let kin = ResidentDraft.Kin(kind: .mother, resident: mother)
                let child = try await desk.opened(try await desk.person(as: everywhere, kin: [kin]))
                let stranger = try await desk.opened(try await desk.person())
                // Out of reach and without kinship it is no such case; an officer who sees both books may wait.
                #expect(await desk.rule(.hold(for: hers), stranger) == "B7")
                try await desk.take(.hold(for: hers), child)
                try await desk.take(.hold(for: hers), stranger, as: everywhere)
                #expect(try await desk.known(child)?.waitsFor == hers)
                #expect(await desk.rule(.plain(.recordClaims, .init()), child) == "B1")
                // In no circle, and for none that is over.
                let third = try await desk.opened(try await desk.person())
                try await desk.take(.hold(for: child), third)
                let fourth = try await desk.opened(try await desk.person())
                try await desk.take(.hold(for: third), fourth)
                #expect(await desk.rule(.hold(for: fourth), fourth) == "B1")

                try await desk.take(CaseDesk.decide(outcome), hers, as: chief)
                for released in [child, stranger] {
                    let record = try #require(try await desk.record(released))
                    #expect(record.summary.state == .gathering && record.summary.waitsFor == nil)
                    let event = try #require(record.events.last)
                    #expect(event.step == "release" && event.actor == nil)
                    #expect(event.cause == (outcome == .identified ? .awaitedDecided : .awaitedRefused))
                }
                // Those who wait for the child still do; when its case is withdrawn, they are told that.
                #expect(try await desk.state(third) == .held)
                let late = try await desk.opened(try await desk.person(as: everywhere, kin: [kin]))
                #expect(await desk.rule(.hold(for: hers), late) == "B7")
                try await desk.take(.withdraw(.merged, reason: "trùng người"), child, as: desk.supervisor)
                let told = try #require(try await desk.record(third)?.events.last)
                #expect(told.cause == .awaitedWithdrawn && told.to == .gathering)
                #expect(try await desk.state(fourth) == .held)
            }
        }
    }

    @Test("B7 cases never wait for each other in a circle")
    func circle() async throws {
        try await CaseDesk.open { desk in
            var ring: [CaseKey] = []
            for _ in 0..<3 { ring.append(try await desk.opened(try await desk.person())) }
            try await desk.take(.hold(for: ring[1]), ring[0])
            try await desk.take(.hold(for: ring[2]), ring[1])
            #expect(await desk.rule(.hold(for: ring[0]), ring[2]) == "B7")
            #expect(await desk.rule(.hold(for: ring[2]), ring[2]) == "B7")
            // Also not when both sides try at once: one of them wins, or neither.
            let (left, right) = (
                try await desk.opened(try await desk.person()), try await desk.opened(try await desk.person())
            )
            async let first = desk.refusal(.hold(for: right), left)
            async let second = desk.refusal(.hold(for: left), right)
            let refused = await [first, second].compactMap(\.self)
            #expect(!refused.isEmpty)
            let waiting = [try await desk.state(left), try await desk.state(right)].filter { $0 == .held }
            #expect(waiting.count == 2 - refused.count)
        }
    }

    @Test("A12 a death or departure withdraws the resident's open case, as a consequence that can be seen")
    func death() async throws {
        try await CaseDesk.open { desk in
            func happens(_ kind: LifeEvent.Kind, to person: ResidentKey) async throws -> [String] {
                let before = try await desk.registry.record(of: person, as: desk.officer)
                let now = try unwrap(before)
                let event = LifeEvent(
                    kind: kind,
                    written: articleDay.iso,
                    days: articleDay...articleDay,
                    speaker: speaker("neighbour")
                )
                _ = try await desk.registry.change(
                    person,
                    Residents.record(event, of: person, revision: now.revision),
                    as: desk.officer
                )
                let after = try await desk.registry.record(of: person, as: desk.officer)
                return try unwrap(after?.events.last).consequences
            }
            for (kind, withdrawal) in [(LifeEvent.Kind.death, IdentityCase.Withdrawal.dead), (.departure, .movedAway)] {
                // From states, too, from which nobody may withdraw it; and whoever waits for it goes on.
                let person = try await desk.person()
                let key = try await desk.proposed(person)
                let waiting = try await desk.opened(try await desk.person())
                try await desk.take(.hold(for: key), waiting)
                let own = CaseStep.withdraw(withdrawal, reason: "đã mất hoặc đi khỏi xã")
                #expect(await desk.rule(own, key, as: desk.supervisor) == "B1")
                #expect(try await happens(kind, to: person).contains("case_withdrawn"))
                let record = try #require(try await desk.record(key))
                #expect(record.summary.state == .withdrawn && record.summary.withdrawal == withdrawal)
                #expect(record.events.last?.cause?.rawValue == kind.rawValue && record.events.last?.actor == nil)
                #expect(try await desk.record(waiting)?.events.last?.cause == .awaitedWithdrawn)
                await #expect(throws: RegistryError.self) { try await desk.opened(person) }
            }
            // One that has brought its number is closed, not withdrawn; one that waits waits no longer.
            let numbered = try await desk.person()
            let done = try await desk.proposed(numbered)
            try await desk.take(CaseDesk.decide(.identified), done, as: desk.supervisor)
            let number = try #require(PersonalNumber("066070000077"))
            try await desk.take(.enterNumber(number, document: "thông báo", on: articleDay), done)
            #expect(try await happens(.death, to: numbered).contains("case_closed"))
            #expect(try await desk.state(done) == .closed)
            let child = try await desk.person()
            let held = try await desk.opened(child)
            try await desk.take(.hold(for: try await desk.opened(try await desk.person())), held)
            #expect(try await happens(.departure, to: child).contains("case_withdrawn"))
            #expect(try await desk.known(held)?.waitsFor == nil)
        }
    }

    @Test("F10 the case of a sealed resident exists for nobody below the set role")
    func sealed() async throws {
        try await CaseDesk.open { desk in
            let person = try await desk.person()
            try await desk.database.superuserSQL("update registry.resident set seal = 1 where id = '\(person.id)'")
            await #expect(throws: RegistryError.notFound) { try await desk.opened(person) }
            let other = try await desk.opened(try await desk.person())
            try await desk.database.superuserSQL(
                """
                update registry.identity_case set seal = 1 where id = '\(other.id)'
                """
            )
            #expect(try await desk.record(other, as: desk.officer) == nil)
            let state = try await desk.database.sqlState(
                as: .app,
                token: desk.officer.token,
                "select cases.take(8, '\(other.id)', 1, 'record_claims')"
            )
            #expect(state == "SG404")
            #expect(try await desk.record(other, as: desk.district) != nil)
        }
    }
}
