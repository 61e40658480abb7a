package import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
package import Registry
import ServiceLifecycle

/// The HTTP service: the API on one address, its measurements on another.
///
/// A service of the process's group. At SIGTERM it accepts nothing more, answers what came in, and after
/// ``Limits/drain`` drops what is left.
package struct WebServer: Service {
    package struct Configuration: Sendable {
        package var listen: BindAddress
        /// Where `/metrics` is; nil for nowhere.
        package var metricsListen: BindAddress?
        package var limits = Limits()
        /// Peers whose `X-Forwarded-For` is believed.
        package var trustedProxies: Set<String> = []
        /// Where scans and letters are kept; nil for nowhere.
        package var files: FileStore?
        package var typesetter = Typesetter()

        package init(listen: BindAddress, metricsListen: BindAddress? = nil) {
            self.listen = listen
            self.metricsListen = metricsListen
        }
    }

    package let api: API
    private let configuration: Configuration
    private let metrics: PrometheusMetrics
    private let jobMetrics: JobMetrics?
    private let logger: Logger

    package init(
        registry: Registry,
        signIn: SignIn,
        configuration: Configuration,
        metrics: PrometheusMetrics,
        logger: Logger
    ) {
        let api = API(
            registry: registry,
            signIn: signIn,
            files: configuration.files,
            typesetter: configuration.typesetter
        )
        let jobMetrics = JobMetrics(metrics) { await registry.jobMeasures() }
        self.init(api: api, configuration: configuration, metrics: metrics, jobMetrics: jobMetrics, logger: logger)
        metrics.addReading("sogoc_pool_connections") {
            registry.statistics.pools.flatMap { pool in
                [("idle", pool.idle), ("busy", pool.busy), ("waiting", pool.waiting)].map { state, count in
                    PrometheusMetrics.Reading(Double(count), [("role", pool.role), ("state", state)])
                }
            }
        }
        metrics.addReading("sogoc_pool_turned_away") {
            registry.statistics.pools.map { .init(Double($0.turnedAway), [("role", $0.role)]) }
        }
        metrics.addReading("sogoc_pool_losses") {
            registry.statistics.pools.map { .init(Double($0.losses), [("role", $0.role)]) }
        }
    }

    init(
        api: API,
        configuration: Configuration,
        metrics: PrometheusMetrics,
        jobMetrics: JobMetrics? = nil,
        logger: Logger
    ) {
        self.api = api
        self.configuration = configuration
        self.metrics = metrics
        self.jobMetrics = jobMetrics
        self.logger = logger
        metrics.addReading("process_resident_memory_bytes") {
            ProcessMemory.resident().map { [.init($0)] } ?? []
        }
    }

    /// The API as a Hummingbird application, which tests drive with or without a socket.
    package var application: Application<RouterResponder<CallerContext>> {
        let limits = configuration.limits
        return Application(
            router: api.router(limits: limits, trustedProxies: configuration.trustedProxies, metrics: metrics),
            server: .http1(
                configuration: .init(
                    idleTimeout: limits.idleTime,
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: limits.head,
                        maxHeaderListSize: limits.head,
                        maxHeaderFieldCount: 100
                    )
                )
            ),
            configuration: ApplicationConfiguration(
                address: configuration.listen,
                availableConnectionsDelegate: MaximumAvailableConnections(limits.connections)
            ),
            logger: logger
        )
    }

    /// The measurements as an application of their own.
    package func metricsApplication(listen: BindAddress) -> Application<RouterResponder<BasicRequestContext>> {
        let router = Router()
        router.get("metrics") { [metrics, jobMetrics] _, _ in
            await jobMetrics?.refresh()
            return Response(
                status: .ok,
                headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.text))
            )
        }
        return Application(
            router: router,
            server: .http1(configuration: .init(idleTimeout: configuration.limits.idleTime)),
            configuration: ApplicationConfiguration(address: listen),
            logger: logger
        )
    }

    /// Serves until the group shuts down or the task is cancelled.
    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            let drain = configuration.limits.drain
            group.addTask {
                // Past the drain, cancellation closes the connections that are left.
                try await withGracefulShutdownDeadline(drain) { try await application.run() }
            }
            if let listen = configuration.metricsListen {
                group.addTask {
                    try await withGracefulShutdownDeadline(drain) { try await metricsApplication(listen: listen).run() }
                }
            }
            try await group.waitForAll()
        }
    }
}

/// Runs `body`, and cancels it when it has not ended so long after a graceful shutdown began.
private func withGracefulShutdownDeadline(
    _ deadline: Duration,
    _ body: @escaping @Sendable () async throws -> Void
) async throws {
    try await withThrowingTaskGroup(of: Bool.self) { group in
        group.addTask {
            try await body()
            return true
        }
        group.addTask {
            try? await gracefulShutdown()
            try? await Task.sleep(for: deadline)
            return false
        }
        defer { group.cancelAll() }
        _ = try await group.next()
    }
}
