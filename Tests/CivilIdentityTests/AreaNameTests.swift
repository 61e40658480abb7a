import CivilIdentity
import Testing

@Suite struct AreaNameTests {
    @Test(
        "R5.6 Spellings of one name are one key",
        arguments: [
            [
                "Cư Kbang", "CƯ KBANG", "Cư K'Bang", "Cư K’Bang", "Cu Kbang", "Chư Kbang", "xã Cư Kbang", "Cư Kbăng",
                " Cư  Kbang ",
            ],
            ["Đắk Lắk", "Dak Lak", "Đăk Lăk", "Đắc Lắc", "tỉnh Đắk Lắk", "DAK LAK", "Đắk-Lắk"],
            ["Ea Súp", "Ea Sup", "Ia Súp", "thị trấn Ea Súp", "TT. Ea Súp", "TT Ea Sup", "thi tran Ea Sup", "Ea Soup"],
            ["Ia Lốp", "Ya Lốp", "Ea Lốp", "Ia Lop"], ["Ia JLơi", "Ia Jlơi", "Ya Jlơi", "Ia Jloi"],
            ["Ya Tờ Mốt", "Ya Tmốt", "Ia T'Mốt", "Ya Tơ Mốt", "Ya To Mot"], ["Ia RVê", "Ia Rvê", "Ia R'vê", "Ia Rve"],
            ["Hoà Bình", "Hòa Bình", "Hoa Binh", "HOÀ BÌNH"],
            ["Cư M'Lan", "Cư M’Lan", "Cư Mlan", "Cu Mlan", "xã Cư M'lan"],
            ["Bà Rịa - Vũng Tàu", "Bà Rịa–Vũng Tàu", "Ba Ria Vung Tau"], ["Thanh Hóa", "Thanh Hoá"],
            ["Mỹ Đức", "Mĩ Đức"],
            ["thành phố Hồ Chí Minh", "TP Hồ Chí Minh", "TP. Hồ Chí Minh", "Ho Chi Minh"],
        ]
    )
    func spellings(names: [String]) throws {
        let keys = Set(try names.flatMap { [$0, UnicodeForms.decomposed($0)] }.map { try #require(AreaName($0)).key })
        #expect(keys.count == 1, "\(keys)")
    }

    @Test("R5.6 The communes of Ea Súp and their variants")
    func communes() throws {
        var owners: [String: String] = [:]
        for row in try Reference.rows("easup_communes.csv") {
            let code = try #require(row["gso_code"])
            let names = (row["name_variants"] ?? "").split(separator: "|").map(String.init) + [row["name_gso"] ?? ""]
            for name in names {
                let key = try #require(AreaName(name)).key
                #expect(owners.updateValue(code, forKey: key) ?? code == code, "\(name)")
            }
            #expect(Set(try names.map { try #require(AreaName($0)) }).count == 1, "\(names)")
        }
        #expect(owners.count == 10)
    }

    @Test("R5.6 Provinces have keys of their own")
    func provinces() throws {
        let names = try Reference.rows("province_codes.csv").compactMap { $0["name_2024"] }
        #expect(Set(try names.map { try #require(AreaName($0)).key }).count == 63)
    }

    @Test(
        "R5.6 Words that belong to the name stay",
        arguments: [
            ("Xa Dung", "xadung"), ("Tinh Gia", "tinhgia"), ("Quan Hóa", "quanhoa"), ("Tân Phong", "tanphong"),
        ]
    )
    func nameWords(written: String, key: String) throws {
        #expect(try #require(AreaName(written)).key == key)
    }

    @Test("R5.6 A text without a letter is no name; one that is only a level stays a name")
    func edges() {
        #expect(AreaName("") == nil)
        #expect(AreaName(" - ") == nil)
        #expect(AreaName("xã")?.key == "xa")
        #expect(AreaName("Quận 1")?.key == "1")
    }

    @Test("R1.10 A code means what it meant when the number was set up")
    func provinceCodes() throws {
        let before = try day("2025-06-30")
        let after = try day("2025-07-01")
        for row in try Reference.rows("province_codes.csv") {
            let code = try #require(row["gso_code"])
            #expect(Province(code: code, on: before)?.name == row["name_2024"])
            let successor = try #require(row["gso_code_from_2025_07_01"])
            #expect(Province(code: successor, on: after)?.name == row["name_from_2025_07_01"])
        }
        #expect(Province(code: "15", on: before)?.name == "Yên Bái")
        #expect(Province(code: "15", on: after)?.name == "Lào Cai")
        #expect(Province(code: "54", on: after) == nil)
        #expect(Province(code: "03", on: before) == nil)
        #expect(Province.codes.count == 63)
        #expect(Province.codes.filter { Province(code: $0, on: after) != nil }.count == 34)
    }
}
