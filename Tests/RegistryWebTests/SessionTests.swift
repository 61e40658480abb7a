import FoundationEssentials
import HTTPTypes
import Logging
import Registry
import RegistryTestSupport
import RegistryWeb
import Testing

@Suite(.registryDatabase) struct SessionTests {
    /// The demonstration's users, made on the suite's database.
    private func users(_ web: Web) async throws -> [String: DemonstrationUsers.User] {
        let key = try Web.secondFactorKey()
        let made = try await InstallationOwner.connected(
            access: web.database.access,
            osUser: "test",
            logger: web.log.logger
        ) { owner in
            try await DemonstrationUsers(registry: web.registry, owner: owner, key: key, osUser: "test")
                .make(province: "66", district: Web.district, communes: [Web.commune])
        }
        return Dictionary(uniqueKeysWithValues: made.map { ($0.user, $0) })
    }

    private func code(of user: DemonstrationUsers.User, stepsAhead: Int = 0) throws -> String {
        let totp = try #require(user.totpSecret.flatMap { TOTP(base32: $0) })
        return totp.code(step: TOTP.step(at: Date()) + stepsAhead)
    }

    @Test("Signing in: what is missing is asked for, what is wrong is refused alike, and the session ends at once")
    func contract() async throws {
        try await Web.serving { web in
            let users = try await users(web)
            let officer = try #require(users["canbo.xa1"])
            func open(_ body: JSONValue, headers: [String: String] = [:]) async throws -> Answer {
                try await web.post("/api/v1/session", body, key: nil, headers: headers)
            }

            // A commune officer needs a password only.
            let signedIn = try await open(["user": .string(officer.user), "password": .string(officer.password)])
            #expect(signedIn.status == 201 && signedIn.header("Set-Cookie") == nil)
            let token = try #require(signedIn.json["token"]?.string)
            let bearer = ["Authorization": "Bearer " + token]
            let who = try await web.get("/api/v1/session", headers: bearer)
            #expect(who.json["user"] == .string(officer.user) && who.json["class"] == "app")
            #expect(who.json["grants"]?.array?.first?["role"] == "commune_officer")
            #expect(try await web.get("/api/v1/areas/\(Web.commune)", headers: bearer).status == 200)

            // Unknown and wrong alike.
            let wrong = try await open(["user": .string(officer.user), "password": "not the password"])
            let unknown = try await open(["user": "nobody.at.all", "password": "not the password"])
            for answer in [wrong, unknown] {
                #expect(answer.status == 401 && answer.problem == "wrong-credentials")
            }
            #expect(wrong.json["title"] == unknown.json["title"])

            // The district's reach asks for a code, and a code counts once.
            let district = try #require(users["congan.huyen"])
            let name: JSONValue = .string(district.user)
            let password: JSONValue = .string(district.password)
            let without = try await open(["user": name, "password": password])
            #expect(without.status == 401 && without.problem == "code-required")
            let badCode = try await open(["user": name, "password": password, "code": "000000"])
            #expect(badCode.status == 401 && badCode.problem == "wrong-credentials")
            let right = try code(of: district)
            let withCode = try await open(["user": name, "password": password, "code": .string(right)])
            #expect(withCode.status == 201)
            let replayed = try await open(["user": name, "password": password, "code": .string(right)])
            #expect(replayed.status == 401 && replayed.problem == "wrong-credentials")

            // Signing out ends it at once.
            #expect(try await web.send(.delete, "/api/v1/session", headers: bearer).status == 204)
            #expect(try await web.get("/api/v1/session", headers: bearer).status == 401)
            #expect(try await web.get("/api/v1/areas/\(Web.commune)", headers: bearer).status == 401)
            #expect(try await web.send(.delete, "/api/v1/session", headers: bearer).status == 401)

            // A browser's session: in a cookie that no script reads.
            let browser = try await open(
                ["user": .string(officer.user), "password": .string(officer.password), "cookie": true],
                headers: ["Sec-Fetch-Site": "same-origin"]
            )
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
                ["user": .string(officer.user), "password": .string(officer.password), "cookie": true],
                headers: ["Sec-Fetch-Site": "cross-site"]
            )
            #expect(elsewhere.status == 403 && elsewhere.problem == "cross-site")

            // Nothing of it is in a log.
            for secret in [token, officer.password, district.password, right, cookie] {
                #expect(!web.log.lines.contains { $0.contains(secret) })
            }
        }
    }

    @Test("A one-time code wants a new password; a wide reach wants a second factor and shows its secret")
    func firstSignIn() async throws {
        try await Web.serving { web in
            let users = try await users(web)
            let administrator = try #require(users["quantri.mot"])
            let session = try await web.post(
                "/api/v1/session",
                [
                    "user": .string(administrator.user), "password": .string(administrator.password),
                    "code": .string(try code(of: administrator)),
                ],
                key: nil
            )
            #expect(session.status == 201)
            let token = SessionToken(try #require(session.json["token"]?.string))
            let accounts = Accounts(registry: web.registry, token: token, osUser: "test")

            let commune = try await accounts.add("can.bo.moi", displayName: "Cán bộ mới")
            _ = try await accounts.grant("can.bo.moi", role: "commune_officer", area: Web.commune, reason: "thử nghiệm")
            func open(_ more: [String: JSONValue]) async throws -> Answer {
                var body: JSONObject = JSONObject()
                body["user"] = "can.bo.moi"
                for (name, value) in more { body[name] = value }
                return try await web.post("/api/v1/session", .object(body), key: nil)
            }
            let due = try await open(["password": .string(commune.text)])
            #expect(due.status == 403 && due.problem == "password-change-required")
            let weak = try await open(["password": .string(commune.text), "new_password": "short"])
            #expect(weak.status == 422 && weak.json["errors"]?.array?.first?["field"] == "new_password")
            let done = try await open(["password": .string(commune.text), "new_password": "mua gio thoi qua doi xanh"])
            #expect(done.status == 201)
            #expect(try await open(["password": .string(commune.text)]).status == 401)

            // Her second factor taken away, the administrator is asked to set up another one.
            let second = try #require(users["quantri.hai"])
            try await accounts.resetSecondFactor(second.user)
            let body: JSONValue = ["user": .string(second.user), "password": .string(second.password)]
            let enrolment = try await web.post("/api/v1/session", body, key: nil)
            #expect(enrolment.status == 403 && enrolment.problem == "totp-enrolment-required")
            let secret = try #require(enrolment.json["secret"]?.string)
            let totp = try #require(TOTP(base32: secret))
            var complete = body.object ?? JSONObject()
            complete["code"] = .string(totp.code(step: TOTP.step(at: Date())))
            #expect(try await web.post("/api/v1/session", .object(complete), key: nil).status == 201)
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
