import FoundationEssentials
import RegistryTestSupport
import Testing

@testable import Registry

/// The tests make the two first administrators, of which a database has two; so they run one after the other, each on
/// what the one before left.
@Suite("The installation's owner", .registryDatabase, .serialized)
struct InstallationTests {
    private let fixture = AccessFixture()

    private func asOwner<Value>(_ body: (InstallationOwner) async throws -> Value) async throws -> Value {
        try await InstallationOwner.connected(
            access: fixture.access,
            osUser: "owner",
            hasher: AccessFixture.hasher,
            logger: AccessFixture.logger,
            body
        )
    }

    @Test("L1 Two administrators and a user of each role are made, ready to sign in; again gives them new passwords")
    func demonstration() async throws {
        let first = try await makeDemonstration()
        #expect(
            first.map(\.role) == [
                "administrator", "administrator", "commune_officer", "commune_officer", "commune_supervisor",
                "settlement_head", "outreach_member", "district_officer", "district_analyst", "inspector",
            ]
        )
        // Every role that can be granted has its user.
        let roles = try await fixture.database.superuserSQL(
            "select code from auth.role where code <> 'operator' order by code"
        )
        #expect(Set(first.map(\.role)) == Set(roles.split(separator: "\n").map(String.init)))
        let again = try await makeDemonstration()
        #expect(again.map(\.user) == first.map(\.user))
        #expect(Set(again.map(\.password)).isDisjoint(with: first.map(\.password)))
        try await fixture.withRegistry { registry in
            for user in again {
                // What whoever tries the installation does with a line of the file.
                let now = Date()
                let code = user.totpSecret.flatMap(TOTP.init(base32:)).map { $0.code(step: TOTP.step(at: now)) }
                let outcome = try await fixture.signIn(registry, now: { now }).attempt(
                    .init(user: user.user, password: user.password, code: code)
                )
                guard case .signedIn(let token, _) = outcome else {
                    Issue.record("\(user.user): \(outcome)")
                    continue
                }
                let session = try #require(try await registry.session(of: token))
                #expect(session.offices.map(\.role) == [user.role])
                #expect(session.offices.map(\.areaCode) == [user.area])
            }
        }
    }

    @Test("L1 A demonstration user's password that the rules would refuse is drawn anew")
    func drawnAnew() throws {
        struct Unlucky: RandomNumberGenerator {
            var draws = 0
            mutating func next() -> UInt64 {
                draws += 1
                return draws <= 20 ? 0 : .random(in: .min ... .max)
            }
        }
        var generator = Unlucky()
        #expect(OneTimeCode.make(using: &generator).text == "00000-00000-00000-00000")
        generator = Unlucky()
        let text = DemonstrationUsers.password(for: "canbo.xa1", using: &generator)
        #expect(try #require(Password(text)).refusal(account: "canbo.xa1") == nil)
        #expect(generator.draws >= 40)
    }

    private func makeDemonstration() async throws -> [DemonstrationUsers.User] {
        try await fixture.withRegistry { registry in
            try await asOwner { owner in
                try await DemonstrationUsers(
                    registry: registry,
                    owner: owner,
                    key: AccessFixture.key,
                    osUser: "owner",
                    hasher: AccessFixture.hasher
                ).make(province: "66", district: "646", communes: ["24226", "24217"])
            }
        }
    }

    @Test("With two administrators the owner makes no third")
    func noThird() async throws {
        try await asOwner { owner in
            #expect(try await owner.administratorCount() == 2)
            await #expect(throws: RegistryError.notAllowed) {
                try await owner.addAdministrator("quantri.ba", displayName: "Ba")
            }
            // One disabled is one too few.
            try await fixture.database.superuserSQL(
                "update auth.\"user\" set state = 'disabled', disabled_at = now() where name = 'quantri.hai'"
            )
            #expect(try await owner.administratorCount() == 1)
            _ = try await owner.addAdministrator("quantri.ba", displayName: "Ba")
            #expect(try await owner.administratorCount() == 2)
        }
    }

    @Test("The owner resets administrators and nobody else")
    func reset() async throws {
        try await asOwner { owner in
            _ = try await owner.resetAdministrator("quantri.mot")
            await #expect(throws: RegistryError.notAllowed) { try await owner.resetAdministrator("congan.huyen") }
            await #expect(throws: RegistryError.notFound) { try await owner.resetAdministrator("operator") }
        }
    }

    @Test("The installation's own session edits all books while its command runs, and is in the audit with a reason")
    func operatorSession() async throws {
        try await fixture.withRegistry { registry in
            let token = try await asOwner { owner in
                try await owner.withOperatorSession(reason: "nhập thử") { token in
                    let reach = try await fixture.reach(of: token, registry)
                    #expect(reach.view == Array(0...10))
                    #expect(reach.edit == Array(1...10))
                    return token
                }
            }
            #expect(try await fixture.reach(of: token, registry).user == nil)
            await #expect(throws: FixtureError.self) {
                try await asOwner { owner in
                    try await owner.withOperatorSession(reason: "nhập thử") { _ in throw FixtureError() }
                }
            }
            let open = try await fixture.database.superuserSQL(
                """
                select count(*) from auth.session join auth."user" as account on account.id = session.user_id
                where account.name = 'operator' and session.ended_at is null
                """
            )
            #expect(open == "0")
            let events = try await fixture.database.superuserSQL(
                "select action, os_user, detail from audit.event where action = 'session.operator' order by id limit 1"
            )
            #expect(events == "session.operator|owner|{\"reason\": \"nhập thử\"}")
            await #expect(throws: RegistryError.notAllowed) {
                try await asOwner { try await $0.withOperatorSession(reason: "") { _ in } }
            }
        }
    }

    @Test("Nobody signs in as the installation, also with a password set behind its back")
    func noOperatorSignIn() async throws {
        let state = try await fixture.database.superuserSQL(
            "select password_hash is null from auth.\"user\" where name = 'operator'"
        )
        #expect(state == "t")
        try await fixture.withRegistry { registry in
            let outcome = try await fixture.signIn(registry).attempt(.init(user: "operator", password: ""))
            guard case .refused = outcome else {
                Issue.record("\(outcome)")
                return
            }
        }
    }
}

@Suite("Functions and tables of schema auth", .registryDatabase)
struct AuthPrivilegeTests {
    /// Who may call what changes or tells something of accounts; the reach of a token is everybody's.
    private static let doors = [
        "sogoc_admin": [
            "add_user", "close_session", "confirm_grant", "disable_user", "enable_user", "expect_administrator",
            "grant_role", "grants", "holidays", "is_administrator", "own_sessions", "parameter_changes", "parameters",
            "remove_holiday", "reset_password", "reset_second_factor", "revoke_grant", "roles", "set_holiday",
            "set_parameter", "user_sessions", "users", "whoami",
        ],
        "sogoc_app": ["close_session", "own_sessions", "whoami"],
        "sogoc_audit": [],
        "sogoc_backup": [],
        "sogoc_field": ["close_session", "own_sessions", "whoami"],
        "sogoc_import": [],
        "sogoc_jobs": ["checked_grants", "checked_scope", "checked_sessions", "checked_users", "purge_sessions"],
        "sogoc_local_check": [],
        "sogoc_query": ["close_session", "own_sessions", "whoami"],
        "sogoc_signin": [
            "begin_try", "describe_session", "end_session", "enrol_totp", "forgive_try", "offer_totp", "open_session",
            "rehash_password", "set_password", "sign_in_failed", "sign_in_subject", "touch",
        ],
    ]

    /// What every token may ask about itself.
    private static let ownReach: Set = [
        "approve_books", "clearance", "edit_books", "enter", "require", "search_books", "user_id", "view_books",
        "protect",
    ]

    @Test("F2 Each login role may call the functions of its own door in schema auth, and no other", arguments: doors)
    func functions(role: String, expected: [String]) async throws {
        let callable = try await TestDatabase.current.superuserSQL(
            """
            select proname from pg_proc
            where pronamespace = 'auth'::regnamespace and has_function_privilege('\(role)', oid, 'EXECUTE')
            group by proname order by proname
            """
        )
        let names = callable.split(separator: "\n").map(String.init).filter { !Self.ownReach.contains($0) }
        #expect(names == expected)
    }

    @Test("F2 No login role reads or writes a table of schema auth", arguments: doors.keys.sorted())
    func tables(role: String) async throws {
        guard role != "sogoc_backup" else { return }
        let open = try await TestDatabase.current.superuserSQL(
            """
            select relname from pg_class
            where relnamespace = 'auth'::regnamespace and relkind in ('r', 'v')
              and has_any_column_privilege('\(role)', oid, 'SELECT, INSERT, UPDATE')
            """
        )
        #expect(open == "")
    }
}
