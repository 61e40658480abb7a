/// Spellings that one sound has in the mouths and papers of Mông and Dao families (rule R9.6, key k3).
///
/// gi/d/z/r, x/s, ch/tr, l/n, c/k/q, ph/f, final y/i, and doubled letters. Works on key k2, so that equal k2 means
/// equal k3.
enum SpellingFold {
    static func folded(_ word: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(word.count)
        var rest = word
        if let (initial, length) = initial(of: word) {
            result.append(initial)
            rest = word.dropFirst(length)
        }
        for byte in rest where byte != result.last { result.append(byte) }
        // Final y after a consonant or u is i; ay and oy are other sounds.
        if result.count > 1, result[result.count - 1] == UInt8(ascii: "y") {
            switch result[result.count - 2] {
            case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "o"): break
            default: result[result.count - 1] = UInt8(ascii: "i")
            }
        }
        return result
    }

    /// The folded initial consonant and how many bytes it takes the place of.
    private static func initial(of word: ArraySlice<UInt8>) -> (UInt8, Int)? {
        guard let first = word.first, word.count > 1 else { return nil }
        let second = word[word.startIndex + 1]
        let third = word.count > 2 ? word[word.startIndex + 2] : 0
        switch first {
        case UInt8(ascii: "g"):
            guard second == UInt8(ascii: "i") else { return nil }
            // Giàng loses its i, gì keeps it.
            return isVowel(third) ? (UInt8(ascii: "z"), 2) : (UInt8(ascii: "z"), 1)
        case UInt8(ascii: "d"), UInt8(ascii: "r"), UInt8(ascii: "z"):
            return isVowel(second) ? (UInt8(ascii: "z"), 1) : nil
        case UInt8(ascii: "x"), UInt8(ascii: "s"):
            return isVowel(second) ? (UInt8(ascii: "s"), 1) : nil
        case UInt8(ascii: "l"), UInt8(ascii: "n"):
            return isVowel(second) ? (UInt8(ascii: "l"), 1) : nil
        case UInt8(ascii: "c"):
            return second == UInt8(ascii: "h") ? (UInt8(ascii: "c"), 2) : (UInt8(ascii: "k"), 1)
        case UInt8(ascii: "t"):
            return second == UInt8(ascii: "r") ? (UInt8(ascii: "c"), 2) : nil
        case UInt8(ascii: "q"):
            return (UInt8(ascii: "k"), 1)
        case UInt8(ascii: "p"):
            return second == UInt8(ascii: "h") ? (UInt8(ascii: "f"), 2) : nil
        default: return nil
        }
    }

    private static func isVowel(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"),
            UInt8(ascii: "y"):
            true
        default: false
        }
    }
}
