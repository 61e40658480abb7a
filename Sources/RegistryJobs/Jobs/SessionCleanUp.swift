package import Postgres

/// Ends sessions that have run out and forgets what need not be kept: old sessions, tries, answered keys.
package struct SessionCleanUp: Job {
    package let name = "session-clean-up"
    package let titleVi = "Dọn phiên đăng nhập đã hết hạn"
    package let titleEn = "Session clean-up"
    package let schedule = Schedule.hourly(at: 20)

    package init() {}

    package func plan(with planning: Planning) async throws -> [TaskPlan] {
        [TaskPlan("sessions", timeout: .seconds(60)), TaskPlan("idempotency-keys", timeout: .seconds(60))]
    }

    package func perform(_ task: JobTask, with client: PostgresClient) async throws -> TaskEffect {
        let statement: SQL =
            switch task.name {
            case "sessions": "select auth.purge_sessions()::bigint as purged"
            // A client that retries for two days has given up (design/access.md: keys live 48 h).
            case "idempotency-keys": "select idem.forget(interval '48 hours') as purged"
            default: throw TaskFailure("unknown task \(task.name)", mayRetry: false)
            }
        return TaskEffect { transaction in
            ["purged": try await transaction.rows(statement)[0]["purged"]]
        }
    }
}
