/// A Vietnamese letter taken apart, for writing it in the other ways in which people type it.
struct MarkedLetter {
    let base: Unicode.Scalar
    let quality: Int
    let tone: Int

    /// Combining marks of `rows` below: the quality's and the tone's, by index; nil for none.
    private static let qualityMarks: [Unicode.Scalar?] = [nil, "\u{302}", "\u{306}", "\u{31B}"]
    private static let toneMarks: [Unicode.Scalar?] = [nil, "\u{300}", "\u{301}", "\u{309}", "\u{303}", "\u{323}"]

    /// Base, quality, then the letter under the tones level, grave, acute, hook, tilde, dot.
    private static let rows: [(Unicode.Scalar, Int, String)] = [
        ("a", 0, "aàáảãạ"), ("a", 1, "âầấẩẫậ"), ("a", 2, "ăằắẳẵặ"), ("e", 0, "eèéẻẽẹ"), ("e", 1, "êềếểễệ"),
        ("i", 0, "iìíỉĩị"), ("o", 0, "oòóỏõọ"), ("o", 1, "ôồốổỗộ"), ("o", 3, "ơờớởỡợ"), ("u", 0, "uùúủũụ"),
        ("u", 3, "ưừứửữự"), ("y", 0, "yỳýỷỹỵ"), ("A", 0, "AÀÁẢÃẠ"), ("A", 1, "ÂẦẤẨẪẬ"), ("A", 2, "ĂẰẮẲẴẶ"),
        ("E", 0, "EÈÉẺẼẸ"), ("E", 1, "ÊỀẾỂỄỆ"), ("I", 0, "IÌÍỈĨỊ"), ("O", 0, "OÒÓỎÕỌ"), ("O", 1, "ÔỒỐỔỖỘ"),
        ("O", 3, "ƠỜỚỞỠỢ"), ("U", 0, "UÙÚỦŨỤ"), ("U", 3, "ƯỪỨỬỮỰ"), ("Y", 0, "YỲÝỶỸỴ"),
        // The short vowels of the Tây Nguyên scripts, which carry no tone.
        ("u", 2, "ŭ"), ("e", 2, "ĕ"), ("i", 2, "ĭ"), ("o", 2, "ŏ"), ("U", 2, "Ŭ"), ("E", 2, "Ĕ"), ("I", 2, "Ĭ"),
        ("O", 2, "Ŏ"),
    ]

    private static let byScalar: [Unicode.Scalar: MarkedLetter] = {
        var letters: [Unicode.Scalar: MarkedLetter] = [:]
        for (base, quality, row) in rows {
            for (tone, scalar) in row.unicodeScalars.enumerated() {
                letters[scalar] = MarkedLetter(base: base, quality: quality, tone: tone)
            }
        }
        return letters
    }()

    private static let byMarks: [Int: [Unicode.Scalar]] = {
        var scalars: [Int: [Unicode.Scalar]] = [:]
        for (base, quality, row) in rows { scalars[Int(base.value) * 4 + quality] = Array(row.unicodeScalars) }
        return scalars
    }()

    private init(base: Unicode.Scalar, quality: Int, tone: Int) {
        self.base = base
        self.quality = quality
        self.tone = tone
    }

    /// Nil for whatever is no vowel.
    init?(_ scalar: Unicode.Scalar) {
        guard let letter = Self.byScalar[scalar] else { return nil }
        self = letter
    }

    /// The letter under another tone, 0 (level) to 5 (dot); itself where the script has none.
    func scalar(tone: Int) -> Unicode.Scalar {
        let row = Self.byMarks[Int(base.value) * 4 + quality] ?? [base]
        return tone < row.count ? row[tone] : row[0]
    }

    /// Base and marks in canonical order: the horn, the dot below, then what stands above.
    func decompose(into scalars: inout String.UnicodeScalarView) {
        scalars.append(base)
        let marks = [Self.qualityMarks[quality], Self.toneMarks[tone]].compactMap { $0 }
        let below = marks.filter { $0 == "\u{31B}" } + marks.filter { $0 == "\u{323}" }
        scalars.append(contentsOf: below)
        scalars.append(contentsOf: marks.filter { $0 != "\u{31B}" && $0 != "\u{323}" })
    }
}

extension String {
    /// Without any mark, đ as d.
    var withoutMarks: String {
        var plain = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar {
            case "đ": plain.append("d")
            case "Đ": plain.append("D")
            default: plain.append(scalar.isASCII ? scalar : MarkedLetter(scalar)?.base ?? scalar)
            }
        }
        return String(plain)
    }

    /// Canonically decomposed, as some keyboards write (NFD).
    var decomposed: String {
        var scalars = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if !scalar.isASCII, let letter = MarkedLetter(scalar) {
                letter.decompose(into: &scalars)
            } else {
                scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    /// With the tone of a final oa, oe, uy on its second letter: Hoà, Thuý.
    var withNewTonePlacement: String {
        var scalars = Array(unicodeScalars)
        for index in scalars.indices.dropLast() {
            let next = scalars[index + 1]
            guard next == "a" || next == "e" || next == "y", let first = MarkedLetter(scalars[index]), first.tone > 0,
                first.quality == 0, first.base == "o" && next != "y" || first.base == "u" && next == "y",
                index + 2 == scalars.count || scalars[index + 2] == " ", let second = MarkedLetter(next)
            else { continue }
            scalars[index] = first.base
            scalars[index + 1] = second.scalar(tone: first.tone)
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }
}
