import CivilIdentity
import Testing

/// All 70,013 registrations of the generated district, read as an import would; nobody in it exists.
@Suite struct DistrictDevTests {
    @Test("R9.8 Every date of the district is read, none refused, and its years are the file's")
    func dates() throws {
        var kinds: [String: Int] = [:]
        var remarks: [String: Int] = [:]
        var others = 0
        for row in try Reference.district.get() {
            let saidOn = try day(row["registered_on"] ?? "")
            let years = Self.years(row)
            let date = try ImportDate.parse(row["birth_date"] ?? "", saidOn: saidOn, within: years)
            kinds[
                "\(row["birth_precision"] ?? "") \(date.statement?.precision.rawValue ?? date.birth.kind.rawValue)",
                default: 0
            ] += 1
            for remark in date.remarks { remarks[remark.code, default: 0] += 1 }
            guard let set = date.birth.value, let years else { continue }
            let isAsInFile =
                set.statement.precision == .zodiac
                ? set.lunarYears.allSatisfy { years.contains($0) && Animal(lunarYear: $0).vi == row["birth_zodiac"] }
                : set.candidateYears == Array(years)
            if !isAsInFile { others += 1 }
        }
        #expect(others == 0)
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
        var unplain = 0
        var oneWord = 0
        for row in try Reference.district.get() {
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
                if !name.k2.utf8.allSatisfy({ (97...122).contains($0) || $0 == 32 }) { unplain += 1 }
                if column == "formal_name", NameKind.birth.refusal(of: name) != nil { oneWord += 1 }
            }
        }
        #expect(count == 178_440)
        #expect(unplain == 0)
        #expect(oneWord == 0)
        #expect(decomposed > 1000)
        #expect(remarks == ["name.stray-mark": 21])
        #expect(families["zang", default: 0] > 1000)
    }

    @Test("R4 Every people of the district is known or asked about")
    func peoples() throws {
        var groups: [String: Int] = [:]
        for row in try Reference.district.get() {
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
        var unknown = 0
        for row in try Reference.district.get() {
            communes.insert(AreaName(row["commune"] ?? "")?.key ?? "")
            let isKnown =
                RelationToHead.read(row["rel_to_head"] ?? "") != nil
                && PaperKind.list(row["papers"] ?? "").unknown == []
                && Sex(word: row["sex"] ?? "") != nil
            if !isKnown { unknown += 1 }
        }
        #expect(unknown == 0)
        let known = try Reference.rows("easup_communes.csv").compactMap { AreaName($0["name_gso"] ?? "")?.key }
        #expect(communes == Set(known))
    }

    @Test("R5.6 Every province people come from is one of the 63")
    func provinces() throws {
        var found: Set<String> = []
        let known = Set(try Reference.rows("province_codes.csv").compactMap { AreaName($0["name_2024"] ?? "")?.key })
        for row in try Reference.district.get() {
            if let name = AreaName(row["origin_province"] ?? "") { found.insert(name.key) }
        }
        #expect(found.subtracting(known) == [])
        #expect(found.count > 20)
    }

    @Test("R1 Every number of the district has the layout, and disagreements are only listed")
    func numbers() throws {
        var numbers = 0
        var disagreeing = 0
        for row in try Reference.district.get() {
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
