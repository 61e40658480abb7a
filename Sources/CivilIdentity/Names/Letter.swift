/// A letter of Vietnamese or of a Tây Nguyên script taken apart into base, quality and tone (rules R9.5, R9.6).
///
/// Sixteen bits, so that taking a name apart is one table look-up for each scalar.
struct Letter: Equatable {
    let bits: UInt16

    /// What stands on, in or through a base letter and makes it another letter.
    enum Quality: UInt16, CaseIterable {
        case plain
        case circumflex
        case breve
        case horn
        case stroke
        case caron
        /// Only on `n`; elsewhere a tilde is a tone.
        case tilde
    }

    /// The five written tones; their raw values are the digits that keys carry.
    enum Tone: UInt16, CaseIterable {
        case level
        case grave
        case acute
        case hook
        case tilde
        case dot
    }

    private static let known: UInt16 = 1 << 14
    private static let markFlag: UInt16 = 1 << 15

    static let unknown = Letter(bits: 0)

    init(bits: UInt16) { self.bits = bits }

    init(base: UInt8, quality: Quality, tone: Tone, isUpper: Bool) {
        bits =
            UInt16(base) | quality.rawValue << 7 | tone.rawValue << 10 | (isUpper ? 1 << 13 : 0) | Self.known
    }

    static func mark(quality: Quality = .plain, tone: Tone = .level) -> Letter {
        Letter(bits: quality.rawValue << 7 | tone.rawValue << 10 | markFlag)
    }

    /// A letter of the repertoire, as opposed to a combining mark or anything else.
    var isLetter: Bool { bits & Self.known != 0 }
    /// A combining mark that writes a quality or a tone.
    var isMark: Bool { bits & Self.markFlag != 0 }
    /// The ASCII letter underneath, in lower case.
    var base: UInt8 { UInt8(truncatingIfNeeded: bits & 0x7F) }
    var quality: Quality { Quality(rawValue: bits >> 7 & 7) ?? .plain }
    var tone: Tone { Tone(rawValue: bits >> 10 & 7) ?? .level }
    var isUpper: Bool { bits & (1 << 13) != 0 }

    func with(quality: Quality) -> Letter {
        Letter(base: base, quality: quality, tone: tone, isUpper: isUpper)
    }

    func with(tone: Tone) -> Letter {
        Letter(base: base, quality: quality, tone: tone, isUpper: isUpper)
    }
}

/// The repertoire of rule R9.5 as two tables: scalar to letter, and letter back to its composed scalar.
struct LetterTable: Sendable {
    static let shared = LetterTable()

    private let letters: [UInt16]
    private let scalars: [UInt32]

    /// Tones in the order level, grave, acute, hook, tilde, dot; qualities by the first letter of each row.
    private static let vowels: [(base: Unicode.Scalar, quality: Letter.Quality, row: String)] = [
        ("a", .plain, "aàáảãạ AÀÁẢÃẠ"), ("a", .breve, "ăằắẳẵặ ĂẰẮẲẴẶ"), ("a", .circumflex, "âầấẩẫậ ÂẦẤẨẪẬ"),
        ("e", .plain, "eèéẻẽẹ EÈÉẺẼẸ"), ("e", .circumflex, "êềếểễệ ÊỀẾỂỄỆ"),
        ("i", .plain, "iìíỉĩị IÌÍỈĨỊ"),
        ("o", .plain, "oòóỏõọ OÒÓỎÕỌ"), ("o", .circumflex, "ôồốổỗộ ÔỒỐỔỖỘ"), ("o", .horn, "ơờớởỡợ ƠỜỚỞỠỢ"),
        ("u", .plain, "uùúủũụ UÙÚỦŨỤ"), ("u", .horn, "ưừứửữự ƯỪỨỬỮỰ"),
        ("y", .plain, "yỳýỷỹỵ YỲÝỶỸỴ"),
    ]

    /// Letters without composed tones: đ, and those of Ê Đê, Gia-rai, Ba Na and Mnông writing.
    private static let others: [(base: Unicode.Scalar, quality: Letter.Quality, pair: String)] = [
        ("d", .stroke, "đĐ"), ("b", .stroke, "ƀɃ"), ("c", .caron, "čČ"), ("n", .tilde, "ñÑ"),
        ("e", .breve, "ĕĔ"), ("i", .breve, "ĭĬ"), ("o", .breve, "ŏŎ"), ("u", .breve, "ŭŬ"),
    ]

    /// Combining marks; U+0340 and U+0341 are canonically the grave and the acute.
    private static let marks: [(scalar: UInt32, mark: Letter)] = [
        (0x300, .mark(tone: .grave)), (0x301, .mark(tone: .acute)), (0x309, .mark(tone: .hook)),
        (0x303, .mark(tone: .tilde)), (0x323, .mark(tone: .dot)), (0x340, .mark(tone: .grave)),
        (0x341, .mark(tone: .acute)), (0x302, .mark(quality: .circumflex)), (0x306, .mark(quality: .breve)),
        (0x31B, .mark(quality: .horn)), (0x30C, .mark(quality: .caron)),
    ]

    private init() {
        var letters = [UInt16](repeating: 0, count: 0x1F00)
        var scalars = [UInt32](repeating: 0, count: 1 << 14)
        func add(_ scalar: Unicode.Scalar, _ letter: Letter) {
            letters[Int(scalar.value)] = letter.bits
            scalars[Self.index(letter)] = scalar.value
        }
        for base in UInt8(ascii: "a")...UInt8(ascii: "z") {
            add(Unicode.Scalar(base), Letter(base: base, quality: .plain, tone: .level, isUpper: false))
            add(Unicode.Scalar(base - 32), Letter(base: base, quality: .plain, tone: .level, isUpper: true))
        }
        for (base, quality, row) in Self.vowels {
            let scalars = row.unicodeScalars.filter { $0 != " " }
            for (place, scalar) in scalars.enumerated() {
                guard let tone = Letter.Tone(rawValue: UInt16(place % 6)) else { continue }
                let letter = Letter(
                    base: UInt8(ascii: base),
                    quality: quality,
                    tone: tone,
                    isUpper: place >= 6
                )
                add(scalar, letter)
            }
        }
        for (base, quality, pair) in Self.others {
            for (place, scalar) in pair.unicodeScalars.enumerated() {
                add(
                    scalar,
                    Letter(base: UInt8(ascii: base), quality: quality, tone: .level, isUpper: place == 1)
                )
            }
        }
        for (scalar, mark) in Self.marks {
            letters[Int(scalar)] = mark.bits
        }
        self.letters = letters
        self.scalars = scalars
    }

    private static func index(_ letter: Letter) -> Int {
        Int(letter.bits & 0x3FFF)
    }

    /// What a scalar is in the repertoire; `Letter.unknown` for anything else.
    @inline(__always)
    func letter(_ scalar: Unicode.Scalar) -> Letter {
        guard scalar.value < 0x1F00 else { return .unknown }
        return Letter(bits: letters[Int(scalar.value)])
    }

    /// The composed scalar of a letter; nil where Unicode has none, as for `ŭ` with a tone.
    @inline(__always)
    func scalar(_ letter: Letter) -> Unicode.Scalar? {
        let value = scalars[Self.index(letter)]
        return value == 0 ? nil : Unicode.Scalar(value)
    }

    /// The letter with a mark added; nil where Unicode has no composed letter for both.
    @inline(__always)
    func composing(_ letter: Letter, with mark: Letter) -> Letter? {
        var composed = letter
        if mark.quality != .plain {
            guard letter.quality == .plain else { return nil }
            composed = composed.with(quality: mark.quality)
        }
        if mark.tone != .level {
            if mark.tone == .tilde, letter.base == UInt8(ascii: "n"), letter.quality == .plain {
                composed = composed.with(quality: .tilde)
            } else {
                guard letter.tone == .level else { return nil }
                composed = composed.with(tone: mark.tone)
            }
        }
        return scalar(composed) == nil ? nil : composed
    }
}
