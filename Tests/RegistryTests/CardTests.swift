import CivilIdentity
import FoundationEssentials
import Registry
import RegistryTestSupport
import Testing

@Suite(.registryDatabase, .serialized) struct CardTests {
    @Test(
        "C1 a card is requested, approved, printed, handed over, and then expires, is lost, revoked or replaced; the steps say who"
    )
    func life() async throws {
        try await Office.open { office in
            let holder = try await office.numbered()
            let id = try await office.requested(for: holder)
            #expect(try await office.card(id).card.state == .requested)
            // Seven working days: at least nine days of the calendar.
            let requested = try await office.card(id).card
            #expect(requested.requestedOn.distance(to: requested.dueOn) >= 9 && requested.printed == nil)

            // Four eyes: an officer does not approve at all, and a supervisor not what he requested.
            await #expect(throws: RegistryError.notAllowed) { try await office.step(id) { Cards.approve($0) } }
            try await office.step(id, as: office.supervisor) { Cards.approve($0) }
            let approved = try await office.card(id).card
            let printed = try #require(approved.printed)
            #expect(printed.name == "Giàng Thị Mỷ" && printed.born == "05/05/1990" && printed.sex == "F")
            #expect(printed.number.hasPrefix("066190") && printed.issuer == "Bộ Công an")
            #expect(printed.residence.contains("Cư KBang") && printed.residence.contains("Đắk Lắk"))
            let expiry = CardExpiry(born: day("1990-05-05"), issued: printed.issuedOn)
            #expect(printed.expiresOn == expiry.day && printed.isExpiryCertain)
            #expect(approved.exchangeFrom == expiry.day && approved.exchangeTo == expiry.day)

            // Illegal steps are refused: not handed over before it is printed, not approved twice.
            #expect(await office.refused { try await office.step(id) { Cards.handOver($0, to: "chính chủ") } } == "C1")
            #expect(
                await office.refused { try await office.step(id, as: office.supervisor) { Cards.approve($0) } } == "C1"
            )
            try await office.print([id])
            try await office.step(id) { Cards.handOver($0, to: "chính chủ") }
            let history = try await office.card(id)
            #expect(history.card.state == .handedOver)
            #expect(history.events.map(\.step) == ["requested", "approved", "batched", "printed", "handed_over"])
            #expect(history.events[1].by == office.supervisor.userID && history.events[4].by == office.officer.userID)
            #expect(history.events[4].document == "chính chủ")

            // Exchanged: the new one is made beside the valid one and takes its place when it is handed over.
            #expect(await office.refused { try await office.requested(for: holder) } == "C1")
            let next = try await office.printed(for: holder, because: .appearance)
            #expect(try await office.card(id).card.state == .handedOver)
            #expect(try await office.card(next).card.replaces == id)
            try await office.step(next) { Cards.handOver($0, to: "chính chủ") }
            #expect(try await office.card(id).card.state == .replaced)

            try await office.step(next) { Cards.reportLost($0, how: "rơi ở chợ") }
            let again = try await office.handedOver(to: holder, because: .lost)
            let revoke = { (key: PaperKey) in Cards.revoke(key, because: "cấp sai", by: "3/QĐ-CAH") }
            try await office.step(again, as: office.supervisor, revoke)
            #expect(try await office.card(again).card.state == .revoked)
        }
    }

    @Test("C1 the database itself refuses a second valid card, a step from a wrong state, and a write past the steps")
    func theDatabaseRefuses() async throws {
        try await Office.open { office in
            let holder = try await office.numbered()
            let card = try await office.card(try await office.handedOver(to: holder)).card
            func state(_ statement: String, as who: TestOfficer) async throws -> String {
                try await office.database.sqlState(as: .app, token: who.token, statement)
            }
            let rows = "where book_id = \(cuKbang.book) and id = '\(card.id)'"
            #expect(
                try await state("update registry.card set state = 'approved' \(rows)", as: office.supervisor) == "42501"
            )
            #expect(try await state("delete from registry.card \(rows)", as: office.supervisor) == "42501")
            #expect(try await state("update registry.card_event set reason = 'x'", as: office.supervisor) == "42501")
            let insert = """
                insert into registry.card (book_id, id, resident_id, state, ground, requested_on, due_on, applicant, face,
                    fingerprints, iris, recorded_by)
                select book_id, gen_random_uuid(), resident_id, 'handed_over', ground, requested_on, due_on, applicant, face,
                    fingerprints, iris, recorded_by from registry.card \(rows)
                """
            #expect(try await state(insert, as: office.officer) == "42501")
            let steps = [
                "select issuance.approve_card(\(cuKbang.book), '\(card.id)', \(card.revision))",
                "select issuance.revoke_card(\(cuKbang.book), '\(card.id)', \(card.revision - 1), 'sai', '1')",
            ]
            #expect(try await state(steps[0], as: office.supervisor) == "SG409")
            #expect(try await state(steps[1], as: office.supervisor) == "SG412")
            #expect(try await state(steps[0], as: office.officer) == "SG403")
            let foreign = try await office.database.officer("commune_supervisor", of: eaRok.code)
            #expect(try await state(steps[0], as: foreign) == "SG404")
            // Whoever owns the functions is held by the constraint, too.
            let twice = """
                with made as (insert into registry.card select (card).* from (
                    select jsonb_populate_record(card, jsonb_build_object('id', gen_random_uuid())) as card
                    from registry.card \(rows)) as copy returning 1)
                select count(*) from made
                """
            await #expect(throws: (any Error).self) { try await office.database.superuserSQL(twice) }
        }
    }

    @Test(
        "A card for someone dead, moved away, under a case, without a number, or whose number is cancelled is refused with the reason"
    )
    func refusals() async throws {
        try await Office.open { office in
            let plain = try await office.resident()
            #expect(await office.refused { try await office.requested(for: plain) } == "R2.3")

            let dead = try await office.numbered()
            let waiting = try await office.requested(for: dead)
            try await office.happened(.death, to: dead)
            #expect(await office.refused { try await office.requested(for: dead) } == "A12")
            #expect(try await office.card(waiting).card.state == .cancelled)

            let gone = try await office.numbered()
            let ready = try await office.printed(for: gone)
            try await office.happened(.departure, to: gone)
            #expect(await office.refused { try await office.requested(for: gone, because: .wish) } == "C1")
            #expect(
                await office.refused { try await office.step(ready) { Cards.handOver($0, to: "người nhà") } } == "C1"
            )

            let doubted = try await office.numbered()
            let approved = try await office.approved(for: doubted)
            try await office.print([approved])
            let open = "select cases.open(\(cuKbang.book), '\(doubted.id)', gen_random_uuid())"
            #expect(try await office.database.sqlState(as: .app, token: office.officer.token, open) == "00000")
            #expect(
                await office.refused { try await office.step(approved) { Cards.handOver($0, to: "chính chủ") } }
                    == "R7.6"
            )

            // Two years possible: the card could not say which.
            let undecided = try await office.resident(born: "1990-1991")
            try await office.confirm(try Office.number(born: 1990), of: undecided)
            let request = try await office.requested(for: undecided)
            #expect(
                await office.refused { try await office.step(request, as: office.supervisor) { Cards.approve($0) } }
                    == "R9.8"
            )
        }
    }

    @Test(
        "R2.2 a child under 14 is represented; of one under six nothing is captured; from six on it is, or it is said why not"
    )
    func children() async throws {
        try await Office.open { office in
            let small = try await office.numbered(born: "2023-02-02")
            let child = try await office.numbered(born: "2015-02-02")
            let mother = Card.Applicant.representative("Sùng Thị Dua, mẹ")
            #expect(await office.refused { try await office.requested(for: small, applicant: mother) } == "R2.2")
            #expect(await office.refused { try await office.requested(for: small, .notDue) } == "R2.2")
            let card = try await office.requested(for: small, applicant: mother, .notDue)
            #expect(try await office.card(card).card.applicant == mother)

            #expect(await office.refused { try await office.requested(for: child) } == "R2.2")
            #expect(
                await office.refused { try await office.requested(for: child, applicant: mother, .notDue) } == "R2.2"
            )
            let without = Card.Biometrics(face: .yes, fingerprints: .yes, iris: .no)
            #expect(
                await office.refused { try await office.requested(for: child, applicant: mother, without) } == "R2.11"
            )
            let explained = Card.Biometrics(face: .yes, fingerprints: .yes, iris: .no, whyNot: "máy hỏng")
            try await office.requested(for: child, applicant: mother, explained)
        }
    }

    @Test("C3 a batch says who and when at each step; the hand-over list is by settlement; what lies too long is late")
    func batches() async throws {
        try await Office.open { office in
            let (first, second) = (try await office.numbered("Sùng A Dơ"), try await office.numbered("Lý Thị Mai"))
            let cards = [try await office.approved(for: first), try await office.approved(for: second)]
            let waiting = try await office.requested(for: try await office.numbered())
            #expect(
                await office.refused {
                    try await office.write(CardBatches.make(.v7(), in: cuKbang.book, of: [waiting]), as: office.officer)
                } == "C3"
            )
            let batch = UUID.v7()
            try await office.write(CardBatches.make(batch, in: cuKbang.book, of: cards), as: office.officer)
            #expect(try await office.batch(batch).cards == 2)
            // In a batch it is with the printer: neither taken back nor collected again, and no step is skipped.
            #expect(
                await office.refused { try await office.step(cards[0]) { Cards.cancel($0, because: "nhầm") } } == "C3"
            )
            #expect(await office.refused { try await office.print([cards[0]]) } == "C3")
            #expect(await office.refused { try await office.advance(batch, to: .printed) } == "C3")
            // Revoked on its way: it is not printed with the others.
            try await office.step(cards[1], as: office.supervisor) { Cards.revoke($0, because: "cấp sai", by: "4/QĐ") }
            for state in [CardBatch.State.sent, .received, .printed] { try await office.advance(batch, to: state) }
            let printed = try await office.batch(batch)
            #expect(printed.state == .printed && printed.events.map(\.state) == [.made, .sent, .received, .printed])
            #expect(printed.events.allSatisfy { $0.by == office.officer.userID })
            #expect(try await office.card(cards[0]).card.state == .printed)
            #expect(try await office.card(cards[1]).card.state == .revoked)

            func entries() async throws -> [HandOverList.Entry] {
                let lists = try await office.registry.read(
                    Cards.handOver(commune: cuKbang.code),
                    as: office.officer.caller,
                    action: "cards.hand-over-list"
                )
                return lists.flatMap(\.cards).filter { cards.contains($0.card) }
            }
            let ready = try await entries()
            #expect(ready.map(\.name) == ["Sùng A Dơ"] && ready.first?.isLate == false)
            try await office.later(days: 31) {
                let late = try await entries().first
                #expect(late?.isLate == true && late?.days == 31)
            }
        }
    }

    @Test(
        "C2 registered, approved, printed and handed over are four counts, with those under 14 and those of whom nobody can say"
    )
    func counts() async throws {
        let officer = try await TestDatabase.current.officer(of: eaRok.code)
        let supervisor = try await TestDatabase.current.officer("commune_supervisor", of: eaRok.code)
        try await TestDatabase.current.withRegistry { registry in
            let today = try #require(
                CalendarDay(iso: try await TestDatabase.current.superuserSQL("select registry.today()"))
            )
            let mother = Card.Applicant.representative("mẹ")
            // An adult, a child, and one of 13 or 14.
            let people: [(born: String, year: Int, applicant: Card.Applicant)] = [
                ("1990-05-05", 1990, .oneself), ("\(today.year - 8)", today.year - 8, mother),
                ("\(today.year - 14)", today.year - 14, mother),
            ]
            var cards: [PaperKey] = []
            for person in people {
                var draft = try ResidentDraft.named("Lý Thị Mai", .birth)
                draft.birth = .stated(try #require(try ImportDate.parse(person.born, saidOn: today).birth.value))
                draft.sex = .stated(.female)
                let key = try await registry.register(draft, in: eaRok.book, as: officer)
                let revision = try #require(try await registry.record(of: key, as: officer)).revision
                let number = try Office.number(born: person.year)
                try await registry.change(
                    key,
                    Residents.confirm(
                        number,
                        of: key,
                        revision: revision,
                        reason: "thông báo",
                        evidence: "1",
                        on: today
                    ),
                    as: officer
                )
                let id = UUID.v7()
                try await registry.change(
                    key,
                    Cards.request(id, for: key, because: .first, applicant: person.applicant, biometrics: .captured),
                    as: officer
                )
                cards.append(PaperKey(book: eaRok.book, id: id, revision: 1))
            }
            for card in cards.prefix(2) {
                try await registry.write(
                    Cards.approve(card),
                    as: supervisor.caller,
                    action: "cards.approve",
                    book: eaRok.book,
                    residents: []
                )
            }
            let area = try #require(try await registry.readPublic(Areas.show(code: "646", on: nil), as: officer.caller))
            func report(_ days: ClosedRange<CalendarDay>) async throws -> CardReport {
                try await registry.read(
                    Reports.cards(of: area, during: days),
                    as: officer.caller,
                    action: "reports.cards"
                )
            }
            let now = try await report(today...today)
            #expect(now.communes.map(\.code) == [eaRok.code])
            // On 31 December whoever was born fourteen years ago is 14 on every reading.
            let unsure = CalendarDay(year: today.year, month: 12, day: 31) == today ? 0 : 1
            #expect(now.total.registered == .init(all: 3, under14: 1, under14Unsure: unsure))
            #expect(now.total.approved == .init(all: 2, under14: 1, under14Unsure: 0))
            #expect(now.total.printed.all == 0 && now.total.handedOver.all == 0)
            let before = try await report(today.advanced(by: -30)...today.advanced(by: -1))
            #expect(before.total.registered.all == 0)
        }
    }

    @Test("C1 the nights mark a card whose last day has passed, and it is not valid from that moment on")
    func expiry() async throws {
        try await Office.open { office in
            let holder = try await office.numbered()
            let id = try await office.handedOver(to: holder)
            let printed = try #require(try await office.card(id).card.printed)
            let days = printed.issuedOn.distance(to: try #require(printed.expiresOn))
            try await office.later(days: days) {
                let expired = try await office.night("select issuance.expire_cards()")
                #expect(expired == "0")
            }
            try await office.later(days: days + 1) {
                // No exchange is needed to ask for a new one: nothing valid is left even before the night has come.
                let next = try await office.requested(for: holder, because: .age)
                #expect(try await office.card(next).card.replaces == nil)
                let expired = try #require(Int(try await office.night("select issuance.expire_cards()")))
                #expect(expired >= 1)
                #expect(try await office.card(id).card.state == .expired)
                #expect(try await office.card(id).events.last?.by == 0)
            }
        }
    }

    @Test("R2.4 the database and CivilIdentity agree on every vector, on thousands of births, and on sets of them")
    func oneRule() async throws {
        var random = SystemRandomNumberGenerator()
        func check(_ pairs: [(CalendarDay, CalendarDay)]) async throws {
            let rows = pairs.map { "('\($0.0)', '\($0.1)')" }.joined(separator: ", ")
            let answer = try await TestDatabase.current.superuserSQL(
                """
                select coalesce(registry.card_expiry(born::date, issued::date)::text, '-')
                from (values \(rows)) as pair (born, issued)
                """
            )
            let expected = pairs.map { CardExpiry(born: $0.0, issued: $0.1).day?.iso ?? "-" }
            #expect(answer.split(separator: "\n").map(String.init) == expected)
        }
        let vectors = try String(
            contentsOfFile: "\(Checkout.root)/../shared/domain/card_expiry_vectors.csv",
            encoding: .utf8
        )
        .split(separator: "\n").dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        #expect(vectors.count == 13)
        try await check(vectors.map { (day(String($0[0])), day(String($0[1]))) })
        try await check(
            (0..<4000).map { number in
                // Every tenth on a leap day.
                let born =
                    number.isMultiple(of: 10)
                    ? day("\(1940 + 4 * Int.random(in: 0...20, using: &random))-02-29")
                    : day("1930-01-01").advanced(by: Int.random(in: 0...34_000, using: &random))
                return (born, born.advanced(by: Int.random(in: 0...25_000, using: &random)))
            }
        )
        var sets: [(ClosedRange<CalendarDay>, CalendarDay)] = []
        for _ in 0..<500 {
            let first = day("1930-01-01").advanced(by: Int.random(in: 0...34_000, using: &random))
            let last = first.advanced(by: Int.random(in: 0...800, using: &random))
            sets.append((first...last, last.advanced(by: Int.random(in: 0...25_000, using: &random))))
        }
        let values = sets.map { "('[\($0.0.lowerBound),\($0.0.upperBound)]', '\($0.1)')" }.joined(separator: ", ")
        let answer = try await TestDatabase.current.superuserSQL(
            """
            select lower(days) || ' ' || case when upper(days) = 'infinity' then upper(days) else upper(days) - 1 end
            from (values \(values)) as pair (born, issued)
            cross join lateral (
                select registry.card_expiries(datemultirange(pair.born::daterange), pair.issued::date) as days) as expiry
            """
        )
        let statement = BirthStatement(written: "khoảng", precision: .range, basis: .estimate, saidOn: articleDay)
        let expected = try sets.map { set in
            let birth = try #require(BirthSet(ranges: [set.0], statement: statement))
            let expiries = CardExpirySet(born: birth, issued: set.1)
            return "\(expiries.earliest.day?.iso ?? "infinity") \(expiries.latest.day?.iso ?? "infinity")"
        }
        #expect(answer.split(separator: "\n").map(String.init) == expected)
    }
}
