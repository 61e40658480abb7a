/// Text brought to one form for comparing words; names have keys of their own (``PersonName``).
package enum PlainText {
    /// NFC for the repertoire of rule R9.5, whatever mixture of composed and decomposed letters comes in.
    ///
    /// Written here because the standard library offers no public NFC and Foundation would cost 20 MB. Letters beyond
    /// the repertoire stay as they are.
    package static func composed(_ text: some StringProtocol) -> String {
        // Below U+0300 nothing combines; in UTF-8 all marks U+0300 … U+036F start with 0xCC or 0xCD.
        guard text.utf8.contains(where: { $0 == 0xCC || $0 == 0xCD }) else { return String(text) }
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars { append(scalar, to: &scalars) }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars)
        return String(result)
    }

    /// Composed, trimmed, with one space between words; case and letters as written.
    static func squeezed(_ text: some StringProtocol) -> String {
        let composed = composed(text)
        var previous: UInt8 = 0x20
        var isSqueezed = true
        // Beyond ASCII, white space starts with one of these bytes; so do other characters, which costs only time.
        for byte in composed.utf8 {
            switch byte {
            case 0x20: isSqueezed = isSqueezed && previous != 0x20
            case 0x09...0x0D, 0xC2, 0xE2, 0xE3: isSqueezed = false
            default: break
            }
            previous = byte
        }
        if isSqueezed, previous != 0x20 { return composed }
        var result = String.UnicodeScalarView()
        var pendingSpace = false
        for scalar in composed.unicodeScalars {
            if isSpace(scalar) {
                pendingSpace = !result.isEmpty
                continue
            }
            if pendingSpace {
                result.append(" ")
                pendingSpace = false
            }
            result.append(scalar)
        }
        return String(result)
    }

    /// Adds a scalar, composing it with the letter before it and its marks where Unicode can.
    static func append(_ scalar: Unicode.Scalar, to scalars: inout [Unicode.Scalar]) {
        let table = LetterTable.shared
        let mark = table.letter(scalar)
        guard mark.isMark, let last = scalars.last else { return scalars.append(scalar) }
        let letter = table.letter(last)
        guard letter.isLetter else { return scalars.append(scalar) }
        if let composed = table.composing(letter, with: mark).flatMap(table.scalar) {
            scalars[scalars.count - 1] = composed
        } else if mark.tone == .dot, letter.tone != .dot, letter.tone != .level,
            let dotted = table.scalar(letter.with(tone: .dot)), let displaced = toneMark(letter.tone)
        {
            // Canonical order puts the dot below before the marks above, so it is the dot that composes.
            scalars[scalars.count - 1] = dotted
            scalars.append(displaced)
        } else {
            scalars.append(scalar)
        }
    }

    private static func toneMark(_ tone: Letter.Tone) -> Unicode.Scalar? {
        switch tone {
        case .level: nil
        case .grave: "\u{300}"
        case .acute: "\u{301}"
        case .hook: "\u{309}"
        case .tilde: "\u{303}"
        case .dot: "\u{323}"
        }
    }

    /// Lower case, one space between words, composed; apostrophes of every kind become `'`.
    static func lowered(_ text: some StringProtocol) -> String {
        rewritten(text) { letter, table in
            table.scalar(Letter(base: letter.base, quality: letter.quality, tone: letter.tone, isUpper: false))
        }
    }

    /// As ``lowered(_:)``, and without any diacritic: đ becomes d.
    package static func folded(_ text: some StringProtocol) -> String {
        rewritten(text) { letter, _ in Unicode.Scalar(letter.base) }
    }

    private static func rewritten(
        _ text: some StringProtocol,
        _ replacement: (Letter, LetterTable) -> Unicode.Scalar?
    ) -> String {
        let table = LetterTable.shared
        var result = String.UnicodeScalarView()
        var pendingSpace = false
        for scalar in composed(text).unicodeScalars {
            if isSpace(scalar) {
                pendingSpace = !result.isEmpty
                continue
            }
            let letter = table.letter(lookAlike(scalar))
            if letter.isMark { continue }
            if pendingSpace {
                result.append(" ")
                pendingSpace = false
            }
            if letter.isLetter, let replaced = replacement(letter, table) {
                result.append(replaced)
            } else if isApostrophe(scalar) {
                result.append("'")
            } else if scalar.isASCII {
                result.append(scalar)
            } else {
                result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            }
        }
        return String(result)
    }

    static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20, 0x09...0x0D, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// The typographic apostrophes that stand for `'` (rule R9.5).
    static func isApostrophe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x27, 0x60, 0xB4, 0x2018, 0x2019, 0x201B, 0x2B9, 0x2BB, 0x2BC, 0x2BD, 0x2C8, 0x2032, 0xFF07: true
        default: false
        }
    }

    /// The Vietnamese letter that a foreign one is mistaken for (rule R9.6: ð for đ); itself otherwise.
    static func lookAlike(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0xD0, 0x189: "Đ"
        case 0xF0, 0x256: "đ"
        case 0x131: "i"
        case 0x180: "ƀ"
        case 0x410: "A"
        case 0x412: "B"
        case 0x415: "E"
        case 0x41A: "K"
        case 0x41C: "M"
        case 0x41D: "H"
        case 0x41E: "O"
        case 0x420: "P"
        case 0x421: "C"
        case 0x422: "T"
        case 0x425: "X"
        case 0x430: "a"
        case 0x435: "e"
        case 0x43E: "o"
        case 0x440: "p"
        case 0x441: "c"
        case 0x443: "y"
        case 0x445: "x"
        case 0x456: "i"
        case 0x212A: "K"
        default: scalar
        }
    }
}
