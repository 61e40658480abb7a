import CivilIdentity

/// Writes down a person as a commune's officer would: the columns of `persons.csv` from `rel_to_head` on.
struct DemonstrationRegistration {
    let vocabulary: DemonstrationVocabulary
    let typist: DemonstrationTypist
    let registered: CalendarDay

    /// What a registration shows that other files need to know.
    struct Shown {
        /// The number that stands in the row is the person's own and agrees with what the row says of her (rule R1.7).
        var confirmableNumber: String?
    }

    /// Appends the fields with a comma before each, without a line end.
    ///
    /// - Parameters:
    ///   - relatives: Numbers that may be written by mistake.
    ///   - husbandsFamily: The clan under which neighbours may know a wife.
    func write(
        _ person: DemonstrationPerson,
        relation: String,
        relatives: [String],
        husbandsFamily: DemonstrationNames.Family?,
        into line: inout [UInt8],
        _ random: inout SeededRandom
    ) -> Shown {
        let people = vocabulary.peoples[person.people]
        let rates = people.rates
        var shown = Shown()
        var number = person.paper == .identity ? person.number : ""
        if !number.isEmpty { number = mistaken(number, relatives, &random) }
        let isFormal = random.chance(number.isEmpty ? rates.formalNameWithoutNumber : rates.formalNameWithNumber)
        let names = self.names(person, rates, isFormal, hasNumber: !number.isEmpty, husbandsFamily, &random)
        let sex: Sex = random.chance(vocabulary.typing.sexWrong) ? (person.sex == .male ? .female : .male) : person.sex
        let birth = Birth(person, rates, hasNumber: !number.isEmpty, vocabulary.typing, registered, &random)

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

        if number == person.number, sex == person.sex, birth.agrees(with: person.birth.year) {
            shown.confirmableNumber = number
        }
        return shown
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

    // MARK: Birth

    /// What the columns of birth say.
    private struct Birth {
        var precision: String
        var text: String
        var years: ClosedRange<Int>?
        var animal = ""

        init(
            _ person: DemonstrationPerson,
            _ rates: DemonstrationRates,
            hasNumber: Bool,
            _ typing: DemonstrationTyping,
            _ registered: CalendarDay,
            _ random: inout SeededRandom
        ) {
            let day = Self.remembered(person, rates, hasNumber: hasNumber, typing, registered, &random)
            let year = day.year
            var shares = [rates.fullDay, rates.yearOnly, rates.monthOnly, rates.estimated, rates.animal]
            if hasNumber { shares = [rates.fullDayWithNumber, 0.054, 0.010, 0.0015, 0.0004] }
            var drawn = Double(random.below(1_000_000)) / 1_000_000
            let kind = shares.firstIndex { share in
                drawn -= share
                return drawn < 0
            }
            years = year...year
            switch kind {
            case 0:
                precision = "full"
                text = day.iso
            case 1:
                precision = "year"
                text = String(year)
            case 2:
                precision = "month"
                text = String(day.iso.prefix(7))
            case 3:
                let width = WeightedChoice([(5, 34), (3, 34), (2, 25), (8, 7)]).draw(&random)
                let rounded = (year + 2) / 5 * 5
                let isRound = abs(rounded - year) < width && random.chance(0.5)
                let centre = isRound ? rounded : year + random.within(-width / 2...width / 2)
                precision = "estimated"
                text = "~\(centre)±\(width)"
                years = centre - width...centre + width
            case 4:
                let animal = Animal(lunarYear: VietnameseCalendar.year(of: day) ?? year).vi
                precision = "zodiac"
                text = animal
                self.animal = animal
                let centre = year + random.within(-4...4)
                years = random.chance(0.6) ? centre - 10...centre + 10 : nil
            default:
                precision = "unknown"
                text = ""
                years = nil
            }
        }

        /// Whether a number with this year may stand beside what the row says.
        func agrees(with year: Int) -> Bool { years.map { $0.contains(year) } ?? false }

        /// The day as it is told: 1 January where only the year is known, day for month, the day of another year.
        private static func remembered(
            _ person: DemonstrationPerson,
            _ rates: DemonstrationRates,
            hasNumber: Bool,
            _ typing: DemonstrationTyping,
            _ registered: CalendarDay,
            _ random: inout SeededRandom
        ) -> CalendarDay {
            let birth = person.birth
            var (year, month, day) = birth.components
            // A child that was born since the form was filled in shows as born after it; most forms are not so hasty.
            if birth > registered, !random.chance(0.75) {
                return CalendarDay(ordinal: Int(registered.ordinal) - random.within(1...60)) ?? birth
            }
            // A year that stands on a paper is copied; one that is told may be another.
            if hasNumber, random.chance(0.9) {
            } else if random.chance(typing.yearOffByOne) {
                year += random.chance(0.5) ? 1 : -1
            } else if random.chance(typing.otherYear) {
                year += random.within(2...9) * (random.chance(0.5) ? 1 : -1)
            }
            year = min(year, DemonstrationFamilies.lastYear)
            if random.chance(person.isChild ? rates.firstOfJanuaryChild : rates.firstOfJanuary) {
                (month, day) = (1, 1)
            } else if random.chance(typing.dayAndMonthSwapped), day <= 12 {
                (month, day) = (day, month)
            } else if random.chance(typing.wrongDay) {
                day = random.within(1...28)
            }
            return CalendarDay(year: year, month: month, day: min(day, CalendarDay.length(ofMonth: month, year: year)))
                ?? birth
        }
    }
}
