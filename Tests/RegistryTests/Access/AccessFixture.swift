import FoundationEssentials
import Logging
import Postgres
import RegistryTestSupport

@testable import Registry

/// Ways to plant users, grants and sessions in a suite's database, past the rules that tests are about.
struct AccessFixture {
    let database: TestDatabase

    init() {
        database = TestDatabase.current
    }

    /// Cheap hashes, so that tests are about what happens and not about what it costs.
    static let hasher = PasswordHasher(
        parallel: 2,
        queueLimit: 1_000,
        parameters: PasswordHash.Parameters(costExponent: 10, blockSize: 8, parallelism: 1)
    )
    static let key = SecondFactorKey(Array(repeating: 7, count: 32))
    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    var access: DatabaseAccess { database.access }

    func withRegistry<Value>(_ body: (Registry) async throws -> Value) async throws -> Value {
        try await Registry.withRegistry(access: access, connections: 2, logger: Self.logger, body)
    }

    func signIn(_ registry: Registry, now: @escaping @Sendable () -> Date = { Date() }) -> SignIn {
        SignIn(registry: registry, key: Self.key, hasher: Self.hasher, now: now)
    }

    func accounts(_ registry: Registry, _ token: SessionToken) -> Accounts {
        Accounts(registry: registry, token: token, osUser: "tester", hasher: Self.hasher)
    }

    /// A name that no other test of the suite uses.
    static func name(_ prefix: String) -> String {
        prefix + "." + String(UInt32.random(in: .min ... .max), radix: 36)
    }

    /// A role over an area, with SQL for the ends of its period.
    struct Office {
        var role: String
        var area: String
        var from = "now() - interval '1 day'"
        var to = "'infinity'"
        var isConfirmed = true

        static func officer(of commune: String) -> Office { Office(role: "commune_officer", area: commune) }
        static let administrator = Office(role: "administrator", area: "66")
    }

    /// A user with grants and a password, who may sign in.
    @discardableResult
    func plant(
        _ name: String,
        _ offices: [Office],
        password: String = "bốn mươi con trâu",
        isChangeDue: Bool = false,
        totp: TOTP? = nil
    ) async throws -> Int32 {
        let hash = try await Self.hasher.hash(try unwrap(Password(password))).text
        // One statement, because each is a process of psql.
        let grants = offices.map { office in
            """
            insert into auth."grant" (user_id, role, area_id, valid_from, valid_to, reason, confirmed_at)
            select (select id from auth."user" where name = '\(name)'), '\(office.role)', id, \(office.from), \(office.to),
                   'planted', \(office.isConfirmed ? "now()" : "null")
            from registry.area where code = '\(office.area)';
            """
        }
        let id = try await database.superuserSQL(
            """
            insert into auth."user" (name, display_name, password_hash, password_change_due)
            values ('\(name)', '\(name)', '\(hash)', \(isChangeDue));
            \(grants.joined(separator: "\n"))
            select id from auth."user" where name = '\(name)'
            """
        )
        let user = try unwrap(Int32(id))
        if let totp {
            let sealed = hexadecimal(try Self.key.seal(totp, user: user))
            try await database.superuserSQL(
                "update auth.\"user\" set totp_secret = '\\x\(sealed)' where id = \(user)"
            )
        }
        return user
    }

    /// A session of a planted user; `change` is SQL that alters its row.
    func session(of user: Int32, loginClass: String = "app", change: String? = nil) async throws -> SessionToken {
        let token = SessionToken.make()
        let hash = "'\\x\(hexadecimal(token.hash))'"
        try await database.superuserSQL(
            """
            insert into auth.session (user_id, token_hash, login_class, expires_at)
            values (\(user), \(hash), '\(loginClass)', now() + interval '12 hours');
            \(change.map { "update auth.session set \($0) where token_hash = \(hash)" } ?? "")
            """
        )
        return token
    }

    /// What a token opens for `sogoc_app`: its user, and the books it may view and edit.
    func reach(
        of token: SessionToken,
        _ registry: Registry
    ) async throws -> (user: Int32?, view: [Int32], edit: [Int32]) {
        let rows = try await registry.app.segment(
            [
                "select auth.enter(\(token.secret)) as user_id",
                "select auth.view_books() as view, auth.edit_books() as edit",
            ],
            access: .readOnly
        )
        let view: [Int32] = try rows[1][0]["view"]
        let edit: [Int32] = try rows[1][0]["edit"]
        return (try rows[0][0]["user_id"], view.sorted(), edit.sorted())
    }
}

/// A value that the test cannot do without; as a function, because `#require` belongs into tests.
func unwrap<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw FixtureError() }
    return value
}

struct FixtureError: Error {}
