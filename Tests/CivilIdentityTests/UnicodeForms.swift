/// Canonical decomposition for tests, written apart from the product's tables: marks in Unicode's canonical order.
enum UnicodeForms {
    private static let rows: [(base: Character, marks: [Unicode.Scalar], row: String)] = [
        ("a", [], "aàáảãạ"), ("a", ["\u{306}"], "ăằắẳẵặ"), ("a", ["\u{302}"], "âầấẩẫậ"), ("e", [], "eèéẻẽẹ"),
        ("e", ["\u{302}"], "êềếểễệ"), ("i", [], "iìíỉĩị"), ("o", [], "oòóỏõọ"), ("o", ["\u{302}"], "ôồốổỗộ"),
        ("o", ["\u{31B}"], "ơờớởỡợ"), ("u", [], "uùúủũụ"), ("u", ["\u{31B}"], "ưừứửữự"), ("y", [], "yỳýỷỹỵ"),
        ("u", ["\u{306}"], "ŭ"), ("e", ["\u{306}"], "ĕ"), ("o", ["\u{306}"], "ŏ"), ("i", ["\u{306}"], "ĭ"),
        ("c", ["\u{30C}"], "č"), ("n", ["\u{303}"], "ñ"),
    ]
    private static let tones: [Unicode.Scalar?] = [nil, "\u{300}", "\u{301}", "\u{309}", "\u{303}", "\u{323}"]

    private static let parts: [UInt32: (base: Unicode.Scalar, marks: [Unicode.Scalar])] = {
        var parts: [UInt32: (base: Unicode.Scalar, marks: [Unicode.Scalar])] = [:]
        for (base, marks, row) in rows {
            for (index, scalar) in row.unicodeScalars.enumerated() {
                let tone = tones[index].map { [$0] } ?? []
                // The horn comes before the dot below, and both before the marks above.
                let isHorn = marks == ["\u{31B}"]
                let ordered = tone == ["\u{323}"] && !isHorn ? tone + marks : marks + tone
                guard !ordered.isEmpty, let plain = base.unicodeScalars.first else { continue }
                parts[scalar.value] = (plain, ordered)
                if let upper = scalar.properties.uppercaseMapping.unicodeScalars.first,
                    let upperBase = plain.properties.uppercaseMapping.unicodeScalars.first
                {
                    parts[upper.value] = (upperBase, ordered)
                }
            }
        }
        return parts
    }()

    /// NFD.
    static func decomposed(_ text: String) -> String {
        mixed(text) { _ in true }
    }

    /// NFD of the scalars that `isDecomposed` picks by their place.
    static func mixed(_ text: String, where isDecomposed: (Int) -> Bool) -> String {
        var result = String.UnicodeScalarView()
        for (index, scalar) in text.unicodeScalars.enumerated() {
            if let part = parts[scalar.value], isDecomposed(index) {
                result.append(part.base)
                result.append(contentsOf: part.marks)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }
}
