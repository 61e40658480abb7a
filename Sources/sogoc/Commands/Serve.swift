import ArgumentParser
import FoundationEssentials
import Hummingbird
import Logging
import Metrics
import Registry
import RegistryWeb
import ServiceLifecycle
import UnixSignals

/// Runs the HTTP service until it is told to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the JSON API; metrics on an address of their own.",
        discussion: """
            Listens on SOGOC_LISTEN (127.0.0.1:8080, or unix:PATH) and shows metrics on SOGOC_METRICS_LISTEN \
            (127.0.0.1:9090). SOGOC_TRUSTED_PROXIES names the peers whose X-Forwarded-For is believed, separated by \
            commas; SOGOC_LOG_LEVEL is info unless told. Scans and letters lie in SOGOC_FILES_DIR (files in \
            SOGOC_STATE_DIR), none longer than SOGOC_FILES_LIMIT_KIB (10240). People's requests have SOGOC_CONNECTIONS \
            (16) together; of quick ones the database is given as many at once as it has processors, \
            SOGOC_DATABASE_PROCESSORS (as many as this machine). SIGTERM ends it within 10 seconds.

            Example: SOGOC_LISTEN=127.0.0.1:8080 sogoc serve
            """
    )

    func run() async throws {
        let settings = try Settings()
        let metrics = PrometheusMetrics()
        MetricsSystem.bootstrap(metrics)
        let logger = try Self.logger(settings)
        let registry = try Registry(
            access: settings.databaseAccess(),
            connections: try Self.number(settings, "connections", 1...500) ?? 16,
            statementsAtOnce: try Self.number(settings, "database.processors", 1...500)
                ?? max(2, ProcessInfo.processInfo.activeProcessorCount),
            logger: logger
        )
        var configuration = WebServer.Configuration(
            listen: try Self.address(settings.listen, setting: "SOGOC_LISTEN"),
            metricsListen: try Self.address(settings.metricsListen, setting: "SOGOC_METRICS_LISTEN")
        )
        configuration.trustedProxies = Set(
            (settings.value("trusted.proxies") ?? "").split(separator: ",").map { $0.filter { !$0.isWhitespace } }
        )
        configuration.files = try Self.files(settings)
        let server = WebServer(
            registry: registry,
            signIn: SignIn(registry: registry, key: try settings.secondFactorKey(isMaking: true)),
            configuration: configuration,
            metrics: metrics,
            logger: logger
        )
        // Shut down from the last to the first: no request without a database to answer it.
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [registry, server],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
        )
        try await group.run()
    }

    /// The folder of scans and letters, made if it is not there.
    private static func files(_ settings: Settings) throws -> FileStore? {
        guard let store = try settings.fileStore() else { return nil }
        do {
            try store.prepare()
        } catch {
            throw CommandFailure(
                .configuration,
                vi: "Không tạo được thư mục tệp \(store.folder).",
                en: "The folder of files, \(store.folder), cannot be made.",
                advice: "SOGOC_FILES_DIR=… sogoc serve"
            )
        }
        return store
    }

    private static func logger(_ settings: Settings) throws -> Logger {
        var logger = Logger(label: "sogoc") { StreamLogHandler.standardError(label: $0) }
        let name = settings.value("log.level") ?? "info"
        guard let level = Logger.Level(rawValue: name) else {
            throw wrong("SOGOC_LOG_LEVEL", expected: "trace, debug, info, notice, warning, error, critical")
        }
        logger.logLevel = level
        return logger
    }

    /// A setting that is a whole number; nil where it is not set.
    private static func number(_ settings: Settings, _ name: String, _ range: ClosedRange<Int>) throws -> Int? {
        guard let text = settings.value(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            let setting = "SOGOC_" + name.uppercased().replacing(".", with: "_")
            throw wrong(setting, expected: "\(range.lowerBound)–\(range.upperBound)")
        }
        return number
    }

    /// `HOST:PORT`, with an IPv6 host in brackets, or `unix:PATH`.
    static func address(_ text: String, setting: String) throws -> BindAddress {
        if text.hasPrefix("unix:"), text.count > 5 { return .unixDomainSocket(path: String(text.dropFirst(5))) }
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw wrong(setting, expected: "HOST:PORT, unix:PATH")
        }
        let host = text[..<colon].filter { $0 != "[" && $0 != "]" }
        return .hostname(host.isEmpty ? "0.0.0.0" : host, port: Int(port))
    }

    private static func wrong(_ setting: String, expected: String) -> CommandFailure {
        CommandFailure(
            .configuration,
            vi: "\(setting) không đúng; cần: \(expected).",
            en: "\(setting) is not one of: \(expected)."
        )
    }
}
