import CivilIdentity
import FoundationEssentials
import Registry
import RegistryTestSupport
import Testing

/// Somebody of Cư KBang at each obstacle on the way to an account, and one who has got there.
struct ObstacleWorld: Sendable {
    let office: Office
    private(set) var people: [Obstacle: ResidentKey] = [:]
    /// The one with an active account.
    private(set) var done: ResidentKey

    static func made(_ office: Office) async throws -> ObstacleWorld {
        let done = try await office.numbered("Thào Thị Xong")
        var world = ObstacleWorld(office: office, done: done)
        let account = try await world.granted(to: done)
        let today = try await office.today()
        try await office.accountStep(account) { ElectronicIdentities.activate($0, on: today, byHotline: false) }
        try await world.plantCases()
        try await world.plantLetters()
        try await world.plantRecords()
        try await world.plantCards()
        try await world.plantAccounts()
        return world
    }

    // MARK: Cases

    private mutating func plantCases() async throws {
        people[.noCase] = try await office.resident("Lý Văn Chưa")
        people[.birthNotRegistered] = try await office.resident("Lý Văn Bé", born: "2020-05-05")
        let states: [(Obstacle, String, String?)] = [
            (.claimsMissing, "declared", nil), (.searchMissing, "claimed", nil), (.requestMissing, "searched", nil),
            (.replyToFollow, "replied", nil), (.evidenceMissing, "gathering", nil),
            (.decisionAwaited, "proposed", nil), (.districtDecisionAwaited, "escalated", nil),
            (.notIdentified, "decided", "not_identified"), (.numberAwaited, "decided", "identified"),
        ]
        for (obstacle, state, outcome) in states {
            let key = try await office.resident("Lý Văn \(state.capitalized)")
            try await plantCase(of: key, in: state, outcome: outcome)
            people[obstacle] = key
        }
        let held = try await office.resident("Lý Văn Đợi")
        try await plantCase(of: held, in: "held", waitsFor: people[.claimsMissing])
        people[.otherCaseAwaited] = held
    }

    /// A case as the steps would have left it, with the step that brought it where it is; due on the day before today.
    private func plantCase(
        of key: ResidentKey,
        in state: String,
        outcome: String? = nil,
        waitsFor: ResidentKey? = nil
    ) async throws {
        let quoted = { (text: String?) in text.map { "'\($0)'" } ?? "null" }
        let awaited = "(select id from registry.identity_case where resident_id = \(quoted(waitsFor?.id.uuidString)))"
        try await office.database.superuserSQL(
            """
            with opened as (
                insert into registry.identity_case (
                    book_id, id, resident_id, state, opened_on, since, due_on, outcome, decided_at, waits_for_book,
                    waits_for_case, recorded_by)
                values (\(key.book), gen_random_uuid(), '\(key.id)', '\(state)', jobs.today() - 30, jobs.today() - 30,
                        jobs.today() - 1, \(quoted(outcome)), \(outcome == nil ? "null" : "now()"),
                        \(waitsFor.map { "\($0.book)" } ?? "null"), \(waitsFor == nil ? "null" : awaited),
                        \(office.officer.userID))
                returning *
            )
            insert into registry.case_event (
                book_id, case_id, round, revision, step, to_state, on_day, due_on, actor, actor_name, attachment)
            select book_id, id, 1, 1, 'planted', state, since, due_on, recorded_by, 'Cán bộ',
                   jsonb_strip_nulls(jsonb_build_object('outcome', outcome))
            from opened
            """
        )
    }

    /// One letter that is not due yet, and one whose day was yesterday.
    private mutating func plantLetters() async throws {
        for (obstacle, name) in [(Obstacle.replyAwaited, "Sùng A Hỏi"), (.replyOverdue, "Sùng A Muộn")] {
            var draft = try ResidentDraft.named(name, .birth)
            draft.birth = .stated(try #require(try ImportDate.parse("1980-05-05", saidOn: articleDay).birth.value))
            draft.sex = .stated(.male)
            draft.origins = [ResidentDraft.Origin(province: "Hà Giang")]
            let key = try await office.registry.register(draft, in: cuKbang.book, as: office.officer)
            var made = try await office.registry.searchedCase(of: key, as: office.officer)
            let request = try await office.registry.ask("send_request", in: &made, as: office.officer)
            if obstacle == .replyOverdue {
                try await office.database.superuserSQL(
                    """
                    update registry.verification_request set sent_on = jobs.today() - 20, due_on = jobs.today() - 1
                    where id = '\(request)'
                    """
                )
            }
            people[obstacle] = key
        }
    }

    // MARK: Records

    private mutating func plantRecords() async throws {
        let cancelled = try await office.numbered("Vàng A Hủy")
        let today = try await office.today()
        let cancel = PersonalNumbers.cancel(
            of: cancelled,
            revision: try await office.revision(of: cancelled),
            because: .forgedPapers,
            reason: "giấy tờ giả",
            by: "13/TB-BCA",
            on: today
        )
        try await office.registry.change(cancelled, cancel, as: office.supervisor)
        people[.numberCancelled] = cancelled

        var nameless = try ResidentDraft.named("Mỷ", .common)
        nameless.birth = .stated(try #require(try ImportDate.parse("1990-05-05", saidOn: articleDay).birth.value))
        nameless.sex = .stated(.female)
        var sexless = try ResidentDraft.named("Vàng Thị Chưa Rõ", .birth)
        sexless.birth = nameless.birth
        var yearless = try ResidentDraft.named("Vàng Thị Không Năm", .birth)
        yearless.birth = .stated(try #require(try ImportDate.parse("1988-1990", saidOn: articleDay).birth.value))
        yearless.sex = .stated(.female)
        let drafts = [
            (Obstacle.birthNameMissing, nameless), (.sexMissing, sexless), (.birthYearMissing, yearless),
        ]
        for (obstacle, draft) in drafts {
            let key = try await office.registry.register(draft, in: cuKbang.book, as: office.officer)
            try await plantNumber(of: key)
            people[obstacle] = key
        }
    }

    /// A number of somebody whose record the first number need not agree with here.
    private func plantNumber(of key: ResidentKey) async throws {
        let number = try Office.number(born: 1990)
        try await office.database.superuserSQL(
            """
            insert into registry.personal_number (number, book_id, resident_id, state, recorded_by)
            values ('\(number.digits)', \(key.book), '\(key.id)', 'confirmed', \(office.officer.userID));
            update registry.resident_version set has_number = true where resident_id = '\(key.id)'
            """
        )
    }

    // MARK: Cards

    private mutating func plantCards() async throws {
        people[.cardNotRequested] = try await office.numbered("Giàng A Một")
        let refused = try await office.numbered("Giàng A Hai")
        let request = try await office.requested(for: refused)
        try await office.step(request, as: office.supervisor) { Cards.refuse($0, because: "ảnh không đạt") }
        people[.cardRefused] = refused

        let expired = try await office.numbered("Giàng A Ba")
        let old = try await office.handedOver(to: expired)
        try await office.database.superuserSQL(
            """
            update registry.card set requested_on = '2024-01-02', issued_on = '2024-01-10', printed_on = '2024-01-11',
                handed_over_on = '2024-01-12', expires_on = '2025-01-01' where id = '\(old)'
            """
        )
        people[.cardExpired] = expired

        let lost = try await office.numbered("Giàng A Bốn")
        try await office.step(try await office.handedOver(to: lost)) { Cards.reportLost($0, how: "rơi ngoài rẫy") }
        people[.cardLost] = lost

        let revoked = try await office.numbered("Giàng A Năm")
        try await office.step(try await office.handedOver(to: revoked), as: office.supervisor) {
            Cards.revoke($0, because: "cấp sai", by: "4/QĐ")
        }
        people[.cardRevoked] = revoked

        people[.cardToApprove] = try await office.numbered("Giàng A Sáu")
        try await office.requested(for: try #require(people[.cardToApprove]))
        people[.cardToPrint] = try await office.numbered("Giàng A Bảy")
        _ = try await office.approved(for: try #require(people[.cardToPrint]))
        people[.cardToHandOver] = try await office.numbered("Giàng A Tám")
        _ = try await office.printed(for: try #require(people[.cardToHandOver]))
    }

    // MARK: Accounts

    private mutating func plantAccounts() async throws {
        let none = try await office.numbered("Hạng A Một")
        _ = try await office.handedOver(to: none)
        people[.accountNotRequested] = none

        let refused = try await office.numbered("Hạng A Hai")
        try await office.accountStep(try await account(of: refused), as: office.supervisor) {
            ElectronicIdentities.refuse($0, because: "sai ảnh")
        }
        people[.accountRefused] = refused

        let phoneless = try await office.numbered("Hạng A Ba")
        _ = try await account(of: phoneless, phone: .init(number: .unknown, ownName: .unknown))
        people[.phoneMissing] = phoneless

        let requested = try await office.numbered("Hạng A Bốn")
        _ = try await account(of: requested)
        people[.accountToGrant] = requested

        let waiting = try await office.numbered("Hạng A Năm")
        _ = try await granted(to: waiting)
        people[.accountToActivate] = waiting

        let lapsed = try await office.numbered("Hạng A Sáu")
        let late = try await granted(to: lapsed)
        try await office.database.superuserSQL(
            """
            update registry.e_identity set state = 'lapsed', requested_on = jobs.today() - 20,
                notified_on = jobs.today() - 15, activate_by = jobs.today() - 5 where id = '\(late)';
            insert into registry.e_identity_event (book_id, identity_id, step, on_day, recorded_by)
            values (\(lapsed.book), '\(late)', 'lapsed', jobs.today() - 4, 0)
            """
        )
        people[.accountLapsed] = lapsed

        let locked = try await office.numbered("Hạng A Bảy")
        let active = try await granted(to: locked)
        let today = try await office.today()
        try await office.accountStep(active) { ElectronicIdentities.activate($0, on: today, byHotline: false) }
        try await office.accountStep(active, as: office.supervisor) {
            ElectronicIdentities.lock($0, because: "nghi bị lợi dụng", by: nil)
        }
        people[.accountLocked] = locked
    }

    private func account(
        of key: ResidentKey,
        phone: ElectronicIdentity.Phone = .init(number: .stated("0905 111 222"), ownName: .yes)
    ) async throws -> UUID {
        _ = try await office.handedOver(to: key)
        return try await office.requestedAccount(for: key, phone: phone)
    }

    private func granted(to key: ResidentKey) async throws -> UUID {
        let id = try await account(of: key)
        try await office.accountStep(id, as: office.supervisor) { ElectronicIdentities.grant($0) }
        return id
    }
}
