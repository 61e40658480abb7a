import FoundationEssentials
import Logging
import Postgres
import Registry
import RegistryTestSupport
import Testing

/// Loading the district into a register of its own.
@Suite(.registryDatabase) struct DemonstrationLoadTests {
    private func answer(seed: UInt64 = 3, size: Int = 1_500) async throws -> DemonstrationLoader.Answer {
        try await loader.load(district(seed: seed, size: size))
    }

    private var loader: DemonstrationLoader {
        DemonstrationLoader(access: TestDatabase.current.access, osUser: "test", logger: Self.logger)
    }

    private static let logger = {
        var logger = Logger(label: "test")
        logger.logLevel = .error
        return logger
    }()

    private func district(seed: UInt64, size: Int) throws -> DemonstrationDistrict {
        DemonstrationDistrict(try DemonstrationVocabulary(folder: "\(Checkout.root)/sql"), seed: seed, size: size)
    }

    private func value(_ sql: String) async throws -> String {
        try await TestDatabase.current.superuserSQL(sql)
    }

    @Test(
        "L1 A load that is cut short is taken up; loaded, it is left alone; whatever it loads says that it is generated"
    )
    func load() async throws {
        // Cut short once people are in and nothing else is.
        let cut = Task {
            try await loader.load(district(seed: 3, size: 1_500)) { step, done, total in
                if step == .persons, done == total { withUnsafeCurrentTask { $0?.cancel() } }
            }
        }
        _ = await cut.result
        #expect(try await value("select loaded_at is null from registry.demonstration") == "t")

        await #expect(throws: RegistryError.self, "Another district must not be mixed in.") {
            try await answer(seed: 4)
        }
        let loaded = try await answer()
        #expect(!loaded.wasThere && loaded.rejected == 0)

        let sums = """
            select (select count(*) from registry.resident), (select count(*) from registry.household),
                   (select count(*) from registry.poverty_status), (select count(*) from registry.personal_number),
                   (select sum(revision) from registry.resident_version), (select count(*) from registry.card),
                   (select count(*) from registry.identity_case), (select count(*) from registry.visit)
            """
        let before = try await value(sums)
        #expect(before.hasPrefix("1500|"))
        let again = try await answer()
        #expect(again.wasThere && again.seed == 3 && again.size == 1_500)
        let other = try await answer(seed: 9, size: 700)
        #expect(other.wasThere && other.seed == 3, "A district that is loaded is left alone.")
        #expect(try await value(sums) == before)

        #expect(
            try await value("select count(*) from registry.name_fact where source not like 'demo-3 demo-R%'") == "0"
        )
        #expect(try await value("select seed, size, source from registry.demonstration") == "3|1500|demo-3")
        try await expectWhatTheSheetsDoNotHold()
        try await expectPapers()
    }

    /// What the steps would have asked for, said of all rows at once; the nights look for the rest.
    private func expectPapers() async throws {
        #expect(try await value("select count(*) > 100 from registry.card where state = 'handed_over'") == "t")
        let wrong = try await value(
            """
            select count(*) from registry.card
            join registry.resident_version as version using (book_id, resident_id)
            where version.believed_to = 'infinity' and card.printed is not null
              and (card.expires_on is distinct from registry.card_expiry(version.born_earliest, card.issued_on)
                   or registry.differing_fields(
                          card.printed, registry.printed_fields(card.book_id, card.resident_id)) <> '{}'
                   or not (card.requested_on < card.issued_on and card.issued_on < card.printed_on
                           and card.printed_on < card.handed_over_on and card.issued_on <= card.due_on)
                   or card.requested_on < '2024-07-01'
                      and registry.reached(14, version.born_earliest, version.born_latest, card.requested_on) is not true)
            """
        )
        #expect(wrong == "0", "Each card has the expiry of the rule, says what the record says, and went step by step.")
        let untold = try await value(
            """
            select count(*) from registry.card
            where card.state not in ('cancelled', 'expired') and array(
                select event.step from registry.card_event as event
                where (event.book_id, event.card_id) = (card.book_id, card.id)
                order by event.on_day, event.id) <> array['requested', 'approved', 'batched', 'printed', 'handed_over']
            """
        )
        #expect(untold == "0")
        let accounts = try await value(
            """
            select count(*) from registry.e_identity as account
            join registry.resident_version as version using (book_id, resident_id)
            join registry.card on (card.book_id, card.id) = (account.card_book_id, account.card_id)
            where version.believed_to = 'infinity'
              and (account.requested_on < card.handed_over_on or card.resident_id <> account.resident_id
                   or registry.reached(14, version.born_earliest, version.born_latest, account.requested_on) is not true
                      and account.guardian is null
                   or account.activated_on not between account.notified_on and account.activate_by)
            """
        )
        #expect(accounts == "0", "Each account stands on the person's card, and a child's on a guardian (R3.1, R3.2).")
        let states = try await value(
            "select string_agg(distinct state, ' ' order by state) from registry.identity_case"
        )
        #expect(states.contains("closed") && states.contains("escalated"), "\(states)")
    }

    private func expectWhatTheSheetsDoNotHold() async throws {
        let disagreeing = try await value(
            """
            select count(*) from registry.personal_number as known
            join registry.resident_version as version
                on (version.book_id, version.resident_id) = (known.book_id, known.resident_id)
               and version.believed_to = 'infinity'
            where not version.has_number
               or version.sex <> case substr(known.number, 4, 1)::int % 2 when 0 then 'M' else 'F' end
               or 1900 + 100 * (substr(known.number, 4, 1)::int / 2) + substr(known.number, 5, 2)::int
                  not between extract(year from version.born_earliest) and extract(year from version.born_latest)
            """
        )
        #expect(disagreeing == "0", "Only what agrees with the record is confirmed (R1.7).")
        #expect(try await value("select count(*) > 500 from registry.personal_number") == "t")
        #expect(
            try await value(
                "select count(*) from registry.personal_number_event where kind <> 'confirmed' or rests_on !~ '/TB-CAX$'"
            ) == "0"
        )
        // Poverty is believed since the household is, on every day since.
        let unlike = try await value(
            """
            select count(*) from registry.household_version as version
            left join registry.poverty_status as status using (book_id, household_id)
            where version.poverty_class is distinct from status.class
            """
        )
        #expect(unlike == "0")
        let classes = try await value(
            "select string_agg(distinct class, ' ' order by class) from registry.poverty_status"
        )
        #expect(classes == "ABOVE AVERAGE NEAR_POOR POOR")
        let cluster = try await value(
            "select kind, code is null, book_id from registry.settlement_status where name = 'Cụm dân cư 10'"
        )
        #expect(cluster == "cum_dan_cu|t|8")
        #expect(try await value("select count(*) > 0 from registry.settlement_status where code = 'T101'") == "t")
    }
}

/// A register of real people.
@Suite(.registryDatabase) struct DemonstrationRefusalTests {
    @Test("L1 The district is not loaded into a register that holds anybody else")
    func refusal() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: cuKbang.code)
        try await database.withRegistry { registry in
            _ = try await registry.register(.named("Giàng A Páo"), in: cuKbang.book, as: officer)
        }
        var logger = Logger(label: "test")
        logger.logLevel = .error
        let loader = DemonstrationLoader(access: database.access, osUser: "test", logger: logger)
        let vocabulary = try DemonstrationVocabulary(folder: "\(Checkout.root)/sql")
        do {
            _ = try await loader.load(DemonstrationDistrict(vocabulary, seed: 1, size: 500))
            Issue.record("it was loaded")
        } catch RegistryError.conflict(let field) {
            #expect(field.message.contains("holds residents"))
        }
        #expect(try await database.superuserSQL("select count(*) from registry.demonstration") == "0")
        #expect(try await database.superuserSQL("select count(*) from registry.resident") == "1")
    }

    @Test("A larger district opens books for further communes of the province, once")
    func books() async throws {
        let database = TestDatabase.current
        let vocabulary = try DemonstrationVocabulary(folder: "\(Checkout.root)/sql")
        let codes = DemonstrationDistrict(vocabulary, seed: 1, size: 110_000).communes
        let client = try database.access.configuration(for: .migrator, connections: 1)
        try await PostgresClient.withClient(client) { client in
            for opened in [3, 0] {
                let rows = try await client.rows("select registry.open_books(\(codes)) as opened", access: .write)
                #expect(try rows.first?["opened"] as Int32? == Int32(opened))
            }
        }
        #expect(try await database.superuserSQL("select count(*), max(id) from registry.book") == "13|13")
    }
}
