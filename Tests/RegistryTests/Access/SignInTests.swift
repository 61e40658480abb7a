import FoundationEssentials
import RegistryTestSupport
import Testing

@testable import Registry

@Suite("Signing in", .registryDatabase)
struct SignInTests {
    private let fixture = AccessFixture()
    private let password = "bốn mươi con trâu"

    @Test("A one-time code opens nothing until its owner has chosen a password, and then never again")
    func oneTimeCode() async throws {
        let name = AccessFixture.name("lan")
        try await fixture.plant(name, [.officer(of: "24211")], password: "k7mq2-x9d4t-w3hfs-0vnpr", isChangeDue: true)
        try await fixture.withRegistry { registry in
            let signIn = fixture.signIn(registry)
            var request = SignIn.Request(user: name, password: "k7mq2-x9d4t-w3hfs-0vnpr", address: "10.0.0.1")
            guard case .passwordChangeRequired = try await signIn.attempt(request) else {
                Issue.record("a one-time code was taken for a password")
                return
            }
            request.newPassword = "sáu giờ sáng ra rẫy"
            guard case .signedIn(let token, let expires) = try await signIn.attempt(request) else {
                Issue.record("not signed in")
                return
            }
            #expect(abs(expires.timeIntervalSinceNow - 12 * 3600) < 600)
            let session = try #require(try await registry.session(of: token))
            #expect(session.user == name)
            #expect(session.loginClass == "app")
            #expect(session.idleLimit == .seconds(1800))
            #expect(session.offices.map(\.areaCode) == ["24211"])
            guard case .refused = try await signIn.attempt(request) else {
                Issue.record("the one-time code was good twice")
                return
            }
            guard
                case .signedIn = try await signIn.attempt(.init(user: name, password: "sáu giờ sáng ra rẫy"))
            else {
                Issue.record("the chosen password is not taken")
                return
            }
        }
    }

    @Test("A reach beyond one commune asks for a second factor, whose code counts once")
    func secondFactor() async throws {
        let name = AccessFixture.name("huyen")
        // A clock that stands, because the test is longer than a code lives on a busy machine.
        let now = Date()
        try await fixture.plant(name, [.init(role: "district_officer", area: "646")])
        try await fixture.withRegistry { registry in
            let signIn = fixture.signIn(registry, now: { now })
            var request = SignIn.Request(user: name, password: password)
            guard case .totpEnrolmentRequired(let totp) = try await signIn.attempt(request),
                case .totpEnrolmentRequired(let again) = try await signIn.attempt(request)
            else {
                Issue.record("no second factor asked for")
                return
            }
            // The secret that was scanned first stays the one.
            #expect(again.secret == totp.secret)
            request.code = totp.code(step: TOTP.step(at: now) - 1)
            guard case .signedIn = try await signIn.attempt(request) else {
                Issue.record("the first code is not taken")
                return
            }
            request.code = nil
            guard case .codeRequired = try await signIn.attempt(request) else {
                Issue.record("no code asked for")
                return
            }
            request.code = totp.code(step: TOTP.step(at: now) - 1)
            guard case .refused = try await signIn.attempt(request) else {
                Issue.record("a code was good twice")
                return
            }
            request.code = totp.code(step: TOTP.step(at: now))
            guard case .signedIn(let token, _) = try await signIn.attempt(request) else {
                Issue.record("the next code is not taken")
                return
            }
            #expect(try await fixture.reach(of: token, registry).view == Array(0...10))
        }
    }

    @Test("One code in two sign-ins at the same moment opens one session")
    func codeOnce() async throws {
        let name = AccessFixture.name("huyen")
        let totp = TOTP.make()
        let now = Date()
        try await fixture.plant(name, [.init(role: "district_officer", area: "646")], totp: totp)
        try await fixture.database.withoutLockTimeout(.signIn)
        let opened = try await fixture.withRegistry { registry in
            let signIn = fixture.signIn(registry, now: { now })
            let request = SignIn.Request(user: name, password: password, code: totp.code(step: TOTP.step(at: now)))
            return try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        if case .signedIn = try await signIn.attempt(request) { true } else { false }
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
        }
        #expect(opened == 1)
    }

    /// Everything that is refused; each must look like the others.
    enum Refused: String, CaseIterable {
        case unknown, wrong, disabled, noGrant, expiredGrant, futureGrant, unconfirmedGrant, expiredCode,
            operatorAccount
    }

    @Test("What is refused is refused alike", arguments: Refused.allCases)
    func refused(reason: Refused) async throws {
        var name = AccessFixture.name("x")
        var typed = password
        switch reason {
        case .unknown: break
        case .wrong:
            try await fixture.plant(name, [.officer(of: "24211")])
            typed = "bốn mươi con bò"
        case .disabled:
            try await fixture.plant(name, [.officer(of: "24211")])
            try await fixture.database.superuserSQL(
                "update auth.\"user\" set state = 'disabled', disabled_at = now() where name = '\(name)'"
            )
        case .noGrant: try await fixture.plant(name, [])
        case .expiredGrant:
            try await fixture.plant(name, [.init(role: "commune_officer", area: "24211", to: "now()")])
        case .futureGrant:
            try await fixture.plant(
                name,
                [.init(role: "commune_officer", area: "24211", from: "now() + interval '1 hour'")]
            )
        case .unconfirmedGrant:
            try await fixture.plant(name, [.init(role: "commune_officer", area: "24211", isConfirmed: false)])
        case .expiredCode:
            try await fixture.plant(name, [.officer(of: "24211")], isChangeDue: true)
            try await fixture.database.superuserSQL(
                "update auth.\"user\" set password_expires_at = now() where name = '\(name)'"
            )
        case .operatorAccount:
            name = "operator"
            try await fixture.database.superuserSQL(
                """
                insert into auth."user" (name, display_name, password_change_due) values ('operator', 'x', false)
                on conflict do nothing
                """
            )
        }
        try await fixture.withRegistry { registry in
            let outcome = try await fixture.signIn(registry).attempt(.init(user: name, password: typed))
            guard case .refused = outcome else {
                Issue.record("\(reason) was not refused but \(outcome)")
                return
            }
        }
    }

    @Test("Ten failed tries in fifteen minutes, known and unknown names alike; another address is another matter")
    func throttled() async throws {
        let known = AccessFixture.name("lan")
        try await fixture.plant(known, [.officer(of: "24211")])
        try await fixture.withRegistry { registry in
            let signIn = fixture.signIn(registry)
            for name in [known, AccessFixture.name("nobody")] {
                for _ in 0..<10 {
                    let outcome = try await signIn.attempt(
                        .init(user: name, password: "bốn mươi con bò", address: "10.0.0.2")
                    )
                    guard case .refused = outcome else {
                        Issue.record("\(outcome)")
                        return
                    }
                }
                // Also with the right password: nothing tells that it was right.
                let outcome = try await signIn.attempt(.init(user: name, password: password, address: "10.0.0.2"))
                guard case .tooManyTries = outcome else {
                    Issue.record("an eleventh try was looked at")
                    return
                }
            }
            guard
                case .signedIn = try await signIn.attempt(
                    .init(user: known, password: password, address: "10.0.0.3")
                )
            else {
                Issue.record("another address was turned away too")
                return
            }
            try await fixture.database.superuserSQL(
                """
                update auth.attempt set tries = array(select at - interval '15 minutes' from unnest(tries) as at)
                """
            )
            guard
                case .signedIn = try await signIn.attempt(
                    .init(user: known, password: password, address: "10.0.0.2")
                )
            else {
                Issue.record("after fifteen minutes the address is still turned away")
                return
            }
        }
    }

    @Test("All addresses of one IPv6 network are one address")
    func networks() async throws {
        let keys = try await fixture.database.superuserSQL(
            """
            select auth.try_key('password', 'a', '2001:db8::1') = auth.try_key('password', 'A', '2001:db8::2:3'),
                   auth.try_key('password', 'a', '2001:db8::1') = auth.try_key('password', 'a', '2001:db8:0:1::1'),
                   auth.try_key('password', 'a', '10.0.0.1') = auth.try_key('password', 'a', '10.0.0.2'),
                   auth.try_key('password', 'a', ':::') = auth.try_key('password', 'a', ':::')
            """
        )
        #expect(keys == "t|f|f|t")
    }

    @Test("A request that only lacks the code is no failed try")
    func forgiven() async throws {
        let name = AccessFixture.name("huyen")
        let totp = TOTP.make()
        try await fixture.plant(name, [.init(role: "district_officer", area: "646")], totp: totp)
        try await fixture.withRegistry { registry in
            let signIn = fixture.signIn(registry)
            for _ in 0..<12 {
                let outcome = try await signIn.attempt(.init(user: name, password: password, address: "10.0.0.4"))
                guard case .codeRequired = outcome else {
                    Issue.record("\(outcome)")
                    return
                }
            }
        }
    }

    @Test("Codes are limited per account, from wherever they are tried")
    func codesLimited() async throws {
        let name = AccessFixture.name("huyen")
        let totp = TOTP.make()
        try await fixture.plant(name, [.init(role: "district_officer", area: "646")], totp: totp)
        try await fixture.withRegistry { registry in
            let signIn = fixture.signIn(registry)
            for attempt in 0..<10 {
                let outcome = try await signIn.attempt(
                    .init(user: name, password: password, code: "00000x", address: "10.1.0.\(attempt)")
                )
                guard case .refused = outcome else {
                    Issue.record("\(outcome)")
                    return
                }
            }
            let right = totp.code(step: TOTP.step(at: Date()))
            let outcome = try await signIn.attempt(
                .init(user: name, password: password, code: right, address: "10.1.0.99")
            )
            guard case .tooManyTries = outcome else {
                Issue.record("an eleventh code was looked at")
                return
            }
        }
    }

    @Test("A new password that is short, common or the old one is refused by rule, and nothing is changed")
    func newPassword() async throws {
        let name = AccessFixture.name("lan")
        try await fixture.plant(name, [.officer(of: "24211")], isChangeDue: true)
        try await fixture.withRegistry { registry in
            let signIn = fixture.signIn(registry)
            for (chosen, rule) in [
                ("ngắn", "password_length"), ("matkhau123456", "password_common"), (password, "password_new"),
            ] {
                let error = await #expect(throws: RegistryError.self) {
                    try await signIn.attempt(.init(user: name, password: password, newPassword: chosen))
                }
                guard case .invalid(let fields) = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                #expect(fields.map(\.rule) == [rule])
                #expect(fields.map(\.field) == ["new_password"])
            }
            guard case .passwordChangeRequired = try await signIn.attempt(.init(user: name, password: password)) else {
                Issue.record("the one-time code is gone")
                return
            }
        }
    }

    @Test("A hash under old parameters is renewed at sign-in")
    func rehashed() async throws {
        let name = AccessFixture.name("lan")
        try await fixture.plant(name, [.officer(of: "24211")])
        let newer = PasswordHasher(parameters: .init(costExponent: 11, blockSize: 8, parallelism: 1))
        try await fixture.withRegistry { registry in
            let signIn = SignIn(registry: registry, key: AccessFixture.key, hasher: newer)
            for _ in 0..<2 {
                guard case .signedIn = try await signIn.attempt(.init(user: name, password: password)) else {
                    Issue.record("not signed in")
                    return
                }
            }
        }
        let hash = try await fixture.database.superuserSQL(
            "select password_hash from auth.\"user\" where name = '\(name)'"
        )
        #expect(hash.hasPrefix("$scrypt$ln=11,"))
    }

    @Test("A new password ends every session that the old one had opened")
    func changed() async throws {
        let name = AccessFixture.name("lan")
        let user = try await fixture.plant(name, [.officer(of: "24211")])
        let before = try await fixture.session(of: user)
        try await fixture.withRegistry { registry in
            let outcome = try await fixture.signIn(registry).attempt(
                .init(user: name, password: password, newPassword: "sáu giờ sáng ra rẫy")
            )
            guard case .signedIn(let token, _) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(try await registry.session(of: before) == nil)
            #expect(try await fixture.reach(of: token, registry).view == [1])
        }
    }

    @Test("Signing in, failing and signing out are in the audit, without names, passwords or tokens that were typed")
    func audited() async throws {
        let name = AccessFixture.name("lan")
        let user = try await fixture.plant(name, [.officer(of: "24211")])
        let token = try await fixture.withRegistry { registry in
            let signIn = fixture.signIn(registry)
            _ = try await signIn.attempt(.init(user: name, password: "bốn mươi con bò", address: "10.0.0.9"))
            guard
                case .signedIn(let token, _) = try await signIn.attempt(
                    .init(user: name, password: password, address: "10.0.0.9")
                )
            else { throw FixtureError() }
            #expect(try await registry.signOut(token, address: "10.0.0.9"))
            #expect(try await !registry.signOut(token, address: "10.0.0.9"))
            return token
        }
        let events = try await fixture.database.superuserSQL(
            """
            select kind, action, address, login_role, detail from audit.event where user_id = \(user) order by id
            """
        )
        #expect(
            events.split(separator: "\n") == [
                "session|session.refuse|10.0.0.9|sogoc_signin|{\"reason\": \"password\"}",
                "session|session.open|10.0.0.9|sogoc_signin|{\"class\": \"app\"}",
                "session|session.close|10.0.0.9|sogoc_signin|{}",
            ]
        )
        let all = try await fixture.database.superuserSQL("select detail, action, purpose from audit.event")
        #expect(!all.contains(token.secret))
        #expect(!all.contains("con bò"))
        #expect(!all.contains(name))
    }

    @Test("The secret of a second factor lies sealed in the database")
    func sealed() async throws {
        let name = AccessFixture.name("huyen")
        try await fixture.plant(name, [.init(role: "district_officer", area: "646")])
        try await fixture.withRegistry { registry in
            guard
                case .totpEnrolmentRequired(let totp) = try await fixture.signIn(registry).attempt(
                    .init(user: name, password: password)
                )
            else { throw FixtureError() }
            let stored = try await fixture.database.superuserSQL(
                "select encode(totp_pending, 'hex') from auth.\"user\" where name = '\(name)'"
            )
            #expect(!stored.isEmpty)
            #expect(!stored.contains(hexadecimal(totp.secret)))
        }
    }
}
