import Foundation
import RegistryTestSupport
import Testing

/// `sogoc jobs` as cron and an operator use it, on the real binary.
@Suite(.registryDatabase, .serialized) struct JobsCommandTests {
    let database = TestDatabase.current

    private func sogoc(_ arguments: String..., environment: [String: String] = [:]) async throws -> ChildProcess.Result
    {
        try await SogocBinary.run(
            ["jobs"] + arguments,
            environment: database.environment.merging(environment) { $1 },
            deadline: .seconds(120)
        )
    }

    @Test("The first start runs the missed night and says so; the next says nothing; exit code 0 both times")
    func due() async throws {
        let first = try await sogoc("run", "--due")
        #expect(first.status == 0 && first.stderr.isEmpty, "\(first.stderr)")
        #expect(first.stdout.contains("clean-up") && first.stdout.contains("statistics-snapshot"))
        let second = try await sogoc("run", "--due")
        #expect(second.status == 0 && second.stdout.isEmpty && second.stderr.isEmpty)
        let answer = try JSONDecoder().decode(
            Summary.self,
            from: Data(try await sogoc("run", "--due", "--json").stdout.utf8)
        )
        #expect(answer.runs.isEmpty && !answer.isElsewhere)
        #expect(
            try await database.superuserSQL("select count(distinct book_id) from registry.coverage_snapshot") == "10"
        )
    }

    @Test("list, history and show tell of every run: job, slot, host, version, tasks; tables are aligned")
    func showing() async throws {
        _ = try await sogoc("run", "--due")
        let run = try JSONDecoder().decode(
            Summary.self,
            from: Data(try await sogoc("run", "clean-up", "--json").stdout.utf8)
        )
        let id = try #require(run.runs.first?.id)
        #expect(run.runs.first?.state == "done")
        let history = try await sogoc("history", "clean-up", "--limit", "1")
        #expect(history.status == 0 && history.stdout.contains("\(id)"))
        let lines = history.stdout.split(separator: "\n")
        #expect(lines.count == 3 && lines[1].allSatisfy { $0 == "─" || $0 == " " })
        let shown = try JSONDecoder().decode(
            Detail.self,
            from: Data(try await sogoc("show", "\(id)", "--json").stdout.utf8)
        )
        #expect(shown.run.tasks.done == shown.run.tasks.total && shown.run.requested && shown.run.version == "0.1.0")
        #expect(shown.tasks.contains { $0.name == "sessions" && $0.state == "done" && $0.attempts == 1 })
        let list = try await sogoc("list")
        #expect(list.stdout.contains("statistics-snapshot") && list.stdout.contains("00:30"))
    }

    @Test("Exit codes: 1 cancelling what is over, 3 failed tasks, 64 usage, 66 not found, 69 no database")
    func exitCodes() async throws {
        #expect(try await sogoc("run").status == 64)
        #expect(try await sogoc("run", "--due", "clean-up").status == 64)
        #expect(try await sogoc("run", "--due", "--workers", "0").status == 64)
        #expect(try await sogoc("run", "no-such-job").status == 66)
        #expect(try await sogoc("history", "no-such-job").status == 66)
        #expect(try await sogoc("show", "999999").status == 66)
        #expect(try await sogoc("cancel", "999999").status == 66)
        let nowhere = ["SOGOC_DATABASE_URL": "postgresql:///nowhere?host=/nonexistent"]
        #expect(try await sogoc("run", "--due", environment: nowhere).status == 69)

        try await database.superuserSQL("revoke execute on function auth.purge_sessions() from sogoc_jobs")
        let failed = try await sogoc("run", "clean-up")
        try await database.superuserSQL("grant execute on function auth.purge_sessions() to sogoc_jobs")
        #expect(failed.status == 3)
        #expect(failed.stdout.contains("✗") && failed.stdout.contains("sessions: PostgreSQL 42501"))
        let id = try await database.superuserSQL("select max(id) from jobs.run")
        #expect(try await sogoc("cancel", id).status == 1)
    }

    @Test("The alert hook gets the summary of each finished run as JSON, once; what goes wrong with it fails no night")
    func alertHook() async throws {
        let path = "/tmp/sogoc-alert-\(UUID().uuidString).json"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let told = try await sogoc("run", "clean-up", environment: ["SOGOC_JOBS_ALERT": "cat >> \(path)"])
        #expect(told.status == 0)
        let summary = try JSONDecoder().decode(Summary.self, from: try Data(contentsOf: URL(fileURLWithPath: path)))
        #expect(summary.runs.map(\.job) == ["clean-up"])
        let broken = try await sogoc("run", "clean-up", environment: ["SOGOC_JOBS_ALERT": "exit 7"])
        #expect(broken.status == 0 && broken.stderr.contains("SOGOC_JOBS_ALERT") && broken.stderr.contains("7"))
    }

    @Test("E4 the snapshot of each day that was missed counts every book as it was believed at the day's end")
    func snapshot() async throws {
        let own = try await TestServer.shared.clone()
        let path = "/tmp/sogoc-snapshot-\(UUID().uuidString).csv"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let head = """
            record_id,commune,village,household_id,rel_to_head,formal_name,common_name,sex,ethnicity,birth_precision,\
            birth_date,birth_year_min,birth_year_max,birth_zodiac,origin_province,origin_district,origin_commune,papers,\
            personal_no,phone,father_name,mother_name,spouse_name,arrival_year,registered_on
            """
        // Nobody of these exists.
        let people = (0..<40).map { number in
            """
            P\(number),\(number % 2 == 0 ? "Cư Kbang" : "Ia Jlơi"),Thôn 1,H\(number % 2)-\(number / 8),\
            \(number < 2 ? "chủ hộ" : "con"),Sùng A Thử,,M,Mông,,1990-05-17,,,,Cao Bằng,,,so_ho_khau,,,,,,2004,2024-01-15
            """
        }
        try Data(([head] + people).joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
        let imported = try await SogocBinary.run(["import", path], environment: own.environment)
        #expect(imported.status == 0, "\(imported.stdout)\(imported.stderr)")
        // Yesterday is then a day on which they were known; three days before it have no snapshot either.
        try await own.superuserSQL(
            """
            do $$ begin execute format('alter database %I set sogoc.test_database = on', current_database()); end $$;
            update jobs.clock set ahead = '1 day';
            insert into registry.coverage_snapshot
            select book.id, registry.today() - 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 from registry.book;
            """
        )
        let run = try await SogocBinary.run(["jobs", "run", "statistics-snapshot"], environment: own.environment)
        #expect(run.status == 0, "\(run.stderr)")
        let counted = try await own.superuserSQL(
            """
            select registry.today() - day, count(*), sum(residents), sum(households), sum(four_peoples), count(*) filter (where residents > 0)
            from registry.coverage_snapshot where day > registry.today() - 4 group by day order by 1
            """
        )
        let now = try await own.superuserSQL(
            """
            select 0, 10, count(*),
                   (select count(*) from registry.household_version where believed_to = 'infinity' and members > 0),
                   count(*) filter (where ethnic_code in ('08', '09', '02', '07')), count(distinct book_id)
            from registry.resident_version where believed_to = 'infinity' and status = 'present'
            """
        )
        #expect(now.hasPrefix("0|10|40|"))
        #expect(counted.split(separator: "\n").first.map(String.init) == now)
        #expect(counted.split(separator: "\n").count == 4)
        try await TestServer.shared.drop(own)
    }

    @Test("watch takes up what comes due until SIGTERM, and ends with 0")
    func watch() async throws {
        let own = try await TestServer.shared.clone()
        let child = try SogocBinary.start(["jobs", "watch", "--every", "0.2", "--json"], environment: own.environment)
        let started = "select count(*) > 0 from jobs.run where job = 'clean-up' and state = 'done'"
        let end = ContinuousClock.now + .seconds(60)
        while try await own.superuserSQL(started) != "t", ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(child.status == nil)
        child.signal(SIGTERM)
        let result = await child.result(within: .seconds(30))
        #expect(result.status == 0, "\(result.stderr)")
        try await TestServer.shared.drop(own)
    }

    @Test(
        "A damaged index is a finding and fails nothing; what cannot be verified fails the run; the exit code is what history shows"
    )
    func health() async throws {
        let own = try await TestServer.shared.clone()
        func run() async throws -> (status: Int32, run: RunAnswer) {
            let result = try await SogocBinary.run(
                ["jobs", "run", "database-health", "--json"],
                environment: own.environment
            )
            let run = try #require(JSONDecoder().decode(Summary.self, from: Data(result.stdout.utf8)).runs.first)
            return (result.status, run)
        }
        try await own.superuserSQL(
            """
            create schema probe;
            create function probe.place(id int) returns int immutable language sql as 'select id';
            create table probe.lied (id int primary key);
            insert into probe.lied select generate_series(1, 1000);
            create index lied_place on probe.lied (probe.place(id));
            create or replace function probe.place(id int) returns int immutable language sql as 'select -id';
            """
        )
        let damaged = try await run()
        #expect(damaged.status == 0 && damaged.run.state == "done" && damaged.run.tasks.done == damaged.run.tasks.total)
        #expect(
            try await own.superuserSQL(
                "select subject_id, severity from registry.finding where check_name = 'system/relation-corrupt'"
            ) == "probe.lied_place|critical"
        )
        // More than half of the tasks fail: the run is stopped, and says so.
        try await own.superuserSQL("revoke execute on function jobs.verify_relation(oid) from sogoc_jobs")
        let failed = try await run()
        #expect(failed.status == 3 && failed.run.state == "stopped")
        for (answer, state) in [(damaged, "done"), (failed, "stopped")] {
            #expect(try await own.superuserSQL("select state from jobs.run where id = \(answer.run.id)") == state)
        }
        // Nothing was closed by that.
        #expect(
            try await own.superuserSQL("select count(*) from registry.finding where resolved_at is null") == "1"
        )
        try await TestServer.shared.drop(own)
    }

    @Test("Help names every command with an example")
    func help() async throws {
        for command in ["run", "list", "history", "show", "cancel", "watch"] {
            let help = try await sogoc(command, "--help")
            #expect(help.status == 0 && help.stdout.contains("Example: sogoc jobs \(command)"))
        }
    }
}

/// The parts of `--json` that the tests read.
private struct Summary: Decodable {
    let isElsewhere: Bool
    let runs: [RunAnswer]

    private enum CodingKeys: String, CodingKey {
        case isElsewhere = "is_elsewhere"
        case runs
    }
}

private struct RunAnswer: Decodable {
    struct Tasks: Decodable {
        let total: Int
        let done: Int
    }
    let id: Int
    let job: String
    let state: String
    let requested: Bool
    let version: String
    let tasks: Tasks
}

private struct Detail: Decodable {
    struct TaskAnswer: Decodable {
        let name: String
        let state: String
        let attempts: Int
    }
    let run: RunAnswer
    let tasks: [TaskAnswer]
}
