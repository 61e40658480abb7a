import CivilIdentity

/// The words and proportions that the demonstration district is made of, from `sql/demo` and the table of areas.
///
/// Names, places and shares are plausible guesses of the project; nobody's record stands behind them.
package struct DemonstrationVocabulary: Sendable {
    let peoples: [DemonstrationPeople]
    let communes: [DemonstrationCommune]
    let mixes: WeightedChoice<DemonstrationMix>
    let clusters: [DemonstrationCluster]
    /// What the campaign had reached in a commune, by the commune's code.
    let campaigns: [String: DemonstrationCampaign]
    /// Provinces that people say to come from.
    let provinces: [DemonstrationProvince]
    let nicknames: [Sex: WeightedChoice<String>]
    let typing: DemonstrationTyping
    /// The rest of the province, for sizes beyond the district: area code and name, districts in order of their codes.
    let furtherCommunes: [(code: String, name: String)]

    /// Reads it.
    ///
    /// - Parameter folder: The folder `sql/` of the installation.
    /// - Throws: `CodeTableError` where a file is not what it should be, or what reading it throws.
    package init(folder: String) throws {
        let area = try CodeTable(file: "\(folder)/reference/area.csv")
        let table = { (name: String) in try CodeTable(file: "\(folder)/demo/\(name).csv") }
        let rates = try DemonstrationRates.read(try table("rates"))
        typing = try DemonstrationTyping(try table("typing"))
        let names = try DemonstrationNames(
            families: table("names_family"),
            middles: table("names_middle"),
            givens: table("names_given"),
            adults: table("names_adult")
        )
        let peopleRows = try table("peoples").records()
        let codes = try peopleRows.map { try $0.text("code") }
        let origins = try peopleRows.map { try $0.weights("origins") }
        let provinceCodes = Set(origins.joined().map(\.0)).sorted()
        provinces = try DemonstrationProvince.read(area, codes: provinceCodes)
        peoples = try zip(peopleRows, origins).map { row, origins in
            let code = try row.text("code")
            guard let way = rates[try row.text("class")] else { throw CodeTableError.missing(column: "class") }
            return DemonstrationPeople(
                code: code,
                words: WeightedChoice(try row.weights("words")),
                origins: WeightedChoice(origins.map { (provinceCodes.firstIndex(of: $0.0) ?? 0, $0.1) }),
                names: try names.people(code),
                rates: way
            )
        }
        func mix(_ row: CodeTable.Record) throws -> [(Int, Int)] {
            try row.weights("peoples").map { entry in
                guard let index = codes.firstIndex(of: entry.0) else { throw CodeTableError.missing(column: entry.0) }
                return (index, entry.1)
            }
        }
        communes = try table("communes").records().map { row in
            DemonstrationCommune(
                code: try row.text("area_code"),
                written: try row.text("written"),
                bookPrefix: try row.text("book_prefix"),
                people: try row.number("people"),
                households: try row.optional("households").flatMap { Int($0) },
                poorHouseholds: try row.optional("poor_households").flatMap { Int($0) },
                poorShare: Double(try row.optional("poor_share") ?? "") ?? 0,
                childrenMore: Double(try row.text("children_more")) ?? 0,
                villages: try row.number("villages"),
                mix: try mix(row)
            )
        }
        mixes = WeightedChoice(
            try table("community_mixes").records().map { row in
                let entry = DemonstrationMix(poorShare: Double(try row.text("poor_share")) ?? 0, mix: try mix(row))
                return (entry, try row.number("weight"))
            }
        )
        clusters = try table("clusters").records().map { row in
            DemonstrationCluster(
                communeCode: try row.text("area_code"),
                name: try row.text("name"),
                households: try row.number("households"),
                peoples: Set(
                    try row.text("peoples").split(separator: "|").compactMap { codes.firstIndex(of: String($0)) }
                )
            )
        }
        campaigns = try DemonstrationCampaign.read(try table("campaign"))
        let nicknameRows = try table("nicknames").records()
        var nicknames: [Sex: WeightedChoice<String>] = [:]
        for sex in [Sex.male, .female] {
            nicknames[sex] = WeightedChoice(
                try nicknameRows.compactMap { row in
                    let known = try row.optional("sex")
                    guard known == nil || known == sex.rawValue else { return nil }
                    return (try row.text("name"), try row.number("weight"))
                }
            )
        }
        self.nicknames = nicknames
        furtherCommunes = try Self.furtherCommunes(area, besides: Set(communes.map(\.code)))
    }

    /// The province's other communes whose names are unlike any other's there, so that a file needs no code.
    private static func furtherCommunes(
        _ area: CodeTable,
        besides own: Set<String>
    ) throws -> [(code: String, name: String)] {
        let rows = area.records()
        let district = try rows.first { try $0.text("level") == "commune" && own.contains(try $0.text("code")) }
            .flatMap { try $0.optional("parent_code") }
        let province = try rows.first { try $0.text("level") == "district" && $0.text("code") == district }
            .flatMap { try $0.optional("parent_code") }
        let districts = try rows.filter { try $0.text("level") == "district" && $0.optional("parent_code") == province }
            .map { try $0.text("code") }
        let inside = Set(districts)
        var communes: [(code: String, name: String, key: String)] = []
        for row in rows where try row.text("level") == "commune" {
            guard let parent = try row.optional("parent_code"), inside.contains(parent) else { continue }
            let name = try row.text("name")
            communes.append((try row.text("code"), AreaWord.bare(name), AreaName(name)?.key ?? name))
        }
        let counts = Dictionary(communes.map { ($0.key, 1) }, uniquingKeysWith: +)
        return communes.filter { counts[$0.key] == 1 && !own.contains($0.code) }.map { ($0.code, $0.name) }
    }
}

/// One people as the district knows it.
struct DemonstrationPeople: Sendable {
    let code: String
    /// What is written for it, the usual word first.
    let words: WeightedChoice<String>
    /// Index of a province.
    let origins: WeightedChoice<Int>
    let names: DemonstrationNames.OfPeople
    let rates: DemonstrationRates
}

/// A commune of the district.
struct DemonstrationCommune: Sendable {
    let code: String
    /// Its name as its officers type it.
    let written: String
    let bookPrefix: String
    let people: Int
    /// Where the number of households is known, and not the number of people.
    let households: Int?
    let poorHouseholds: Int?
    let poorShare: Double
    /// Children more than elsewhere, in each family with any.
    let childrenMore: Double
    let villages: Int
    /// Index of a people, and its weight.
    let mix: [(Int, Int)]
}

/// Who lives in a commune of which nothing else is known.
struct DemonstrationMix: Sendable {
    let poorShare: Double
    let mix: [(Int, Int)]
}

/// A cụm dân cư: houses that are no village yet (rule R0.1).
struct DemonstrationCluster: Sendable {
    let communeCode: String
    let name: String
    let households: Int
    let peoples: Set<Int>
}
