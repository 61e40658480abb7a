/// Somebody at a keyboard: how she writes, and the slips she makes.
struct DemonstrationTypist {
    private let typing: DemonstrationTyping
    private let capitals: Bool
    private let noDiacritics: Bool
    private let decomposed: Bool
    private let newTonePlacement: Bool

    init(_ typing: DemonstrationTyping, _ random: inout SeededRandom) {
        self.typing = typing
        capitals = random.chance(typing.capitals)
        noDiacritics = random.chance(typing.noDiacritics)
        decomposed = random.chance(typing.decomposed)
        newTonePlacement = random.chance(typing.newTonePlacement)
    }

    /// A name as it lands in the sheet; `isCommon` for one that is told at the door and not copied from a paper.
    func name(_ name: String, isCommon: Bool, _ random: inout SeededRandom) -> String {
        var text = name
        if random.chance(isCommon ? typing.toneSlipCommon : typing.toneSlip) { text = Self.retoned(text, &random) }
        if random.chance(isCommon ? typing.spellingSlipCommon : typing.spellingSlip) {
            text = Self.respelled(text, &random)
        }
        if random.chance(typing.lettersSlip) { text = Self.mistyped(text, &random) }
        if newTonePlacement { text = text.withNewTonePlacement }
        if capitals { text = text.uppercased() }
        if noDiacritics {
            text = text.withoutMarks
        } else if decomposed {
            text = text.decomposed
        }
        if random.chance(typing.twoSpaces) {
            if let space = text.firstIndex(of: " ") { text.insert(" ", at: space) }
            if random.chance(typing.spaceAfter) { text += " " }
        }
        return text
    }

    /// A place; those who type without marks type everything so.
    func place(_ name: String) -> String { noDiacritics ? name.withoutMarks : name }

    /// A family name, now and then in the other spelling of its clan.
    func family(_ family: DemonstrationNames.Family, _ random: inout SeededRandom) -> String {
        guard !family.variants.isEmpty, random.chance(typing.clanVariant) else { return family.name }
        return random.element(of: family.variants)
    }

    /// Another tone on one of the vowels.
    private static func retoned(_ text: String, _ random: inout SeededRandom) -> String {
        var scalars = Array(text.unicodeScalars)
        let vowels = scalars.indices.filter { index in
            guard let letter = MarkedLetter(scalars[index]) else { return false }
            return letter.tone > 0 || letter.quality > 0
        }
        guard !vowels.isEmpty else { return text }
        let index = random.element(of: vowels)
        guard let letter = MarkedLetter(scalars[index]) else { return text }
        scalars[index] = letter.scalar(tone: (letter.tone + random.within(1...5)) % 6)
        return String(scalars)
    }

    /// Pairs that sound alike to many: either may stand for the other at the beginning of a syllable.
    private static let initials: [(String, String)] = [
        ("Gi", "D"), ("D", "Gi"), ("Tr", "Ch"), ("Ch", "Tr"), ("X", "S"), ("S", "X"), ("L", "N"), ("N", "L"),
        ("V", "D"),
    ]

    /// One syllable by ear: gi for d, ch for tr, x for s, l for n, i for y.
    private static func respelled(_ text: String, _ random: inout SeededRandom) -> String {
        var words = text.split(separator: " ").map(String.init)
        let start = random.below(words.count)
        for step in 0..<words.count {
            let index = (start + step) % words.count
            if let word = respelled(word: words[index], &random) {
                words[index] = word
                return words.joined(separator: " ")
            }
        }
        return text
    }

    private static func respelled(word: String, _ random: inout SeededRandom) -> String? {
        let scalars = Array(word.unicodeScalars)
        if let last = scalars.last, let letter = MarkedLetter(last), letter.quality == 0, scalars.count > 1,
            letter.base == "y" || letter.base == "i", MarkedLetter(scalars[scalars.count - 2]) == nil
        {
            let other: Unicode.Scalar = letter.base == "y" ? "i" : "y"
            if let swapped = MarkedLetter(other)?.scalar(tone: letter.tone) {
                return String(scalars.dropLast() + [swapped])
            }
        }
        let start = random.below(initials.count)
        for step in 0..<initials.count {
            let (from, to) = initials[(start + step) % initials.count]
            guard word.hasPrefix(from), from != "N" || !word.hasPrefix("Ng") && !word.hasPrefix("Nh"),
                from != "S" || !word.hasPrefix("Sl"), from != "D" || to != "Gi" || !word.hasPrefix("Di")
            else { continue }
            return to + word.dropFirst(from.count)
        }
        return nil
    }

    /// Two letters exchanged, one left out, or a wrong one.
    private static func mistyped(_ text: String, _ random: inout SeededRandom) -> String {
        var scalars = Array(text.unicodeScalars)
        let inner = scalars.indices.dropFirst().filter { index in
            scalars[index] != " " && scalars[index - 1] != " " && scalars[index] != "'" && scalars[index - 1] != "'"
        }
        guard !inner.isEmpty else { return text }
        let index = random.element(of: inner)
        switch random.below(3) {
        case 0 where index > 1 && scalars[index - 2] != " ": scalars.swapAt(index - 1, index)
        case 1 where scalars.count > 3: scalars.remove(at: index)
        default: scalars[index] = random.element(of: Array("aeghimnortu".unicodeScalars))
        }
        return String(scalars)
    }
}

extension String {
    fileprivate init(_ scalars: [Unicode.Scalar]) {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        self.init(view)
    }
}
