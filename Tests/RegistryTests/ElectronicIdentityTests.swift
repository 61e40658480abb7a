import CivilIdentity
import FoundationEssentials
import Registry
import RegistryTestSupport
import Testing

@Suite(.registryDatabase, .serialized) struct ElectronicIdentityTests {
    @Test(
        "C5 level 01/02: requested, granted, activated, locked, unlocked, refused; it needs a valid card and a telephone in the own name"
    )
    func life() async throws {
        try await Office.open { office in
            let holder = try await office.numbered()
            #expect(await office.refused { _ = try await office.requestedAccount(for: holder) } == "R3.1")
            _ = try await office.handedOver(to: holder)
            let unknown = ElectronicIdentity.Phone(number: .unknown, ownName: .unknown)
            let id = try await office.requestedAccount(for: holder, level: 2, phone: unknown)
            #expect(await office.refused { _ = try await office.requestedAccount(for: holder, level: 2) } == "C5")
            let grant = { (key: PaperKey) in ElectronicIdentities.grant(key) }
            await #expect(throws: RegistryError.notAllowed) { try await office.accountStep(id, grant) }
            #expect(await office.refused { try await office.accountStep(id, as: office.supervisor, grant) } == "R3.2")
            let phone = ElectronicIdentity.Phone(number: .stated("0905 111 222"), ownName: .yes)
            try await office.accountStep(id) { ElectronicIdentities.state(phone, of: $0) }
            try await office.accountStep(id, as: office.supervisor, grant)
            let granted = try await office.account(id).account
            let notified = try #require(granted.notifiedOn)
            let last = try #require(granted.activateBy)
            #expect(granted.state == .granted && notified.distance(to: last) >= 7)

            let today = try await office.today()
            let early = today.advanced(by: -1)
            #expect(
                await office.refused {
                    try await office.accountStep(id) { ElectronicIdentities.activate($0, on: early, byHotline: false) }
                } == "R3.4"
            )
            try await office.accountStep(id) { ElectronicIdentities.activate($0, on: today, byHotline: false) }
            try await office.accountStep(id, as: office.supervisor) {
                ElectronicIdentities.lock($0, because: "nghi bị lợi dụng", by: nil)
            }
            let deputy = try await office.database.officer("commune_supervisor", of: cuKbang.code)
            try await office.accountStep(id, as: deputy) {
                ElectronicIdentities.unlock($0, because: "đã làm rõ", by: "5/BC")
            }
            let history = try await office.account(id)
            #expect(history.account.state == .unlocked)
            #expect(
                history.events.map(\.step) == [
                    "requested", "phone_stated", "granted", "activated", "locked", "unlocked",
                ]
            )
            let state = try await office.database.sqlState(
                as: .app,
                token: office.officer.token,
                "update registry.e_identity set state = 'activated'"
            )
            #expect(state == "42501")

            // Another level beside it, refused with its reason.
            let other = try await office.requestedAccount(for: holder, level: 1)
            try await office.accountStep(other, as: office.supervisor) {
                ElectronicIdentities.refuse($0, because: "đã có mức 02")
            }
            #expect(try await office.account(other).account.state == .refused)

            // States are never added up.
            let area = try #require(
                try await office.registry.readPublic(Areas.show(code: "646", on: nil), as: office.officer.caller)
            )
            let report = try await office.registry.read(
                Reports.accounts(of: area),
                as: office.officer.caller,
                action: "reports.e-identities"
            )
            let rows = report.rows.filter { $0.code == cuKbang.code }
            #expect(rows.map(\.level) == [1, 2] && report.rows.allSatisfy { $0.states.count == 7 })
            #expect(rows[0].states[.refused] == 1 && rows[1].states[.unlocked] == 1 && rows[1].states[.activated] == 0)
        }
    }

    @Test(
        "C5 what was not activated within seven days of the notice lapses by a night, and is then activated by the hotline only"
    )
    func lapse() async throws {
        try await Office.open { office in
            let holder = try await office.numbered()
            _ = try await office.handedOver(to: holder)
            let id = try await office.requestedAccount(for: holder)
            try await office.accountStep(id, as: office.supervisor) { ElectronicIdentities.grant($0) }
            let granted = try await office.account(id).account
            let last = try #require(granted.activateBy)
            let days = try await office.today().distance(to: last)
            try await office.later(days: days) {
                let lapsed = try await office.night("select issuance.lapse_accounts()")
                #expect(lapsed == "0")
            }
            try await office.later(days: days + 1) {
                #expect(try await office.night("select issuance.lapse_accounts()") == "1")
                #expect(try await office.account(id).account.state == .lapsed)
                let today = try await office.today()
                let inApp = { (key: PaperKey) in ElectronicIdentities.activate(key, on: today, byHotline: false) }
                #expect(await office.refused { try await office.accountStep(id, inApp) } == "R3.4")
                try await office.accountStep(id) { ElectronicIdentities.activate($0, on: today, byHotline: true) }
                #expect(try await office.account(id).account.state == .activated)
            }
        }
    }

    @Test(
        "C5 ages by R3.1: under six level 1 only, under 14 by a guardian's number, unknown by an officer's decision with its reason"
    )
    func ages() async throws {
        try await Office.open { office in
            let today = try await office.today()
            func child(_ born: String) async throws -> ResidentKey {
                let key = try await office.numbered(born: born)
                let mother = Card.Applicant.representative("mẹ")
                let year = try #require(Int(born.prefix(4)))
                let biometrics = today.year - year < 6 ? Card.Biometrics.notDue : .captured
                let card = try await office.requested(for: key, applicant: mother, biometrics)
                try await office.step(card, as: office.supervisor) { Cards.approve($0) }
                try await office.print([card])
                try await office.step(card) { Cards.handOver($0, to: "mẹ") }
                return key
            }
            let small = try await child("\(today.year - 3)-01-01")
            #expect(
                await office.refused { _ = try await office.requestedAccount(for: small, level: 2, guardian: "mẹ") }
                    == "R3.1"
            )
            #expect(await office.refused { _ = try await office.requestedAccount(for: small) } == "R3.2")
            _ = try await office.requestedAccount(for: small, guardian: "mẹ")
            // The same telephone for another child.
            let second = try await child("\(today.year - 9)-01-01")
            _ = try await office.requestedAccount(for: second, level: 2, guardian: "mẹ")

            // Turning 14 this year, on a day nobody knows.
            let unsure = try await child("\(today.year - 14)")
            if today.month < 12 || today.day < 31 {
                #expect(await office.refused { _ = try await office.requestedAccount(for: unsure) } == "R9.9")
            }
            let decided = try await office.requestedAccount(for: unsure, ageDecision: "học lớp 9, coi là đủ 14")
            #expect(try await office.account(decided).account.ageDecision == "học lớp 9, coi là đủ 14")
        }
    }

    @Test("C5 the account follows the card when it is revoked or replaced, and the person when she dies (A12), visibly")
    func follows() async throws {
        try await Office.open { office in
            func active() async throws -> (holder: ResidentKey, card: UUID, account: UUID) {
                let holder = try await office.numbered()
                let card = try await office.handedOver(to: holder)
                let id = try await office.requestedAccount(for: holder)
                try await office.accountStep(id, as: office.supervisor) { ElectronicIdentities.grant($0) }
                let today = try await office.today()
                try await office.accountStep(id) { ElectronicIdentities.activate($0, on: today, byHotline: false) }
                return (holder, card, id)
            }
            let revoked = try await active()
            let next = try await office.handedOver(to: revoked.holder, because: .wish)
            #expect(try await office.account(revoked.account).account.card == next)
            #expect(try await office.account(revoked.account).account.state == .activated)
            try await office.step(next, as: office.supervisor) { Cards.revoke($0, because: "cấp sai", by: "7/QĐ") }
            #expect(try await office.account(revoked.account).account.state == .locked)
            let unlock = { (key: PaperKey) in ElectronicIdentities.unlock(key, because: "xin mở", by: nil) }
            #expect(
                await office.refused { try await office.accountStep(revoked.account, as: office.supervisor, unlock) }
                    == "C4"
            )

            let dead = try await active()
            try await office.happened(.death, to: dead.holder)
            #expect(try await office.account(dead.account).account.state == .locked)
            #expect(try await office.card(dead.card).card.state == .revoked)
            let record = try #require(try await office.registry.record(of: dead.holder, as: office.officer))
            let consequences = record.events.flatMap(\.consequences)
            #expect(consequences.contains("card_closed") && consequences.contains("e_identity_locked"))
        }
    }
}
