/// Who says something about a birth: the day it is said, its words, and what it rests on.
package struct BirthSaying: Hashable, Sendable {
    package let saidOn: CalendarDay
    /// The words; nil lets each constructor write the usual ones.
    package let written: String?
    /// Nil lets the kind of statement decide: an age rests on age, an animal on the zodiac, a date on a declaration.
    package let basis: BirthBasis?

    package init(on saidOn: CalendarDay, written: String? = nil, basis: BirthBasis? = nil) {
        self.saidOn = saidOn
        self.written = written
        self.basis = basis
    }

    func statement(
        _ precision: BirthPrecision,
        basis usual: BirthBasis,
        calendar: BirthCalendar = .solar,
        ageKind: AgeKind? = nil,
        usually words: @autoclosure () -> String
    ) -> BirthStatement {
        BirthStatement(
            written: written ?? words(),
            precision: precision,
            basis: basis ?? usual,
            calendar: calendar,
            ageKind: ageKind,
            saidOn: saidOn
        )
    }
}

extension BirthSet {
    /// The longest life taken as possible where nothing but an animal or an event is known, in years.
    ///
    /// An animal alone is looked for among those aged 0 to 110 on the day it is said.
    package static let longestLife = 110

    /// Days on which someone alive on `day` may have been born.
    package static func lifespan(before day: CalendarDay) -> ClosedRange<CalendarDay> {
        min(day, day.yearsEarlier(longestLife + 1).advanced(by: 1))...day
    }

    package static func day(_ day: CalendarDay, _ saying: BirthSaying) -> BirthSet {
        BirthSet(day...day, saying.statement(.day, basis: .declaration, usually: day.iso))
    }

    /// Nil for a month that does not exist.
    package static func month(_ month: Int, of year: Int, _ saying: BirthSaying) -> BirthSet? {
        guard let first = CalendarDay(year: year, month: month, day: 1) else { return nil }
        let last = first.advanced(by: CalendarDay.length(ofMonth: month, year: year) - 1)
        return BirthSet(
            first...last,
            saying.statement(.month, basis: .declaration, usually: String(first.iso.prefix(7)))
        )
    }

    /// A solar year, 1 to 9999.
    package static func year(_ year: Int, _ saying: BirthSaying) -> BirthSet {
        BirthSet(
            DayRanges.solarYears(year...year),
            saying.statement(.year, basis: .declaration, usually: String(year))
        )
    }

    /// Between two solar years, both included.
    package static func years(_ years: ClosedRange<Int>, _ saying: BirthSaying) -> BirthSet {
        BirthSet(
            DayRanges.solarYears(years),
            saying.statement(
                .range,
                basis: .estimate,
                usually: "khoảng \(years.lowerBound)–\(years.upperBound)"
            )
        )
    }

    /// About a solar year: give or take `tolerance` years, or as many as ``tolerance(ofAge:)`` of the age on that day.
    package static func about(year: Int, tolerance: Int? = nil, _ saying: BirthSaying) -> BirthSet {
        let width = tolerance ?? Self.tolerance(ofAge: saying.saidOn.year - year)
        return BirthSet(
            DayRanges.solarYears(year - width...year + width),
            saying.statement(.range, basis: .estimate, usually: tolerance.map { "~\(year)±\($0)" } ?? "khoảng \(year)")
        )
    }

    /// "About N years old" means N ± max(2, ⌈N ÷ 8⌉) (rule R9.13).
    package static func tolerance(ofAge age: Int) -> Int { max(2, (max(0, age) + 7) / 8) }

    /// The birth days of those who are `ages` old on a day, both ends included.
    package static func days(ofAges ages: ClosedRange<Int>, on day: CalendarDay) -> ClosedRange<CalendarDay> {
        let first = day.yearsEarlier(ages.upperBound + 1).advanced(by: 1)
        return min(first, day)...day.yearsEarlier(max(0, ages.lowerBound))
    }

    /// An exact age on the day it is said; the days never move afterwards (row A2).
    ///
    /// Western age gives a year of birth days, tuổi mụ one lunar year: the lunar year of saying − age + 1 (rule R9.10).
    /// Nil for an age below 0 (mụ: 1) or outside the calendar.
    package static func age(_ age: Int, _ kind: AgeKind, _ saying: BirthSaying) -> BirthSet? {
        switch kind {
        case .western:
            guard age >= 0 else { return nil }
            return BirthSet(
                days(ofAges: age...age, on: saying.saidOn),
                saying.statement(.range, basis: .age, ageKind: kind, usually: "\(age) tuổi")
            )
        case .mu:
            guard age >= 1, let now = VietnameseCalendar.year(of: saying.saidOn),
                let days = VietnameseCalendar.days(ofYear: now - age + 1)
            else { return nil }
            return BirthSet(
                days.lowerBound...max(days.lowerBound, min(days.upperBound, saying.saidOn)),
                saying.statement(
                    .year,
                    basis: .age,
                    calendar: .lunar,
                    ageKind: kind,
                    usually: "\(age) tuổi mụ"
                )
            )
        }
    }

    /// About an age (rule R9.13).
    package static func about(age: Int, _ kind: AgeKind, _ saying: BirthSaying) -> BirthSet? {
        guard age >= 0, let days = band(aboutAge: age, kind, on: saying.saidOn) else { return nil }
        let words = kind == .mu ? "khoảng \(age) tuổi mụ" : "khoảng \(age) tuổi"
        return BirthSet(
            days,
            saying.statement(
                .range,
                basis: .age,
                calendar: kind == .mu ? .lunar : .solar,
                ageKind: kind,
                usually: words
            )
        )
    }

    /// The birth days that "about `age`" allows; nil outside the lunar calendar.
    static func band(aboutAge age: Int, _ kind: AgeKind, on day: CalendarDay) -> ClosedRange<CalendarDay>? {
        let width = tolerance(ofAge: age)
        switch kind {
        case .western: return days(ofAges: max(0, age - width)...age + width, on: day)
        case .mu:
            guard let now = VietnameseCalendar.year(of: day),
                let first = VietnameseCalendar.days(ofYear: now - age - width + 1),
                let last = VietnameseCalendar.days(ofYear: now - max(1, age - width) + 1)
            else { return nil }
            return first.lowerBound...max(first.lowerBound, min(last.upperBound, day))
        }
    }

    /// The whole lunar years of an animal, Tết to the eve of Tết, that touch `days` and have begun on the day of saying.
    ///
    /// Nil where there is none.
    package static func zodiac(
        _ animal: Animal,
        within days: ClosedRange<CalendarDay>,
        ageKind: AgeKind? = nil,
        _ saying: BirthSaying
    ) -> BirthSet? {
        guard let years = VietnameseCalendar.years(touching: days) else { return nil }
        return zodiac(animal, lunarYears: years, ageKind: ageKind, saying)
    }

    /// The years of an animal among `lunarYears`; nil where there is none.
    package static func zodiac(
        _ animal: Animal,
        lunarYears years: ClosedRange<Int>,
        ageKind: AgeKind? = nil,
        _ saying: BirthSaying
    ) -> BirthSet? {
        let ranges = years.filter { Animal(lunarYear: $0) == animal }
            .compactMap { VietnameseCalendar.days(ofYear: $0) }
            .filter { $0.lowerBound <= saying.saidOn }
        return BirthSet(
            ranges: ranges,
            statement: saying.statement(
                .zodiac,
                basis: .zodiac,
                calendar: .lunar,
                ageKind: ageKind,
                usually: "tuổi \(animal.vi)"
            )
        )
    }

    /// An animal and about how old (rule R9.13): "tuổi Thân, about 50" said on 2024-09-17 leaves 1968 and 1980.
    package static func zodiac(
        _ animal: Animal,
        aboutAge age: Int,
        kind: AgeKind = .western,
        _ saying: BirthSaying
    ) -> BirthSet? {
        guard age >= 0, let band = band(aboutAge: age, kind, on: saying.saidOn) else { return nil }
        let named = BirthSaying(
            on: saying.saidOn,
            written: saying.written ?? "tuổi \(animal.vi), khoảng \(age)",
            basis: saying.basis
        )
        return zodiac(animal, within: band, ageKind: kind, named)
    }

    /// An animal and nothing else: all its years in a ``longestLife``.
    package static func zodiac(_ animal: Animal, _ saying: BirthSaying) -> BirthSet? {
        zodiac(animal, within: lifespan(before: saying.saidOn), saying)
    }

    /// A lunar year by its number; nil outside the calendar.
    package static func lunarYear(_ year: Int, _ saying: BirthSaying) -> BirthSet? {
        lunar(years: [year], month: nil, day: nil, leap: nil, saying)
    }

    /// A lunar month or day in one or several possible years (row A3).
    ///
    /// `leap` nil means that nobody said whether the month was the leap one: where the year has both, both count.
    /// Nil where no such day or month existed in any of the years.
    package static func lunar(
        years: [Int],
        month: Int?,
        day: Int?,
        leap: Bool?,
        _ saying: BirthSaying
    ) -> BirthSet? {
        var ranges: [ClosedRange<CalendarDay>] = []
        for year in years {
            guard let month else {
                if let days = VietnameseCalendar.days(ofYear: year) { ranges.append(days) }
                continue
            }
            for isLeap in leap.map({ [$0] }) ?? [false, true] {
                guard let days = VietnameseCalendar.days(ofMonth: month, year: year, leap: isLeap) else { continue }
                if let day {
                    let lunar = LunarDay(year: year, month: month, day: day, isLeapMonth: isLeap)
                    if let found = VietnameseCalendar.day(of: lunar) { ranges.append(found...found) }
                } else {
                    ranges.append(days)
                }
            }
        }
        let precision: BirthPrecision = day != nil ? .day : month != nil ? .month : .year
        return BirthSet(
            ranges: ranges,
            statement: saying.statement(
                precision,
                basis: .declaration,
                calendar: .lunar,
                usually: [
                    day.map { "ngày \($0)" }, month.map { "tháng \($0)\(leap == true ? " nhuận" : "")" },
                    "năm \(years.map(String.init).joined(separator: " hoặc ")) âm lịch",
                ].compactMap(\.self).joined(separator: " ")
            )
        )
    }

    /// Born before the day of something remembered, within a ``longestLife`` (rule R9.11).
    package static func before(_ event: CalendarDay, _ saying: BirthSaying) -> BirthSet {
        let eve = event.advanced(by: -1)
        let span = lifespan(before: min(eve, saying.saidOn))
        return BirthSet(span, saying.statement(.range, basis: .event, usually: "trước \(event.iso)"))
    }

    /// Born after the day of something remembered and not after the day of saying; nil where that leaves no day.
    package static func after(_ event: CalendarDay, _ saying: BirthSaying) -> BirthSet? {
        let morrow = event.advanced(by: 1)
        guard morrow <= saying.saidOn else { return nil }
        return BirthSet(
            morrow...saying.saidOn,
            saying.statement(.range, basis: .event, usually: "sau \(event.iso)")
        )
    }
}
