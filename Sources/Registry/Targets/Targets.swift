package import CivilIdentity
package import FoundationEssentials
import Postgres

/// Targets by area and date: what was announced, and how far it has come (C8).
///
/// A target names no person, so whoever is signed in reads them; what they count is within the caller's reach.
package enum Targets {
    /// Which targets are asked for; nil leaves open.
    package struct Filter: Sendable {
        package var area: String?
        package var measure: TargetMeasure?
        package var ages: TargetAges?
        /// Also those that were withdrawn.
        package var withWithdrawn = false

        package init() {}
    }

    /// Targets, by area, measure and ages.
    package static func list(_ filter: Filter) -> Query<[Target]> {
        var conditions: [SQL] = filter.withWithdrawn ? ["true"] : ["target.deadline is not null"]
        if let area = filter.area { conditions.append("place.code = \(area)") }
        if let measure = filter.measure { conditions.append("target.measure = \(measure.rawValue)") }
        if let ages = filter.ages { conditions.append("target.ages = \(ages.rawValue)") }
        return Query(
            """
            select \(Target.columns) from \(Target.source)
            where \(conditions.joined(separator: " and "))
            order by place.code, target.measure, target.ages
            """
        ) { rows in try rows.decode(Target.self) }
    }

    /// One target with its history, nil where there is none.
    package static func show(_ id: UUID) -> Query<TargetRecord?> {
        Query([
            "select \(Target.columns) from \(Target.source) where target.id = \(id)",
            """
            select setting.revision, setting.deadline, setting.decision, setting.on_day, setting.recorded_by,
                   setting.recorded_at
            from registry.target_setting as setting where setting.target_id = \(id) order by setting.revision
            """,
        ]) { results in
            guard let row = results[0].first else { return nil }
            return TargetRecord(target: try Target(row: row), settings: try results[1].decode(Target.Setting.self))
        }
    }

    /// The area of a target in its version of that day, or the last before it; `day` nil means today.
    package static func area(of target: Target, on day: CalendarDay?) -> Query<Area?> {
        Query(
            """
            select \(Area.columns)
            from registry.area left join registry.area as parent on parent.id = area.parent_id
            where area.unit_id = \(target.unitID) and area.valid_from <= \(Day.orToday(day))
            order by area.valid_from desc
            limit 1
            """
        ) { rows in try rows.first.map { try Area(row: $0) } }
    }

    /// The business day by the one clock, which decides whether a last day is over.
    package static let today = Query<CalendarDay>("select jobs.today() as day") { rows in
        try rows.first.flatMap { CalendarDay(try $0["day"] as PostgresDate) } ?? .earliest
    }

    // MARK: Setting

    // The functions of schema targets ask who the caller is: the district's officer or analyst (design/access.md).

    package static func announce(
        _ id: UUID,
        of area: Area,
        _ measure: TargetMeasure,
        _ ages: TargetAges,
        by deadline: CalendarDay,
        decision: String
    ) -> Query<Void> {
        Query([
            """
            select targets.announce(\(id), \(area.id), \(measure.rawValue), \(ages.rawValue), \(deadline.date), \(decision))
            """
        ])
    }

    /// Another last day; nil withdraws the target.
    package static func change(
        _ id: UUID,
        revision: Int32,
        deadline: CalendarDay?,
        decision: String
    ) -> Query<Void> {
        Query(["select targets.change(\(id), \(revision), \(deadline?.date), \(decision))"])
    }
}
