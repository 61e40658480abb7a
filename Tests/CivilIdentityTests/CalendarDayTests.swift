import CivilIdentity
import Testing

@Suite struct CalendarDayTests {
    @Test(
        "Days count as PostgreSQL counts them",
        arguments: [
            ("2000-01-01", 0), ("1999-12-31", -1), ("1970-01-01", -10_957), ("2024-02-29", 8825),
            ("0001-01-01", -730_119),
            ("9999-12-31", 2_921_939),
        ]
    )
    func ordinals(iso: String, ordinal: Int32) throws {
        let day = try day(iso)
        #expect(day.ordinal == ordinal)
        #expect(day.iso == iso)
        #expect(CalendarDay(ordinal: ordinal) == day)
    }

    @Test("Every day from 1900 to 2100 follows the one before, with its weekday")
    func successors() throws {
        var expected = (year: 1900, month: 1, day: 1)
        var weekday = 1  // 1900-01-01 was a Monday.
        for day in try day("1900-01-01")...day("2100-12-31") {
            if day.components != expected || day.isoWeekday != weekday || CalendarDay(iso: day.iso) != day {
                Issue.record("\(day)")
            }
            weekday = weekday % 7 + 1
            expected.day += 1
            if CalendarDay(year: expected.year, month: expected.month, day: expected.day) == nil {
                expected = expected.month == 12 ? (expected.year + 1, 1, 1) : (expected.year, expected.month + 1, 1)
            }
        }
        #expect(expected == (2101, 1, 1))
    }

    @Test(
        "A day that does not exist, or is written otherwise, is no day",
        arguments: [
            "1990-02-30", "1900-02-29", "2023-13-01", "2023-00-10", "2023-01-00", "2023-1-1", "2023/01/01",
            "0000-01-01",
            "2023-01-01 ", "２０２３-01-01", "", "2023-01-0a", "20230101",
        ]
    )
    func refused(text: String) {
        #expect(CalendarDay(iso: text) == nil)
    }

    @Test("PostgreSQL's infinities are no days")
    func infinities() {
        #expect(CalendarDay(ordinal: Int32.max) == nil)
        #expect(CalendarDay(ordinal: Int32.min) == nil)
        #expect(CalendarDay.latest.advanced(by: 10) == .latest)
        #expect(CalendarDay.earliest.advanced(by: -10) == .earliest)
    }

    @Test("R2.4 29 February is 1 March in a common year")
    func leapBirthday() throws {
        let born = try day("2008-02-29")
        #expect(try born.birthday(14) == day("2022-03-01"))
        #expect(try born.birthday(16) == day("2024-02-29"))
        #expect(try day("2023-03-31").yearsEarlier(1) == day("2022-03-31"))
        #expect(try day("2024-02-29").yearsEarlier(1) == day("2023-02-28"))
    }

    @Test("Papers print a day as dd/mm/yyyy")
    func printed() throws {
        #expect(try day("2024-09-07").printed == "07/09/2024")
    }
}
