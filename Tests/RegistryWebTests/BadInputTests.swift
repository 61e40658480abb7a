import HTTPTypes
import RegistryTestSupport
import RegistryWeb
import Testing

/// What a request may hold and does not (issue 2, "Bad input and faults"): a clear refusal, nothing half-done, no 5xx.
///
/// Each test is a table that one service goes through.
@Suite(.registryDatabase) struct BadInputTests {
    private static let search = "/api/v1/residents/search"

    private func serving(_ body: @Sendable @escaping (Web, TestOfficer) async throws -> Void) async throws {
        let officer = try await TestDatabase.current.officer(of: Web.commune)
        try await Web.serving { web in try await body(web, officer) }
    }

    private static func post(
        _ bytes: [UInt8],
        type: String? = "application/json",
        _ web: Web,
        _ officer: TestOfficer
    ) async throws -> Answer {
        var headers: [String: String] = [:]
        headers["Content-Type"] = type
        return try await web.send(.post, search, as: officer, headers: headers, bytes: bytes)
    }

    @Test("JSON nested 10,000 deep, malformed UTF-8, no JSON, U+0000 and a name twice are refused, each by its rule")
    func malformed() async throws {
        let deep = #"{"text":"# + String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000) + "}"
        let table: [(bytes: [UInt8], status: Int, rule: String)] = [
            (Array(deep.utf8), 400, "depth"),
            ([0x7B, 0x22, 0x74, 0x65, 0x78, 0x74, 0x22, 0x3A, 0x22, 0xC3, 0x28, 0x22, 0x7D], 400, "encoding"),
            (Array("{".utf8), 400, "json"), ([], 400, "json"), (Array(#"{"text":"a\ud800"}"#.utf8), 400, "surrogate"),
            (Array(#"{"limit":1e999}"#.utf8), 400, "number"), (Array(#"{"text":"Gi\u0000ang"}"#.utf8), 422, "nul"),
            (Array(#"{"text":"a","text":"b"}"#.utf8), 422, "once"),
        ]
        try await serving { web, officer in
            for (bytes, status, rule) in table {
                let answer = try await Self.post(bytes, web, officer)
                #expect(answer.status == status && answer.problem == "invalid", "\(rule)")
                let error = answer.json["errors"]?.array?.first
                #expect(error?["rule"] == .string(rule))
                #expect(error?["message"]?.string?.isEmpty == false && error?["message_vi"]?.string?.isEmpty == false)
            }
        }
    }

    @Test("What the schema does not allow is refused, every fault by its field")
    func wrongForm() async throws {
        let table = [
            (#"{"txet":"a"}"#, "txet", "unknown"), (#"{"text":7}"#, "text", "type"),
            (#"{"text":"a","limit":0}"#, "limit", "range"), (#"{"text":"a","limit":201}"#, "limit", "range"),
            (#"{"text":"a","limit":1.5}"#, "limit", "type"), (#"{"text":"a","area":"64x"}"#, "area", "format"),
            (#"[]"#, "", "type"), (#""x""#, "", "type"), ("null", "", "type"),
            (#"{"text":"a","born_from":"1968-02-30"}"#, "born_from", "format"), (#"{"text":""}"#, "text", "D1"),
            ("{}", "text", "D1"), (#"{"text":"a","born_from":1990,"born_to":1980}"#, "born_to", "range"),
        ]
        try await serving { web, officer in
            for (text, field, rule) in table {
                let answer = try await Self.post(Array(text.utf8), web, officer)
                #expect(answer.status == 422 && answer.problem == "invalid", "\(text)")
                let error = answer.json["errors"]?.array?.first
                #expect(error?["field"] == .string(field) && error?["rule"] == .string(rule), "\(text)")
            }
        }
    }

    @Test("An unknown query parameter, one given twice, and one of the wrong form are refused")
    func query() async throws {
        let settlement = "/api/v1/settlements/0190f2a4-1111-7222-8333-444455556666"
        let table = [
            ("/api/v1/areas?belov=66", "belov", "unknown"), ("/api/v1/areas?below=66&below=67", "below", "once"),
            ("/api/v1/areas?at=2024-02-30", "at", "format"), ("/api/v1/areas?at=", "at", "minLength"),
            ("/api/v1/reports/coverage", "area", "required"),
            ("/api/v1/reports/coverage?area=646&as_now=maybe", "as_now", "type"),
            ("/api/v1/reports/coverage?area=99999", "area", "known"),
            (settlement + "/residents?limit=201", "limit", "range"),
            (settlement + "/residents?after=%00", "after", "format"),
        ]
        try await serving { web, officer in
            for (uri, field, rule) in table {
                let answer = try await web.get(uri, as: officer)
                #expect(answer.status == 422 && answer.problem == "invalid", "\(uri)")
                let error = answer.json["errors"]?.array?.first
                #expect(error?["field"] == .string(field) && error?["rule"] == .string(rule), "\(uri)")
            }
        }
    }

    @Test("A body that is no JSON by its type is refused")
    func mediaType() async throws {
        try await serving { web, officer in
            for type in [
                "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
                "application/json; charset=latin1", nil,
            ] {
                let answer = try await Self.post(Array(#"{"text":"a"}"#.utf8), type: type, web, officer)
                #expect(answer.status == 415 && answer.problem == "unsupported-media-type", "\(type ?? "none")")
            }
            let right = Array(#"{"text":"a"}"#.utf8)
            #expect(try await Self.post(right, type: "Application/JSON; charset=\"UTF-8\"", web, officer).status == 200)
        }
    }

    @Test("A name of 10,000 letters is refused and nobody is registered")
    func longName() async throws {
        try await serving { web, officer in
            let before = try await web.database.superuserSQL("select count(*) from registry.resident")
            let answer = try await web.resident(String(repeating: "a", count: 10_000), as: officer)
            #expect(answer.status == 422 && answer.json["errors"]?.array?.first?["field"] == "names.0.name")
            #expect(!answer.text.contains("aaaa"))
            #expect(try await web.database.superuserSQL("select count(*) from registry.resident") == before)
        }
    }

    @Test("Rules of the domain that are broken come back by field, rule and both languages")
    func brokenRules() async throws {
        let id: JSONValue = "0190f2a4-1111-7222-8333-444455556666"
        let table: [(more: [String: JSONValue], field: String)] = [
            (["names": []], "names"), (["names": [["kind": "BIRTH", "name": "Páo"]]], "names.0.name"),
            (["birth": ["written": "30/02/1980"]], "birth.written"),
            (["birth": ["answer": "refused", "written": "1980"]], "birth.written"),
            (["sex": ["answer": "unknown", "value": "M"]], "sex.value"), (["sex": ["answer": "stated"]], "sex.value"),
            (["papers": ["answer": "none", "seen": [["kind": "cccd"]]]], "papers.seen"),
            (["said_on": "2999-01-01"], "said_on"), (["household": id, "settlement": id], "settlement"),
            (["phone": ["value": "call me"]], "phone.value"), (["commune": "99999"], "commune"),
            (["kin": [["kind": "mother", "book": 1]]], "kin.0.id"),
            (["origins": [["year_from": 1999, "province": "Lào Cai", "year_to": 1990]]], "origins.0.year_to"),
        ]
        try await serving { web, officer in
            for (more, field) in table {
                let answer = try await web.resident("Ly Mí Già", as: officer, more)
                #expect(answer.status == 422 && answer.problem == "invalid", "\(field)")
                let error = try #require(answer.json["errors"]?.array?.first)
                #expect(error["field"] == .string(field))
                for name in ["rule", "message", "message_vi"] { #expect(error[name]?.string?.isEmpty == false) }
            }
            let registered = try await web.database.superuserSQL(
                "select count(*) from registry.name_fact where name = 'Ly Mí Già'"
            )
            #expect(registered == "0")
        }
    }
}
