import CivilIdentity
import FoundationEssentials
import Registry
import RegistryTestSupport
import Testing

/// Four eyes on papers: who submitted counts on every way on which something was submitted.
@Suite(.registryDatabase, .serialized) struct PaperEyesTests {
    private func asked(
        _ office: Office,
        _ key: ResidentKey,
        _ born: String = "1990-06-05"
    ) async throws -> CorrectionRequest {
        let birth = try #require(try ImportDate.parse(born, saidOn: articleDay).birth.value)
        let said = Correction(fact: .birth(.stated(birth)), speaker: speaker("giấy khai sinh"))
        let revision = try await office.revision(of: key)
        try await office.registry.change(key, Residents.correct(said, of: key, revision: revision), as: office.officer)
        let fact = try #require(try await office.registry.record(of: key, as: office.officer)?.births.last?.id)
        let id = UUID.v7()
        let ask = CorrectionRequests.request(id, of: key, attribute: "birth", fact: fact, because: "giấy khai sinh")
        try await office.registry.change(key, ask, as: office.officer)
        return try await correction(id, office)
    }

    private func correction(_ id: UUID, _ office: Office) async throws -> CorrectionRequest {
        let show = CorrectionRequests.show(id)
        return try #require(try await office.registry.read(show, as: office.officer.caller, action: "corrections.show"))
    }

    @Test("C5 B9 whoever stated the telephone does not grant the account that goes to it; what was stated before stays")
    func phone() async throws {
        try await Office.open { office in
            let both = try await office.database.bothOffices()
            let holder = try await office.numbered()
            _ = try await office.handedOver(to: holder)
            let id = try await office.requestedAccount(for: holder)
            let theirs = ElectronicIdentity.Phone(number: .stated("0999 999 999"), ownName: .yes)
            try await office.accountStep(id, as: both) { ElectronicIdentities.state(theirs, of: $0) }
            let grant = { (key: PaperKey) in ElectronicIdentities.grant(key) }
            #expect(await office.refused { try await office.accountStep(id, as: both, grant) } == "B9")
            // Also after somebody else stated another one: he had a part in the request.
            let own = ElectronicIdentity.Phone(number: .stated("0905 111 222"), ownName: .yes)
            try await office.accountStep(id) { ElectronicIdentities.state(own, of: $0) }
            #expect(await office.refused { try await office.accountStep(id, as: both, grant) } == "B9")
            try await office.accountStep(id, as: office.supervisor, grant)
            let kept = try await office.database.superuserSQL(
                "select phone, recorded_by from registry.e_identity_phone where identity_id = '\(id)' order by id"
            )
            #expect(
                kept.split(separator: "\n").map(String.init) == [
                    "0905 111 222|\(office.officer.userID)", "0999 999 999|\(both.userID)",
                    "0905 111 222|\(office.officer.userID)",
                ]
            )
            for statement in [
                "update registry.e_identity_phone set phone = null", "delete from registry.e_identity_phone",
            ] {
                #expect(try await office.database.refusal(of: statement, as: both) == "42501")
            }
        }
    }

    @Test("C5 what is not said is neither the hotline nor a day")
    func nulls() async throws {
        try await Office.open { office in
            let holder = try await office.numbered()
            _ = try await office.handedOver(to: holder)
            let id = try await office.requestedAccount(for: holder)
            try await office.accountStep(id, as: office.supervisor) { ElectronicIdentities.grant($0) }
            let key = try await office.account(id).account.key
            let head = "select issuance.activate_account(8, '\(id)', \(key.revision)"
            let noDay = try await office.database.refusal(of: head + ", null, true)", as: office.officer)
            #expect(noDay == "SG409 e_identity_activation_day")
            let last = try #require(try await office.account(id).account.activateBy)
            let days = try await office.today().distance(to: last)
            try await office.later(days: days + 1) {
                let late = try await office.database.refusal(of: head + ", jobs.today(), null)", as: office.officer)
                #expect(late == "SG409 e_identity_hotline_only")
            }
            let unread = "select issuance.activate_account(8, '\(id)', null, jobs.today(), true)"
            #expect(try await office.database.refusal(of: unread, as: office.officer) == "SG412")
        }
    }

    @Test("C5 B9 who locked an account does not unlock it alone")
    func unlock() async throws {
        try await Office.open { office in
            let other = try await office.database.officer("commune_supervisor", of: cuKbang.code)
            let holder = try await office.numbered()
            _ = try await office.handedOver(to: holder)
            let id = try await office.requestedAccount(for: holder)
            try await office.accountStep(id, as: office.supervisor) { ElectronicIdentities.grant($0) }
            let today = try await office.today()
            try await office.accountStep(id) { ElectronicIdentities.activate($0, on: today, byHotline: false) }
            try await office.accountStep(id, as: office.supervisor) {
                ElectronicIdentities.lock($0, because: "nghi bị lợi dụng", by: nil)
            }
            let unlock = { (key: PaperKey) in ElectronicIdentities.unlock(key, because: "đã làm rõ", by: "5/BC") }
            #expect(await office.refused { try await office.accountStep(id, as: office.supervisor, unlock) } == "B9")
            try await office.accountStep(id, as: other, unlock)
            // The lock that counts is the last one.
            try await office.accountStep(id, as: other) { ElectronicIdentities.lock($0, because: "lại nghi", by: nil) }
            #expect(await office.refused { try await office.accountStep(id, as: other, unlock) } == "B9")
            try await office.accountStep(id, as: office.supervisor, unlock)
        }
    }

    @Test("C7 B9 whoever added a document to a correction, or recorded what it makes current, does not approve it")
    func documents() async throws {
        try await Office.open { office in
            let both = try await office.database.bothOffices()
            let holder = try await office.numbered()
            let asked = try await asked(office, holder)
            let add = CorrectionRequests.add(.birthCertificate, number: "11/2024", note: "bản chính", to: asked.key)
            try await office.registry.change(holder, add, as: both)
            let documented = try await correction(asked.id, office)
            let approve = CorrectionRequests.approve(documented.key)
            #expect(await office.refused { try await office.registry.change(holder, approve, as: both) } == "B9")
            try await office.registry.change(holder, approve, as: office.supervisor)

            let second = try await self.asked(office, try await office.resident())
            try await office.database.superuserSQL(
                "update registry.birth_fact set recorded_by = \(both.userID) where id = \(second.fact)"
            )
            let own = CorrectionRequests.approve(second.key)
            #expect(await office.refused { try await office.registry.change(second.resident, own, as: both) } == "B9")
        }
    }

    @Test("C7 of the card that a correction opens, both are recorded: whose request it is, and who approved it")
    func reissue() async throws {
        try await Office.open { office in
            let holder = try await office.numbered()
            _ = try await office.handedOver(to: holder)
            let asked = try await asked(office, holder)
            try await office.registry.change(holder, CorrectionRequests.approve(asked.key), as: office.supervisor)
            let reissue = try #require(try await correction(asked.id, office).reissue)
            let card = try await office.card(reissue)
            #expect(card.events.map(\.by) == [office.supervisor.userID])
            let requester = try await office.database.superuserSQL(
                "select recorded_by from registry.card where id = '\(reissue)'"
            )
            #expect(requester == "\(office.officer.userID)")
        }
    }

    @Test(
        "R2.10 B9 who decided that a certificate of identity is given does not revoke it; a step names the revision it read"
    )
    func certificate() async throws {
        try await Office.open { office in
            let holder = try await office.resident()
            let id = UUID.v7()
            let decide = IdentityCertificates.decide(id, for: holder, because: "không rõ quốc tịch", by: "9/QĐ-CAX")
            try await office.registry.change(holder, decide, as: office.supervisor)
            let other = try await office.database.officer("commune_supervisor", of: cuKbang.code)
            let move = { (revision: String, state: String) in
                "select issuance.move_identity_certificate(8, '\(id)', \(revision), \(state), 'cấp sai')"
            }
            #expect(
                try await office.database.refusal(of: move("1", "'revoked'"), as: office.supervisor)
                    == "SG409 four_eyes"
            )
            #expect(try await office.database.refusal(of: move("null", "'revoked'"), as: other) == "SG412")
            #expect(try await office.database.refusal(of: move("1", "null"), as: office.officer).hasPrefix("23502"))
            #expect(try await office.database.refusal(of: move("1", "'revoked'"), as: other) == "00000")
        }
    }

    @Test("B1 no function takes a null for the revision that somebody has read")
    func revisions() async throws {
        let database = TestDatabase.current
        let loose = try await database.superuserSQL(
            "select string_agg(oid::regprocedure::text, ' ') from pg_proc where prosrc ~ '<> expected'"
        )
        #expect(loose == "")
        try await Office.open { office in
            let key = try await office.resident()
            let expect = "select derive.expect_resident(8, '\(key.id)', null)"
            #expect(try await database.refusal(of: expect, as: office.officer) == "SG412")
            let batch = UUID.v7()
            let card = try await office.approved(for: try await office.numbered())
            try await office.write(CardBatches.make(batch, in: cuKbang.book, of: [card]), as: office.officer)
            let advance = "select issuance.advance_batch(8, '\(batch)', null, 'sent')"
            #expect(try await database.refusal(of: advance, as: office.officer) == "SG412")
        }
    }

    @Test(
        "F2 a team is made of accounts of the commune: of any other name the answer is the same, whether it is somebody's"
    )
    func team() async throws {
        try await Office.open { office in
            let stranger = try await office.database.officer(of: eaRok.code)
            let name = { (id: Int32) in
                try await office.database.superuserSQL("select name from auth.\"user\" where id = \(id)")
            }
            let make = { (member: String) in
                "select outreach.make_team(gen_random_uuid(), 8, 'Tổ ' || gen_random_uuid(), array['\(member)'])"
            }
            let colleague = try await name(office.supervisor.userID)
            #expect(try await office.database.refusal(of: make(colleague), as: office.officer) == "00000")
            let unknown = try await office.database.refusal(of: make("khong.ai.ten.nay"), as: office.officer)
            #expect(unknown == "SG409 outreach_member_unknown")
            let district = try await office.database.officer("district_officer", of: "646")
            for id in [stranger.userID, district.userID] {
                let theirs = try await name(id)
                #expect(try await office.database.refusal(of: make(theirs), as: office.officer) == unknown)
            }
        }
    }

    @Test("F10 what a check's digest is made of is not the service's to read")
    func marks() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: cuKbang.code)
        for column in ["digest", "seals", "*"] {
            #expect(try await database.refusal(of: "select \(column) from jobs.check_mark", as: officer) == "42501")
        }
        let needed = "select name, book_id, as_of, run_id, at from jobs.check_mark"
        #expect(try await database.refusal(of: needed, as: officer) == "00000")
    }
}
