package import FoundationEssentials
package import Postgres

/// A task as the history keeps it.
package struct TaskRecord: Sendable {
    package let name: String
    /// The books it is about; empty for the whole register.
    package let books: [Int32]
    /// `waiting`, `leased`, `done`, `failed` or `cancelled`.
    package let state: String
    package let attempts: Int
    /// How often its runner or its database was lost.
    package let lapses: Int
    /// Of the last attempt; nil before the first.
    package let startedAt: Date?
    package let endedAt: Date?
    /// The host of the runner that has it, or had it last.
    package let host: String?
    package let counts: TaskCounts
    /// Why the last attempt failed.
    package let error: String?
}

extension TaskRecord: RowDecodable {
    static func select(of run: JobRunID) -> SQL {
        """
        select task.name, task.books, task.state, task.attempts, task.lapses, task.started_at, task.ended_at,
               runner.host, task.counts::text as counts, task.error
        from jobs.task left join jobs.runner on runner.id = task.runner_id
        where task.run_id = \(run.rawValue)
        order by task.position
        """
    }

    package init(row: Row) throws(RowDecodingError) {
        let attempts: Int16 = try row["attempts"]
        let lapses: Int16 = try row["lapses"]
        name = try row["name"]
        books = try row["books"]
        state = try row["state"]
        self.attempts = Int(attempts)
        self.lapses = Int(lapses)
        startedAt = try row["started_at"]
        endedAt = try row["ended_at"]
        host = try row["host"]
        counts = try TaskCounts(json: row["counts"])
        error = try row["error"]
    }
}
