import CivilIdentity
import Testing

/// All 70,013 registrations of the generated district, read as an import would; nobody in it exists.
@Suite struct DistrictDevTests {
    @Test("R9.8 Every date of the district is read, none refused, and its years are the file's")
    func dates() throws {
        var kinds: [String: Int] = [:]
        var remarks: [String: Int] = [:]
        for row in try Reference.rows("persons.csv", in: "data/district-dev") {
            let saidOn = try day(row["registered_on"] ?? "")
            let years = Self.years(row)
            let date = try ImportDate.parse(row["birth_date"] ?? "", saidOn: saidOn, within: years)
            kinds[
                "\(row["birth_precision"] ?? "") \(date.statement?.precision.rawValue ?? date.birth.kind.rawValue)",
                default: 0
            ] += 1
            for remark in date.remarks { remarks[remark.code, default: 0] += 1 }
            guard let set = date.birth.value, let years else { continue }
            if set.statement.precision == .zodiac {
                #expect(set.lunarYears.allSatisfy(years.contains))
                #expect(set.lunarYears.allSatisfy { Animal(lunarYear: $0).vi == row["birth_zodiac"] })
            } else {
                #expect(set.candidateYears == Array(years))
            }
        }
        #expect(
            kinds == [
                "full day": 57_496, "year year": 6495, "estimated range": 2438, "month month": 1630,
                "zodiac zodiac": 783,
                "unknown not_asked": 1171,
            ]
        )
        #expect(remarks.keys.sorted() == ["birth.animal-without-age", "birth.to-come", "birth.year?"])
    }

    @Test("R9.6 Every name of the district has its keys, whatever its Unicode form")
    func names() throws {
        var count = 0
        var decomposed = 0
        var remarks: [String: Int] = [:]
        var families: [String: Int] = [:]
        for row in try Reference.rows("persons.csv", in: "data/district-dev") {
            for column in ["formal_name", "common_name", "father_name", "mother_name", "spouse_name"] {
                guard let text = row[column], !text.isEmpty else { continue }
                let name = try PersonName(text)
                count += 1
                for remark in name.remarks { remarks[remark.code, default: 0] += 1 }
                if name.written.unicodeScalars.count
                    < text.split(separator: " ").joined(separator: " ").unicodeScalars.count
                {
                    decomposed += 1
                }
                if column == "formal_name", let first = name.tokens.first { families[first.k3, default: 0] += 1 }
                #expect(name.k2.utf8.allSatisfy { (97...122).contains($0) || $0 == 32 })
                if column == "formal_name" { #expect(NameKind.birth.refusal(of: name) == nil) }
            }
        }
        #expect(count == 178_440)
        #expect(decomposed > 1000)
        #expect(remarks == ["name.stray-mark": 21])
        #expect(families["zang", default: 0] > 1000)
    }

    @Test("R4 Every people of the district is known or asked about")
    func peoples() throws {
        var groups: [String: Int] = [:]
        for row in try Reference.rows("persons.csv", in: "data/district-dev") {
            let word = EthnicWord(row["ethnicity"] ?? "")
            switch word.resolution {
            case .group(let group): groups[group.name, default: 0] += 1
            case .ambiguous: groups["?", default: 0] += 1
            case .unknown: groups["", default: 0] += 1
            }
        }
        #expect(
            groups == [
                "Kinh": 33_715, "Mông": 10_452, "Dao": 4984, "Nùng": 4963, "Tày": 4680, "Gia-rai": 3587, "Thái": 1968,
                "Mường": 1956, "Sán Chay": 1766, "Ê-đê": 1705, "?": 237,
            ]
        )
    }

    @Test("R5.6 Every commune, relation, paper and sex of the district is known")
    func codes() throws {
        var communes: Set<String> = []
        for row in try Reference.rows("persons.csv", in: "data/district-dev") {
            communes.insert(try #require(AreaName(row["commune"] ?? "")).key)
            #expect(RelationToHead.read(row["rel_to_head"] ?? "") != nil)
            #expect(PaperKind.list(row["papers"] ?? "").unknown == [])
            #expect(Sex(word: row["sex"] ?? "") != nil)
        }
        let known = try Reference.rows("easup_communes.csv").compactMap { AreaName($0["name_gso"] ?? "")?.key }
        #expect(communes == Set(known))
    }

    @Test("R5.6 Every province people come from is one of the 63")
    func provinces() throws {
        let known = Set(try Reference.rows("province_codes.csv").compactMap { AreaName($0["name_2024"] ?? "")?.key })
        for row in try Reference.rows("persons.csv", in: "data/district-dev") {
            guard let name = AreaName(row["origin_province"] ?? "") else { continue }
            #expect(known.contains(name.key), "\(name)")
        }
    }

    @Test("R1 Every number of the district has the layout, and disagreements are only listed")
    func numbers() throws {
        var numbers = 0
        var disagreeing = 0
        for row in try Reference.rows("persons.csv", in: "data/district-dev") {
            guard let text = row["personal_no"], !text.isEmpty else { continue }
            let saidOn = try day(row["registered_on"] ?? "")
            guard let number = PersonalNumber(text) else { continue }
            numbers += 1
            let birth = try ImportDate.parse(row["birth_date"] ?? "", saidOn: saidOn, within: Self.years(row)).birth
                .value
            if !number.agreement(with: Sex(word: row["sex"] ?? ""), birth: birth).isEmpty { disagreeing += 1 }
        }
        #expect(numbers > 42_000)
        #expect(disagreeing > 0)
        #expect(disagreeing < numbers / 10)
    }

    private static func years(_ row: [String: String]) -> ClosedRange<Int>? {
        guard let first = row["birth_year_min"].flatMap({ Int($0) }),
            let last = row["birth_year_max"].flatMap({ Int($0) }),
            first <= last
        else { return nil }
        return first...last
    }
}
