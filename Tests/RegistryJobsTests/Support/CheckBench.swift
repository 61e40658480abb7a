import FoundationEssentials
import Logging
import Postgres
import Registry
import RegistryTestSupport

@testable import RegistryJobs

/// Runs checks of a test's own making on the suite's database, as a night would.
struct CheckBench {
    let database: TestDatabase
    /// A connection of `sogoc_jobs`.
    let client: PostgresClient

    static func open<Value>(_ database: TestDatabase, _ body: (CheckBench) async throws -> Value) async throws -> Value
    {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let configuration = try database.access.configuration(for: .jobs, connections: 2)
        return try await PostgresClient.withClient(configuration, logger: logger) { client in
            try await body(CheckBench(database: database, client: client))
        }
    }

    /// The text of a check.
    static func text(
        _ statement: String,
        severity: String = "warning",
        slice: String = "book",
        clock: String = "no",
        budget: String = "5 s, 100 rows"
    ) -> String {
        """
        -- title:     A test's own
        -- title_vi:  Của riêng bài thử
        -- severity:  \(severity)
        -- why:       To be tested.
        -- why_vi:    Để thử.
        -- remedy:    None.
        -- remedy_vi: Không.
        -- slice:     \(slice)
        -- clock:     \(clock)
        -- budget:    \(budget)
        \(statement)
        """
    }

    static func check(
        _ name: String,
        _ statement: String,
        severity: String = "warning",
        slice: String = "book"
    ) throws -> Check {
        try Check.read(name + ".sql", Array(text(statement, severity: severity, slice: slice).utf8)).get()
    }

    /// A check that finds the residents of a book whose seal or number of names a test changes at will.
    static let residents = """
        select resident.book_id, 'resident' as subject, resident.id::text as subject_id, '' as key,
               '{}'::jsonb as facts, '{}'::jsonb as shown
        from registry.resident where resident.book_id = $1::int
        """

    /// Runs the nightly checks once, with these files as the catalogue.
    func night(_ files: [String: String], books: [Int32]? = nil) async throws -> (RunRecord, [TaskRecord]) {
        var checks: [Check] = []
        var refused: [CheckRefusal] = []
        for (name, text) in files {
            switch Check.read(name + ".sql", Array(text.utf8)) {
            case .success(let check): checks.append(check)
            case .failure(let refusal): refused.append(refusal)
            }
        }
        let job = CheckJob(CheckCatalogue(checks, refused: refused), books: books)
        var options = RunnerOptions(host: "test", osUser: "tester", version: "0")
        options.joins = true
        let outcome = try await Runner(jobs: [job], access: database.access, options: options).run(job.name)
        guard let run = outcome.runs.first else { throw NoRun() }
        return try await JobHistory.connected(access: database.access) { try await $0.run(run) }
    }

    struct NoRun: Error {}

    /// Records rows as a complete run of a check would have seen them.
    @discardableResult
    func record(
        _ check: Check,
        run: Int,
        complete: [Int32],
        rows: [FoundRow],
        asOf: PostgresTimestamp? = nil
    ) async throws -> FindingRecorder.Counts {
        let now: PostgresTimestamp = try await client.rows("select clock_timestamp() as at", access: .readOnly)[0]["at"]
        let reading = CheckReading(asOf: asOf ?? now, complete: complete, rows: rows, took: .zero)
        return try await client.transaction(deadline: .seconds(30)) { transaction in
            try await FindingRecorder(check: check, run: run).record(reading, in: transaction)
        }
    }

    /// Moves the one clock of the nights.
    func advance(days: Int) async throws {
        try await database.superuserSQL(
            """
            alter database \(database.name) set sogoc.test_database = on;
            update jobs.clock set ahead = ahead + interval '\(days) days';
            """
        )
    }

    /// Acts as a signed-in user; the SQLSTATE of a refusal, nil where it went through.
    func act(
        _ registry: Registry,
        as officer: TestOfficer,
        _ query: Query<Void>,
        book: Int32
    ) async throws -> RegistryError? {
        do {
            try await registry.write(query, as: officer.caller, action: "findings.test", book: book, residents: [])
            return nil
        } catch let error as RegistryError {
            return error
        }
    }
}

extension FoundRow {
    init(
        _ subjectID: String,
        key: String = "",
        book: Int32,
        facts: String = "{}",
        shown: String = "{}",
        subject: String = "resident"
    ) {
        self.init(
            book: book,
            subject: subject,
            subjectID: subjectID,
            key: key,
            facts: JSONB(facts),
            shown: JSONB(shown)
        )
    }
}
