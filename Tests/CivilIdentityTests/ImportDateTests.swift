import CivilIdentity
import Testing

@Suite struct ImportDateTests {
    private func read(_ text: String, years: ClosedRange<Int>? = nil) throws -> ImportDate {
        try ImportDate.parse(text, saidOn: day("2024-09-17"), within: years)
    }

    @Test(
        "R9.8 Every form of a date that the files may have",
        arguments: [
            ("1990-05-17", "1990-05-17", "1990-05-17", BirthPrecision.day),
            ("17/05/1990", "1990-05-17", "1990-05-17", .day), ("17/5/1990", "1990-05-17", "1990-05-17", .day),
            ("17-05-1990", "1990-05-17", "1990-05-17", .day), ("17.05.1990", "1990-05-17", "1990-05-17", .day),
            (" 17 / 05 / 1990 ", "1990-05-17", "1990-05-17", .day), ("19900517", "1990-05-17", "1990-05-17", .day),
            ("ngày 17 tháng 5 năm 1990", "1990-05-17", "1990-05-17", .day),
            ("17 tháng 5 năm 1990", "1990-05-17", "1990-05-17", .day),
            ("29/02/2024", "2024-02-29", "2024-02-29", .day),
            ("1990-05", "1990-05-01", "1990-05-31", .month), ("05/1990", "1990-05-01", "1990-05-31", .month),
            ("5/1990", "1990-05-01", "1990-05-31", .month), ("00/05/1990", "1990-05-01", "1990-05-31", .month),
            ("19900500", "1990-05-01", "1990-05-31", .month),
            ("tháng năm năm 1990", "1990-05-01", "1990-05-31", .month),
            ("02/2024", "2024-02-01", "2024-02-29", .month),
            ("1990", "1990-01-01", "1990-12-31", .year), ("19900000", "1990-01-01", "1990-12-31", .year),
            ("00/00/1990", "1990-01-01", "1990-12-31", .year), ("năm 1990", "1990-01-01", "1990-12-31", .year),
            ("sinh năm 1990", "1990-01-01", "1990-12-31", .year),
            ("khoảng 1968", "1961-01-01", "1975-12-31", .range), ("~1968", "1961-01-01", "1975-12-31", .range),
            ("~1987±3", "1984-01-01", "1990-12-31", .range), ("1987±3", "1984-01-01", "1990-12-31", .range),
            ("1984-1990", "1984-01-01", "1990-12-31", .range), ("1984–1990", "1984-01-01", "1990-12-31", .range),
            ("khoảng 1984-1990", "1984-01-01", "1990-12-31", .range),
            ("từ 1984 đến 1990", "1984-01-01", "1990-12-31", .range),
            ("tuổi Thân, khoảng 50 tuổi", "1968-01-29", "1981-02-04", .zodiac),
            ("Mậu Thân", "1968-01-29", "1969-02-15", .zodiac),
            ("tuổi Mậu Thân 1968", "1968-01-29", "1969-02-15", .zodiac),
            ("mùng 5 tháng Chạp năm Thìn, khoảng 60 tuổi", "1965-01-07", "1965-01-07", .day),
            ("rằm tháng Giêng năm 1964", "1964-02-27", "1964-02-27", .day),
            ("mồng 5 tháng chạp năm Giáp Thìn 1964", "1965-01-07", "1965-01-07", .day),
            ("5/12/1964 âm lịch", "1965-01-07", "1965-01-07", .day),
            ("mùng 5/12/1964", "1965-01-07", "1965-01-07", .day),
            ("tháng 4 nhuận năm 1982", "1982-05-23", "1982-06-20", .month),
            ("năm 1964 âm lịch", "1964-02-13", "1965-02-01", .year),
            ("45 tuổi", "1978-09-18", "1979-09-17", .range), ("45 tuổi tròn", "1978-09-18", "1979-09-17", .range),
            ("50 tuổi mụ", "1975-02-11", "1976-01-30", .year), ("50 tuổi ta", "1975-02-11", "1976-01-30", .year),
            ("khoảng 50 tuổi", "1966-09-18", "1981-09-17", .range),
        ]
    )
    func forms(written: String, earliest: String, latest: String, precision: BirthPrecision) throws {
        for text in [written, written.uppercased(), UnicodeForms.decomposed(written)] {
            let date = try read(text)
            let set = try #require(date.birth.value, "\(text)")
            #expect(set.earliest.iso == earliest, "\(text)")
            #expect(set.latest.iso == latest, "\(text)")
            #expect(set.statement.precision == precision, "\(text)")
            #expect(try set.statement.saidOn == day("2024-09-17"))
        }
        // What was written is kept, but for blanks around it.
        let kept = try read(written).statement?.written
        #expect(kept == written.split(separator: " ").joined(separator: " "))
    }

    @Test(
        "R9.8 Basis and calendar of a statement",
        arguments: [
            ("1990-05-17", BirthBasis.document, BirthCalendar.solar), ("1990", .document, .solar),
            ("khoảng 1968", .estimate, .solar), ("tuổi Thân", .zodiac, .lunar), ("45 tuổi", .age, .solar),
            ("50 tuổi mụ", .age, .lunar), ("rằm tháng Giêng năm 1964", .document, .lunar),
        ]
    )
    func basis(written: String, basis: BirthBasis, calendar: BirthCalendar) throws {
        let date = try ImportDate.parse(written, saidOn: day("2024-09-17"), basis: .document)
        #expect(date.statement?.basis == basis)
        #expect(date.statement?.calendar == calendar)
    }

    @Test("R9.10 A bare animal is the animal of its year, and the years beside it choose", arguments: Animal.allCases)
    func animals(animal: Animal) throws {
        for text in [animal.vi, "tuổi \(animal.vi)", "năm \(animal.vi)"] {
            let set = try #require(read(text).birth.value)
            #expect(set.lunarYears.allSatisfy { Animal(lunarYear: $0) == animal })
            #expect(set.statement.precision == .zodiac)
        }
        let narrowed = try #require(read(animal.vi, years: 1970...1981).birth.value)
        #expect(narrowed.lunarYears.count == 1)
        #expect(try read(animal.vi).remarks == [.animalWithoutAge])
        #expect(try read(animal.vi, years: 1970...1981).remarks == [])
    }

    @Test(
        "A11 Not asked, unknown and refused are three answers",
        arguments: [
            ("", StatedKind.notAsked), ("   ", .notAsked), ("không rõ", .unknown), ("Không biết", .unknown),
            ("KHONG RO", .unknown), ("?", .unknown), ("từ chối", .refused),
        ]
    )
    func answers(written: String, kind: StatedKind) throws {
        let date = try read(written)
        #expect(date.birth.kind == kind)
        #expect((date.statement == nil) == (kind == .notAsked))
        #expect(date.statement?.precision ?? .unknown == .unknown)
    }

    @Test(
        "R9.8 What cannot be is refused with the rule, in both languages",
        arguments: [
            ("30/02/1990", "birth.no-such-day"), ("1990-02-30", "birth.no-such-day"),
            ("29/02/2023", "birth.no-such-day"),
            ("31/04/1990", "birth.no-such-day"), ("13/13/1990", "birth.no-such-month"),
            ("1990-13", "birth.no-such-month"),
            ("12/25/1990", "birth.no-such-month"), ("1492", "birth.year-too-early"),
            ("01/01/1492", "birth.year-too-early"),
            ("2050", "birth.year-too-late"), ("15/05/68", "birth.two-digit-year"), ("68", "birth.two-digit-year"),
            ("0000-05-17", "birth.two-digit-year"), ("hôm qua", "birth.not-understood"),
            ("abc", "birth.not-understood"),
            ("1990-1980", "birth.not-understood"), ("=1+1", "birth.not-understood"),
            ("1990-05-17T00:00", "birth.not-understood"),
            ("99999999999999999999", "birth.not-understood"), ("~1987±99", "birth.not-understood"),
            ("tuổi ty", "birth.ty-without-tone"), ("tuổi Thân 1969", "birth.no-such-animal-year"),
            ("tuổi Thân 2024", "birth.no-such-animal-year"), ("tháng 4 nhuận năm 1983", "birth.no-such-lunar-day"),
            ("mùng 31 tháng Chạp năm 1964", "birth.no-such-lunar-day"), ("tháng một năm Thìn", "birth.lunar-month-one"),
            ("mùng 5 tháng Chạp", "birth.lunar-without-year"), ("200 tuổi", "birth.age-too-high"),
            ("0 tuổi mụ", "birth.mu-age-zero"), ("khoảng tháng Chạp năm 1964", "birth.not-understood"),
        ]
    )
    func refusals(written: String, code: String) throws {
        let saidOn = try day("2024-09-17")
        let refusal = #expect(throws: Refusal.self) { try ImportDate.parse(written, saidOn: saidOn) }
        #expect(refusal?.code == code)
        #expect(refusal?.rule.hasPrefix("R9.") == true)
        #expect(refusal?.vi.isEmpty == false)
        #expect(refusal?.en.isEmpty == false)
    }

    @Test(
        "R9.8 What is odd but possible is taken with a remark",
        arguments: [
            ("1990-01-01", "birth.year?"), ("01/01/1990", "birth.year?"), ("2024-12-20", "birth.to-come"),
            ("45 tuổi", "birth.age-kind-not-said"), ("tuổi Thân 2028", "birth.to-come"),
            ("tuổi Thân", "birth.animal-without-age"), ("1905", "birth.over-110"),
        ]
    )
    func remarks(written: String, code: String) throws {
        let date = try read(written)
        #expect(date.birth.value != nil)
        #expect(date.remarks.map(\.code) == [code])
        #expect(date.remarks.allSatisfy { !$0.vi.isEmpty && !$0.en.isEmpty })
    }

    @Test("R9.8 1 January keeps the stated day")
    func firstOfJanuary() throws {
        let set = try #require(read("01/01/1990").birth.value)
        #expect(try set.onlyDay == day("1990-01-01"))
        #expect(set.vi == "01/01/1990")
    }

    @Test("R9.8 No text makes the reader fail otherwise than by refusing", arguments: 0..<20)
    func noise(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "tuổi", "năm", "tháng", "ngày", "mùng", "rằm", "Giêng", "Chạp", "nhuận", "Thân", "Tý", "1968", "5", "50",
            "45",
            "±", "~", "-", "/", "khoảng", "mụ", "âm lịch", "0", "99", "\u{301}", "con", "Mậu", ",", ".", "từ", "đến",
        ]
        let saidOn = try day("2024-09-17")
        for _ in 0..<500 {
            let text = (0..<Int.random(in: 1...6, using: &random))
                .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }
                .joined(separator: Bool.random(using: &random) ? " " : "")
            guard let date = try? ImportDate.parse(text, saidOn: saidOn) else { continue }
            // Whatever was taken shows something and stays within reach.
            if let set = date.birth.value {
                #expect(!set.vi.isEmpty, "\(text)")
                #expect(set.earliest.year > 1880, "\(text)")
                #expect(set.latest.year < 2045, "\(text)")
            }
        }
    }
}
