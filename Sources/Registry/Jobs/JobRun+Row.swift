package import Postgres

extension JobState: RowDecodable {
    /// The jobs of which a condition holds, each with its last run.
    static func select(_ condition: SQL) -> SQL {
        let last = JobRun.select(
            "select * from jobs.run where run.job = job.name and run.state <> 'skipped' order by run.id desc limit 1"
        )
        return """
            select job.name, job.title_en, job.title_vi, last.*, (
                       select min(slot)
                       from jobs.slots(job.minutes, job.weekdays, jobs.now(), jobs.now() + interval '8 days') as slot) as next
            from jobs.job
            left join lateral (\(last)) as last on true
            where \(condition)
            order by job.name
            """
    }

    package init(row: Row) throws(RowDecodingError) {
        name = try row["name"]
        titleEn = try row["title_en"]
        titleVi = try row["title_vi"]
        next = try row["next"]
        last = try row["id"] as Int? == nil ? nil : JobRun(row: row)
    }
}

extension JobRun: RowDecodable {
    /// Runs with the tally of their tasks; `limited` picks the rows of `jobs.run`.
    static func select(_ limited: SQL) -> SQL {
        """
        select run.id, run.slot, run.origin, run.state, run.missed, run.started_at, run.ended_at,
               tally.waiting, tally.leased, tally.done, tally.failed, tally.cancelled,
               array(select counted.key from jsonb_each_text(tally.counts) as counted order by counted.key)
                   as count_names,
               array(select counted.value::bigint from jsonb_each_text(tally.counts) as counted order by counted.key)
                   as count_values
        from (\(limited)) as run
        cross join lateral jobs.tally(run.id) as tally
        order by run.id desc
        """
    }

    package init(row: Row) throws(RowDecodingError) {
        id = try row["id"]
        slot = try row["slot"]
        isRequested = try row["origin"] as String == "request"
        state = State(rawValue: try row["state"]) ?? .running
        missed = Int(try row["missed"] as Int32)
        startedAt = try row["started_at"]
        endedAt = try row["ended_at"]
        waiting = try row["waiting"]
        leased = try row["leased"]
        done = try row["done"]
        failed = try row["failed"]
        cancelled = try row["cancelled"]
        counts = zip(try row["count_names"] as [String], try row["count_values"] as [Int]).map {
            Count(name: $0, value: $1)
        }
    }
}
