import CivilIdentity
import Testing

@Suite struct VietnameseCalendarTests {
    @Test(
        "R9.14 Tết falls where the Chinese new year does not",
        arguments: [
            ("1968-01-29", "1968-01-30"), ("1969-02-16", "1969-02-17"), ("1985-01-21", "1985-02-20"),
            ("2007-02-17", "2007-02-18"), ("2030-02-02", "2030-02-03"), ("2053-02-18", "2053-02-19"),
        ]
    )
    func differsFromChina(iso: String, chinese: String) throws {
        let newYear = try day(iso)
        #expect(VietnameseCalendar.newYear(of: newYear.year) == newYear)
        #expect(try VietnameseCalendar.newYear(of: newYear.year) != day(chinese))
        #expect(VietnameseCalendar.lunarDay(of: newYear) == LunarDay(year: newYear.year, month: 1, day: 1))
    }

    @Test(
        "R9.14 Tết of years that everybody remembers",
        arguments: [
            "1930-01-30", "1945-02-13", "1954-02-03", "1963-01-25", "1975-02-11", "1976-01-31", "1979-01-28",
            "1980-02-16",
            "1986-02-09", "1990-01-27", "1995-01-31", "2000-02-05", "2004-01-22", "2010-02-14", "2014-01-31",
            "2019-02-05",
            "2020-01-25", "2021-02-12", "2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17",
        ]
    )
    func newYears(iso: String) throws {
        let newYear = try day(iso)
        #expect(VietnameseCalendar.newYear(of: newYear.year) == newYear)
    }

    @Test(
        "R9.14 Leap months",
        arguments: [
            (1968, 7), (1982, 4), (1985, 2), (1987, 7), (1990, 5), (1995, 8), (2001, 4), (2004, 2), (2006, 7),
            (2012, 4), (2014, 9), (2017, 6), (2020, 4), (2023, 2), (2025, 6), (2033, 11),
        ]
    )
    func leapMonths(year: Int, month: Int) {
        #expect(VietnameseCalendar.leapMonth(of: year) == month)
    }

    @Test(
        "R9.14 Years without a leap month; the Chinese 1984 has one",
        arguments: [1980, 1983, 1984, 2010, 2016, 2019, 2021, 2022, 2024, 2026, 2034]
    )
    func noLeapMonth(year: Int) {
        #expect(VietnameseCalendar.leapMonth(of: year) == nil)
    }

    @Test("R9.10 Tết lies between 21 January and 20 February from 1900 to 2100")
    func window() throws {
        for year in 1900...2100 {
            let newYear = try #require(VietnameseCalendar.newYear(of: year))
            #expect(newYear >= (try #require(CalendarDay(year: year, month: 1, day: 20))))
            #expect(newYear <= (try #require(CalendarDay(year: year, month: 2, day: 21))))
        }
    }

    @Test("R9.14 Months have 29 or 30 days and follow each other without a gap")
    func lengths() throws {
        var next = try #require(VietnameseCalendar.newYear(of: 1900))
        for year in 1900...2100 {
            var count = 0
            for month in 1...12 {
                for leap in [false, true] {
                    guard let days = VietnameseCalendar.days(ofMonth: month, year: year, leap: leap) else {
                        #expect(leap)
                        continue
                    }
                    #expect(days.lowerBound == next)
                    #expect((29...30).contains(days.count))
                    next = days.upperBound.advanced(by: 1)
                    count += 1
                }
            }
            #expect(count == (VietnameseCalendar.leapMonth(of: year) == nil ? 12 : 13))
        }
    }

    @Test("R9.14 Every day from 1900 to 2100 becomes a lunar day and the same day again")
    func roundTrip() throws {
        var previous: LunarDay?
        for day in try day("1900-01-31")...day("2100-12-31") {
            guard let lunar = VietnameseCalendar.lunarDay(of: day), VietnameseCalendar.day(of: lunar) == day,
                previous.map({ $0 < lunar }) ?? true
            else {
                Issue.record("\(day)")
                continue
            }
            previous = lunar
        }
        #expect(previous?.year == 2100)
    }

    @Test("R9.14 Outside its years, and for days that do not exist, the calendar says nothing")
    func outside() throws {
        #expect(VietnameseCalendar.newYear(of: 1849) == nil)
        #expect(VietnameseCalendar.newYear(of: 2151) == nil)
        #expect(try VietnameseCalendar.lunarDay(of: day("1600-01-01")) == nil)
        #expect(VietnameseCalendar.day(of: LunarDay(year: 2024, month: 4, day: 1, isLeapMonth: true)) == nil)
        #expect(VietnameseCalendar.day(of: LunarDay(year: 2024, month: 1, day: 31)) == nil)
        #expect(VietnameseCalendar.day(of: LunarDay(year: 2024, month: 13, day: 1)) == nil)
        #expect(VietnameseCalendar.day(of: LunarDay(year: 2024, month: 1, day: 0)) == nil)
    }

    // MARK: Against a second method

    @Test("R9.14 New moons agree with the moon's and the sun's places by other series")
    func newMoonsByElongation() throws {
        for month in Self.monthStarts(from: 1900, through: 2100) {
            // The instant lies within the local day; a new moon close to midnight may fall on either side of it by the
            // coarser series.
            let midnight = Double(month.start.ordinal) - month.meridian
            let instant = SecondMethod.newMoon(near: midnight + 0.5)
            #expect(instant > midnight - 0.01, "\(month.start)")
            #expect(instant < midnight + 1.01, "\(month.start)")
        }
    }

    @Test("R9.14 Month 11 holds the winter solstice, a leap month no major solar term, by another series for the sun")
    func majorTerms() throws {
        for year in 1900...2099 {
            let days = try #require(VietnameseCalendar.days(ofMonth: 11, year: year))
            #expect(Self.terms(in: days, slack: 0.02).contains(270), "solstice of \(year)")
            if let leap = VietnameseCalendar.leapMonth(of: year) {
                let month = try #require(VietnameseCalendar.days(ofMonth: leap, year: year, leap: true))
                #expect(Self.terms(in: month, slack: -0.02) == [], "leap month of \(year)")
            }
        }
    }

    /// Multiples of 30° that the sun passes in the days, widened or narrowed by `slack` days at both ends.
    private static func terms(in days: ClosedRange<CalendarDay>, slack: Double) -> [Int] {
        let meridian = meridian(of: days.lowerBound)
        let start = SecondMethod.solarLongitude(Double(days.lowerBound.ordinal) - meridian - slack)
        let end = SecondMethod.solarLongitude(Double(days.upperBound.ordinal) + 1 - meridian + slack)
        let first = Int(start / 30)
        let last = Int((end < start ? end + 360 : end) / 30)
        return first == last ? [] : (first + 1...last).map { $0 * 30 % 360 }
    }

    private static func meridian(of day: CalendarDay) -> Double {
        day.year >= 1968 ? 7.0 / 24 : day.year >= 1929 ? 8.0 / 24 : (7 + 45.0 / 60 + 40.0 / 3600) / 24
    }

    private static func monthStarts(from first: Int, through last: Int) -> [(start: CalendarDay, meridian: Double)] {
        (first...last).flatMap { year in
            (1...12).flatMap { month in
                [false, true].compactMap { leap in
                    VietnameseCalendar.days(ofMonth: month, year: year, leap: leap).map {
                        ($0.lowerBound, Self.meridian(of: $0.lowerBound))
                    }
                }
            }
        }
    }
}
