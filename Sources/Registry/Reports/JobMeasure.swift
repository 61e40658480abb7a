import Postgres

/// How the runs of a job went, for the service's measurements.
package struct JobMeasure: Sendable {
    package let job: String
    /// Seconds since 1970 at which a run last ended with all its tasks done; nil before the first.
    package let lastSuccess: Double?
    /// The same for the beginning of the newest run.
    package let lastStart: Double?
    /// Seconds that the newest run that is over took.
    package let lastDuration: Double?
    /// Runs in the history by state: `running`, `done`, `failed`, `stopped`, `cancelled`, `skipped`.
    package let runs: [String: Int]
}

extension Registry {
    /// The measures of every job; empty when the database does not answer in time, since a scrape must not hang on it.
    package func jobMeasures() async -> [JobMeasure] {
        let results = try? await app.segment(
            [
                """
                select job.name,
                       extract(epoch from max(run.ended_at) filter (where run.state = 'done'))::double precision as success,
                       extract(epoch from max(run.started_at))::double precision as start,
                       extract(epoch from (array_agg(run.ended_at - run.started_at order by run.id desc)
                           filter (where run.ended_at is not null))[1])::double precision as duration
                from jobs.job left join jobs.run on run.job = job.name and run.state <> 'skipped'
                group by job.name order by job.name
                """,
                "select run.job, run.state, count(*) as runs from jobs.run group by run.job, run.state",
            ],
            access: .readOnly,
            deadline: .seconds(1)
        )
        guard let results, results.count == 2 else { return [] }
        let measures = try? results[0].map { row -> JobMeasure in
            let job: String = try row["name"]
            let tally = try results[1].filter { try $0["job"] as String == job }.map { row -> (String, Int) in
                (try row["state"], try row["runs"])
            }
            return JobMeasure(
                job: job,
                lastSuccess: try row["success"],
                lastStart: try row["start"],
                lastDuration: try row["duration"],
                runs: Dictionary(tally, uniquingKeysWith: { first, _ in first })
            )
        }
        return measures ?? []
    }
}
