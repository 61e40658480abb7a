import CivilIdentity
import Foundation
import Postgres
import Registry
import RegistryTestSupport

/// A small district for the random attempts: people in two communes, officers of every office, and what the model holds of it.
struct CaseWorld {
    private let database: TestDatabase
    private let tokens: [String]
    private let residents: [ResidentKey]
    private let claims: [[Int]]
    private let names: [[Int]]
    private(set) var model: CaseModel
    private var caseIDs: [UUID] = []
    private var requestIDs: [UUID] = []
    private var random = SystemlessRandom(seed: 20_240_917)
    private var day = 0
    private var serial = 0
    /// How many attempts were made.
    private(set) var count = 0

    // MARK: Planting

    private static let provinces = ["Hà Giang", "Cao Bằng", "Lào Cai"]

    /// Users 0–1 officers of book 8, 2 her own household's supervisor, 3 a supervisor who lives with officer 0, 4 officer and
    /// supervisor, 5 supervisor, 6–7 the district, 8 officer of book 4, 9 its supervisor.
    static func plant(_ database: TestDatabase) async throws -> CaseWorld {
        var offices: [(Int32, String, [(String, String)])] = []
        for role in ["commune_officer", "commune_officer", "commune_supervisor", "commune_supervisor"] {
            offices.append((8, cuKbang.code, [(role, cuKbang.code)]))
        }
        offices.append((8, cuKbang.code, [("commune_officer", cuKbang.code), ("commune_supervisor", cuKbang.code)]))
        offices.append((8, cuKbang.code, [("commune_supervisor", cuKbang.code)]))
        offices.append((0, "646", [("district_officer", "646")]))
        offices.append((0, "646", [("district_officer", "646"), ("commune_supervisor", cuKbang.code)]))
        offices.append((4, eaRok.code, [("commune_officer", eaRok.code)]))
        offices.append((4, eaRok.code, [("commune_supervisor", eaRok.code)]))

        var users: [CaseModel.User] = []
        var tokens: [String] = []
        var officers: [TestOfficer] = []
        for (index, office) in offices.enumerated() {
            let officer = try await database.officer(office.2[0].0, of: office.1)
            for (role, area) in office.2.dropFirst() {
                try await database.superuserSQL(
                    """
                    insert into auth."grant" (user_id, role, area_id, reason, confirmed_at)
                    select \(officer.userID), '\(role)', id, 'test', now() from registry.area where code = '\(area)'
                    """
                )
            }
            var held: [Int32: Set<String>] = [:]
            for (role, area) in office.2 {
                for book in area == "646" ? [Int32(4), 8] : [area == eaRok.code ? 4 : 8] {
                    held[book, default: []].insert(role)
                }
            }
            users.append(CaseModel.User(index: index, offices: held))
            tokens.append(officer.token.secret)
            officers.append(officer)
        }

        let household = UUID.v7()
        var people: [CaseModel.Person] = []
        var residents: [ResidentKey] = []
        try await database.withRegistry { registry in
            let settlement = try await registry.settlement("Cụm 10", in: 8, as: officers[0])
            for number in 0..<24 {
                let book: Int32 = number % 6 == 5 ? 4 : 8
                let claims = number % 8 == 7 ? [] : Array(0..<(number % 4))
                let wasAsked = number % 8 != 7
                let lives = book == 8 && number % 6 == 1
                var draft = try ResidentDraft.named("Sùng A Dơ", .birth)
                draft.names.append(.init(kind: .common, name: try PersonName("Dơ")))
                draft.sex = .stated(.male)
                draft.origins = claims.map { ResidentDraft.Origin(province: provinces[$0]) }
                if claims.isEmpty, wasAsked { draft.origins = [ResidentDraft.Origin(answer: .unknown)] }
                let key = ResidentKey(book: book, id: .v7())
                if lives {
                    let isFirst = !people.contains { $0.household == 1 }
                    draft.home = isFirst ? .new(settlement: settlement) : .household(household)
                    draft.relation = isFirst ? .head : .other
                }
                try await registry.change(
                    key,
                    Residents.register(draft, as: key, newHousehold: household),
                    as: book == 8 ? officers[0] : officers[8]
                )
                residents.append(key)
                people.append(.init(book: book, claims: claims, wasAsked: wasAsked, household: lives ? 1 : nil))
            }
        }
        // Supervisor 2 lives with the people of one household; 3 with officer 0, in another.
        users[2].household = 1
        users[0].household = 2
        users[3].household = 2
        let home = UUID.v7()
        try await database.superuserSQL(
            """
            update auth."user" set household_book_id = 8, household_id = '\(household)' where id = \(officers[2].userID);
            update auth."user" set household_book_id = 8, household_id = '\(home)'
            where id in (\(officers[0].userID), \(officers[3].userID));
            alter database \(database.name) set sogoc.test_database = on;
            create schema probe;
            grant usage on schema probe to sogoc_app;
            create function probe.state(wanted uuid) returns text language sql volatile security definer
                as $$ select state || '|' || revision from registry.identity_case where id = wanted $$;
            create function probe.attempts(tokens text[], statements text[], targets uuid[])
                returns table (n int, sql_state text, broken text, after text) language plpgsql volatile as $$
            begin
                for n in 1 .. cardinality(statements) loop
                    perform auth.enter(tokens[n]);
                    sql_state := '00000';
                    broken := '';
                    begin
                        execute statements[n];
                    exception when others then
                        get stacked diagnostics sql_state = returned_sqlstate, broken = constraint_name;
                    end;
                    after := probe.state(targets[n]);
                    attempts.n := n;
                    return next;
                end loop;
            end
            $$;
            """
        )
        return try await CaseWorld(database, users, people, tokens, residents)
    }

    private init(
        _ database: TestDatabase,
        _ users: [CaseModel.User],
        _ people: [CaseModel.Person],
        _ tokens: [String],
        _ residents: [ResidentKey]
    ) async throws {
        self.database = database
        self.tokens = tokens
        self.residents = residents
        var claims: [[Int]] = []
        var names: [[Int]] = []
        for key in residents {
            claims.append(try await Self.ids("registry.origin_claim", of: key, in: database))
            names.append(try await Self.ids("registry.name_fact", of: key, in: database))
        }
        self.claims = claims
        self.names = names
        model = CaseModel(table: try CaseTable(), users: users, people: people)
    }

    private static func ids(_ table: String, of key: ResidentKey, in database: TestDatabase) async throws -> [Int] {
        try await database.superuserSQL("select id from \(table) where resident_id = '\(key.id)' order by id")
            .split(separator: "\n").compactMap { Int($0) }
    }

    // MARK: Attempting

    typealias Compared = (expected: CaseModel.Outcome, answered: CaseModel.Outcome, attempt: CaseModel.Attempt)

    /// A batch of attempts in one transaction on one day, and what the model and the database say of each.
    mutating func batch(of size: Int) async throws -> [Compared] {
        try await beginDay()
        try await openCases()
        var attempts: [CaseModel.Attempt] = []
        var statements: [String] = []
        var expected: [CaseModel.Outcome] = []
        for _ in 0..<size {
            let attempt = choose()
            attempts.append(attempt)
            statements.append(statement(for: attempt))
            let known = model.requests.count
            expected.append(model.attempt(attempt))
            // A request that was sent keeps the id of its attempt; of one that was refused it is forgotten.
            if model.requests.count == known, requestIDs.count > known { requestIDs.removeLast() }
        }
        count += size
        let answered = try await run(attempts.map { tokens[$0.user] }, statements, attempts.map { caseIDs[$0.target] })
        return zip(zip(expected, answered), attempts).map { ($0.0, $0.1, $1) }
    }

    private func run(_ tokens: [String], _ statements: [String], _ targets: [UUID]) async throws -> [CaseModel.Outcome]
    {
        let configuration = PostgresConfiguration(try database.conninfo(role: "sogoc_app"))
        return try await PostgresClient.withClient(configuration) { client in
            let rows = try await client.segment(
                ["select * from probe.attempts(\(tokens), \(statements), \(targets)) order by n"],
                access: .write,
                deadline: .seconds(60),
                statementTimeout: .seconds(60)
            )
            return try rows[0].map { row in
                let after = (try row["after"] as String).split(separator: "|")
                return CaseModel.Outcome(
                    sqlState: try row["sql_state"],
                    constraint: try row["broken"],
                    state: String(after[0]),
                    revision: Int(after[1]) ?? 0
                )
            }
        }
    }

    /// What the database holds otherwise than the model when all is done.
    func differences() async throws -> String {
        let rows = try await database.superuserSQL(
            "select id, state, revision, extended, coalesce(outcome, '') from registry.identity_case"
        )
        let known = Set(rows.split(separator: "\n").map { $0.lowercased() })
        let wanted = Set(
            model.cases.indices.map { index in
                let one = model.cases[index]
                let extended = one.isExtended ? "t" : "f"
                return "\(caseIDs[index])|\(one.state)|\(one.revision)|\(extended)|\(one.outcome?.rawValue ?? "")"
                    .lowercased()
            }
        )
        return known.symmetricDifference(wanted).sorted().joined(separator: "\n")
    }

    /// Goes on to another day, on which something new is said of a few people.
    private mutating func beginDay() async throws {
        model.batch += 1
        // Now and then so many days that what was asked is overdue.
        day += random.below(3) == 0 ? 25 : random.below(5)
        let said = residents.indices.filter { _ in random.below(6) == 0 }
        for person in said { model.people[person].factBatch = model.batch }
        let rows = said.map { person in
            "(\(residents[person].book), '\(residents[person].id)', 'arrival_year', 'unknown', 'người khai', 'statement', 1)"
        }
        let facts = """
            insert into registry.attribute_fact (book_id, resident_id, attribute, answer, said_by, basis, recorded_by)
            values \(rows.joined(separator: ", "));
            """
        let dates = try await database.superuserSQL(
            """
            \(TestDatabase.caseClock(day));
            \(rows.isEmpty ? "" : facts)
            select jobs.today(), registry.working_days_after(jobs.today(), 15), registry.working_days_after(jobs.today(), 10)
            """
        ).split(separator: "|").compactMap { CalendarDay(iso: String($0)) }
        (model.today, model.replyDue, model.remindDue) = (dates[0], dates[1], dates[2])
    }

    /// Whoever has no case that is not over gets one, by the officer of her book.
    private mutating func openCases() async throws {
        var opened: [(person: Int, user: Int, id: UUID)] = []
        for person in residents.indices {
            let hasOne = model.cases.contains { $0.person == person && !["closed", "withdrawn"].contains($0.state) }
            if !hasOne, random.below(2) == 0 || model.batch == 1 {
                let user = residents[person].book == 4 ? 8 : [0, 1, 4][random.below(3)]
                opened.append((person, user, UUID.v7()))
            }
        }
        guard !opened.isEmpty else { return }
        for (person, user, id) in opened {
            model.cases.append(.init(person: person, book: residents[person].book, opener: user, state: "declared"))
            caseIDs.append(id)
        }
        let answers = try await run(
            opened.map { tokens[$0.user] },
            opened.map { "select cases.open(\(residents[$0.person].book), '\(residents[$0.person].id)', '\($0.id)')" },
            opened.map(\.id)
        )
        guard answers.allSatisfy({ $0 == .init(state: "declared", revision: 1) }) else {
            throw CaseWorldError(description: "a case was not opened: \(answers)")
        }
    }
}

// MARK: Choosing

extension CaseWorld {
    private mutating func pick<Value>(_ values: [Value]) -> Value { values[random.below(values.count)] }

    /// Three of five attempts are meant to go through; of the others half are wrong in one thing, and half are anything.
    private mutating func choose() -> CaseModel.Attempt {
        let target = pick(Array(model.cases.indices.suffix(40)))
        switch random.below(5) {
        case 0: return anything(on: target)
        case 1: return earnest(on: target, isComplete: random.below(4) == 0)
        default:
            // One of a few that the model would take, else the last of them.
            for _ in 0..<5 {
                let attempt = earnest(on: target, isComplete: true)
                if model.refusal(of: attempt) == nil { return attempt }
            }
            return earnest(on: target, isComplete: true)
        }
    }

    /// A step that leads on from the case's state, by somebody of its office.
    private mutating func earnest(on target: Int, isComplete: Bool) -> CaseModel.Attempt {
        let known = model.cases[target]
        // Few withdraw or wait, else few cases would come far.
        let possible = (model.table.stepsFrom[known.state] ?? [])
            .filter { $0 != "release" && (!["withdraw", "hold"].contains($0) || !isComplete || random.below(6) == 0) }
        guard let step = possible.isEmpty ? nil : pick(possible),
            let role = model.table.rules[.init(from: known.state, step: step)]?.role
        else { return anything(on: target) }
        let able = model.users.filter { $0.offices[known.book]?.contains(role) ?? false }
        return CaseModel.Attempt(
            user: able.isEmpty ? 0 : pick(able).index,
            book: known.book,
            target: target,
            step: step,
            revision: known.revision,
            content: content(for: step, of: target, isComplete: isComplete)
        )
    }

    private mutating func anything(on target: Int) -> CaseModel.Attempt {
        let known = model.cases[target]
        let step = pick(model.table.steps)
        return CaseModel.Attempt(
            user: pick(model.users).index,
            book: random.below(6) == 0 ? 12 - known.book : known.book,
            target: target,
            step: step,
            revision: random.below(6) == 0 ? known.revision - 1 : known.revision,
            content: content(for: step, of: target, isComplete: random.below(2) == 0)
        )
    }

    private mutating func content(for step: String, of target: Int, isComplete: Bool) -> CaseModel.Content {
        let known = model.cases[target]
        switch step {
        case "search_duplicates": return .search(isComplete: isComplete)
        case "send_request", "ask_next":
            let claims = model.people[known.person].claims
            let open = claims.flatMap { claim in [0, 1].map { (claim, $0) } }
                .filter { model.isOpen(claim: $0.0, name: $0.1, in: known) }
            if isComplete, !open.isEmpty {
                let (claim, name) = pick(open)
                return .question(claim: claim, name: name)
            }
            if !known.requests.isEmpty, random.below(2) == 0 {
                let asked = model.requests[pick(known.requests)]
                return .question(claim: asked.claim, name: asked.name)
            }
            return .question(claim: random.below(3), name: random.below(2))
        case "remind", "record_reply":
            // Else one that was asked before, or another case's.
            let asked = isComplete ? known.requests.suffix(1) : known.requests.dropLast()
            let isAnothers = asked.isEmpty || !isComplete && random.below(2) == 0
            let request = isAnothers ? random.below(max(1, model.requests.count)) : pick(Array(asked))
            if step == "remind" { return .request(request) }
            return .reply(
                request,
                pick(
                    ReplyOutcome.allCases + [
                        .match, .matchWithDifferences, .notFound, .notFound, .notFound, .withdrawn, .withdrawn,
                    ]
                )
            )
        case "decide":
            return .decision(random.below(4) == 0 ? .notIdentified : .identified, isComplete: isComplete)
        case "enter_number":
            serial += 1
            let digits = String(repeating: "0", count: 6 - String(serial).count) + String(serial)
            switch isComplete ? 0 : 1 + random.below(3) {
            case 1: return .number("066170" + digits, .ofOtherSex)
            case 2: return .number("06607" + digits, .malformed)
            case 3: return .number(model.taken.sorted().first ?? "066070" + digits, .agreeing)
            default: return .number(model.people[known.person].number ?? "066070" + digits, .agreeing)
            }
        case "hold":
            let waiting = model.cases.indices.filter { model.cases[$0].waitsFor == target }
            return .hold(!isComplete && !waiting.isEmpty ? pick(waiting) : random.below(model.cases.count))
        case "withdraw": return .withdrawal(isKnown: isComplete)
        default: return .words(reason: isComplete)
        }
    }

    // MARK: Saying it in SQL

    private mutating func statement(for attempt: CaseModel.Attempt) -> String {
        let person = model.cases[attempt.target].person
        let head = "\(attempt.book), '\(caseIDs[attempt.target])', \(attempt.revision)"
        switch (attempt.step, attempt.content) {
        case (_, .search(let isComplete)):
            let result = isComplete ? "{\"candidates\": [], \"said\": \"không ai trùng\"}" : "{\"candidates\": []}"
            return "select cases.record_search(\(head), '\(result)')"
        case (let step, .question(let claim, let name)):
            let id = UUID.v7()
            requestIDs.append(id)
            let place = claims[person].indices.contains(claim) ? claims[person][claim] : 0
            return "select cases.ask(\(head), '\(step)', '\(id)', \(place), \(names[person][name]), 'post')"
        case (_, .request(let index)):
            return "select cases.remind(\(head), '\(requestID(index))', 'post')"
        case (_, .reply(let index, let outcome)):
            return """
                select cases.record_reply(\(head), '\(requestID(index))', '\(UUID.v7())', jobs.today(), '\(outcome.rawValue)',
                    'công văn trả lời')
                """
        case (_, .decision(let outcome, let isComplete)):
            let restsOn = isComplete ? "'công văn trả lời'" : "null"
            return "select cases.decide(\(head), '\(outcome.rawValue)', 'đã đối chiếu đủ', \(restsOn))"
        case (_, .number(let number, _)):
            return "select cases.enter_number(\(head), '\(number)', 'thông báo số 12', jobs.today())"
        case (_, .hold(let other)):
            return "select cases.hold(\(head), \(model.cases[other].book), '\(caseIDs[other])')"
        case (_, .withdrawal(let isKnown)):
            return "select cases.withdraw(\(head), '\(isKnown ? "merged" : "bored")', 'trùng với người khác')"
        case (let step, .words(let reason)):
            return "select cases.take(\(head), '\(step)', \(reason ? "'có lý do'" : "null"))"
        }
    }

    private func requestID(_ index: Int) -> UUID {
        requestIDs.indices.contains(index) ? requestIDs[index] : UUID()
    }
}

/// The world could not be made as it should be.
struct CaseWorldError: Error, CustomStringConvertible {
    let description: String
}

/// Random numbers that are the same for the same seed: SplitMix64.
struct SystemlessRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((word ^ word >> 31).multipliedFullWidth(by: UInt64(bound)).high)
    }
}
