import CivilIdentity
import FoundationEssentials
import Registry
import RegistryTestSupport
import Testing

/// Every way to a personal number leads through the same guards.
@Suite(.registryDatabase, .serialized) struct NumberGuardTests {
    private func confirm(_ key: ResidentKey, _ number: String? = nil, _ office: Office) async throws -> String {
        let number = try number ?? Office.number(born: 1990).formatted()
        return try await office.database.refusal(
            of:
                "select derive.confirm_number(\(key.book), '\(key.id)', '\(number)', 'thông báo', '12/TB', jobs.today())",
            as: office.officer
        )
    }

    private func reEstablish(
        _ key: ResidentKey,
        _ office: Office,
        as officer: TestOfficer? = nil
    ) async throws -> String {
        try await office.database.refusal(
            of: """
                select issuance.re_establish_number(\(key.book), '\(key.id)', version.revision,
                    '\(try Office.number(born: 1990).formatted())', 'xác lập lại', '16/TB', jobs.today())
                from registry.resident_version as version
                where version.resident_id = '\(key.id)' and version.believed_to = 'infinity'
                """,
            as: officer ?? office.officer
        )
    }

    private func cancel(_ key: ResidentKey, _ office: Office, as officer: TestOfficer? = nil) async throws {
        let cancel = PersonalNumbers.cancel(
            of: key,
            revision: try await office.revision(of: key),
            because: .collectionError,
            reason: "thu thập sai",
            by: "15/TB-BCA",
            on: articleDay
        )
        try await office.registry.change(key, cancel, as: officer ?? office.supervisor)
    }

    @Test("C9 R1.7 a number is confirmed past no identity case, and for nobody who is dead or not here")
    func guards() async throws {
        try await Office.open { office in
            let doubted = try await office.resident()
            let open = "select cases.open(\(doubted.book), '\(doubted.id)', gen_random_uuid())"
            #expect(try await office.database.refusal(of: open, as: office.officer) == "00000")
            #expect(try await confirm(doubted, nil, office) == "SG409 number_by_case")
            // Decided, for nobody known or for somebody: still the case's to go on with.
            for outcome in ["not_identified", "identified"] {
                try await office.database.superuserSQL(
                    """
                    alter table registry.identity_case disable trigger user;
                    update registry.identity_case set state = 'decided', outcome = '\(outcome)', decided_at = now()
                    where resident_id = '\(doubted.id)';
                    alter table registry.identity_case enable trigger user
                    """
                )
                #expect(try await confirm(doubted, nil, office) == "SG409 number_by_case", "\(outcome)")
            }
            let dead = try await office.resident()
            try await office.happened(.death, to: dead)
            #expect(try await confirm(dead, nil, office) == "SG409 issuance_to_dead")
            let gone = try await office.resident()
            try await office.happened(.departure, to: gone)
            #expect(try await confirm(gone, nil, office) == "SG409 issuance_to_absent")
            // A row without a stay is nobody who is here.
            let bare = ResidentKey(book: cuKbang.book, id: .v7())
            try await office.database.superuserSQL(
                "insert into registry.resident (book_id, id, recorded_by) values (8, '\(bare.id)', 1)"
            )
            #expect(try await confirm(bare, nil, office) == "SG409 issuance_to_absent")
            let someday = "select derive.confirm_number(8, '\(bare.id)', '066190000001', 'thông báo', '12/TB', null)"
            #expect(try await office.database.refusal(of: someday, as: office.officer) == "SG409 not_in_the_future")
            #expect(try await confirm(try await office.resident(), nil, office) == "00000")
            // Only the service's own role comes here at all.
            let granted = try await office.database.superuserSQL(
                """
                select string_agg(grantee::regrole::text, ' ' order by 1) from pg_proc, aclexplode(proacl)
                where oid = 'derive.confirm_number(int, uuid, text, text, text, date)'::regprocedure and grantee <> proowner
                """
            )
            #expect(granted == "sogoc_app")
        }
    }

    @Test("R7.6 whoever was decided to be nobody known gets no card, also with a number from before")
    func notIdentified() async throws {
        try await Office.open { office in
            let holder = try await office.numbered()
            let open = "select cases.open(\(holder.book), '\(holder.id)', gen_random_uuid())"
            #expect(try await office.database.refusal(of: open, as: office.officer) == "00000")
            for (outcome, expected) in [("not_identified", "R7.6"), ("identified", nil)] {
                try await office.database.superuserSQL(
                    """
                    alter table registry.identity_case disable trigger user;
                    update registry.identity_case set state = 'decided', outcome = '\(outcome)', decided_at = now()
                    where resident_id = '\(holder.id)';
                    alter table registry.identity_case enable trigger user
                    """
                )
                let refused = await office.refused { try await office.requested(for: holder) }
                #expect(refused == expected, "\(outcome)")
            }
        }
    }

    @Test("C9 one confirmed number of a person over all books, held by the database")
    func overBooks() async throws {
        try await Office.open { office in
            let holder = try await office.numbered()
            let insert = """
                insert into registry.resident (book_id, id, recorded_by) values (4, '\(holder.id)', 1);
                insert into registry.personal_number (number, book_id, resident_id, state, recorded_by)
                values ('066190111111', 4, '\(holder.id)', 'confirmed', 1)
                """
            await #expect(throws: (any Error).self) { try await office.database.superuserSQL(insert) }
            let numbers = try await office.database.superuserSQL(
                "select count(*) from registry.personal_number where resident_id = '\(holder.id)'"
            )
            #expect(numbers == "1")
            // A cancelled one beside it is history.
            try await cancel(holder, office)
            #expect(try await reEstablish(holder, office) == "00000")
        }
    }

    @Test(
        "R1.8 a number is re-established for the living who are here, by somebody else than whoever cancelled the other"
    )
    func reEstablished() async throws {
        try await Office.open { office in
            let both = try await office.database.bothOffices()
            let own = try await office.numbered()
            try await cancel(own, office, as: both)
            #expect(try await reEstablish(own, office, as: both) == "SG409 four_eyes")
            #expect(try await reEstablish(own, office) == "00000")

            let dead = try await office.numbered()
            try await cancel(dead, office)
            try await office.happened(.death, to: dead)
            #expect(try await reEstablish(dead, office) == "SG409 issuance_to_dead")
            let doubted = try await office.numbered()
            try await cancel(doubted, office)
            let open = "select cases.open(\(doubted.book), '\(doubted.id)', gen_random_uuid())"
            #expect(try await office.database.refusal(of: open, as: office.officer) == "00000")
            #expect(try await reEstablish(doubted, office) == "SG409 issuance_under_case")
        }
    }

    @Test("R1.8 a cancellation says its ground and its day")
    func ground() async throws {
        try await Office.open { office in
            let holder = try await office.numbered()
            let revision = try await office.revision(of: holder)
            for (ground, on) in [("null", "jobs.today()"), ("'collection_error'", "null")] {
                let cancel = """
                    select issuance.cancel_number(8, '\(holder.id)', \(revision), \(ground), 'thu thập sai', '15/TB', \(on))
                    """
                let refusal = try await office.database.refusal(of: cancel, as: office.supervisor)
                #expect(refusal == "23514 personal_number_event_cancelled")
            }
            #expect(try await office.registry.record(of: holder, as: office.officer)?.number != nil)
        }
    }

    @Test(
        "R1.1 each time somebody is told that a number is another's is in the audit; after twenty a day nothing is told"
    )
    func tried() async throws {
        try await Office.open { office in
            // The number is another commune's; whoever tries it is told that it is somebody's, and not where.
            let theirs = try Office.number(born: 1990)
            try await office.database.superuserSQL(
                """
                insert into registry.personal_number (number, book_id, resident_id, state, recorded_by)
                values ('\(theirs.formatted())', 4, gen_random_uuid(), 'confirmed', 1)
                """
            )
            let curious = try await office.resident()
            func told() async throws -> String {
                try await office.database.superuserSQL(
                    """
                    select count(*) from audit.event where kind = 'denied' and action = 'personal-numbers.taken'
                        and user_id = \(office.officer.userID) and book_id = 8 and residents = '{}' and detail ? 'action'
                    """
                )
            }
            for times in 1...3 {
                #expect(await office.refused { try await office.confirm(theirs, of: curious) } == "R1.1")
                #expect(try await told() == "\(times)")
            }
            // Another refusal is none of these.
            #expect(
                await office.refused { try await office.confirm(try Office.number(born: 1991), of: curious) } != nil
            )
            #expect(try await told() == "3")
            try await office.database.superuserSQL(
                """
                insert into audit.event (kind, action, user_id)
                select 'denied', 'personal-numbers.taken', \(office.officer.userID) from generate_series(1, 17)
                """
            )
            let taken = try await confirm(curious, theirs.formatted(), office)
            #expect(taken == "SG409 number_attempts")
            #expect(try await confirm(curious, nil, office) == taken)
            // Yesterday's do not count, nor somebody else's.
            let colleague = Office(
                database: office.database,
                registry: office.registry,
                officer: try await office.database.officer(of: cuKbang.code),
                supervisor: office.supervisor
            )
            #expect(try await confirm(curious, nil, colleague) == "00000")
        }
    }
}
