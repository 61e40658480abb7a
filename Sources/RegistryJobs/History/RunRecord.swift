package import FoundationEssentials
package import Postgres
package import Registry

/// A run as the history keeps it: who began it, how it went, what it counted.
package struct RunRecord: Sendable {
    package typealias State = JobRun.State

    package let id: JobRunID
    package let job: String
    package let titleVi: String
    package let titleEn: String
    package let slot: Date
    /// Whether somebody asked for it, instead of the schedule.
    package let isRequested: Bool
    package let state: State
    /// Slots missed before its own that it stands for as well.
    package let missed: Int
    package let osUser: String
    package let host: String
    package let version: String
    package let startedAt: Date
    /// Nil while it runs.
    package let endedAt: Date?
    package let cancelledBy: String?
    /// Tasks by how they stand.
    package let waiting: Int
    package let leased: Int
    package let done: Int
    package let failed: Int
    package let cancelled: Int
    /// What its tasks counted, summed by name.
    package let counts: TaskCounts

    /// How many tasks it has.
    package var tasks: Int { waiting + leased + done + failed + cancelled }

    /// Whether some tasks failed or were given up.
    package var hasFailures: Bool { failed > 0 || state == .stopped }
}

extension RunRecord: RowDecodable {
    /// The run with its job and the tally of its tasks; `limited` picks and orders the rows of `jobs.run`.
    static func select(_ limited: SQL) -> SQL {
        """
        select run.id, run.job, job.title_vi, job.title_en, run.slot, run.origin, run.state, run.missed, run.os_user,
               run.host, run.version, run.started_at, run.ended_at, run.cancelled_by,
               tally.waiting, tally.leased, tally.done, tally.failed, tally.cancelled, tally.counts::text as counts
        from (\(limited)) as run
        join jobs.job on job.name = run.job
        cross join lateral jobs.tally(run.id) as tally
        order by run.started_at desc, run.id desc
        """
    }

    package init(row: Row) throws(RowDecodingError) {
        let origin: String = try row["origin"]
        let state: String = try row["state"]
        let missed: Int32 = try row["missed"]
        id = JobRunID(rawValue: try row["id"])
        job = try row["job"]
        titleVi = try row["title_vi"]
        titleEn = try row["title_en"]
        slot = try row["slot"]
        isRequested = origin == "request"
        self.state = State(rawValue: state) ?? .running
        self.missed = Int(missed)
        osUser = try row["os_user"]
        host = try row["host"]
        version = try row["version"]
        startedAt = try row["started_at"]
        endedAt = try row["ended_at"]
        cancelledBy = try row["cancelled_by"]
        waiting = try row["waiting"]
        leased = try row["leased"]
        done = try row["done"]
        failed = try row["failed"]
        cancelled = try row["cancelled"]
        counts = try TaskCounts(json: row["counts"])
    }
}

extension TaskCounts {
    /// Counts as `jobs.task` keeps them: a JSON object of numbers, which the check of the column guarantees.
    init(json: String) {
        self = (try? JSONDecoder().decode([String: Int].self, from: Data(json.utf8))) ?? [:]
    }
}
