package import Postgres

/// Forgets what need not be kept: sessions that have run out, answered keys, old history; and makes room for new events.
package struct CleanUp: Job {
    package let name = "clean-up"
    package let titleVi = "Dọn phiên, khóa và lịch sử cũ"
    package let titleEn = "Clean-up"
    package let schedule = Schedule.daily(at: 0, 30)

    package init() {}

    package func plan(with planning: Planning) async throws -> [TaskPlan] {
        ["sessions", "idempotency-keys", "job-history", "audit-partitions"].map {
            TaskPlan($0, timeout: .seconds(60))
        }
    }

    package func perform(_ task: JobTask, with client: PostgresClient) async throws -> TaskEffect {
        let (count, statement): (String, SQL) =
            switch task.name {
            case "sessions": ("forgotten", "select auth.purge_sessions()::bigint as count")
            // A client that retries for two days has given up (design/access.md: keys live 48 h).
            case "idempotency-keys": ("forgotten", "select idem.forget(interval '48 hours') as count")
            case "job-history": ("forgotten", "select jobs.forget_history() as count")
            // The months to come; events of a month without a partition would stand in the default one for ever.
            case "audit-partitions": ("made", "select audit.add_partitions(registry.today(), 3)::bigint as count")
            default: throw TaskFailure("unknown task \(task.name)", mayRetry: false)
            }
        return TaskEffect { transaction in
            [count: try await transaction.rows(statement)[0]["count"]]
        }
    }
}
