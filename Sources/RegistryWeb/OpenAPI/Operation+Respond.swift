import Crypto
package import HTTPTypes
import Hummingbird
import NIOCore
import Registry

extension Operation {
    /// Registers the operation where the document says it is.
    func register(on router: Router<CallerContext>) {
        router.on(RouterPath(path), method: method) { request, context in
            guard takesFile else { return try await respond(to: request, context: context) }
            // Whoever is refused may not have come to the file's end, and nobody can tell what still comes in from the
            // next request.
            do {
                return try await respond(to: request, context: context)
            } catch let error as RegistryError {
                throw Problem(refusing: error).closing
            } catch let problem as Problem {
                throw problem.closing
            }
        }
    }

    /// Reads the request by the description, performs it, and writes what came of it.
    ///
    /// - Throws: ``Problem`` or ``RegistryError``.
    func respond(to request: Request, context: CallerContext) async throws -> Response {
        if access == .signedIn, context.token == nil { throw Problem(.notSignedIn) }
        try requireSameSite(request, context)
        let mediaType = try acceptedType(request.headers)
        let values = try readParameters(request, context: context)
        // A file's key is made of its hash, when it has been read.
        let bytes = takesFile ? ByteBufferView() : try await request.body.collect(upTo: .max).readableBytesView
        let json = try readBody(Array(bytes), headers: request.headers)
        let key = needsKey ? try Self.key(request, body: bytes) : nil
        let file = takesFile ? try IncomingBody(request) : nil
        let exchange = Exchange(
            operation: self,
            requestID: context.requestID,
            address: context.address,
            token: context.token,
            headers: request.headers,
            parameters: values,
            body: json,
            expected: changesResident ? try Self.version(request.headers) : nil,
            key: key,
            mediaType: mediaType,
            file: file
        )
        return Self.response(try await perform(exchange), mediaType: mediaType)
    }

    // MARK: Reading

    private func acceptedType(_ headers: HTTPFields) throws(Problem) -> String {
        let offered = answers.flatMap { $0.content.map(\.type) }
        guard let first = offered.first else { return "" }
        guard let accept = headers[.accept] else { return first }
        guard let best = Accept(accept).best(of: offered) else { throw Problem(.notAcceptable) }
        return best
    }

    private func readParameters(_ request: Request, context: CallerContext) throws -> JSONObject {
        var values = JSONObject()
        var faults: [FieldError] = []
        for parameter in parameters where parameter.place == .path {
            // An id of the wrong form and one that is nobody's answer alike.
            guard let text = context.parameters.get(parameter.name), let value = parameter.schema.read(text),
                parameter.schema.faults(in: value).isEmpty
            else { throw Problem(.notFound) }
            values[parameter.name] = value
        }
        for (name, text) in request.uri.queryParameters {
            guard let parameter = parameters.first(where: { $0.place == .query && $0.name == name }) else {
                faults.append(
                    .unknown(name.utf8.allSatisfy { (0x21..<0x7f).contains($0) } ? String(name.prefix(60)) : "")
                )
                continue
            }
            guard values[parameter.name] == nil else {
                faults.append(.twice(parameter.name))
                continue
            }
            let value = parameter.schema.read(String(text)) ?? .string(String(text))
            faults += parameter.schema.faults(in: value, at: parameter.name)
            values[parameter.name] = value
        }
        for parameter in parameters where parameter.isRequired && values[parameter.name] == nil {
            faults.append(.missing(parameter.name))
        }
        guard faults.isEmpty else { throw Problem.invalid(faults) }
        return values
    }

    private func readBody(_ bytes: [UInt8], headers: HTTPFields) throws -> JSONObject {
        guard let body else {
            guard bytes.isEmpty else {
                throw Problem.invalid([.unknown("")])
            }
            return JSONObject()
        }
        guard Self.isJSON(headers[.contentType]) else { throw Problem(.unsupportedMediaType) }
        let value: JSONValue
        do {
            value = try JSONParser.parse(bytes)
        } catch {
            // What is no JSON text at all is the older 400; what is one, but not what was asked for, 422.
            let isText = if case .duplicateName = error { true } else { error == .nulCharacter }
            throw Problem(.invalid, status: isText ? 422 : 400, errors: [error.fieldError])
        }
        let faults = body.faults(in: value)
        guard faults.isEmpty else { throw Problem.invalid(Array(faults.prefix(50))) }
        return value.object ?? JSONObject()
    }

    private static func isJSON(_ contentType: String?) -> Bool {
        guard let contentType else { return false }
        let parts = contentType.lowercased().split(separator: ";").map { part in
            part.filter { $0 != " " && $0 != "\t" && $0 != "\"" }
        }
        return parts.first == "application/json" && parts.dropFirst().allSatisfy { $0 == "charset=utf-8" }
    }

    /// The version of `If-Match`: one strong tag, as an ETag of ours writes it.
    private static func version(_ headers: HTTPFields) throws(Problem) -> EntityTag {
        guard let tag = headers[.ifMatch] else { throw Problem(.versionRequired) }
        guard EntityTag.isTag(tag) else {
            throw Problem(.invalid, status: 400, errors: [.wrongForm("If-Match", "\"…\"")])
        }
        // A tag that is none of ours matches nothing (RFC 9110, 13.1.1).
        guard let version = EntityTag(reading: tag) else { throw Problem(.stale) }
        return version
    }

    private static func key(_ request: Request, body: ByteBufferView) throws(Problem) -> Registry.IdempotencyKey {
        guard let key = request.headers[.idempotencyKey] else { throw Problem(.keyRequired) }
        guard (8...100).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21..<0x7f).contains($0) }) else {
            throw Problem(
                .keyRequired,
                errors: [.wrongForm("Idempotency-Key", "8–100 visible ASCII")]
            )
        }
        return Registry.IdempotencyKey(
            key: key,
            route: request.method.rawValue + " " + request.uri.path,
            bodyHash: Array(SHA256.hash(data: body))
        )
    }

    // MARK: Writing

    private static func json(_ bytes: [UInt8], status: Int, _ fields: HTTPFields) -> Response {
        var headers = fields
        headers[.contentType] = "application/json"
        return Response(
            status: .init(code: status),
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }

    private static func response(_ reply: Reply, mediaType: String) -> Response {
        var headers = reply.headers
        switch reply.content {
        case .none:
            return Response(status: .init(code: reply.status), headers: headers)
        case .json(let value):
            return json(value.bytes, status: reply.status, headers)
        case .writtenJSON(let bytes):
            return json(bytes, status: reply.status, headers)
        case .text(let text):
            headers[.contentType] = mediaType + "; charset=utf-8"
            return Response(
                status: .init(code: reply.status),
                headers: headers,
                body: ResponseBody(byteBuffer: ByteBuffer(string: text))
            )
        case .bytes(let bytes):
            headers[.contentType] = mediaType.hasPrefix("text/") ? mediaType + "; charset=utf-8" : mediaType
            return Response(
                status: .init(code: reply.status),
                headers: headers,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
            )
        case .file(let reader, let length, let type):
            headers[.contentType] = type
            let body = ResponseBody(contentLength: length) { writer in
                while true {
                    let piece = try await reader.next()
                    guard !piece.isEmpty else { break }
                    try await writer.write(ByteBuffer(bytes: piece))
                }
                try await writer.finish(nil)
            }
            return Response(status: .init(code: reply.status), headers: headers, body: body)
        }
    }
}

extension Schema {
    /// A parameter's text as the value its schema asks for; nil where it cannot be one.
    fileprivate func read(_ text: String) -> JSONValue? {
        switch self {
        case .integer: Int64(text).map { .integer($0) }
        case .boolean: text == "true" ? .bool(true) : text == "false" ? .bool(false) : nil
        case .described(let schema, _), .named(_, let schema), .nullable(let schema): schema.read(text)
        default: text.utf8.contains(0) ? nil : .string(text)
        }
    }
}

extension HTTPField.Name {
    package static let idempotencyKey = HTTPField.Name.known("Idempotency-Key")
    package static let idempotencyReplayed = HTTPField.Name.known("Idempotency-Replayed")
    package static let requestID = HTTPField.Name.known("X-Request-Id")
    package static let csrfToken = HTTPField.Name.known("X-CSRF-Token")
    static let forwardedFor = HTTPField.Name.known("X-Forwarded-For")
    static let secFetchSite = HTTPField.Name.known("Sec-Fetch-Site")
    static let permissionsPolicy = HTTPField.Name.known("Permissions-Policy")
    static let referrerPolicy = HTTPField.Name.known("Referrer-Policy")
    static let crossOriginResourcePolicy = HTTPField.Name.known("Cross-Origin-Resource-Policy")

    /// A name that stands in this file and is a token; `authorization` only to have something to return else.
    private static func known(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .authorization }
}
