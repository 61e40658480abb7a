import CivilIdentity

/// Writes down a person as a commune's officer would: the columns of `persons.csv` from `rel_to_head` on.
struct DemonstrationRegistration {
    let vocabulary: DemonstrationVocabulary
    let typist: DemonstrationTypist
    let registered: CalendarDay
    /// Name and number are copied from the paper and read back, as where the campaign is watched.
    let isCareful: Bool

    /// Appends the fields with a comma before each, without a line end.
    ///
    /// - Parameters:
    ///   - person: As she is.
    ///   - relation: To the head of the household that she is written into.
    ///   - relatives: Numbers that may be written by mistake.
    ///   - husbandsFamily: The clan under which neighbours may know a wife.
    ///   - line: The row so far.
    ///   - random: Decides what is asked, told and mistyped.
    /// - Returns: The number that stands in the row, if it is her own and agrees with what the row says of her (R1.7).
    func write(
        _ person: DemonstrationPerson,
        relation: String,
        relatives: [String],
        husbandsFamily: DemonstrationNames.Family?,
        into line: inout [UInt8],
        _ random: inout SeededRandom
    ) -> String? {
        let people = vocabulary.peoples[person.people]
        let rates = people.rates
        var number = person.paper == .identity ? person.number : ""
        if !number.isEmpty, !isCareful { number = mistaken(number, relatives, &random) }
        let isFormal =
            isCareful && !number.isEmpty
            || random.chance(number.isEmpty ? rates.formalNameWithoutNumber : rates.formalNameWithNumber)
        let names = self.names(person, rates, isFormal, hasNumber: !number.isEmpty, husbandsFamily, &random)
        let sex: Sex = random.chance(vocabulary.typing.sexWrong) ? (person.sex == .male ? .female : .male) : person.sex
        let birth = DemonstrationBirth(
            person,
            rates,
            hasNumber: !number.isEmpty,
            vocabulary.typing,
            registered,
            &random
        )

        append(relation, &line)
        append(names.formal, &line)
        append(names.common, &line)
        append(sex.rawValue, &line)
        append(people.words.draw(&random), &line)
        append(birth.precision, &line)
        append(birth.text, &line)
        append(birth.years.map { String($0.lowerBound) } ?? "", &line)
        append(birth.years.map { String($0.upperBound) } ?? "", &line)
        append(birth.animal, &line)
        appendOrigin(person, rates, &line, &random)
        append(papers(person, rates, hasNumber: !number.isEmpty, &random), &line)
        append(number, &line)
        append(phone(person.phone, &random), &line)
        append(told(person.father, rates, isChild: isYoung(person), &random), &line)
        append(told(person.mother, rates, isChild: isYoung(person), &random), &line)
        append(person.spouse.flatMap { random.chance(rates.spouseTold) ? told($0, &random) : nil } ?? "", &line)
        append(person.arrival.flatMap { random.chance(rates.arrivalTold) ? String($0) : nil } ?? "", &line)
        append(registered.iso, &line)

        let agrees = number == person.number && sex == person.sex && birth.agrees(with: person.birth.year)
        return agrees ? number : nil
    }

    private func append(_ text: String, _ line: inout [UInt8]) {
        line.append(UInt8(ascii: ","))
        line.append(contentsOf: text.utf8)
    }

    private func isYoung(_ person: DemonstrationPerson) -> Bool { ["con", "cháu"].contains(person.relation) }

    // MARK: Names

    private func names(
        _ person: DemonstrationPerson,
        _ rates: DemonstrationRates,
        _ isFormal: Bool,
        hasNumber: Bool,
        _ husbandsFamily: DemonstrationNames.Family?,
        _ random: inout SeededRandom
    ) -> (formal: String, common: String) {
        guard isFormal else {
            return ("", typist.name(common(person, rates, husbandsFamily, &random), isCommon: true, &random))
        }
        let family = typist.family(person.name.family, &random)
        let middle = random.chance(rates.middleDropped) && person.name.order == .familyFirst ? "" : person.name.middle
        let formal = typist.name(person.name.written(family: family, middle: middle), isCommon: false, &random)
        guard random.chance(hasNumber ? rates.commonNameWithNumber : rates.commonNameWithoutNumber) else {
            return (formal, "")
        }
        if random.chance(rates.commonNameTheSame) { return (formal, formal) }
        return (formal, typist.name(common(person, rates, husbandsFamily, &random), isCommon: true, &random))
    }

    /// What she is called: a nickname, the name of a grown man, her husband's clan, or some words of her own name.
    private func common(
        _ person: DemonstrationPerson,
        _ rates: DemonstrationRates,
        _ husbandsFamily: DemonstrationNames.Family?,
        _ random: inout SeededRandom
    ) -> String {
        if let nickname = person.nickname { return nickname }
        if let adult = person.adultName, random.chance(rates.adultName) {
            return random.chance(0.5)
                ? person.name.written(family: person.name.family.name, middle: adult) : "\(adult) \(person.name.given)"
        }
        let family = husbandsFamily.flatMap { random.chance(rates.husbandsClan * 1.2) ? $0.name : nil }
        return shortened(person.name, family: family ?? typist.family(person.name.family, &random), &random)
    }

    private func shortened(_ name: DemonstrationName, family: String, _ random: inout SeededRandom) -> String {
        switch random.below(100) {
        case ..<46: name.written(family: family, middle: name.middle)
        case ..<65: name.order == .familyFirst ? name.written(family: family, middle: "") : name.withoutFamily
        case ..<84: name.withoutFamily
        default: name.given
        }
    }

    private func told(
        _ name: DemonstrationName?,
        _ rates: DemonstrationRates,
        isChild: Bool,
        _ random: inout SeededRandom
    ) -> String {
        guard let name, random.chance(isChild ? rates.parentToldChild : rates.parentTold) else { return "" }
        return told(name, &random)
    }

    private func told(_ name: DemonstrationName, _ random: inout SeededRandom) -> String {
        let family = typist.family(name.family, &random)
        let text =
            random.chance(0.72)
            ? name.written(family: family, middle: name.middle) : shortened(name, family: family, &random)
        return typist.name(text, isCommon: false, &random)
    }

    // MARK: Places, papers, digits

    private func appendOrigin(
        _ person: DemonstrationPerson,
        _ rates: DemonstrationRates,
        _ line: inout [UInt8],
        _ random: inout SeededRandom
    ) {
        let province = vocabulary.provinces[person.origin.province]
        let district = province.districts[person.origin.district]
        var rest = random.chance(rates.originCommune) ? 3 : 0
        if rest == 0 {
            let share = rates.originDistrict / (1 - rates.originCommune)
            rest =
                random.chance(share)
                ? 2 : random.chance(rates.originProvince / (1 - rates.originCommune - rates.originDistrict)) ? 1 : 0
        }
        append(rest > 0 ? typist.place(province.name) : "", &line)
        append(rest > 1 ? typist.place(district.name) : "", &line)
        append(rest > 2 ? typist.place(district.communes[person.origin.commune]) : "", &line)
    }

    private func papers(
        _ person: DemonstrationPerson,
        _ rates: DemonstrationRates,
        hasNumber: Bool,
        _ random: inout SeededRandom
    ) -> String {
        if hasNumber {
            let kind = person.isChild ? "khai_sinh" : "cccd"
            return random.chance(rates.villageLetterBesides) ? kind + ";xac_nhan_thon" : kind
        }
        if person.paper == .householdBook {
            return random.chance(rates.villageLetterBesides) ? "so_ho_khau;xac_nhan_thon" : "so_ho_khau"
        }
        return random.chance(rates.villageLetterAlone) ? "xac_nhan_thon" : ""
    }

    private func mistaken(_ number: String, _ relatives: [String], _ random: inout SeededRandom) -> String {
        let typing = vocabulary.typing
        if random.chance(typing.relativesNumber), let other = relatives.first(where: { $0 != number }) { return other }
        if random.chance(typing.digitsTransposed) { return transposed(number, from: 3, &random) }
        guard random.chance(typing.digitWrong) else { return number }
        var digits = Array(number.utf8)
        let index = random.within(3...11)
        digits[index] = 48 + (digits[index] - 48 + UInt8(random.within(1...9))) % 10
        return String(decoding: digits, as: UTF8.self)
    }

    private func phone(_ phone: String, _ random: inout SeededRandom) -> String {
        !phone.isEmpty && random.chance(vocabulary.typing.phoneDigitsWrong)
            ? transposed(phone, from: 1, &random) : phone
    }

    private func transposed(_ text: String, from first: Int, _ random: inout SeededRandom) -> String {
        var digits = Array(text.utf8)
        let index = random.within(first...(digits.count - 2))
        digits.swapAt(index, index + 1)
        return String(decoding: digits, as: UTF8.self)
    }
}
