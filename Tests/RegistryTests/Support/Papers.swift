import CivilIdentity
import FoundationEssentials
import Registry
import RegistryTestSupport
import Testing

/// The people of a commune's office, and what they do again and again in the tests of papers.
struct Office: Sendable {
    let database: TestDatabase
    let registry: Registry
    let officer: TestOfficer
    let supervisor: TestOfficer

    /// Lends the office of Cư KBang to `body`.
    static func open<Value>(_ body: (Office) async throws -> Value) async throws -> Value {
        let database = TestDatabase.current
        let officer = try await database.officer(of: cuKbang.code)
        let supervisor = try await database.officer("commune_supervisor", of: cuKbang.code)
        return try await database.withRegistry { registry in
            try await body(Office(database: database, registry: registry, officer: officer, supervisor: supervisor))
        }
    }

    /// Numbers nobody has yet, of province 066: a distinct serial each.
    static func number(born year: Int, _ sex: Sex = .female) throws -> PersonalNumber {
        let century = (year - 1900) / 100 * 2 + (sex == .male ? 0 : 1)
        let serial = String(UInt32.random(in: 0...999_999) + 1_000_000).dropFirst()
        let years = String(year % 100 + 100).dropFirst()
        return try #require(PersonalNumber("066\(century)\(years)\(serial)"))
    }

    /// Somebody with a birth name, a birth and a sex.
    func resident(
        _ name: String = "Giàng Thị Mỷ",
        born: String = "1990-05-05",
        sex: Sex = .female
    ) async throws
        -> ResidentKey
    {
        var draft = try ResidentDraft.named(name, .birth)
        draft.birth = .stated(try #require(try ImportDate.parse(born, saidOn: articleDay).birth.value))
        draft.sex = .stated(sex)
        return try await registry.register(draft, in: cuKbang.book, as: officer)
    }

    /// The same with a confirmed number.
    func numbered(
        _ name: String = "Giàng Thị Mỷ",
        born: String = "1990-05-05",
        sex: Sex = .female
    ) async throws
        -> ResidentKey
    {
        let key = try await resident(name, born: born, sex: sex)
        let year = try #require(Int(born.prefix(4)))
        try await confirm(Self.number(born: year, sex), of: key)
        return key
    }

    func revision(of key: ResidentKey) async throws -> Int32 {
        try #require(try await registry.record(of: key, as: officer)).revision
    }

    func confirm(_ number: PersonalNumber, of key: ResidentKey) async throws {
        let confirming = Residents.confirm(
            number,
            of: key,
            revision: try await revision(of: key),
            reason: "thông báo của Bộ Công an",
            evidence: "12/TB-BCA",
            on: articleDay
        )
        try await registry.change(key, confirming, as: officer)
    }

    // MARK: Cards

    func card(_ id: UUID) async throws -> CardHistory {
        try #require(try await registry.read(Cards.show(id), as: officer.caller, action: "cards.show"))
    }

    /// A step of the officer's, or of whoever is named, at the card's present revision.
    func step(_ id: UUID, as who: TestOfficer? = nil, _ query: (PaperKey) -> Query<Void>) async throws {
        let card = try await card(id).card
        try await registry.change(card.resident, query(card.key), as: who ?? officer)
    }

    @discardableResult
    func requested(
        for key: ResidentKey,
        because ground: Card.Ground = .first,
        applicant: Card.Applicant = .oneself,
        _ biometrics: Card.Biometrics = .captured
    ) async throws -> UUID {
        let id = UUID.v7()
        let request = Cards.request(id, for: key, because: ground, applicant: applicant, biometrics: biometrics)
        try await registry.change(key, request, as: officer)
        return id
    }

    func approved(for key: ResidentKey, because ground: Card.Ground = .first) async throws -> UUID {
        let id = try await requested(for: key, because: ground)
        try await step(id, as: supervisor) { Cards.approve($0) }
        return id
    }

    func printed(for key: ResidentKey, because ground: Card.Ground = .first) async throws -> UUID {
        let id = try await approved(for: key, because: ground)
        try await print([id])
        return id
    }

    func handedOver(to key: ResidentKey, because ground: Card.Ground = .first) async throws -> UUID {
        let id = try await printed(for: key, because: ground)
        try await step(id) { Cards.handOver($0, to: "chính chủ") }
        return id
    }

    /// Brings cards through a batch of their own.
    @discardableResult
    func print(_ cards: [UUID]) async throws -> UUID {
        let batch = UUID.v7()
        try await write(CardBatches.make(batch, in: cuKbang.book, of: cards), as: officer)
        for state in [CardBatch.State.sent, .received, .printed] { try await advance(batch, to: state) }
        return batch
    }

    func batch(_ id: UUID) async throws -> CardBatch {
        try #require(try await registry.read(CardBatches.show(id), as: officer.caller, action: "card-batches.show"))
    }

    func advance(_ id: UUID, to state: CardBatch.State) async throws {
        try await write(CardBatches.advance(try await batch(id).key, to: state), as: officer)
    }

    func write(_ query: Query<Void>, as who: TestOfficer) async throws {
        try await registry.write(
            query,
            as: who.caller,
            action: "test.papers",
            book: cuKbang.book,
            residents: []
        )
    }

    /// Records a life event of today.
    func happened(_ kind: LifeEvent.Kind, to key: ResidentKey) async throws {
        let today = try #require(CalendarDay(iso: try await database.superuserSQL("select registry.today()")))
        let event = LifeEvent(kind: kind, written: today.iso, days: today...today, speaker: speaker(on: today))
        let record = Residents.record(event, of: key, revision: try await revision(of: key))
        _ = try await registry.change(key, record, as: officer)
    }

    /// Runs `body` with the clock so many days ahead, and sets it back.
    func later(days: Int, _ body: () async throws -> Void) async throws {
        let set = { (ahead: Int) in
            """
            begin; alter table jobs.clock disable trigger user; update jobs.clock set ahead = make_interval(days => \(ahead));
            alter table jobs.clock enable trigger user; commit;
            """
        }
        try await database.superuserSQL(set(days))
        do {
            try await body()
        } catch {
            try await database.superuserSQL(set(0))
            throw error
        }
        try await database.superuserSQL(set(0))
    }

    /// What a statement of the nights answers.
    func night(_ statement: String) async throws -> String {
        try await database.superuserSQL("set role sogoc_jobs; \(statement)")
    }

    /// The constraint's rule by which something was refused; nil where it was not.
    func refused(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch RegistryError.conflict(let error) {
            return error.rule
        } catch RegistryError.invalid(let errors) {
            return errors.first?.rule
        } catch {
            return "\(error)"
        }
    }

    // MARK: Accounts

    func account(_ id: UUID) async throws -> ElectronicIdentityHistory {
        let show = ElectronicIdentities.show(id)
        return try #require(try await registry.read(show, as: officer.caller, action: "e-identities.show"))
    }

    /// Requests an account with a telephone in the own name.
    func requestedAccount(
        for key: ResidentKey,
        level: Int = 1,
        phone: ElectronicIdentity.Phone = .init(number: .stated("0905 111 222"), ownName: .yes),
        guardian: String? = nil,
        ageDecision: String? = nil
    ) async throws -> UUID {
        let id = UUID.v7()
        let request = ElectronicIdentities.request(
            id,
            for: key,
            level: level,
            phone: phone,
            guardian: guardian,
            ageDecision: ageDecision
        )
        try await registry.change(key, request, as: officer)
        return id
    }

    /// A step at the account's present revision.
    func accountStep(_ id: UUID, as who: TestOfficer? = nil, _ query: (PaperKey) -> Query<Void>) async throws {
        let account = try await account(id).account
        try await registry.change(account.resident, query(account.key), as: who ?? officer)
    }

    /// Today, by the clock of jobs.
    func today() async throws -> CalendarDay {
        try #require(CalendarDay(iso: try await database.superuserSQL("select jobs.today()")))
    }
}
