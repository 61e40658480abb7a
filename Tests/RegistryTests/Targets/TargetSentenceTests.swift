import CivilIdentity
import Foundation
import Registry
import RegistryTestSupport
import Testing

/// The row of the acceptance table, with somebody at each obstacle: in a register where nobody else is.
@Suite(.registryDatabase) struct TargetSentenceTests {
    private let database = TestDatabase.current

    @Test(
        "C8 Targets by area and date: done, left, needed per working day, forecast with a range, and who is left and why"
    )
    func wholeSentence() async throws {
        let district = try await database.officer("district_officer", of: "646")
        try await Office.open { office in
            let desk = TargetDesk(office: office)
            let world = try await ObstacleWorld.made(office)
            let today = try await office.today()
            // Ten days on, so that the week and the holidays in it count.
            let deadline = today.advanced(by: 10)
            let id = try await desk.announce(.electronicIdentity, .all, by: deadline, as: district)
            let progress = try await desk.progress(of: id, as: office.officer)

            // Done and left.
            #expect(progress.report.total.done == 1 && progress.report.total.left == world.people.count)
            // Who is left and why: each person at the first obstacle, counted per obstacle.
            for obstacle in Obstacle.allCases where obstacle != .birthCertificateRevoked {
                let key = try #require(world.people[obstacle], "\(obstacle)")
                #expect(progress.report.total.obstacles[obstacle]?.residents == 1, "\(obstacle)")
                let people = try await desk.left(
                    try await desk.question(.electronicIdentity, as: office.officer),
                    obstacle,
                    as: office.officer
                )
                #expect(people.map(\.summary.key) == [key], "\(obstacle)")
                #expect(people.allSatisfy { $0.obstacle == obstacle })
            }
            #expect(world.people.count == Obstacle.allCases.count - 1)
            // What removes it, and whose act that is, in both languages and no two alike.
            for obstacle in Obstacle.allCases {
                #expect(!obstacle.vi.isEmpty && !obstacle.removalVi.isEmpty && obstacle.removalEn != obstacle.en)
            }
            #expect(Set(Obstacle.allCases.map(\.vi)).count == Obstacle.allCases.count)

            // Needed per working day until the last day, by Vietnam's calendar.
            let workingDays = Int(
                try await database.superuserSQL(
                    "select registry.working_days_between(jobs.today() - 1, '\(deadline.iso)')"
                )
            )
            let days = try #require(workingDays)
            #expect(progress.workingDaysLeft == days && (5...9).contains(days))
            #expect(progress.neededPerWorkingDay == (world.people.count + days - 1) / days)
            // Nobody was done on a day that is over: nothing is foretold.
            #expect(progress.gains.count == Forecast.window && progress.outlook == .noPace && progress.finish == nil)

            // Forecast with a range: the one who has an account got it on the last working day that is over.
            let last = try #require(progress.gains.last?.day)
            try await database.superuserSQL(
                """
                update registry.e_identity set activated_on = '\(last.iso)', notified_on = '\(last.iso)',
                    requested_on = '\(last.iso)' where resident_id = '\(world.done.id)'
                """
            )
            let later = try await desk.progress(of: id, as: office.officer)
            #expect(later.gains.map(\.residents) == Array(repeating: 0, count: 19) + [1])
            #expect(later.forecast.perDay == 0.05 && later.outlook == .late)
            let finish = try #require(later.finish)
            let early = try #require(finish.early)
            #expect(early > deadline && finish.late == nil)
            let isWorked = try await database.superuserSQL("select registry.is_working_day('\(early.iso)')")
            #expect(isWorked == "t")
            let expected = try #require(later.expectedAtDeadline)
            #expect(expected.low == 1 && expected.low <= expected.likely && expected.likely <= expected.high)

            // The district counts as the commune does, and another commune sees nobody of it.
            let whole = try await desk.report(.electronicIdentity, as: district)
            #expect(whole.communes.count == 10 && whole.total.left == world.people.count)
            let other = try await database.officer(of: eaRok.code)
            #expect(try await desk.report(.electronicIdentity, as: other).total.residents == 0)
        }
    }
}

@Suite(.registryDatabase) struct TargetThenAndNowTests {
    private let database = TestDatabase.current

    @Test("C8 then and now: a past day is computed as it stood, and today computed is today as it stands")
    func thenAndNow() async throws {
        try await Office.open { office in
            let desk = TargetDesk(office: office)
            let world = try await ObstacleWorld.made(office)
            let today = try await office.today()
            for measure in TargetMeasure.allCases {
                let now = try await desk.report(measure, as: office.officer)
                let computed = try await desk.report(measure, asOf: today, as: office.officer)
                #expect(now.communes == computed.communes, "\(measure)")
                #expect(now.total.residents > 30)
                // Nobody was registered yet.
                #expect(
                    try await desk.report(measure, asOf: today.advanced(by: -1), as: office.officer).total.residents
                        == 0
                )
            }
            // A card that is handed over tomorrow is done tomorrow; as of today it is still to be handed over.
            let key = try #require(world.people[.cardToHandOver])
            let before = try await desk.report(.card, asOf: today, as: office.officer).total
            try await office.later(days: 1) {
                let id = try await database.superuserSQL(
                    "select id from registry.card where resident_id = '\(key.id)'"
                )
                try await office.step(try #require(UUID(uuidString: id))) { Cards.handOver($0, to: "chính chủ") }
                #expect(try await desk.report(.card, asOf: today, as: office.officer).total == before)
                let after = try await desk.report(.card, as: office.officer).total
                #expect(after.done == before.done + 1 && after.obstacles[.cardToHandOver] == nil)
            }
        }
    }
}
