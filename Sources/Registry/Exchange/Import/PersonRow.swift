import CivilIdentity
import FoundationEssentials

/// A settlement as a row names it.
struct VillageName: Sendable, Hashable {
    let name: String
    let key: String
    let kind: Settlement.Kind
    /// Whether a word in front told the kind.
    let isKindSaid: Bool

    /// Nil for a text without a letter or digit.
    init?(_ text: String) {
        guard let name = AreaName(text) else { return nil }
        self.name = name.written
        key = name.key
        let kinds: [(String, Settlement.Kind)] = [
            ("thon", .thon), ("buon", .buon), ("bon", .buon), ("todanpho", .toDanPho), ("tdp", .toDanPho),
            ("cum", .cumDanCu),
        ]
        let said = kinds.first { name.key.hasPrefix($0.0) }?.1
        // A settlement without the word for a status is recorded as one without status (rule R0.1).
        kind = said ?? .cumDanCu
        isKindSaid = said != nil
    }
}

/// A valid row of persons.csv: what it says, in the register's terms.
struct PersonRow: Sendable {
    struct Name: Sendable {
        let kind: NameKind
        let name: PersonName
    }

    struct Origin: Sendable {
        let answer: StatedKind
        let written: String?
        let province: String?
        let district: String?
        let commune: String?
        let resolution: OriginAreas.Resolution
    }

    struct Kin: Sendable {
        let kind: ResidentDraft.Kin.Kind
        let name: Stated<PersonName>
    }

    let row: Int
    let recordID: String
    let contentHash: [UInt8]
    let book: Int32
    let registeredOn: CalendarDay
    let village: VillageName?
    /// The source's id of the household; nil where the row names none.
    let household: String?
    var relation: RelationToHead
    let relationDeclared: String?
    let names: [Name]
    let birth: Stated<BirthSet>
    let sex: Stated<Sex>
    let ethnicity: Stated<EthnicWord>
    let phone: Stated<String>
    let arrivalYear: Stated<Int16>
    /// For papers only the answers that name none.
    let papersAnswer: StatedKind
    let papers: [ResidentDraft.Paper]
    let origin: Origin?
    let kin: [Kin]
}
