/// What a name is to its bearer (rule R9.2, `name_kinds.csv`).
package enum NameKind: String, Hashable, Sendable, CaseIterable {
    /// Legal name, field 1 of Article 9 of Law 26/2023.
    case birth = "BIRTH"
    /// Declared other name, field 2 of Article 9.
    case other = "OTHER"
    /// What neighbours call the person; often the only name known.
    case common = "COMMON"
    /// A Mông man's name after marriage, given by his wife's parents.
    case mature = "MATURE"
    /// A Dao ritual name.
    case ritual = "RITUAL"
    /// Father or mother of a child, by the child's name.
    case teknonym = "TEKNONYM"
    /// A wife called by her husband's clan or name.
    case husband = "HUSBAND"
    case religious = "RELIGIOUS"
    /// A spelling found on an older paper.
    case aliasDocument = "ALIAS_DOC"

    package var vi: String {
        switch self {
        case .birth: "họ, chữ đệm và tên khai sinh"
        case .other: "tên gọi khác"
        case .common: "tên thường gọi"
        case .mature: "tên trưởng thành (tên lão) người Mông"
        case .ritual: "tên cấp sắc (tên âm) người Dao"
        case .teknonym: "gọi theo tên con"
        case .husband: "theo họ/tên chồng"
        case .religious: "tên thánh / tên trong đạo"
        case .aliasDocument: "tên trên giấy tờ cũ"
        }
    }

    package var en: String {
        switch self {
        case .birth: "birth name"
        case .other: "other name"
        case .common: "common name"
        case .mature: "mature name (Mông)"
        case .ritual: "ritual name (Dao)"
        case .teknonym: "named after a child"
        case .husband: "husband's name"
        case .religious: "religious name"
        case .aliasDocument: "name on an old paper"
        }
    }

    /// Why `name` cannot be a name of this kind; nil when it can.
    ///
    /// One word is enough for every kind but the birth name (rule R9.1).
    package func refusal(of name: PersonName) -> Refusal? {
        guard self == .birth, name.wordCount < 2 else { return nil }
        return Refusal(
            code: "name.birth-name-of-one-word",
            rule: "R9.1",
            vi: "Tên khai sinh phải có ít nhất hai chữ; nếu chỉ biết tên gọi, hãy ghi vào tên thường gọi.",
            en: "A birth name has at least two words; if only an everyday name is known, enter it as the common name."
        )
    }
}
