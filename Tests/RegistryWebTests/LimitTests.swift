import HTTPTypes
import HummingbirdTesting
import NIOCore
import Registry
import RegistryTestSupport
import RegistryWeb
import Testing

/// Bad input and what does not end (issue 2, "Bad input and faults"): a clear refusal, nothing half-done, no 5xx.
@Suite(.registryDatabase) struct LimitTests {
    private static let search = "/api/v1/residents/search"

    private func refusal(
        _ bytes: [UInt8],
        type: String? = "application/json",
        at uri: String = search
    ) async throws -> Answer {
        let officer = try await TestDatabase.current.officer(of: Web.commune)
        return try await Web.serving { web in
            var headers: [String: String] = ["Idempotency-Key": "limits-test-key"]
            headers["Content-Type"] = type
            return try await web.send(.post, uri, as: officer, headers: headers, bytes: bytes)
        }
    }

    @Test("JSON nested 10,000 deep is refused before anything is built")
    func deep() async throws {
        let text = #"{"text":"# + String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000) + "}"
        let answer = try await refusal(Array(text.utf8))
        #expect(answer.status == 400 && answer.problem == "invalid")
        #expect(answer.json["errors"]?.array?.first?["rule"] == "depth")
        #expect(answer.json["errors"]?.array?.first?["message_vi"]?.string?.contains("32") == true)
    }

    @Test(
        "Malformed UTF-8, no JSON, U+0000 and a name twice are refused, each by its rule",
        arguments: [
            ([0x7B, 0x22, 0x74, 0x65, 0x78, 0x74, 0x22, 0x3A, 0x22, 0xC3, 0x28, 0x22, 0x7D], 400, "encoding"),
            (Array("{".utf8), 400, "json"), (Array("".utf8), 400, "json"),
            (Array(#"{"text":"a\ud800"}"#.utf8), 400, "surrogate"),
            (Array(#"{"text":"Gi\u0000ang"}"#.utf8), 422, "nul"),
            (Array(#"{"text":"a","text":"b"}"#.utf8), 422, "once"),
            (Array(#"{"limit":1e999}"#.utf8), 400, "number"),
        ] as [([UInt8], Int, String)]
    )
    func malformed(bytes: [UInt8], status: Int, rule: String) async throws {
        let answer = try await refusal(bytes)
        #expect(answer.status == status && answer.problem == "invalid")
        #expect(answer.json["errors"]?.array?.first?["rule"] == .string(rule))
    }

    @Test(
        "What the schema does not allow is refused, every fault by its field",
        arguments: [
            (#"{"txet":"a"}"#, "txet", "unknown"), (#"{"text":7}"#, "text", "type"),
            (#"{"text":"a","limit":0}"#, "limit", "range"),
            (#"{"text":"a","limit":201}"#, "limit", "range"), (#"{"text":"a","limit":1.5}"#, "limit", "type"),
            (#"{"text":"a","area":"64x"}"#, "area", "format"), (#"[]"#, "", "type"), (#""x""#, "", "type"),
            ("null", "", "type"),
            (#"{"text":"a","born_from":"1968-02-30"}"#, "born_from", "format"), (#"{"text":""}"#, "text", "D1"),
            ("{}", "text", "D1"),
            (#"{"text":"a","born_from":1990,"born_to":1980}"#, "born_to", "range"),
        ]
    )
    func wrongForm(text: String, field: String, rule: String) async throws {
        let answer = try await refusal(Array(text.utf8))
        #expect(answer.status == 422 && answer.problem == "invalid")
        let error = answer.json["errors"]?.array?.first
        #expect(error?["field"] == .string(field) && error?["rule"] == .string(rule))
        #expect(error?["message"]?.string?.isEmpty == false && error?["message_vi"]?.string?.isEmpty == false)
    }

    @Test("A name of 10,000 letters is refused and nobody is registered")
    func longName() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        try await Web.serving { web in
            let before = try await database.superuserSQL("select count(*) from registry.resident")
            let answer = try await web.resident(String(repeating: "a", count: 10_000), as: officer)
            #expect(answer.status == 422 && answer.json["errors"]?.array?.first?["field"] == "names.0.name")
            #expect(!answer.text.contains("aaaa"))
            #expect(try await database.superuserSQL("select count(*) from registry.resident") == before)
        }
    }

    @Test(
        "A body that is no JSON by its type is refused",
        arguments: [
            "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
            "application/json; charset=latin1",
            nil,
        ]
    )
    func mediaType(type: String?) async throws {
        let answer = try await refusal(Array(#"{"text":"a"}"#.utf8), type: type)
        #expect(answer.status == 415 && answer.problem == "unsupported-media-type")
    }

    @Test("A body of 10 MB is refused, also where its length is not told", arguments: [true, false])
    func large(isLengthTold: Bool) async throws {
        let officer = try await TestDatabase.current.officer(of: Web.commune)
        let token = officer.token.secret
        try await Web.serving(.live) { web in
            let port = try #require(web.client.port)
            var head = "POST \(Self.search) HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer \(token)\r\n"
            head += "Content-Type: application/json\r\n"
            head += isLengthTold ? "Content-Length: 10485760\r\n\r\n" : "Transfer-Encoding: chunked\r\n\r\n"
            let chunk = Array("10000\r\n".utf8) + [UInt8](repeating: 0x20, count: 65_536) + Array("\r\n".utf8)
            let piece = isLengthTold ? [UInt8](repeating: 0x20, count: 65_536) : chunk
            let outcome = await RawConnection.talk(
                port: port,
                [Array(head.utf8)] + Array(repeating: piece, count: 160),
                patience: 10
            )
            #expect(outcome.received.hasPrefix("HTTP/1.1 413 "))
            #expect(
                outcome.received.contains("too-large") && outcome.received.lowercased().contains("connection: close")
            )
            #expect(outcome.isClosed)
        }
    }

    @Test("A body without end is given up in time, and says so")
    func bodyWithoutEnd() async throws {
        let officer = try await TestDatabase.current.officer(of: Web.commune)
        let token = officer.token.secret
        var limits = Limits()
        limits.bodyTime = .seconds(1)
        limits.linger = .milliseconds(200)
        try await Web.serving(.live, limits: limits) { web in
            let port = try #require(web.client.port)
            let head =
                "POST \(Self.search) HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer \(token)\r\n"
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            let trickle = Array(repeating: Array("1\r\n \r\n".utf8), count: 120)
            let body = await RawConnection.talk(port: port, [Array(head.utf8)] + trickle, pause: 0.1, patience: 15)
            #expect(body.received.hasPrefix("HTTP/1.1 408 ") && body.received.contains("timeout"))
            #expect(body.isClosed && body.seconds < 11)
            #expect(try await web.get("/livez").status == 200)
        }
    }

    @Test("A head without end is given up in time: one header line after the other, and never the last one")
    func headWithoutEnd() async throws {
        var limits = Limits()
        limits.idleTime = .seconds(1)
        try await Web.serving(.live, limits: limits) { web in
            let port = try #require(web.client.port)
            let lines =
                [Array("GET /livez HTTP/1.1\r\nHost: test\r\n".utf8)] + (0..<120).map { Array("X-\($0): 1\r\n".utf8) }
            let slow = await RawConnection.talk(port: port, lines, pause: 0.1, patience: 15)
            #expect(slow.isClosed && slow.received.isEmpty && slow.seconds < 11)
            // Nobody else noticed.
            let other = await RawConnection.talk(
                port: port,
                [Array("GET /livez HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n".utf8)],
                patience: 5
            )
            #expect(other.received.hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test("Headers beyond 32 KiB and a request that is no HTTP are refused")
    func badHead() async throws {
        try await Web.serving(.live) { web in
            let port = try #require(web.client.port)
            let long =
                "GET /livez HTTP/1.1\r\nHost: test\r\nX-Long: " + String(repeating: "a", count: 40_000) + "\r\n\r\n"
            for text in [long, "GARBAGE\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"] {
                let outcome = await RawConnection.talk(port: port, [Array(text.utf8)], patience: 5)
                #expect(outcome.received.hasPrefix("HTTP/1.1 400 ") || outcome.received.isEmpty)
                #expect(outcome.isClosed)
            }
            #expect(try await web.get("/livez").status == 200)
        }
    }

    @Test("Another method is told which are possible; another path is not found; HEAD answers as GET without a body")
    func methodsAndPaths() async throws {
        try await Web.serving { web in
            let wrong = try await web.send(.delete, "/api/v1/residents/search", isDescribed: false)
            #expect(wrong.status == 405 && wrong.problem == "method-not-allowed" && wrong.header("Allow") == "POST")
            let id = "/api/v1/residents/0190f2a4-1111-7222-8333-444455556666"
            let other = try await web.send(.put, id, isDescribed: false)
            #expect(other.status == 405 && other.header("Allow") == "GET, HEAD")
            let unknown = try await web.send(.get, "/api/v2/nothing", isDescribed: false)
            #expect(unknown.status == 404 && unknown.problem == "not-found")
            let head = try await web.send(.head, "/livez", isDescribed: false)
            #expect(head.status == 200 && head.bytes.isEmpty && head.header("Content-Length") != "0")
        }
    }

    @Test(
        "An unknown query parameter, one given twice, and one of the wrong form are refused",
        arguments: [
            ("/api/v1/areas?belov=66", "belov", "unknown"), ("/api/v1/areas?below=66&below=67", "below", "once"),
            ("/api/v1/areas?at=2024-02-30", "at", "format"), ("/api/v1/areas?at=", "at", "minLength"),
            ("/api/v1/reports/coverage", "area", "required"),
            ("/api/v1/reports/coverage?area=646&as_now=maybe", "as_now", "type"),
            ("/api/v1/reports/coverage?area=99999", "area", "known"),
            ("/api/v1/settlements/0190f2a4-1111-7222-8333-444455556666/residents?limit=201", "limit", "range"),
            ("/api/v1/settlements/0190f2a4-1111-7222-8333-444455556666/residents?after=%00", "after", "format"),
        ]
    )
    func query(uri: String, field: String, rule: String) async throws {
        let officer = try await TestDatabase.current.officer(of: Web.commune)
        try await Web.serving { web in
            let answer = try await web.get(uri, as: officer)
            #expect(answer.status == 422 && answer.problem == "invalid")
            let error = answer.json["errors"]?.array?.first
            #expect(error?["field"] == .string(field) && error?["rule"] == .string(rule))
        }
    }
}
