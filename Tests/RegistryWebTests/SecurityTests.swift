import HTTPTypes
import Registry
import RegistryTestSupport
import RegistryWeb
import Testing

@Suite(.registryDatabase) struct SecurityTests {
    @Test("Every answer keeps out of caches and frames, also a refusal")
    func headers() async throws {
        let officer = try await TestDatabase.current.officer(of: Web.commune)
        try await Web.serving { web in
            for answer in [
                try await web.get("/api/v1/areas?below=646", as: officer), try await web.get("/api/v1/areas"),
                try await web.send(.get, "/nothing", isDescribed: false),
            ] {
                #expect(answer.header("Cache-Control") == "no-store")
                #expect(answer.header("X-Content-Type-Options") == "nosniff")
                #expect(answer.header("Content-Security-Policy") == "default-src 'none'; frame-ancestors 'none'")
                #expect(answer.header("Strict-Transport-Security")?.hasPrefix("max-age=31536000") == true)
                #expect(answer.header("Referrer-Policy") == "no-referrer")
                #expect(answer.header("Server") == nil)
            }
        }
    }

    @Test("The caller's request id is in the answer, the problem and the log; a mad one is replaced")
    func requestID() async throws {
        try await Web.serving { web in
            let answer = try await web.get("/api/v1/areas", headers: ["X-Request-Id": "my-request-1"])
            #expect(answer.header("X-Request-Id") == "my-request-1" && answer.json["request_id"] == "my-request-1")
            #expect(web.log.lines.contains { $0.contains("my-request-1") && $0.contains("/api/v1/areas") })
            let other = try await web.get("/livez", headers: ["X-Request-Id": "no spaces please"])
            #expect(other.header("X-Request-Id")?.count == 36)
        }
    }

    @Test("Without a token, with a wrong, an ended and an expired one: 401, all alike")
    func tokens() async throws {
        let database = TestDatabase.current
        let expired = try await database.officer(of: Web.commune)
        let ended = try await database.officer(of: Web.commune)
        let idle = try await database.officer(of: Web.commune)
        try await database.superuserSQL(
            """
            update auth.session set expires_at = now() - interval '1 second' where user_id = \(expired.userID);
            update auth.session set ended_at = now(), end_reason = 'closed' where user_id = \(ended.userID);
            update auth.session set last_seen = now() - interval '33 minutes' where user_id = \(idle.userID);
            """
        )
        try await Web.serving { web in
            var answers = [try await web.get("/api/v1/areas")]
            for officer in [expired, ended, idle] { answers.append(try await web.get("/api/v1/areas", as: officer)) }
            for authorization in ["Bearer AAAAAAAAAAAAAAAAAAAAAA", "Bearer x", "Basic dTpw", "Bearer", "nonsense"] {
                answers.append(try await web.get("/api/v1/areas", headers: ["Authorization": authorization]))
            }
            for answer in answers {
                #expect(answer.status == 401 && answer.problem == "not-signed-in")
                #expect(answer.header("WWW-Authenticate") == "Bearer")
                #expect(answer.json["title_vi"] == "Vui lòng đăng nhập.")
            }
            // Nothing was shown, so nothing may be written either.
            let write = try await web.resident("Giàng A Páo", as: expired)
            #expect(write.status == 401)
        }
    }

    @Test("A cookie alone changes nothing: the page's own token and the same site are needed")
    func crossSite() async throws {
        let officer = try await TestDatabase.current.officer(of: Web.commune)
        let cookie = "other=1; \(SessionCookie.name)=\(officer.token.secret)"
        let csrf = SessionCookie.csrfToken(of: officer.token)
        try await Web.serving { web in
            #expect(try await web.get("/api/v1/areas?below=646", headers: ["Cookie": cookie]).status == 200)
            func search(_ headers: [String: String]) async throws -> Answer {
                var headers = headers
                headers["Cookie"] = cookie
                return try await web.post(
                    "/api/v1/residents/search",
                    ["text": "giang"],
                    key: nil,
                    headers: headers
                )
            }
            #expect(try await search(["X-CSRF-Token": csrf, "Sec-Fetch-Site": "same-origin"]).status == 200)
            #expect(try await search(["X-CSRF-Token": csrf]).status == 200)
            for headers in [
                [:], ["X-CSRF-Token": "wrong"], ["X-CSRF-Token": csrf, "Sec-Fetch-Site": "cross-site"],
                ["X-CSRF-Token": csrf, "Sec-Fetch-Site": "same-site"],
            ] {
                let answer = try await search(headers)
                #expect(answer.status == 403 && answer.problem == "cross-site")
            }
        }
    }

    @Test("An error nobody foresaw says nothing of itself")
    func internals() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        try await Web.serving { web in
            let registered = try await web.resident("Lý Thị Ngầm", as: officer)
            let id = try #require(registered.json["id"]?.string)
            // A row that cannot be decoded: what stands in it must not come out with the error.
            try await database.superuserSQL(
                "alter table registry.name_fact alter column said_by drop not null; "
                    + "alter domain registry.said drop constraint said_check; "
                    + "update registry.name_fact set said_by = null, name = 'Bí Mật' where resident_id = '\(id)'"
            )
            let answer = try await web.get("/api/v1/residents/\(id)", as: officer)
            #expect(answer.status == 500 && answer.problem == "internal")
            #expect(!answer.text.contains("said_by") && !answer.text.contains("Bí Mật"))
            #expect(web.log.lines.contains { $0.contains("a request failed") })
            #expect(!web.log.lines.contains { $0.contains("Bí Mật") })
        }
    }
}
