/// A day of the Vietnamese lunar calendar, as said: "mùng 5 tháng Chạp năm Thìn".
package struct LunarDay: Hashable, Sendable {
    /// Named by the solar year in which its Tết falls.
    package let year: Int
    /// 1 (Giêng) to 12 (Chạp).
    package let month: Int
    /// 1 to 30.
    package let day: Int
    /// The second month of that number in a year of thirteen months, "tháng nhuận".
    package let isLeapMonth: Bool

    package init(year: Int, month: Int, day: Int, isLeapMonth: Bool = false) {
        self.year = year
        self.month = month
        self.day = day
        self.isLeapMonth = isLeapMonth
    }
}

extension LunarDay: Comparable {
    package static func < (left: LunarDay, right: LunarDay) -> Bool {
        (left.year, left.month, left.isLeapMonth ? 1 : 0, left.day)
            < (right.year, right.month, right.isLeapMonth ? 1 : 0, right.day)
    }
}

/// The lunar calendar of Viet Nam from 1850 to 2150, by our own astronomical computation (rule R9.14).
///
/// A month begins on the day of the new moon; month 11 holds the winter solstice; in a year of thirteen months between
/// two months 11 the first month that holds no major solar term is the leap month. All that differs between countries
/// and times is the meridian whose midnight parts the days:
/// - from 1968-01-01 that of UTC+7 (Decision 121/CP of 1967). Tết of 1968 was kept in the north on 29 January; the south
///   kept the older reckoning, and 30 January, until 1975, which is not represented here;
/// - from 1929 to 1967 that of UTC+8, as the almanacs in use then;
/// - before 1929 that of Beijing, UTC+7:45:40. The court's almanac worked from tables, not from this computation, so a
///   month before 1929 may have begun a day earlier or later.
package enum VietnameseCalendar {
    /// Lunar years that can be converted.
    package static let years = 1850...2150

    /// Nil outside ``years``.
    package static func lunarDay(of day: CalendarDay) -> LunarDay? {
        guard let index = months.lastIndex(startingBy: day.ordinal), index + 1 < months.count else { return nil }
        let month = months[index]
        return LunarDay(
            year: month.year,
            month: month.number,
            day: Int(day.ordinal - month.start) + 1,
            isLeapMonth: month.isLeap
        )
    }

    /// Nil for a day that does not exist: a 30th of a short month, a leap month in a year without it.
    package static func day(of lunar: LunarDay) -> CalendarDay? {
        guard let days = days(ofMonth: lunar.month, year: lunar.year, leap: lunar.isLeapMonth),
            lunar.day >= 1, lunar.day <= days.count
        else { return nil }
        return days.lowerBound.advanced(by: lunar.day - 1)
    }

    /// Tết, the first day of a lunar year; nil outside ``years``.
    package static func newYear(of year: Int) -> CalendarDay? {
        days(ofYear: year)?.lowerBound
    }

    /// From Tết to the eve of the next; nil outside ``years``.
    package static func days(ofYear year: Int) -> ClosedRange<CalendarDay>? {
        guard let first = firstMonths[year], let next = firstMonths[year + 1],
            let start = CalendarDay(ordinal: months[first].start),
            let end = CalendarDay(ordinal: months[next].start - 1)
        else { return nil }
        return start...end
    }

    /// The 29 or 30 days of a month; nil for a leap month the year does not have, and outside ``years``.
    package static func days(ofMonth number: Int, year: Int, leap: Bool = false) -> ClosedRange<CalendarDay>? {
        guard let first = firstMonths[year], let next = firstMonths[year + 1],
            let index = months[first..<next].firstIndex(where: { $0.number == number && $0.isLeap == leap }),
            let start = CalendarDay(ordinal: months[index].start),
            let end = CalendarDay(ordinal: months[index + 1].start - 1)
        else { return nil }
        return start...end
    }

    /// The number that a year's leap month repeats; nil in a year of twelve months.
    package static func leapMonth(of year: Int) -> Int? {
        guard let first = firstMonths[year], let next = firstMonths[year + 1] else { return nil }
        return months[first..<next].first(where: \.isLeap)?.number
    }

    /// The lunar year of a day; nil outside ``years``.
    package static func year(of day: CalendarDay) -> Int? { lunarDay(of: day)?.year }

    /// The lunar years that a range of days touches.
    package static func years(touching days: ClosedRange<CalendarDay>) -> ClosedRange<Int>? {
        guard let first = year(of: days.lowerBound), let last = year(of: days.upperBound) else { return nil }
        return first...last
    }

    struct Month: Sendable {
        /// Days since 2000-01-01.
        let start: Int32
        let year: Int
        let number: Int
        let isLeap: Bool
    }

    /// All months in order, computed once; the last one only ends the one before it.
    private static let months: [Month] = LunarMonths.computed(from: years.lowerBound, upTo: years.upperBound + 1)

    /// Where each year's month 1 stands in ``months``.
    private static let firstMonths: [Int: Int] = {
        var places: [Int: Int] = [:]
        for (place, month) in months.enumerated() where month.number == 1 && !month.isLeap {
            places[month.year] = place
        }
        return places
    }()
}

extension [VietnameseCalendar.Month] {
    /// The last month that starts on or before a day, by halving.
    fileprivate func lastIndex(startingBy day: Int32) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].start <= day { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : low - 1
    }
}

/// The computation behind ``VietnameseCalendar``.
private enum LunarMonths {
    /// The Julian day at midnight, universal time, of 2000-01-01.
    private static let origin = 2_451_544.5

    /// Days by which local midnight comes before that of universal time.
    static func meridian(universal day: Double) -> Double {
        // 1968-01-01 and 1929-01-01, each at its own new midnight.
        if day >= origin - 11_688 - 7.0 / 24 { return 7.0 / 24 }
        if day >= origin - 25_933 - 8.0 / 24 { return 8.0 / 24 }
        return (7 * 3600 + 45 * 60 + 40) / 86_400.0
    }

    /// The day, since 2000-01-01, in which an instant falls.
    private static func localDay(universal day: Double) -> Int32 {
        Int32((day + meridian(universal: day) - origin).rounded(.down))
    }

    private static func start(ofMonth k: Int) -> Int32 { localDay(universal: Astronomy.newMoon(k)) }

    /// In which twelfth of the sun's way a day begins; 9 from the winter solstice on.
    private static func sector(atStartOf day: Int32) -> Int {
        let midnight = origin + Double(day)
        let instant = midnight - meridian(universal: midnight)
        return Int(Astronomy.solarLongitude(universal: instant) / 30)
    }

    /// The new moon that begins month 11 of a year: the last one on or before the day of the winter solstice.
    private static func eleventhMonth(of year: Int) -> Int {
        let day = CalendarDay.last(ofYear: year).ordinal
        var k = Int((Double(day) - 5.6) / 29.530_588_861) + 1
        while start(ofMonth: k) > day { k -= 1 }
        // Where the sun has passed the solstice when the month begins, the month before holds it.
        return sector(atStartOf: start(ofMonth: k)) == 8 ? k : k - 1
    }

    /// All months of the years from `first` up to and without `last`, and month 1 of `last` as their end.
    static func computed(from first: Int, upTo last: Int) -> [VietnameseCalendar.Month] {
        var months: [VietnameseCalendar.Month] = []
        var eleventh = eleventhMonth(of: first - 1)
        for year in first...last {
            let next = eleventhMonth(of: year)
            months += suite(from: eleventh, to: next, endingIn: year)
            eleventh = next
        }
        guard let start = months.firstIndex(where: { $0.year == first }),
            let end = months.firstIndex(where: { $0.year == last })
        else { return [] }
        return Array(months[start...end])
    }

    /// The months from one month 11 up to the next, numbered.
    private static func suite(from eleventh: Int, to next: Int, endingIn year: Int) -> [VietnameseCalendar.Month] {
        let starts = (eleventh...next).map(start(ofMonth:))
        var leap: Int?
        if next - eleventh == 13 {
            let sectors = starts.map(sector(atStartOf:))
            leap = (1..<13).first { sectors[$0] == sectors[$0 + 1] }
        }
        var number = 10
        return (0..<(next - eleventh)).map { place in
            if place != leap { number += 1 }
            let wrapped = (number - 1) % 12 + 1
            return VietnameseCalendar.Month(
                start: starts[place],
                year: number > 12 ? year : year - 1,
                number: wrapped,
                isLeap: place == leap
            )
        }
    }
}
