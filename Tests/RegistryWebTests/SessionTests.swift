import FoundationEssentials
import HTTPTypes
import Registry
import RegistryTestSupport
import RegistryWeb
import Testing

@Suite(.registryDatabase) struct SessionTests {
    /// Plants a user with a password, as `sogoc user add` and a grant would leave it; no second factor yet.
    private func plant(
        _ name: String,
        _ role: String,
        of area: String,
        password: String,
        isChangeDue: Bool = false
    ) async throws {
        let hash = try await PasswordHasher().hash(try #require(Password(password))).text
        try await TestDatabase.current.superuserSQL(
            """
            with account as (
                insert into auth."user" (name, display_name, password_hash, password_change_due)
                values ('\(name)', 'Người dùng thử', '\(hash)', \(isChangeDue)) returning id)
            insert into auth."grant" (user_id, role, area_id, reason, confirmed_at)
            select account.id, '\(role)', area.id, 'test', now()
            from account, registry.area where area.code = '\(area)' and area.valid_to = 'infinity'
            """
        )
    }

    private func open(
        _ web: Web,
        _ user: String,
        _ password: String,
        _ more: [String: JSONValue] = [:],
        headers: [String: String] = [:]
    ) async throws -> Answer {
        var body: JSONObject = JSONObject()
        body["user"] = .string(user)
        body["password"] = .string(password)
        for (name, value) in more { body[name] = value }
        return try await web.post("/api/v1/session", .object(body), key: nil, headers: headers)
    }

    private static let password = "mua gio thoi qua doi xanh"

    @Test("A commune officer signs in with a password, is known, and out at once; unknown and wrong are refused alike")
    func password() async throws {
        try await plant("can.bo.mot", "commune_officer", of: Web.commune, password: Self.password)
        try await Web.serving { web in
            let signedIn = try await open(web, "can.bo.mot", Self.password)
            #expect(signedIn.status == 201 && signedIn.header("Set-Cookie") == nil)
            let token = try #require(signedIn.json["token"]?.string)
            let bearer = ["Authorization": "Bearer " + token]
            let who = try await web.get("/api/v1/session", headers: bearer)
            #expect(who.json["user"] == "can.bo.mot" && who.json["class"] == "app")
            #expect(who.json["grants"]?.array?.first?["role"] == "commune_officer")
            #expect(try await web.get("/api/v1/areas/\(Web.commune)", headers: bearer).status == 200)

            let wrong = try await open(web, "can.bo.mot", "not the password")
            let unknown = try await open(web, "nobody.at.all", "not the password")
            for answer in [wrong, unknown] { #expect(answer.status == 401 && answer.problem == "wrong-credentials") }
            #expect(wrong.json["title"] == unknown.json["title"])

            #expect(try await web.send(.delete, "/api/v1/session", headers: bearer).status == 204)
            #expect(try await web.get("/api/v1/session", headers: bearer).status == 401)
            #expect(try await web.get("/api/v1/areas/\(Web.commune)", headers: bearer).status == 401)
            #expect(try await web.send(.delete, "/api/v1/session", headers: bearer).status == 401)
            for secret in [token, Self.password] { #expect(!web.log.lines.contains { $0.contains(secret) }) }
        }
    }

    @Test("The district's reach wants a second factor: its secret is shown, then its codes are asked for, each once")
    func secondFactor() async throws {
        try await plant("can.bo.huyen", "district_officer", of: Web.district, password: Self.password)
        // A clock that stands: the test may last longer than a code lives, or begin just before one ends.
        let now = Date()
        let clock: @Sendable () -> Date = { now }
        try await Web.serving(now: clock) { web in
            let enrolment = try await open(web, "can.bo.huyen", Self.password)
            #expect(enrolment.status == 403 && enrolment.problem == "totp-enrolment-required")
            let secret = try #require(enrolment.json["secret"]?.string)
            let totp = try #require(TOTP(base32: secret))
            // The step before this one is still in the window, and this one stays free.
            let step = TOTP.step(at: now)
            let enrolled = try await open(
                web,
                "can.bo.huyen",
                Self.password,
                ["code": .string(totp.code(step: step - 1))]
            )
            #expect(enrolled.status == 201)
            let without = try await open(web, "can.bo.huyen", Self.password)
            #expect(without.status == 401 && without.problem == "code-required" && without.json["secret"] == nil)
            let code = JSONValue.string(totp.code(step: step))
            #expect(try await open(web, "can.bo.huyen", Self.password, ["code": code]).status == 201)
            for wrong in [code, "000000", "x"] {
                let answer = try await open(web, "can.bo.huyen", Self.password, ["code": wrong])
                #expect(answer.status == 401 && answer.problem == "wrong-credentials")
            }
            #expect(!web.log.lines.contains { $0.contains(secret) })
        }
    }

    @Test("A one-time code wants a new password, a good one")
    func passwordChange() async throws {
        try await plant(
            "can.bo.hai",
            "commune_officer",
            of: Web.commune,
            password: "mot-lan-4711-ma",
            isChangeDue: true
        )
        try await Web.serving { web in
            let due = try await open(web, "can.bo.hai", "mot-lan-4711-ma")
            #expect(due.status == 403 && due.problem == "password-change-required")
            let weak = try await open(web, "can.bo.hai", "mot-lan-4711-ma", ["new_password": "short"])
            #expect(weak.status == 422 && weak.json["errors"]?.array?.first?["field"] == "new_password")
            let done = try await open(web, "can.bo.hai", "mot-lan-4711-ma", ["new_password": .string(Self.password)])
            #expect(done.status == 201)
            #expect(try await open(web, "can.bo.hai", "mot-lan-4711-ma").status == 401)
        }
    }

    @Test("A browser's session is in a cookie that no script reads, and opens from the same site only")
    func cookie() async throws {
        try await plant("can.bo.ba", "commune_officer", of: Web.commune, password: Self.password)
        try await Web.serving { web in
            let site = ["Sec-Fetch-Site": "same-origin"]
            let browser = try await open(web, "can.bo.ba", Self.password, ["cookie": true], headers: site)
            #expect(browser.status == 201 && browser.json["token"] == .null)
            let cookie = try #require(browser.header("Set-Cookie"))
            #expect(cookie.hasPrefix("__Host-sogoc=") && !cookie.contains("Domain"))
            for attribute in ["Path=/", "Secure", "HttpOnly", "SameSite=Strict"] {
                #expect(cookie.contains("; " + attribute))
            }
            let pair = String(cookie.prefix { $0 != ";" })
            let shown = try await web.get("/api/v1/session", headers: ["Cookie": pair])
            #expect(shown.status == 200 && shown.json["csrf_token"] == browser.json["csrf_token"])
            let elsewhere = try await open(
                web,
                "can.bo.ba",
                Self.password,
                ["cookie": true],
                headers: ["Sec-Fetch-Site": "cross-site"]
            )
            #expect(elsewhere.status == 403 && elsewhere.problem == "cross-site")
            let csrf = try #require(shown.json["csrf_token"]?.string)
            let closed = try await web.send(
                .delete,
                "/api/v1/session",
                headers: ["Cookie": pair, "X-CSRF-Token": csrf]
            )
            #expect(closed.status == 204 && closed.header("Set-Cookie")?.contains("Max-Age=0") == true)
        }
    }

    @Test("The eleventh try in a quarter of an hour is put off")
    func throttle() async throws {
        try await Web.serving { web in
            var statuses: [Int] = []
            var last: Answer?
            for _ in 0..<11 {
                let answer = try await web.post(
                    "/api/v1/session",
                    ["user": "somebody.else", "password": "guess after guess"],
                    key: nil
                )
                statuses.append(answer.status)
                last = answer
            }
            #expect(statuses.prefix(10).allSatisfy { $0 == 401 } && statuses.last == 429)
            #expect(last?.problem == "too-many-tries" && last?.header("Retry-After") == "900")
        }
    }
}
