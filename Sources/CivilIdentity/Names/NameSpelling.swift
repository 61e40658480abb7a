/// Cleaning of a written name by rule R9.5, with the remarks it raises on the way.
struct NameSpelling {
    private(set) var remarks: [Remark] = []

    mutating func clean(_ text: some StringProtocol) throws(Refusal) -> String {
        // Most names are plain: letters and single spaces, all composed.
        if let plain = Self.plain(text) { return plain }
        var scalars: [Unicode.Scalar] = []
        var pendingSpace = false
        var seen = Seen()
        for scalar in text.unicodeScalars {
            if PlainText.isSpace(scalar) {
                if scalar.value < 0x20 { seen.lineBreak = true }
                pendingSpace = !scalars.isEmpty
                continue
            }
            switch scalar.value {
            case 0x00...0x1F, 0x7F...0x9F, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFFF9...0xFFFB,
                0xFFFD...0xFFFF, 0xE000...0xF8FF:
                throw Self.controlCharacter
            case 0xAD, 0x200B...0x200D, 0x2060, 0xFEFF:
                seen.invisible = true
                continue
            default: break
            }
            if pendingSpace {
                if seen.lineBreak { throw Self.controlCharacter }
                scalars.append(" ")
                pendingSpace = false
            }
            PlainText.append(PlainText.isApostrophe(scalar) ? "'" : scalar, to: &scalars)
            guard scalars.count <= PersonName.longest else { throw Self.tooLong }
        }
        for scalar in scalars { seen.look(at: scalar) }
        guard !scalars.isEmpty else { throw Self.empty }
        guard seen.hasLetter else { throw Self.noLetter }
        remarks = seen.remarks
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars)
        return String(result)
    }

    /// The text itself when there is nothing to clean and nothing to remark.
    private static func plain(_ text: some StringProtocol) -> String? {
        let table = LetterTable.shared
        var afterSpace = true
        var count = 0
        for scalar in text.unicodeScalars {
            if scalar == " " {
                if afterSpace { return nil }
                afterSpace = true
            } else if table.letter(scalar).isLetter || scalar == "'" && count > 0 {
                afterSpace = false
            } else {
                return nil
            }
            count += 1
        }
        return afterSpace || count > PersonName.longest ? nil : String(text)
    }

    /// What a look at each scalar has shown.
    private struct Seen {
        var hasLetter = false
        var lineBreak = false
        var invisible = false
        var lookAlike = false
        var digit = false
        var unusual = false
        var strayMark = false

        mutating func look(at scalar: Unicode.Scalar) {
            let letter = LetterTable.shared.letter(scalar)
            if letter.isLetter {
                hasLetter = true
            } else if letter.isMark {
                strayMark = true
            } else if PlainText.lookAlike(scalar) != scalar {
                lookAlike = true
                hasLetter = true
            } else {
                switch scalar {
                case " ", "'", "-", ".": break
                case "0"..."9": digit = true
                default:
                    unusual = true
                    if scalar.properties.isAlphabetic { hasLetter = true }
                }
            }
        }

        var remarks: [Remark] {
            var remarks: [Remark] = []
            if lookAlike { remarks.append(.lookAlikeLetter) }
            if digit { remarks.append(.digitInName) }
            if strayMark { remarks.append(.strayMark) }
            if unusual { remarks.append(.unusualCharacter) }
            if invisible { remarks.append(.invisibleDropped) }
            return remarks
        }
    }

    private static let empty = Refusal(
        code: "name.empty",
        rule: "R9.5",
        vi: "Chưa ghi tên.",
        en: "The name is empty."
    )
    private static let noLetter = Refusal(
        code: "name.no-letter",
        rule: "R9.5",
        vi: "Tên phải có chữ cái, không chỉ gồm chữ số hay dấu.",
        en: "A name has letters, not only digits or signs."
    )
    private static let tooLong = Refusal(
        code: "name.too-long",
        rule: "R9.5",
        vi: "Tên dài quá 200 ký tự.",
        en: "The name is longer than 200 characters."
    )
    private static let controlCharacter = Refusal(
        code: "name.control-character",
        rule: "R9.5",
        vi: "Tên có ký tự điều khiển (xuống dòng, NUL hoặc ký tự ẩn); hãy gõ lại.",
        en: "The name has control characters (a line break, NUL or a hidden sign); type it again."
    )
}

extension Remark {
    package static let lookAlikeLetter = Remark(
        code: "name.look-alike",
        vi: "Tên có chữ giống chữ Việt nhưng không phải (ví dụ Ð thay cho Đ).",
        en: "The name has a letter that only looks Vietnamese (such as Ð for Đ)."
    )
    package static let digitInName = Remark(
        code: "name.digit",
        vi: "Tên có chữ số.",
        en: "The name has a digit."
    )
    package static let strayMark = Remark(
        code: "name.stray-mark",
        vi: "Tên có dấu thừa trên một chữ cái.",
        en: "The name has one diacritic too many on a letter."
    )
    package static let unusualCharacter = Remark(
        code: "name.unusual-character",
        vi: "Tên có ký tự lạ.",
        en: "The name has an unusual character."
    )
    package static let invisibleDropped = Remark(
        code: "name.invisible-dropped",
        vi: "Đã bỏ ký tự ẩn trong tên.",
        en: "An invisible character in the name was left out."
    )
}
