import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import Registry

/// The service at `SOGOC_URL`, for commands that act as a user: no clerk's machine holds a database credential.
struct ServiceClient: Sendable {
    private let base: String

    /// - Throws: ``CommandFailure`` when `SOGOC_URL` would send a password in clear text over a network.
    init(_ settings: Settings) throws {
        var base = settings.serviceURL
        while base.hasSuffix("/") { base.removeLast() }
        let isLocal = ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { local in
            base == local || base.hasPrefix(local + ":") || base.hasPrefix(local + "/")
        }
        guard base.hasPrefix("https://") || isLocal else {
            throw CommandFailure(
                .configuration,
                vi: "SOGOC_URL phải dùng https, trừ máy này: \(base)",
                en: "SOGOC_URL must be https unless it is this machine: \(base)"
            )
        }
        self.base = base
    }

    /// What the service answered.
    struct Answer {
        let status: Int
        let body: ByteBuffer
        /// Which version of the thing this is; nil where the answer says none.
        var entityTag: String?

        /// - Throws: ``CommandFailure`` when the body is something else.
        func decode<Value: Decodable>(
            _ type: Value.Type = Value.self,
            keys: JSONDecoder.KeyDecodingStrategy = .convertFromSnakeCase
        ) throws -> Value {
            do {
                let decoder = JSONDecoder()
                decoder.keyDecodingStrategy = keys
                return try decoder.decode(type, from: Data(body.readableBytesView))
            } catch {
                throw CommandFailure(
                    .unreachable,
                    vi: "Địa chỉ SOGOC_URL không trả lời như dịch vụ sổ gốc (HTTP \(status)).",
                    en: "What answers at SOGOC_URL does not answer as SoGoc does (HTTP \(status)).",
                    advice: "sogoc doctor"
                )
            }
        }
    }

    /// A problem (RFC 9457) as the service words it.
    struct Problem: Decodable {
        struct Field: Decodable {
            let field: String
            let rule: String
            let message: String
            let messageVi: String
        }

        let type: String
        let title: String?
        let titleVi: String?
        let errors: [Field]?
        let secret: String?

        /// The last part of the type, `code-required`.
        var kind: String { String(type.split(separator: "/").last ?? "") }
    }

    /// Sends a request; any status is an answer.
    ///
    /// - Parameters:
    ///   - method: `GET`, `POST` and so on.
    ///   - path: Begins with a slash.
    ///   - body: Sent as JSON with keys in snake_case; nil for none.
    ///   - token: The session that is acted under; nil for none.
    ///   - accept: The media type wanted.
    ///   - key: Under which a write is done once (`Idempotency-Key`); nil for what changes nothing.
    ///   - version: The version that is changed (`If-Match`); nil for what changes none.
    ///   - limit: Bytes of the answer at most.
    /// - Returns: Status and body.
    /// - Throws: ``CommandFailure`` when the service cannot be reached in time.
    func send(
        _ method: String,
        _ path: String,
        body: (some Encodable)?,
        token: SessionToken? = nil,
        accept: String = "application/json",
        key: String? = nil,
        version: String? = nil,
        limit: Int = 64 << 20
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: base + path)
        request.method = .init(rawValue: method)
        request.headers.add(name: "accept", value: accept)
        if let token { request.headers.add(name: "authorization", value: "Bearer \(token.secret)") }
        if let key { request.headers.add(name: "idempotency-key", value: key) }
        if let version { request.headers.add(name: "if-match", value: version) }
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            let encoder = JSONEncoder()
            encoder.keyEncodingStrategy = .convertToSnakeCase
            request.body = .bytes(ByteBuffer(bytes: try encoder.encode(body)))
        }
        var configuration = HTTPClient.Configuration()
        configuration.timeout.connect = .seconds(5)
        // A service that does not run is said at once, not after a minute of trying.
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let answer: Result<Answer, any Error>
        do {
            let response = try await client.execute(request, timeout: .seconds(60))
            answer = .success(
                Answer(
                    status: Int(response.status.code),
                    body: try await response.body.collect(upTo: limit),
                    entityTag: response.headers.first(name: "etag")
                )
            )
        } catch {
            answer = .failure(CommandFailure.unreachable("\(base): \(error)"))
        }
        try await client.shutdown()
        return try answer.get()
    }

    /// The same for a request without a body.
    func send(_ method: String, _ path: String, token: SessionToken? = nil) async throws -> Answer {
        try await send(method, path, body: String?.none, token: token)
    }
}

extension CommandFailure {
    /// What a problem of the service means for a command.
    init(_ answer: ServiceClient.Answer) throws {
        let problem: ServiceClient.Problem = try answer.decode()
        let status: ExitStatus =
            switch answer.status {
            case 400, 409, 412, 413, 415, 422, 428: .badData
            case 401, 403: .notAllowed
            case 404, 410: .notFound
            case 429, 503: .tryLater
            case 500...: .bug
            default: .unreachable
            }
        let lines = { (text: (ServiceClient.Problem.Field) -> String) in
            (problem.errors ?? []).map { $0.field.isEmpty ? text($0) : "\($0.field): \(text($0))" }
                .joined(separator: "\n       ")
        }
        let isFielded = problem.errors?.isEmpty == false
        self.init(
            status,
            vi: isFielded ? lines(\.messageVi) : problem.titleVi ?? problem.kind,
            en: isFielded ? lines(\.message) : problem.title ?? problem.kind,
            advice: answer.status == 401 ? "sogoc login" : nil
        )
    }
}
