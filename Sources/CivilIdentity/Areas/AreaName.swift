/// The name of an administrative unit as written, and the key by which spellings of it are found (rule R5.6).
///
/// Equal names have equal keys; the reverse does not hold over the whole country ("Ia Le" and "Ea Lê" meet), so look a
/// key up within the district or province that is already known.
package struct AreaName: Sendable {
    /// Composed, trimmed, single spaces; otherwise as written.
    package let written: String
    /// Small ASCII letters and digits without spaces: `eajloi`, `cukbang`, `daclac`.
    package let key: String

    /// Nil for a text without a letter or digit.
    package init?(_ text: some StringProtocol) {
        let written = PlainText.squeezed(text)
        let key = Self.key(of: written)
        guard !key.isEmpty else { return nil }
        self.written = written
        self.key = key
    }

    /// Words for a level in front of a name, longest first.
    ///
    /// Without diacritics only those of two words count, because
    /// "Xa Dung" and "Tinh Gia" are names.
    private static let prefixes: [[String]] = [
        ["thành", "phố"], ["thanh", "pho"], ["thị", "trấn"], ["thi", "tran"], ["thị", "xã"], ["thi", "xa"],
        ["tỉnh"], ["huyện"], ["quận"], ["xã"], ["phường"], ["tp"], ["tt"], ["tx"],
    ]

    private static func key(of written: String) -> String {
        // "TT." and "K'Bang": dots and hyphens part words, apostrophes do not.
        var words = PlainText.lowered(written).unicodeScalars
            .split { $0 == " " || $0 == "-" || $0 == "." || $0 == "–" }
            .map {
                String(String.UnicodeScalarView($0.filter { $0.properties.isAlphabetic || ("0"..."9").contains($0) }))
            }
            .filter { !$0.isEmpty }
        for prefix in prefixes where words.count > prefix.count && words[0] == prefix[0] && words.starts(with: prefix) {
            words.removeFirst(prefix.count)
            break
        }
        var folded = words.map { PlainText.folded($0) }
        // "xa Ea Sup" typed without diacritics.
        if folded.count > 2, folded[0] == "xa", headWords[folded[1]] != nil { folded.removeFirst() }
        guard let first = folded.first else { return "" }
        if folded.count > 1, let head = headWords[first] {
            folded[0] = head
            // Minor syllables of Ê Đê and Gia-rai names: Ya Tờ Mốt = Ya Tmốt.
            if folded.count > 2, folded[1].utf8.count == 2, folded[1].hasSuffix("o") { folded[1].removeLast() }
        }
        return folded.map(sounds).joined()
    }

    /// Water and hill, the words most names of the Tây Nguyên begin with, in their spellings.
    private static let headWords = ["ea": "ea", "ia": "ea", "ya": "ea", "cu": "cu", "chu": "cu"]

    /// Letters that stand for one sound in transcriptions: Rốk = Rốc, Soup = Súp, Mỹ = Mĩ.
    private static func sounds(_ word: String) -> String {
        var word = word
        if word.hasSuffix("k"), word.utf8.count > 1 {
            word.removeLast()
            word.append("c")
        }
        if word.utf8.contains(UInt8(ascii: "o")), let place = word.firstRange(of: "ou") {
            word.replaceSubrange(place, with: "u")
        }
        if word.utf8.count == 2, word.hasSuffix("y"), let first = word.first, "hklmst".contains(first) {
            word.removeLast()
            word.append("i")
        }
        return word
    }
}

extension AreaName: Hashable {
    package static func == (left: AreaName, right: AreaName) -> Bool { left.key == right.key }
    package func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

extension AreaName: CustomStringConvertible {
    package var description: String { written }
}
