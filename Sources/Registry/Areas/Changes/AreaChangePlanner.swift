import CivilIdentity
import Postgres

/// Works a table of area changes through a copy of the map, day by day, and says everything that does not fit.
///
/// The database's constraints guard what it writes; this is what explains a refusal by row and field, and what a dry run
/// shows.
struct AreaChangePlanner {
    var map: AreaMap
    var plan = AreaChangePlan()
    var issues: [ImportIssue] = []

    /// The day that is being planned.
    var changedOn = CalendarDay.earliest
    var day = PostgresDate.negativeInfinity
    /// Rows that end a unit's version, by its code.
    var endings: [String: [AreaChange]] = [:]
    /// Rows that merge something into a unit, by its code.
    var mergers: [String: [AreaChange]] = [:]
    /// The versions that end, by code.
    var old: [String: AreaVersion] = [:]
    /// The new versions of the day, by code.
    var new: [String: AreaVersion] = [:]
    /// What became of the units that ended, by unit.
    var heirs: [Int32: AreaChangePlan.Heir] = [:]
    /// A row to blame for what becomes of a unit.
    var blame: [Int32: Int] = [:]

    init(_ map: AreaMap) {
        self.map = map
    }

    /// Plans the changes in the order of their days, up to the first day with something wrong.
    ///
    /// - Throws: ``AreaChangeRefusal``.
    static func plan(_ changes: [AreaChange], on map: AreaMap) throws -> AreaChangePlan {
        var planner = AreaChangePlanner(map)
        let days = Dictionary(grouping: changes, by: \.effectiveOn).sorted { $0.key.ordinal < $1.key.ordinal }
        for (day, rows) in days where planner.issues.isEmpty { planner.plan(rows, on: day) }
        guard planner.issues.isEmpty else {
            throw AreaChangeRefusal(issues: planner.issues.sorted { ($0.row ?? 0) < ($1.row ?? 0) })
        }
        planner.plan.finish(planner.map)
        return planner.plan
    }

    mutating func plan(_ rows: [AreaChange], on day: CalendarDay) {
        (changedOn, self.day) = (day, day.date)
        (endings, mergers, old, new, heirs, blame) = ([:], [:], [:], [:], [:], [:])
        for row in rows where row.kind.endsOld {
            endings[row.oldCode, default: []].append(row)
            if row.kind == .merge, let code = row.newCode { mergers[code, default: []].append(row) }
        }
        for row in rows { examine(row) }
        for row in rows where !row.kind.endsOld { cut(row) }
        for (code, rows) in mergers.sorted(by: { $0.key < $1.key }) { examine(successor: code, rows) }
        guard issues.isEmpty else { return }
        for version in old.values { end(version) }
        for level in Area.Level.allCases {
            for row in rows where row.kind.keepsUnit && Area.Level(code: row.oldCode) == level { renew(row) }
            for (code, rows) in mergers.sorted(by: { $0.key < $1.key }) where Area.Level(code: code) == level {
                merge(rows, into: code)
            }
            settleHeirs(at: level)
            follow(at: level)
        }
        guard issues.isEmpty else { return }
        for row in rows where row.kind.endsOld { record(row) }
        moveBooks()
    }

    // MARK: Examining

    /// Whether the register is as the row assumes.
    mutating func examine(_ row: AreaChange) {
        let known = row.kind.endsOld ? map.version(of: row.oldCode, before: day) : map.version(of: row.oldCode, on: day)
        guard let known else {
            issues.append(.areaUnknown(row.row))
            return
        }
        if known.key != AreaName(row.oldName)?.key { issues.append(.areaNameDiffers(row.row, "old_name")) }
        guard row.kind.endsOld else {
            if row.newCode == row.oldCode { issues.append(.areaCodeTaken(row.row)) }
            return
        }
        // Whatever begins later than the day is of a register that has gone on.
        if known.to != .infinity { issues.append(.areaChangedSince(row.row)) }
        old[row.oldCode] = known
        blame[known.unit] = blame[known.unit] ?? row.row
        if let all = endings[row.oldCode], all.count > 1, !all.allSatisfy({ $0.kind == .merge }) {
            issues.append(.areaContradicted(row.row))
        }
        if row.kind.keepsUnit, let code = row.newCode, code != row.oldCode, map.isTaken(code, from: day) {
            issues.append(.areaCodeTaken(row.row))
        }
    }

    /// Whether what units are merged into can be: it keeps its own code, goes on and grows, or gives its code away.
    mutating func examine(successor code: String, _ rows: [AreaChange]) {
        let keys = rows.map { AreaName($0.newName ?? "")?.key }
        for (row, key) in zip(rows, keys) where key != keys[0] { issues.append(.areaSuccessorNames(row.row)) }
        if let own = endings[code] {
            guard !own.contains(where: { $0.newCode == code }) else { return }
            for row in rows { issues.append(leadsBack(row) ? .areaCycle(row.row) : .areaSuccessorEnds(row.row)) }
        } else if let present = map.version(of: code, before: day) ?? map.version(of: code, on: day) {
            if present.to != .infinity || present.from > day { issues += rows.map { .areaChangedSince($0.row) } }
        } else {
            issues += rows.map { .areaSuccessorMissing($0.row) }
        }
    }

    func leadsBack(_ row: AreaChange) -> Bool {
        var seen: Set<String> = []
        var waiting = [row.newCode].compactMap(\.self)
        while let code = waiting.popLast() {
            if code == row.oldCode { return true }
            guard seen.insert(code).inserted else { continue }
            waiting += (endings[code] ?? []).compactMap(\.newCode)
        }
        return false
    }
}
