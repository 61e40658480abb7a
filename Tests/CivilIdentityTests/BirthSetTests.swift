import CivilIdentity
import Testing

@Suite struct BirthSetTests {
    private let said = CalendarDay(year: 2024, month: 9, day: 17)

    @Test("R9.13 Tuổi Thân, about 50, said on 2024-09-17 keeps the lunar years 1968 and 1980 (A1 as a value)")
    func monkeyAboutFifty() throws {
        let set = try #require(BirthSet.zodiac(.monkey, aboutAge: 50, BirthSaying(on: day("2024-09-17"))))
        #expect(set.lunarYears == [1968, 1980])
        #expect(
            set.ranges == [
                try day("1968-01-29")...day("1969-02-15"), try day("1980-02-16")...day("1981-02-04"),
            ]
        )
        #expect(set.vi == "1968 hoặc 1980 (tuổi Thân)")
        #expect(set.en == "1968 or 1980 (year of the monkey)")
        #expect(set.candidateYears == [1968, 1969, 1980, 1981])
        // Found by 1968 and 1980; by 1969 and 1981 with less.
        let part = { (year: Int) in
            set.overlap(with: BirthSet.year(year, BirthSaying(on: set.statement.saidOn)))
        }
        #expect(part(1968) > 0.4)
        #expect(part(1980) > 0.4)
        #expect(part(1969) > 0)
        #expect(part(1969) < 0.1)
        #expect(part(1981) < 0.1)
        #expect(part(1970) == 0)
    }

    @Test(
        "R9.13 About N is N ± max(2, ⌈N ÷ 8⌉)",
        arguments: [(0, 2), (16, 2), (17, 3), (50, 7), (56, 7), (57, 8), (80, 10)]
    )
    func tolerance(age: Int, width: Int) {
        #expect(BirthSet.tolerance(ofAge: age) == width)
    }

    @Test("R9.10 45 years old, said on 2019-05-01, is one year of days that never moves (A2 as a value)")
    func westernAge() throws {
        let set = try #require(BirthSet.age(45, .western, BirthSaying(on: day("2019-05-01"))))
        #expect(try set.ranges == [day("1973-05-02")...day("1974-05-01")])
        #expect(set.vi == "1973–1974 (theo tuổi)")
        #expect(set.statement.ageKind == .western)
        // Seven years later she is 52 on every reading, a day earlier on none but the last.
        #expect(try set.ages(on: day("2026-05-01")) == 52...52)
        #expect(try set.ages(on: day("2026-04-30")) == 51...52)
    }

    @Test("R9.10 50 tuổi mụ said in 2024 is the lunar year 1975")
    func muAge() throws {
        let set = try #require(BirthSet.age(50, .mu, BirthSaying(on: day("2024-09-17"))))
        #expect(set.lunarYears == [1975])
        #expect(try set.earliest == day("1975-02-11"))
        #expect(set.vi == "1975 (theo tuổi mụ)")
        // Before Tết the lunar year is still the old one.
        let january = try #require(BirthSet.age(50, .mu, BirthSaying(on: day("2024-01-20"))))
        #expect(january.lunarYears == [1974])
        #expect(try BirthSet.age(0, .mu, BirthSaying(on: day("2024-01-20"))) == nil)
    }

    @Test("R9.10 The two ways to count an age differ by one or two years")
    func kindsDiffer() throws {
        let saying = BirthSaying(on: try day("2024-09-17"))
        let western = try #require(BirthSet.age(50, .western, saying))
        let mu = try #require(BirthSet.age(50, .mu, saying))
        #expect(western.latest < mu.latest)
        #expect(western.statement.ageKind != mu.statement.ageKind)
    }

    @Test("R9.14 Mùng 5 tháng Chạp năm Thìn falls in the solar year that follows (A3 as a value)")
    func lunarDay() throws {
        let set = try #require(
            BirthSet.lunar(years: [1964], month: 12, day: 5, leap: nil, BirthSaying(on: day("2024-09-17")))
        )
        #expect(try set.ranges == [day("1965-01-07")...day("1965-01-07")])
        #expect(set.vi == "05/12/1964 (âm lịch)")
        #expect(!set.vi.contains("1965"))
    }

    @Test("R9.14 Where nobody says whether the month was the leap one, both count")
    func leapMonths() throws {
        let saying = BirthSaying(on: try day("2024-09-17"))
        let either = try #require(BirthSet.lunar(years: [1968], month: 7, day: 15, leap: nil, saying))
        #expect(either.dayCount == 2)
        let leap = try #require(BirthSet.lunar(years: [1968], month: 7, day: 15, leap: true, saying))
        #expect(leap.onlyDay == either.latest)
        #expect(leap.vi == "15/07 nhuận/1968 (âm lịch)")
        #expect(BirthSet.lunar(years: [1969], month: 7, day: 15, leap: true, saying) == nil)
        let month = try #require(BirthSet.lunar(years: [1968], month: 7, day: nil, leap: nil, saying))
        #expect((58...60).contains(month.dayCount))
        #expect(month.ranges.count == 1)
    }

    @Test(
        "R9.8 What is shown is what was stated",
        arguments: [
            ("1968", "1968"), ("05/1987", "05/1987"), ("01/01/1990", "01/01/1990"), ("~1987±3", "khoảng 1984–1990"),
            ("tuổi Thân", "tuổi Thân (chưa rõ năm)"), ("mùng 5 tháng Chạp năm 1964", "05/12/1964 (âm lịch)"),
            ("năm 1964 âm lịch", "năm âm lịch 1964"), ("khoảng 50 tuổi", "khoảng 1966–1981 (theo tuổi)"),
        ]
    )
    func shown(written: String, vi: String) throws {
        let date = try ImportDate.parse(written, saidOn: day("2024-09-17"))
        let set = try #require(date.birth.value)
        #expect(set.vi == vi)
        // A row of the database keeps ranges and statement, and shows the same.
        #expect(BirthSet(ranges: set.ranges, statement: set.statement)?.vi == vi)
    }

    @Test("R9.9 Fourteen is yes, no or unknown")
    func reached() throws {
        let saying = BirthSaying(on: try day("2024-01-01"))
        let year = BirthSet.year(2010, saying)
        #expect(try year.reached(age: 14, on: day("2023-12-31")) == .no)
        #expect(try year.reached(age: 14, on: day("2024-01-01")) == .unknown)
        #expect(try year.reached(age: 14, on: day("2024-12-30")) == .unknown)
        #expect(try year.reached(age: 14, on: day("2024-12-31")) == .yes)
        let leap = BirthSet.day(try day("2008-02-29"), saying)
        #expect(try leap.reached(age: 14, on: day("2022-02-28")) == .no)
        #expect(try leap.reached(age: 14, on: day("2022-03-01")) == .yes)
    }

    @Test("R9.11 Before and after an event")
    func events() throws {
        let saying = BirthSaying(on: try day("2024-09-17"))
        let before = BirthSet.before(try day("1979-02-17"), saying)
        #expect(try before.latest == day("1979-02-16"))
        #expect(before.vi == "1979 trở về trước")
        let after = try #require(BirthSet.after(day("1979-02-17"), saying))
        #expect(try after.ranges == [day("1979-02-18")...day("2024-09-17")])
        #expect(after.vi == "1979 trở về sau")
        #expect(try BirthSet.after(day("2024-09-17"), saying) == nil)
        #expect(before.couldPrecede(after))
        #expect(!after.couldPrecede(before))
    }

    @Test("R9.10 An animal alone is looked for among those aged 0 to 110")
    func animalAlone() throws {
        let set = try #require(BirthSet.zodiac(.dragon, BirthSaying(on: day("2024-09-17"))))
        #expect(set.lunarYears == [1916, 1928, 1940, 1952, 1964, 1976, 1988, 2000, 2012, 2024])
    }

    @Test("R9.8 Years, lunar years and what the usual words for them are")
    func usualWords() throws {
        let saying = BirthSaying(on: try day("2024-09-17"))
        let lunar = try #require(BirthSet.lunarYear(1964, saying))
        #expect(try lunar.ranges == [day("1964-02-13")...day("1965-02-01")])
        #expect(lunar.en == "lunar year 1964")
        #expect(BirthSet.lunarYear(1700, saying) == nil)
        #expect(BirthSet.years(1984...1990, saying).statement.written == "khoảng 1984–1990")
        #expect(BirthSet.about(age: 50, .mu, saying)?.lunarYears == Array(1968...1982))
        let month = try #require(BirthSet.month(5, of: 1987, saying))
        #expect(month.statement.written == "1987-05")
        #expect(BirthSet.month(13, of: 1987, saying) == nil)
        // What the constructors write, the reader reads back.
        for set in [lunar, month, .year(1990, saying), .years(1984...1990, saying), .about(year: 1968, saying)] {
            let again = try ImportDate.parse(set.statement.written, saidOn: saying.saidOn)
            #expect(again.birth.value?.ranges == set.ranges, "\(set.statement.written)")
        }
    }

    @Test("R9.8 There is no empty set")
    func neverEmpty() throws {
        let saidOn = try day("2024-09-17")
        let none: [ClosedRange<CalendarDay>] = []
        #expect(BirthSet(ranges: none, statement: BirthSet.year(1990, BirthSaying(on: saidOn)).statement) == nil)
        #expect(BirthSet(ranges: [saidOn...saidOn], statement: .unknown(written: "không rõ", saidOn: saidOn)) == nil)
        #expect(BirthSet.year(1990, BirthSaying(on: saidOn)).narrowed(to: [saidOn...saidOn]) == nil)
    }

    @Test("R9.8 Random sets agree with counting their days one by one", arguments: 0..<60)
    func bruteForce(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let base = try day("1985-01-01")
        let statement = BirthSet.year(1985, BirthSaying(on: base)).statement
        func ranges() -> [ClosedRange<CalendarDay>] {
            (0..<Int.random(in: 1...5, using: &random)).map { _ in
                let start = base.advanced(by: Int.random(in: 0..<900, using: &random))
                return start...start.advanced(by: Int.random(in: 0..<200, using: &random))
            }
        }
        let firstRanges = ranges()
        let secondRanges = ranges()
        let one = try #require(BirthSet(ranges: firstRanges, statement: statement))
        let other = try #require(BirthSet(ranges: secondRanges, statement: statement))
        let oneDays = Set(firstRanges.flatMap { Array($0) })
        let otherDays = Set(secondRanges.flatMap { Array($0) })

        #expect(Set(one.ranges.flatMap { Array($0) }) == oneDays)
        #expect(one.dayCount == oneDays.count)
        for (left, right) in zip(one.ranges, one.ranges.dropFirst()) {
            #expect(left.upperBound.advanced(by: 1) < right.lowerBound)
        }
        #expect(one.earliest == oneDays.min())
        #expect(one.latest == oneDays.max())
        #expect(one.candidateYears == Set(oneDays.map(\.year)).sorted())
        #expect(one.lunarYears == Set(oneDays.compactMap { VietnameseCalendar.year(of: $0) }).sorted())
        for year in 1984...1990 { #expect(one.touches(year: year) == oneDays.contains { $0.year == year }) }

        let shared = oneDays.intersection(otherDays)
        #expect(abs(one.overlap(with: other) - Double(shared.count) / Double(oneDays.count)) < 1e-12)
        let nearest = oneDays.flatMap { left in otherDays.map { abs(left.distance(to: $0)) } }.min()
        #expect(one.distance(to: other) == nearest)
        #expect(one.distance(to: other) == other.distance(to: one))
        #expect(one.narrowed(to: secondRanges).map { Set($0.ranges.flatMap { Array($0) }) } ?? [] == shared)

        let today = base.advanced(by: Int.random(in: 5000..<6500, using: &random))
        let reached = Set(oneDays.map { $0.birthday(14) <= today })
        let expected: Answer = reached.count == 2 ? .unknown : reached.contains(true) ? .yes : .no
        #expect(one.reached(age: 14, on: today) == expected)
        #expect(one.couldPrecede(other) == oneDays.contains { day in otherDays.contains { day < $0 } })
    }

    @Test(
        "R9.10 Every birth day of an age, and no other, has that age",
        arguments: [
            "2024-02-29", "2023-02-28", "2023-03-01", "2024-12-31", "2024-09-17",
        ]
    )
    func ages(iso: String) throws {
        let today = try day(iso)
        for age in [0, 1, 4, 13, 14, 45] {
            let days = BirthSet.days(ofAges: age...age, on: today)
            for born in days.lowerBound.advanced(by: -40)...min(today, days.upperBound.advanced(by: 40)) {
                let isAge = born.birthday(age) <= today && today < born.birthday(age + 1)
                #expect(days.contains(born) == isAge, "\(born) \(age)")
            }
        }
    }
}
