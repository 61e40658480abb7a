package import FoundationEssentials
import Postgres

/// Administration of users and grants, under an administrator's token.
///
/// The rules are the database's: it asks at every act whether the token's user administers now, refuses acts upon
/// oneself and beyond the office, and writes the audit row in the same transaction. What it refuses is recorded too.
package struct Accounts: Sendable {
    private let desk: AdministratorDesk
    private let hasher: PasswordHasher
    private var osUser: String? { desk.osUser }

    package init(registry: Registry, token: SessionToken, osUser: String?, hasher: PasswordHasher = PasswordHasher()) {
        self.init(desk: AdministratorDesk(registry: registry, token: token, osUser: osUser), hasher: hasher)
    }

    package init(desk: AdministratorDesk, hasher: PasswordHasher = PasswordHasher()) {
        self.desk = desk
        self.hasher = hasher
    }

    /// How long a one-time code waits for its owner.
    package static let codeLifetime: TimeInterval = 7 * 86_400

    // MARK: Users

    package func users() async throws -> [Account] {
        try await desk.act("user.list", "select * from auth.users()") { try $0.map { try Account(row: $0) } }
    }

    /// - Throws: ``RegistryError/notFound``.
    package func user(_ name: String) async throws -> Account {
        try await desk.act("user.show", "select * from auth.users(\(name))") { rows in
            guard let row = rows.first else { throw RegistryError.notFound }
            return try Account(row: row)
        }
    }

    /// Makes a user without any grant, and the one-time code to hand over; the code is stored only as a hash.
    package func add(_ name: String, displayName: String) async throws -> OneTimeCode {
        let (code, hash, expiry) = try await oneTimeCode()
        try await desk.act("user.add", "select auth.add_user(\(name), \(displayName), \(hash), \(expiry), \(osUser))")
        return code
    }

    /// Ends every session of the user at once; false if she was disabled already.
    package func disable(_ name: String) async throws -> Bool {
        try await desk.flag("user.disable", "select auth.disable_user(\(name), \(osUser)) as changed")
    }

    package func enable(_ name: String) async throws -> Bool {
        try await desk.flag("user.enable", "select auth.enable_user(\(name), \(osUser)) as changed")
    }

    /// A new one-time code for a lost password; all sessions end, the second factor stays.
    package func reset(_ name: String) async throws -> OneTimeCode {
        let (code, hash, expiry) = try await oneTimeCode()
        try await desk.act("user.reset", "select auth.reset_password(\(name), \(hash), \(expiry), \(osUser))")
        return code
    }

    /// Takes a lost second factor away; the password stays, and another administrator must have given it.
    package func resetSecondFactor(_ name: String) async throws {
        try await desk.act("user.reset_second_factor", "select auth.reset_second_factor(\(name), \(osUser))")
    }

    package func sessions(of name: String) async throws -> [AccountSession] {
        try await desk.act("user.sessions", "select * from auth.user_sessions(\(name))") { rows in
            try rows.map { try AccountSession(row: $0) }
        }
    }

    // MARK: Roles and grants

    package func roles() async throws -> [Role] {
        try await desk.act("role.list", "select * from auth.roles()") { try $0.map { try Role(row: $0) } }
    }

    /// Grants of one user, or of everybody.
    package func grants(of name: String? = nil) async throws -> [Grant] {
        try await desk.act("role.grants", "select * from auth.grants(\(name), null)") { rows in
            try rows.map { try Grant(row: $0) }
        }
    }

    /// - Throws: ``RegistryError/notFound``.
    package func grant(_ id: Int32) async throws -> Grant {
        try await desk.act("role.show", "select * from auth.grants(null, \(id))") { rows in
            guard let row = rows.first else { throw RegistryError.notFound }
            return try Grant(row: row)
        }
    }

    /// Gives a role over an area.
    ///
    /// - Parameters:
    ///   - name: The user's.
    ///   - role: Its code.
    ///   - area: The code of a commune, district or province.
    ///   - from: Since when; nil is now.
    ///   - to: Until when; nil is without end.
    ///   - reason: Three to five hundred characters, for whoever reviews it.
    /// - Returns: The grant's number, and whether it counts already or waits for a second administrator.
    /// - Throws: ``RegistryError``: not found, not allowed, or in conflict with a rule.
    package func grant(
        _ name: String,
        role: String,
        area: String,
        from: Date? = nil,
        to: Date? = nil,
        reason: String
    ) async throws -> (id: Int32, isConfirmed: Bool) {
        try await desk.act(
            "role.grant",
            """
            select grant_id, is_confirmed
            from auth.grant_role(\(name), \(role), \(area), \(from), \(to), \(reason), \(osUser))
            """
        ) { rows in
            guard let row = rows.first else { throw RegistryError.unavailable }
            return (try row["grant_id"], try row["is_confirmed"])
        }
    }

    /// False if it was confirmed already.
    package func confirm(_ grant: Int32) async throws -> Bool {
        try await desk.flag("role.confirm", "select auth.confirm_grant(\(grant), \(osUser)) as changed")
    }

    /// False if it was revoked already.
    package func revoke(_ grant: Int32) async throws -> Bool {
        try await desk.flag("role.revoke", "select auth.revoke_grant(\(grant), \(osUser)) as changed")
    }

    private func oneTimeCode() async throws -> (OneTimeCode, hash: String, expiry: Date) {
        let code = OneTimeCode.make()
        guard let password = Password(code.text) else { throw RegistryError.unavailable }
        return (code, try await hasher.hash(password).text, Date().addingTimeInterval(Self.codeLifetime))
    }
}
