import Foundation
import Postgres
import Registry
import RegistryTestSupport
import Testing

@testable import RegistryJobs

/// Books in which a check sees what it saw the last time are settled without a comparison, unless there is something to
/// write down all the same.
@Suite(.registryDatabase) struct SettledBookTests {
    private let rows = [FoundRow("a", book: 1), FoundRow("b", book: 1, facts: "{\"n\": 1}"), FoundRow("c", book: 2)]

    /// A check whose findings in books 1, 2 and 3 are recorded and settled.
    private func settled(_ name: String, _ bench: CheckBench) async throws -> Check {
        let check = try CheckBench.check(name, CheckBench.residents)
        let first = try await bench.record(check, run: 1, complete: [1, 2, 3], rows: rows)
        #expect(first.opened == 3 && first.settledBooks == 0)
        let second = try await bench.record(check, run: 2, complete: [1, 2, 3], rows: rows)
        #expect(second == .init(carried: 3, settledBooks: 3))
        return check
    }

    @Test("The same rows in another order settle a book; a book with other rows is compared alone")
    func partly() async throws {
        try await CheckBench.open(TestDatabase.current) { bench in
            let check = try await settled("settled/partly", bench)
            let turned = try await bench.record(check, run: 3, complete: [1, 2, 3], rows: Array(rows.reversed()))
            #expect(turned == .init(carried: 3, settledBooks: 3))
            var changed = rows
            changed[1] = FoundRow("b", book: 1, facts: "{\"n\": 2}")
            let fourth = try await bench.record(check, run: 4, complete: [1, 2, 3], rows: changed)
            #expect(fourth == .init(carried: 3, settledBooks: 2))
            let told = try await bench.database.superuserSQL(
                """
                select string_agg(finding.subject_id || ' ' || event.kind, ',') from registry.finding_event as event
                join registry.finding on (finding.book_id, finding.id) = (event.book_id, event.finding_id)
                where finding.check_name = 'settled/partly'
                """
            )
            #expect(told == "b facts_changed")
            let fifth = try await bench.record(check, run: 5, complete: [1, 2, 3], rows: Array(rows.dropLast()))
            #expect(fifth == .init(healed: 1, carried: 2, settledBooks: 1))
            // What is not looked at is neither settled nor healed.
            let sixth = try await bench.record(check, run: 6, complete: [3], rows: [])
            #expect(sixth == .init(settledBooks: 1))
        }
    }

    @Test("H5 the trend of a settled night is that of a compared one, and last_seen is its run")
    func trend() async throws {
        try await CheckBench.open(TestDatabase.current) { bench in
            let check = try await settled("settled/trend", bench)
            let trend = try await bench.database.superuserSQL(
                """
                select string_agg(format('%s %s %s %s %s %s', run_id, book_id, opened, reopened, healed, carried), ','
                                  order by run_id, book_id)
                from registry.finding_trend where check_name = '\(check.name)'
                """
            )
            #expect(trend == "1 1 2 0 0 0,1 2 1 0 0 0,1 3 0 0 0 0,2 1 0 0 0 2,2 2 0 0 0 1,2 3 0 0 0 0")
            let marks = try await bench.database.superuserSQL(
                "select string_agg(distinct run_id::text, ',') from jobs.check_mark where name = '\(check.name)'"
            )
            #expect(marks == "2")
        }
    }

    @Test("H4 a waiver whose day has passed is ended by a night that sees nothing new")
    func waiver() async throws {
        try await CheckBench.open(TestDatabase.current) { bench in
            let check = try await settled("settled/waiver", bench)
            try await bench.database.superuserSQL(
                """
                update registry.finding set waived_until = (jobs.now() at time zone 'Asia/Ho_Chi_Minh')::date,
                    waived_reason = 'for a day', waived_by = 1
                where check_name = '\(check.name)' and subject_id = 'a'
                """
            )
            let sameDay = try await bench.record(check, run: 3, complete: [1, 2, 3], rows: rows)
            #expect(sameDay.settledBooks == 3)
            try await bench.advance(days: 1)
            let nextDay = try await bench.record(check, run: 4, complete: [1, 2, 3], rows: rows)
            #expect(nextDay == .init(carried: 3, settledBooks: 2))
            let told = try await bench.database.superuserSQL(
                """
                select string_agg(event.kind, ',') from registry.finding_event as event
                join registry.finding on (finding.book_id, finding.id) = (event.book_id, event.finding_id)
                where finding.check_name = '\(check.name)'
                """
            )
            #expect(told == "waiver_ended")
        }
    }

    @Test("F10 somebody who is sealed between two nights takes the findings about her along")
    func seal() async throws {
        try await CheckBench.open(TestDatabase.current) { bench in
            let person = UUID().uuidString.lowercased()
            try await bench.database.superuserSQL(
                "insert into registry.resident (book_id, id, recorded_by) values (1, '\(person)', 1)"
            )
            let check = try CheckBench.check("settled/seal", CheckBench.residents)
            let rows = [FoundRow(person, book: 1), FoundRow("x", book: 2)]
            _ = try await bench.record(check, run: 1, complete: [1, 2], rows: rows)
            try await bench.database.superuserSQL("update registry.resident set seal = 1 where id = '\(person)'")
            let night = try await bench.record(check, run: 2, complete: [1, 2], rows: rows)
            #expect(night == .init(carried: 2))
            let seals = try await bench.database.superuserSQL(
                "select string_agg(seal::text, ',' order by book_id) from registry.finding where check_name = '\(check.name)'"
            )
            #expect(seals == "1,0")
            let next = try await bench.record(check, run: 3, complete: [1, 2], rows: rows)
            #expect(next == .init(carried: 2, settledBooks: 2))
        }
    }

    @Test("A check with another text, and findings that somebody else has closed or changed, are compared")
    func otherwise() async throws {
        try await CheckBench.open(TestDatabase.current) { bench in
            let check = try await settled("settled/otherwise", bench)
            let worse = try CheckBench.check(check.name, CheckBench.residents, severity: "critical")
            let rewritten = try await bench.record(worse, run: 3, complete: [1, 2, 3], rows: rows)
            #expect(rewritten == .init(carried: 3))
            let severities = try await bench.database.superuserSQL(
                "select string_agg(distinct severity, ',') from registry.finding where check_name = '\(check.name)'"
            )
            #expect(severities == "critical")

            // As finding.retire does.
            try await bench.database.superuserSQL(
                """
                update registry.finding set resolved_run = 4, resolved_at = now(), last_run = 3, last_seen = now()
                where check_name = '\(check.name)' and subject_id = 'a'
                """
            )
            let back = try await bench.record(worse, run: 5, complete: [1, 2, 3], rows: rows)
            #expect(back == .init(reopened: 1, carried: 2, settledBooks: 2))

            // A recording that tells no digest leaves none to go by.
            _ = try await bench.client.segment(
                [
                    """
                    select * from finding.record(6, \(check.name), 'critical', array[1], clock_timestamp(), array[1, 1],
                        array['resident', 'resident'], array['a', 'b'], array['', ''],
                        array['{"n": 7}', '{"n": 1}']::jsonb[], array['{}', '{}']::jsonb[])
                    """
                ],
                access: .write
            )
            let after = try await bench.record(worse, run: 7, complete: [1, 2, 3], rows: rows)
            #expect(after == .init(carried: 3, settledBooks: 2))
            let facts = try await bench.database.superuserSQL(
                "select facts from registry.finding where check_name = '\(check.name)' and subject_id = 'a'"
            )
            #expect(facts == "{}")
        }
    }
}
