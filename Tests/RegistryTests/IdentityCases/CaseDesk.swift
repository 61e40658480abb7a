import CivilIdentity
import Foundation
import Postgres
import Registry
import RegistryTestSupport
import Testing

/// Where the tests of identity cases plant people and take steps: book 8, Cư KBang's, unless told otherwise.
struct CaseDesk {
    let database: TestDatabase
    let registry: Registry
    let officer: TestOfficer
    let supervisor: TestOfficer
    let district: TestOfficer

    static func open<Value>(_ body: (CaseDesk) async throws -> Value) async throws -> Value {
        let database = TestDatabase.current
        let officer = try await database.officer(of: cuKbang.code)
        let supervisor = try await database.officer("commune_supervisor", of: cuKbang.code)
        let district = try await database.officer("district_officer", of: "646")
        return try await database.withRegistry { registry in
            try await body(
                CaseDesk(
                    database: database,
                    registry: registry,
                    officer: officer,
                    supervisor: supervisor,
                    district: district
                )
            )
        }
    }

    // MARK: People

    /// A person with a birth name and an everyday one, who says to come from these provinces; none: she does not know.
    func person(
        from provinces: [String] = ["Hà Giang"],
        sex: Sex = .male,
        bornIn year: Int = 1970,
        in book: Int32 = cuKbang.book,
        as officer: TestOfficer? = nil,
        kin: [ResidentDraft.Kin] = []
    ) async throws -> ResidentKey {
        var draft = try ResidentDraft.named("Sùng A Dơ", .birth)
        draft.names.append(.init(kind: .common, name: try PersonName("Dơ")))
        draft.sex = .stated(sex)
        draft.birth = .stated(.year(year, BirthSaying(on: articleDay)))
        draft.origins = provinces.map { ResidentDraft.Origin(province: $0) }
        if provinces.isEmpty { draft.origins = [ResidentDraft.Origin(answer: .unknown)] }
        draft.kin = kin
        return try await registry.register(draft, in: book, as: officer ?? self.officer)
    }

    // MARK: Cases

    func opened(_ person: ResidentKey, as officer: TestOfficer? = nil) async throws -> CaseKey {
        let key = CaseKey(book: person.book, id: .v7())
        try await write(IdentityCases.open(key, of: person.id), to: key, as: officer ?? self.officer)
        return key
    }

    /// Takes a step from the revision that the case is at.
    func take(_ step: CaseStep, _ key: CaseKey, as officer: TestOfficer? = nil, made: UUID = .v7()) async throws {
        let revision = try #require(try await known(key)).revision
        try await write(
            IdentityCases.take(step, of: key, revision: revision, made: made),
            to: key,
            as: officer ?? self.officer
        )
    }

    func take(
        _ step: CaseStep.Plain,
        _ key: CaseKey,
        as officer: TestOfficer? = nil,
        _ reason: String? = nil
    ) async throws {
        try await take(.plain(step, .init(reason: reason)), key, as: officer)
    }

    /// Why a step is refused; nil where it went through.
    func refusal(_ step: CaseStep, _ key: CaseKey, as officer: TestOfficer? = nil) async -> RegistryError? {
        do {
            try await take(step, key, as: officer)
            return nil
        } catch {
            return error as? RegistryError
        }
    }

    /// The rule by which a step is refused.
    func rule(_ step: CaseStep, _ key: CaseKey, as officer: TestOfficer? = nil) async -> String? {
        switch await refusal(step, key, as: officer) {
        case .conflict(let error): error.rule
        case .notAllowed: "not allowed"
        case .none: nil
        case let other?: "\(other)"
        }
    }

    private func write(_ query: Query<Void>, to key: CaseKey, as officer: TestOfficer) async throws {
        try await registry.write(query, as: officer.caller, action: "cases.step", book: key.book, residents: [])
    }

    func record(_ key: CaseKey, as officer: TestOfficer? = nil) async throws -> IdentityCaseRecord? {
        try await registry.read(IdentityCases.show(key.id), as: (officer ?? district).caller, action: "cases.show")
    }

    func known(_ key: CaseKey) async throws -> IdentityCase? { try await record(key)?.summary }

    func state(_ key: CaseKey) async throws -> IdentityCase.State? { try await known(key)?.state }

    // MARK: Ways through a case

    static let searched = CaseStep.searchDuplicates(.init(candidates: [], said: "không ai trùng"))

    /// Opens a case and goes on until duplicates were searched.
    func searched(_ person: ResidentKey, as officer: TestOfficer? = nil) async throws -> CaseKey {
        let key = try await opened(person, as: officer)
        try await take(.recordClaims, key, as: officer)
        try await take(Self.searched, key, as: officer)
        return key
    }

    /// Asks the first question there is; the request's id.
    @discardableResult
    func ask(_ key: CaseKey, as officer: TestOfficer? = nil) async throws -> UUID {
        let record = try #require(try await record(key))
        let question = try #require(record.questions.first)
        let step: CaseStep.Asking = record.summary.state == .searched ? .sendRequest : .askNext
        let request = UUID.v7()
        let asked = CaseStep.Question(
            claim: question.claim,
            nameFact: question.nameFact,
            area: question.area,
            channel: .post
        )
        try await take(.ask(step, asked), key, as: officer, made: request)
        return request
    }

    func reply(_ outcome: ReplyOutcome, to request: UUID, _ key: CaseKey, as officer: TestOfficer? = nil) async throws {
        try await take(.recordReply(reply(outcome, to: request)), key, as: officer)
    }

    func reply(_ outcome: ReplyOutcome, to request: UUID) async throws -> CaseStep.Reply {
        CaseStep.Reply(request: request, receivedOn: try await today(), outcome: outcome, words: "công văn trả lời")
    }

    /// A case that waits for its decision, because a place knows the person.
    func proposed(_ person: ResidentKey, as officer: TestOfficer? = nil) async throws -> CaseKey {
        let key = try await searched(person, as: officer)
        try await reply(.match, to: try await ask(key, as: officer), key, as: officer)
        try await take(.propose, key, as: officer)
        return key
    }

    static func decide(_ outcome: IdentityCase.Outcome) -> CaseStep {
        .decide(outcome, .init(reason: "đã đối chiếu đủ", restsOn: "công văn trả lời"))
    }

    // MARK: Time

    /// The one clock's day.
    func today() async throws -> CalendarDay { day(try await database.superuserSQL("select jobs.today()")) }

    /// Sets the one clock so many days after the day of the article.
    func clock(_ days: Int) async throws { try await database.setCaseClock(days) }
}

extension TestDatabase {
    /// Sets the one clock to noon, so many days after the day of the article, so that no test depends on when it is run.
    func setCaseClock(_ days: Int) async throws {
        try await superuserSQL("alter database \(name) set sogoc.test_database = on; \(Self.caseClock(days))")
    }

    /// The statement of a superuser that does it.
    static func caseClock(_ days: Int) -> String {
        """
        update jobs.clock set ahead =
            ((date '\(articleDay.iso)' + \(days)) + time '12:00') at time zone 'Asia/Ho_Chi_Minh' - clock_timestamp()
        """
    }
}
