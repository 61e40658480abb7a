import CivilIdentity
import FoundationEssentials
import Registry
import RegistryTestSupport
import Testing

@Suite(.registryDatabase, .serialized) struct CorrectionTests {
    private func show(_ id: UUID, in office: Office) async throws -> CorrectionRequest {
        let show = CorrectionRequests.show(id)
        return try #require(try await office.registry.read(show, as: office.officer.caller, action: "corrections.show"))
    }

    /// Records another birth without going by it; the id of what was said.
    private func said(_ born: String, of key: ResidentKey, in office: Office) async throws -> Int {
        let birth = try #require(try ImportDate.parse(born, saidOn: articleDay).birth.value)
        let correction = Correction(fact: .birth(.stated(birth)), speaker: speaker("giấy khai sinh"))
        let query = Residents.correct(correction, of: key, revision: try await office.revision(of: key))
        try await office.registry.change(key, query, as: office.officer)
        return try #require(try await office.registry.record(of: key, as: office.officer)?.births.last?.id)
    }

    @Test(
        "C7 a correction is requested and approved by two people, keeps before and after, may add documents; a changed printed field opens a reissue"
    )
    func correction() async throws {
        try await Office.open { office in
            let holder = try await office.numbered()
            let card = try await office.handedOver(to: holder)
            let fact = try await said("1990-06-05", of: holder, in: office)
            #expect(try await office.card(card).card.differs == [])
            let id = UUID.v7()
            let request = CorrectionRequests.request(
                id,
                of: holder,
                attribute: "birth",
                fact: fact,
                because: "giấy khai sinh ghi tháng 6"
            )
            try await office.registry.change(holder, request, as: office.officer)
            let requested = try await show(id, in: office)
            #expect(requested.state == .requested && requested.before.bornEarliest == day("1990-05-05"))
            #expect(requested.after == nil && requested.requestedBy == office.officer.userID)

            let add = { (key: PaperKey) in
                CorrectionRequests.add(.birthCertificate, number: "11/2024", note: "bản chính", to: key)
            }
            try await office.registry.change(holder, add(requested.key), as: office.officer)
            let documented = try await show(id, in: office)
            #expect(documented.documents.map(\.number) == ["11/2024"])
            // Nobody approves his own, and not what has changed since it was read.
            await #expect(throws: RegistryError.notAllowed) {
                try await office.registry.change(holder, CorrectionRequests.approve(documented.key), as: office.officer)
            }
            await #expect(throws: RegistryError.stale) {
                try await office.registry.change(
                    holder,
                    CorrectionRequests.approve(requested.key),
                    as: office.supervisor
                )
            }
            try await office.registry.change(holder, CorrectionRequests.approve(documented.key), as: office.supervisor)

            let approved = try await show(id, in: office)
            #expect(approved.state == .approved && approved.after?.bornEarliest == day("1990-06-05"))
            #expect(approved.before.bornEarliest == day("1990-05-05"))
            #expect(approved.decidedBy == office.supervisor.userID)
            let record = try #require(try await office.registry.record(of: holder, as: office.officer))
            #expect(record.summary.birth?.onlyDay == day("1990-06-05") && record.births.count == 2)

            // The card in hand says otherwise now, and another is asked for in its place.
            #expect(try await office.card(card).card.differs == ["born"])
            let reissue = try #require(approved.reissue)
            let next = try await office.card(reissue).card
            #expect(next.state == .requested && next.ground == .correction && next.replaces == card)
            try await office.step(reissue, as: office.supervisor) { Cards.approve($0) }
            #expect(try await office.card(reissue).card.printed?.born == "05/06/1990")

            #expect(
                await office.refused {
                    try await office.registry.change(
                        holder,
                        CorrectionRequests.approve(approved.key),
                        as: office.supervisor
                    )
                } == "C7"
            )
        }
    }

    @Test(
        "C7 a correction is refused or taken back with its reason, names a statement of this person, and is one at a time"
    )
    func refusal() async throws {
        try await Office.open { office in
            let (one, other) = (try await office.resident(), try await office.resident())
            let foreign = try await said("1991-01-01", of: other, in: office)
            let fact = try await said("1990-07-05", of: one, in: office)
            func request(_ fact: Int, _ attribute: String = "birth") async throws -> UUID {
                let id = UUID.v7()
                let query = CorrectionRequests.request(
                    id,
                    of: one,
                    attribute: attribute,
                    fact: fact,
                    because: "hỏi lại"
                )
                try await office.registry.change(one, query, as: office.officer)
                return id
            }
            #expect(await office.refused { _ = try await request(foreign) } == "C7")
            #expect(await office.refused { _ = try await request(fact, "sex") } == "C7")
            let id = try await request(fact)
            #expect(await office.refused { _ = try await request(fact) } == "C7")
            let refuse = CorrectionRequests.refuse(try await show(id, in: office).key, because: "chưa đủ căn cứ")
            try await office.registry.change(one, refuse, as: office.supervisor)
            let refused = try await show(id, in: office)
            #expect(refused.state == .refused && refused.decision == "chưa đủ căn cứ" && refused.after == nil)
            let again = try await request(fact)
            let withdraw = CorrectionRequests.withdraw(try await show(again, in: office).key, because: "dân rút")
            try await office.registry.change(one, withdraw, as: office.officer)
            #expect(try await show(again, in: office).state == .withdrawn)
            let state = try await office.database.sqlState(
                as: .app,
                token: office.supervisor.token,
                "update registry.correction set state = 'approved'"
            )
            #expect(state == "42501")
        }
    }

    @Test(
        "R2.10 a certificate of identity is a supervisor's explicit decision, for somebody six months in the commune by the stays"
    )
    func identityCertificate() async throws {
        try await Office.open { office in
            // Registered on the day of the article, long ago; and today.
            let settled = try await office.resident()
            var draft = try ResidentDraft.named("Vàng A Chư", .birth, on: try await office.today())
            draft.sex = .stated(.male)
            let fresh = try await office.registry.register(draft, in: cuKbang.book, as: office.officer)
            func decide(_ key: ResidentKey, as who: TestOfficer) async throws -> UUID {
                let id = UUID.v7()
                let query = IdentityCertificates.decide(
                    id,
                    for: key,
                    because: "không xác định quốc tịch",
                    by: "9/QĐ-CAX"
                )
                try await office.registry.change(key, query, as: who)
                return id
            }
            await #expect(throws: RegistryError.notAllowed) { _ = try await decide(settled, as: office.officer) }
            #expect(await office.refused { _ = try await decide(fresh, as: office.supervisor) } == "R2.10")
            let id = try await decide(settled, as: office.supervisor)
            #expect(await office.refused { _ = try await decide(settled, as: office.supervisor) } == "R2.10")
            func certificate() async throws -> IdentityCertificate {
                let show = IdentityCertificates.show(id)
                let found = try await office.registry.read(
                    show,
                    as: office.officer.caller,
                    action: "identity-certificates.show"
                )
                return try #require(found)
            }
            #expect(try await certificate().residentSince == articleDay)
            let handOver = IdentityCertificates.handOver(try await certificate().key)
            try await office.registry.change(settled, handOver, as: office.officer)
            #expect(try await certificate().state == .handedOver)
            let revoke = IdentityCertificates.revoke(try await certificate().key, because: "đã có thẻ")
            let deputy = try await office.database.officer("commune_supervisor", of: cuKbang.code)
            try await office.registry.change(settled, revoke, as: deputy)
            #expect(try await certificate().ending == "đã có thẻ")

            let carded = try await office.numbered()
            _ = try await office.handedOver(to: carded)
            #expect(await office.refused { _ = try await decide(carded, as: office.supervisor) } == "R2.10")
        }
    }
}
