import HTTPTypes

/// The OpenAPI 3.1 document of a list of operations: what the router serves, and nothing else.
package enum OpenAPIDocument {
    package static let version = "1.0.0"

    package static func make(_ operations: [Operation]) -> JSONValue {
        var components: [String: JSONValue] = [:]
        Problem.schema.collect(into: &components)
        var paths = JSONObject()
        for operation in operations {
            operation.body?.collect(into: &components)
            for answer in operation.answers {
                for content in answer.content { content.schema.collect(into: &components) }
            }
            for parameter in operation.parameters { parameter.schema.collect(into: &components) }
            var item = paths[operation.path]?.object ?? JSONObject()
            item[operation.method.rawValue.lowercased()] = .object(describe(operation))
            paths[operation.path] = .object(item)
        }
        var schemas = JSONObject()
        for (name, schema) in components.sorted(by: { $0.key < $1.key }) { schemas[name] = schema }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "SoGoc",
                "description": "The register of residents of a Vietnamese district. Sổ gốc cư dân của huyện.",
                "version": .string(version),
            ],
            "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
            "paths": .object(paths),
            "components": [
                "schemas": .object(schemas),
                "headers": .object(headers),
                "securitySchemes": [
                    "bearer": [
                        "type": "http",
                        "scheme": "bearer",
                        "description": "The token of POST /api/v1/session, for programs.",
                    ],
                    "cookie": [
                        "type": "apiKey",
                        "in": "cookie",
                        "name": .string(SessionCookie.name),
                        "description": "For browsers; what changes something needs X-CSRF-Token too.",
                    ],
                ],
            ],
        ]
    }

    private static let headers: JSONObject = {
        var headers = JSONObject()
        func add(_ name: String, _ description: String, _ schema: Schema) {
            headers[name] = ["description": .string(description), "schema": schema.document]
        }
        add("X-Request-Id", "The request's id, as in the service's log.", .text(1...100))
        add("ETag", "The version, for If-Match.", .anyString)
        add("Location", "Where the new record stands.", .string(.init(format: .uriReference)))
        add("Retry-After", "Seconds after which to try again.", .count)
        add("WWW-Authenticate", "The way in.", .anyString)
        add("Allow", "The methods that are possible here.", .anyString)
        add("Idempotency-Replayed", "true when the key's request had been answered before.", .oneOf(["true"]))
        add("Set-Cookie", "The session, for browsers.", .anyString)
        add("Content-Disposition", "A name for the file.", .anyString)
        return headers
    }()

    private static func describe(_ operation: Operation) -> JSONObject {
        var object = JSONObject()
        object["operationId"] = .string(operation.id)
        object["tags"] = .array([.string(String(operation.id.prefix { $0 != "." }))])
        object["summary"] = .string(operation.summary)
        object["description"] = .string(operation.summaryVi)
        object["security"] =
            operation.access == .anybody ? .array([]) : .array([["bearer": []], ["cookie": []]])
        let parameters = self.parameters(of: operation)
        object["parameters"] = parameters.isEmpty ? nil : .array(parameters)
        if let body = operation.body {
            object["requestBody"] = [
                "required": true, "content": ["application/json": ["schema": body.document]],
            ]
        } else if operation.takesFile {
            var content = JSONObject()
            for type in Operation.fileTypes { content[type] = ["schema": Schema.binary.document] }
            object["requestBody"] = ["required": true, "content": .object(content)]
        }
        object["responses"] = .object(responses(of: operation))
        return object
    }

    private static func parameters(of operation: Operation) -> [JSONValue] {
        var parameters: [JSONValue] = operation.parameters.map { parameter in
            [
                "name": .string(parameter.name),
                "in": .string(parameter.place.rawValue),
                "required": .bool(parameter.isRequired),
                "description": .string(parameter.description),
                "schema": parameter.schema.document,
            ]
        }
        func header(_ name: String, _ description: String, _ schema: JSONValue, required: Bool) {
            parameters.append([
                "name": .string(name), "in": "header", "required": .bool(required),
                "description": .string(description), "schema": schema,
            ])
        }
        if operation.needsKey {
            header(
                "Idempotency-Key",
                "New for each request that is meant anew; the same key gets the same answer for 48 hours.",
                ["type": "string", "minLength": 8, "maxLength": 100, "pattern": "^[!-~]{8,100}$"],
                required: true
            )
        }
        if operation.changesResident {
            header(
                "If-Match",
                "The ETag that was read.",
                ["type": "string", "pattern": .string(EntityTag.pattern)],
                required: true
            )
        }
        return parameters
    }

    private static func responses(of operation: Operation) -> JSONObject {
        var responses = JSONObject()
        for answer in operation.answers {
            var response = JSONObject()
            response["description"] = .string(answer.description)
            var headers: JSONObject = JSONObject()
            for name in ["X-Request-Id"] + answer.headers { headers[name] = reference(header: name) }
            response["headers"] = .object(headers)
            var content = JSONObject()
            for (type, schema) in answer.content { content[type] = ["schema": schema.document] }
            response["content"] = content.members.isEmpty ? nil : .object(content)
            responses[String(answer.status)] = .object(response)
        }
        // Malformed JSON, header or request line: 400 wherever something can be malformed.
        var byStatus: [Int: [ProblemKind]] = [400: [.invalid]]
        for kind in operation.allProblems { byStatus[kind.status, default: []].append(kind) }
        for (status, kinds) in byStatus.sorted(by: { $0.key < $1.key }) {
            responses[String(status)] = problem(status, kinds)
        }
        return responses
    }

    private static func problem(_ status: Int, _ kinds: [ProblemKind]) -> JSONValue {
        var headers = JSONObject()
        headers["X-Request-Id"] = reference(header: "X-Request-Id")
        if kinds.contains(where: { $0.retryAfter != nil }) { headers["Retry-After"] = reference(header: "Retry-After") }
        if status == 401 { headers["WWW-Authenticate"] = reference(header: "WWW-Authenticate") }
        let names = kinds.map { "`\($0.rawValue)`: \($0.title.en) \($0.title.vi)" }
        return [
            "description": .string(names.joined(separator: "\n\n")),
            "headers": .object(headers),
            "content": ["application/problem+json": ["schema": Problem.schema.document]],
        ]
    }

    private static func reference(header name: String) -> JSONValue {
        ["$ref": .string("#/components/headers/" + name)]
    }
}
