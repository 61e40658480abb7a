import CivilIdentity
import Testing

@Suite struct EthnicWordTests {
    private func codes(_ word: String) -> [String] {
        switch EthnicWord.resolve(word) {
        case .group(let group): [group.code]
        case .ambiguous(let groups): groups.map(\.code)
        case .unknown: []
        }
    }

    @Test("R4 The groups are those of ethnic_groups.csv")
    func table() throws {
        let rows = try Reference.rows("ethnic_groups.csv")
        #expect(rows.compactMap { $0["code"] } == EthnicGroup.all.map(\.code))
        #expect(rows.compactMap { $0["name_vi"] } == EthnicGroup.all.map(\.name))
        for row in rows {
            let code = try #require(row["code"])
            for alias in (row["aliases"] ?? "").split(separator: "|") {
                #expect(codes(String(alias)).contains(code), "\(alias)")
            }
            if code != "24" { #expect(codes(row["name_vi"] ?? "") == [code]) }
        }
        #expect(EthnicGroup(code: "00") == nil)
        #expect(EthnicGroup(code: "8") == nil)
    }

    @Test("R4.3 Ambiguous words ask, as spelled in ethnic_alias_ambiguous.csv")
    func ambiguous() throws {
        // Tày and Lào, with their tones, are official names and mean themselves.
        let official = ["Tày", "Lào"]
        for row in try Reference.rows("ethnic_alias_ambiguous.csv") {
            let expected = (row["codes"] ?? "").split(separator: "|").map(String.init)
            for spelling in (row["spellings"] ?? "").split(separator: "|").map(String.init)
            where !official.contains(spelling) {
                #expect(codes(spelling) == expected, "\(spelling)")
                #expect(codes(spelling.uppercased()) == expected, "\(spelling)")
                #expect(EthnicWord(spelling).displayed == nil)
                #expect(EthnicWord(spelling).remark?.code == "ethnicity.ambiguous")
            }
        }
        #expect(codes("Tày") == ["02"])
        #expect(codes("Lào") == ["37"])
    }

    @Test(
        "R4.1 Words of the district, the declared one kept (A5 as a value)",
        arguments: [
            ("Mông", "08"), ("Hmông", "08"), ("H'Mông", "08"), ("H’Mông", "08"), ("HMÔNG", "08"), ("hmong", "08"),
            ("Hmong", "08"),
            ("Mông Hoa", "08"), ("Mèo", "08"), ("Sán Chỉ", "15"), ("Sán Chí", "15"), ("san chi", "15"),
            ("Cao Lan", "15"),
            ("Sán Chay", "15"), ("Kinh", "01"), ("Kinh (Việt)", "01"), ("Gia-rai", "10"), ("Gia Rai", "10"),
            ("Jrai", "10"),
            ("Jarai", "10"), ("Ê-đê", "12"), ("Ê Đê", "12"), ("Ede", "12"), ("Ê-Đê", "12"), ("Dao Đỏ", "09"),
            ("Dao", "09"),
            ("Nùng An", "07"), ("Nùng", "07"), ("Tày", "02"), ("Thái", "03"), ("Thái đen", "03"), ("Mường", "06"),
            ("dân tộc Mông", "08"), ("Người Kinh", "01"), ("người Dao", "09"),
        ]
    )
    func words(word: String, code: String) {
        for form in [word, UnicodeForms.decomposed(word), "  \(word) "] {
            let ethnic = EthnicWord(form)
            #expect(ethnic.group?.code == code)
            #expect(ethnic.declared == word)
            #expect(ethnic.remark == nil)
        }
    }

    @Test("R4.2 Pejorative words are accepted and never displayed", arguments: ["Mèo", "Mán", "Mèo Hoa", "Mán Trắng"])
    func pejorative(word: String) {
        let ethnic = EthnicWord(word)
        #expect(ethnic.declared == word)
        #expect(ethnic.displayed == nil || ethnic.displayed == "Mông")
    }

    @Test(
        "R4.3 What is in no list is unknown, and nothing is asked of an empty cell",
        arguments: ["Xyz", "Kinh (Mông)", "12"]
    )
    func unknown(word: String) {
        #expect(EthnicWord(word).resolution == .unknown)
        #expect(EthnicWord(word).remark?.code == "ethnicity.unknown-word")
        #expect(EthnicWord("").resolution == .unknown)
        #expect(EthnicWord("").remark == nil)
    }
}
