import CivilIdentity
import FoundationEssentials
import Registry
import RegistryTestSupport
import Testing

@Suite(.registryDatabase, .serialized) struct PersonalNumberTests {
    @Test(
        "C9 numbers have a history: set up, cancelled, re-established; recorded as the ministry gave them, never generated"
    )
    func history() async throws {
        try await Office.open { office in
            let holder = try await office.resident()
            let first = try Office.number(born: 1990)
            // At first assignment a mismatch of sex, year or province is an error (R1.7).
            for wrong in [try Office.number(born: 1990, .male), try Office.number(born: 1991)] {
                #expect(await office.refused { try await office.confirm(wrong, of: holder) } != nil)
            }
            try await office.confirm(first, of: holder)
            #expect(
                await office.refused { try await office.confirm(try Office.number(born: 1990), of: holder) } == "R1.8"
            )

            let cancel = PersonalNumbers.cancel(
                of: holder,
                revision: try await office.revision(of: holder),
                because: .birthYearCorrected,
                reason: "đính chính năm sinh theo đề nghị",
                by: "15/TB-BCA",
                on: articleDay
            )
            await #expect(throws: RegistryError.notAllowed) {
                try await office.registry.change(holder, cancel, as: office.officer)
            }
            try await office.registry.change(holder, cancel, as: office.supervisor)
            await #expect(throws: RegistryError.stale) {
                try await office.registry.change(holder, cancel, as: office.supervisor)
            }
            #expect(try await office.registry.record(of: holder, as: office.officer)?.number == nil)

            // Cancelled, it stays reserved: for nobody else, and the person's next one is re-established.
            let other = try await office.resident()
            #expect(await office.refused { try await office.confirm(first, of: other) } == "R1.1")
            #expect(
                await office.refused { try await office.confirm(try Office.number(born: 1990), of: holder) } == "R1.8"
            )
            let second = try Office.number(born: 1990)
            func reEstablish(_ number: PersonalNumber, _ key: ResidentKey) async throws {
                let query = PersonalNumbers.reEstablish(
                    number,
                    of: key,
                    revision: try await office.revision(of: key),
                    reason: "xác lập lại",
                    by: "16/TB-BCA",
                    on: articleDay
                )
                try await office.registry.change(key, query, as: office.officer)
            }
            #expect(await office.refused { try await reEstablish(first, holder) } == "R1.1")
            #expect(await office.refused { try await reEstablish(second, other) } == "R1.8")
            try await reEstablish(second, holder)
            let events = try await office.registry.read(
                PersonalNumbers.history(of: holder.id),
                as: office.officer.caller,
                action: "personal-numbers.list"
            )
            #expect(events.map(\.kind) == [.confirmed, .cancelled, .reEstablished])
            #expect(events.map(\.number) == [first, first, second].map { $0.formatted() })
            #expect(events[1].ground == .birthYearCorrected && events[1].restsOn == "15/TB-BCA")
            #expect(events[1].by == office.supervisor.userID)
        }
    }

    @Test(
        "C4 a cancelled number is refused everywhere at once, with the reason: request, approval, hand-over, account, confirmation"
    )
    func everywhere() async throws {
        try await Office.open { office in
            let holder = try await office.numbered()
            let card = try await office.handedOver(to: holder)
            let account = try await office.requestedAccount(for: holder)
            let waiting = try await office.requested(for: holder, because: .wish)
            let cancel = PersonalNumbers.cancel(
                of: holder,
                revision: try await office.revision(of: holder),
                because: .forgedPapers,
                reason: "dùng giấy tờ giả",
                by: "17/TB-BCA",
                on: articleDay
            )
            try await office.registry.change(holder, cancel, as: office.supervisor)
            #expect(try await office.card(card).card.state == .revoked)
            #expect(try await office.card(card).events.last?.reason == "số định danh bị hủy")
            #expect(try await office.account(account).account.state == .refused)
            let approve = { (key: PaperKey) in Cards.approve(key) }
            #expect(await office.refused { try await office.step(waiting, as: office.supervisor, approve) } == "R1.8")
            try await office.step(waiting) { Cards.cancel($0, because: "số bị hủy") }
            #expect(await office.refused { try await office.requested(for: holder) } == "R1.8")
            #expect(await office.refused { _ = try await office.requestedAccount(for: holder) } == "R1.8")
            #expect(
                await office.refused { try await office.confirm(try Office.number(born: 1990), of: holder) } == "R1.8"
            )
        }
    }
}
