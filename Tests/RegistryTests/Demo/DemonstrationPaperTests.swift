import Logging
import Postgres
import Registry
import RegistryTestSupport
import Testing

/// The papers of a small district, drawn in the database.
@Suite(.registryDatabase) struct DemonstrationPaperTests {
    @Test(
        "L1 The same seed draws the same papers in every register; a draw that was cut short is finished, not repeated"
    )
    func papers() async throws {
        let database = TestDatabase.current
        let drawn = """
            select (select md5(string_agg(id::text || expires_on || handed_over_on, ',' order by id)) from registry.card),
                   (select md5(string_agg(id::text || activated_on, ',' order by id)) from registry.e_identity),
                   (select md5(string_agg(id::text || state, ',' order by id)) from registry.identity_case),
                   (select md5(string_agg(id::text || number, ',' order by id)) from registry.birth_certificate),
                   (select md5(string_agg(id::text || done_at, ',' order by id)) from registry.visit)
            """
        var logger = Logger(label: "test")
        logger.logLevel = .error
        let loader = DemonstrationLoader(access: database.access, osUser: "test", logger: logger)
        let vocabulary = try DemonstrationVocabulary(folder: "\(Checkout.root)/sql")
        let district = DemonstrationDistrict(vocabulary, seed: 5, size: 1_000)
        let cut = Task {
            try await loader.load(district) { step, done, _ in
                if step == .papers, done == 4 { withUnsafeCurrentTask { $0?.cancel() } }
            }
        }
        _ = await cut.result
        #expect(try await database.superuserSQL("select loaded_at is null from registry.demonstration") == "t")
        #expect(try await database.superuserSQL("select count(distinct book_id) > 2 from registry.visit") == "t")
        _ = try await loader.load(district)
        #expect(try await database.superuserSQL("select count(distinct book_id) from registry.visit") == "10")
        let papers = try await database.superuserSQL(drawn)
        // Pinned: it changes with the words, proportions and rules that the district is made of.
        #expect(
            papers.split(separator: "|") == [
                "1ea4907c4a052293548844fce47352e9", "c1d6df9531abf94357caa65b079551ab",
                "f378daf786bd6a046a4d4f0a1686f366", "6ee7fc7437836a3e12533fb55306de44",
                "157c5909c34e00b9b8edfc63fb6c0d23",
            ],
            "\(papers)"
        )
    }
}

/// Who may draw them, and into which register.
@Suite(.registryDatabase) struct DemonstrationPaperGuardTests {
    @Test("Nobody but the migrator draws generated papers, and he not into a register that is not being loaded")
    func guards() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer("commune_supervisor", of: cuKbang.code)
        let calls = [
            "registry.add_demonstration_cases(8)", "registry.add_demonstration_cards(8, null, null, null)",
            "registry.add_demonstration_accounts(8, null)", "registry.add_demonstration_certificates(8)",
            "registry.add_demonstration_visits(8)",
        ]
        for call in calls {
            for role in [DatabaseRole.app, .importer, .jobs] {
                let state = try await database.sqlState(as: role, token: officer.token, "select \(call)")
                #expect(state == "42501", "\(call) as \(role.rawValue)")
            }
            let client = try database.access.configuration(for: .migrator, connections: 1)
            try await PostgresClient.withClient(client) { client in
                let refusal = await #expect(throws: PostgresError.self) {
                    _ = try await client.rows(SQL(raw: "select \(call)"), access: .write)
                }
                #expect(refusal?.sqlState?.rawValue == "SG409" && refusal?.constraint == "demonstration_not_loading")
            }
        }
        // The right to call is not all that keeps the others out: without the migrator's rights the rows are refused.
        try await database.superuserSQL(
            """
            insert into registry.demonstration (seed, size, source) values (1, 500, 'demo-1');
            grant execute on all functions in schema registry to sogoc_app
            """
        )
        let state = try await database.sqlState(
            as: .app,
            token: officer.token,
            "select registry.add_demonstration_visits(8)"
        )
        #expect(state == "42501")
        #expect(try await database.superuserSQL("select count(*) from registry.outreach_team") == "0")
        try await database.superuserSQL("delete from registry.demonstration")
    }
}
