package import FoundationEssentials
import Postgres

/// The jobs of the nights and how their runs went, for administrators (design/access.md, "Roles × reach").
///
/// What operators see at the machine is RegistryJobs' `JobHistory`, which also knows jobs before their first night, hosts,
/// accounts of the operating system and what went wrong.
package enum Jobs {
    /// Every job that has ever been announced, by name.
    package static func list() -> Query<[JobState]> {
        Query([guardStatement, JobState.select("true")]) { results in try results[1].decode(JobState.self) }
    }

    /// One job with its runs, the newest first, after a cursor.
    ///
    /// - Parameters:
    ///   - name: The job's.
    ///   - cursor: The last run of the page before.
    ///   - limit: Runs a page.
    /// - Returns: Nil where there is none of that name.
    package static func show(_ name: String, after cursor: Int?, limit: Int) -> Query<JobRuns?> {
        let runs = JobRun.select(
            """
            select * from jobs.run
            where run.job = \(name) and run.id < coalesce(\(cursor), 9223372036854775807)
            order by run.id desc limit \(limit)
            """
        )
        return Query([guardStatement, JobState.select("job.name = \(name)"), runs]) { results in
            guard let row = results[1].first else { return nil }
            return JobRuns(job: try JobState(row: row), runs: try results[2].decode(JobRun.self))
        }
    }

    private static let guardStatement: SQL = "select auth.expect_administrator()"
}

/// A job with its next slot and its last run.
package struct JobState: Sendable {
    package let name: String
    package let titleEn: String
    package let titleVi: String
    /// Nil for a job that runs only when asked for, or not within the next eight days.
    package let next: Date?
    /// The last one that was not skipped.
    package let last: JobRun?
}

/// A job with a page of its runs.
package struct JobRuns: Sendable {
    package let job: JobState
    package let runs: [JobRun]
}

/// A run: state and numbers, and nobody's name.
package struct JobRun: Sendable {
    package enum State: String, Sendable, CaseIterable {
        case running
        case done
        /// Over, and some tasks failed.
        case failed
        /// Given up, because more than half of 20 or more tasks failed.
        case stopped
        case cancelled
        /// A slot that was missed for longer than the catch-up.
        case skipped
    }

    package let id: Int
    /// The instant that it stands for.
    package let slot: Date
    /// Whether somebody asked for it, instead of the schedule.
    package let isRequested: Bool
    package let state: State
    /// Slots missed before its own that it stands for as well.
    package let missed: Int
    package let startedAt: Date
    /// Nil while it runs.
    package let endedAt: Date?
    /// Tasks by how they stand.
    package let waiting: Int
    package let leased: Int
    package let done: Int
    package let failed: Int
    package let cancelled: Int
    /// What its tasks counted, summed by name, in the order of the names.
    package let counts: [Count]

    package struct Count: Sendable {
        package let name: String
        package let value: Int
    }

    package var tasks: Int { waiting + leased + done + failed + cancelled }
}
