/// A name as its bearer writes it, and the keys by which it is found (rules R9.1, R9.5, R9.6).
///
/// What is written is kept; what is compared stands beside it. Two names are equal when they are written alike: whether
/// two *people* may share a name is what the keys are for, and a key is never proof (rule R9.7). The only way in is
/// ``init(_:)``, which cleans and validates.
package struct PersonName: Sendable {
    /// Composed (NFC), trimmed, single spaces, straight apostrophes; otherwise the writer's spelling and case.
    package let written: String
    /// Case, Unicode form, tone place, apostrophe kind and y/i in `hy ky ly my sy ty` made equal; the tone is a digit
    /// from 1 to 5 (huyền, sắc, hỏi, ngã, nặng) behind its syllable: `giang1 a pao2`.
    package let k1: String
    /// `k1` without any diacritic or apostrophe, đ as d: `giang a pao`.
    package let k2: String
    /// `k2` with the clan set of the family name and the spelling folds of rule R9.6: `zang a pao`.
    package let k3: String
    /// What is odd about the spelling and was kept.
    package let remarks: [Remark]

    package static let longest = 200

    /// Cleans as rule R9.5 says.
    ///
    /// - Throws: `Refusal` for an empty text, more than 200 characters, control characters, or no letter at all.
    package init(_ text: some StringProtocol) throws(Refusal) {
        var spelling = NameSpelling()
        written = try spelling.clean(text)
        remarks = spelling.remarks
        (k1, k2, k3) = NameKeys.keys(of: written)
    }

    /// Words separated by spaces, hyphens or dots.
    package var wordCount: Int { k1.utf8.reduce(1) { $1 == UInt8(ascii: " ") ? $0 + 1 : $0 } }

    /// The keys of each word, in the order written.
    package var tokens: [NameToken] {
        let space = UInt8(ascii: " ")
        let first = k1.utf8.split(separator: space)
        let second = k2.utf8.split(separator: space)
        let third = k3.utf8.split(separator: space)
        return first.indices.map { index in
            NameToken(
                k1: String(Substring(first[index])),
                k2: String(Substring(second[index])),
                k3: String(Substring(third[index]))
            )
        }
    }

    /// The word by which people address and sort (rule R9.1): the last one, but behind `Y` or with `H'` for Ê Đê names.
    package var given: Substring {
        let words = written.split(separator: " ")
        guard let last = words.last else { return Substring(written) }
        guard let first = words.first, words.count > 1 else { return last }
        if first == "Y" || first == "y", words.count > 2 { return words[1] }
        if let head = first.first, head == "H" || head == "h" {
            if first.dropFirst().first == "'", first.count > 2 { return first }
            if first.count == 1 || first.dropFirst() == "'", words.count > 2 { return words[1] }
        }
        return last
    }

    /// Given name first, then the whole name: what lists sort by, under a Vietnamese collation.
    package var sortText: String { given + ", " + written }
}

extension PersonName: Hashable {
    package static func == (left: PersonName, right: PersonName) -> Bool { left.written == right.written }
    package func hash(into hasher: inout Hasher) { hasher.combine(written) }
}

extension PersonName: CustomStringConvertible {
    /// Masked: a stray log line gives nobody away.
    package var description: String { "•••" }
}

/// The keys of one word of a name; a search compares words, so that their order does not matter (row D1).
package struct NameToken: Hashable, Sendable {
    package let k1: String
    package let k2: String
    package let k3: String
}

extension NameToken: CustomStringConvertible {
    /// Masked, as the name is.
    package var description: String { "•••" }
}
