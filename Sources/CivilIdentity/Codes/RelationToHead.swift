/// How a member of a household is related to its head (`relation_to_head.csv`, the project's list).
package enum RelationToHead: String, Hashable, Sendable, CaseIterable {
    case head = "01"
    case wife = "02"
    case husband = "03"
    case child = "04"
    case adoptedChild = "05"
    case daughterInLaw = "06"
    case sonInLaw = "07"
    case father = "08"
    case mother = "09"
    case fatherInLaw = "10"
    case motherInLaw = "11"
    case grandfather = "12"
    case grandmother = "13"
    case grandchild = "14"
    case daughtersChild = "15"
    case sibling = "16"
    case cousin = "17"
    case nephewOrNiece = "18"
    case guardian = "19"
    case ward = "20"
    case lodger = "21"
    case other = "99"

    /// What a word of an import file means.
    ///
    /// Some words say less than a code: "con" is not yet "con đẻ", and "cháu" may be a grandchild, a nephew or a niece;
    /// the code is then the usual one, with a remark.
    package struct Reading: Hashable, Sendable {
        package let relation: RelationToHead
        package let remark: Remark?
    }

    /// Reads a code, an official name or an everyday word; nil for anything else.
    package static func read(_ word: some StringProtocol) -> Reading? {
        let lowered = PlainText.lowered(word)
        guard let relation = words[lowered] ?? RelationToHead(rawValue: lowered) else { return nil }
        return Reading(relation: relation, remark: lowered == "cháu" || lowered == "chau" ? .vagueGrandchild : nil)
    }

    /// Official names and everyday words, in lower case.
    private static let words: [String: RelationToHead] = {
        var words: [String: RelationToHead] = [
            "chu ho": .head, "vo": .wife, "chong": .husband, "con": .child, "con trai": .child, "con gái": .child,
            "cha": .father, "bố": .father, "ba": .father, "mẹ": .mother, "má": .mother, "me": .mother,
            "con dau": .daughterInLaw, "con re": .sonInLaw, "cháu": .grandchild, "chau": .grandchild,
            "anh": .sibling, "chị": .sibling, "em": .sibling, "anh ruột": .sibling, "chị ruột": .sibling,
            "em ruột": .sibling, "khac": .other,
        ]
        for relation in allCases { words[PlainText.lowered(relation.vi)] = relation }
        return words
    }()

    package var vi: String {
        switch self {
        case .head: "Chủ hộ"
        case .wife: "Vợ"
        case .husband: "Chồng"
        case .child: "Con đẻ"
        case .adoptedChild: "Con nuôi"
        case .daughterInLaw: "Con dâu"
        case .sonInLaw: "Con rể"
        case .father: "Cha đẻ"
        case .mother: "Mẹ đẻ"
        case .fatherInLaw: "Cha vợ/chồng"
        case .motherInLaw: "Mẹ vợ/chồng"
        case .grandfather: "Ông"
        case .grandmother: "Bà"
        case .grandchild: "Cháu nội"
        case .daughtersChild: "Cháu ngoại"
        case .sibling: "Anh, chị, em ruột"
        case .cousin: "Anh, chị, em họ"
        case .nephewOrNiece: "Cháu ruột (con anh chị em)"
        case .guardian: "Người giám hộ"
        case .ward: "Người được giám hộ"
        case .lodger: "Cùng ở nhờ, ở mượn, ở thuê"
        case .other: "Khác"
        }
    }

    package var en: String {
        switch self {
        case .head: "head of household"
        case .wife: "wife"
        case .husband: "husband"
        case .child: "child"
        case .adoptedChild: "adopted child"
        case .daughterInLaw: "daughter-in-law"
        case .sonInLaw: "son-in-law"
        case .father: "father"
        case .mother: "mother"
        case .fatherInLaw: "father-in-law"
        case .motherInLaw: "mother-in-law"
        case .grandfather: "grandfather"
        case .grandmother: "grandmother"
        case .grandchild: "son's child"
        case .daughtersChild: "daughter's child"
        case .sibling: "brother or sister"
        case .cousin: "cousin"
        case .nephewOrNiece: "nephew or niece"
        case .guardian: "guardian"
        case .ward: "ward"
        case .lodger: "lodger"
        case .other: "other"
        }
    }
}

extension Remark {
    package static let vagueGrandchild = Remark(
        code: "relation.vague",
        vi: "\"Cháu\" có thể là cháu nội, cháu ngoại hoặc cháu ruột; tạm ghi cháu nội.",
        en: "\"Cháu\" may be a grandchild, a nephew or a niece; entered as a son's child for now."
    )
}
