import Registry
import RegistryTestSupport
import RegistryWeb
import Testing

@Suite(.registryDatabase) struct CardTests {
    @Test(
        "C1 over HTTP: a card goes its way by steps that say the version they mean; foreign and missing cards answer alike"
    )
    func steps() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        let supervisor = try await database.officer("commune_supervisor", of: Web.commune)
        let stranger = try await database.officer(of: "24226")
        try await Web.serving { web in
            let resident = try await web.numbered("Lý Thị Mai", as: officer)
            let request: JSONValue = [
                "resident": .string(resident), "ground": "first", "face": "yes", "fingerprints": "yes", "iris": "no",
                "why_not": "máy hỏng",
            ]
            #expect(try await web.post("/api/v1/cards", request, as: stranger).status == 404)
            #expect(try await web.post("/api/v1/cards", request, as: supervisor).status == 403)
            let made = try await web.post("/api/v1/cards", request, as: officer)
            #expect(made.status == 201 && made.json["state"] == "requested")
            let uri = "/api/v1/cards/" + (made.json["id"]?.string ?? "")
            #expect(made.header("Location") == uri)
            let tag = try #require(made.header("ETag"))
            let again = try await web.post("/api/v1/cards", request, as: officer)
            #expect(again.status == 409 && again.json["errors"]?.array?.first?["rule"] == "C1")

            #expect(try await web.get(uri, as: stranger).status == 404)
            #expect(try await web.post(uri + "/approve", [:], as: supervisor).problem == "version-required")
            #expect(try await web.post(uri + "/approve", [:], as: officer, ifMatch: tag).status == 403)
            let approved = try await web.post(uri + "/approve", [:], as: supervisor, ifMatch: tag)
            #expect(approved.status == 200 && approved.json["printed"]?["born"] == "05/05/1990")
            #expect(approved.json["captured"]?["why_not"] == "máy hỏng")
            #expect(try await web.post(uri + "/approve", [:], as: supervisor, ifMatch: tag).problem == "stale")

            let batch = try await web.post("/api/v1/card-batches", ["commune": .string(Web.commune)], as: officer)
            #expect(batch.status == 201 && batch.json["cards"] == 1)
            let batchURI = "/api/v1/card-batches/" + (batch.json["id"]?.string ?? "")
            var version = batch.header("ETag")
            for step in ["send", "receive", "print"] {
                let moved = try await web.post("\(batchURI)/\(step)", [:], as: officer, ifMatch: version)
                #expect(moved.status == 200)
                version = moved.header("ETag")
            }
            #expect(try await web.get("/api/v1/card-batches", as: officer).json["items"]?.array?.count == 1)
            let waiting = try await web.get("/api/v1/cards/hand-over?commune=\(Web.commune)", as: officer)
            #expect(waiting.json["items"]?.array?.first?["cards"]?.array?.first?["name"] == "Lý Thị Mai")

            let printed = try await web.get(uri, as: officer)
            let taken = try await web.post(
                uri + "/hand-over",
                ["taken_by": "chính chủ"],
                as: officer,
                ifMatch: printed.header("ETag")
            )
            #expect(taken.status == 200 && taken.json["state"] == "handed_over")
            #expect(taken.json["events"]?.array?.count == 5)
            let list = try await web.get("/api/v1/cards?resident=\(resident)&state=handed_over", as: officer)
            #expect(list.json["items"]?.array?.count == 1)
            #expect(try await web.get("/api/v1/cards?state=handed_over", as: stranger).json["items"] == [])
            let due = try await web.get("/api/v1/cards?exchange_by=2020-01-01", as: officer)
            #expect(due.json["items"] == [])

            let report = try await web.get("/api/v1/reports/cards?area=646&from=2020-01-01", as: officer)
            #expect(
                report.json["total"]?["handed_over"]?["all"] == 1
                    && report.json["total"]?["handed_over"]?["from_14"] == 1
            )
            let backwards = try await web.get(
                "/api/v1/reports/cards?area=646&from=2024-02-01&to=2024-01-01",
                as: officer
            )
            #expect(backwards.status == 422)
        }
    }
}

extension Web {
    /// A woman born on 5 May 1990 with a birth name and a confirmed number; her id.
    func numbered(_ name: String, as officer: TestOfficer, commune: String = Web.commune) async throws -> String {
        let answer = try await resident(
            name,
            as: officer,
            commune: commune,
            [
                "names": [["kind": "BIRTH", "name": .string(name)]],
                "sex": ["answer": "stated", "value": "F"],
                "birth": ["written": "1990-05-05"],
            ]
        )
        let id = try #require(answer.json["id"]?.string)
        let serial = String(UInt32.random(in: 0...999_999) + 1_000_000).dropFirst()
        try await database.superuserSQL(
            """
            insert into registry.personal_number (number, book_id, resident_id, state, recorded_by)
            select '066190\(serial)', resident.book_id, resident.id, 'confirmed', resident.recorded_by
            from registry.resident where resident.id = '\(id)'
            """
        )
        return id
    }
}
