package import FoundationEssentials
import Postgres
package import Registry

/// What jobs there are and how their runs went; kept for 400 days.
package struct JobHistory: Sendable {
    private let client: PostgresClient

    /// A job with its next slot.
    package struct Entry: Sendable {
        package let name: String
        package let titleVi: String
        package let titleEn: String
        /// Nil for a job that runs only when asked for, or not within the next eight days.
        package let next: Date?
        /// Its last run that was not skipped.
        package let last: RunRecord?
    }

    /// Connects as `sogoc_jobs` for the time of `body`.
    package static func connected<Value>(
        access: DatabaseAccess,
        _ body: (JobHistory) async throws -> Value
    ) async throws -> Value {
        try await access.withJobsClient { try await body(JobHistory(client: $0)) }
    }

    /// The jobs of this program, in its order, also before their first night.
    package func list(_ jobs: [any Job]) async throws -> [Entry] {
        let schedules = jobs.map { job -> SQL in
            """
            select (select min(slot) from jobs.slots(\(job.schedule.minutes), \(job.schedule.weekdays), jobs.now(),
                        jobs.now() + interval '8 days') as slot) as next
            """
        }
        let last = RunRecord.select(
            "select distinct on (job) * from jobs.run where state <> 'skipped' order by job, id desc"
        )
        let results = try await client.segment(schedules + [last], access: .readOnly, deadline: .seconds(10))
        let runs = try (results.last.map { try $0.decode(RunRecord.self) } ?? []).map { ($0.job, $0) }
        let byJob = Dictionary(runs, uniquingKeysWith: { first, _ in first })
        return try zip(jobs, results).map { job, rows in
            Entry(
                name: job.name,
                titleVi: job.titleVi,
                titleEn: job.titleEn,
                next: try rows[0]["next"],
                last: byJob[job.name]
            )
        }
    }

    /// The newest runs first, of one job or of all; at most `limit`.
    package func runs(of job: String? = nil, limit: Int) async throws -> [RunRecord] {
        try await records(
            """
            select * from jobs.run where job = coalesce(\(job), job) order by started_at desc, id desc limit \(limit)
            """
        )
    }

    /// These runs, newest first; those that are not there are left out.
    package func runs(_ identifiers: some Collection<JobRunID>) async throws -> [RunRecord] {
        try await records("select * from jobs.run where id = any (\(identifiers.map(\.rawValue)))")
    }

    /// A run with its tasks in the order of the plan.
    ///
    /// - Throws: ``RegistryError/notFound``, `PostgresError`.
    package func run(_ identifier: JobRunID) async throws -> (RunRecord, [TaskRecord]) {
        guard let run = try await runs([identifier]).first else { throw RegistryError.notFound }
        let rows = try await client.rows(TaskRecord.select(of: identifier), access: .readOnly, deadline: .seconds(10))
        return (run, try rows.decode(TaskRecord.self))
    }

    /// Ends a run: tasks that wait are cancelled, those under way are told so by their runners' next heartbeat.
    ///
    /// - Returns: Whether it was running.
    /// - Throws: ``RegistryError/notFound``, `PostgresError`.
    package func cancel(_ identifier: JobRunID, osUser: String) async throws -> Bool {
        do {
            let rows = try await client.rows(
                "select jobs.cancel(\(identifier.rawValue), \(osUser)) as cancelled",
                access: .write
            )
            return try rows[0]["cancelled"]
        } catch let error as PostgresError where error.sqlState?.rawValue == "SG404" {
            throw RegistryError.notFound
        }
    }

    private func records(_ limited: SQL) async throws -> [RunRecord] {
        try await client.rows(RunRecord.select(limited), access: .readOnly, deadline: .seconds(10))
            .decode(RunRecord.self)
    }
}
