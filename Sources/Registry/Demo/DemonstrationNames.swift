import CivilIdentity

/// The lists of names of the peoples, by sex and year of birth.
struct DemonstrationNames {
    /// A clan or family name with the other ways in which it is written (rule R9.4).
    struct Family: Sendable {
        let name: String
        let variants: [String]
    }

    /// What one people calls its children.
    struct OfPeople: Sendable {
        let families: WeightedChoice<Family>
        let order: PersonalNameOrder
        fileprivate let middles: [Sex: [WeightedChoice<String>]]
        fileprivate let givens: [Sex: WeightedChoice<String>]
        /// Middle names that a man takes on with his first child (rule R9.2).
        let adults: WeightedChoice<String>?

        fileprivate static let years = 1900...2024

        func name(_ family: Family, _ sex: Sex, born year: Int, _ random: inout SeededRandom) -> DemonstrationName? {
            let index = min(max(year, Self.years.lowerBound), Self.years.upperBound) - Self.years.lowerBound
            guard let middles = middles[sex], let givens = givens[sex] else { return nil }
            return DemonstrationName(
                family: family,
                middle: middles[index].draw(&random),
                given: givens.draw(&random),
                order: order
            )
        }
    }

    private let families: [CodeTable.Record]
    private let middles: [CodeTable.Record]
    private let givens: [CodeTable.Record]
    private let adults: [CodeTable.Record]

    init(families: CodeTable, middles: CodeTable, givens: CodeTable, adults: CodeTable) {
        self.families = families.records()
        self.middles = middles.records()
        self.givens = givens.records()
        self.adults = adults.records()
    }

    func people(_ code: String) throws -> OfPeople {
        let own = { (rows: [CodeTable.Record]) in try rows.filter { try $0.text("people") == code } }
        let families = try own(families).map { row in
            let variants = try row.text("variants").split(separator: "|").map(String.init)
            return (Family(name: try row.text("name"), variants: variants), try row.number("weight"))
        }
        var middles: [Sex: [WeightedChoice<String>]] = [:]
        var givens: [Sex: WeightedChoice<String>] = [:]
        for sex in [Sex.male, .female] {
            let rows = try own(self.middles).filter { try $0.text("sex") == sex.rawValue }
            middles[sex] = try OfPeople.years.map { year in
                WeightedChoice(
                    try rows.filter { try $0.number("born_from") <= year && year <= $0.number("born_to") }
                        .map { (try $0.text("name"), try $0.number("weight")) }
                )
            }
            givens[sex] = WeightedChoice(
                try own(self.givens).filter { try $0.text("sex") == sex.rawValue }
                    .map { (try $0.text("name"), try $0.number("weight")) }
            )
        }
        let adults = try own(adults).map { (try $0.text("name"), try $0.number("weight")) }
        return OfPeople(
            families: WeightedChoice(families),
            order: PersonalNameOrder(people: code),
            middles: middles,
            givens: givens,
            adults: adults.isEmpty ? nil : WeightedChoice(adults)
        )
    }
}

/// In which order a people writes its names (rule R9.1).
enum PersonalNameOrder: Sendable {
    case familyFirst
    /// Ê-đê: "Y Ngông Niê", "H'Nghia Êban".
    case familyLast
    /// Gia-rai: "Rơ Mah H'Wil".
    case prefixedGiven

    init(people code: String) {
        self =
            switch code {
            case "12": .familyLast
            case "10": .prefixedGiven
            default: .familyFirst
            }
    }
}

/// A person's name in its parts.
struct DemonstrationName: Sendable {
    var family: DemonstrationNames.Family
    var middle: String
    var given: String
    let order: PersonalNameOrder

    /// As on a birth certificate.
    var full: String { written(family: family.name, middle: middle) }

    /// Without the middle name, where leaving it out is usual.
    var withoutMiddle: String {
        order == .familyFirst ? written(family: family.name, middle: "") : full
    }

    /// What neighbours say: without the family's name.
    var withoutFamily: String {
        switch order {
        case .familyFirst: middle.isEmpty ? given : "\(middle) \(given)"
        case .familyLast, .prefixedGiven: prefixed
        }
    }

    func written(family: String, middle: String) -> String {
        switch order {
        case .familyFirst: middle.isEmpty ? "\(family) \(given)" : "\(family) \(middle) \(given)"
        case .familyLast: "\(prefixed) \(family)"
        case .prefixedGiven: "\(family) \(prefixed)"
        }
    }

    /// "Y Ngông", "H'Nghia": the word before the given name, joined to it where it ends in an apostrophe.
    private var prefixed: String {
        middle.isEmpty ? given : middle.hasSuffix("'") ? middle + given : "\(middle) \(given)"
    }
}
