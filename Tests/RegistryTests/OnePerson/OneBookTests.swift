import CivilIdentity
import FoundationEssentials
import Registry
import RegistryTestSupport
import Testing

/// A person is one over all books, and whoever writes in a book decides nothing in another.
@Suite(.registryDatabase, .serialized) struct OneBookTests {
    @Test("F2 nobody brings another commune's person into his own book: no row, no stay, no death")
    func foreignPerson() async throws {
        try await TwoCommunes.open { two in
            let holder = try await two.office.numbered()
            let insert = """
                insert into registry.resident (book_id, id, recorded_by)
                values (4, '\(holder.id)', (select auth.user_id()))
                """
            #expect(try await two.tries(insert, as: two.there) == "SG409")
            // A person of whom nobody knows is registered as ever.
            let fresh = insert.replacing(holder.id.description, with: UUID.v7().description)
            #expect(try await two.tries(fresh, as: two.there) == "00000")
            #expect(try await two.truth("select count(*) from registry.resident where id = '\(holder.id)'") == "1")
        }
    }

    @Test("F2 a row that was brought in before opens nothing: it neither ends nor shows what the person has elsewhere")
    func forgedRow() async throws {
        try await TwoCommunes.open { two in
            let holder = try await two.office.numbered()
            let card = try await two.office.handedOver(to: holder)
            let account = try await two.office.requestedAccount(for: holder)
            try await two.forge(holder.id)
            let id = holder.id
            let request = """
                select issuance.request_card(4, gen_random_uuid(), '\(id)', 'wish', 'self', null, 'yes', 'yes', 'yes', null)
                """
            let certificate = """
                select issuance.decide_identity_certificate(4, gen_random_uuid(), '\(id)', 'không giấy tờ', '1/QĐ')
                """
            let cancel = """
                select issuance.cancel_number(4, '\(id)', 1, 'forged_papers', 'giấy giả', '2/QĐ', '2024-09-18')
                """
            let asked = """
                select issuance.request_account(4, gen_random_uuid(), '\(id)', 1, 'unknown', null, 'unknown', null, null)
                """
            #expect(try await two.tries(request, as: two.there) == "SG404")
            #expect(try await two.tries(asked, as: two.there) == "SG404")
            #expect(try await two.tries(certificate, as: two.headThere) == "SG404")
            #expect(try await two.tries(cancel, as: two.headThere) == "SG404")
            let out = "select moves.propose(gen_random_uuid(), 4, '\(id)', 8, '2024-09-19', 'về quê')"
            #expect(try await two.tries(out, as: two.headThere) == "SG404")
            // A death there, of somebody who stands in two books by that row, ends no paper of the rightful one.
            let event = UUID.v7()
            let death = """
                insert into registry.life_event (book_id, resident_id, id, kind, written, earliest, latest, effective_on, said_by,
                    recorded_by)
                values (4, '\(id)', '\(event)', 'death', 'hôm qua', '2024-09-18', '2024-09-18', '2024-09-18', 'self',
                    (select auth.user_id()))
                """
            #expect(try await two.tries(death, as: two.there) == "00000")
            let apply = "select derive.apply_life_event(4, '\(id)', '\(event)')"
            #expect(try await two.tries(apply, as: two.there) == "00000")
            #expect(try await two.office.card(card).card.state == .handedOver)
            #expect(try await two.office.account(account).account.state == .requested)
            // The rightful commune goes on as ever.
            try await two.office.accountStep(account, as: two.office.supervisor) { ElectronicIdentities.grant($0) }
        }
    }

    @Test("F5 whoever moved away comes back by a transfer: the old commune opens no stay and records no event of hers")
    func stays() async throws {
        try await TwoCommunes.open { two in
            let holder = try await two.office.resident()
            try await two.move(holder.id, on: "2026-03-01")
            func event(_ kind: String, in book: Int32 = 8) -> String {
                """
                insert into registry.life_event (book_id, resident_id, id, kind, written, earliest, latest, effective_on, said_by,
                    recorded_by)
                values (\(book), '\(holder.id)', '\(UUID.v7())', '\(kind)', 'hôm nay', '2026-03-05', '2026-03-05', '2026-03-05',
                    'self', (select auth.user_id()))
                """
            }
            func stay(_ since: String = "2026-03-05") -> String {
                """
                insert into registry.stay (book_id, resident_id, opened_on, opened_by_way, recorded_by)
                values (8, '\(holder.id)', '\(since)', 'return', (select auth.user_id()))
                """
            }
            for kind in ["death", "departure", "arrival", "return"] {
                #expect(try await two.tries(event(kind), as: two.office.officer) == "SG409", "\(kind)")
            }
            #expect(try await two.tries(stay(), as: two.office.officer) == "SG409")
            // With the field and the rule.
            let returning = LifeEvent(
                kind: .return,
                written: "nay",
                days: day("2026-03-05")...day("2026-03-05"),
                speaker: speaker(on: day("2026-03-05"))
            )
            let revision = try await two.office.revision(of: holder)
            await #expect {
                _ = try await two.registry.change(
                    holder,
                    Residents.record(returning, of: holder, revision: revision),
                    as: two.office.officer
                )
            } throws: { error in
                guard case RegistryError.conflict(let refusal) = error else { return false }
                return refusal.field == "resident" && refusal.rule == "F5"
            }
            // Sealed since, she is nobody for the old commune.
            try await two.database.superuserSQL("update registry.resident set seal = 1 where id = '\(holder.id)'")
            #expect(try await two.tries(stay(), as: two.office.officer) == "23503")
            try await two.database.superuserSQL("update registry.resident set seal = 0 where id = '\(holder.id)'")

            // Once the other book has closed, on a day after that.
            let there = ResidentKey(book: eaRok.book, id: holder.id)
            let gone = LifeEvent(
                kind: .departure,
                written: "nay",
                days: day("2026-04-01")...day("2026-04-01"),
                speaker: speaker(on: day("2026-04-01"))
            )
            let now = try #require(try await two.registry.record(of: there, as: two.there)).revision
            _ = try await two.registry.change(
                there,
                Residents.record(gone, of: there, revision: now),
                as: two.there
            )
            #expect(try await two.tries(stay("2026-03-20"), as: two.office.officer) == "SG409")
            #expect(try await two.tries(stay("2026-04-01"), as: two.office.officer) == "00000")
        }
    }

    @Test(
        "F5 C1 papers follow the person: after a move the new commune's offices act on them, and no more the old one's"
    )
    func papers() async throws {
        try await TwoCommunes.open { two in
            let holder = try await two.office.numbered()
            let card = try await two.office.handedOver(to: holder)
            let account = try await two.office.requestedAccount(for: holder)
            try await two.move(holder.id, on: "2026-03-01")
            let revision = try await two.office.card(card).card.key.revision
            let revoke = "select issuance.revoke_card(8, '\(card)', \(revision), 'cấp sai', '4/QĐ')"
            let lost = "select issuance.report_card_lost(8, '\(card)', \(revision), 'rơi trên đường')"
            let refuse = "select issuance.refuse_account(8, '\(account)', 1, 'không cần')"
            for statement in [revoke, refuse] {
                #expect(try await two.tries(statement, as: two.office.supervisor) == "SG409", "\(statement)")
                #expect(try await two.tries(statement, as: two.there) != "00000", "\(statement)")
            }
            #expect(try await two.tries(lost, as: two.office.officer) == "SG409")
            let stranger = try await two.database.officer("commune_supervisor", of: "24232")
            #expect(try await two.tries(revoke, as: stranger) == "SG404")
            #expect(try await two.office.card(card).card.state == .handedOver)
            #expect(try await two.tries(refuse, as: two.headThere) == "00000")
            #expect(try await two.tries(revoke, as: two.headThere) == "00000")
            #expect(try await two.office.card(card).card.state == .revoked)
        }
    }

    @Test("R2.8 whoever had a card in hand gets no first one again, in whichever book she is")
    func notTheFirst() async throws {
        try await TwoCommunes.open { two in
            let holder = try await two.office.numbered()
            let card = try await two.office.handedOver(to: holder)
            try await two.office.step(card) { Cards.reportLost($0, how: "mất khi đi rẫy") }
            #expect(await two.office.refused { try await two.office.requested(for: holder) } == "R2.8")
            try await two.move(holder.id, on: "2026-03-01")
            func request(_ ground: String) -> String {
                """
                select issuance.request_card(4, gen_random_uuid(), '\(holder.id)', '\(ground)', 'self', null, 'yes', 'yes', 'yes',
                    null)
                """
            }
            #expect(try await two.tries(request("first"), as: two.there) == "SG409")
            #expect(try await two.tries(request("lost"), as: two.there) == "00000")
        }
    }

    @Test(
        "F10 how many letters a commune has sent, also about people sealed from the reader, the application cannot read"
    )
    func runningNumbers() async throws {
        try await TwoCommunes.open { two in
            let counting = try await two.tries("select last from registry.running_number", as: two.office.officer)
            let reading = try await two.tries("select from registry.verification_request", as: two.office.officer)
            #expect(counting == "42501" && reading == "00000")
        }
    }
}
