import CivilIdentity
import Postgres

/// What follows from what ended: whose the units below it and its books become.
extension AreaChangePlanner {
    /// Who takes over from the units of a level that ended: of a divided one whoever keeps its code, or its only successor.
    mutating func settleHeirs(at level: Area.Level) {
        for (code, version) in old where version.level == level && heirs[version.unit] == nil {
            guard let own = endings[code], !own.contains(where: { $0.kind.keepsUnit }) else { continue }
            let heir = own.count == 1 ? own[0] : own.first { $0.newCode == code }
            if let next = heir?.newCode.flatMap({ new[$0] }) {
                heirs[version.unit] = .version(next.id)
                plan.successors[version.id] = next
            } else {
                heirs[version.unit] = heir == nil ? .unclear : .above(version.parent)
                plan.successors[version.id] = .some(nil)
            }
        }
    }

    /// What stands above whatever was below `parent`, from the day on.
    func above(_ parent: Int32) -> Int32? {
        guard let version = map[parent] else { return nil }
        switch heirs[version.unit] {
        case .version(let id): return id
        case .above(let upper): return upper.flatMap { above($0) }
        case .unclear: return nil
        case nil: return map.version(ofUnit: version.unit, on: day)?.id ?? parent
        }
    }

    /// Gives the units below those that ended their new parent, where the table says nothing of them.
    mutating func follow(at level: Area.Level) {
        for (unit, heir) in heirs.sorted(by: { $0.key < $1.key }) {
            guard let ended = old.values.first(where: { $0.unit == unit }), ended.level == level else { continue }
            for child in map.below(unit: unit, on: day) where old[child.code]?.id != child.id {
                guard let parent = above(ended.id) else {
                    let row = blame[unit] ?? 0
                    if case .unclear = heir {
                        issues.append(.areaSplitUnclear(row))
                    } else {
                        issues.append(.areaBookWithoutSuccessor(row))
                    }
                    break
                }
                end(child)
                let next = add(
                    like: child,
                    unit: child.unit,
                    code: child.code,
                    named: UnitName(of: child),
                    below: parent
                )
                goOn(child, as: next)
                plan.followers += 1
            }
        }
    }

    /// Moves the books of versions that ended to what came after them.
    mutating func moveBooks() {
        for (id, ending) in plan.ended where ending == day {
            for index in map.places(in: id, beyond: day) {
                let place = map.places[index]
                guard let next = plan.successors[id] ?? nil, place.from < day else {
                    let row = map[id].flatMap { blame[$0.unit] } ?? 0
                    let isDivided = map[id].map { endings[$0.code]?.count ?? 0 > 1 } ?? false
                    issues.append(isDivided ? .areaSplitUnclear(row) : .areaBookWithoutSuccessor(row))
                    continue
                }
                map.close(index, on: day)
                map.open(place.book, in: next.id, from: day, to: place.to)
                if let record = plan.records.firstIndex(where: {
                    $0.old.id == id && $0.new?.id == next.id && $0.effectiveOn == changedOn
                }) {
                    plan.records[record].books.append(place.book)
                }
            }
        }
    }

    // MARK: What is kept

    mutating func record(_ row: AreaChange) {
        guard let version = old[row.oldCode] else { return }
        let next = row.newCode.flatMap { new[$0] }
        let heir = plan.successors[version.id] ?? nil
        note(row, old: version, new: next, inherits: next != nil && next?.id == heir?.id)
    }

    mutating func note(_ row: AreaChange, old: AreaVersion, new: AreaVersion?, inherits: Bool) {
        plan.records.append(
            AreaChangePlan.Record(
                row: row.row,
                effectiveOn: row.effectiveOn,
                kind: row.kind,
                old: old,
                new: new,
                inherits: inherits,
                note: row.note,
                source: row.source
            )
        )
    }
}
