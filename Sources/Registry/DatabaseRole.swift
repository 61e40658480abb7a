package import Postgres

/// The database roles that a program logs in as (design/access.md, "Database roles").
package enum DatabaseRole: String, CaseIterable, Sendable {
    case app = "sogoc_app"
    case signIn = "sogoc_signin"
    case audit = "sogoc_audit"
    case admin = "sogoc_admin"
    case importer = "sogoc_import"
    case query = "sogoc_query"
    case field = "sogoc_field"
    case jobs = "sogoc_jobs"
    case localCheck = "sogoc_local_check"
    case backup = "sogoc_backup"
    case migrator = "sogoc_migrator"
}

/// Where the database is, and each role's password.
package struct DatabaseAccess: Sendable {
    /// A libpq connection string or URI without user and password; hosts, TLS and the rest are libpq's own settings.
    package let url: String
    /// The role's password, nil where the server knows the role by its socket peer.
    package let password: @Sendable (DatabaseRole) throws -> String?
    /// How long a request waits for a connection before it is told that the service is busy; nil for the client's own
    /// bound, which is right for people.
    package let waitTimeout: Duration?

    package init(
        url: String,
        waitTimeout: Duration? = nil,
        password: @escaping @Sendable (DatabaseRole) throws -> String?
    ) {
        self.url = url
        self.waitTimeout = waitTimeout
        self.password = password
    }

    /// A client's configuration for one role, with at most `connections` connections.
    package func configuration(for role: DatabaseRole, connections: Int) throws -> PostgresConfiguration {
        var configuration = PostgresConfiguration(url)
        configuration.user = role.rawValue
        configuration.password = try password(role).map { PostgresPassword($0) }
        configuration.applicationName = "sogoc"
        configuration.maximumConnections = connections
        if let waitTimeout { configuration.waitTimeout = waitTimeout }
        return configuration
    }
}
