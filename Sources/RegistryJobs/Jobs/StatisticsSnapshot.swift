import CivilIdentity
package import Postgres
import Registry

/// Keeps the coverage of every book as of the end of each day, a task for each day that has none yet.
///
/// What was believed at the end of a day does not change any more, so a night that was missed is made up for exactly.
package struct StatisticsSnapshot: Job {
    package let name = "statistics-snapshot"
    package let titleVi = "Chụp số liệu thống kê"
    package let titleEn = "Statistics snapshot"
    package let schedule = Schedule.daily(at: 0, 30)

    /// How many days a run makes up for at most.
    private static let reach = 31

    package init() {}

    package func plan(with planning: Planning) async throws -> [TaskPlan] {
        // Yesterday by the one clock; days before only where a snapshot shows that the nights had begun.
        let rows = try await planning.client.rows(
            """
            select wanted::date::text as day
            from (select (jobs.now() at time zone 'Asia/Ho_Chi_Minh')::date - 1 as yesterday) as clock
            cross join lateral generate_series(
                greatest(clock.yesterday - \(Int32(Self.reach - 1)),
                         coalesce((select min(kept.day) from registry.coverage_snapshot as kept), clock.yesterday))::timestamp,
                clock.yesterday::timestamp, interval '1 day') as wanted
            where not exists (select from registry.coverage_snapshot as kept where kept.day = wanted::date)
            order by 1
            """,
            access: .readOnly
        )
        return try rows.map { row in
            let day: String = try row["day"]
            return TaskPlan("coverage/\(day)", timeout: .seconds(120))
        }
    }

    package func perform(_ task: JobTask, with client: PostgresClient) async throws -> TaskEffect {
        guard task.name.hasPrefix("coverage/"), let day = CalendarDay(iso: String(task.name.dropFirst(9))) else {
            throw TaskFailure("unknown task \(task.name)", mayRetry: false)
        }
        let counted = try await client.rows(
            CoverageSnapshot.counting(day).named("coverage snapshot"),
            access: .readOnly,
            deadline: task.timeout
        ).decode(CoverageSnapshot.Row.self)
        return TaskEffect { transaction in
            let kept = try await transaction.execute(
                CoverageSnapshot.keeping(counted, of: day, run: task.run.rawValue).named("keep coverage snapshot")
            )
            return ["books": kept, "residents": counted.reduce(0) { $0 + $1.coverage.residents }]
        }
    }
}
