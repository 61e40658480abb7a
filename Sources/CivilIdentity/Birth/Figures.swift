/// A date written in figures and signs only.
enum Figures: Equatable {
    /// Month and day may be 0 or too high; the reader judges.
    case day(Int, Int, Int)
    case month(Int, Int)
    case year(Int)
    case years(Int, Int)
    case about(Int, Int?)
    /// `68` or `17/5/68`: a year of two digits, or an age without the word.
    case shortYear

    /// Nil where letters occur or the figures have another shape.
    init?(_ written: String) {
        var text = Substring(written)
        let isAbout = text.first == "~" || text.first == "≈"
        if isAbout { text = text.dropFirst() }
        guard let parts = Self.parts(text) else { return nil }
        let numbers = parts.numbers
        if isAbout {
            guard let year = numbers.first, year.count == 4 else { return nil }
            switch (numbers.count, parts.signs) {
            case (1, []): self = .about(year.value, nil)
            case (2, ["±"]): self = .about(year.value, numbers[1].value)
            case (2, ["-"]) where numbers[1].count == 4: self = .years(year.value, numbers[1].value)
            default: return nil
            }
            return
        }
        switch numbers.count {
        case 1: self.init(single: numbers[0])
        case 2:
            if parts.signs == ["±"], numbers[0].count == 4 {
                self = .about(numbers[0].value, numbers[1].value)
            } else if parts.signs == ["±"] {
                return nil
            } else {
                self.init(pair: numbers[0], numbers[1])
            }
        case 3 where parts.signs.allSatisfy({ $0 != "±" }):
            self.init(triple: numbers[0], numbers[1], numbers[2])
        default: return nil
        }
    }

    /// "khoảng 1968", "khoảng 1984–1990", "từ 1984 đến 1990"; nil for anything else.
    init?(approximate written: String) {
        var words = PlainText.lowered(written).split(separator: " ")
        guard words.count > 1 else { return nil }
        let folded = words.map { PlainText.folded($0) }
        if folded.count == 4, folded[0] == "tu", folded[2] == "den" {
            guard case .year(let first)? = Figures(String(words[1])), case .year(let last)? = Figures(String(words[3]))
            else { return nil }
            self = .years(first, last)
            return
        }
        let lead = folded.prefix { ["khoang", "chung", "tam", "do", "uoc", "about", "nam"].contains($0) }.count
        guard lead > 0, folded[..<lead].contains(where: { $0 != "nam" }) else { return nil }
        words.removeFirst(lead)
        switch Figures(words.joined(separator: " ")) {
        case .year(let year)?: self = .about(year, nil)
        case .years(let first, let last)?: self = .years(first, last)
        case .about(let year, let tolerance)?: self = .about(year, tolerance)
        case .shortYear?: self = .shortYear
        default: return nil
        }
    }

    private typealias Number = (value: Int, count: Int)

    private init?(single number: Number) {
        switch number.count {
        case 4: self = .year(number.value)
        case 8: self = .day(number.value / 10_000, number.value / 100 % 100, number.value % 100)
        case 1...2: self = .shortYear
        default: return nil
        }
    }

    private init?(pair first: Number, _ second: Number) {
        switch (first.count, second.count) {
        case (4, 4): self = .years(first.value, second.value)
        case (4, 1...2): self = .month(first.value, second.value)
        case (1...2, 4): self = .month(second.value, first.value)
        case (1...2, 1...2): self = .shortYear
        default: return nil
        }
    }

    private init?(triple first: Number, _ second: Number, _ third: Number) {
        switch (first.count, second.count, third.count) {
        case (4, 1...2, 1...2): self = .day(first.value, second.value, third.value)
        case (1...2, 1...2, 4): self = .day(third.value, second.value, first.value)
        case (1...2, 1...2, 1...2): self = .shortYear
        default: return nil
        }
    }

    /// Runs of at most eight digits with one sign between them: `/ - .` alike, or `±`.
    private static func parts(_ text: Substring) -> (numbers: [Number], signs: [Character])? {
        var numbers: [Number] = []
        var signs: [Character] = []
        var current: Number = (0, 0)
        for character in text {
            if character == " " { continue }
            if let digit = character.wholeNumberValue, character.isASCII {
                current = (current.value * 10 + digit, current.count + 1)
                guard current.count <= 8 else { return nil }
                continue
            }
            guard current.count > 0 else { return nil }
            numbers.append(current)
            current = (0, 0)
            switch character {
            case "/", "-", ".", "–", "—": signs.append("-")
            case "±": signs.append("±")
            default: return nil
            }
        }
        guard current.count > 0 else { return nil }
        return (numbers + [current], signs)
    }
}
