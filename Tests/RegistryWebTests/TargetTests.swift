import Registry
import RegistryTestSupport
import RegistryWeb
import Testing

@Suite(.registryDatabase, .serialized) struct TargetTests {
    private let database = TestDatabase.current

    private static let draft: JSONValue = [
        "area": "646", "measure": "personal_number", "deadline": "2030-10-31", "decision": "kế hoạch 12/KH-UBND",
    ]

    @Test(
        "C8 over HTTP: a target by area and date; done, left, needed per working day, forecast with a range; who is left and why"
    )
    func wholeSentence() async throws {
        let officer = try await database.officer(of: Web.commune)
        let stranger = try await database.officer(of: "24226")
        let district = try await database.officer("district_officer", of: Web.district)
        try await Web.serving { web in
            var left: [String] = []
            for name in ["Giàng A Một", "Giàng A Hai", "Giàng A Ba"] {
                let made = try await web.resident(name, as: officer, ["birth": ["written": "1980"]])
                left.append(try #require(made.json["id"]?.string))
            }
            let done = try await confirmed("Vàng Thị Xong", web, as: officer)

            #expect(try await web.post("/api/v1/targets", Self.draft, as: officer).status == 403)
            let announced = try await web.post("/api/v1/targets", Self.draft, as: district, key: "target-1")
            #expect(announced.status == 201 && announced.json["target"]?["ages"] == "all")
            let again = try await web.post("/api/v1/targets", Self.draft, as: district, key: "target-1")
            #expect(again.status == 201 && again.header("Idempotency-Replayed") == "true")
            let twice = try await web.post("/api/v1/targets", Self.draft, as: district)
            #expect(twice.status == 409 && twice.json["errors"]?.array?.first?["rule"] == "C8")
            let uri = "/api/v1/targets/" + (announced.json["target"]?["id"]?.string ?? "")

            let progress = try await web.get(uri + "/progress", as: officer)
            #expect(progress.status == 200)
            #expect(progress.json["residents"] == 4 && progress.json["done"] == 1 && progress.json["left"] == 3)
            guard case .integer(let days)? = progress.json["working_days_left"] else {
                Issue.record("no working days")
                return
            }
            #expect(days > 500 && progress.json["needed_per_working_day"] == 1)
            #expect(progress.json["pace"]?["days"]?.array?.count == 20 && progress.json["at_deadline"] == .null)
            // A number confirmed by a document of a working day that is over is what the pace is taken from.
            let last = try #require(progress.json["pace"]?["days"]?.array?.last?["day"]?.string)
            try await database.superuserSQL(
                "update registry.personal_number_event set happened_on = '\(last)' where resident_id = '\(done)'"
            )
            let paced = try await web.get(uri + "/progress", as: officer)
            #expect(paced.json["outlook"] == "on_time" || paced.json["outlook"] == "uncertain")
            #expect(paced.json["finish"]?["likely"]?.string ?? "" > last)
            #expect(paced.json["expected_at_deadline"]?["high"] == 4)
            let other = try await web.get(uri + "/progress", as: stranger)
            #expect(other.json["residents"] == 0 && other.json["outlook"] == "done")

            // Who is left and why, counted and by name, a page after the other; each answer is in the audit.
            let question = "?area=646&measure=personal_number"
            let report = try await web.get("/api/v1/reports/left" + question, as: officer)
            let held = try #require(report.json["total"]?["obstacles"]?.array?.first)
            #expect(held["obstacle"] == "no_case" && held["residents"] == 3 && held["actor"] == "commune_officer")
            #expect(held["removal_vi"] == "Mở hồ sơ xác minh" && held["name"] == "No identity case yet")
            let people = "/api/v1/reports/left/residents" + question + "&obstacle=no_case&limit=2"
            let first = try await web.get(people, as: officer)
            let next = try #require(first.json["next"]?.string)
            let second = try await web.get(people + "&after=\(next)", as: officer)
            let items = (first.json["items"]?.array ?? []) + (second.json["items"]?.array ?? [])
            #expect(items.map { $0["resident"]?["id"]?.string } == left && second.json["next"] == .null)
            #expect(items.allSatisfy { $0["removal"] == "Open an identity case" })
            let shown = try await database.superuserSQL(
                """
                select string_agg(cardinality(residents)::text, ' ' order by id) from audit.event
                where action = 'reports.left-residents' and user_id = \(officer.userID)
                """
            )
            #expect(shown == "2 1")
            #expect(try await web.get(people, as: stranger).json["items"] == [])

            let past = try await web.get("/api/v1/reports/left" + question + "&as_of=2024-09-17", as: officer)
            #expect(past.json["total"]?["residents"] == 0 && past.json["as_of"] == "2024-09-17")
            #expect(
                try await web.get("/api/v1/reports/left" + question + "&as_of=2999-01-01", as: officer).status == 422
            )
            #expect(try await web.get("/api/v1/reports/left?area=99999&measure=card", as: officer).status == 422)
            #expect(try await web.get("/api/v1/reports/left?area=646&measure=passport", as: officer).status == 422)
        }
    }

    @Test("C8 a last day is moved and withdrawn from the version that was seen; what was announced stays")
    func changes() async throws {
        let officer = try await database.officer(of: Web.commune)
        let district = try await database.officer("district_officer", of: Web.district)
        try await Web.serving { web in
            let draft: JSONValue = [
                "area": "646", "measure": "card", "ages": "under_14", "deadline": "2024-10-31",
                "decision": "kế hoạch 12",
            ]
            let announced = try await web.post("/api/v1/targets", draft, as: district)
            let uri = "/api/v1/targets/" + (announced.json["target"]?["id"]?.string ?? "")
            let body: JSONValue = ["deadline": "2024-12-31", "decision": "kế hoạch 15"]
            #expect(try await web.post(uri + "/deadline", body, as: district).problem == "version-required")
            let version = announced.header("ETag")
            #expect(try await web.post(uri + "/deadline", body, as: officer, ifMatch: version).status == 403)
            let moved = try await web.post(uri + "/deadline", body, as: district, ifMatch: version)
            #expect(moved.status == 200 && moved.json["target"]?["deadline"] == "2024-12-31")
            #expect(try await web.post(uri + "/deadline", body, as: district, ifMatch: version).problem == "stale")
            let listed = try await web.get("/api/v1/targets?area=646&measure=card&ages=under_14", as: officer)
            #expect(listed.json["items"]?.array?.count == 1)
            let passed = try await web.get(uri + "/progress", as: officer)
            #expect(passed.json["working_days_left"] == 0 && passed.json["at_deadline"]?["left"] == 0)

            let why: JSONValue = ["decision": "đã thay bằng kế hoạch 20"]
            let gone = try await web.post(uri + "/withdraw", why, as: district, ifMatch: moved.header("ETag"))
            #expect(gone.json["target"]?["deadline"] == .null && gone.json["settings"]?.array?.count == 3)
            #expect(try await web.get(uri + "/progress", as: officer).status == 404)
            #expect(try await web.get("/api/v1/targets?measure=card", as: officer).json["items"] == [])
            let all = try await web.get("/api/v1/targets?measure=card&withdrawn=true", as: officer)
            #expect(all.json["items"]?.array?.count == 1)
        }
    }

    /// Somebody whose number is confirmed by a document of today.
    private func confirmed(_ name: String, _ web: Web, as officer: TestOfficer) async throws -> String {
        let made = try await web.resident(
            name,
            as: officer,
            [
                "names": [["kind": "BIRTH", "name": .string(name)]], "sex": ["answer": "stated", "value": "F"],
                "birth": ["written": "1990-05-05"],
            ]
        )
        let id = try #require(made.json["id"]?.string)
        let body: JSONValue = ["number": "066190000018", "reason": "thông báo", "document": "12/TB-BCA"]
        let uri = "/api/v1/residents/\(id)/personal-numbers"
        #expect(try await web.post(uri, body, as: officer, ifMatch: made.header("ETag")).status == 200)
        return id
    }
}
