import FoundationEssentials
import HTTPTypes
import RegistryTestSupport
import RegistryWeb
import Testing

@Suite(.registryDatabase) struct ResidentTests {
    @Test("Kin of another commune and kin that does not exist are refused in the same words, and nothing is registered")
    func foreignKin() async throws {
        let officer = try await TestDatabase.current.officer(of: Web.commune)
        let neighbour = try await TestDatabase.current.officer(of: "24217")
        try await Web.serving { web in
            let theirs = try await web.resident("Sùng Thị Lạ", as: neighbour, commune: "24217")
            let id = try #require(theirs.json["id"]?.string)
            var answers: [Answer] = []
            for kin in [id, "0190f2a4-1111-7222-8333-444455556666"] {
                answers.append(
                    try await web.post(
                        "/api/v1/residents",
                        [
                            "commune": .string(Web.commune), "said_by": "self",
                            "names": [["kind": "COMMON", "name": "Giàng A Xa"]],
                            "kin": [["kind": "mother", "book": 4, "id": .string(kin)]],
                        ],
                        as: officer,
                        headers: ["X-Request-Id": "foreign-kin-1"]
                    )
                )
            }
            #expect(answers[0].status == 404)
            #expect(answers[0].text == answers[1].text && answers[0].status == answers[1].status)
            let registered = try await web.database.superuserSQL(
                "select count(*) from registry.name_fact where name = 'Giàng A Xa'"
            )
            #expect(registered == "0")
        }
    }

    @Test("A person with an everyday name only is registered, shown with sources, and found")
    func registerShowFind() async throws {
        let officer = try await TestDatabase.current.officer(of: Web.commune)
        try await Web.serving { web in
            let settlement = try await web.settlement("Cụm 10", as: officer)
            let answer = try await web.resident(
                "Páo",
                as: officer,
                [
                    "settlement": .string(settlement), "relation": "01",
                    "birth": ["written": "tuổi Thân, khoảng 50"], "said_on": "2024-09-17",
                    "ethnicity": ["value": "Mán"], "sex": ["answer": "stated", "value": "M"],
                    "religion": ["answer": "refused"], "papers": ["answer": "none"],
                    "origins": [["province": "Hà Giang", "unsure_below": "district", "year_to": 1998]],
                    "kin": [["kind": "father", "answer": "unknown"]],
                ]
            )
            #expect(answer.status == 201)
            let id = try #require(answer.json["id"]?.string)
            #expect(answer.header("Location") == "/api/v1/residents/\(id)")
            #expect(answer.json["remarks"]?.array?.isEmpty == false)

            let shown = try await web.get("/api/v1/residents/\(id)", as: officer)
            #expect(shown.status == 200 && shown.header("ETag") == answer.header("ETag"))
            let facts = shown.json["facts"]?.array ?? []
            func fact(_ attribute: String) throws -> JSONValue {
                try #require(facts.first { $0["attribute"] == .string(attribute) })
            }
            #expect(try fact("name.COMMON")["text"] == "Páo")
            #expect(try fact("name.COMMON")["source"]?["said_by"] == "self")
            let birth = try fact("birth")
            #expect(birth["written"] == "tuổi Thân, khoảng 50" && birth["current"] == true)
            #expect(birth["birth"]?["days"]?.array?.count == 2 && birth["birth"]?["precision"] == "zodiac")
            // The word is kept, and no people is guessed (A5).
            #expect(try fact("ethnicity")["written"] == "Mán")
            #expect(try fact("ethnicity")["value"] == .null)
            // Four answers, never one for another (A11).
            #expect(try fact("religion")["answer"] == "refused")
            #expect(try fact("papers")["answer"] == "none")
            #expect(try fact("kin.father")["answer"] == "unknown")
            #expect(shown.json["not_asked"] == ["phone", "arrival_year"])
            #expect(try fact("origin")["place"]?["unsure_below"] == "district")
            #expect(shown.json["settlement"] == "Cụm 10" && shown.json["elsewhere"] == [])

            let found = try await web.post("/api/v1/residents/search", ["text": "pao"], as: officer, key: nil)
            let hit = try #require(found.json["items"]?.array?.first { $0["id"] == .string(id) })
            #expect(hit["name"] == "Páo" && hit["settlement"] == "Cụm 10")
            // Years that were stated, and never a day that was not (A1).
            #expect(hit["born"]?.string?.contains("1968") == true && hit["born"]?.string?.contains("/01/") == false)
            #expect(hit["why"]?.array?.contains("name.COMMON") == true)
            #expect(found.json["masked"] == [] && found.json["next"] == .null)
        }
    }

    @Test("Search pages through its hits, and keeps to an area and to years")
    func searchPages() async throws {
        let officer = try await TestDatabase.current.officer(of: Web.commune)
        try await Web.serving { web in
            for number in 1...5 {
                let year = String(1970 + number)
                #expect(
                    try await web.resident("Vừ Mí Pó", as: officer, ["birth": ["written": .string(year)]]).status == 201
                )
            }
            var seen: Set<String> = []
            var next: JSONValue = "0"
            var pages = 0
            while case .string(let cursor) = next, pages < 5 {
                let answer = try await web.post(
                    "/api/v1/residents/search",
                    ["text": "vu mi po", "limit": 2, "next": .string(cursor)],
                    as: officer,
                    key: nil
                )
                seen.formUnion(answer.json["items"]?.array?.compactMap { $0["id"]?.string } ?? [])
                next = answer.json["next"] ?? .null
                pages += 1
            }
            #expect(seen.count == 5 && pages == 3)
            let years = try await web.post(
                "/api/v1/residents/search",
                ["text": "vu mi po", "born_from": "1973", "born_to": 1973, "area": .string(Web.district)],
                as: officer,
                key: nil
            )
            #expect(years.json["items"]?.array?.first?["born"]?.string?.contains("1973") == true)
            let elsewhere = try await web.post(
                "/api/v1/residents/search",
                ["text": "vu mi po", "area": "24229"],
                as: officer,
                key: nil
            )
            #expect(elsewhere.json["items"] == [])
        }
    }

    @Test("A foreign id, a missing one and one of the wrong form answer alike")
    func foreignAndMissing() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        let stranger = try await database.officer(of: "24229")
        try await Web.serving { web in
            let registered = try await web.resident("Thào A Sùng", as: officer)
            let id = try #require(registered.json["id"]?.string)
            let tag = try #require(registered.header("ETag"))
            let missing = "0190f2a4-1111-7222-8333-444455556666"
            func without(_ answer: Answer) -> JSONValue {
                var object = answer.json.object ?? JSONObject()
                object["request_id"] = nil
                return .object(object)
            }
            let foreign = try await web.get("/api/v1/residents/\(id)", as: stranger)
            let absent = try await web.get("/api/v1/residents/\(missing)", as: stranger)
            let malformed = try await web.get("/api/v1/residents/7", as: stranger)
            #expect([foreign, absent, malformed].allSatisfy { $0.status == 404 && $0.problem == "not-found" })
            #expect(without(foreign) == without(absent) && without(foreign) == without(malformed))
            let change: JSONValue = ["phone": ["value": "0912345678"], "said_by": "self"]
            let write = try await web.post("/api/v1/residents/\(id)/corrections", change, as: stranger, ifMatch: tag)
            let nobody = try await web.post(
                "/api/v1/residents/\(missing)/corrections",
                change,
                as: stranger,
                ifMatch: tag
            )
            #expect(write.status == 404 && without(write) == without(nobody))
        }
    }

    @Test("Whoever sees and may not edit is told so")
    func viewerMayNotEdit() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        let viewer = try await database.officer("district_officer", of: Web.district)
        try await Web.serving { web in
            let registered = try await web.resident("Sùng Thị Mỷ", as: officer)
            let id = try #require(registered.json["id"]?.string)
            let shown = try await web.get("/api/v1/residents/\(id)", as: viewer)
            #expect(shown.status == 200)
            let answer = try await web.post(
                "/api/v1/residents/\(id)/corrections",
                ["sex": ["value": "F"], "said_by": "self"],
                as: viewer,
                ifMatch: shown.header("ETag")
            )
            #expect(answer.status == 403 && answer.problem == "not-allowed")
            #expect(try await web.resident("Sùng A Chớ", as: viewer).status == 403)
        }
    }

    @Test("A correction without a version is refused, with an old one is stale, with the present one stands beside")
    func versions() async throws {
        let officer = try await TestDatabase.current.officer(of: Web.commune)
        try await Web.serving { web in
            let registered = try await web.resident("Hầu A Dính", as: officer, ["birth": ["written": "1978"]])
            let id = try #require(registered.json["id"]?.string)
            let tag = try #require(registered.header("ETag"))
            let uri = "/api/v1/residents/\(id)/corrections"
            let change: JSONValue = [
                "birth": ["written": "1976", "basis": "document"], "said_by": "document", "source": "sổ hộ khẩu",
                "reason": "sổ hộ khẩu đáng tin hơn",
            ]
            let without = try await web.post(uri, change, as: officer)
            #expect(without.status == 428 && without.problem == "version-required")
            for wrong in ["\"9.9\"", "\"x\"", "W/\(tag)"] {
                let stale = try await web.post(uri, change, as: officer, ifMatch: wrong)
                #expect(stale.status == 412 && stale.problem == "stale")
            }
            for malformed in ["x", "*", "17.4"] {
                let answer = try await web.post(uri, change, as: officer, ifMatch: malformed)
                #expect(answer.status == 400 && answer.json["errors"]?.array?.first?["field"] == "If-Match")
            }
            let done = try await web.post(uri, change, as: officer, ifMatch: tag)
            #expect(done.status == 200)
            let later = try #require(done.header("ETag"))
            #expect(later != tag)
            let births = done.json["resident"]?["facts"]?.array?.filter { $0["attribute"] == "birth" } ?? []
            #expect(births.map { $0["written"] } == ["1978", "1976"])
            #expect(births.map { $0["current"] } == [false, true])
            #expect(births.last?["reason"] == "sổ hộ khẩu đáng tin hơn")
            let again = try await web.post(uri, change, as: officer, ifMatch: tag)
            #expect(again.status == 412 && again.problem == "stale")
            // Back to the first one, by its id.
            let first = try #require(births.first?["id"])
            let back = try await web.post(
                uri,
                ["birth_fact": first, "reason": "xem lại", "said_by": "officer"],
                as: officer,
                ifMatch: later
            )
            #expect(back.status == 200)
            #expect(back.json["resident"]?["born"]?.string == "1978")
        }
    }

    @Test("A death ends stay and headship, visibly; a second one is refused")
    func death() async throws {
        let officer = try await TestDatabase.current.officer(of: Web.commune)
        try await Web.serving { web in
            let settlement = try await web.settlement("Thôn 5", as: officer)
            let registered = try await web.resident(
                "Giàng Seo Lùng",
                as: officer,
                ["settlement": .string(settlement), "relation": "01", "said_on": "2024-01-05"]
            )
            let id = try #require(registered.json["id"]?.string)
            let uri = "/api/v1/residents/\(id)/events"
            let event: JSONValue = ["kind": "death", "date": "10/2024", "said_by": "son", "said_on": "2024-11-02"]
            let dead = try await web.post(uri, event, as: officer, ifMatch: registered.header("ETag"))
            #expect(dead.status == 201 && dead.json["resident"]?["status"] == "dead")
            let happened = dead.json["resident"]?["events"]?.array?.first
            #expect(
                happened?["written"] == "10/2024" && happened?["days"] == ["from": "2024-10-01", "to": "2024-10-31"]
            )
            let consequences = happened?["consequences"]?.array ?? []
            #expect(consequences.contains("stay_closed") && consequences.contains("household_without_head"))
            let again = try await web.post(uri, event, as: officer, ifMatch: dead.header("ETag"))
            #expect(again.status == 409 && again.problem == "conflict")
            #expect(again.json["errors"]?.array?.first?["message_vi"]?.string?.isEmpty == false)
            let odd = try await web.post(
                uri,
                ["kind": "death", "date": "31/02/2024", "said_by": "son"],
                as: officer,
                ifMatch: dead.header("ETag")
            )
            #expect(odd.status == 422 && odd.json["errors"]?.array?.first?["field"] == "date")
        }
    }

    @Test("What was believed on a day before is answered as it was")
    func asOf() async throws {
        let officer = try await TestDatabase.current.officer(of: Web.commune)
        try await Web.serving { web in
            let registered = try await web.resident("Chang A Chu", as: officer)
            let id = try #require(registered.json["id"]?.string)
            #expect(try await web.get("/api/v1/residents/\(id)?as_of=2020-01-01", as: officer).status == 404)
            #expect(try await web.get("/api/v1/residents/\(id)?as_of=2999-01-01", as: officer).status == 200)
        }
    }
}
