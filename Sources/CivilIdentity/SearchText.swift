/// A line typed into the search box, taken apart (rows D1, D4): "giang a pao 1968", "sùng thị 40–50 tuổi", "páo tuổi Thân".
///
/// What is not a year, an age, an animal or a number is a word of a name. Nothing in the line is refused: what cannot be
/// read is in ``unread``, so that the screen can say so.
package struct SearchText: Sendable {
    /// The words of a name in the order typed; empty when only dates or numbers were.
    package private(set) var tokens: [NameToken] = []
    /// The same words as a name; nil when there are none.
    package private(set) var name: PersonName?
    /// Days of birth that fit every year, age and animal of the line; nil when it has none of them.
    ///
    /// Empty where they contradict each other, so that nothing is found rather than everything.
    package private(set) var born: [ClosedRange<CalendarDay>]?
    package private(set) var animal: Animal?
    /// The band of birthdays-reached ages that was typed.
    package private(set) var ages: ClosedRange<Int>?
    /// Runs of 9 to 12 digits: numbers of papers or of telephones.
    ///
    /// Handle them like names: never in a log (row D6).
    package private(set) var numbers: [String] = []
    package private(set) var unread: [String] = []

    /// Takes a line apart; ages are counted from `today`.
    package static func parse(_ text: some StringProtocol, today: CalendarDay) -> SearchText {
        var reader = SearchReader(text, today)
        return reader.read()
    }

    fileprivate mutating func narrow(to days: [ClosedRange<CalendarDay>]) {
        born = born.map { DayRanges.intersection($0, days) } ?? days
    }

    fileprivate mutating func note(animal: Animal) { self.animal = animal }
    fileprivate mutating func note(ages: ClosedRange<Int>) { self.ages = ages }
    fileprivate mutating func note(number: String) { numbers.append(number) }
    fileprivate mutating func note(unread word: String) { unread.append(word) }

    fileprivate mutating func finish(words: [String]) {
        guard !words.isEmpty else { return }
        do {
            let name = try PersonName(words.joined(separator: " "))
            self.name = name
            tokens = name.tokens
        } catch {
            unread += words
        }
    }
}

extension SearchText: CustomStringConvertible {
    /// How much was typed, never what (row D6).
    package var description: String {
        "search for \(tokens.count) words, \(numbers.count) numbers, \(born == nil ? "no birth" : "a birth")"
    }
}

/// Reads one line word by word.
private struct SearchReader {
    private var found = SearchText()
    private let words: [String]
    private let today: CalendarDay
    private var names: [String] = []
    private var place = 0

    init(_ text: some StringProtocol, _ today: CalendarDay) {
        // Dashes between figures belong to them, with or without spaces: "40 – 50".
        var spaced = ""
        for character in PlainText.composed(text) {
            switch character {
            case ",", ";", "(", ")", "\"": spaced.append(" ")
            case "–", "—": spaced.append("-")
            default: spaced.append(character)
            }
        }
        var words: [String] = []
        for word in spaced.split(whereSeparator: \.isWhitespace).map(String.init) {
            let joins = word.first == "-" || words.last?.last == "-"
            if joins, let last = words.last, last.first?.isNumber == true, word.last?.isNumber == true || word == "-" {
                words[words.count - 1] = last + word
            } else {
                words.append(word)
            }
        }
        self.words = words
        self.today = today
    }

    mutating func read() -> SearchText {
        while place < words.count { readNext() }
        found.finish(words: names)
        return found
    }

    private func word(_ offset: Int) -> String { place + offset < words.count ? words[place + offset] : "" }
    private func folded(_ offset: Int = 0) -> String { PlainText.folded(word(offset)) }
    private func isFigure(_ offset: Int) -> Bool { word(offset).first?.isNumber == true }

    /// Words around figures are left out only where they are not just as well names: Nam, Tâm, Sinh and Tươi are.
    private mutating func readNext() {
        if isFigure(0) || word(0).first == "~" { return readFigures(isAbout: false) }
        let lowered = PlainText.lowered(word(0))
        if ["khoảng", "khoang", "chừng", "tầm"].contains(lowered), isFigure(1) {
            place += 1
            readFigures(isAbout: true)
        } else if lowered == "sinh", folded(1) == "nam", isFigure(2) {
            place += 2
        } else if ["năm", "sn"].contains(lowered) || word(0) == "sinh", isFigure(1) {
            place += 1
        } else if lowered == "tuổi" || lowered == "tuoi", let (animal, length) = animal(at: 1) {
            place += 1 + length
            found.note(animal: animal)
            if let years = BirthSet.zodiac(animal, BirthSaying(on: today)) { found.narrow(to: years.ranges) }
        } else if lowered == "tuổi" {
            place += 1
        } else {
            names.append(word(0))
            place += 1
        }
    }

    /// "Thân" or "con khỉ", and how many words that is.
    private func animal(at offset: Int) -> (Animal, Int)? {
        let skipped = folded(offset) == "con" ? 1 : 0
        return Animal(spoken: word(offset + skipped)).map { ($0, 1 + skipped) }
    }

    private mutating func readFigures(isAbout: Bool) {
        let word = words[place]
        place += 1
        let digits = word.filter { $0 != "." }
        if digits.utf8.count >= 9, digits.utf8.allSatisfy({ (48...57).contains($0) }) {
            return found.note(number: digits)
        }
        if readAges(word, isAbout: isAbout) { return }
        guard let figures = Figures(word), let days = days(of: figures, isAbout: isAbout) else {
            return found.note(unread: word)
        }
        found.narrow(to: [days])
    }

    /// "40-50" with or without "tuổi"; a single number only with it.
    private mutating func readAges(_ word: String, isAbout: Bool) -> Bool {
        let bounds = word.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        let isCounted = folded() == "tuoi"
        guard bounds.count == 2 || bounds.count == 1 && isCounted, let low = bounds[0],
            let high = bounds[bounds.count - 1],
            low <= high, (0...ImportDate.oldestYears).contains(low), high <= ImportDate.oldestYears
        else { return false }
        var kind = AgeKind.western
        // "tuổi Thân" behind a band is an animal, not the word behind an age.
        if isCounted, animal(at: 1) == nil {
            place += 1
            if folded() == "mu" || folded() == "ta" {
                kind = .mu
                place += 1
            }
        }
        let width = isAbout && low == high ? BirthSet.tolerance(ofAge: low) : 0
        let ages = max(0, low - width)...high + width
        found.note(ages: ages)
        switch kind {
        case .western: found.narrow(to: [BirthSet.days(ofAges: ages, on: today)])
        case .mu:
            let saying = BirthSaying(on: today)
            let sets = ages.compactMap { BirthSet.age($0, .mu, saying) }
            found.narrow(to: DayRanges.normalized(sets.flatMap(\.ranges)))
        }
        return true
    }

    private func days(of figures: Figures, isAbout: Bool) -> ClosedRange<CalendarDay>? {
        let years = today.year - ImportDate.oldestYears...today.year + ImportDate.futureYears
        let saying = BirthSaying(on: today)
        switch figures {
        case .day(let year, let month, let day):
            return CalendarDay(year: year, month: month, day: day).map { $0...$0 }
        case .month(let year, let month):
            return BirthSet.month(month, of: year, saying)?.ranges.first
        case .year(let year):
            guard years.contains(year) else { return nil }
            return (isAbout ? BirthSet.about(year: year, saying) : .year(year, saying)).ranges.first
        case .years(let first, let last):
            guard first <= last, years.contains(first), years.contains(last) else { return nil }
            return DayRanges.solarYears(first...last)
        case .about(let year, let tolerance):
            guard years.contains(year), tolerance ?? 0 <= 50 else { return nil }
            return BirthSet.about(year: year, tolerance: tolerance, saying).ranges.first
        case .shortYear: return nil
        }
    }
}
