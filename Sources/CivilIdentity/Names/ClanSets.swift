/// Family names that are one clan's in different mouths and papers (rule R9.4, `names_family.csv`).
///
/// Sets over key k2, so that they also work for text without diacritics; the price is that Dàng and Đặng meet, which
/// k1 and k2 tell apart again when results are ranked.
package struct ClanSets: Sendable {
    package static let shared = ClanSets()

    /// Each line is a set, its representative first.
    ///
    /// Pairs that the spelling folds make equal need no line.
    private static let sets = [
        "giang zang dang gia rang tan tang",
        "vang vuong va",
        "sung xung xong hung",
        "thao tho dao",
        "hoang huynh voong",
        "vu vo",
        "mua mu ma",
        "hau ho",
        "lau lu lo la",
        "duong giuong yang",
        "cu ku",
        "trieu chao cheo chieu",
        "ban phan bon",
        "truong chuong chiu",
        "ha ca kha",
        "chu chau",
        "deo dieu",
        "kso ksor",
    ]

    private let representatives: [[UInt8]: [UInt8]]

    private init() {
        var representatives: [[UInt8]: [UInt8]] = [:]
        for set in Self.sets {
            let folds = set.split(separator: " ").map { SpellingFold.folded(ArraySlice($0.utf8)) }
            for fold in folds { representatives[fold] = folds[0] }
        }
        self.representatives = representatives
    }

    func representative(ofFold fold: [UInt8]) -> [UInt8] { representatives[fold] ?? fold }

    /// What a family name's k3 is; a search that does not know which word is the family name tries it for each.
    package func key(ofFamilyName token: NameToken) -> String {
        String(decoding: representative(ofFold: SpellingFold.folded(ArraySlice(token.k2.utf8))), as: UTF8.self)
    }

    /// Whether two family names belong to one clan set.
    package func sameClan(_ one: NameToken, _ other: NameToken) -> Bool {
        key(ofFamilyName: one) == key(ofFamilyName: other)
    }
}
