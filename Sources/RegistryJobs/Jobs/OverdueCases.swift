package import Postgres

/// Hands identity cases whose clock has run out to the district, each once in its life (B8).
package struct OverdueCases: Job {
    package let name = "overdue-cases"
    package let titleVi = "Chuyển hồ sơ quá hạn lên huyện"
    package let titleEn = "Overdue cases to the district"
    package let schedule = Schedule.daily(at: 0, 30)

    package init() {}

    package func plan(with planning: Planning) async throws -> [TaskPlan] {
        [TaskPlan("escalate", timeout: .seconds(120))]
    }

    package func perform(_ task: JobTask, with client: PostgresClient) async throws -> TaskEffect {
        guard task.name == "escalate" else { throw TaskFailure("unknown task \(task.name)", mayRetry: false) }
        return TaskEffect { transaction in
            // The function finds what is overdue and was never escalated, so a second call finds nothing.
            ["escalated": try await transaction.rows("select cases.escalate_overdue()::bigint as count")[0]["count"]]
        }
    }
}
