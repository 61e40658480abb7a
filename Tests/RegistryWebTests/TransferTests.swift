import FoundationEssentials
import HTTPTypes
import RegistryTestSupport
import RegistryWeb
import Testing

@Suite(.registryDatabase) struct TransferTests {
    @Test(
        "F5 over HTTP one commune proposes, the other accepts; both see the person meanwhile, and every step says its revision"
    )
    func moves() async throws {
        let database = TestDatabase.current
        let here = try await database.officer(of: Web.commune)
        let sender = try await database.officer("commune_supervisor", of: Web.commune)
        let there = try await database.officer("commune_supervisor", of: "24226")
        try await Web.serving { web in
            let id = try #require(try await web.resident("Páo", as: here).json["id"]?.string)
            func draft(_ more: [String: JSONValue] = [:]) -> JSONValue {
                var body = JSONObject()
                body["resident"] = .string(id)
                body["to_commune"] = "24226"
                body["reason"] = "theo vợ"
                for (name, value) in more { body[name] = value }
                return .object(body)
            }
            let key = UUID().uuidString
            // Bad input, by field.
            #expect(try await web.post("/api/v1/transfers", draft(["to_commune": "99999"]), as: sender).status == 422)
            #expect(
                try await web.post("/api/v1/transfers", draft(["to_commune": .string(Web.commune)]), as: sender).status
                    == 422
            )
            let early = try await web.post("/api/v1/transfers", draft(["moves_on": "2099-01-01"]), as: sender)
            #expect(early.status == 409 && early.json["errors"]?.array?.first?["field"] == "date")
            #expect(try await web.post("/api/v1/transfers", draft(), as: there).status == 404)

            let proposed = try await web.post("/api/v1/transfers", draft(), as: sender)
            #expect(proposed.status == 201 && proposed.json["transfer"]?["side"] == "out")
            let uri = "/api/v1/transfers/" + (try #require(proposed.json["transfer"]?["id"]?.string))
            let twice = try await web.post("/api/v1/transfers", draft(), as: sender)
            #expect(twice.status == 409 && twice.json["errors"]?.array?.first?["rule"] == "F5")

            #expect(try await web.get("/api/v1/residents/\(id)", as: there).status == 404)
            let seen = try await web.get(uri, as: there)
            #expect(seen.json["person"]?["name"] == "Páo" && seen.json["transfer"]?["side"] == "in")
            let listed = try await web.get("/api/v1/transfers?state=proposed", as: there)
            #expect(listed.json["items"]?.array?.count == 1)

            #expect(try await web.post(uri + "/accept", [:], as: there).status == 428)
            #expect(
                try await web.post(uri + "/accept", [:], as: sender, ifMatch: proposed.header("ETag")).status == 404
            )
            let accepted = try await web.post(uri + "/accept", [:], as: there, key: key, ifMatch: seen.header("ETag"))
            #expect(accepted.status == 200 && accepted.json["transfer"]?["state"] == "accepted")
            #expect(accepted.json["person"] == .null && accepted.json["events"]?.array?.count == 2)
            let replayed = try await web.post(uri + "/accept", [:], as: there, key: key, ifMatch: seen.header("ETag"))
            #expect(replayed.status == 200 && replayed.header("Idempotency-Replayed") == "true")
            let late = try await web.post(
                uri + "/decline",
                ["reason": "quá muộn"],
                as: there,
                ifMatch: seen.header("ETag")
            )
            #expect(late.status == 412)
            #expect(try await web.get("/api/v1/residents/\(id)", as: there).json["status"] == "present")
            // Who saw whom is recorded.
            let shown = try await database.superuserSQL(
                "select count(*) > 0 from audit.event where action = 'transfers.show' and user_id = \(there.userID) and '\(id)' = any (residents)"
            )
            #expect(shown == "t")
        }
    }
}
