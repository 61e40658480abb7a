/// Reads one written birth date; the table of forms stands at ``ImportDate/parse(_:saidOn:basis:within:)``.
struct BirthReader {
    private let written: String
    private let saidOn: CalendarDay
    private let basis: BirthBasis
    private let years: ClosedRange<Int>?
    private var remarks: [Remark] = []

    init(_ written: String, _ saidOn: CalendarDay, _ basis: BirthBasis, _ years: ClosedRange<Int>?) {
        self.written = written
        self.saidOn = saidOn
        self.basis = basis
        self.years = years
    }

    private var dated: BirthSaying { BirthSaying(on: saidOn, written: written, basis: basis) }
    private var saying: BirthSaying { BirthSaying(on: saidOn, written: written) }

    /// Tries figures first, then words.
    mutating func read() throws(Refusal) -> ImportDate {
        if let figures = Figures(written) { return try read(figures) }
        if let figures = Figures(approximate: written) { return try read(figures) }
        return try read(BirthWords(written))
    }

    // MARK: Figures

    private mutating func read(_ figures: Figures) throws(Refusal) -> ImportDate {
        switch figures {
        case .day(let year, let month, let day): try self.day(year, month, day)
        case .year(let year): try self.month(year, 0)
        case .month(let year, let month): try self.month(year, month)
        case .years(let first, let last): try range(first, last)
        case .about(let year, let tolerance): try about(year, tolerance)
        case .shortYear: throw .birthTwoDigitYear
        }
    }

    /// A month or day of 0 means that it is not known.
    mutating func day(_ year: Int, _ month: Int, _ day: Int) throws(Refusal) -> ImportDate {
        if day == 0 { return try self.month(year, month) }
        try check(year: year)
        guard (1...12).contains(month) else { throw .birthNoSuchMonth }
        guard let found = CalendarDay(year: year, month: month, day: day) else { throw .birthNoSuchDay }
        if month == 1, day == 1 { remarks.append(.firstOfJanuary) }
        return finish(.day(found, dated))
    }

    private mutating func month(_ year: Int, _ month: Int) throws(Refusal) -> ImportDate {
        try check(year: year)
        if month == 0 { return finish(.year(year, dated)) }
        guard let set = BirthSet.month(month, of: year, dated) else { throw .birthNoSuchMonth }
        return finish(set)
    }

    private mutating func range(_ first: Int, _ last: Int) throws(Refusal) -> ImportDate {
        try check(year: first)
        try check(year: last)
        guard first <= last else { throw .birthNotUnderstood }
        return finish(.years(first...last, saying))
    }

    private mutating func about(_ year: Int, _ tolerance: Int?) throws(Refusal) -> ImportDate {
        try check(year: year)
        if let tolerance, tolerance > 50 { throw .birthNotUnderstood }
        return finish(.about(year: year, tolerance: tolerance, saying))
    }

    private func check(year: Int) throws(Refusal) {
        if year < 100 { throw .birthTwoDigitYear }
        if year < saidOn.year - ImportDate.oldestYears { throw .birthYearTooEarly }
        if year > saidOn.year + ImportDate.futureYears { throw .birthYearTooLate }
    }

    private mutating func finish(_ set: BirthSet) -> ImportDate {
        if set.earliest > saidOn { remarks.append(.birthToCome) }
        if set.latest.birthday(BirthSet.longestLife + 1) <= saidOn { remarks.append(.olderThanLongestLife) }
        return ImportDate(birth: set, remarks: remarks)
    }

    // MARK: Words

    private mutating func read(_ words: BirthWords) throws(Refusal) -> ImportDate {
        guard words.isUnderstood else { throw words.sawBareTy ? .birthAmbiguousAnimal : .birthNotUnderstood }
        if let age = words.age {
            if age > ImportDate.oldestYears { throw .birthAgeTooHigh }
            if words.ageKind == .mu, age < 1 { throw .birthAgeZero }
        }
        if words.isLunar { return try lunar(words) }
        if words.animal != nil { return try zodiac(words) }
        if let age = words.age {
            guard words.year == nil, words.month == nil, words.day == nil else { throw .birthNotUnderstood }
            let kind = kind(of: words)
            guard let set = words.isAbout ? .about(age: age, kind, saying) : BirthSet.age(age, kind, saying) else {
                throw .birthNotUnderstood
            }
            return finish(set)
        }
        guard let year = words.year else { throw .birthNotUnderstood }
        if words.isAbout {
            guard words.month == nil, words.day == nil else { throw .birthNotUnderstood }
            return try about(year, nil)
        }
        if let day = words.day {
            guard let month = words.month else { throw .birthNotUnderstood }
            return try self.day(year, month, day)
        }
        return try month(year, words.month ?? 0)
    }

    private mutating func kind(of words: BirthWords) -> AgeKind {
        if let kind = words.ageKind { return kind }
        remarks.append(.ageKindNotSaid)
        return .western
    }

    /// "Tuổi Thân", with a stem, a year or an age where one was said.
    private mutating func zodiac(_ words: BirthWords) throws(Refusal) -> ImportDate {
        guard let animal = words.animal, words.month == nil, words.day == nil else { throw .birthNotUnderstood }
        let candidates = try lunarYears(words, animal: animal)
        let set = BirthSet.lunarYears(candidates, of: animal, ageKind: words.age == nil ? nil : words.ageKind, saying)
        guard let set else { throw .birthNoSuchAnimalYear }
        return finish(set)
    }

    /// The lunar years that animal, stem, year, age and the years beside the cell leave.
    private mutating func lunarYears(_ words: BirthWords, animal: Animal) throws(Refusal) -> [Int] {
        var years: ClosedRange<Int>
        if let year = words.year {
            try check(year: year)
            years = year...year
        } else if let age = words.age {
            // With an animal, any age is "about": the animal decides the year.
            let band = BirthSet.band(aboutAge: age, words.ageKind ?? .western, on: saidOn)
            guard let touched = band.flatMap(VietnameseCalendar.years(touching:)) else { throw .birthNotUnderstood }
            years = touched
        } else if let known = self.years {
            years = known
        } else {
            let span = BirthSet.lifespan(before: saidOn)
            guard let touched = VietnameseCalendar.years(touching: span) else { throw .birthNotUnderstood }
            years = touched
            if words.stem == nil { remarks.append(.animalWithoutAge) }
        }
        years = years.clamped(to: VietnameseCalendar.years)
        let fitting = years.filter { year in
            Animal(lunarYear: year) == animal && (words.stem == nil || HeavenlyStem(lunarYear: year) == words.stem)
        }
        guard !fitting.isEmpty else { throw .birthNoSuchAnimalYear }
        let begun = fitting.filter { year in VietnameseCalendar.newYear(of: year).map { $0 <= saidOn } ?? false }
        // Years to come only where no other fits; they get the remark of every date to come.
        return begun.isEmpty ? Array(fitting.prefix(1)) : begun
    }

    /// A lunar day, month or year (row A3).
    private mutating func lunar(_ words: BirthWords) throws(Refusal) -> ImportDate {
        if words.sawMonthOne { throw .birthMonthOne }
        if let month = words.month, !(1...12).contains(month) { throw .birthNoSuchMonth }
        if words.day != nil, words.month == nil { throw .birthNotUnderstood }
        // "About" a lunar month has no rule; about an age only helps to find the year.
        if words.isAbout, words.age == nil { throw .birthNotUnderstood }
        let candidates: [Int]
        if let animal = words.animal {
            candidates = try lunarYears(words, animal: animal)
        } else if let year = words.year {
            try check(year: year)
            candidates = [year]
        } else if let age = words.age, words.ageKind == .mu, let now = VietnameseCalendar.year(of: saidOn) {
            candidates = [now - age + 1]
        } else if let age = words.age,
            let touched = VietnameseCalendar.years(touching: BirthSet.days(ofAges: age...age, on: saidOn))
        {
            candidates = Array(touched)
            remarks.append(.ageKindNotSaid)
        } else {
            throw .birthLunarWithoutYear
        }
        let set = BirthSet.lunar(
            years: candidates,
            month: words.month,
            day: words.day,
            leap: words.isLeapMonth ? true : nil,
            dated
        )
        guard let set else { throw .birthNoSuchLunarDay }
        return finish(set)
    }
}

extension BirthSet {
    /// Whole lunar years of one animal.
    fileprivate static func lunarYears(
        _ years: [Int],
        of animal: Animal,
        ageKind: AgeKind?,
        _ saying: BirthSaying
    ) -> BirthSet? {
        BirthSet(
            ranges: years.compactMap { VietnameseCalendar.days(ofYear: $0) },
            statement: saying.statement(
                .zodiac,
                basis: .zodiac,
                calendar: .lunar,
                ageKind: ageKind,
                usually: "tuổi \(animal.vi)"
            )
        )
    }
}
