import CivilIdentity

/// What the columns of birth say of a person: as precise as she knew it, and now and then wrong.
struct DemonstrationBirth {
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
        let isCopied = hasNumber && random.chance(0.9)
        if !isCopied, random.chance(typing.yearOffByOne) {
            year += random.chance(0.5) ? 1 : -1
        } else if !isCopied, random.chance(typing.otherYear) {
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
