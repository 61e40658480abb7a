import Logging
import Postgres

extension Registry {
    /// Whose sign-ins a request is for; a token belongs to one class of login, and only the database knows to which.
    package enum Audience: Sendable {
        /// Those whose role reaches books.
        case officers
        /// These, and administrators for what is theirs.
        case officersAndAdministrators
        /// What is none of the officers' business: they are told that they may not.
        case administrators
    }

    /// How often a segment that loses to others is begun, before its caller is told that the service is busy
    /// (design/access.md, "Limits").
    static let attempts = 3

    /// Sends statements behind the caller's token, as the login role that the token is for.
    ///
    /// A token says nothing of its class, so where both may come a second segment is sent when the first one found nobody:
    /// an administrator's request, or one that nobody is signed in for.
    ///
    /// - Returns: Who it was, and the rows of each statement.
    /// - Throws: ``RegistryError``.
    func segment(
        _ statements: [SQL],
        access: Access,
        as caller: Caller,
        for audience: Audience
    ) async throws -> (userID: Int32, results: [Rows]) {
        switch audience {
        case .officers:
            return try await entered(statements, access, caller.token, app)
        case .officersAndAdministrators:
            do {
                return try await entered(statements, access, caller.token, app)
            } catch RegistryError.notSignedIn {
                return try await entered(statements, access, caller.token, admin)
            }
        case .administrators:
            do {
                return try await entered(statements, access, caller.token, admin)
            } catch RegistryError.notSignedIn {
                _ = try await entered([], .readOnly, caller.token, app)
                throw RegistryError.notAllowed
            }
        }
    }

    /// One segment: the token, then the statements.
    ///
    /// A segment that lost to others is begun again: nothing of Swift has run in between, and its audit row went with it.
    func entered(
        _ statements: [SQL],
        _ access: Access,
        _ token: SessionToken,
        _ client: PostgresClient
    ) async throws -> (userID: Int32, results: [Rows]) {
        let enter: SQL = "select auth.enter(\(token.secret)) as user_id"
        let results: [Rows]
        do {
            results = try await client.segment([enter] + statements, access: access, attempts: Self.attempts)
        } catch {
            let translated = RegistryError(error)
            if translated == .unavailable {
                logger.error("a request to the database failed", metadata: ["error": "\(error)"])
            }
            throw translated
        }
        guard let row = results.first?.first, let userID: Int32 = try row["user_id"] as Int32? else {
            throw RegistryError.notSignedIn
        }
        return (userID, Array(results.dropFirst()))
    }
}
