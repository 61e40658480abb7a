import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Registry
import RegistryTestSupport
import RegistryWeb
import Synchronization
import Testing

/// The service on the suite's database, driven without a socket or through one; every answer is held against the
/// OpenAPI document on its way.
struct Web: Sendable {
    let client: any TestClientProtocol
    let validator: DocumentValidator
    let log: LogCapture
    let metrics: PrometheusMetrics
    let database: TestDatabase
    let registry: Registry
    let files: FileStore

    /// Every URI that was asked for.
    private let asked: URILog

    final class URILog: Sendable {
        private let kept = Mutex<[String]>([])
        var uris: [String] { kept.withLock { $0 } }
        func append(_ uri: String) { kept.withLock { $0.append(uri) } }
    }

    var uris: [String] { asked.uris }

    /// Lends the service to `body`; `now` is the clock that codes of second factors are read by.
    static func serving<Value: Sendable>(
        _ setup: TestingSetup = .router,
        limits: Limits = Limits(),
        typesetter: Typesetter = Typesetter(),
        now: @escaping @Sendable () -> Date = { Date() },
        _ body: @Sendable @escaping (Web) async throws -> Value
    ) async throws -> Value {
        await Gate.shared.enter()
        defer { Task { await Gate.shared.leave() } }
        let database = TestDatabase.current
        let log = LogCapture()
        return try await Registry.withRegistry(access: database.access, connections: 4, logger: log.logger) {
            registry in
            let metrics = PrometheusMetrics()
            var configuration = WebServer.Configuration(listen: .hostname("127.0.0.1", port: 0))
            configuration.limits = limits
            let files = FileStore(folder: NSTemporaryDirectory() + "sogoc-web-" + UUID().uuidString)
            try files.prepare()
            defer { try? FileManager.default.removeItem(atPath: files.folder) }
            configuration.files = files
            configuration.typesetter = typesetter
            let server = WebServer(
                registry: registry,
                signIn: SignIn(registry: registry, key: try secondFactorKey(), now: now),
                configuration: configuration,
                metrics: metrics,
                logger: log.logger
            )
            let validator = DocumentValidator(document: try JSONParser.parse(server.api.document))
            return try await server.application.test(setup) { client in
                try await body(
                    Web(
                        client: client,
                        validator: validator,
                        log: log,
                        metrics: metrics,
                        database: database,
                        registry: registry,
                        files: files,
                        asked: URILog()
                    )
                )
            }
        }
    }

    static func secondFactorKey() throws -> SecondFactorKey {
        try #require(SecondFactorKey(hexadecimal: String(repeating: "5a", count: 32)))
    }

    // MARK: Asking

    /// Sends a request and holds the answer against the document.
    @discardableResult
    func send(
        _ method: HTTPRequest.Method,
        _ uri: String,
        as officer: TestOfficer? = nil,
        headers: [String: String] = [:],
        bytes: [UInt8]? = nil,
        isDescribed: Bool = true,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Answer {
        asked.append(uri)
        var fields: HTTPFields = [:]
        if let officer { fields[.authorization] = "Bearer " + officer.token.secret }
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        let response = try await client.execute(
            uri: uri,
            method: method,
            headers: fields,
            body: bytes.map { ByteBuffer(bytes: $0) }
        )
        let answer = Answer(
            status: response.status.code,
            headers: response.headers.map { ($0.name.rawName, $0.value) },
            bytes: Array(response.body.readableBytesView)
        )
        if isDescribed {
            let path = String(uri.prefix { $0 != "?" })
            let faults = validator.faults(in: answer, to: method.rawValue, path)
            #expect(faults == [], sourceLocation: sourceLocation)
        }
        return answer
    }

    func get(
        _ uri: String,
        as officer: TestOfficer? = nil,
        headers: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Answer {
        try await send(.get, uri, as: officer, headers: headers, sourceLocation: sourceLocation)
    }

    /// Posts JSON; `key` nil sends no Idempotency-Key, the default a new one.
    func post(
        _ uri: String,
        _ json: JSONValue,
        as officer: TestOfficer? = nil,
        key: String? = UUID().uuidString,
        ifMatch: String? = nil,
        headers: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Answer {
        var headers = headers
        headers["Content-Type"] = "application/json"
        headers["Idempotency-Key"] = key
        headers["If-Match"] = ifMatch
        return try await send(
            .post,
            uri,
            as: officer,
            headers: headers,
            bytes: json.bytes,
            sourceLocation: sourceLocation
        )
    }

    // MARK: Planting

    /// Xã Ia RVê.
    static let commune = "24221"
    /// Ea Súp, the district.
    static let district = "646"

    /// A settlement of the officer's commune; its id.
    func settlement(_ name: String, as officer: TestOfficer, commune: String = Web.commune) async throws -> String {
        let answer = try await post(
            "/api/v1/settlements",
            ["commune": .string(commune), "kind": "cum_dan_cu", "name": .string(name), "since": "2020-01-01"],
            as: officer
        )
        return try #require(answer.json["id"]?.string)
    }

    /// A resident with one everyday name and whatever else is given; the answer of the registration.
    func resident(
        _ name: String,
        as officer: TestOfficer,
        commune: String = Web.commune,
        _ more: [String: JSONValue] = [:]
    ) async throws -> Answer {
        var body: JSONObject = JSONObject()
        body["commune"] = .string(commune)
        body["names"] = [["kind": "COMMON", "name": .string(name)]]
        body["said_by"] = "self"
        for (name, value) in more { body[name] = value }
        return try await post("/api/v1/residents", .object(body), as: officer)
    }
}

/// Lets a few services run at once: each holds connections of the one test server, which has a hundred.
private actor Gate {
    static let shared = Gate()

    private var free = 4
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func enter() async {
        guard free == 0 else {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func leave() {
        // The place is handed over, so `free` does not change in between.
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
