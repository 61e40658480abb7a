import CivilIdentity

/// Makes families: who lives together, born when, called what, come from where.
struct DemonstrationFamilies {
    /// The year of the campaign, at whose end ages are reckoned.
    static let lastYear = 2024

    let vocabulary: DemonstrationVocabulary
    private let homeProvince: Int
    /// How many numbers of a place, century, sex and year are taken already.
    private var serials: [Int: Int] = [:]
    private let numberOffset: Int
    private static let headAges = WeightedChoice<ClosedRange<Int>>([
        (18...19, 56), (20...24, 67), (25...29, 105), (30...34, 135), (35...39, 154), (40...44, 153), (45...49, 125),
        (50...54, 91), (55...59, 54), (60...64, 30), (65...69, 16), (70...74, 6), (75...84, 4),
    ])
    private static let arrivalDecades = WeightedChoice<ClosedRange<Int>>([
        (1980...1989, 69), (1990...1999, 119), (2000...2009, 270), (2010...2019, 338), (2020...2024, 204),
    ])
    private static let phonePrefixes = [
        "032", "033", "034", "035", "036", "037", "038", "039", "070", "079", "081", "082", "086", "091", "094", "096",
        "097", "098",
    ]

    init(_ vocabulary: DemonstrationVocabulary, seed: UInt64) {
        self.vocabulary = vocabulary
        homeProvince = vocabulary.provinces.firstIndex { $0.code == "66" } ?? 0
        var random = SeededRandom(seed: seed, stream: 0x6E75_6D62)
        numberOffset = random.below(1_000_000)
    }

    /// A family of a people whose families have `childrenMore` children more than usual; `identityPaper` is the share of its
    /// members with an identity paper, where it is not that of the people.
    mutating func family(
        _ people: Int,
        childrenMore: Double,
        identityPaper: Double?,
        _ random: inout SeededRandom
    ) -> DemonstrationFamily {
        let rates = vocabulary.peoples[people].rates
        let home = origin(of: people, &random)
        let arrival = arrivalYear(home, rates, &random)
        let phone = random.chance(vocabulary.typing.householdPhone) ? Self.phone(&random) : ""
        let headIsWoman = random.chance(rates.womanAsHead)
        let age = random.within(Self.headAges.draw(&random))
        let headName = name(of: people, headIsWoman ? .female : .male, born: Self.lastYear - age, &random)
        var builder = Builder(people: people, home: home, arrival: arrival, phone: phone, identityPaper: identityPaper)

        var wifeName: DemonstrationName?
        var wifePeople = people
        var wifeBirth = Self.lastYear - age
        if !headIsWoman, random.chance(age < 20 ? rates.married * 0.85 : rates.married) {
            if random.chance(0.025) { wifePeople = random.below(vocabulary.peoples.count) }
            wifeBirth = min(Self.lastYear - age + random.within(-2...5), Self.lastYear - 16)
            wifeName = spouse(of: headName, wifePeople, born: wifeBirth, &random)
        }
        let hasParents = age < 58 && random.chance(rates.parentsInHouse * 1.12)
        let parents = self.parents(of: headName, people, &random)
        add("chủ hộ", headIsWoman ? .female : .male, headName, Self.lastYear - age, people, &builder, &random) { head in
            head.spouse = wifeName
            head.father = parents.father
            head.mother = parents.mother
        }
        if let wifeName {
            let own = self.parents(of: wifeName, wifePeople, &random)
            add("vợ", .female, wifeName, wifeBirth, wifePeople, &builder, &random) { wife in
                wife.spouse = headName
                wife.father = own.father
                wife.mother = own.mother
            }
        }
        if hasParents {
            addParents(parents, headBorn: Self.lastYear - age, people, &builder, &random)
        }
        if wifeName != nil || headIsWoman && random.chance(0.7) {
            addChildren(
                father: headIsWoman ? parents.father : headName,
                mother: wifeName ?? headName,
                motherBorn: wifeName == nil ? Self.lastYear - age : wifeBirth,
                people,
                childrenMore,
                &builder,
                &random
            )
        }
        return DemonstrationFamily(people: people, members: builder.members, phone: phone)
    }

    /// What the members of a family share.
    struct Builder {
        let people: Int
        let home: DemonstrationPerson.Origin
        let arrival: Int?
        let phone: String
        let identityPaper: Double?
        var members: [DemonstrationPerson] = []
    }

    private mutating func addParents(
        _ parents: (father: DemonstrationName?, mother: DemonstrationName?),
        headBorn: Int,
        _ people: Int,
        _ builder: inout Builder,
        _ random: inout SeededRandom
    ) {
        let fatherBorn = headBorn - random.within(19...33)
        if let father = parents.father, random.chance(0.93) {
            add("cha", .male, father, fatherBorn, people, &builder, &random) { $0.spouse = parents.mother }
        }
        if let mother = parents.mother, random.chance(0.87) {
            add("mẹ", .female, mother, fatherBorn + random.within(-2...5), people, &builder, &random) { person in
                person.spouse = parents.father
            }
        }
    }

    // MARK: One person

    mutating func add(
        _ relation: String,
        _ sex: Sex,
        _ name: DemonstrationName,
        _ born: Int,
        _ people: Int,
        _ builder: inout Builder,
        _ random: inout SeededRandom,
        _ complete: (inout DemonstrationPerson) -> Void
    ) {
        let rates = vocabulary.peoples[people].rates
        let birth = Self.day(of: born, &random)
        let isChild = born > Self.lastYear - 14
        let isHere = builder.arrival.map { born >= $0 } ?? false
        let origin: DemonstrationPerson.Origin =
            switch relation {
            case "con", "cháu":
                isHere && random.chance(0.22) ? place(homeProvince, &random) : builder.home
            case "vợ", "con dâu":
                random.chance(0.6) ? builder.home : self.origin(of: people, &random)
            default: builder.home
            }
        let paper: DemonstrationPerson.Paper =
            random.chance(builder.identityPaper ?? (isChild ? rates.identityPaperChild : rates.identityPaper))
            ? .identity : random.chance(rates.householdBook) ? .householdBook : .none
        // A child born here was registered here, if at all; one born before the family came, at home (rule R1.6).
        let isRegisteredHere = isHere || origin.province == homeProvince || born > 2000 && random.chance(0.12)
        let place = isRegisteredHere ? "66" : vocabulary.provinces[origin.province].code
        let arrival = builder.arrival.map { random.chance(0.1) ? min($0 + 1, Self.lastYear) : $0 }
        let hasPhone = random.chance(isChild ? rates.phoneChild : rates.phone)
        let phone =
            !hasPhone
            ? ""
            : !builder.phone.isEmpty && random.chance(vocabulary.typing.phoneOfHousehold)
                ? builder.phone : Self.phone(&random)
        let adults = vocabulary.peoples[people].names.adults
        let hasAdultName = sex == .male && Self.lastYear - born >= 22 && relation != "con"
        var person = DemonstrationPerson(
            people: people,
            sex: sex,
            name: name,
            birth: birth,
            relation: relation,
            origin: origin,
            arrival: arrival,
            paper: paper,
            number: number(place: place, sex, year: born),
            phone: phone,
            nickname: random.chance(rates.nickname) ? vocabulary.nicknames[sex]?.draw(&random) : nil,
            adultName: hasAdultName ? adults?.draw(&random) : nil
        )
        complete(&person)
        builder.members.append(person)
    }

    /// The next number of a place, century and sex, and year; a permutation, so that none comes twice.
    private mutating func number(place: String, _ sex: Sex, year: Int) -> String {
        let century = (year / 100 - 19) * 2 + (sex == .male ? 0 : 1)
        let cell = (Int(place) ?? 0) * 1000 + century * 100 + year % 100
        let serial = serials[cell, default: 0]
        serials[cell] = serial + 1
        // 611953 is prime to 10⁶.
        let digits = (serial * 611_953 + numberOffset + cell * 7919) % 1_000_000
        // A one in front keeps the leading zeros.
        let text = String((1000 + century * 100 + year % 100) * 1_000_000 + digits)
        return "0" + place + text.dropFirst()
    }

    func name(of people: Int, _ sex: Sex, born: Int, _ random: inout SeededRandom) -> DemonstrationName {
        let names = vocabulary.peoples[people].names
        let family = names.families.draw(&random)
        guard let name = names.name(family, sex, born: born, &random) else {
            preconditionFailure("a people without names")
        }
        return name
    }

    /// Of another clan: people of one clan do not marry (rule R9.3); among the Kinh a common name says nothing.
    func spouse(
        of name: DemonstrationName,
        _ people: Int,
        born: Int,
        _ random: inout SeededRandom
    ) -> DemonstrationName {
        var spouse = self.name(of: people, .female, born: born, &random)
        guard !random.chance(vocabulary.peoples[people].rates.sameClanMarriage) else { return spouse }
        var tries = 0
        while spouse.family.name == name.family.name, tries < 20 {
            spouse.family = vocabulary.peoples[people].names.families.draw(&random)
            tries += 1
        }
        return spouse
    }

    func parents(
        of name: DemonstrationName,
        _ people: Int,
        _ random: inout SeededRandom
    ) -> (father: DemonstrationName?, mother: DemonstrationName?) {
        var father = self.name(of: people, .male, born: 1960, &random)
        var mother = spouse(of: name, people, born: 1962, &random)
        if name.order == .familyLast { mother.family = name.family } else { father.family = name.family }
        return (father, mother)
    }

    private func origin(of people: Int, _ random: inout SeededRandom) -> DemonstrationPerson.Origin {
        place(vocabulary.peoples[people].origins.draw(&random), &random)
    }

    private func place(_ province: Int, _ random: inout SeededRandom) -> DemonstrationPerson.Origin {
        let districts = vocabulary.provinces[province].districts
        let district = random.below(districts.count)
        return DemonstrationPerson.Origin(
            province: province,
            district: district,
            commune: random.below(districts[district].communes.count)
        )
    }

    private func arrivalYear(
        _ home: DemonstrationPerson.Origin,
        _ rates: DemonstrationRates,
        _ random: inout SeededRandom
    ) -> Int? {
        guard home.province != homeProvince || random.chance(0.8) else { return nil }
        return random.within(Self.arrivalDecades.draw(&random))
    }

    private static func day(of year: Int, _ random: inout SeededRandom) -> CalendarDay {
        let month = random.within(1...12)
        let day = random.within(1...CalendarDay.length(ofMonth: month, year: year))
        return CalendarDay(year: year, month: month, day: day) ?? .earliest
    }

    static func phone(_ random: inout SeededRandom) -> String {
        let rest = String(10_000_000 + random.below(10_000_000))
        return random.element(of: phonePrefixes) + rest.dropFirst()
    }
}
