package import Logging
import ServiceLifecycle

/// The door to one PostgreSQL database: a pool of connections, and the requests that can be made of it.
///
/// - ``segment(_:access:deadline:wait:statementTimeout:attempts:file:line:)``: statements known beforehand, in one flush.
/// - ``transaction(isolation:access:preamble:deadline:wait:attempts:file:line:_:)``: Swift decides between statements.
/// - ``stream(preamble:_:deadline:wait:file:line:_:)``: results too long to hold.
/// - `copyIn`, `copyOut`: COPY in both directions.
/// - ``listen(to:)``: notifications.
///
/// Every request ends in a result or in a ``PostgresError`` within its deadline. Nothing that a request sets locally
/// survives into the next one; a plain SET, a session's advisory lock or a temporary table would, so none is to be used.
///
/// A client has two threads, which ``shutdown(grace:)`` ends: whoever starts one shuts it down.
package final class PostgresClient: Service, Sendable {
    let pool: ConnectionPool
    let configuration: PostgresConfiguration
    let logger: Logger

    /// A client that is not yet connected.
    ///
    /// - Throws: `misuse` when libpq cannot read the connection string.
    package init(
        _ configuration: PostgresConfiguration,
        logger: Logger = Logger(label: "sogoc.postgres")
    ) throws(PostgresError) {
        self.configuration = configuration
        self.logger = logger
        pool = try ConnectionPool(configuration, logger: logger)
    }

    /// Starts the threads and waits for the first connection.
    ///
    /// - Throws: `connection` with libpq's reason when the first attempt fails; the client goes on trying.
    package func start() async throws(PostgresError) {
        pool.start()
        let deadline = Moment.now + configuration.connectTimeout
        let connection = try await Lease(from: pool, waitUntil: deadline, failsFast: true).connection()
        connection.endLease()
    }

    /// Serves until the service group shuts down, also while the database cannot be reached.
    package func run() async throws {
        pool.start()
        try? await gracefulShutdown()
        await shutdown()
    }

    /// Refuses new requests, lets those under way finish, and closes all connections.
    package func shutdown(grace: Duration = .seconds(10)) async {
        await pool.shutdown(grace: grace)
    }

    /// A client for the time of `body`, connected before and closed after it.
    package static func withClient<Value>(
        _ configuration: PostgresConfiguration,
        logger: Logger = Logger(label: "sogoc.postgres"),
        _ body: (PostgresClient) async throws -> Value
    ) async throws -> Value {
        let client = try PostgresClient(configuration, logger: logger)
        do {
            try await client.start()
            let value = try await body(client)
            await client.shutdown()
            return value
        } catch {
            await client.shutdown()
            throw error
        }
    }

    /// The reader's thread as an executor, for tasks that mostly wait for the database and never compute for long: their
    /// continuations run where the answer was parsed, without a hop.
    package var executor: any TaskExecutor { pool.reader }

    package var statistics: PostgresStatistics { pool.statistics }
}
