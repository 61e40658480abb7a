/// The animal of a lunar year, as people say their age: "tuổi Thân" (rule R9.10, `zodiac.csv`).
///
/// An enum, because Tý and Tỵ become one word without diacritics.
package enum Animal: Int, Hashable, Sendable, CaseIterable {
    case rat
    case buffalo
    case tiger
    case cat
    case dragon
    case snake
    case horse
    case goat
    case monkey
    case rooster
    case dog
    case pig

    /// (lunar year − 4) mod 12.
    package init(lunarYear year: Int) {
        let index = (year - 4) % 12
        self = Self.allCases[index < 0 ? index + 12 : index]
    }

    /// Reads Tý, Tí, chuột, Tỵ, Tị, rắn … with or without "tuổi", "năm", "con" before it.
    ///
    /// Nil for anything else, and for "ty" and "ti" without a tone, which mean either the rat or the snake.
    package init?(spoken text: some StringProtocol) {
        var words = PlainText.lowered(text).split(separator: " ")
        while words.count > 1, ["tuổi", "tuoi", "năm", "nam", "con"].contains(words[0]) { words.removeFirst() }
        guard words.count == 1, let animal = Self.words[String(words[0])] else { return nil }
        self = animal
    }

    private static let words: [String: Animal] = {
        var words: [String: Animal] = [:]
        for animal in allCases {
            for word in animal.spokenWords {
                words[word] = animal
                let folded = PlainText.folded(word)
                if folded != "ty", folded != "ti" { words[folded] = animal }
            }
        }
        return words
    }()

    /// The names of `zodiac.csv` in lower case, in both tone placements and spellings of i.
    private var spokenWords: [String] {
        switch self {
        case .rat: ["tý", "tí", "chuột"]
        case .buffalo: ["sửu", "trâu"]
        case .tiger: ["dần", "hổ", "cọp"]
        case .cat: ["mão", "mẹo", "mèo"]
        case .dragon: ["thìn", "rồng"]
        case .snake: ["tỵ", "tị", "rắn"]
        case .horse: ["ngọ", "ngựa"]
        case .goat: ["mùi", "vị", "dê"]
        case .monkey: ["thân", "khỉ"]
        case .rooster: ["dậu", "gà"]
        case .dog: ["tuất", "chó"]
        case .pig: ["hợi", "lợn", "heo"]
        }
    }

    /// The name as in "tuổi Thân".
    package var vi: String {
        switch self {
        case .rat: "Tý"
        case .buffalo: "Sửu"
        case .tiger: "Dần"
        case .cat: "Mão"
        case .dragon: "Thìn"
        case .snake: "Tỵ"
        case .horse: "Ngọ"
        case .goat: "Mùi"
        case .monkey: "Thân"
        case .rooster: "Dậu"
        case .dog: "Tuất"
        case .pig: "Hợi"
        }
    }

    package var en: String {
        switch self {
        case .rat: "rat"
        case .buffalo: "buffalo"
        case .tiger: "tiger"
        case .cat: "cat"
        case .dragon: "dragon"
        case .snake: "snake"
        case .horse: "horse"
        case .goat: "goat"
        case .monkey: "monkey"
        case .rooster: "rooster"
        case .dog: "dog"
        case .pig: "pig"
        }
    }
}

/// The ten stems that, with the animal, name each lunar year of a cycle of sixty: Mậu Thân is 1968.
package enum HeavenlyStem: Int, Hashable, Sendable, CaseIterable {
    case giap
    case at
    case binh
    case dinh
    case mau
    case ky
    case canh
    case tan
    case nham
    case quy

    /// (lunar year − 4) mod 10.
    package init(lunarYear year: Int) {
        let index = (year - 4) % 10
        self = Self.allCases[index < 0 ? index + 10 : index]
    }

    /// Reads a lower-case word with or without diacritics; nil for anything else.
    init?(word: some StringProtocol) {
        let plain = PlainText.folded(word)
        let folded = plain == "qui" ? "quy" : plain
        guard let index = Self.allCases.firstIndex(where: { PlainText.folded($0.vi) == folded }) else { return nil }
        self = Self.allCases[index]
    }

    package var vi: String {
        switch self {
        case .giap: "Giáp"
        case .at: "Ất"
        case .binh: "Bính"
        case .dinh: "Đinh"
        case .mau: "Mậu"
        case .ky: "Kỷ"
        case .canh: "Canh"
        case .tan: "Tân"
        case .nham: "Nhâm"
        case .quy: "Quý"
        }
    }
}
