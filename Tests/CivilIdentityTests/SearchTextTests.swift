import CivilIdentity
import Testing

@Suite struct SearchTextTests {
    private func parse(_ text: String) throws -> SearchText {
        try SearchText.parse(text, today: day("2024-09-17"))
    }

    private func years(_ search: SearchText) -> [Int] {
        var years: [Int] = []
        for range in search.born ?? [] {
            for year in range.lowerBound.year...range.upperBound.year where years.last != year { years.append(year) }
        }
        return years
    }

    @Test(
        "R9.6 Words of a name in the order typed (D1 as a value)",
        arguments: ["giang a pao", "Giàng A Páo", "GIÀNG A PÁO"]
    )
    func name(text: String) throws {
        let search = try parse(text)
        #expect(search.tokens.map(\.k2) == ["giang", "a", "pao"])
        #expect(search.tokens.map(\.k3) == ["zang", "a", "pao"])
        #expect(search.born == nil)
        #expect(search.unread == [])
    }

    @Test(
        "R9.13 Years, ages and animals narrow the birth (D4 as a value)",
        arguments: [
            ("1968", 1968, 1968), ("páo sinh năm 1968", 1968, 1968), ("páo 1968-1970", 1968, 1970),
            ("05/1987", 1987, 1987),
            ("17/05/1990", 1990, 1990), ("40–50", 1973, 1984), ("40-50 tuổi", 1973, 1984),
            ("40 - 50 tuổi páo", 1973, 1984),
            ("khoảng 50 tuổi", 1966, 1981), ("50 tuổi", 1973, 1974), ("50 tuổi mụ", 1975, 1976),
            ("~1987±3", 1984, 1990),
            ("khoảng 1968", 1961, 1975), ("tuổi Thân 50-57 tuổi", 1968, 1969),
            ("tuổi con khỉ khoảng 50 tuổi", 1968, 1981),
        ]
    )
    func births(text: String, first: Int, last: Int) throws {
        let search = try parse(text)
        #expect(years(search).first == first)
        #expect(years(search).last == last)
        #expect(search.unread == [])
        #expect(search.tokens.map(\.k2) == (text.contains("páo") ? ["pao"] : []))
    }

    @Test("R9.10 An animal of a search line")
    func animal() throws {
        let search = try parse("sùng thị tuổi Thân")
        #expect(search.animal == .monkey)
        #expect(search.tokens.map(\.k2) == ["sung", "thi"])
        #expect(search.born?.count == 9)
        // Thân is also a given name; only behind "tuổi" is it an animal.
        #expect(try parse("nguyễn văn thân").animal == nil)
    }

    @Test("R9.9 A band of 40–50 today overlaps the monkeys of 1968 and 1980 by the days they share")
    func band() throws {
        let search = try parse("40–50")
        #expect(search.ages == 40...50)
        let days = try #require(search.born)
        #expect(try days == [day("1973-09-18")...day("1984-09-17")])
        let monkey = try #require(BirthSet.zodiac(.monkey, aboutAge: 50, BirthSaying(on: day("2024-09-17"))))
        #expect((0.45...0.55).contains(monkey.overlap(with: days)))
    }

    @Test("R1.1 Numbers are taken out of the line, also with dots")
    func numbers() throws {
        let search = try parse("páo 066169867053 0334.416.128")
        #expect(search.numbers == ["066169867053", "0334416128"])
        #expect(search.tokens.count == 1)
        #expect(search.born == nil)
    }

    @Test("R9.8 What cannot be read is said, and contradictions find nothing")
    func unread() throws {
        #expect(try parse("páo 45").unread == ["45"])
        #expect(try parse("páo 30/02/1990").unread == ["30/02/1990"])
        #expect(try parse("1492").unread == ["1492"])
        #expect(try parse("1968 1970").born == [])
        #expect(try parse("").tokens == [])
        #expect(try parse(" , ; ").born == nil)
        #expect(try parse("\u{0}").unread == ["\u{0}"])
        #expect(try parse(String(repeating: "a ", count: 5000)).unread.count == 5000)
    }

    @Test("D6 A search line printed by mistake gives nobody away")
    func masked() throws {
        let search = try parse("giàng a páo 066169867053 1968")
        #expect("\(search)" == "search for 3 words, 1 numbers, a birth")
    }

    @Test(
        "R9.1 Names that are also words of dates stay names",
        arguments: [
            "Nguyễn Thị Tâm", "Hoàng A Nam", "hoang a nam", "Nguyễn Thị Tươi", "Trần Văn Sinh", "Lý Thị Mùi", "Tám",
            "Hoàng A Nam",
            "Nông Thị Khoang", "Con Sinh",
        ]
    )
    func nameWords(written: String) throws {
        let words = written.split(separator: " ").count
        #expect(try parse(written).tokens.count == words)
        let dated = try parse("\(written) 1968")
        #expect(dated.tokens.count == words - (written == "Nông Thị Khoang" ? 1 : 0))
        #expect(years(dated).contains(1968))
    }

    @Test("D1 No line makes the reader fail", arguments: 0..<20)
    func noise(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "tuổi", "tuoi", "năm", "nam", "sinh", "khoảng", "tầm", "tam", "con", "khỉ", "Thân", "mụ", "40", "50",
            "1968", "-",
            "–", "~", "±", "3", "páo", "giàng", ",", ".", "0334416128", "17/05/1990", "99/99/9999", "-5", "5-", "\u{0}",
            "'",
            "99999999999999999999", "\u{301}", "１９６８", "²",
        ]
        for _ in 0..<500 {
            let text = (0..<Int.random(in: 1...7, using: &random))
                .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }
                .joined(separator: Bool.random(using: &random) ? " " : "")
            let search = try parse(text)
            for range in search.born ?? [] { #expect(range.lowerBound.year > 1800, "\(text)") }
            #expect(search.tokens.isEmpty == (search.name == nil))
        }
    }
}
