import CivilIdentity

/// The same people a second time: entered by two communes, as a guest, alone, at their parents' as well.
extension DemonstrationDistrict {
    mutating func addCopies(
        of family: DemonstrationFamily,
        _ persons: [Int],
        from part: Int,
        besides household: String
    ) {
        let rates = vocabulary.peoples[family.people].rates
        for index in family.members.indices {
            let member = family.members[index]
            let isGrown = member.birth.year <= DemonstrationFamilies.lastYear - 17
            let isWife = member.relation == "vợ" || member.relation == "con dâu"
            if isGrown, random.chance(rates.aloneAsWell * 1.5) {
                copyAlone(family, index, persons[index], from: part)
            }
            if random.chance(rates.guestAsWell) {
                copyGuest(
                    family,
                    index,
                    persons[index],
                    member.relation == "con" ? "cháu" : "khác",
                    "hosted",
                    from: part,
                    household
                )
            }
            if isWife, random.chance(rates.atParentsAsWell) {
                copyGuest(family, index, persons[index], "con", "marriage", from: part, household)
            }
        }
    }

    mutating func copyHousehold(_ family: DemonstrationFamily, _ persons: [Int], from part: Int) {
        guard
            let target = target(
                for: family.people,
                from: part,
                rows: family.members.count,
                crossing: 0.78,
                isHousehold: true
            )
        else { return }
        var copy = family
        copy.members = family.members.map { otherwise($0) }
        copy.phone = family.phone.isEmpty || random.chance(0.4) ? "" : family.phone
        var order = persons
        // Now and then somebody else is the head there.
        if copy.members.count > 1, random.chance(0.13) {
            copy.members[0].relation = "khác"
            copy.members[1].relation = "chủ hộ"
            copy.members.swapAt(0, 1)
            order.swapAt(0, 1)
        }
        register(copy, order, in: target, anyVillage(in: target, people: family.people), scenario: "household")
    }

    private mutating func copyAlone(_ family: DemonstrationFamily, _ index: Int, _ person: Int, from part: Int) {
        guard let target = target(for: family.people, from: part, rows: 1, crossing: 0.73, isHousehold: true) else {
            return
        }
        var alone = otherwise(family.members[index])
        alone.relation = "chủ hộ"
        let copy = DemonstrationFamily(people: family.people, members: [alone], phone: alone.phone)
        register(copy, [person], in: target, anyVillage(in: target, people: family.people), scenario: "alone")
    }

    private mutating func copyGuest(
        _ family: DemonstrationFamily,
        _ index: Int,
        _ person: Int,
        _ relation: String,
        _ scenario: String,
        from part: Int,
        _ household: String
    ) {
        guard let target = target(for: family.people, from: part, rows: 1, crossing: 0.75, isHousehold: false),
            !hosts[target].isEmpty
        else { return }
        let place = random.below(hosts[target].count)
        guard hosts[target][place].household != household else { return }
        // One guest is enough for most.
        let host = random.chance(0.9) ? hosts[target].remove(at: place) : hosts[target][place]
        var copy = family
        copy.members[index] = otherwise(family.members[index])
        let sheet = sheet(random.below(days(of: target)), in: target)
        write(
            copy,
            index,
            person,
            sheet,
            target,
            host.village,
            host.household,
            isHead: false,
            relation: relation,
            scenario: scenario
        )
    }

    /// Who is entered twice often has not brought the papers, and tells things a little differently each time.
    mutating func otherwise(_ person: DemonstrationPerson) -> DemonstrationPerson {
        var other = person
        if person.paper == .identity, random.chance(0.4) { other.paper = random.chance(0.1) ? .householdBook : .none }
        if !person.phone.isEmpty, random.chance(0.5) { other.phone = DemonstrationFamilies.phone(&random) }
        if let arrival = person.arrival, random.chance(0.15) { other.arrival = arrival - 1 }
        if random.chance(0.12) {
            let districts = vocabulary.provinces[person.origin.province].districts
            other.origin = DemonstrationPerson.Origin(
                province: person.origin.province,
                district: person.origin.district,
                commune: random.below(districts[person.origin.district].communes.count)
            )
        }
        return other
    }

    /// Where a second entry goes, in `crossing` of the cases to another commune; nil where there is no room.
    private mutating func target(
        for people: Int,
        from part: Int,
        rows: Int,
        crossing: Double,
        isHousehold: Bool
    ) -> Int? {
        guard total + rows <= size else { return nil }
        var target = part
        if random.chance(crossing) {
            for _ in 0..<6 where target == part { target = elsewhere[people].draw(&random) }
        }
        // A commune whose households are counted takes no more than its number, and none once it is done.
        if isHousehold, let wanted = plan.parts[target].households, households[target] >= wanted { return nil }
        return target
    }
}
