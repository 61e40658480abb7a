import Foundation
import HTTPTypes
import HummingbirdTesting
import Postgres
import Registry
import RegistryTestSupport
import RegistryWeb
import Testing

@Suite(.registryDatabase) struct EvidenceTests {
    private static let pdf = Array("%PDF-1.7\n".utf8) + [UInt8](repeating: 0x41, count: 300_000)

    /// A case in which somebody may be vouched for.
    private func gathering(_ web: Web, as officer: TestOfficer) async throws -> TestCase {
        let answer = try await web.resident("Mỷ", as: officer, ["origins": [["answer": "unknown"]]])
        let id = try #require(answer.json["id"]?.string.flatMap { UUID(uuidString: $0) })
        var made = try await web.registry.searchedCase(of: ResidentKey(book: 6, id: id), as: officer)
        try await web.registry.lead(by: "rely_on_evidence", in: &made, as: officer)
        return made
    }

    private func lower(_ id: UUID) -> String { id.uuidString.lowercased() }

    private func upload(
        _ web: Web,
        _ bytes: [UInt8],
        to uri: String,
        as officer: TestOfficer,
        type: String = "application/pdf",
        key: String = UUID().uuidString
    ) async throws -> Answer {
        try await web.send(
            .post,
            uri,
            as: officer,
            headers: ["Content-Type": type, "Idempotency-Key": key],
            bytes: bytes
        )
    }

    @Test(
        "B4 evidence is recorded with its scan, which comes back as a file to be saved, only within reach, and is audited"
    )
    func scans() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        let stranger = try await database.officer(of: "24229")
        let supervisor = try await database.officer("commune_supervisor", of: Web.commune)
        try await Web.serving { web in
            let made = try await gathering(web, as: officer)
            let resident = lower(made.resident.id)
            let draft: JSONValue = [
                "kind": "birth_certificate", "case": .string(lower(made.id)), "issued_by": "UBND xã Lũng Phìn",
                "issued_on": "1999-03-01", "says": "sinh năm 1980",
            ]
            let recorded = try await web.post("/api/v1/residents/\(resident)/evidence", draft, as: officer)
            #expect(recorded.status == 201 && recorded.json["files"] == [] && recorded.json["set_aside"] == .null)
            let uri = try #require(recorded.header("Location"))
            let files = uri + "/files"

            let key = UUID().uuidString
            let sent = try await upload(web, Self.pdf, to: files, as: officer, key: key)
            #expect(sent.status == 201)
            let file = try #require(sent.json["files"]?.array?.first)
            #expect(file["length"] == .integer(Int64(Self.pdf.count)) && file["type"] == "application/pdf")
            let place = try #require(sent.header("Location"))
            // The same request again is answered again, another file under the key is not.
            #expect(
                try await upload(web, Self.pdf, to: files, as: officer, key: key).header("Idempotency-Replayed")
                    == "true"
            )
            let other = try await upload(web, Self.pdf + [0x42], to: files, as: officer, key: key)
            #expect(other.status == 422 && other.problem == "key-reused")
            let kept1 = try web.files.kept()
            #expect(kept1.count == 1)

            let given = try await web.get(place, as: supervisor)
            #expect(given.status == 200 && given.bytes == Self.pdf && given.header("Content-Type") == "application/pdf")
            #expect(given.header("Content-Disposition")?.hasPrefix("attachment; filename=\"evidence-") == true)
            #expect(given.header("X-Content-Type-Options") == "nosniff" && given.header("Cache-Control") == "no-store")
            #expect(try await web.get(place, as: supervisor, headers: ["Accept": "image/png"]).status == 406)
            // Out of reach is as missing; so is another hash.
            #expect(try await web.get(place, as: stranger).status == 404)
            #expect(try await web.get(files + "/" + String(repeating: "0", count: 64), as: officer).status == 404)
            #expect(try await upload(web, Self.pdf, to: files, as: stranger).status == 404)
            #expect(try await upload(web, Self.pdf + [1], to: files, as: supervisor).status == 403)
            #expect(try await web.post("/api/v1/residents/\(resident)/evidence", draft, as: stranger).status == 404)
            let kept2 = try web.files.kept()
            #expect(kept2.count == 1, "what was refused is not kept")

            for list in ["/api/v1/residents/\(resident)/evidence", "/api/v1/cases/\(lower(made.id))/evidence"] {
                #expect(try await web.get(list, as: officer).json["items"]?.array?.count == 1)
                #expect(try await web.get(list, as: stranger).status == 404)
            }
            let aside = try await web.post(uri + "/set-aside", ["reason": "giấy của chị"], as: officer)
            #expect(aside.status == 200 && aside.json["set_aside"] == "giấy của chị")
            #expect(try await web.post(uri + "/set-aside", ["reason": "lần nữa"], as: officer).status == 409)

            // Nobody gets what was altered.
            let path = web.files.path(of: try #require(try web.files.kept().first))
            try Data(Self.pdf.reversed()).write(to: URL(fileURLWithPath: path))
            #expect(try await web.get(place, as: officer).status == 503)

            let events = try await database.superuserSQL(
                """
                select string_agg(distinct action, ' ' order by action) from audit.event
                where '\(resident)' = any (residents) and action like 'evidence.%'
                """
            )
            #expect(
                events
                    == """
                    evidence.attach evidence.file evidence.ofCase evidence.ofResident evidence.record evidence.setAside \
                    evidence.show
                    """
            )
        }
    }

    @Test(
        "B4 a scan of false type or none at all, an unknown kind, kin without a name: refused with field and rule, nothing stays"
    )
    func refusals() async throws {
        let officer = try await TestDatabase.current.officer(of: Web.commune)
        try await Web.serving { web in
            let made = try await gathering(web, as: officer)
            let evidence = "/api/v1/residents/\(lower(made.resident.id))/evidence"
            let own: JSONValue = ["kind": "own_statement", "says": "tôi sinh ở Hà Giang"]
            let files = try #require(try await web.post(evidence, own, as: officer).header("Location")) + "/files"
            let page = Array("<html><script>alert(1)</script></html>".utf8)
            for (bytes, type, rule) in [
                (page, "application/pdf", "file_type"), (Self.pdf, "image/png", "file_type"),
                ([], "image/png", "file_empty"),
                (page, "application/octet-stream", "file_type"),
            ] {
                let refused = try await upload(web, bytes, to: files, as: officer, type: type)
                #expect(refused.status == 422)
                let error = refused.json["errors"]?.array?.first
                #expect(error?["field"] == "file" && error?["rule"] == .string(rule))
                #expect(error?["message_vi"]?.string?.isEmpty == false)
            }
            #expect(try await upload(web, page, to: files, as: officer, type: "text/html").status == 415)
            let kept3 = try web.files.kept()
            #expect(kept3.isEmpty)
            let incoming = try FileManager.default.contentsOfDirectory(atPath: web.files.folder + "/incoming")
            #expect(incoming == [])

            func rule(_ draft: JSONValue) async throws -> String? {
                let answer = try await web.post(evidence, draft, as: officer)
                #expect(answer.status == 422)
                return answer.json["errors"]?.array?.first?["field"]?.string
            }
            #expect(try await rule(["kind": "gossip", "says": "nghe nói"]) == "kind")
            #expect(try await rule(["kind": "own_statement", "says": "   "]) == "says")
            #expect(
                try await rule(["kind": "own_statement", "says": "khai", "issued_on": "2999-01-01"]) == "issued_on"
            )
            #expect(try await rule(["kind": "kin_already_registered", "says": "có anh ruột"]) == "kin")
            let nobody: JSONValue = .string(lower(UUID()))
            #expect(
                try await rule([
                    "kind": "kin_already_registered", "says": "có anh ruột", "kin": nobody, "kin_relation": "sibling",
                ]) == "kin"
            )
            #expect(try await web.get(evidence, as: officer).json["items"]?.array?.count == 1)
        }
    }

    @Test(
        "B4 a file of 100 MB is refused before it has come, also where its length is not told",
        arguments: [true, false]
    )
    func large(isLengthTold: Bool) async throws {
        let officer = try await TestDatabase.current.officer(of: Web.commune)
        try await Web.serving(.live) { web in
            let made = try await gathering(web, as: officer)
            let own: JSONValue = ["kind": "own_statement", "says": "tôi sinh ở Hà Giang"]
            let evidence = try await web.post("/api/v1/residents/\(lower(made.resident.id))/evidence", own, as: officer)
            let uri = try #require(evidence.header("Location")) + "/files"
            let port = try #require(web.client.port)
            var head = "POST \(uri) HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer \(officer.token.secret)\r\n"
            head += "Content-Type: application/pdf\r\nIdempotency-Key: \(UUID().uuidString)\r\n"
            head += isLengthTold ? "Content-Length: 104857600\r\n\r\n" : "Transfer-Encoding: chunked\r\n\r\n"
            let piece = Array("%PDF-1.7\n".utf8) + [UInt8](repeating: 0x41, count: 65_527)
            let sent = isLengthTold ? piece : Array("10000\r\n".utf8) + piece + Array("\r\n".utf8)
            let outcome = await RawConnection.talk(
                port: port,
                [Array(head.utf8)] + Array(repeating: sent, count: 1600)
            )
            #expect(outcome.received.hasPrefix("HTTP/1.1 413 ") && outcome.received.contains("file_size"))
            #expect(outcome.isClosed)
            let kept4 = try web.files.kept()
            #expect(kept4.isEmpty)
            #expect(try await web.get("/livez").status == 200)
        }
    }

    @Test(
        "B5 who has witnessed for whom can be asked in both directions; the strength says what each statement weighs and why"
    )
    func witnesses() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        let stranger = try await database.officer(of: "24229")
        try await Web.serving { web in
            let made = try await gathering(web, as: officer)
            let neighbour = try #require(try await web.resident("Páo", as: officer).json["id"]?.string)
            let uri = "/api/v1/cases/\(lower(made.id))/attestations"
            let statement: JSONValue = [
                "witness": .string(neighbour), "knows": "hàng xóm", "says": "biết từ năm 1996",
                "stated_on": "2024-09-17",
            ]
            let said = try await web.post(uri, statement, as: officer)
            #expect(said.status == 201 && said.json["witness"]?["id"] == .string(neighbour))
            let named: JSONValue = [
                "witness_name": "Bàn Văn Hai", "witness_lives": "nhà ông Bàn, thôn 3", "knows": "bạn học",
                "says": "học cùng lớp",
                "paper": "can_cuoc",
            ]
            #expect(try await web.post(uri, named, as: officer).json["witness"] == .null)
            #expect(try await web.post(uri, statement, as: stranger).status == 404)
            for (change, field) in [
                ("witness", "witness"), ("witness_lives", "witness_lives"),
            ] {
                var wrong = named.object ?? JSONObject()
                if change == "witness" { wrong["witness_name"] = nil }
                wrong["witness_lives"] = nil
                let refused = try await web.post(uri, .object(wrong), as: officer)
                #expect(refused.status == 422 && refused.json["errors"]?.array?.first?["field"] == .string(field))
            }
            let oneself: JSONValue = [
                "witness": .string(lower(made.resident.id)), "knows": "bản thân", "says": "tôi là tôi",
            ]
            #expect(try await web.post(uri, oneself, as: officer).status == 422)

            let received = try await web.get(
                "/api/v1/residents/\(lower(made.resident.id))/attestations",
                as: officer
            )
            #expect(received.json["items"]?.array?.count == 2)
            let given = try await web.get("/api/v1/residents/\(neighbour)/attestations?direction=given", as: officer)
            #expect(given.json["items"]?.array?.map { $0["resident"]?["id"] } == [.string(lower(made.resident.id))])
            #expect(try await web.get("/api/v1/residents/\(neighbour)/attestations", as: officer).json["items"] == [])
            #expect(
                try await web.get("/api/v1/residents/\(neighbour)/attestations?direction=given", as: stranger).status
                    == 404
            )

            let strength = try await web.get("/api/v1/cases/\(lower(made.id))/strength", as: officer)
            #expect(strength.json["strength"] == 32 && strength.json["suffices"] == false)
            let parts = strength.json["parts"]?.array ?? []
            #expect(parts.map { $0["code"] } == ["witness_documented", "witness_undocumented"])
            #expect(parts.allSatisfy { $0["counted"] == true && $0["why_vi"]?.string?.isEmpty == false })
            #expect(try await web.get("/api/v1/cases/\(lower(made.id))/strength", as: stranger).status == 404)
            let place = try #require(said.header("Location"))
            let aside = try await web.post(place + "/set-aside", ["reason": "rút lời khai"], as: officer)
            #expect(aside.json["set_aside"] == "rút lời khai")
            let less = try await web.get("/api/v1/cases/\(lower(made.id))/strength", as: officer)
            #expect(less.json["strength"] == 20 && less.json["parts"]?.array?.count == 2)
        }
    }

    @Test("A9 a decision over HTTP names what it rests on, is made once, and needs the case as it was read")
    func decisions() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        let supervisor = try await database.officer("commune_supervisor", of: Web.commune)
        try await Web.serving { web in
            let made = try await gathering(web, as: officer)
            let resident = lower(made.resident.id)
            let shown = try await web.get("/api/v1/residents/\(resident)", as: officer)
            _ = try await web.post(
                "/api/v1/residents/\(resident)/corrections",
                ["birth": ["written": "1980"], "said_by": "self"],
                as: officer,
                ifMatch: shown.header("ETag")
            )
            var proposed = made
            let certificate = UUID.v7()
            _ = try await web.registry.write(
                CaseEvidence.record(
                    EvidenceDraft(kind: "birth_certificate", identityCase: made.id, says: "sinh năm 1980"),
                    as: certificate,
                    of: made.resident
                ),
                as: officer.caller,
                action: "test.record",
                book: made.book,
                residents: []
            )
            try await web.registry.lead(by: "propose", in: &proposed, as: officer)
            let fact = try await database.superuserSQL(
                "select id from registry.birth_fact where resident_id = '\(resident)'"
            )
            let uri = "/api/v1/cases/\(lower(made.id))/decisions"
            let draft: JSONValue = [
                "attribute": "birth", "fact": .integer(try #require(Int64(fact))), "reason": "theo giấy khai sinh",
                "evidence": [.string(lower(certificate)), .string(lower(certificate))],
            ]
            let tag = "\"\(proposed.book).\(proposed.revision)\""
            #expect(try await web.post(uri, draft, as: supervisor).status == 428)
            let stale = try await web.post(uri, draft, as: supervisor, ifMatch: "\"\(proposed.book).1\"")
            #expect(stale.status == 412)
            #expect(try await web.post(uri, draft, as: officer, ifMatch: tag).status == 403)
            let groundless: JSONValue = ["attribute": "birth", "fact": draft["fact"] ?? 1, "reason": "tôi biết"]
            let refused = try await web.post(uri, groundless, as: supervisor, ifMatch: tag)
            #expect(refused.status == 422 && refused.json["errors"]?.array?.first?["field"] == "evidence")
            let key = UUID().uuidString
            for _ in 0..<2 {
                let decided = try await web.post(uri, draft, as: supervisor, key: key, ifMatch: tag)
                let items = decided.json["items"]?.array ?? []
                #expect(decided.status == 201 && items.count == 1)
                #expect(items.first?["evidence"] == [.string(lower(certificate))])
                #expect(items.first?["reason"] == "theo giấy khai sinh")
            }
            #expect(try await web.get(uri, as: officer).json["items"]?.array?.count == 1)
        }
    }

    @Test("B11 the letter of a request comes as HTML or PDF by Accept; issued once, again is the same bytes")
    func letters() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        let supervisor = try await database.officer("commune_supervisor", of: Web.commune)
        let stranger = try await database.officer(of: "24229")
        try await Web.serving { web in
            let answer = try await web.resident("Mỷ", as: officer, ["origins": [["province": "Hà Giang"]]])
            let id = try #require(answer.json["id"]?.string.flatMap { UUID(uuidString: $0) })
            var made = try await web.registry.searchedCase(of: ResidentKey(book: 6, id: id), as: officer)
            let request = try await web.registry.ask("send_request", in: &made, as: officer)
            let uri = "/api/v1/verification-requests/\(lower(request))/letter"
            let draft = try await web.get(uri, as: supervisor, headers: ["Accept": "text/html"])
            #expect(draft.status == 200 && draft.text.contains("DỰ THẢO") && draft.text.contains("Mỷ"))

            func issue(as officer: TestOfficer, key: String = UUID().uuidString) async throws -> Answer {
                try await web.send(.post, uri, as: officer, headers: ["Idempotency-Key": key])
            }
            #expect(try await issue(as: stranger).status == 404)
            #expect(try await issue(as: supervisor).status == 403)
            let kept5 = try web.files.kept()
            #expect(kept5.isEmpty)
            let issued = try await issue(as: officer)
            #expect(issued.status == 201)
            // Once more changes nothing.
            #expect(try await issue(as: officer).json == issued.json)

            let page = try await web.get(uri, as: supervisor, headers: ["Accept": "text/html"])
            #expect(page.header("Content-Type") == "text/html; charset=utf-8" && !page.text.contains("DỰ THẢO"))
            #expect(page.header("Content-Disposition")?.hasPrefix("attachment; filename=\"cong-van-") == true)
            let paper = try await web.get(uri, as: officer, headers: ["Accept": "application/pdf"])
            #expect(paper.header("Content-Type") == "application/pdf" && paper.bytes.starts(with: Array("%PDF-".utf8)))
            #expect(issued.json["pdf"]?["length"] == .integer(Int64(paper.bytes.count)))
            #expect(try await web.get(uri, as: officer).bytes == paper.bytes, "PDF unless told")
            #expect(try await web.get(uri, as: officer, headers: ["Accept": "image/png"]).status == 406)
            #expect(try await web.get(uri, as: stranger).status == 404)
            let events = try await database.superuserSQL(
                """
                select string_agg(distinct action, ' ' order by action) from audit.event
                where '\(lower(id))' = any (residents) and action like 'letters.%'
                """
            )
            #expect(events == "letters.issue letters.show")
        }
    }
}
