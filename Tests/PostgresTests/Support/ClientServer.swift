import Logging
import Postgres
import RegistryTestSupport

/// A test server as the client's tests use it: by a superuser with a password, in a database without a schema.
struct ClientServer: Sendable {
    static let user = "client_tests"
    static let password = "generated-for-tests"
    private static let database = "client_tests"

    let server: TestServer

    /// On the server that all suites share.
    static var shared: ClientServer {
        get async throws { try await preparing.value }
    }
    private static let preparing = Task { try await ClientServer(preparing: TestServer.shared) }

    private init(preparing server: TestServer) async throws {
        self.server = server
        _ = try await server.superuserSQL(
            """
            select 'create role \(Self.user) superuser login'
            where not exists (select from pg_roles where rolname = '\(Self.user)') \\gexec
            alter role \(Self.user) password '\(Self.password)';
            drop database if exists \(Self.database);
            create database \(Self.database);
            """,
            database: "postgres"
        )
    }

    /// Lends one that a test has to itself, because it is going to stop it or to change how it is reached.
    static func withServer<Value>(
        settings: [String] = [],
        _ body: (ClientServer) async throws -> Value
    ) async throws -> Value {
        try await TestServer.withServer(settings: ["fsync=off"] + settings) { server in
            try await body(ClientServer(preparing: server))
        }
    }

    /// What the fault proxy forwards to.
    var socketPath: String { "\(server.socketFolder)/.s.PGSQL.5432" }

    /// How to reach the server: by its socket, or through a proxy on a port.
    func configuration(connections: Int = 4, host: String? = nil, port: Int = 5432) -> PostgresConfiguration {
        configuration(
            "host=\(host ?? server.socketFolder) port=\(port) sslmode=disable",
            connections: connections
        )
    }

    /// The same with a connection string of the test's own, but for user and database.
    func configuration(_ connection: String, connections: Int) -> PostgresConfiguration {
        var configuration = PostgresConfiguration(
            "\(connection) dbname=\(Self.database)",
            user: Self.user,
            password: PostgresPassword(Self.password)
        )
        configuration.maximumConnections = connections
        configuration.waitTimeout = generous
        return configuration
    }

    /// A client of this server for the time of `body`.
    func withClient<Value>(
        connections: Int = 4,
        _ body: (PostgresClient) async throws -> Value
    ) async throws -> Value {
        try await withClient(configuration(connections: connections), body)
    }

    /// A client with settings of its own for the time of `body`.
    func withClient<Value>(
        _ configuration: PostgresConfiguration,
        _ body: (PostgresClient) async throws -> Value
    ) async throws -> Value {
        try await PostgresClient.withClient(configuration, logger: Self.quiet, body)
    }

    static let quiet = {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }()
}

extension PostgresConfiguration {
    /// The same with another value in one place.
    func with<Value>(_ path: WritableKeyPath<PostgresConfiguration, Value>, _ value: Value) -> PostgresConfiguration {
        var copy = self
        copy[keyPath: path] = value
        return copy
    }
}
