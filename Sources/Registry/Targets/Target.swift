package import CivilIdentity
package import FoundationEssentials
package import Postgres

/// What everybody of an area is to have by a day that was announced (C8).
package struct Target: Sendable {
    package let id: UUID
    /// Whose versions the area's names are (R5.1).
    package let unitID: Int32
    /// The area as it is today, or was last.
    package let areaCode: String
    package let areaName: String
    package let measure: TargetMeasure
    package let ages: TargetAges
    /// The last day, as announced; nil: it was withdrawn.
    package let deadline: CalendarDay?
    /// What it rests on, or why it was changed.
    package let decision: String
    /// Counts the settings: the ETag.
    package let revision: Int32
    package let setOn: CalendarDay
    package let setBy: Int32

    /// A last day that was announced, or that the target was withdrawn.
    package struct Setting: Sendable {
        package let revision: Int32
        package let deadline: CalendarDay?
        package let decision: String
        package let on: CalendarDay
        package let by: Int32
        package let at: Date
    }
}

/// A target with all that was announced of it, in order.
package struct TargetRecord: Sendable {
    package let target: Target
    package let settings: [Target.Setting]
}

extension Target: RowDecodable {
    static let columns: SQL = """
        target.id, target.unit_id, place.code as area_code, place.name as area_name, target.measure, target.ages, target.deadline,
        target.decision, target.revision, target.on_day, target.recorded_by
        """

    /// Targets with the newest version of their unit.
    static let source: SQL = """
        registry.target_now as target
        join lateral (
            select known.code, known.name from registry.area as known
            where known.unit_id = target.unit_id order by known.valid_from desc limit 1
        ) as place on true
        """

    package init(row: Row) throws(RowDecodingError) {
        id = try row["id"]
        unitID = try row["unit_id"]
        areaCode = try row["area_code"]
        areaName = try row["area_name"]
        let measureName: String = try row["measure"]
        measure = TargetMeasure(rawValue: measureName) ?? .personalNumber
        let agesName: String = try row["ages"]
        ages = TargetAges(rawValue: agesName) ?? .all
        deadline = (try row["deadline"] as PostgresDate?).flatMap { CalendarDay($0) }
        decision = try row["decision"]
        revision = try row["revision"]
        setOn = CalendarDay(try row["on_day"] as PostgresDate) ?? .earliest
        setBy = try row["recorded_by"]
    }
}

extension Target.Setting: RowDecodable {
    package init(row: Row) throws(RowDecodingError) {
        revision = try row["revision"]
        deadline = (try row["deadline"] as PostgresDate?).flatMap { CalendarDay($0) }
        decision = try row["decision"]
        on = CalendarDay(try row["on_day"] as PostgresDate) ?? .earliest
        by = try row["recorded_by"]
        at = try row["recorded_at"]
    }
}
