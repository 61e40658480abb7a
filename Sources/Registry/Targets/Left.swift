package import CivilIdentity
package import FoundationEssentials
package import Postgres

/// Who has what is asked for and who is left, with what stands first in the way of each; of a commune or of all.
package struct LeftRow: Sendable, Hashable {
    /// How many an obstacle holds up, and for how many of them the day on which it should be gone has passed.
    package struct Held: Sendable, Hashable {
        package var residents = 0
        package var overdue = 0

        package init(residents: Int = 0, overdue: Int = 0) {
            self.residents = residents
            self.overdue = overdue
        }
    }

    /// The commune's code and name; empty in the total.
    package let code: String
    package let name: String
    package var done = 0
    /// Only those that hold somebody up.
    package var obstacles: [Obstacle: Held] = [:]

    package var left: Int { obstacles.values.reduce(0) { $0 + $1.residents } }
    /// Whom it concerns.
    package var residents: Int { done + left }

    fileprivate mutating func add(_ other: LeftRow) {
        done += other.done
        for (obstacle, held) in other.obstacles {
            obstacles[obstacle, default: Held()].residents += held.residents
            obstacles[obstacle, default: Held()].overdue += held.overdue
        }
    }
}

/// Who is left and why: the communes of an area and their sum, from one statement.
package struct LeftReport: Sendable {
    package let question: StandingQuestion
    package let communes: [LeftRow]

    package var total: LeftRow {
        communes.reduce(into: LeftRow(code: "", name: "")) { sum, row in sum.add(row) }
    }
}

/// Somebody who is left.
package struct LeftResident: Sendable {
    package let summary: ResidentSummary
    package let obstacle: Obstacle
    /// Since when it has stood in the way; nil where that is not a day of its own.
    package let since: CalendarDay?
    /// The last day of the act that removes it; nil where no clock runs.
    package let dueOn: CalendarDay?
}

/// A commune's count of one obstacle, or of those who have it where there is none.
private struct Counted: RowDecodable {
    let code: String
    let name: String
    let obstacle: String?
    let residents: Int
    let overdue: Int

    init(row: Row) throws(RowDecodingError) {
        code = try row["code"]
        name = try row["name"]
        obstacle = try row["obstacle"]
        residents = try row["residents"]
        overdue = try row["overdue"]
    }
}

extension LeftResident: RowDecodable {
    package init(row: Row) throws(RowDecodingError) {
        summary = try ResidentSummary(row: row)
        let name: String = try row["obstacle"]
        obstacle = Obstacle(rawValue: name) ?? .noCase
        since = (try row["since"] as PostgresDate?).flatMap { CalendarDay($0) }
        dueOn = (try row["due_on"] as PostgresDate?).flatMap { CalendarDay($0) }
    }
}

extension Reports {
    /// Who is left and why, counted: one row per commune that the caller's reach opens.
    package static func left(_ question: StandingQuestion) -> Query<LeftReport> {
        let statement: SQL = """
            with \(question.parts),
            counted as materialized (
                select standing.book_id, standing.obstacle, count(*) as residents,
                       count(*) filter (where standing.due_on < \(question.day)) as overdue
                from standing
                group by standing.book_id, standing.obstacle
            )
            select commune.code, commune.name, counted.obstacle,
                   coalesce(sum(counted.residents), 0)::bigint as residents,
                   coalesce(sum(counted.overdue), 0)::bigint as overdue
            from commune left join counted using (book_id)
            group by commune.code, commune.name, counted.obstacle
            order by commune.code
            """
        return Query(statement.named("reports.left")) { rows in
            LeftReport(question: question, communes: Self.communes(try rows.decode(Counted.self)))
        }
    }

    /// The people who are left, in the order in which they were registered, after a cursor; those whom one obstacle holds up,
    /// where one is given.
    package static func leftResidents(
        _ question: StandingQuestion,
        heldUpBy obstacle: Obstacle?,
        after cursor: UUID?,
        limit: Int
    ) -> Query<[LeftResident]> {
        let held: SQL = obstacle.map { "standing.obstacle = \($0.rawValue)" } ?? "standing.obstacle is not null"
        let beyond: SQL = cursor.map { "and standing.resident_id > \($0)" } ?? ""
        let statement: SQL = """
            with \(question.parts)
            select \(ResidentSummary.columns), page.obstacle, page.since, page.due_on
            from (
                select standing.* from standing where \(held) \(beyond)
                order by standing.resident_id, standing.book_id
                limit \(limit)
            ) as page
            join registry.resident_version as version
                on version.book_id = page.book_id and version.resident_id = page.resident_id and \(question.isBelieved)
            \(ResidentSummary.joins)
            order by page.resident_id, page.book_id
            """
        return Query(statement.named("reports.left-residents")) { rows in try rows.decode(LeftResident.self) }
    }

    private static func communes(_ counts: [Counted]) -> [LeftRow] {
        var rows: [LeftRow] = []
        for counted in counts {
            if rows.last?.code != counted.code || rows.last?.name != counted.name {
                rows.append(LeftRow(code: counted.code, name: counted.name))
            }
            let last = rows.count - 1
            if let obstacle = counted.obstacle.flatMap({ Obstacle(rawValue: $0) }) {
                rows[last].obstacles[obstacle] = .init(residents: counted.residents, overdue: counted.overdue)
            } else {
                rows[last].done = counted.residents
            }
        }
        return rows
    }
}
