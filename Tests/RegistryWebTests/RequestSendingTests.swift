import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import Registry
import RegistryTestSupport
import RegistryWeb
import Testing

/// A request goes out with its letter, and what comes back is kept as it was written.
@Suite(.registryDatabase) struct RequestSendingTests {
    private static let pdf = Array("%PDF-1.7\n".utf8) + [UInt8](repeating: 0x41, count: 5_000)

    /// A case of a person who says to come from two provinces, searched for duplicates; its URI.
    private func searched(_ web: Web, as officer: TestOfficer, commune: String = Web.commune) async throws -> String {
        let registered = try await web.resident(
            "Páo",
            as: officer,
            commune: commune,
            ["origins": [["province": "Hà Giang"], ["province": "Cao Bằng"]]]
        )
        let resident = try #require(registered.json["id"], "\(registered.text)")
        let opened = try await web.post("/api/v1/cases", ["resident": resident], as: officer)
        let uri = try #require(opened.header("Location"))
        try await step(web, uri, ["step": "record_claims"], as: officer)
        try await step(
            web,
            uri,
            ["step": "search_duplicates", "search": ["candidates": [], "said": "không ai trùng"]],
            as: officer
        )
        return uri
    }

    @discardableResult
    private func step(_ web: Web, _ uri: String, _ body: JSONValue, as officer: TestOfficer) async throws -> Answer {
        let tag = try await web.get(uri, as: officer).header("ETag")
        return try await web.post(uri + "/steps", body, as: officer, ifMatch: tag)
    }

    /// The next question as the register proposes it.
    private func asking(_ web: Web, _ uri: String, _ step: String, as officer: TestOfficer) async throws -> JSONValue {
        let question = try #require(try await web.get(uri, as: officer).json["questions"]?.array?.first)
        return [
            "step": .string(step),
            "question": [
                "claim": question["claim"] ?? .null, "name_fact": question["name_fact"] ?? .null, "channel": "post",
            ],
        ]
    }

    /// A request that was sent and answered: its URI and the reply's id.
    private func answered(_ web: Web, as officer: TestOfficer) async throws -> (request: String, reply: String) {
        let uri = try await searched(web, as: officer)
        let sent = try await step(web, uri, try await asking(web, uri, "send_request", as: officer), as: officer)
        let id = try #require(sent.json["requests"]?.array?.first?["id"]?.string)
        let request = "/api/v1/verification-requests/" + id
        let replied = try await web.post(
            request + "/replies",
            ["outcome": "NOT_FOUND", "words": "Không có người nào như vậy ở đây"],
            as: officer,
            ifMatch: sent.header("ETag")
        )
        return (request, try #require(replied.json["replies"]?.array?.first?["id"]?.string))
    }

    // MARK: Letters

    @Test("B11 sending a request issues its letter in the same act; issued once more, it is the same bytes")
    func sending() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        try await Web.serving { web in
            let uri = try await searched(web, as: officer)
            let body = try await asking(web, uri, "send_request", as: officer)
            let tag = try await web.get(uri, as: officer).header("ETag")
            let key = UUID().uuidString
            let sent = try await web.post(uri + "/steps", body, as: officer, key: key, ifMatch: tag)
            #expect(sent.status == 200 && sent.json["state"] == "awaiting_reply", "\(sent.text)")
            let request = try #require(sent.json["requests"]?.array?.first)
            let id = try #require(request["id"]?.string)
            let letter = "/api/v1/verification-requests/\(id)/letter"
            let page = try await web.get(letter, as: officer, headers: ["Accept": "text/html"])
            #expect(page.status == 200 && !page.text.contains("DỰ THẢO"))
            #expect(page.text.contains(try #require(request["number"]?.string)))
            let paper = try await web.get(letter, as: officer, headers: ["Accept": "application/pdf"])
            #expect(paper.bytes.starts(with: Array("%PDF-".utf8)))
            #expect(try web.files.kept().count == 2)

            // The request again is answered again: neither a second request nor another letter.
            let again = try await web.post(uri + "/steps", body, as: officer, key: key, ifMatch: tag)
            #expect(again.status == 200 && again.header("Idempotency-Replayed") == "true")
            #expect(again.json["requests"]?.array?.count == 1)
            let reissued = try await web.send(
                .post,
                letter,
                as: officer,
                headers: ["Idempotency-Key": UUID().uuidString]
            )
            #expect(reissued.status == 201 && reissued.json["pdf"]?["length"] == .integer(Int64(paper.bytes.count)))
            #expect(try await web.get(letter, as: officer, headers: ["Accept": "text/html"]).bytes == page.bytes)
            #expect(try web.files.kept().count == 2)
            // One row for the one act.
            let audited = try await database.superuserSQL(
                """
                select count(*) from audit.event
                where kind = 'write' and action = 'cases.step' and user_id = \(officer.userID)
                """
            )
            #expect(audited == "3")
        }
    }

    @Test("B11 where no letter can be set no request goes out: nothing of it stays, and its number is the next one's")
    func unset() async throws {
        let officer = try await TestDatabase.current.officer(of: "24211")
        try await Web.serving(typesetter: Typesetter(searchPath: "/nonexistent")) { web in
            let uri = try await searched(web, as: officer, commune: "24211")
            let refused = try await step(web, uri, try await asking(web, uri, "send_request", as: officer), as: officer)
            #expect(refused.status == 503)
            let shown = try await web.get(uri, as: officer)
            #expect(shown.json["state"] == "searched" && shown.json["requests"] == [])
            #expect(try web.files.kept().isEmpty)
        }
        try await Web.serving { web in
            let uri = try await searched(web, as: officer, commune: "24211")
            let sent = try await step(web, uri, try await asking(web, uri, "send_request", as: officer), as: officer)
            #expect(sent.json["requests"]?.array?.first?["number"]?.string?.hasPrefix("1/") ?? false, "\(sent.text)")
        }
    }

    @Test("B2 B11 requests that are sent at once each get a number of their own, and each letter bears its own")
    func atOnce() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: "24214")
        try await Web.serving { web in
            var uris: [String] = []
            for _ in 0..<4 { uris.append(try await searched(web, as: officer, commune: "24214")) }
            let numbers = try await withThrowingTaskGroup(of: String.self) { group in
                for uri in uris {
                    group.addTask {
                        let asking = try await asking(web, uri, "send_request", as: officer)
                        let sent = try await step(web, uri, asking, as: officer)
                        let request = try #require(sent.json["requests"]?.array?.first, "\(sent.text)")
                        let number = try #require(request["number"]?.string)
                        let letter = "/api/v1/verification-requests/\(try #require(request["id"]?.string))/letter"
                        let page = try await web.get(letter, as: officer, headers: ["Accept": "text/html"])
                        #expect(page.text.contains(number))
                        return number
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(numbers.compactMap { Int($0.prefix { $0 != "/" }) }.sorted() == [1, 2, 3, 4])
        }
    }

    @Test(
        "B11 a letter that was set for another number, or for somebody known otherwise by now, is refused by the database"
    )
    func outdated() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        try await Web.serving { web in
            let uri = try await searched(web, as: officer)
            let sent = try await step(web, uri, try await asking(web, uri, "send_request", as: officer), as: officer)
            let request = try #require(sent.json["requests"]?.array?.first)
            let (id, number) = (try #require(request["id"]?.string), try #require(request["number"]?.string))
            let revision = try await database.superuserSQL(
                """
                select version.book_id || ',' || version.revision from registry.resident_version as version
                join registry.verification_request as request
                    on (request.book_id, request.resident_id) = (version.book_id, version.resident_id)
                where request.id = '\(id)' and version.believed_to = 'infinity'
                """
            ).split(separator: ",").compactMap { Int($0) }
            func state(_ number: String, _ known: Int) async throws -> String {
                try await database.sqlState(
                    as: .app,
                    token: officer.token,
                    """
                    select cases.send_letter(\(revision[0]), '\(id)', '\(number)', \(known), sha256('a'), 1, sha256('b'), 1)
                    """
                )
            }
            #expect(try await state(number, revision[1]) == "00000")
            #expect(try await state("99/2024/XM", revision[1]) == "SG409")
            #expect(try await state(number, revision[1] - 1) == "SG409")
        }
    }

    // MARK: Replies

    @Test("B3 a reply keeps the scan of its letter, which comes back as a file, only within reach, and is audited")
    func scans() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        let supervisor = try await database.officer("commune_supervisor", of: Web.commune)
        let stranger = try await database.officer(of: "24229")
        try await Web.serving { web in
            let (request, reply) = try await answered(web, as: officer)
            let files = "\(request)/replies/\(reply)/files"
            func upload(_ bytes: [UInt8], as who: TestOfficer, key: String = UUID().uuidString) async throws -> Answer {
                try await web.send(
                    .post,
                    files,
                    as: who,
                    headers: ["Content-Type": "application/pdf", "Idempotency-Key": key],
                    bytes: bytes
                )
            }
            let key = UUID().uuidString
            let sent = try await upload(Self.pdf, as: officer, key: key)
            #expect(sent.status == 201, "\(sent.text)")
            let file = try #require(sent.json["replies"]?.array?.first?["files"]?.array?.first)
            #expect(file["length"] == .integer(Int64(Self.pdf.count)) && file["type"] == "application/pdf")
            let place = try #require(sent.header("Location"))
            #expect(try await upload(Self.pdf, as: officer, key: key).header("Idempotency-Replayed") == "true")
            // A second sheet stands beside the first.
            let more = try await upload(Self.pdf + [0x42], as: officer)
            #expect(more.json["replies"]?.array?.first?["files"]?.array?.count == 2)
            let kept = try web.files.kept().count

            let given = try await web.get(place, as: supervisor)
            #expect(given.status == 200 && given.bytes == Self.pdf && given.header("Content-Type") == "application/pdf")
            #expect(given.header("Content-Disposition")?.hasPrefix("attachment; filename=\"reply-") == true)
            #expect(try await web.get(place, as: stranger).status == 404)
            #expect(try await web.get(files + "/" + String(repeating: "0", count: 64), as: officer).status == 404)
            #expect(try await upload(Self.pdf + [1], as: stranger).status == 404)
            #expect(try await upload(Self.pdf + [1], as: supervisor).status == 403)
            #expect(try web.files.kept().count == kept, "what was refused is not kept")
            let audited = try await database.superuserSQL(
                """
                select string_agg(distinct action || ' ' || kind, ', ' order by action || ' ' || kind) from audit.event
                where action in ('verification-requests.attach', 'verification-requests.file')
                """
            )
            #expect(audited == "verification-requests.attach write, verification-requests.file read")
            // Written once: not to be changed, nor removed.
            for statement in [
                "update registry.verification_reply_file set length = 1",
                "delete from registry.verification_reply_file",
            ] {
                #expect(try await database.sqlState(as: .app, token: officer.token, statement) == "42501")
            }
        }
    }

    @Test("B3 a scan of false type, an empty one and one of 100 MB are refused with field and rule, and nothing stays")
    func refusals() async throws {
        let officer = try await TestDatabase.current.officer(of: Web.commune)
        try await Web.serving { web in
            let (request, reply) = try await answered(web, as: officer)
            let kept = try web.files.kept()
            let page = Array("<html><script>alert(1)</script></html>".utf8)
            for (bytes, type, rule) in [
                (page, "application/pdf", "file_type"), (Self.pdf, "image/png", "file_type"),
                ([], "image/png", "file_empty"),
            ] {
                let refused = try await web.send(
                    .post,
                    "\(request)/replies/\(reply)/files",
                    as: officer,
                    headers: ["Content-Type": type, "Idempotency-Key": UUID().uuidString],
                    bytes: bytes
                )
                #expect(refused.status == 422)
                let error = refused.json["errors"]?.array?.first
                #expect(error?["field"] == "file" && error?["rule"] == .string(rule))
            }
            let elsewhere = "\(request)/replies/\(UUID().uuidString.lowercased())/files"
            let headers = ["Content-Type": "application/pdf", "Idempotency-Key": UUID().uuidString]
            #expect(try await web.send(.post, elsewhere, as: officer, headers: headers, bytes: Self.pdf).status == 404)
            #expect(try web.files.kept() == kept)
        }
    }

    @Test("B3 a scan of 100 MB is refused before it has come")
    func large() async throws {
        let officer = try await TestDatabase.current.officer(of: Web.commune)
        try await Web.serving(.live) { web in
            let (request, reply) = try await answered(web, as: officer)
            let kept = try web.files.kept()
            let port = try #require(web.client.port)
            var head = "POST \(request)/replies/\(reply)/files HTTP/1.1\r\nHost: test\r\n"
            head += "Authorization: Bearer \(officer.token.secret)\r\nContent-Type: application/pdf\r\n"
            head += "Idempotency-Key: \(UUID().uuidString)\r\nContent-Length: 104857600\r\n\r\n"
            let piece = Array("%PDF-1.7\n".utf8) + [UInt8](repeating: 0x41, count: 65_527)
            let outcome = await RawConnection.talk(
                port: port,
                [Array(head.utf8)] + Array(repeating: piece, count: 1600)
            )
            #expect(outcome.received.hasPrefix("HTTP/1.1 413 ") && outcome.received.contains("file_size"))
            #expect(outcome.isClosed)
            #expect(try web.files.kept() == kept)
        }
    }
}
