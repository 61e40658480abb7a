import CivilIdentity

/// A generated district: the same seed and size give the same bytes, on every machine and in every year.
///
/// Made block by block, so that two million people need no more memory than a thousand households. Nobody in it exists.
package struct DemonstrationDistrict {
    package static let sizes = DemonstrationPlan.sizes
    package static let defaultSize = DemonstrationPlan.districtSize
    package static let defaultSeed: UInt64 = 1

    package let seed: UInt64
    package let size: Int
    let plan: DemonstrationPlan
    /// Codes of the communes that people are registered in.
    package var communes: [String] { plan.parts.map(\.code) }
    private let vocabulary: DemonstrationVocabulary
    private var families: DemonstrationFamilies
    private var random: SeededRandom
    private var block: DemonstrationBlock
    private var counts: [Int]
    private var households: [Int]
    private var poorLeft: [Int]
    private var inCluster: [Int]
    private var hosts: [[Host]]
    private var total = 0
    private var current = 0
    /// For each people the communes that one of it may be entered in a second time.
    private let elsewhere: [WeightedChoice<Int>]

    /// Native households in a block.
    private static let blockSize = 1_000
    private static let firstDay = CalendarDay(year: 2024, month: 1, day: 1) ?? .earliest
    private static let days = 305

    /// A household that may have had somebody of another commune's written into it.
    private struct Host {
        let household: String
        let village: String
    }

    /// - Parameters:
    ///   - vocabulary: What it is made of.
    ///   - seed: Another seed, another district.
    ///   - size: Registrations in all; within ``sizes``.
    package init(_ vocabulary: DemonstrationVocabulary, seed: UInt64, size: Int) {
        precondition(Self.sizes.contains(size), "no district of that size")
        self.vocabulary = vocabulary
        self.seed = seed
        self.size = size
        let plan = DemonstrationPlan(vocabulary, seed: seed, size: size)
        self.plan = plan
        families = DemonstrationFamilies(vocabulary, seed: seed)
        random = SeededRandom(seed: seed, stream: UInt64(size))
        block = DemonstrationBlock()
        counts = plan.parts.map { _ in 0 }
        households = counts
        poorLeft = plan.parts.map { $0.poorHouseholds ?? 0 }
        inCluster = counts
        hosts = plan.parts.map { _ in [] }
        elsewhere = vocabulary.peoples.indices.map { people in
            WeightedChoice(plan.parts.indices.map { ($0, plan.parts[$0].presence[people] ?? 1) })
        }
    }

    /// The next households, nil when all are made.
    package mutating func next() -> DemonstrationPiece? {
        guard current < plan.parts.count else { return nil }
        var natives = 0
        while natives < Self.blockSize, current < plan.parts.count {
            guard !isComplete(current) else {
                current += 1
                continue
            }
            addFamily()
            natives += 1
        }
        return block.finish(&random)
    }

    private var isLast: Bool { current == plan.parts.count - 1 }

    private func isComplete(_ part: Int) -> Bool {
        if part == plan.parts.count - 1 { return total >= size }
        if total >= size { return true }
        if let wanted = plan.parts[part].households { return households[part] >= wanted }
        return counts[part] >= plan.parts[part].rows
    }

    // MARK: Households

    private mutating func addFamily() {
        let part = current
        let people = plan.parts[part].mix.draw(&random)
        var family = families.family(people, childrenMore: plan.parts[part].childrenMore, &random)
        family.members = Array(family.members.prefix(max(1, size - total)))
        let isCopied = random.chance(vocabulary.peoples[people].rates.copiedHousehold)
        if isCopied { family.members = family.members.map { otherwise($0) } }
        let village = village(of: family, in: part)
        let persons = family.members.indices.map { _ in block.newPerson() }
        let host = register(family, persons, in: part, village)
        if hosts[part].count < 128 { hosts[part].append(host) } else { hosts[part][random.below(128)] = host }
        if isCopied { copyHousehold(family, persons, from: part) }
        addCopies(of: family, persons, from: part, besides: host.household)
    }

    /// Writes a household and its members into a commune's book, on one day, by one typist.
    @discardableResult
    private mutating func register(
        _ family: DemonstrationFamily,
        _ persons: [Int],
        in part: Int,
        _ village: DemonstrationPlan.Village,
        scenario: String? = nil
    ) -> Host {
        let household = block.household(
            commune: plan.parts[part].written,
            village: village.name,
            bookNumber: plan.parts[part].bookPrefix + String(1_000_000 + random.below(1_000_000)).dropFirst(),
            members: family.members.count,
            phone: family.phone
        )
        households[part] += 1
        addPoverty(household, in: part)
        let sheet = sheet(random.below(Self.days))
        for index in family.members.indices {
            write(
                family,
                index,
                persons[index],
                sheet,
                part,
                village.name,
                household,
                isHead: index == 0,
                scenario: scenario
            )
        }
        return Host(household: household, village: village.name)
    }

    private mutating func sheet(_ day: Int) -> DemonstrationRegistration {
        DemonstrationRegistration(
            vocabulary: vocabulary,
            typist: DemonstrationTypist(vocabulary.typing, &random),
            registered: Self.firstDay.advanced(by: day)
        )
    }

    private mutating func write(
        _ family: DemonstrationFamily,
        _ index: Int,
        _ person: Int,
        _ sheet: DemonstrationRegistration,
        _ part: Int,
        _ village: String,
        _ household: String,
        isHead: Bool,
        relation: String? = nil,
        scenario: String?
    ) {
        let member = family.members[index]
        let isWife = member.relation == "vợ" || member.relation == "con dâu"
        let relatives = family.members.indices.lazy.filter { $0 != index }.map { family.members[$0].number }
        let commune = plan.parts[part].written
        let number = block.row(
            commune: commune,
            village: village,
            household,
            person,
            isHead: isHead,
            scenario: scenario
        ) { line in
            sheet.write(
                member,
                relation: relation ?? member.relation,
                relatives: Array(relatives.prefix(2)),
                husbandsFamily: isWife ? member.spouse?.family : nil,
                into: &line,
                &random
            )
        }
        counts[part] += 1
        total += 1
        if let number, random.chance(0.92) {
            // Most at the door, with the paper in hand; the others as the campaign went on.
            let later = random.chance(0.7) ? 0 : random.within(5...75)
            block.confirm(number, on: sheet.registered.advanced(by: later), notice: "\(random.within(1...990))/TB-CAX")
        }
    }

    // MARK: Where, and how poor

    private mutating func village(of family: DemonstrationFamily, in part: Int) -> DemonstrationPlan.Village {
        let own = plan.parts[part]
        if let cluster = own.cluster, cluster.peoples.contains(family.people), inCluster[part] < cluster.households,
            random.chance(0.2)
        {
            inCluster[part] += 1
            return cluster.village
        }
        return anyVillage(in: part, people: family.people)
    }

    /// The peoples of the highland live in a buôn, where there is one.
    private mutating func anyVillage(in part: Int, people: Int) -> DemonstrationPlan.Village {
        let villages = plan.parts[part].villages
        let isUpland = ["10", "12"].contains(vocabulary.peoples[people].code)
        for _ in 0..<6 {
            let village = random.element(of: villages)
            if (village.kind == "buon") == isUpland { return village }
        }
        return random.element(of: villages)
    }

    private mutating func addPoverty(_ household: String, in part: Int) {
        let own = plan.parts[part]
        let isPoor: Bool
        if let all = own.households {
            // Of those that are still to come exactly as many as are still wanted.
            let coming = max(1, all - households[part] + 1)
            isPoor = random.below(coming) < poorLeft[part]
            if isPoor { poorLeft[part] -= 1 }
        } else {
            isPoor = random.chance(own.poorShare)
        }
        let drawn = random.below(100)
        let name =
            isPoor
            ? drawn < 68 ? "POOR" : "NEAR_POOR"
            : drawn < 12 ? nil : drawn < 58 ? "AVERAGE" : "ABOVE"
        // Who was not there at the review is unassessed, which is not the same as not poor (rule R6.4).
        if let name { block.assess(household, of: own.written, as: name, decision: own.decision) }
    }

    // MARK: The same people a second time

    private mutating func addCopies(
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

    private mutating func copyHousehold(_ family: DemonstrationFamily, _ persons: [Int], from part: Int) {
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
        let sheet = sheet(random.below(Self.days))
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
    private mutating func otherwise(_ person: DemonstrationPerson) -> DemonstrationPerson {
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

    /// Where a second entry goes: in `crossing` of the cases to another commune. Nil where there is no room.
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
