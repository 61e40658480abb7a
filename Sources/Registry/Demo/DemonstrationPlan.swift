/// Which communes a demonstration district of a size has, and how many registrations or households each gets.
struct DemonstrationPlan: Sendable {
    /// A commune's part.
    struct Part: Sendable {
        let code: String
        let written: String
        let bookPrefix: String
        /// Registrations, for all parts but the one with a known number of households.
        let rows: Int
        let households: Int?
        /// Of these households; for the others a share.
        let poorHouseholds: Int?
        let poorShare: Double
        let childrenMore: Double
        let villages: [Village]
        let mix: WeightedChoice<Int>
        /// About how many of each people live here, by its index.
        let presence: [Int: Int]
        let cluster: Cluster?
        /// What the campaign has to have reached; nil where nothing is known of it.
        let campaign: Campaign?
        /// Number of the decision by which its poor were recognised.
        let decision: String

        /// All its settlements, the cluster last.
        var settlements: [Village] { villages + (cluster.map { [$0.village] } ?? []) }
    }

    /// A commune where the campaign began and is far on: counts, scaled to the district's size.
    struct Campaign: Sendable {
        let identityPaper: Double
        /// In which days of the year its sheets were filled in, from the first on.
        let days: Int
        /// Cards requested before the law came into force, all of people of 14 and over.
        let cardsBeforeLaw: Int
        /// Cards requested since then up to the day of the article, and those of them of children under 14.
        let cardsSinceLaw: Int
        let cardsUnder14: Int
        /// Accounts that were activated by that day.
        let accounts: Int
    }

    struct Village: Sendable {
        let name: String
        let kind: String
        /// Nil for what is no village yet.
        let code: String?
    }

    struct Cluster: Sendable {
        let name: String
        let households: Int
        let peoples: Set<Int>

        var village: Village { Village(name: name, kind: "cum_dan_cu", code: nil) }
    }

    static let sizes = 500...2_000_000
    /// The ten communes of the district; from here on further communes of the province open books.
    static let districtSize = 70_000
    private static let furtherCommunes = 90

    /// In the order in which they are made: the last one takes what is left of the size.
    let parts: [Part]
    let size: Int

    init(_ vocabulary: DemonstrationVocabulary, seed: UInt64, size: Int) {
        self.size = size
        var random = SeededRandom(seed: seed, stream: 0x706C_616E)
        let inDistrict = min(size, Self.districtSize)
        let scale = Double(inDistrict) / Double(Self.districtSize)
        let known = vocabulary.communes.filter { $0.households != nil }
        let others = vocabulary.communes.filter { $0.households == nil }
        // Known households bring the people their families have; the rest of the size is shared out by population.
        let left = inDistrict - known.reduce(0) { $0 + Int(Double($1.people) * scale) }
        let people = others.reduce(0) { $0 + $1.people }
        var parts: [Part] = []
        for commune in others.dropFirst() {
            parts.append(
                Self.part(commune, rows: left * commune.people / people * 96 / 100, scale, vocabulary, seed, &random)
            )
        }
        for commune in known {
            parts.append(Self.part(commune, rows: 0, scale, vocabulary, seed, &random))
        }
        if let capital = others.first {
            parts.append(Self.part(capital, rows: left * capital.people / people, scale, vocabulary, seed, &random))
        }
        let rest = size - inDistrict
        if rest > 0 {
            let count = min(vocabulary.furtherCommunes.count, Self.furtherCommunes, max(1, (rest + 8_000) / 16_000))
            for (index, commune) in vocabulary.furtherCommunes.prefix(count).enumerated() {
                let mix = vocabulary.mixes.draw(&random)
                let rows = rest / count * random.within(85...115) / 100
                let described = DemonstrationCommune(
                    code: commune.code,
                    written: commune.name,
                    bookPrefix: String(101 + index),
                    people: rows,
                    households: nil,
                    poorHouseholds: nil,
                    poorShare: mix.poorShare,
                    childrenMore: 0,
                    villages: max(4, rows / 700),
                    mix: mix.mix
                )
                parts.append(Self.part(described, rows: rows, 1, vocabulary, seed, &random))
            }
        }
        self.parts = parts
    }

    private static func part(
        _ commune: DemonstrationCommune,
        rows: Int,
        _ scale: Double,
        _ vocabulary: DemonstrationVocabulary,
        _ seed: UInt64,
        _ random: inout SeededRandom
    ) -> Part {
        // One per cent more or less, so that another seed is another year's count; the first seed's is the article's own.
        let drawn = Double(random.within(990...1010)) / 1000
        let jitter = seed == DemonstrationDistrict.defaultSeed ? 1 : drawn
        let households = commune.households.map { max(1, Int(Double($0) * scale * jitter)) }
        let poor = commune.poorHouseholds.flatMap { poor in
            zip(households, commune.households).map { Int((Double(poor) * Double($0) / Double($1)).rounded()) }
        }
        let upland = commune.mix.filter { ["10", "12"].contains(vocabulary.peoples[$0.0].code) }.reduce(0) { $0 + $1.1 }
        let whole = commune.mix.reduce(0) { $0 + $1.1 }
        let villages = max(1, Int(Double(commune.villages) * min(1, scale * 4)))
        let cluster = vocabulary.clusters.first { $0.communeCode == commune.code }
        return Part(
            code: commune.code,
            written: commune.written,
            bookPrefix: commune.bookPrefix,
            rows: rows,
            households: households,
            poorHouseholds: poor,
            poorShare: commune.poorShare * jitter,
            childrenMore: commune.childrenMore,
            villages: (1...villages).map { number in
                let isBuon = upland * 50 > whole && (number - 1) * whole < upland * villages
                return Village(
                    name: "\(isBuon ? "Buôn" : "Thôn") \(number)",
                    kind: isBuon ? "buon" : "thon",
                    code: "T\(100 + number)"
                )
            },
            mix: WeightedChoice(commune.mix),
            presence: Dictionary(
                uniqueKeysWithValues: commune.mix.map { ($0.0, max(1, commune.people * $0.1 / whole)) }
            ),
            cluster: cluster.map {
                Cluster(
                    name: $0.name,
                    households: max(1, Int((Double($0.households) * scale).rounded())),
                    peoples: $0.peoples
                )
            },
            campaign: vocabulary.campaigns[commune.code].map { campaign in
                let count = { (reached: Int) in Int((Double(reached) * scale * jitter).rounded()) }
                return Campaign(
                    identityPaper: campaign.identityPaper,
                    days: campaign.days,
                    cardsBeforeLaw: count(campaign.cardsBeforeLaw),
                    cardsSinceLaw: count(campaign.cardsSinceLaw),
                    cardsUnder14: count(campaign.cardsUnder14),
                    accounts: count(campaign.accounts)
                )
            },
            decision: "\(random.within(11...98))/QĐ-UBND"
        )
    }

    private static func zip(_ first: Int?, _ second: Int?) -> (Int, Int)? {
        guard let first, let second else { return nil }
        return (first, second)
    }
}
