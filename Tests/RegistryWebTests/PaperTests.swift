import Registry
import RegistryTestSupport
import RegistryWeb
import Testing

@Suite(.registryDatabase, .serialized) struct PaperTests {
    @Test(
        "C5 and C9 over HTTP: a number is confirmed, an account goes its way, and both end when the number is cancelled"
    )
    func numbersAndAccounts() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        let supervisor = try await database.officer("commune_supervisor", of: Web.commune)
        let stranger = try await database.officer(of: "24226")
        try await Web.serving { web in
            let made = try await web.resident(
                "Lý Thị Mai",
                as: officer,
                [
                    "names": [["kind": "BIRTH", "name": "Lý Thị Mai"]], "sex": ["answer": "stated", "value": "F"],
                    "birth": ["written": "1990-05-05"],
                ]
            )
            let resident = try #require(made.json["id"]?.string)
            let numbers = "/api/v1/residents/\(resident)/personal-numbers"
            func confirm(_ number: String, as who: TestOfficer) async throws -> Answer {
                let version = try await web.get("/api/v1/residents/\(resident)", as: officer).header("ETag")
                let body: JSONValue = ["number": .string(number), "reason": "thông báo", "document": "12/TB-BCA"]
                return try await web.post(numbers, body, as: who, ifMatch: version)
            }
            #expect(try await confirm("003190000017", as: officer).status == 422)
            let wrong = try await confirm("066090000017", as: officer)
            #expect(wrong.status == 409 && wrong.json["errors"]?.array?.first?["rule"] == "R1.7")
            #expect(try await confirm("066190000017", as: stranger).status == 404)
            let confirmed = try await confirm("066190000017", as: officer)
            #expect(confirmed.status == 200 && confirmed.json["items"]?.array?.first?["kind"] == "confirmed")
            #expect(try await web.get(numbers, as: stranger).status == 404)

            let request: JSONValue = [
                "resident": .string(resident), "level": 2, "phone": ["answer": "unknown"], "own_name": "unknown",
            ]
            let refused = try await web.post("/api/v1/e-identities", request, as: officer)
            #expect(refused.status == 409 && refused.json["errors"]?.array?.first?["rule"] == "R3.1")
            try await web.plantCard(of: resident)
            let account = try await web.post("/api/v1/e-identities", request, as: officer)
            #expect(account.status == 201 && account.json["phone_answer"] == "unknown")
            let uri = "/api/v1/e-identities/" + (account.json["id"]?.string ?? "")
            let phone: JSONValue = ["phone": ["value": "0905 111 222"], "own_name": "yes"]
            let stated = try await web.post(uri + "/phone", phone, as: officer, ifMatch: account.header("ETag"))
            let granted = try await web.post(uri + "/grant", [:], as: supervisor, ifMatch: stated.header("ETag"))
            #expect(granted.status == 200 && granted.json["state"] == "granted")
            let active = try await web.post(uri + "/activate", [:], as: officer, ifMatch: granted.header("ETag"))
            #expect(active.json["state"] == "activated")
            let report = try await web.get("/api/v1/reports/e-identities?area=646", as: officer)
            #expect(report.json["rows"]?.array?.last?["activated"] == 1)

            let version = try await web.get("/api/v1/residents/\(resident)", as: officer).header("ETag")
            let cancel: JSONValue = ["ground": "forged_papers", "reason": "giấy tờ giả", "document": "13/TB-BCA"]
            #expect(try await web.post(numbers + "/cancel", cancel, as: officer, ifMatch: version).status == 403)
            let cancelled = try await web.post(numbers + "/cancel", cancel, as: supervisor, ifMatch: version)
            #expect(cancelled.status == 200 && cancelled.json["items"]?.array?.last?["ground"] == "forged_papers")
            #expect(try await web.get(uri, as: officer).json["state"] == "locked")
            let list = try await web.get("/api/v1/e-identities?state=locked&commune=\(Web.commune)", as: officer)
            #expect(list.json["items"]?.array?.count == 1)
        }
    }

    @Test(
        "C6 and C7 over HTTP: a birth certificate is recorded once a number; a correction is asked for by one and approved by another"
    )
    func certificatesAndCorrections() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        let supervisor = try await database.officer("commune_supervisor", of: Web.commune)
        try await Web.serving { web in
            let resident = try await web.numbered("Vàng Thị Ánh", as: officer)
            let certificate: JSONValue = [
                "resident": .string(resident), "number": 7, "registered_on": "2024-09-17", "basis": "commitment",
                "basis_document": "giấy cam đoan", "mother": ["value": "Vàng Thị Sua"], "mother_papers": "none",
                "father": ["answer": "unknown"], "parents_married": "no", "declared_by": "mẹ",
                "registrar": "Nguyễn Thị Hộ", "signer": "Trần Văn Chủ",
            ]
            let made = try await web.post("/api/v1/birth-certificates", certificate, as: officer)
            #expect(made.status == 201 && made.json["is_late"] == "yes" && made.json["father_answer"] == "unknown")
            let again = try await web.post("/api/v1/birth-certificates", certificate, as: officer)
            #expect(again.status == 409)
            let list = try await web.get("/api/v1/birth-certificates?resident=\(resident)", as: officer)
            #expect(list.json["items"]?.array?.count == 1)

            let version = try await web.get("/api/v1/residents/\(resident)", as: officer).header("ETag")
            let said = try await web.post(
                "/api/v1/residents/\(resident)/corrections",
                ["birth": ["written": "1990-06-05"], "said_by": "giấy khai sinh"],
                as: officer,
                ifMatch: version
            )
            #expect(said.status == 200)
            let fact = try await database.superuserSQL(
                "select max(id) from registry.birth_fact where resident_id = '\(resident)'"
            )
            let request: JSONValue = [
                "resident": .string(resident), "attribute": "birth", "fact": .integer(try #require(Int64(fact))),
                "reason": "giấy khai sinh ghi tháng 6",
            ]
            let asked = try await web.post("/api/v1/corrections", request, as: officer)
            #expect(asked.status == 201 && asked.json["before"]?["born_from"] == "1990-05-05")
            let uri = "/api/v1/corrections/" + (asked.json["id"]?.string ?? "")
            let document: JSONValue = ["kind": "khai_sinh", "number": "7/2024"]
            let added = try await web.post(uri + "/documents", document, as: officer, ifMatch: asked.header("ETag"))
            #expect(added.json["documents"]?.array?.count == 1)
            let approved = try await web.post(uri + "/approve", [:], as: supervisor, ifMatch: added.header("ETag"))
            #expect(approved.status == 200 && approved.json["after"]?["born_from"] == "1990-06-05")
            let late = try await web.post(uri + "/approve", [:], as: supervisor, ifMatch: added.header("ETag"))
            #expect(late.problem == "stale")

            let decision: JSONValue = [
                "resident": .string(resident), "reason": "không rõ quốc tịch", "document": "9/QĐ",
            ]
            #expect(try await web.post("/api/v1/identity-certificates", decision, as: officer).status == 403)
            let early = try await web.post("/api/v1/identity-certificates", decision, as: supervisor)
            #expect(early.json["errors"]?.array?.first?["rule"] == "R2.10")
        }
    }
}

extension Web {
    /// A valid card of somebody, as if it had gone its way long ago.
    fileprivate func plantCard(of resident: String) async throws {
        try await database.superuserSQL(
            """
            insert into registry.card (book_id, id, resident_id, state, ground, requested_on, due_on, applicant, face,
                fingerprints, iris, issued_on, expiry_certain, printed, printed_on, handed_over_on, recorded_by)
            select resident.book_id, gen_random_uuid(), resident.id, 'handed_over', 'first', '2024-07-01', '2024-07-10',
                'self', 'yes', 'yes', 'yes', '2024-07-05', true, '{}', '2024-07-08', '2024-07-09', resident.recorded_by
            from registry.resident where resident.id = '\(resident)'
            """
        )
    }
}
