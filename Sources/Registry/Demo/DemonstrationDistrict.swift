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
    /// The code of the one commune whose part is made, exactly as it is in the whole district; nil: all of it.
    package let commune: String?
    let plan: DemonstrationPlan
    /// Codes of the communes that people are registered in.
    package var communes: [String] { plan.parts.map(\.code) }
    let vocabulary: DemonstrationVocabulary
    private var families: DemonstrationFamilies
    var random: SeededRandom
    var block: DemonstrationBlock
    private var counts: [Int]
    var households: [Int]
    private var poorLeft: [Int]
    private var inCluster: [Int]
    var hosts: [[Host]]
    var total = 0
    private var current = 0
    /// For each people the communes that one of it may be entered in a second time.
    let elsewhere: [WeightedChoice<Int>]

    /// Native households in a block.
    private static let blockSize = 1_000
    private static let firstDay = CalendarDay(year: 2024, month: 1, day: 1) ?? .earliest
    static let days = 305

    /// A household that may have had somebody of another commune's written into it.
    struct Host {
        let household: String
        let village: String
    }

    /// - Parameters:
    ///   - vocabulary: What it is made of.
    ///   - seed: Another seed, another district.
    ///   - size: Registrations in all; within ``sizes``.
    ///   - commune: The code of the only commune to be made, of the same people as in the whole district.
    package init(_ vocabulary: DemonstrationVocabulary, seed: UInt64, size: Int, commune: String? = nil) {
        precondition(Self.sizes.contains(size), "no district of that size")
        self.vocabulary = vocabulary
        self.seed = seed
        self.size = size
        self.commune = commune
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
        let piece = block.finish(&random)
        guard let commune, let part = plan.parts.first(where: { $0.code == commune }) else { return piece }
        return piece.part(of: part.written)
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
        var family = families.family(
            people,
            childrenMore: plan.parts[part].childrenMore,
            identityPaper: plan.parts[part].campaign?.identityPaper,
            &random
        )
        let day = random.below(days(of: part))
        if plan.parts[part].campaign != nil {
            // A sheet of the first months does not know who is born after them.
            family.members.removeAll { $0.birth > Self.firstDay.advanced(by: day) }
        }
        family.members = Array(family.members.prefix(max(1, size - total)))
        let isCopied = random.chance(vocabulary.peoples[people].rates.copiedHousehold)
        if isCopied, plan.parts[part].campaign == nil { family.members = family.members.map { otherwise($0) } }
        let village = village(of: family, in: part)
        let persons = family.members.indices.map { _ in block.newPerson() }
        let host = register(family, persons, in: part, village, day: day)
        if hosts[part].count < 128 { hosts[part].append(host) } else { hosts[part][random.below(128)] = host }
        if isCopied { copyHousehold(family, persons, from: part) }
        addCopies(of: family, persons, from: part, besides: host.household)
    }

    /// Writes a household and its members into a commune's book, on one day, by one typist.
    @discardableResult
    mutating func register(
        _ family: DemonstrationFamily,
        _ persons: [Int],
        in part: Int,
        _ village: DemonstrationPlan.Village,
        day: Int? = nil,
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
        let sheet = sheet(day ?? random.below(days(of: part)), in: part)
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

    /// In how many days from the first on a commune's sheets are filled in.
    func days(of part: Int) -> Int { plan.parts[part].campaign?.days ?? Self.days }

    mutating func sheet(_ day: Int, in part: Int) -> DemonstrationRegistration {
        DemonstrationRegistration(
            vocabulary: vocabulary,
            typist: DemonstrationTypist(vocabulary.typing, &random),
            registered: Self.firstDay.advanced(by: day),
            isCareful: plan.parts[part].campaign != nil
        )
    }

    mutating func write(
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
        let campaign = plan.parts[part].campaign
        if let number, random.chance(campaign == nil ? 0.92 : 1) {
            // Most at the door, with the paper in hand; the others as the campaign went on.
            let later = random.chance(0.7) ? 0 : random.within(5...(campaign == nil ? 75 : 20))
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
    mutating func anyVillage(in part: Int, people: Int) -> DemonstrationPlan.Village {
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
}
