import FoundationEssentials
import HTTPTypes
import Postgres
import Registry
import RegistryTestSupport
import RegistryWeb
import Testing

@Suite(.registryDatabase) struct CaseTests {
    /// A person of the web tests' commune, who says to come from Hà Giang, and her open case.
    private func open(_ web: Web, as officer: TestOfficer) async throws -> (resident: String, uri: String) {
        let more: [String: JSONValue] = [
            "names": [["kind": "BIRTH", "name": "Giàng A Páo"], ["kind": "COMMON", "name": "Páo"]],
            "origins": [["province": "Hà Giang"], ["province": "Cao Bằng"]],
        ]
        let registered = try await web.resident("Páo", as: officer, more)
        let resident = try #require(registered.json["id"]?.string, "\(registered.text)")
        let opened = try await web.post("/api/v1/cases", ["resident": .string(resident)], as: officer)
        #expect(opened.status == 201, "\(opened.text)")
        return (resident, try #require(opened.header("Location")))
    }

    /// Takes a step from the version that the case is at.
    @discardableResult
    private func step(
        _ web: Web,
        _ uri: String,
        _ body: JSONValue,
        as officer: TestOfficer,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Answer {
        let tag = try await web.get(uri, as: officer).header("ETag")
        return try await web.post(uri + "/steps", body, as: officer, ifMatch: tag, sourceLocation: sourceLocation)
    }

    private func question(_ json: JSONValue) throws -> JSONValue {
        let next = try #require(json["questions"]?.array?.first)
        return [
            "claim": try #require(next["claim"]), "name_fact": try #require(next["name_fact"]), "channel": "post",
        ]
    }

    /// Goes on until the case waits for its decision.
    private func propose(_ web: Web, _ uri: String, as officer: TestOfficer) async throws {
        try await step(web, uri, ["step": "record_claims"], as: officer)
        let search: JSONValue = ["candidates": [], "said": "không ai trùng"]
        let searched = try await step(web, uri, ["step": "search_duplicates", "search": search], as: officer)
        let asking: JSONValue = ["step": "send_request", "question": try question(searched.json)]
        let asked = try await step(web, uri, asking, as: officer)
        let request = try #require(asked.json["requests"]?.array?.first?["id"])
        let reply: JSONValue = ["request": request, "outcome": "MATCH", "words": "Có, đúng thông tin"]
        try await step(web, uri, ["step": "record_reply", "reply": reply], as: officer)
        #expect(try await step(web, uri, ["step": "propose"], as: officer).status == 200)
    }

    @Test("R7.6 a case over HTTP: opened, listed, asked, answered, decided, with what may be done next and by whom")
    func life() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        let supervisor = try await database.officer("commune_supervisor", of: Web.commune)
        let district = try await database.officer("district_officer", of: Web.district)
        let stranger = try await database.officer(of: "24229")
        try await Web.serving { web in
            let (resident, uri) = try await open(web, as: officer)
            // Who may not edit is refused, and what is out of reach is not there.
            let body: JSONValue = ["resident": .string(resident)]
            #expect(try await web.post("/api/v1/cases", body, as: supervisor).status == 403)
            #expect(try await web.post("/api/v1/cases", body, as: stranger).status == 404)
            #expect(try await web.get(uri, as: stranger).status == 404)
            let twice = try await web.post("/api/v1/cases", body, as: officer)
            #expect(twice.status == 409 && twice.json["errors"]?.array?.first?["field"] == "resident")

            let shown = try await web.get(uri, as: officer)
            #expect(shown.json["state"] == "declared" && shown.json["name"] == "Giàng A Páo")
            let steps = shown.json["next_steps"]?.array ?? []
            #expect(steps.map { $0["step"] } == ["hold", "record_claims", "withdraw"])
            #expect(steps.map { $0["refusal"] == .null } == [true, true, false])
            #expect(steps.map { $0["role"] } == ["commune_officer", "commune_officer", "commune_supervisor"])

            // Without a version, with another's, and without what the step needs.
            let claims: JSONValue = ["step": "record_claims"]
            #expect(try await web.post(uri + "/steps", claims, as: officer).status == 428)
            #expect(try await web.post(uri + "/steps", claims, as: officer, ifMatch: "\"6.9\"").status == 412)
            #expect(try await step(web, uri, ["step": "open"], as: officer).status == 422)
            let bare = try await step(web, uri, ["step": "search_duplicates"], as: officer)
            #expect(bare.status == 422 && bare.json["errors"]?.array?.first?["field"] == "search")
            #expect(try await step(web, uri, ["step": "decide"], as: officer).status == 422)
            let early = try await step(web, uri, ["step": "propose"], as: officer)
            #expect(early.status == 409 && early.json["errors"]?.array?.first?["rule"] == "B1")
            let other = try await step(
                web,
                uri,
                ["step": "withdraw", "withdrawal": "merged", "reason": "trùng người"],
                as: officer
            )
            #expect(other.status == 403)

            try await propose(web, uri, as: officer)
            let mine = try await web.get("/api/v1/cases?state=proposed&commune=\(Web.commune)", as: district)
            #expect(mine.json["items"]?.array?.contains { $0["resident"] == .string(resident) } ?? false)
            let own = try await web.get("/api/v1/cases?resident=\(resident)&limit=1", as: officer)
            #expect(own.json["items"]?.array?.count == 1)
            #expect(try await web.get("/api/v1/cases?overdue=true&escalated=true", as: officer).json["items"] == [])
            let decision: JSONValue = [
                "step": "decide", "outcome": "identified", "reason": "đã đối chiếu", "rests_on": "công văn trả lời",
            ]
            let decided = try await step(web, uri, decision, as: supervisor)
            #expect(decided.status == 200 && decided.json["outcome"] == "identified")
            let number: JSONValue = ["number": "003070000001", "document": "thông báo số 12"]
            let wrong = try await step(web, uri, ["step": "enter_number", "number": number], as: officer)
            #expect(wrong.status == 422 && wrong.json["errors"]?.array?.first?["rule"] == "R1.5")
            let given: JSONValue = ["number": "066070000031", "document": "thông báo số 12"]
            #expect(try await step(web, uri, ["step": "enter_number", "number": given], as: officer).status == 200)
            let closed = try await step(web, uri, ["step": "close"], as: officer)
            #expect(closed.json["state"] == "closed")
            #expect(closed.json["events"]?.array?.count == 9)
            #expect(try await web.get("/api/v1/cases?resident=\(resident)", as: officer).json["items"] == [])
        }
        // Every step is in the audit, by whoever took it.
        let audited = try await database.superuserSQL(
            "select count(*), count(distinct user_id) from audit.event where action = 'cases.step' and kind = 'write'"
        )
        #expect(audited.hasSuffix("|2"))
    }

    @Test("B1 two officers decide one case at once: one wins, the other gets 412 and sees why")
    func atOnce() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        let first = try await database.officer("commune_supervisor", of: Web.commune)
        let second = try await database.officer("commune_supervisor", of: Web.commune)
        try await database.withoutLockTimeout(.app)
        try await Web.serving { web in
            let (_, uri) = try await open(web, as: officer)
            try await propose(web, uri, as: officer)
            let shown = try await web.get(uri, as: first)
            let tag = try #require(shown.header("ETag"))
            let id = try #require(shown.json["id"]?.string)
            @Sendable func decide(_ outcome: String, as supervisor: TestOfficer) async throws -> Answer {
                try await web.post(
                    uri + "/steps",
                    [
                        "step": "decide", "outcome": .string(outcome), "reason": "đã đối chiếu",
                        "rests_on": "công văn trả lời",
                    ],
                    as: supervisor,
                    ifMatch: tag
                )
            }
            // Both stand before the case while somebody holds it, and then go on together.
            let configuration = PostgresConfiguration(try database.conninfo(role: "sogoc_migrator"))
            let answers = try await PostgresClient.withClient(configuration) { client in
                try await client.transaction(deadline: .seconds(100)) { transaction in
                    try await transaction.execute(
                        "select from registry.identity_case where id = \(id)::uuid for no key update"
                    )
                    let deciding = Task {
                        async let one = decide("identified", as: first)
                        async let other = decide("not_identified", as: second)
                        return try await [one, other]
                    }
                    let areWaiting = try await eventually {
                        try await database.superuserSQL(
                            """
                            select count(*) from pg_stat_activity
                            where datname = current_database() and wait_event_type = 'Lock' and query like '%cases.decide%'
                            """
                        ) == "2"
                    }
                    #expect(areWaiting)
                    return deciding
                }
            }.value
            #expect(answers.map(\.status).sorted() == [200, 412])
            let loser = try #require(answers.first { $0.status == 412 })
            #expect(loser.problem == "stale")
            let why = try #require(loser.json["errors"]?.array?.first)
            #expect(why["rule"] == "decide" && why["field"] == "If-Match")
            #expect(why["message"]?.string?.contains("the case is decided") ?? false)
            #expect(why["message_vi"]?.string?.contains("decide") ?? false)
            let events = try await web.get(uri, as: first).json["events"]?.array?.filter { $0["step"] == "decide" }
            #expect(events?.count == 1)
        }
    }

    @Test(
        "B3 a reply is recorded once, a second is kept beside the first, and one to a closed request is refused with field and rule"
    )
    func replies() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        let supervisor = try await database.officer("commune_supervisor", of: Web.commune)
        try await Web.serving { web in
            let (_, uri) = try await open(web, as: officer)
            try await step(web, uri, ["step": "record_claims"], as: officer)
            let search: JSONValue = ["candidates": [], "said": "không ai trùng"]
            let searched = try await step(web, uri, ["step": "search_duplicates", "search": search], as: officer)
            let asked = try await step(
                web,
                uri,
                ["step": "send_request", "question": try question(searched.json)],
                as: officer
            )
            let id = try #require(asked.json["requests"]?.array?.first?["id"]?.string)
            let request = "/api/v1/verification-requests/" + id
            let shown = try await web.get(request, as: officer)
            #expect(shown.json["open"] == true && shown.json["overdue"] == false && shown.json["replies"] == [])
            #expect(shown.json["addressee"] == "Tỉnh Hà Giang")

            func reply(_ body: JSONValue, key: String = UUID().uuidString) async throws -> Answer {
                let tag = try await web.get(request, as: officer).header("ETag")
                return try await web.post(request + "/replies", body, as: officer, key: key, ifMatch: tag)
            }
            #expect(try await reply(["outcome": "MAYBE"]).status == 422)
            let future = try await reply(["outcome": "MATCH", "received_on": "2999-01-01"])
            #expect(future.status == 409)
            let early = try await reply(["outcome": "NO_REPLY"])
            #expect(early.status == 409 && early.json["errors"]?.array?.first?["rule"] == "B2")
            let key = UUID().uuidString
            let words = "Không có người nào như vậy ở đây"
            let first = try await reply(["outcome": "NOT_FOUND", "words": .string(words)], key: key)
            #expect(first.status == 201, "\(first.text)")
            let tag = try await web.get(request, as: officer).header("ETag")
            let again = try await web.post(
                request + "/replies",
                ["outcome": "NOT_FOUND", "words": .string(words)],
                as: officer,
                key: key,
                ifMatch: tag
            )
            #expect(again.status == 201 && again.json["replies"]?.array?.count == 1)
            let moved = try await web.get(uri, as: officer)
            #expect(moved.json["state"] == "replied" && moved.json["questions"]?.array?.count == 3)

            let second = try await reply(["outcome": "MATCH_DIFF"])
            #expect(second.status == 201 && second.json["replies"]?.array?.count == 2)
            #expect(try await web.get(uri, as: officer).json["state"] == "replied")
            let list = try await web.get("/api/v1/verification-requests?open=true&province=02", as: officer)
            #expect(list.json["items"]?.array?.contains { $0["id"] == .string(id) } ?? false)
            let overdue = try await web.get("/api/v1/verification-requests/overdue?area=646", as: officer)
            #expect(overdue.json["items"] == [])

            let withdrawn = try await step(
                web,
                uri,
                ["step": "withdraw", "withdrawal": "registered_in_error", "reason": "ghi nhầm người"],
                as: supervisor
            )
            #expect(withdrawn.json["state"] == "withdrawn")
            let late = try await reply(["outcome": "MATCH"])
            #expect(late.status == 409)
            let error = try #require(late.json["errors"]?.array?.first)
            #expect(error["field"] == "request" && error["rule"] == "B3")
            #expect(error["message_vi"]?.string?.contains("đã rút") ?? false)
        }
    }
}
