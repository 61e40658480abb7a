import Foundation
import RegistryJobs
import RegistryTestSupport

/// The catalogue of checks on a register: as the runner runs it, and the same statements one by one in psql.
struct NightlyChecks {
    let database: TestDatabase

    /// What something took.
    struct Cost {
        var seconds: Double
        /// Seconds of the processor that the program took, and that the server took for it.
        var program: Double
        var server: Double

        var text: String {
            "\(Self.rounded(seconds)) s, of the processor \(Self.rounded(server)) s in the server and "
                + "\(Self.rounded(program)) s in the program"
        }

        static func rounded(_ seconds: Double) -> String { String((seconds * 100).rounded() / 100) }
    }

    /// Planning is counted, for psql as for the runner; parallel query is off for their role everywhere (sql/roles.sql).
    func prepare() async throws {
        try await database.superuserSQL(
            "alter role sogoc_jobs in database \(database.name) set pg_stat_statements.track_planning = on"
        )
    }

    /// Forgets the nights that were, so that the next is the first.
    func forget() async throws {
        try await database.superuserSQL(
            """
            truncate registry.finding_event, registry.finding_trend, registry.finding, jobs.check_mark, jobs.check_version;
            delete from jobs.run where job = 'nightly-checks';
            """
        )
    }

    // MARK: By the runner

    /// One night with so many workers.
    ///
    /// - Returns: What it cost, start and end of the program included.
    func night(workers: Int) async throws -> Cost {
        try await cost {
            let result = try await SogocBinary.run(
                ["jobs", "run", "nightly-checks", "--workers", String(workers)],
                environment: database.environment,
                deadline: .seconds(7200)
            )
            // 3: a check ran over its budget; the figure of failed tasks tells of it.
            guard [0, 3].contains(result.status) else { throw BenchmarkError(said: result.stderr) }
        }
    }

    /// Tasks of the last night that failed, each with its reason.
    func failures() async throws -> [String] {
        try await database.superuserSQL(
            "select name || ': ' || coalesce(error, '') from jobs.task where run_id = \(Self.lastRun) and state = 'failed'"
        ).split(separator: "\n").map(String.init)
    }

    /// What the last night counted, by name.
    func counts() async throws -> String {
        try await database.superuserSQL(
            """
            select string_agg(format('%s %s', count.key, count.sum), ', ' order by count.key)
            from (select key, sum(value::bigint) from jobs.task cross join jsonb_each_text(counts)
                  where run_id = \(Self.lastRun) group by key) as count
            """
        )
    }

    /// Where the server's time went in what was measured last: reading, comparing with what is known, tasks and leases.
    func account() async throws -> String {
        try await database.superuserSQL(
            """
            select string_agg(format('%s %s s', part, round((total / 1000)::numeric, 2)), ', ' order by total desc)
            from (select case when query like 'select found.book_id%' then 'checks'
                              when query like '%finding.%' then 'findings' when query like '%jobs.%' then 'tasks'
                              else 'other' end as part, sum(total_plan_time + total_exec_time) as total
                  from extensions.pg_stat_statements
                  where dbid = (select oid from pg_database where datname = current_database())
                    and userid = 'sogoc_jobs'::regrole
                  group by 1) as parts
            """
        )
    }

    /// A line for each check of the last night, the slowest first: seconds over all its tasks, tasks, rows found.
    func table() async throws -> [String] {
        try await database.superuserSQL(
            """
            select format('%s s  %s tasks  %s rows  %s%s', to_char(sum(extract(epoch from ended_at - started_at)), '9990.99'),
                          lpad(count(*)::text, 3), lpad(coalesce(sum((counts ->> 'rows')::bigint), 0)::text, 7), name,
                          case when bool_or(state = 'failed') then '  FAILED: ' || max(error) end)
            from jobs.task where run_id = \(Self.lastRun)
            group by name
            order by sum(extract(epoch from ended_at - started_at)) desc
            """
        ).split(separator: "\n").map(String.init)
    }

    private static let lastRun = "(select max(run.id) from jobs.run where run.job = 'nightly-checks')"

    // MARK: By psql

    /// The statements of the last night in its order, book by book, in one session of psql that throws the rows away.
    func psql() async throws -> Cost {
        let script = try await script()
        let conninfo = try database.conninfo(role: "sogoc_jobs")
        return try await cost {
            let psql = try ChildProcess(
                "/usr/lib/postgresql/15/bin/psql",
                ["-X", "-q", "-A", "-t", "-f", "-"],
                environment: Self.environment(conninfo),
                input: .bytes(Array(script.utf8))
            )
            let result = await psql.result(within: .seconds(7200))
            guard result.status == 0 else { throw BenchmarkError(said: result.stderr) }
        }
    }

    /// A password has no place in an argument.
    private static func environment(_ conninfo: String) -> [String: String] {
        let names = ["host": "PGHOST", "dbname": "PGDATABASE", "user": "PGUSER", "password": "PGPASSWORD"]
        return conninfo.split(separator: " ").reduce(into: ["LC_ALL": "C.UTF-8"]) { environment, setting in
            let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2, let name = names[parts[0]] { environment[name] = parts[1] }
        }
    }

    /// A transaction for each task, on one snapshot, with the settings and the limit that the runner sets.
    private func script() async throws -> String {
        let catalogue = try CheckCatalogue.load(from: "\(Checkout.root)/sql/checks")
        let tasks = try await database.superuserSQL(
            "select name, array_to_string(books, ' ') from jobs.task where run_id = \(Self.lastRun) order by position"
        )
        var lines = ["\\o /dev/null"]
        for task in tasks.split(separator: "\n") {
            let fields = task.split(separator: "|", omittingEmptySubsequences: false)
            guard fields.count == 2, let check = catalogue.check(named: String(fields[0])) else { continue }
            let books = fields[1].split(separator: " ")
            lines.append("begin isolation level repeatable read read only;")
            lines.append("set local plan_cache_mode = force_custom_plan;")
            lines.append("set local statement_timeout = \(check.header.budget.time / .milliseconds(1));")
            for statement in books.isEmpty
                ? [check.statement] : books.map({ check.statement.replacingOccurrences(of: "$1", with: $0) })
            {
                lines.append(
                    """
                    select found.book_id, found.subject, found.subject_id, found.key, found.facts, found.shown from (
                    \(statement)
                    ) as found limit \(check.header.budget.rows + 1);
                    """
                )
            }
            lines.append("commit;")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: Measuring

    private func cost(_ body: () async throws -> Void) async throws -> Cost {
        let server = try serverProcess()
        try await database.superuserSQL("select extensions.pg_stat_statements_reset()")
        let (ours, theirs) = (
            try Self.childrensProcessorTime(of: getpid()), try Self.childrensProcessorTime(of: server)
        )
        let begin = ContinuousClock.now
        try await body()
        let took = ContinuousClock.now - begin
        let program = try Self.childrensProcessorTime(of: getpid()) - ours
        // The postmaster counts a backend's time when it has ended.
        _ = try await eventually {
            try await database.superuserSQL("select count(*) from pg_stat_activity where usename = 'sogoc_jobs'") == "0"
        }
        return Cost(
            seconds: took / .seconds(1),
            program: program,
            server: try Self.childrensProcessorTime(of: server) - theirs
        )
    }

    private func serverProcess() throws -> Int32 {
        let lock = try String(contentsOfFile: "\(database.server.folder)/pgdata/postmaster.pid", encoding: .utf8)
        guard let pid = lock.split(separator: "\n").first.flatMap({ Int32($0) }) else {
            throw BenchmarkError(said: "the server's process is not known")
        }
        return pid
    }

    /// Seconds that the processor has given to the children of a process that have ended (proc(5), cutime and cstime).
    private static func childrensProcessorTime(of process: Int32) throws -> Double {
        let line = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        // What stands before the bracket may hold blanks: the program's name.
        let fields = line[(line.lastIndex(of: ")") ?? line.startIndex)...].split(separator: " ")
        guard fields.count > 15, let user = Double(fields[14]), let system = Double(fields[15]) else {
            throw BenchmarkError(said: "/proc/\(process)/stat cannot be read")
        }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
