import CivilIdentity
import Postgres
import Registry
import RegistryTestSupport
import Testing

@Suite(.registryDatabase) struct WorkingDayTests {
    /// What the database answers to an expression over days.
    private static func answer(_ expression: String) async throws -> String {
        try await TestDatabase.current.superuserSQL("select \(expression)")
    }

    @Test(
        "R7.9 Periods in working days skip weekends and holidays, count days worked in exchange, and begin the day after",
        arguments: [
            // A week without a holiday: Friday and five.
            ("2024-09-13", 5, "2024-09-20"), ("2024-09-13", 1, "2024-09-16"),
            // From a day off.
            ("2024-09-14", 1, "2024-09-16"), ("2024-09-15", 1, "2024-09-16"),
            // Over the 30th of April: Monday exchanged for the Saturday after.
            ("2024-04-26", 1, "2024-05-02"), ("2024-04-26", 3, "2024-05-04"), ("2024-04-26", 4, "2024-05-06"),
            // Over Tết.
            ("2024-02-07", 1, "2024-02-15"), ("2025-01-24", 1, "2025-02-03"),
            // Of none: the day itself, or the next that is worked.
            ("2024-09-13", 0, "2024-09-13"), ("2024-09-14", 0, "2024-09-16"), ("2024-09-02", 0, "2024-09-04"),
        ]
    )
    func workingDays(since: String, days: Int, last: String) async throws {
        #expect(try await Self.answer("registry.working_days_after('\(since)', \(days))") == last)
    }

    @Test(
        "R7.9 A period of the calendar that ends on a day off ends on the next working day (Civil Code, article 148)",
        arguments: [
            ("2024-09-03", 30, "2024-10-03"), ("2024-08-03", 30, "2024-09-04"), ("2024-08-15", 30, "2024-09-16"),
            ("2024-04-04", 30, "2024-05-04"),
        ]
    )
    func calendarDays(since: String, days: Int, last: String) async throws {
        #expect(try await Self.answer("registry.days_after('\(since)', \(days))") == last)
    }

    @Test("R7.9 For 700 days and periods of up to 60, the end of a period is what counting day by day gives")
    func countedByHand() async throws {
        let holidays = try await Self.answer("string_agg(day || kind, ' ') from registry.holiday").split(separator: " ")
        let differing = Dictionary(
            uniqueKeysWithValues: holidays.map { (String($0.prefix(10)), $0.dropFirst(10) == "work") }
        )
        let rows = try await Self.answer(
            """
            string_agg(concat_ws(' ', since::date, extract(isodow from since), days,
                registry.working_days_after(since::date, days),
                registry.working_days_between(since::date, registry.working_days_after(since::date, days))), ',')
            from generate_series('2024-01-01'::date, '2025-11-30', interval '1 day') as since,
                 unnest(array[1, 2, 5, 17, 60]) as days
            """
        ).split(separator: ",")
        #expect(rows.count == 3500)
        for row in rows {
            let words = row.split(separator: " ")
            let days = try #require(Int(words[2]))
            var day = try #require(CalendarDay(iso: String(words[0])))
            var weekday = try #require(Int(words[1]))
            var left = days
            while left > 0 {
                day = day.advanced(by: 1)
                weekday = weekday % 7 + 1
                if differing[day.description] ?? (weekday < 6) { left -= 1 }
            }
            #expect(words[3] == day.description && words[4] == "\(days)", "\(row)")
        }
    }

    @Test("R7.9 A period that nobody can mean is refused, and no day gives none")
    func refused() async throws {
        for days in [-1, 2001] {
            await #expect(throws: (any Error).self) {
                try await Self.answer("registry.working_days_after('2024-01-01', \(days))")
            }
        }
        #expect(try await Self.answer("registry.working_days_after(null, 5) is null") == "t")
        #expect(try await Self.answer("registry.working_days_between('2024-09-20', '2024-09-13')") == "0")
    }
}
