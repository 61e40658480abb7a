import Foundation
import RegistryTestSupport
import Testing

@testable import RegistryJobs

/// What the nights find about witnesses, by the catalogue's own checks.
@Suite(.registryDatabase, .serialized) struct WitnessFindingTests {
    @Test("B6 rings of mutual witness, and a witness with more than N statements, become findings")
    func witnesses() async throws {
        let database = TestDatabase.current
        // 1 and 2 vouch for each other; 3 for 5 as often as the district allows, 4 once more than that.
        try await database.superuserSQL(
            """
            insert into registry.resident (book_id, id, recorded_by) select 1, \(Self.id("n")), 1 from generate_series(1, 5) as n;
            insert into registry.identity_case (book_id, id, resident_id, state, opened_on, since, recorded_by)
            select 1, \(Self.id("100 + n")), \(Self.id("n")), 'gathering', jobs.today(), jobs.today(), 1
            from unnest(array[1, 2, 5]) as n;
            insert into registry.attestation (
                book_id, id, case_id, resident_id, witness_book_id, witness_id, knows, says, stated_on, own_household,
                recorded_by)
            select 1, gen_random_uuid(), \(Self.id("100 + said.of")), \(Self.id("said.of")), 1, \(Self.id("said.by")),
                   'hàng xóm', 'biết từ nhỏ', jobs.today(), false, 1
            from (
                values (1, 2), (2, 1)
                union all
                select 3, 5 from registry.parameter, generate_series(1, value::int) where key = 'witness.max_statements'
                union all
                select 4, 5 from registry.parameter, generate_series(1, value::int + 1) where key = 'witness.max_statements'
            ) as said (by, of);
            """
        )
        let checks = try Dictionary(
            uniqueKeysWithValues: ["cases/witness-ring", "cases/witness-of-many"].map { name in
                (name, try String(contentsOfFile: "\(Checkout.root)/sql/checks/\(name).sql", encoding: .utf8))
            }
        )
        let standing = """
            select string_agg(check_name || ' ' || right(subject_id, 1), ', ' order by check_name, subject_id)
            from registry.finding where book_id = 1 and resolved_at is null
            """
        try await CheckBench.open(database) { bench in
            _ = try await bench.night(checks)
            #expect(
                try await database.superuserSQL(standing)
                    == "cases/witness-of-many 4, cases/witness-ring 1, cases/witness-ring 2"
            )
            // What is set aside makes no ring.
            try await database.superuserSQL(
                """
                insert into registry.set_aside (book_id, id, attestation_id, reason, recorded_by)
                select 1, gen_random_uuid(), id, 'không có mặt ở đó', 1 from registry.attestation
                where witness_id = \(Self.id("1"));
                """
            )
            _ = try await bench.night(checks)
            #expect(try await database.superuserSQL(standing) == "cases/witness-of-many 4")
        }
    }

    /// The SQL of somebody's id, by a number in SQL.
    private static func id(_ number: String) -> String {
        "('00000000-0000-4000-8000-' || lpad((\(number))::text, 12, '0'))::uuid"
    }
}
