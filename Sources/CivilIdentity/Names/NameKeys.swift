/// The three keys of rule R9.6, written in one pass over the scalars of a cleaned name.
enum NameKeys {
    static func keys(of written: String) -> (k1: String, k2: String, k3: String) {
        var builder = KeyBuilder(capacity: written.utf8.count + 8)
        for scalar in written.unicodeScalars { builder.add(scalar) }
        builder.endWord()
        builder.endName()
        return (
            String(decoding: builder.k1, as: UTF8.self), String(decoding: builder.k2, as: UTF8.self),
            String(decoding: builder.k3, as: UTF8.self)
        )
    }
}

/// Byte buffers for the keys, a word at a time.
private struct KeyBuilder {
    private(set) var k1: [UInt8] = []
    private(set) var k2: [UInt8] = []
    private(set) var k3: [UInt8] = []
    private let table = LetterTable.shared
    private let clans = ClanSets.shared
    /// Where the word being written starts in `k1` and `k2`.
    private var start1 = 0
    private var start2 = 0
    private var tones: UInt8 = 0
    private var words = 0
    private var firstFold: [UInt8] = []

    init(capacity: Int) {
        k1.reserveCapacity(capacity * 2)
        k2.reserveCapacity(capacity)
        k3.reserveCapacity(capacity)
    }

    mutating func add(_ scalar: Unicode.Scalar) {
        var letter = table.letter(scalar)
        if letter == .unknown {
            let replaced = PlainText.lookAlike(scalar)
            letter = replaced == scalar ? letter : table.letter(replaced)
        }
        if letter.isLetter {
            if letter.tone != .level { tones |= 1 << letter.tone.rawValue }
            k2.append(letter.base)
            guard letter.quality != .plain else { return k1.append(letter.base) }
            let lower = Letter(base: letter.base, quality: letter.quality, tone: .level, isUpper: false)
            guard let scalar = table.scalar(lower), let encoded = UTF8.encode(scalar) else { return }
            k1.append(contentsOf: encoded)
        } else if letter.isMark {
            if letter.tone != .level { tones |= 1 << letter.tone.rawValue }
        } else {
            addOther(scalar)
        }
    }

    private mutating func addOther(_ scalar: Unicode.Scalar) {
        switch scalar {
        case " ", "-", ".": endWord()
        case "'": k1.append(UInt8(ascii: "'"))
        case "0"..."9":
            k1.append(UInt8(ascii: scalar))
            k2.append(UInt8(ascii: scalar))
        default:
            guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else { return }
            let lower = scalar.properties.lowercaseMapping.utf8
            k1.append(contentsOf: lower)
            k2.append(contentsOf: lower)
        }
    }

    mutating func endWord() {
        defer {
            start1 = k1.count
            start2 = k2.count
            tones = 0
        }
        // A word of apostrophes only is no word.
        guard k2.count > start2 else { return k1.removeSubrange(start1...) }
        // Lý = Lí: only in a syllable of one of these letters and y (name_match_vectors).
        if k2.count == start2 + 2, k1.count == start1 + 2, k2[start2 + 1] == UInt8(ascii: "y") {
            switch k2[start2] {
            case UInt8(ascii: "h"), UInt8(ascii: "k"), UInt8(ascii: "l"), UInt8(ascii: "m"), UInt8(ascii: "s"),
                UInt8(ascii: "t"):
                k1[start1 + 1] = UInt8(ascii: "i")
                k2[start2 + 1] = UInt8(ascii: "i")
            default: break
            }
        }
        if tones != 0 {
            for tone in UInt8(1)...5 where tones & (1 << tone) != 0 { k1.append(48 + tone) }
        }
        let fold = SpellingFold.folded(k2[start2...])
        if words == 0 { firstFold = fold } else { k3.append(contentsOf: fold) }
        k3Spaces()
        words += 1
        k1.append(UInt8(ascii: " "))
        k2.append(UInt8(ascii: " "))
    }

    private mutating func k3Spaces() {
        if words > 0 { k3.append(UInt8(ascii: " ")) }
    }

    /// The family name comes first, and only where there is more than one word can there be one.
    mutating func endName() {
        if k1.last == UInt8(ascii: " ") { k1.removeLast() }
        if k2.last == UInt8(ascii: " ") { k2.removeLast() }
        if k3.last == UInt8(ascii: " ") { k3.removeLast() }
        let head = words > 1 ? clans.representative(ofFold: firstFold) : firstFold
        k3 = words > 1 ? head + [UInt8(ascii: " ")] + k3 : head
    }
}
