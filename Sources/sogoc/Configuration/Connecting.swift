import Logging
import Postgres
import Registry

/// The ways in which commands reach the register on the machine of the installation.
enum Connecting {
    /// Commands tell what goes wrong themselves; log lines between would be noise.
    static let silent = Logger(label: "sogoc") { _ in SwiftLogNoOpLogHandler() }

    /// As the logged-in administrator, through `sogoc_admin`.
    static func asAdministrator<Value>(_ body: (Accounts) async throws -> Value) async throws -> Value {
        try await atDesk { try await body(Accounts(desk: $0)) }
    }

    /// As the logged-in administrator, for what the district sets for itself.
    static func withDistrictSettings<Value>(_ body: (DistrictSettings) async throws -> Value) async throws -> Value {
        try await atDesk { try await body(DistrictSettings(desk: $0)) }
    }

    private static func atDesk<Value>(_ body: (AdministratorDesk) async throws -> Value) async throws -> Value {
        let token = try SessionFile.read()
        let access = try Settings().databaseAccess()
        return try await Registry.withRegistry(access: access, connections: 1, logger: silent) { registry in
            try await body(AdministratorDesk(registry: registry, token: token, osUser: OSUser.current))
        }
    }

    /// As the owner of the installation, through `sogoc_migrator`.
    static func asOwner<Value>(_ body: (InstallationOwner) async throws -> Value) async throws -> Value {
        try await InstallationOwner.connected(
            access: Settings().databaseAccess(),
            osUser: OSUser.current,
            logger: silent,
            body
        )
    }

    /// A client of one role.
    static func withClient<Value>(
        of role: DatabaseRole,
        _ body: (PostgresClient) async throws -> Value
    ) async throws -> Value {
        let configuration = try Settings().databaseAccess().configuration(for: role, connections: 1)
        return try await PostgresClient.withClient(configuration, logger: silent, body)
    }
}
