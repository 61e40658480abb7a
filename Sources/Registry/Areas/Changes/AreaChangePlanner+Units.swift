import CivilIdentity
import Postgres

/// What begins and ends on a day.
extension AreaChangePlanner {
    mutating func end(_ version: AreaVersion) {
        map.end(version.id, on: day)
        plan.ended.append((version.id, day))
    }

    /// A unit cut out of another, which goes on.
    ///
    /// It begins on the day, if the register has it already without knowing since when; else it is made, with a book of its
    /// own. Nobody's records are mapped (R5.4).
    mutating func cut(_ row: AreaChange) {
        guard let whole = map.version(of: row.oldCode, on: day), let code = row.newCode, let name = row.newName else {
            return
        }
        if endings[row.oldCode] != nil {
            issues.append(.areaSplitUnclear(row.row))
            return
        }
        if var part = map.version(of: code, on: day) {
            if part.key != AreaName(name)?.key { issues.append(.areaNameDiffers(row.row, "new_name")) }
            if part.from == .negativeInfinity {
                part.from = day
                map.begin(part.id, on: day)
                plan.begun.append((part.id, day))
            } else if part.from != day {
                issues.append(.areaCodeTaken(row.row))
            }
            note(row, old: whole, new: part, inherits: false)
            return
        }
        if map.isTaken(code, from: day) {
            issues.append(.areaChangedSince(row.row))
            return
        }
        let part = add(like: whole, unit: nil, code: code, named: UnitName(name, from: [whole]), below: whole.parent)
        note(row, old: whole, new: part, inherits: false)
        if part.level == .commune, mergers[code] == nil, !map.places(in: whole.id, beyond: day).isEmpty {
            let place = BookPlace(book: map.lastBook + 1, area: part.id, from: day, to: .infinity)
            map.open(place.book, in: place.area, from: place.from, to: place.to)
            plan.opened.append(place)
        }
    }

    /// The next version of a unit that goes on.
    mutating func renew(_ row: AreaChange) {
        guard let version = old[row.oldCode], let code = row.newCode, let name = row.newName else { return }
        let next = add(
            like: version,
            unit: version.unit,
            code: code,
            named: UnitName(name, from: [version]),
            below: version.parent.flatMap { above($0) }
        )
        goOn(version, as: next)
    }

    mutating func goOn(_ version: AreaVersion, as next: AreaVersion) {
        plan.continued.insert(version.id)
        plan.successors[version.id] = next
        new[next.code] = next
    }

    /// What units are merged into: the unit that goes on and grows, or one that begins with the code of one of them.
    mutating func merge(_ rows: [AreaChange], into code: String) {
        let units = rows.compactMap { old[$0.oldCode] }
        let name = rows.first?.newName ?? ""
        let keeper = map.version(of: code, before: day)
        let goesOn = endings[code] == nil && keeper.map { $0.key == AreaName(name)?.key } ?? true
        if goesOn || endings[code]?.contains(where: { $0.kind.keepsUnit }) == true {
            new[code] = map.version(of: code, on: day)
            return
        }
        guard let keeper else { return }
        if endings[code] == nil {
            end(keeper)
            old[code] = keeper
            blame[keeper.unit] = rows.first?.row
        }
        let parents = Set((units + [keeper]).map { unit in unit.parent.flatMap { above($0) } })
        if parents.count > 1, !units.contains(where: { $0.code == code }) {
            issues += rows.map { .areaParentUnclear($0.row) }
        }
        let made = add(
            like: keeper,
            unit: nil,
            code: code,
            named: UnitName(name, from: [keeper] + units),
            below: keeper.parent.flatMap { above($0) }
        )
        new[code] = made
        if endings[code] == nil, let row = rows.first {
            heirs[keeper.unit] = .version(made.id)
            plan.successors[keeper.id] = made
            plan.records.append(
                AreaChangePlan.Record(
                    row: nil,
                    effectiveOn: changedOn,
                    kind: .merge,
                    old: keeper,
                    new: made,
                    inherits: true,
                    note: nil,
                    source: row.source
                )
            )
        }
    }

    mutating func add(
        like model: AreaVersion,
        unit: Int32?,
        code: String,
        named name: UnitName,
        below parent: Int32?
    ) -> AreaVersion {
        let version = map.add(like: model, unit: unit, code: code, named: name, below: parent, from: day)
        plan.added.append(version)
        return version
    }
}
