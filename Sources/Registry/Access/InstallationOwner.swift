import FoundationEssentials
package import Logging
import Postgres

/// What the owner of the installation does as `sogoc_migrator`, on its machine: the first two administrators, and
/// sessions of the installation's own for imports.
package struct InstallationOwner: Sendable {
    private let client: PostgresClient
    private let osUser: String
    private let hasher: PasswordHasher

    private init(client: PostgresClient, osUser: String, hasher: PasswordHasher) {
        self.client = client
        self.osUser = osUser
        self.hasher = hasher
    }

    /// Connects as the migrator for the time of `body`.
    package static func connected<Value>(
        access: DatabaseAccess,
        osUser: String,
        hasher: PasswordHasher = PasswordHasher(),
        logger: Logger,
        _ body: (InstallationOwner) async throws -> Value
    ) async throws -> Value {
        try await PostgresClient.withClient(
            try access.configuration(for: .migrator, connections: 1),
            logger: logger
        ) { client in
            try await body(InstallationOwner(client: client, osUser: osUser, hasher: hasher))
        }
    }

    package func administratorCount() async throws -> Int {
        try await row("select auth.administrator_count() as count")["count"]
    }

    /// One of the first two administrators, over all areas of the installation, with a one-time code.
    ///
    /// - Throws: ``RegistryError/notAllowed`` when there are two: from then on administrators make each other.
    package func addAdministrator(_ name: String, displayName: String) async throws -> OneTimeCode {
        let (code, hash, expiry) = try await oneTimeCode()
        _ = try await row("select auth.bootstrap_administrator(\(name), \(displayName), \(hash), \(expiry), \(osUser))")
        return code
    }

    /// A new one-time code for an administrator, whose second factor goes as well; all sessions end.
    package func resetAdministrator(_ name: String) async throws -> OneTimeCode {
        let (code, hash, expiry) = try await oneTimeCode()
        _ = try await row("select auth.bootstrap_reset(\(name), \(hash), \(expiry), \(osUser))")
        return code
    }

    /// Lends a session of the user `operator`, who edits all books of the installation, and ends it after `body`.
    ///
    /// - Parameters:
    ///   - reason: What for, at least three characters; it stands in the audit with the account of the operating system.
    ///   - body: Gets the session's token.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws, or ``RegistryError``.
    package func withOperatorSession<Value>(
        reason: String,
        _ body: (SessionToken) async throws -> Value
    ) async throws -> Value {
        let token = SessionToken.make()
        _ = try await row("select auth.open_operator_session(\(token.hash), \(osUser), \(reason))")
        do {
            let value = try await body(token)
            _ = try await row("select auth.close_operator_session(\(token.hash), \(osUser))")
            return value
        } catch {
            // The first error is the one to tell; a session that could not be ended runs out by itself.
            _ = try? await row("select auth.close_operator_session(\(token.hash), \(osUser))")
            throw error
        }
    }

    private func oneTimeCode() async throws -> (OneTimeCode, hash: String, expiry: Date) {
        let code = OneTimeCode.make()
        guard let password = Password(code.text) else { throw RegistryError.unavailable }
        return (code, try await hasher.hash(password).text, Date().addingTimeInterval(Accounts.codeLifetime))
    }

    private func row(_ statement: SQL) async throws -> Row {
        do {
            guard let row = try await client.rows(statement, access: .write).first else {
                throw RegistryError.unavailable
            }
            return row
        } catch let error as PostgresError {
            throw RegistryError(error)
        }
    }
}
