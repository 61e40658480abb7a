package import FoundationEssentials
import Postgres

/// Whose session a token opens, and which grants count now.
package struct SessionDescription: Sendable {
    /// A role over an area, as held now.
    package struct Office: Hashable, Sendable {
        package let role: String
        package let roleNameVi: String
        package let areaCode: String
        package let areaName: String
    }

    package let userID: Int32
    package let user: String
    package let displayName: String
    /// `app`, `field`, `report` or `admin`.
    package let loginClass: String
    /// When it ends at the latest; it ends earlier after ``idleLimit`` without use.
    package let expires: Date
    package let idleLimit: Duration
    package let offices: [Office]

    init(row: Row) throws(RowDecodingError) {
        userID = try row["user_id"]
        user = try row["name"]
        displayName = try row["display_name"]
        loginClass = try row["login_class"]
        expires = try row["expires_at"]
        idleLimit = .seconds(try row["idle_seconds"] as Int)
        let roles: [String] = try row["roles"]
        let names: [String] = try row["role_names_vi"]
        let codes: [String] = try row["areas"]
        let places: [String] = try row["area_names"]
        offices = roles.indices.map { index in
            Office(
                role: roles[index],
                roleNameVi: names[index],
                areaCode: codes[index],
                areaName: places[index]
            )
        }
    }
}

extension Registry {
    /// Whose session the token opens, of whatever class; nil for a token that opens nothing.
    package func session(of token: SessionToken) async throws -> SessionDescription? {
        let results = try await signInSegment(["select * from auth.describe_session(\(token.hash))"], access: .readOnly)
        return try results.first?.first.map { try SessionDescription(row: $0) }
    }

    /// Ends the token's session; false if it opened nothing any more.
    @discardableResult
    package func signOut(_ token: SessionToken, address: String? = nil) async throws -> Bool {
        let results = try await signInSegment(
            ["select auth.end_session(\(token.hash), \(address)) as is_ended"],
            access: .write
        )
        guard let row = results.first?.first else { return false }
        return try row["is_ended"]
    }

    private func signInSegment(_ statements: [SQL], access: Postgres.Access) async throws -> [Rows] {
        do {
            return try await signIn.segment(statements, access: access, attempts: Self.attempts)
        } catch {
            throw RegistryError(error)
        }
    }
}
