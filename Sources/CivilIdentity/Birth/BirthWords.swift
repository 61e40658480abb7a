/// A birth date told in words, taken apart: "mùng 5 tháng Chạp năm Thìn, khoảng 50 tuổi".
struct BirthWords {
    private(set) var day: Int?
    private(set) var month: Int?
    private(set) var year: Int?
    private(set) var animal: Animal?
    private(set) var stem: HeavenlyStem?
    private(set) var age: Int?
    private(set) var ageKind: AgeKind?
    private(set) var isAbout = false
    /// Mùng, rằm, Giêng, Chạp, nhuận, "âm lịch", or a day or month in an animal's year.
    private(set) var isLunar = false
    private(set) var isLeapMonth = false
    private(set) var isUnderstood = true
    private(set) var sawBareTy = false
    /// "Tháng Một", which by custom is the eleventh lunar month and by school the first.
    private(set) var sawMonthOne = false

    private let words: [String]
    private var place = 0

    init(_ written: String) {
        let spaced = PlainText.lowered(written).map { ",;()".contains($0) ? " " : String($0) }.joined()
        words = spaced.replacing("~", with: "~ ").split(separator: " ").map(String.init)
        while place < words.count, isUnderstood { readNext() }
        if animal != nil, month != nil { isLunar = true }
        if day == nil, month == nil, year == nil, animal == nil, age == nil { isUnderstood = false }
    }

    private var current: String { words[place] }
    private func folded(_ offset: Int = 0) -> String {
        place + offset < words.count ? PlainText.folded(words[place + offset]) : ""
    }

    private mutating func readNext() {
        switch folded() {
        case "khoang", "chung", "do", "tam", "~", "about", "uoc":
            isAbout = true
            place += 1
        case "sinh", "sn", "nam", "vao", "con", "cung", "cam", "tinh":
            place += 1
            if folded() == "chung" { place += 1 }
        case "tuoi": readAgeWord()
        case "ngay", "mung", "mong", "hom": readDay()
        case "ram":
            day = 15
            isLunar = true
            place += 1
        case "thang": readMonth()
        case "nhuan":
            isLeapMonth = true
            isLunar = true
            place += 1
        case "am", "al", "a.l": readLunarMark()
        case "duong", "dl", "d.l":
            place += folded(1) == "lich" ? 2 : 1
        default: readValue()
        }
    }

    /// "Tuổi" before an animal, or behind an age already read.
    private mutating func readAgeWord() {
        place += 1
        switch folded() {
        case "mu", "ta":
            ageKind = .mu
            place += 1
        case "tay", "tron":
            ageKind = .western
            place += 1
        default: break
        }
    }

    private mutating func readLunarMark() {
        isLunar = true
        place += folded(1) == "lich" ? 2 : 1
    }

    private mutating func readDay() {
        let isCustomary = folded() != "ngay"
        place += 1
        if folded() == "mung" || folded() == "mong" { return }
        guard place < words.count else { return fail() }
        if isCustomary { isLunar = true }
        if folded() == "ram" { return }
        if let date = Figures(current), case .day(let year, let month, let day) = date {
            set(year: year, month: month, day: day)
        } else if let number = Self.number(current) {
            day = number
        } else {
            return fail()
        }
        place += 1
    }

    private mutating func readMonth() {
        place += 1
        guard place < words.count else { return fail() }
        switch folded() {
        case "gieng":
            month = 1
            isLunar = true
        case "chap":
            month = 12
            isLunar = true
        case "muoi":
            if folded(1) == "mot" || folded(1) == "hai" {
                month = folded(1) == "mot" ? 11 : 12
                place += 1
            } else {
                month = 10
            }
        case "mot":
            month = 1
            sawMonthOne = true
        default:
            if case .month(let year, let month)? = Figures(current) {
                set(year: year, month: month, day: nil)
            } else if let number = Self.number(current) {
                month = number
            } else {
                return fail()
            }
        }
        place += 1
    }

    /// A year, an age, an animal with or without its stem, or a date in figures.
    private mutating func readValue() {
        if let number = Int(current), current.allSatisfy(\.isASCII) {
            place += 1
            // Now at the word behind the number.
            if isAge(number) {
                age = number
            } else if folded() == "thang", day == nil {
                day = number
            } else if number >= 100, year == nil {
                year = number
            } else {
                fail()
            }
            return
        }
        if let figures = Figures(current) {
            switch figures {
            case .day(let year, let month, let day): set(year: year, month: month, day: day)
            case .month(let year, let month): set(year: year, month: month, day: nil)
            default: return fail()
            }
            place += 1
            return
        }
        if let found = Animal(spoken: current), animal == nil {
            animal = found
            place += 1
            return
        }
        if let found = HeavenlyStem(word: current), stem == nil, place + 1 < words.count,
            let beast = Animal(spoken: words[place + 1])
        {
            stem = found
            animal = beast
            place += 2
            return
        }
        if folded() == "ty" || folded() == "ti" || folded(1) == "ty" || folded(1) == "ti" { sawBareTy = true }
        fail()
    }

    /// A number is an age when "tuổi" follows it, or where an animal stands beside it and it cannot be a year.
    private func isAge(_ number: Int) -> Bool {
        folded() == "tuoi" || number < 100 && age == nil && (animal != nil || ageKind != nil)
    }

    private mutating func set(year: Int, month: Int, day: Int?) {
        guard self.year == nil, self.month == nil else { return fail() }
        self.year = year
        self.month = month == 0 ? nil : month
        self.day = day == 0 ? nil : day
    }

    private mutating func fail() { isUnderstood = false }

    /// Figures or the words for 2 to 10; "một" is left to the reader.
    private static func number(_ word: String) -> Int? {
        if let number = Int(word), (0...99).contains(number), word.allSatisfy(\.isASCII) { return number }
        return switch word {
        case "nhất", "nhat": 1
        case "hai": 2
        case "ba": 3
        case "tư", "bốn", "tu", "bon": 4
        case "năm": 5
        case "sáu", "sau": 6
        case "bảy", "bẩy", "bay": 7
        case "tám", "tam": 8
        case "chín", "chin": 9
        case "mười": 10
        default: nil
        }
    }
}
