package import Registry

/// A database of the test server, with all roles, the extensions and (unless made by `empty()`) every migration.
package struct TestDatabase: Sendable {
    package let name: String
    package let server: TestServer

    @TaskLocal static var bound: TestDatabase?

    /// The database of the suite that is running, which must carry the trait `.registryDatabase`.
    package static var current: TestDatabase {
        guard let bound else { preconditionFailure("the suite lacks the trait .registryDatabase") }
        return bound
    }

    package func password(role: String) throws -> String { try server.password(role: role) }

    /// A libpq connection string with the password of a role such as `sogoc_app`.
    package func conninfo(role: String) throws -> String {
        "host=\(server.socketFolder) dbname=\(name) user=\(role) password=\(try password(role: role))"
    }

    /// The URL as the service gets it: without user and password.
    package var url: String {
        "postgresql:///\(name)?host=\(server.socketFolder)"
    }

    /// The same for code under test in this process, as `Registry.withRegistry` takes it.
    ///
    /// Nobody is told "busy" because the machine is: a new connection may take its time here.
    package var access: DatabaseAccess {
        DatabaseAccess(url: url, waitTimeout: .seconds(60)) { role in try password(role: role.rawValue) }
    }

    /// Lets a role wait for a row's lock as long as it takes, in sessions that begin from now on: for tests in which many
    /// want one row, and a second of waiting says something of the machine only.
    package func withoutLockTimeout(_ role: DatabaseRole) async throws {
        try await superuserSQL("alter role \(role.rawValue) in database \(name) set lock_timeout = 0")
    }

    /// What `sogoc` needs to work on this database.
    package var environment: [String: String] {
        ["SOGOC_DATABASE_URL": url, "SOGOC_SECRETS_DIR": server.secretsFolder, "SOGOC_HOME": Checkout.root]
    }

    /// For assertions and for planting what no role of ours may write: rows unaligned, without headers, separated by `|`.
    @discardableResult
    package func superuserSQL(_ sql: String) async throws -> String {
        try await server.superuserSQL(sql, database: name)
    }
}
