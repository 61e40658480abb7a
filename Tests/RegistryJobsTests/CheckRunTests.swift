import CivilIdentity
import Foundation
import Postgres
import Registry
import RegistryTestSupport
import Testing

@testable import RegistryJobs

/// Checks run as a night runs them: through the runner, as `sogoc_jobs`.
@Suite(.registryDatabase, .serialized) struct CheckRunTests {
    private func plant(_ count: Int, book: Int32, _ database: TestDatabase) async throws {
        try await database.superuserSQL(
            """
            insert into registry.resident (book_id, id, recorded_by)
            select \(book), gen_random_uuid(), 1 from generate_series(1, \(count))
            """
        )
    }

    private static let sound = CheckBench.text(CheckBench.residents)

    private func states(_ database: TestDatabase, _ check: String) async throws -> String {
        try await database.superuserSQL(
            """
            select string_agg(state || ' ' || count, ', ' order by state) from (
                select registry.finding_state(resolved_at, waived_until, assignee, reopenings) as state, count(*)
                from registry.finding where check_name = '\(check)' group by 1) as counted
            """
        )
    }

    @Test("H2 one failing check never stops the others: erring, running over, writing and two statements are reported")
    func failingChecks() async throws {
        let database = TestDatabase.current
        try await plant(3, book: 1, database)
        try await CheckBench.open(database) { bench in
            // Both have findings from a first night.
            let first = try await bench.night(["a/sound": Self.sound, "a/erring": Self.sound], books: [1])
            #expect(first.0.state == .done && first.0.counts["opened"] == 6)
            let row =
                "select $1::int as book_id, 'x' as subject, 'y' as subject_id, '' as key, '{}'::jsonb as facts, '{}'::jsonb as shown"
            let (run, tasks) = try await bench.night(
                [
                    "a/sound": Self.sound,
                    "a/erring": CheckBench.text(row + " from registry.book where 1 / (id - $1::int) > 0"),
                    "b/over-time": CheckBench.text(row + ", pg_sleep(20)", budget: "300 ms"),
                    "b/over-rows": CheckBench.text(row + " from generate_series(1, 4)", budget: "3 rows"),
                    "b/twice": CheckBench.text(row + " from generate_series(1, 2)"),
                    "b/no-columns": CheckBench.text("select $1::int as book_id"),
                    "b/null-key": CheckBench.text(row.replacing("'' as key", with: "null::text as key")),
                    "b/no-object": CheckBench.text(row.replacing("'{}'::jsonb as facts", with: "'[]'::jsonb as facts")),
                    "b/other-book": CheckBench.text(row.replacing("$1::int", with: "($1::int + 1)")),
                    "b/no-right": CheckBench.text(row + " from auth.session"),
                    // The word is not there; the function that writes is refused where it runs.
                    "b/writing": CheckBench.text(row + " from jobs.cancel(1, 'x')"),
                    "c/two": CheckBench.text(row + "; select 2"),
                    "c/deleting": CheckBench.text("with x as (delete from registry.resident returning 1) " + row),
                ],
                books: [1]
            )
            let errors = Dictionary(uniqueKeysWithValues: tasks.map { ($0.name, $0.error ?? "") })
            #expect(errors["a/sound"] == "")
            #expect(tasks.first { $0.name == "a/sound" }?.counts["carried"] == 3)
            let expected: [String: String] = [
                "a/erring": "22012", "b/over-time": "longer than 0.3 seconds", "b/over-rows": "more than 3 rows",
                "b/twice": "twice", "b/no-columns": "42703", "b/null-key": "columns", "b/no-object": "no JSON object",
                "b/other-book": "book it was not asked about", "b/no-right": "42501", "b/writing": "only reads",
                "c/two.sql": "one-statement", "c/deleting.sql": "reads-only",
            ]
            for (check, words) in expected {
                #expect(errors[check]?.contains(words) == true, "\(check): \(errors[check] ?? "no task")")
            }
            #expect(tasks.count == expected.count + 1)
            #expect(run.state == .failed && run.failed == expected.count && run.done == 1)
            // A failing check is not tried again and again, and closes nothing.
            #expect(tasks.allSatisfy { $0.attempts == 1 })
            #expect(try await states(database, "a/erring") == "open 3")
            #expect(try await states(database, "a/sound") == "open 3")
        }
    }

    @Test("H3 what heals closes by itself; what comes back is reopened and says so; first and last seen are kept")
    func heals() async throws {
        let database = TestDatabase.current
        try await plant(4, book: 2, database)
        let text = CheckBench.text(CheckBench.residents + " and resident.seal = 0")
        try await CheckBench.open(database) { bench in
            let name = "heals/resident"
            func night() async throws -> TaskCounts { try await bench.night([name: text], books: [2]).0.counts }
            #expect(try await night()["opened"] == 4)
            #expect(try await night() == ["rows": 4, "opened": 0, "reopened": 0, "healed": 0, "carried": 4])
            let one = "(select id from registry.resident where book_id = 2 order by id limit 1)"
            try await database.superuserSQL("update registry.resident set seal = 1 where id = \(one)")
            #expect(try await night() == ["rows": 3, "opened": 0, "reopened": 0, "healed": 1, "carried": 3])
            #expect(try await states(database, name) == "open 3, resolved 1")
            try await database.superuserSQL("update registry.resident set seal = 0 where id = \(one)")
            #expect(try await night() == ["rows": 4, "opened": 0, "reopened": 1, "healed": 0, "carried": 3])
            #expect(try await states(database, name) == "open 3, reopened 1")
            // By run: the first saw all four; the one that came back was last seen by the second, until the fourth.
            let runs = try await database.superuserSQL(
                """
                select count(distinct first_run) || ' ' || count(distinct first_seen) || ' ' || max(reopenings)
                from registry.finding where check_name = '\(name)'
                """
            )
            #expect(runs == "1 1 1")
        }
    }

    @Test("H5 trend by check × commune × night: new, healed, carried; seen by whoever sees the commune")
    func trend() async throws {
        let database = TestDatabase.current
        let check = try CheckBench.check("trend/residents", CheckBench.residents)
        let officer = try await database.officer(of: "24223")
        let district = try await database.officer("district_officer", of: "646")
        try await CheckBench.open(database) { bench in
            let first = try #require(CalendarDay(iso: try await database.today()))
            func rows(_ here: ClosedRange<Int>, _ there: ClosedRange<Int>) -> [FoundRow] {
                here.map { FoundRow("h\($0)", book: 7) } + there.map { FoundRow("t\($0)", book: 8) }
            }
            try await bench.record(check, run: 1, complete: [7, 8], rows: rows(1...5, 1...2))
            try await bench.advance(days: 1)
            try await bench.record(check, run: 2, complete: [7, 8], rows: rows(3...6, 1...2))
            // A second run of the same night.
            try await bench.record(check, run: 3, complete: [7, 8], rows: rows(4...6, 1...2))
            try await bench.advance(days: 1)
            try await bench.record(check, run: 4, complete: [7, 8], rows: rows(1...6, 1...2))
            try await database.withRegistry { registry in
                func points(_ who: TestOfficer, commune: String? = nil) async throws -> [String] {
                    try await registry.read(
                        Findings.trend(commune: commune, check: check.name, from: first, to: first.advanced(by: 5)),
                        as: who.caller,
                        action: "findings.trend"
                    )
                    .map {
                        "\($0.communeCode ?? "-") \(first.distance(to: $0.night)): \($0.opened) \($0.reopened) \($0.healed) \($0.carried)"
                    }
                }
                let here = ["24223 0: 5 0 0 0", "24223 1: 1 0 3 3", "24223 2: 0 3 0 3"]
                let seen = try await points(officer)
                #expect(seen == here)
                #expect(try await points(district, commune: "24223") == here)
                #expect(
                    try await points(district, commune: "24226") == [
                        "24226 0: 2 0 0 0", "24226 1: 0 0 0 2", "24226 2: 0 0 0 2",
                    ]
                )
                #expect(try await points(officer, commune: "24226") == [])
            }
        }
    }

    @Test("H2 fast before slow by remembered time; many books are grouped so that a task stays short")
    func plans() async throws {
        let checks = try ["a/slow", "b/fast", "c/untried"].map { try CheckBench.check($0, CheckBench.residents) }
        let register = try CheckBench.check(
            "d/wide",
            CheckBench.residents.replacing("$1::int", with: "1"),
            slice: "register"
        )
        try await CheckBench.open(TestDatabase.current) { bench in
            let planning = Planning(client: bench.client, usualSeconds: ["a/slow": 19, "b/fast": 0.1, "d/wide": 3])
            let plan = try await CheckJob(CheckCatalogue(checks + [register])).plan(with: planning)
            #expect(plan.map(\.name) == ["b/fast", "d/wide"] + Array(repeating: "a/slow", count: 10) + ["c/untried"])
            #expect(
                plan[0].books == Array(1...10) && plan[1].books == [] && plan[2].books == [1]
                    && plan[12].books.count == 10
            )
            let part = try await CheckJob(CheckCatalogue(checks + [register]), books: [3]).plan(with: planning)
            #expect(part.map(\.name) == ["b/fast", "a/slow", "c/untried"] && part.allSatisfy { $0.books == [3] })
            let few = CheckJob.tasks(for: checks[0], books: Array(1...100), usualSeconds: 7.9)
            #expect(few.map(\.books.count) == [25, 25, 25, 25] && few.flatMap(\.books) == Array(1...100))
        }
    }

    @Test("H1 every text that a check ran with is recorded as a version, with the run that first used it")
    func versions() async throws {
        let database = TestDatabase.current
        try await CheckBench.open(database) { bench in
            let other = CheckBench.text(CheckBench.residents + " and resident.seal < 9", severity: "critical")
            for text in [Self.sound, Self.sound, other, Self.sound] {
                #expect(try await bench.night(["versions/one": text], books: [3]).0.state == .done)
            }
            let versions = try await database.superuserSQL(
                """
                select string_agg(version || ' ' || severity || ' ' || (first_run - (
                    select min(first_run) from jobs.check_version where name = 'versions/one')), ', ' order by version)
                from jobs.check_version where name = 'versions/one'
                """
            )
            #expect(versions == "1 warning 0, 2 critical 2, 3 warning 3")
        }
    }

    @Test("A check of slice register speaks for each side and for the district; its rows heal in all books")
    func register() async throws {
        let database = TestDatabase.current
        let check = try CheckBench.check("pairs/same", "select 1", slice: "register")
        try await CheckBench.open(database) { bench in
            let all = Array(Int32(0)...10)
            let rows = [
                FoundRow("p", key: "k", book: 9), FoundRow("q", key: "k", book: 10),
                FoundRow("p", key: "k", book: 0, subject: "pair"),
            ]
            let first = try await bench.record(check, run: 1, complete: all, rows: rows)
            #expect(first.opened == 3)
            let second = try await bench.record(check, run: 2, complete: all, rows: [])
            #expect(second.healed == 3)
        }
    }
}
