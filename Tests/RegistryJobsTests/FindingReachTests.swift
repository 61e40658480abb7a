import CivilIdentity
import Foundation
import Postgres
import Registry
import RegistryTestSupport
import Testing

@testable import RegistryJobs

/// Who sees findings, and who may do what with them.
@Suite(.registryDatabase) struct FindingReachTests {
    @Test(
        "H9 commune staff see only their findings; the district's shelf is for the district; sealed people are for who may"
    )
    func reach() async throws {
        let database = TestDatabase.current
        let sealed = UUID().uuidString.lowercased()
        try await database.superuserSQL(
            "insert into registry.resident (book_id, id, seal, recorded_by) values (1, '\(sealed)', 1, 1)"
        )
        let check = try CheckBench.check("reach/all", "select 1", slice: "register")
        let rows = [
            FoundRow("here", book: 1), FoundRow("there", book: 2), FoundRow("pair", book: 0, subject: "pair"),
            FoundRow(sealed, book: 1),
            // Also where only the key or what is shown names a sealed person.
            FoundRow("kin", key: sealed, book: 1), FoundRow("seen", book: 2, shown: "{\"other\": \"\(sealed)\"}"),
        ]
        try await CheckBench.open(database) { bench in
            _ = try await bench.record(check, run: 1, complete: [0, 1, 2], rows: rows)
        }
        let officer = try await database.officer(of: "24211")
        let supervisor = try await database.officer("commune_supervisor", of: "24211")
        let neighbour = try await database.officer(of: "24214")
        let district = try await database.officer("district_officer", of: "646")
        let inspector = try await database.officer("inspector", of: "646")
        let administrator = try await database.officer("administrator", of: "66")
        let visible =
            "select string_agg(subject_id, ' ' order by subject_id) from registry.finding where check_name = 'reach/all' and subject_id <> '\(sealed)'"
        func seen(_ token: SessionToken) async throws -> [String] {
            let configuration = PostgresConfiguration(try database.conninfo(role: "sogoc_app"))
            return try await PostgresClient.withClient(configuration) { client in
                try await client.segment(
                    [
                        "select auth.enter(\(token.secret))",
                        "select subject_id from registry.finding where check_name = 'reach/all'",
                    ],
                    access: .readOnly
                )[1].map { try $0["subject_id"] as String }.map { $0 == sealed ? "sealed" : $0 }.sorted()
            }
        }
        let all = try await database.superuserSQL(visible)
        #expect(all == "here kin pair seen there")
        #expect(try await seen(officer.token) == ["here"])
        #expect(try await seen(supervisor.token) == ["here"])
        #expect(try await seen(neighbour.token) == ["there"])
        let wide = try await seen(district.token)
        #expect(wide == ["here", "kin", "pair", "sealed", "seen", "there"])
        #expect(try await seen(inspector.token) == [])
        #expect(try await seen(administrator.token) == [])
        #expect(try await seen(SessionToken("forged")) == [])
        // The counts tell of nobody sealed either.
        try await database.withRegistry { registry in
            func opened(_ who: TestOfficer) async throws -> Int {
                try await registry.read(
                    Findings.trend(commune: "24211", check: nil, from: .earliest, to: .latest),
                    as: who.caller,
                    action: "findings.trend"
                ).reduce(0) { $0 + $1.opened }
            }
            let own = try await opened(officer)
            #expect(own == 1)
            #expect(try await opened(district) == 3)
        }
    }

    @Test("H9 nobody who logs in writes findings but through the functions, whatever SQL they run")
    func writes() async throws {
        let database = TestDatabase.current
        let check = try CheckBench.check("writes/all", CheckBench.residents)
        try await CheckBench.open(database) { bench in
            _ = try await bench.record(
                check,
                run: 1,
                complete: [0, 4, 5],
                rows: [FoundRow("w", book: 4), FoundRow("x", book: 5)]
            )
        }
        func id(_ subject: String) async throws -> String {
            try await database.superuserSQL("select id from registry.finding where subject_id = '\(subject)'")
        }
        let (mine, theirs) = (try await id("w"), try await id("x"))
        let officer = try await database.officer(of: "24217")
        let hostile: [(DatabaseRole, String, String)] = [
            (.app, "update registry.finding set severity = 'info'", "42501"),
            (.app, "delete from registry.finding", "42501"),
            (
                .app,
                "insert into registry.finding_event (book_id, finding_id, kind, user_id) values (4, '\(mine)', 'waived', 1)",
                "42501"
            ),
            (
                .app, "select finding.record(1, 'a/b', 'info', '{4}', now(), '{}', '{}', '{}', '{}', '{}', '{}')",
                "42501"
            ),
            (.app, "select finding.expect(4, '\(mine)', 'handle')", "42501"),
            (.app, "select finding.comment(4, '\(mine)', 'đã xem')", "00000"),
            (.app, "select finding.comment(4, '\(mine)', '  ')", "23514"),
            (.app, "select finding.comment(5, '\(theirs)', 'đã xem')", "SG404"),
            (.app, "select finding.comment(4, '\(theirs)', 'đã xem')", "SG404"),
            (.app, "select finding.waive(4, '\(mine)', jobs.today() + 1, 'không cần')", "SG403"),
            (.app, "select finding.assign(4, '\(mine)', 'nobody', jobs.today(), null)", "SG409"),
            (.app, "select * from jobs.clock", "42501"),
            (.jobs, "update registry.finding set severity = 'info'", "42501"),
            (.jobs, "insert into jobs.check_mark values ('a/b', 1, now(), 1, now())", "42501"),
            (.jobs, "select finding.waive(4, '\(mine)', jobs.today() + 1, 'không cần')", "42501"),
            (.query, "select * from registry.finding", "42501"),
            (.importer, "select * from registry.finding", "42501"),
        ]
        for (role, statement, expected) in hostile {
            let state = try await state(of: statement, as: role, officer, database)
            #expect(state == expected, "\(role) \(statement)")
        }
        let forged = SessionToken("forged")
        let state = try await database.sqlState(as: .app, token: forged, "select finding.comment(4, '\(mine)', 'x')")
        #expect(state == "SG401")
    }

    @Test(
        "H9 administrators read, comment on and waive the findings about users and the system on the district's shelf, and no others"
    )
    func administration() async throws {
        let database = TestDatabase.current
        let sealed = UUID().uuidString.lowercased()
        try await database.superuserSQL(
            "insert into registry.resident (book_id, id, seal, recorded_by) values (3, '\(sealed)', 1, 1)"
        )
        try await CheckBench.open(database) { bench in
            for name in ["users/any", "system/any", "papers/any", "usersx/any"] {
                let check = try CheckBench.check(name, "select 1", slice: "register")
                let rows = [
                    FoundRow("shelf", book: 0, subject: "user"),
                    FoundRow("sealed", key: sealed, book: 0, subject: "user"),
                    FoundRow("book", book: 3, subject: "user"),
                ]
                _ = try await bench.record(check, run: 1, complete: [0, 3], rows: rows)
                // So that each has a history.
                _ = try await bench.record(check, run: 2, complete: [0, 3], rows: [])
                _ = try await bench.record(check, run: 3, complete: [0, 3], rows: rows)
            }
        }
        let administrator = try await database.officer("administrator", of: "66")
        let district = try await database.officer("district_officer", of: "646")
        let former = try await database.officer("administrator", of: "66")
        try await database.superuserSQL(
            "update auth.\"grant\" set valid_to = now(), valid_from = now() - interval '1 day' where user_id = \(former.userID)"
        )
        func seen(_ token: SessionToken) async throws -> [String] {
            let configuration = PostgresConfiguration(try database.conninfo(role: "sogoc_admin"))
            return try await PostgresClient.withClient(configuration) { client in
                let results = try await client.segment(
                    [
                        "select auth.enter(\(token.secret))",
                        "select check_name || ' ' || subject_id as what from registry.finding",
                        "select check_name || ' event' as what from registry.finding_event as event join registry.finding using (book_id) where finding.id = event.finding_id",
                        "select distinct check_name || ' trend ' || book_id as what from registry.finding_trend",
                        "select 'event ' || book_id as what from registry.finding_event where book_id <> 0",
                    ],
                    access: .readOnly
                )
                return try results.dropFirst().flatMap { try $0.map { try $0["what"] as String } }.sorted()
            }
        }
        #expect(
            try await seen(administrator.token) == [
                "system/any event", "system/any event", "system/any shelf", "system/any trend 0",
                "users/any event", "users/any event", "users/any shelf", "users/any trend 0",
            ]
        )
        // Neither an officer by the administration's door, nor whose grant is over, nor nobody.
        #expect(try await seen(district.token) == [])
        #expect(try await seen(former.token) == [])
        #expect(try await seen(SessionToken("forged")) == [])

        func id(_ check: String, _ subject: String) async throws -> String {
            try await database.superuserSQL(
                "select id from registry.finding where check_name = '\(check)' and subject_id = '\(subject)'"
            )
        }
        let (own, papers) = (try await id("users/any", "shelf"), try await id("papers/any", "shelf"))
        let (inBook, hidden) = (try await id("users/any", "book"), try await id("users/any", "sealed"))
        let tries: [(String, String)] = [
            ("select finding.comment(0, '\(own)', 'đã hỏi')", "00000"),
            ("select finding.waive(0, '\(own)', jobs.today() + 1, 'đã biết')", "00000"),
            ("select finding.withdraw_waiver(0, '\(own)', null)", "00000"),
            ("select finding.waive(0, '\(own)', jobs.today() - 1, 'đã biết')", "SG409"),
            ("select finding.assign(0, '\(own)', null, null, null)", "42501"),
            ("select finding.comment(0, '\(papers)', 'đã hỏi')", "SG404"),
            ("select finding.waive(0, '\(papers)', jobs.today() + 1, 'đã biết')", "SG404"),
            ("select finding.comment(3, '\(inBook)', 'đã hỏi')", "SG404"),
            ("select finding.comment(0, '\(hidden)', 'đã hỏi')", "SG404"),
            ("update registry.finding set severity = 'info'", "42501"),
            ("select finding.retire(1)", "42501"), ("select jobs.verify_relation(1)", "42501"),
            ("select * from registry.resident", "42501"), ("select * from registry.stay", "42501"),
            ("select audit.write('x', 3, '{}', null, null)", "SG403"),
        ]
        for (statement, expected) in tries {
            let state = try await database.sqlState(as: .admin, token: administrator.token, statement)
            #expect(state == expected, "\(statement)")
            if expected == "00000" {
                let late = try await database.sqlState(as: .admin, token: former.token, statement)
                #expect(late == "SG404", "\(statement)")
            }
        }
    }

    private func state(
        of statement: String,
        as role: DatabaseRole,
        _ officer: TestOfficer,
        _ database: TestDatabase
    ) async throws -> String {
        // The nights have no token to enter with.
        guard role == .jobs else { return try await database.sqlState(as: role, token: officer.token, statement) }
        return try await PostgresClient.withClient(PostgresConfiguration(try database.conninfo(role: role.rawValue))) {
            client in
            do throws(PostgresError) {
                _ = try await client.segment([SQL(raw: statement)], access: .write)
                return "00000"
            } catch {
                return error.sqlState?.rawValue ?? "\(error.kind)"
            }
        }
    }
}
