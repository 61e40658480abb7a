import FoundationEssentials
import Postgres
import RegistryTestSupport
import Testing

@testable import Registry

@Suite("Administration of accounts", .registryDatabase)
struct AccountsTests {
    private let fixture = AccessFixture()

    /// Two administrators of the province, signed in.
    private struct Office {
        let first: Accounts
        let second: Accounts
        let firstName: String
        let secondName: String
        let firstID: Int32
    }

    private func office(_ registry: Registry) async throws -> Office {
        let names = (AccessFixture.name("quantri"), AccessFixture.name("quantri"))
        let first = try await fixture.plant(names.0, [.administrator], totp: .make())
        let second = try await fixture.plant(names.1, [.administrator], totp: .make())
        return Office(
            first: fixture.accounts(registry, try await fixture.session(of: first, loginClass: "admin")),
            second: fixture.accounts(registry, try await fixture.session(of: second, loginClass: "admin")),
            firstName: names.0,
            secondName: names.1,
            firstID: first
        )
    }

    private func conflict(_ constraint: String) -> RegistryError {
        .conflict(ConstraintMessages.error(for: constraint))
    }

    @Test("A commune's role counts at once; the user signs in with the code that was handed over")
    func commune() async throws {
        try await fixture.withRegistry { registry in
            let office = try await office(registry)
            let name = AccessFixture.name("lan")
            let code = try await office.first.add(name, displayName: "Hoàng Thị Lan")
            let signIn = fixture.signIn(registry)
            // Without a grant there is nothing to sign in for.
            guard case .refused = try await signIn.attempt(.init(user: name, password: code.text)) else {
                Issue.record("a user without grant signed in")
                return
            }
            let grant = try await office.first.grant(name, role: "commune_officer", area: "24214", reason: "bổ nhiệm")
            #expect(grant.isConfirmed)
            guard
                case .signedIn(let token, _) = try await signIn.attempt(
                    .init(user: name, password: code.text, newPassword: "sáu giờ sáng ra rẫy")
                )
            else {
                Issue.record("not signed in")
                return
            }
            #expect(try await fixture.reach(of: token, registry).edit == [2])
            let shown = try await office.second.user(name)
            #expect(shown.displayName == "Hoàng Thị Lan")
            #expect(!shown.isPasswordChangeDue)
            #expect(shown.createdBy == office.firstName)
            #expect(shown.openSessions == 1)
            #expect(shown.offices.map(\.role) == ["commune_officer"])
            // Taken back, it opens nothing, and the session that nothing opens any more is over.
            #expect(try await office.second.revoke(grant.id))
            #expect(try await !office.second.revoke(grant.id))
            #expect(try await registry.session(of: token) == nil)
            let states = try await office.first.sessions(of: name).map(\.state)
            #expect(states == ["revoked"])
            #expect(try await office.first.grants(of: name).map(\.state) == ["revoked"])
        }
    }

    @Test(
        "A wide reach counts only after another administrator's word",
        arguments: [
            ("district_officer", "646"), ("administrator", "66"), ("commune_officer", "646"), ("inspector", "24211"),
        ]
    )
    func wide(role: String, area: String) async throws {
        try await fixture.withRegistry { registry in
            let office = try await office(registry)
            let name = AccessFixture.name("u")
            _ = try await office.first.add(name, displayName: "Người mới")
            let grant = try await office.first.grant(name, role: role, area: area, reason: "bổ nhiệm")
            #expect(!grant.isConfirmed)
            #expect(try await office.first.grant(grant.id).state == "unconfirmed")
            #expect(try await office.first.user(name).offices.isEmpty)
            await #expect(throws: conflict("grant_second_person")) { try await office.first.confirm(grant.id) }
            #expect(try await office.second.confirm(grant.id))
            #expect(try await !office.second.confirm(grant.id))
            let confirmed = try await office.first.grant(grant.id)
            #expect(confirmed.state == "active")
            #expect(confirmed.grantedBy == office.firstName)
            #expect(confirmed.confirmedBy == office.secondName)
            #expect(try await office.first.user(name).needsSecondFactor)
        }
    }

    @Test("Nobody acts upon himself")
    func oneself() async throws {
        try await fixture.withRegistry { registry in
            let office = try await office(registry)
            let own = try #require(try await office.first.grants(of: office.firstName).first)
            await #expect(throws: conflict("grant_not_to_oneself")) {
                try await office.first.grant(office.firstName, role: "administrator", area: "66", reason: "cho mình")
            }
            await #expect(throws: conflict("user_not_oneself")) { try await office.first.disable(office.firstName) }
            await #expect(throws: conflict("user_not_oneself")) { try await office.first.reset(office.firstName) }
            await #expect(throws: conflict("user_not_oneself")) {
                try await office.first.resetSecondFactor(office.firstName)
            }
            await #expect(throws: conflict("user_not_oneself")) { try await office.first.revoke(own.id) }
        }
    }

    @Test("Neither the installation's role nor an area beyond the office is anybody's to give")
    func beyondTheOffice() async throws {
        try await fixture.withRegistry { registry in
            let office = try await office(registry)
            let name = AccessFixture.name("lan")
            _ = try await office.first.add(name, displayName: "Lan")
            await #expect(throws: RegistryError.notAllowed) {
                try await office.first.grant(name, role: "operator", area: "24211", reason: "thử")
            }
            // 01 is Hà Nội; the office is Đắk Lắk.
            await #expect(throws: RegistryError.notAllowed) {
                try await office.first.grant(name, role: "district_officer", area: "01", reason: "thử")
            }
            await #expect(throws: RegistryError.notFound) {
                try await office.first.grant(name, role: "commune_officer", area: "99999", reason: "thử")
            }
            await #expect(throws: RegistryError.notFound) {
                try await office.first.grant(name, role: "king", area: "24211", reason: "thử")
            }
            await #expect(throws: RegistryError.notFound) { try await office.first.user("nobody") }
            await #expect(throws: RegistryError.notFound) { try await office.first.disable("operator") }
            await #expect(throws: conflict("user_name")) {
                try await office.first.add(name.uppercased(), displayName: "Lan")
            }
            await #expect(throws: conflict("user_name")) { try await office.first.add("operator", displayName: "Lan") }
        }
    }

    @Test("The grants of one user open one class of login; one after the other they may differ")
    func oneClass() async throws {
        try await fixture.withRegistry { registry in
            let office = try await office(registry)
            let name = AccessFixture.name("lan")
            _ = try await office.first.add(name, displayName: "Lan")
            let june = Date().addingTimeInterval(30 * 86_400)
            let first = try await office.first.grant(
                name,
                role: "commune_officer",
                area: "24211",
                to: june,
                reason: "bổ nhiệm"
            )
            await #expect(throws: conflict("grant_one_login_class")) {
                try await office.first.grant(name, role: "settlement_head", area: "24211", reason: "kiêm nhiệm")
            }
            _ = try await office.first.grant(name, role: "settlement_head", area: "24211", from: june, reason: "sau đó")
            #expect(try await office.first.grants(of: name).map(\.state) == ["active", "future"])
            #expect(try await office.first.revoke(first.id))
        }
    }

    @Test("Only an administrator's token administers, and only while the grant counts")
    func administratorsOnly() async throws {
        try await fixture.withRegistry { registry in
            let officer = try await fixture.plant(AccessFixture.name("lan"), [.officer(of: "24211")])
            let appToken = try await fixture.session(of: officer)
            await #expect(throws: RegistryError.notSignedIn) { try await fixture.accounts(registry, appToken).users() }
            // Even a session of the administrators' class, were there one.
            let forged = try await fixture.session(of: officer, loginClass: "admin")
            await #expect(throws: RegistryError.notAllowed) { try await fixture.accounts(registry, forged).users() }
            let past = try await fixture.plant(
                AccessFixture.name("quantri"),
                [.init(role: "administrator", area: "66", to: "now()")],
                totp: .make()
            )
            let pastToken = try await fixture.session(of: past, loginClass: "admin")
            await #expect(throws: RegistryError.notAllowed) {
                try await fixture.accounts(registry, pastToken).add(AccessFixture.name("x"), displayName: "X")
            }
            await #expect(throws: RegistryError.notSignedIn) {
                try await fixture.accounts(registry, SessionToken("unknown")).users()
            }
        }
    }

    @Test("Disabling is at once and once; enabling gives back what is still granted")
    func disabling() async throws {
        try await fixture.withRegistry { registry in
            let office = try await office(registry)
            let name = AccessFixture.name("lan")
            let user = try await fixture.plant(name, [.officer(of: "24211")])
            let token = try await fixture.session(of: user)
            #expect(try await office.first.disable(name))
            #expect(try await !office.first.disable(name))
            #expect(try await registry.session(of: token) == nil)
            #expect(try await office.first.user(name).isDisabled)
            #expect(try await office.first.enable(name))
            #expect(try await !office.first.enable(name))
            let again = try await fixture.session(of: user)
            #expect(try await fixture.reach(of: again, registry).view == [1])
        }
    }

    @Test("Password and second factor of one account are reset by two administrators; sessions end")
    func resetting() async throws {
        try await fixture.withRegistry { registry in
            let office = try await office(registry)
            let name = AccessFixture.name("huyen")
            let user = try await fixture.plant(name, [.init(role: "district_officer", area: "646")], totp: .make())
            let token = try await fixture.session(of: user)
            let code = try await office.first.reset(name)
            #expect(try await registry.session(of: token) == nil)
            await #expect(throws: conflict("user_reset_second_person")) {
                try await office.first.resetSecondFactor(name)
            }
            try await office.second.resetSecondFactor(name)
            await #expect(throws: conflict("user_reset_second_person")) { try await office.second.reset(name) }
            var request = SignIn.Request(user: name, password: code.text, newPassword: "sáu giờ sáng ra rẫy")
            let now = Date()
            let signIn = fixture.signIn(registry, now: { now })
            guard case .totpEnrolmentRequired(let totp) = try await signIn.attempt(request) else {
                Issue.record("no new second factor asked for")
                return
            }
            request.code = totp.code(step: TOTP.step(at: now))
            guard case .signedIn = try await signIn.attempt(request) else {
                Issue.record("not signed in")
                return
            }
            #expect(try await office.first.user(name).hasSecondFactor)
        }
    }

    @Test("Every act is in the audit with who did it and at which account of the machine; refusals too; no secret is")
    func audited() async throws {
        try await fixture.withRegistry { registry in
            let office = try await office(registry)
            let name = AccessFixture.name("lan")
            let code = try await office.first.add(name, displayName: "Hoàng Thị Lan")
            let grant = try await office.first.grant(name, role: "commune_officer", area: "24214", reason: "bổ nhiệm")
            _ = try await office.first.revoke(grant.id)
            _ = try await office.first.disable(name)
            _ = try await office.first.enable(name)
            _ = try await office.first.reset(name)
            _ = try? await office.first.disable(office.firstName)
            _ = try? await office.first.grant(name, role: "operator", area: "24211", reason: "thử")
            let events = try await fixture.database.superuserSQL(
                """
                select kind || ' ' || action || ' ' || os_user from audit.event where user_id = \(office.firstID)
                order by at, id
                """
            )
            #expect(
                events.split(separator: "\n").map(String.init) == [
                    "administration user.add tester", "administration role.grant tester",
                    "administration role.revoke tester", "administration user.disable tester",
                    "administration user.enable tester", "administration user.reset tester",
                    "denied user.disable tester", "denied role.grant tester",
                ]
            )
            let all = try await fixture.database.superuserSQL("select detail, purpose from audit.event")
            #expect(!all.contains(code.text))
            #expect(!all.contains("scrypt"))
        }
    }

    @Test(
        "Disabling a user and revoking a grant are told on the channel at once, for open streams",
        .timeLimit(.minutes(5))
    )
    func notified() async throws {
        try await fixture.withRegistry { registry in
            let office = try await office(registry)
            let name = AccessFixture.name("lan")
            let user = try await fixture.plant(name, [.officer(of: "24211")])
            let grant = try #require(try await office.first.grants(of: name).first)
            var told = registry.app.listen(to: "sogoc_session").makeAsyncIterator()
            while let first = await told.next(), !first.isReopened {}
            for act in [
                { _ = try await office.first.revoke(grant.id) }, { _ = try await office.first.disable(name) },
            ] as [() async throws -> Void] {
                try await act()
                // Other tests of the suite are told of on the same channel.
                var isHeard = false
                while !isHeard, let notification = await told.next() { isHeard = notification.payload == "\(user)" }
                #expect(isHeard)
            }
        }
    }

    @Test("A clear text is never stored in the place of a hash")
    func noClearText() async throws {
        await #expect(throws: TestServerError.self) {
            try await fixture.database.superuserSQL(
                "insert into auth.\"user\" (name, display_name, password_hash) values ('zz', 'zz', 'bốn mươi con trâu')"
            )
        }
    }
}
