import FoundationEssentials
import HTTPTypes
import RegistryTestSupport
import RegistryWeb
import Testing

@Suite(.registryDatabase) struct IdempotencyTests {
    @Test("A POST that writes without a key is refused; search and signing in need none")
    func keyRequired() async throws {
        let officer = try await TestDatabase.current.officer(of: Web.commune)
        try await Web.serving { web in
            let body: JSONValue = [
                "commune": .string(Web.commune), "names": [["kind": "COMMON", "name": "Seo"]], "said_by": "self",
            ]
            for key in [nil, "short", "with space in it", String(repeating: "k", count: 101)] {
                let answer = try await web.post("/api/v1/residents", body, as: officer, key: key)
                #expect(answer.status == 400 && answer.problem == "key-required")
            }
            #expect(
                try await web.post("/api/v1/residents/search", ["text": "seo"], as: officer, key: nil).status == 200
            )
        }
    }

    @Test(
        "The same request again gets the same answer and registers nobody twice; another body under its key is refused"
    )
    func replay() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        try await Web.serving { web in
            let body: JSONValue = [
                "commune": .string(Web.commune), "names": [["kind": "COMMON", "name": "Mỷ"]], "said_by": "self",
            ]
            let first = try await web.post("/api/v1/residents", body, as: officer, key: "replay-key-1")
            let again = try await web.post("/api/v1/residents", body, as: officer, key: "replay-key-1")
            #expect(first.status == 201 && again.status == 201)
            #expect(again.json == first.json && again.header("Location") == first.header("Location"))
            #expect(again.header("Idempotency-Replayed") == "true" && first.header("Idempotency-Replayed") == nil)
            let count = try await database.superuserSQL("select count(*) from registry.name_fact where name = 'Mỷ'")
            #expect(count == "1")
            var other = body.object ?? JSONObject()
            other["said_by"] = "mother"
            let reused = try await web.post("/api/v1/residents", .object(other), as: officer, key: "replay-key-1")
            #expect(reused.status == 422 && reused.problem == "key-reused")
            // Another user's key of the same name is another key.
            let colleague = try await database.officer(of: Web.commune)
            let theirs = try await web.post("/api/v1/residents", body, as: colleague, key: "replay-key-1")
            #expect(theirs.status == 201 && theirs.json["id"] != first.json["id"])
        }
    }

    @Test("Of many that send one key at once, one writes; the others get its answer or are told to wait")
    func race() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        try await Web.serving { web in
            let body: JSONValue = [
                "commune": .string(Web.commune), "names": [["kind": "COMMON", "name": "Chúa"]], "said_by": "self",
            ]
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for _ in 0..<12 {
                    group.addTask { try await web.post("/api/v1/residents", body, as: officer, key: "race-key-01") }
                }
                return try await group.reduce(into: [Answer]()) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 201 || $0.problem == "in-flight" || $0.problem == "busy" })
            let ids = Set(answers.filter { $0.status == 201 }.compactMap { $0.json["id"]?.string })
            #expect(ids.count == 1)
            #expect(
                try await database.superuserSQL("select count(*) from registry.name_fact where name = 'Chúa'") == "1"
            )
        }
    }

    @Test("A request that was refused leaves its key free, and nothing half-done")
    func refusalFreesTheKey() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        try await Web.serving { web in
            let settlement = try await web.settlement("Cụm 7", as: officer)
            let head: [String: JSONValue] = ["settlement": .string(settlement), "relation": "01"]
            let registered = try await web.resident("Vàng A Tủa", as: officer, head)
            let household = try #require(registered.json["resident"]?["household"]?.string)
            let body: JSONValue = [
                "commune": .string(Web.commune), "names": [["kind": "COMMON", "name": "Tủa Hai"]], "said_by": "self",
                "household": .string(household), "relation": "01",
            ]
            // A second head: the segment raises at its end, and nothing of it stays.
            let refused = try await web.post("/api/v1/residents", body, as: officer, key: "freed-key-1")
            #expect(refused.status == 409 && refused.problem == "conflict")
            #expect(refused.json["errors"]?.array?.first?["rule"] == "A6")
            #expect(
                try await database.superuserSQL("select count(*) from registry.name_fact where name = 'Tủa Hai'") == "0"
            )
            var mended = body.object ?? JSONObject()
            mended["relation"] = "04"
            let done = try await web.post("/api/v1/residents", .object(mended), as: officer, key: "freed-key-1")
            #expect(done.status == 201)
        }
    }

    @Test("A replay shows what the subject is now, under today's rights")
    func replayUnderTodaysRights() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        try await Web.serving { web in
            let body: JSONValue = [
                "commune": .string(Web.commune), "names": [["kind": "COMMON", "name": "Dợ"]], "said_by": "self",
            ]
            let first = try await web.post("/api/v1/residents", body, as: officer, key: "rights-key-1")
            #expect(first.status == 201)
            // Sealed meanwhile: to this officer the person does not exist any more (F10).
            let id = try #require(first.json["id"]?.string)
            try await database.superuserSQL(
                "update registry.resident_version set seal = 5 where resident_id = '\(id)'"
            )
            let again = try await web.post("/api/v1/residents", body, as: officer, key: "rights-key-1")
            #expect(again.status == 404)
        }
    }
}
