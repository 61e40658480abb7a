import CivilIdentity
import Foundation
import Postgres
import Registry
import RegistryTestSupport
import Testing

// Each of these moves its database's one clock, so each has a database of its own.

@Suite(.registryDatabase) struct CaseClockTests {
    private func escalate(_ database: TestDatabase) async throws -> Int32 {
        let configuration = PostgresConfiguration(try database.conninfo(role: "sogoc_jobs"))
        return try await PostgresClient.withClient(configuration) { client in
            try await client.rows("select cases.escalate_overdue() as count", access: .write)[0]["count"]
        }
    }

    @Test("B8 a clock runs in working days; an overdue case is escalated to the district once, not every night")
    func escalation() async throws {
        try await CaseDesk.open { desk in
            // 2024-09-17 is a Tuesday; five working days end on the Tuesday after.
            try await desk.clock(0)
            let declared = try await desk.opened(try await desk.person())
            #expect(try await desk.known(declared)?.dueOn == day("2024-09-24"))
            let gathering = try await desk.searched(try await desk.person(from: []))
            try await desk.take(.relyOnEvidence, gathering)
            #expect(try await desk.known(gathering)?.dueOn == day("2024-10-29"))

            // On its last day nothing is overdue.
            try await desk.clock(7)
            #expect(try await escalate(desk.database) == 0)
            try await desk.clock(8)
            #expect(try await escalate(desk.database) == 1)
            var record = try #require(try await desk.record(declared))
            #expect(record.summary.state == .declared && record.summary.escalatedOn == day("2024-09-25"))
            #expect(record.summary.isOverdue)
            #expect(record.events.last?.step == "overdue" && record.events.last?.cause == .clock)
            // It stands on the district's list.
            var filter = IdentityCases.Filter()
            filter.isEscalated = true
            let list = try await desk.registry.read(
                IdentityCases.list(filter, after: nil, limit: 50),
                as: desk.district.caller,
                action: "cases.list"
            )
            #expect(list.map(\.key) == [declared])

            // Once in its life: not the next night, nor when a later state is overdue.
            try await desk.clock(9)
            #expect(try await escalate(desk.database) == 0)
            try await desk.take(.recordClaims, declared)
            try await desk.clock(42)
            #expect(try await escalate(desk.database) == 0)

            // From gathering the case itself goes to the district, which decides or sends it back.
            try await desk.clock(43)
            #expect(try await escalate(desk.database) == 1)
            record = try #require(try await desk.record(gathering))
            #expect(record.summary.state == .escalated && record.events.last?.cause == .clock)
            #expect(record.events.last?.actor == nil && record.summary.dueOn == day("2024-11-13"))
            #expect(await desk.rule(CaseDesk.decide(.identified), gathering, as: desk.supervisor) == "not allowed")
            let back = CaseStep.plain(.sendBack, .init(reason: "hỏi thêm già làng"))
            try await desk.take(back, gathering, as: desk.district)
            try await desk.clock(200)
            #expect(try await escalate(desk.database) == 0)
            #expect(try await desk.state(gathering) == .gathering)
            // Escalated by hand it may be again, and the district decides.
            try await desk.take(.escalate, gathering, as: desk.supervisor, "không xác minh được ở xã")
            try await desk.take(CaseDesk.decide(.notIdentified), gathering, as: desk.district)
            #expect(try await desk.state(gathering) == .decided)
        }
    }

}

@Suite(.registryDatabase) struct CaseHolidayTests {
    @Test("R7.9 the clock of a case skips the holidays of the district's calendar")
    func holidays() async throws {
        try await CaseDesk.open { desk in
            // Five working days from the Tuesday before the 30th of April, one of them the Saturday worked in exchange.
            let days = Int(day("2025-04-22").ordinal - articleDay.ordinal)
            try await desk.clock(days)
            let key = try await desk.opened(try await desk.person())
            #expect(try await desk.known(key)?.dueOn == day("2025-04-28"))
        }
    }

}

@Suite(.registryDatabase) struct RequestClockTests {
    @Test(
        "B2 a verification request has a number, an addressee as named on that date, a channel, a due date in working days, reminders; 'overdue by province' is one list"
    )
    func requests() async throws {
        try await CaseDesk.open { desk in
            let database = desk.database
            try await desk.clock(0)
            let key = try await desk.searched(try await desk.person(from: ["Hà Giang", "Cao Bằng"]))
            let id = try await desk.ask(key)
            let other = try await desk.searched(try await desk.person(from: ["Cao Bằng"]))
            try await desk.ask(other)
            let sent = try #require(try await desk.record(key)?.requests.first)
            #expect(sent.number.hasSuffix("/2024/XM-CKB") && sent.addressee == "Tỉnh Hà Giang")
            #expect(sent.provinceCode == "02" && sent.channel == .post && sent.name == "Sùng A Dơ")
            // 15 working days after Tuesday the 17th.
            #expect(sent.sentOn == articleDay && sent.dueOn == day("2024-10-08") && !sent.isOverdue)

            // Named as on the day: a renamed province is called by its new name from its day on.
            try await database.superuserSQL(
                """
                update registry.area set valid_to = '2024-10-01' where level = 'province' and code = '04';
                insert into registry.area (level, code, name, name_key, kind, valid_from)
                select level, code, 'Tỉnh Cao Bằng Mới', name_key, kind, '2024-10-01' from registry.area
                where level = 'province' and code = '04'
                """
            )
            let remind = CaseStep.remind(request: id, channel: .email)
            #expect(await desk.rule(remind, key) == "B2")
            let silence = CaseStep.Reply(request: id, receivedOn: articleDay, outcome: .noReply)
            #expect(await desk.rule(.recordReply(silence), key) == "B2")

            func overdue(_ area: String?, as officer: TestOfficer) async throws -> [OverdueProvince] {
                try await desk.registry.read(
                    VerificationRequests.overdueByProvince(within: area),
                    as: officer.caller,
                    action: "verification-requests.overdue"
                )
            }
            try await desk.clock(21)
            #expect(try await overdue(nil, as: desk.district).isEmpty)
            try await desk.clock(22)
            let list = try await overdue("646", as: desk.district)
            #expect(list.map(\.code) == ["02", "04"] && list.map(\.requests) == [1, 1])
            #expect(list.map(\.notReminded) == [1, 1] && list[0].oldestDueOn == day("2024-10-08"))
            #expect(try await overdue(cuKbang.code, as: desk.officer).count == 2)
            #expect(try await overdue(eaRok.code, as: desk.district).isEmpty)
            let stranger = try await database.officer(of: eaRok.code)
            #expect(try await overdue(nil, as: stranger).isEmpty)

            // A reminder gives ten working days more, does not restart the case's clock, and leaves it overdue.
            let before = try #require(try await desk.known(key))
            try await desk.take(remind, key)
            let after = try #require(try await desk.record(key))
            #expect(after.summary.dueOn == before.dueOn && after.summary.since == before.since)
            #expect(after.requests[0].reminders == 1 && after.requests[0].awaitedUntil == day("2024-10-23"))
            #expect(after.requests[0].isOverdue)
            #expect(await desk.rule(remind, key) == "B2")
            #expect(try await overdue(nil, as: desk.officer).first { $0.code == "02" }?.notReminded == 0)
            // That nobody has answered is an answer, and the letter stays on the list.
            let none = CaseStep.Reply(request: id, receivedOn: try await desk.today(), outcome: .noReply)
            try await desk.take(.recordReply(none), key)
            #expect(try await overdue(nil, as: desk.officer).count == 2)
            // What is sent from now on is addressed by today's name; what was sent keeps the name it had.
            let questions = try #require(try await desk.record(key)).questions
            #expect(questions.map(\.addressee) == ["Tỉnh Hà Giang", "Tỉnh Cao Bằng Mới", "Tỉnh Cao Bằng Mới"])
            #expect(try #require(try await desk.record(other)).requests.map(\.addressee) == ["Tỉnh Cao Bằng"])
            try await desk.ask(key)

            // Numbers follow each other without gaps in a book's year, also where a step was undone.
            let numbers = try await database.superuserSQL(
                "select string_agg(running::text, ' ' order by running) from registry.verification_request where year = 2024"
            )
            #expect(numbers == "1 2 3")
        }
    }
}
