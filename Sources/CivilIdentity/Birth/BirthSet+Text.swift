/// What screens, exports and letters show: never a day, month or year that nobody stated (row A1).
///
/// Made from the ranges, precision, basis and calendar alone, so that a row of the database shows the same.
extension BirthSet {
    package var vi: String { text(Words.vi) }
    package var en: String { text(Words.en) }

    private struct Words: Sendable {
        let or: String
        let about: String
        let orEarlier: String
        let orLater: String
        let born: @Sendable (Animal) -> String
        let unclearYear: String
        let lunar: String
        let lunarYear: String
        let leap: String
        let byAge: @Sendable (AgeKind) -> String

        static let vi = Words(
            or: "hoặc",
            about: "khoảng",
            orEarlier: "trở về trước",
            orLater: "trở về sau",
            born: { "tuổi \($0.vi)" },
            unclearYear: "chưa rõ năm",
            lunar: "âm lịch",
            lunarYear: "năm âm lịch",
            leap: "nhuận",
            byAge: { $0 == .mu ? "theo tuổi mụ" : "theo tuổi" }
        )
        static let en = Words(
            or: "or",
            about: "about",
            orEarlier: "or earlier",
            orLater: "or later",
            born: { "year of the \($0.en)" },
            unclearYear: "year unclear",
            lunar: "lunar",
            lunarYear: "lunar year",
            leap: "leap month",
            byAge: { $0 == .mu ? "by tuổi mụ" : "by age" }
        )
    }

    private func text(_ words: Words) -> String {
        switch (statement.precision, statement.calendar) {
        case (.zodiac, _): zodiacText(words)
        case (.day, .solar): list(ranges.map(\.lowerBound.printed), words)
        case (.month, .solar):
            list(ranges.map { String($0.lowerBound.printed.dropFirst(3)) }, words)
        case (.day, .lunar), (.month, .lunar): lunarText(words)
        case (.year, .lunar):
            if let kind = statement.ageKind {
                "\(list(lunarYears.map(String.init), words)) (\(words.byAge(kind)))"
            } else {
                "\(words.lunarYear) \(list(lunarYears.map(String.init), words))"
            }
        case (.year, .solar): list(candidateYears.map(String.init), words)
        case (.range, _): rangeText(words)
        case (.unknown, _): ""
        }
    }

    /// The years of an animal, or only the animal where there are many.
    private func zodiacText(_ words: Words) -> String {
        let years = lunarYears
        guard let first = years.first else { return "" }
        let animal = words.born(Animal(lunarYear: first))
        if years.count > 3 { return "\(animal) (\(words.unclearYear))" }
        return "\(list(years.map(String.init), words)) (\(animal))"
    }

    /// A lunar day or month, once, and the years it may be of; a leap month is named only where it is the only one.
    private func lunarText(_ words: Words) -> String {
        let days = ranges.compactMap { VietnameseCalendar.lunarDay(of: $0.lowerBound) }
        guard let first = days.first else { return "" }
        let leap = days.allSatisfy(\.isLeapMonth) ? " \(words.leap)" : ""
        var years: [Int] = []
        for day in days where years.last != day.year { years.append(day.year) }
        let date =
            statement.precision == .day
            ? "\(padded(first.day, to: 2))/\(padded(first.month, to: 2))\(leap)" : padded(first.month, to: 2) + leap
        if years.count == 1 { return "\(date)/\(first.year) (\(words.lunar))" }
        if years.count > 3 {
            return "\(date) \(words.lunar), \(words.born(Animal(lunarYear: first.year))) (\(words.unclearYear))"
        }
        return "\(date) \(words.lunar), \(list(years.map(String.init), words))"
    }

    private func rangeText(_ words: Words) -> String {
        let years = statement.calendar == .lunar ? lunarYears : candidateYears
        guard let first = years.first, let last = years.last else { return "" }
        let span = first == last ? String(first) : "\(first)–\(last)"
        switch statement.basis {
        case .age:
            // An exact age leaves a year of days, "about" an age leaves more.
            let about = dayCount > 366 ? "\(words.about) " : ""
            return "\(about)\(span) (\(words.byAge(statement.ageKind ?? .western)))"
        case .event:
            // One of the two ends is the event's, the other only the longest life or the day of saying.
            return latest == statement.saidOn ? "\(first) \(words.orLater)" : "\(last) \(words.orEarlier)"
        default: return "\(words.about) \(span)"
        }
    }

    private func list(_ items: [String], _ words: Words) -> String {
        guard items.count > 1, let last = items.last else { return items.first ?? "" }
        return "\(items.dropLast().joined(separator: ", ")) \(words.or) \(last)"
    }
}
