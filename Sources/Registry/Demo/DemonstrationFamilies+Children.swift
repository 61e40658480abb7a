import CivilIdentity

/// Children, their wives and their children, as far as they live at home.
extension DemonstrationFamilies {
    mutating func addChildren(
        father: DemonstrationName?,
        mother: DemonstrationName,
        motherBorn: Int,
        _ people: Int,
        _ childrenMore: Double,
        _ builder: inout Builder,
        _ random: inout SeededRandom
    ) {
        let rates = vocabulary.peoples[people].rates
        let isSlow = random.chance(rates.slowFamily)
        var born = motherBorn + random.within(18...24)
        var more = childrenMore
        var hasDaughterInLaw = false
        while born <= Self.lastYear, born <= motherBorn + 42 {
            let count = random.chance(0.008) ? 2 : 1
            for _ in 0..<count {
                hasDaughterInLaw =
                    addChild(born, father, mother, people, hasDaughterInLaw, &builder, &random) || hasDaughterInLaw
            }
            if more > 0, random.chance(more) {
                more -= 1
                born += random.within(1...2)
                continue
            }
            if random.chance(rates.lastChild) { break }
            born += random.within(isSlow ? 2...6 : 1...4)
        }
    }

    /// Adds a child if it still lives at home; true if it is a son whose wife lives here too.
    private mutating func addChild(
        _ born: Int,
        _ father: DemonstrationName?,
        _ mother: DemonstrationName,
        _ people: Int,
        _ hasDaughterInLaw: Bool,
        _ builder: inout Builder,
        _ random: inout SeededRandom
    ) -> Bool {
        let age = Self.lastYear - born
        let sex: Sex = random.chance(0.517) ? .male : .female
        let stays = age < 18 ? 0.97 : age < 22 ? 0.8 : age < 27 ? 0.5 : 0.3
        guard random.chance(stays) else { return false }
        var childName = name(of: people, sex, born: born, &random)
        // The name passes on the father's side; among those who write it last, the mother's.
        let from = childName.order == .familyLast ? mother : father ?? mother
        if from.order == childName.order { childName.family = from.family }
        let isMarried = sex == .male && age >= 18 && !hasDaughterInLaw && random.chance(age < 22 ? 0.3 : 0.62)
        var wife: DemonstrationName?
        let wifeBorn = min(born + random.within(-2...4), Self.lastYear - 16)
        if isMarried { wife = spouse(of: childName, people, born: wifeBorn, &random) }
        add("con", sex, childName, born, people, &builder, &random) { child in
            child.father = father
            child.mother = mother
            child.spouse = wife
        }
        guard let wife else { return false }
        let own = parents(of: wife, people, &random)
        add("con dâu", .female, wife, wifeBorn, people, &builder, &random) { person in
            person.spouse = childName
            person.father = own.father
            person.mother = own.mother
        }
        var grandchildBorn = wifeBorn + random.within(18...22)
        while grandchildBorn <= Self.lastYear, random.chance(0.78) {
            let sex: Sex = random.chance(0.517) ? .male : .female
            var name = name(of: people, sex, born: grandchildBorn, &random)
            name.family = name.order == .familyLast ? wife.family : childName.family
            add("cháu", sex, name, grandchildBorn, people, &builder, &random) { grandchild in
                grandchild.father = childName
                grandchild.mother = wife
            }
            grandchildBorn += random.within(1...4)
        }
        return true
    }
}
