package import Postgres

/// Marks what has run out by itself: cards past their last day (R2.4), accounts that nobody activated in time (R3.4).
package struct PaperPeriods: Job {
    package let name = "paper-periods"
    package let titleVi = "Thẻ hết hạn, tài khoản quá hạn kích hoạt"
    package let titleEn = "Cards and accounts past their day"
    package let schedule = Schedule.daily(at: 0, 15)

    package init() {}

    package func plan(with planning: Planning) async throws -> [TaskPlan] {
        ["cards", "e-identities"].map { TaskPlan($0, timeout: .seconds(300)) }
    }

    package func perform(_ task: JobTask, with client: PostgresClient) async throws -> TaskEffect {
        let (count, statement): (String, SQL) =
            switch task.name {
            case "cards": ("expired", "select issuance.expire_cards() as count")
            case "e-identities": ("lapsed", "select issuance.lapse_accounts() as count")
            default: throw TaskFailure("unknown task \(task.name)", mayRetry: false)
            }
        return TaskEffect { transaction in
            [count: try await transaction.rows(statement)[0]["count"]]
        }
    }
}
