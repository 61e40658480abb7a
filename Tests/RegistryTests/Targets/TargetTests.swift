import CivilIdentity
import Foundation
import Registry
import RegistryTestSupport
import Testing

@Suite(.registryDatabase, .serialized) struct TargetTests {
    private let database = TestDatabase.current

    @Test(
        "C8 a target's last day: announced, moved and withdrawn with its history, by whom access.md names, and by nobody else"
    )
    func setting() async throws {
        let district = try await database.officer("district_officer", of: "646")
        try await Office.open { office in
            let desk = TargetDesk(office: office)
            let deadline = day("2024-10-31")
            for who in [office.officer, office.supervisor] {
                await #expect(throws: RegistryError.notAllowed) {
                    _ = try await desk.announce(.card, .from14, by: deadline, as: who)
                }
            }
            let id = try await desk.announce(.card, .from14, by: deadline, as: district)
            #expect(
                await office.refused { _ = try await desk.announce(.card, .from14, by: deadline, as: district) } == "C8"
            )
            let second = try await database.officer("district_officer", of: "646")
            let change = { (revision: Int32, deadline: CalendarDay?) in
                Targets.change(id, revision: revision, deadline: deadline, decision: "kế hoạch 15")
            }
            try await desk.write(change(1, day("2024-12-31")), as: second)
            await #expect(throws: RegistryError.stale) { try await desk.write(change(1, nil), as: district) }
            await #expect(throws: RegistryError.notAllowed) { try await desk.write(change(2, nil), as: office.officer) }
            #expect(await office.refused { try await desk.write(change(2, day("2024-12-31")), as: district) } == "C8")
            #expect(await office.refused { try await desk.write(change(2, day("1999-12-31")), as: district) } == "C8")
            try await desk.write(change(2, nil), as: district)

            let record = try #require(try await office.registry.readPublic(Targets.show(id), as: office.officer.caller))
            #expect(record.settings.map(\.deadline) == [deadline, day("2024-12-31"), nil])
            #expect(record.settings.map(\.by) == [district.userID, second.userID, district.userID])
            #expect(record.target.deadline == nil && record.target.revision == 3)
            #expect(try await office.registry.readPublic(Targets.list(.init()), as: office.officer.caller).isEmpty)
            try await desk.write(change(3, deadline), as: district)

            // The analyst's token is of another login class: until he has a sign-in of his own it opens nothing here.
            let analyst = try await database.officer("district_analyst", of: "646")
            let call = "select targets.change('\(id)', 4, null, 'rút')"
            #expect(try await database.sqlState(as: .app, token: analyst.token, call) == "SG401")
            for statement in [
                "insert into registry.target_setting values ('\(id)', 5, '2030-01-01', 'giả mạo', now(), now(), 1)",
                "update registry.target_setting set deadline = '2030-01-01'",
                "delete from registry.target", "update registry.target set measure = 'card'",
            ] {
                #expect(
                    try await database.sqlState(as: .app, token: district.token, statement) == "42501",
                    "\(statement)"
                )
            }
        }
    }

    @Test(
        "C8 a last day that has passed tells what stood then; on a day off the working day before is the last; all done"
    )
    func lastDays() async throws {
        let district = try await database.officer("district_officer", of: "646")
        try await Office.open { office in
            let desk = TargetDesk(office: office)
            let holder = try await office.numbered("Thào Thị Một")
            let waiting = try await office.numbered("Thào Thị Hai")
            let today = try await office.today()
            let id = try await desk.announce(.card, .all, by: today, as: district)
            _ = try await office.handedOver(to: holder)
            let other = try await office.printed(for: waiting)
            let total = try await desk.progress(of: id, as: district).report.total
            try await office.later(days: 1) {
                try await office.step(other) { Cards.handOver($0, to: "chính chủ") }
                let past = try await desk.progress(of: id, as: district)
                #expect(past.atDeadline?.total.done == total.done && past.report.total.done == total.done + 1)
                #expect(past.workingDaysLeft == 0 && past.expectedAtDeadline == nil)
                #expect(past.isPast && (past.report.total.left > 0) == (past.outlook == .missed))
                #expect(past.neededPerWorkingDay == (past.report.total.left > 0 ? nil : 0))
            }
            // As of the last day itself, which is over then.
            let then = try await desk.progress(of: id, asOf: today, as: district)
            #expect(then.isPast && then.workingDaysLeft == 0)

            // The national day of 2024 was a Monday off, as was the Tuesday: as of Thursday 29 August one day is left, Friday.
            let holiday = try await desk.announce(.personalNumber, .all, by: day("2024-09-03"), as: district)
            let august = try await desk.progress(of: holiday, asOf: day("2024-08-29"), as: district)
            #expect(august.workingDaysLeft == 1 && august.deadline == day("2024-09-03"))
            #expect(august.report.total.residents == 0 && august.outlook == .done && august.neededPerWorkingDay == 0)
            // A whole week without a holiday, as of the Sunday before.
            let week = try await desk.announce(.birthCertificate, .under14, by: day("2024-09-13"), as: district)
            #expect(try await desk.progress(of: week, asOf: day("2024-09-08"), as: district).workingDaysLeft == 5)
        }
    }

    @Test(
        "C8 E4 whoever moved is counted where she lives, with the card that the other book holds; F10 the sealed are in no count"
    )
    func movedAndSealed() async throws {
        let district = try await database.officer("district_officer", of: "646")
        let there = try await database.officer(of: eaRok.code)
        let head = try await database.officer("commune_supervisor", of: eaRok.code)
        try await Office.open { office in
            let desk = TargetDesk(office: office)
            let total = { (code: String, asOf: CalendarDay?, who: TestOfficer) in
                try await desk.report(.card, of: code, asOf: asOf, as: who).total
            }
            let holder = try await office.numbered("Hờ Thị Chuyển")
            _ = try await office.handedOver(to: holder)
            let beforeHere = try await total(cuKbang.code, nil, district)
            let beforeThere = try await total(eaRok.code, nil, there)
            let id = UUID.v7()
            let today = try await office.today()
            try await office.registry.change(
                holder,
                Transfers.propose(id, of: holder, to: eaRok.book, on: today, because: "theo chồng"),
                as: office.supervisor
            )
            try await office.registry.write(
                Transfers.accept(id, in: eaRok.book, revision: 1, household: nil, relation: nil),
                as: head.caller,
                action: "transfers.accept",
                book: eaRok.book,
                residents: []
            )
            for who in [there, district] {
                #expect(try await total(eaRok.code, nil, who).done == beforeThere.done + 1)
                #expect(try await total(eaRok.code, nil, who).left == beforeThere.left)
                #expect(try await total(eaRok.code, today, who).done == beforeThere.done + 1)
            }
            #expect(try await total(cuKbang.code, nil, district).done == beforeHere.done - 1)

            // Sealed above the commune's clearance and within the district's.
            let sealed = try await office.numbered("Hờ Thị Kín")
            let seen = try await total(cuKbang.code, nil, office.officer)
            try await database.superuserSQL(
                """
                update registry.resident set seal = 1 where id = '\(sealed.id)'
                """
            )
            #expect(try await total(cuKbang.code, nil, office.officer).residents == seen.residents - 1)
            #expect(try await total(cuKbang.code, nil, district).residents == seen.residents)
        }
    }

    @Test("C8 the article's table of obstacles names each one in the order of the way, with whose act removes it")
    func articleAgrees() throws {
        let article = try String(
            contentsOfFile: "\(Checkout.root)/Sources/Registry/Registry.docc/Targets.md",
            encoding: .utf8
        )
        let rows = article.split(separator: "\n").filter { $0.prefix { $0 != "`" }.contains(where: \.isNumber) }
            .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
            .filter { $0.count >= 5 && Int($0[0]) != nil }
        #expect(rows.map { $0[1] } == Obstacle.allCases.map { "`\($0.rawValue)`" })
        #expect(rows.map { Int($0[0]) } == Obstacle.allCases.map(\.rank))
        for (row, obstacle) in zip(rows, Obstacle.allCases) {
            #expect(row[4].lowercased() == obstacle.actor.en.lowercased(), "\(obstacle)")
        }
    }
}
