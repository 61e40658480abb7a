import Foundation
import Registry
import RegistryTestSupport
import Testing

@testable import RegistryJobs

@Suite(.registryDatabase, .serialized) struct SlotTests {
    let database = TestDatabase.current

    private func nightly(_ name: String, _ schedule: Schedule = .daily(at: 1)) -> Probe {
        var probe = Probe(name, tasks: 1)
        probe.schedule = schedule
        return probe
    }

    private func runs(of job: String) async throws -> String {
        try await database.superuserSQL(
            """
            select string_agg(state || ':' || count, ' ' order by state)
            from (select state, count(*) as count from jobs.run where job = '\(job)' group by state) as tally
            """
        )
    }

    @Test(
        "H6 one run for missed nights: three days on, one run makes up for them and the older slots are skipped; two hours back, none"
    )
    func catchUp() async throws {
        try await database.prepareProbe()
        let job = nightly("catch-up")
        #expect(try await database.runner([job]).runDue().runs.count == 1)
        #expect(try await database.runner([job]).runDue().runs.isEmpty)
        #expect(try await runs(of: "catch-up") == "done:1")

        try await database.setClock(ahead: "3 days")
        let outcome = try await database.runner([job]).runDue()
        let (run, _) = try await database.only(outcome)
        #expect(run.state == .done)
        // Three nights are missed; those of the last 26 hours are one or two, by the time of day at which this runs.
        let skipped = 2 - run.missed
        #expect((0...1).contains(run.missed))
        #expect(try await runs(of: "catch-up") == "done:2 skipped:\(skipped)")
        #expect(try await database.runner([job]).runDue().runs.isEmpty)

        try await database.setClock(ahead: "3 days -2 hours")
        #expect(try await database.runner([job]).runDue().runs.isEmpty)
        try await database.setClock(ahead: "-2 hours")
        #expect(try await database.runner([job]).runDue().runs.isEmpty)
        #expect(try await runs(of: "catch-up") == "done:2 skipped:\(skipped)")
        #expect(try await database.effects(of: "catch-up") == "2|1")
        try await database.setClock(ahead: "0")
    }

    @Test("H6 safe to start twice: twenty runners started at once make one run")
    func twenty() async throws {
        try await database.prepareProbe()
        let job = nightly("twenty")
        let outcomes = try await withThrowingTaskGroup(of: Runner.Outcome.self) { group in
            for _ in 0..<20 {
                group.addTask { [database] in try await database.runner([job]).runDue() }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count == 20)
        #expect(Set(outcomes.flatMap(\.closed)).count == 1)
        #expect(try await runs(of: "twenty") == "done:1")
        #expect(try await database.effects(of: "twenty") == "1|1")
    }

    @Test("Slots are instants of Asia/Ho_Chi_Minh, on the weekdays of the schedule")
    func slots() async throws {
        let slots = try await database.superuserSQL(
            """
            select string_agg(slot::text, ' ') from jobs.slots('{60,1410}', '{1,7}',
                '2026-11-22 01:00+07', '2026-11-23 23:30+07') as slot
            """
        )
        // Sunday and Monday; the first bound is outside, the last inside.
        #expect(slots == "2026-11-22 23:30:00+07 2026-11-23 01:00:00+07 2026-11-23 23:30:00+07")
    }

    @Test("A schedule is minutes of the day and ISO weekdays")
    func schedules() {
        #expect(Schedule.daily(at: 0, 30).minutes == [30])
        #expect(Schedule.weekly(on: 7, at: 3).weekdays == [7])
        #expect(Schedule.hourly(at: 20).minutes == (0..<24).map { $0 * 60 + 20 })
        #expect(Schedule.onDemand.minutes.isEmpty)
    }

    @Test("The clock is moved by a superuser of a marked database and by nobody else")
    func clock() async throws {
        try await database.superuserSQL(
            "do $$ begin execute format('alter database %I reset sogoc.test_database', current_database()); end $$"
        )
        await #expect(throws: TestServerError.self) {
            // A session's own setting is not the mark.
            try await database.superuserSQL("set sogoc.test_database = on; update jobs.clock set ahead = '1 day'")
        }
        try await database.prepareProbe()
        for role in ["sogoc_migrator", "sogoc_jobs", "sogoc_app", "sogoc_admin"] {
            await #expect(throws: TestServerError.self) {
                try await database.superuserSQL(
                    "set session authorization \(role); update jobs.clock set ahead = '1 day'"
                )
            }
        }
        await #expect(throws: TestServerError.self) {
            try await database.superuserSQL(
                "set session authorization sogoc_migrator; set role sogoc_owner; update jobs.clock set ahead = '1 day'"
            )
        }
        #expect(try await database.superuserSQL("select ahead from jobs.clock") == "00:00:00")
    }
}
