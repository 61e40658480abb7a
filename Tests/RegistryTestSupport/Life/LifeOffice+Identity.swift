import NIOHTTP1
import RegistryWeb

/// From the registration to the personal number.
extension LifeOffice {
    // MARK: Registering

    mutating func registerSettlement() async throws -> String {
        let made = try await post(
            "settlements.register",
            "/api/v1/settlements",
            [
                "commune": .string(staff.commune), "kind": "cum_dan_cu", "since": "2020-01-01",
                "name": .string("Cụm dân cư \(number + 1)"),
            ],
            as: staff.clerk
        )
        return try text("id", of: made)
    }

    /// Somebody of a household of her own, whose card the officers see.
    mutating func registerNeighbour(_ number: Int) async throws -> String {
        let name = "Nông Văn " + (number.isMultiple(of: 2) ? "Hiền" : "Thành")
        let made = try await post(
            "residents.register",
            "/api/v1/residents",
            [
                "commune": .string(staff.commune), "names": [["kind": "BIRTH", "name": .string(name)]],
                "sex": ["value": "M"], "birth": ["written": "12/03/1975"], "settlement": .string(settlement),
                "relation": "01", "said_by": "self",
            ],
            as: staff.clerk
        )
        return try text("id", of: made)
    }

    /// No paper, an everyday name, no birth year: what the campaign meets most.
    private mutating func register(_ person: LifePerson) async throws -> String {
        let made = try await post(
            "residents.register",
            "/api/v1/residents",
            [
                "commune": .string(staff.commune), "names": [["kind": "COMMON", "name": .string(person.everydayName)]],
                "birth": ["answer": "unknown"], "sex": ["value": .string(person.isWoman ? "F" : "M")],
                "papers": ["answer": "none"], "settlement": .string(settlement), "relation": "01", "said_by": "self",
                "origins": .array(person.provinces.map { ["province": .string($0)] }),
            ],
            as: staff.clerk
        )
        guard made.json["resident"]?["born_answer"] == "unknown" else {
            throw LifeFault("a birth that nobody knows is not unknown")
        }
        return try text("id", of: made)
    }

    // MARK: The case

    mutating func identify(_ person: inout LifePerson, vouchedForBy neighbour: String) async throws {
        person.id = try await register(person)
        let opened = try await post(
            "cases.open",
            "/api/v1/cases",
            ["resident": .string(person.id)],
            as: staff.caseOfficer
        )
        var identityCase = LifeCase(id: try text("id", of: opened), answer: opened)
        try await step(["step": "record_claims"], &identityCase, as: staff.caseOfficer)
        let search = try await searchForDuplicates(of: person)
        try await step(["step": "search_duplicates", "search": search], &identityCase, as: staff.caseOfficer)
        let origin = try await askEverywhere(&identityCase)
        try await step(["step": "rely_on_evidence"], &identityCase, as: staff.caseOfficer)

        let witnesses = try await attest(neighbour, person, identityCase)
        let strength = try await get(
            "cases.strength",
            "/api/v1/cases/\(identityCase.id)/strength",
            as: staff.caseOfficer
        )
        guard strength.json["suffices"] == true else { throw LifeFault("two witnesses with papers do not suffice") }
        let facts = try await recordStatements(person)
        try await step(["step": "propose"], &identityCase, as: staff.caseOfficer)
        for (attribute, fact) in facts + [("origin", origin)] {
            try await decide(attribute, fact, witnesses, identityCase)
        }
        try await step(
            [
                "step": "decide", "outcome": "identified", "reason": "người làm chứng thống nhất",
                "rests_on": "hai người làm chứng có giấy tờ, khác hộ",
            ],
            &identityCase,
            as: staff.chief
        )
        try await step(
            [
                "step": "enter_number",
                "number": ["number": .string(person.personalNumber), "document": "thông báo của Bộ Công an"],
            ],
            &identityCase,
            as: staff.cardOfficer
        )
        try await step(["step": "close"], &identityCase, as: staff.cardOfficer)
        guard identityCase.answer.json["state"] == "closed" else { throw LifeFault("the case is not closed") }
    }

    /// Looks for people of that name, and says what was seen.
    private mutating func searchForDuplicates(of person: LifePerson) async throws -> JSONValue {
        let found = try await client.send(
            "residents.search",
            kind: "search",
            "/api/v1/residents/search",
            ["text": .string(person.everydayName), "limit": 3],
            as: staff.caseOfficer,
            expecting: 200,
            noting: &noted
        )
        let other = found.json["items"]?.array?.first { $0["id"] != .string(person.id) }
        guard let other, let id = other["id"]?.string else {
            return ["candidates": [], "said": "không thấy ai trùng"]
        }
        let shown = try await get("residents.show", "/api/v1/residents/\(id)", as: staff.caseOfficer)
        let candidate: JSONValue = [
            "book": shown.json["book"] ?? .null, "resident": .string(id), "score": other["score"] ?? 0,
        ]
        return ["candidates": [candidate], "said": "trùng tên gọi, khác hộ và khác quê"]
    }

    /// Asks the three places as the register proposes them; each answers that nobody of that name is there (B3).
    ///
    /// Returns the claim that was asked first: the last place before the family came here is what they go by.
    private mutating func askEverywhere(_ identityCase: inout LifeCase) async throws -> Int64 {
        var asked: Set<String> = []
        var first: Int64?
        for round in 0..<3 {
            guard let question = identityCase.answer.json["questions"]?.array?.first,
                let claim = question["claim"]?.integer, let name = question["name_fact"]?.integer
            else { throw LifeFault("no place is proposed in round \(round)") }
            guard asked.insert("\(claim) \(name)").inserted else { throw LifeFault("a place is proposed again") }
            first = first ?? claim
            let before = noted.count
            try await step(
                [
                    "step": .string(round == 0 ? "send_request" : "ask_next"),
                    "question": ["claim": .integer(claim), "name_fact": .integer(name), "channel": "post"],
                ],
                &identityCase,
                as: staff.caseOfficer
            )
            secondsForLetters += noted[before...].reduce(0) { $0 + $1.seconds }
            guard let request = identityCase.answer.json["requests"]?.array?.last?["id"] else {
                throw LifeFault("no request was sent in round \(round)")
            }
            try await step(
                [
                    "step": "record_reply",
                    "reply": [
                        "request": request, "outcome": "NOT_FOUND", "words": "Không có người nào như vậy ở đây",
                    ],
                ],
                &identityCase,
                as: staff.recorder
            )
        }
        guard identityCase.answer.json["questions"] == [], let first else { throw LifeFault("a place is left to ask") }
        return first
    }

    /// The neighbour, somebody of another household who shows a card, and somebody without papers.
    private mutating func attest(
        _ neighbour: String,
        _ person: LifePerson,
        _ identityCase: LifeCase
    ) async throws -> [JSONValue] {
        let serial = person.number
        let statements: [JSONValue] = [
            ["witness": .string(neighbour), "knows": "hàng xóm", "says": "biết từ khi vào đây", "paper": "can_cuoc"],
            [
                "witness_name": "Hoàng Văn Tài", "witness_lives": .string("nhà số \(serial), thôn 5"),
                "knows": "cùng quê", "says": "cùng vào năm 1996", "paper": "cccd_gan_chip",
            ],
            [
                "witness_name": "Lầu A Sếnh", "witness_lives": .string("nhà cuối cụm, hộ \(serial)"),
                "knows": "họ hàng xa", "says": "nhớ năm sinh vì cùng tuổi",
            ],
        ]
        var ids: [JSONValue] = []
        for statement in statements {
            let uri = "/api/v1/cases/\(identityCase.id)/attestations"
            let said = try await post("attestations.record", uri, statement, as: staff.recorder)
            ids.append(.string(try text("id", of: said)))
        }
        return ids
    }

    /// What the witnesses tell of name and birth year, beside what the person told: the facts to decide on.
    private mutating func recordStatements(_ person: LifePerson) async throws -> [(attribute: String, fact: Int64)] {
        let uri = "/api/v1/residents/\(person.id)"
        var shown = try await get("residents.show", uri, as: staff.recorder)
        let statements: [(String, JSONValue)] = [
            ("name", ["kind": "BIRTH", "name": .string(person.birthName)]),
            ("birth", ["written": .string(String(person.birthYear))]),
        ]
        for (attribute, value) in statements {
            shown = try await client.send(
                "residents.correct",
                uri + "/corrections",
                .object(JSONObject([(attribute, value), ("said_by", "neighbour")])),
                as: staff.recorder,
                ifMatch: shown.eTag,
                expecting: 200,
                noting: &noted
            )
        }
        let facts = shown.json["resident"]?["facts"]?.array ?? []
        return try ["name.BIRTH", "birth", "sex"].map { attribute in
            let fact = facts.last { $0["attribute"] == .string(attribute) && $0["answer"] == "stated" }
            guard let id = fact?["id"]?.integer else { throw LifeFault("no fact of \(attribute)") }
            return (attribute, id)
        }
    }

    private mutating func decide(
        _ attribute: String,
        _ fact: Int64,
        _ witnesses: [JSONValue],
        _ identityCase: LifeCase
    ) async throws {
        _ = try await client.send(
            "decisions.make",
            "/api/v1/cases/\(identityCase.id)/decisions",
            [
                "attribute": .string(attribute), "fact": .integer(fact), "reason": "người làm chứng thống nhất",
                "attestations": .array(witnesses),
            ],
            as: staff.chief,
            ifMatch: identityCase.answer.eTag,
            expecting: 201,
            noting: &noted
        )
    }

    // MARK: Asking

    /// Takes a step from the version of the last answer.
    private mutating func step(_ body: JSONValue, _ identityCase: inout LifeCase, as officer: TestOfficer) async throws
    {
        identityCase.answer = try await client.send(
            "cases.step",
            "/api/v1/cases/\(identityCase.id)/steps",
            body,
            as: officer,
            ifMatch: identityCase.answer.eTag,
            expecting: 200,
            noting: &noted
        )
    }

    mutating func post(
        _ action: String,
        _ path: String,
        _ body: JSONValue,
        as officer: TestOfficer
    ) async throws -> LifeClient.Answer {
        try await client.send(action, path, body, as: officer, expecting: 201, noting: &noted)
    }

    mutating func get(_ action: String, _ path: String, as officer: TestOfficer) async throws -> LifeClient.Answer {
        try await client.send(action, kind: "read", method: .GET, path, as: officer, expecting: 200, noting: &noted)
    }

    func text(_ name: String, of answer: LifeClient.Answer) throws -> String {
        guard let text = answer.json[name]?.string else { throw LifeFault("an answer without \(name)") }
        return text
    }
}

/// A case on its way, as the last answer showed it.
struct LifeCase: Sendable {
    let id: String
    var answer: LifeClient.Answer
}

extension JSONObject {
    fileprivate init(_ members: [(String, JSONValue)]) {
        self.init()
        for (name, value) in members { self[name] = value }
    }
}
