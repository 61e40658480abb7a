import RegistryWeb

/// Holds answers against the OpenAPI document as its readers would: a small validator of JSON Schema 2020-12 that knows
/// the document only as JSON, not the Swift that wrote it.
struct DocumentValidator {
    let document: JSONValue

    // MARK: Operations

    /// The operation that a request belongs to, by its path's template.
    func operation(_ method: String, _ path: String) -> (template: String, operation: JSONValue)? {
        let segments = path.split(separator: "/")
        let matches = (document["paths"]?.object?.members ?? []).filter { member in
            let template = member.name.split(separator: "/")
            return template.count == segments.count
                && zip(template, segments).allSatisfy { $0.first == "{" || $0 == $1 }
        }
        // A literal segment is nearer than a parameter.
        let best = matches.min { $0.name.filter { $0 == "{" }.count < $1.name.filter { $0 == "{" }.count }
        guard let best, let operation = best.value[method.lowercased()] else { return nil }
        return (best.name, operation)
    }

    /// What in an answer is not as the document says; empty where all is.
    func faults(
        in answer: Answer,
        to method: String,
        _ path: String
    ) -> [String] {
        guard let (template, operation) = operation(method, path) else { return ["\(method) \(path) is not described"] }
        let place = "\(method) \(template) → \(answer.status)"
        guard let described = operation["responses"]?[String(answer.status)] else {
            return ["\(place) is not described"]
        }
        var faults: [String] = []
        for header in described["headers"]?.object?.members ?? [] where header.name == "X-Request-Id" {
            if answer.header(header.name) == nil { faults.append("\(place): no \(header.name)") }
        }
        guard let content = described["content"]?.object else {
            if !answer.bytes.isEmpty { faults.append("\(place): a body, where none is described") }
            return faults
        }
        let type = answer.header("Content-Type").map { String($0.prefix { $0 != ";" }) } ?? ""
        guard let schema = content[type]?["schema"] else { return faults + ["\(place): \(type) is not described"] }
        guard type.hasSuffix("json") else { return faults }
        guard let json = try? JSONParser.parse(answer.bytes) else { return faults + ["\(place): the body is no JSON"] }
        return faults + self.faults(in: json, schema, at: "$").map { "\(place): \($0)" }
    }

    // MARK: Schemas

    func faults(in value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
        if let reference = schema["$ref"]?.string {
            guard let target = resolve(reference) else { return ["\(place): \(reference) leads nowhere"] }
            return faults(in: value, target, at: place)
        }
        var found: [String] = []
        if let alternatives = schema["anyOf"]?.array {
            let results = alternatives.map { faults(in: value, $0, at: place) }
            if !results.contains([]) { found += results.min { $0.count < $1.count } ?? [] }
        }
        if let type = schema["type"]?.string, !Self.isType(value, type) {
            return found + ["\(place): not of type \(type)"]
        }
        if let values = schema["enum"]?.array, !values.contains(value) { found.append("\(place): not in the enum") }
        switch value {
        case .string(let text): found += Self.faults(in: text, schema, at: place)
        case .integer(let number): found += Self.faults(in: Double(number), schema, at: place)
        case .number(let number): found += Self.faults(in: number, schema, at: place)
        case .array(let elements):
            if let maximum = schema["maxItems"]?.integer, elements.count > maximum {
                found.append("\(place): too many")
            }
            if let items = schema["items"] {
                found += elements.enumerated().flatMap { faults(in: $1, items, at: "\(place)[\($0)]") }
            }
        case .object(let object): found += faults(in: object, schema, at: place)
        case .null, .bool: break
        }
        return found
    }

    private func faults(in object: JSONObject, _ schema: JSONValue, at place: String) -> [String] {
        var found: [String] = []
        for name in schema["required"]?.array?.compactMap(\.string) ?? [] where object[name] == nil {
            found.append("\(place): \(name) is missing")
        }
        for member in object.members {
            if let property = schema["properties"]?[member.name] {
                found += faults(in: member.value, property, at: place + "." + member.name)
            } else if schema["additionalProperties"] == .bool(false) {
                found.append("\(place): \(member.name) is not described")
            }
        }
        return found
    }

    func resolve(_ reference: String) -> JSONValue? {
        guard reference.hasPrefix("#/") else { return nil }
        return reference.dropFirst(2).split(separator: "/").reduce(document as JSONValue?) { $0?[String($1)] }
    }

    private static func isType(_ value: JSONValue, _ type: String) -> Bool {
        switch (type, value) {
        case ("string", .string), ("integer", .integer), ("number", .integer), ("number", .number), ("boolean", .bool),
            ("array", .array), ("object", .object), ("null", .null):
            true
        default: false
        }
    }

    private static func faults(in number: Double, _ schema: JSONValue, at place: String) -> [String] {
        var found: [String] = []
        if let minimum = schema["minimum"]?.integer, number < Double(minimum) { found.append("\(place): too small") }
        if let maximum = schema["maximum"]?.integer, number > Double(maximum) { found.append("\(place): too large") }
        return found
    }

    private static func faults(in text: String, _ schema: JSONValue, at place: String) -> [String] {
        var found: [String] = []
        let length = Int64(text.unicodeScalars.count)
        if let minimum = schema["minLength"]?.integer, length < minimum { found.append("\(place): too short") }
        if let maximum = schema["maxLength"]?.integer, length > maximum { found.append("\(place): too long") }
        if let pattern = schema["pattern"]?.string, let regex = try? Regex(pattern),
            (try? regex.firstMatch(in: text)) == nil
        {
            found.append("\(place): not of the pattern \(pattern)")
        }
        let form: String? =
            switch schema["format"]?.string {
            case "uuid": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
            case "date": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
            case "date-time":
                "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$"
            default: nil
            }
        if let form, let regex = try? Regex(form), (try? regex.firstMatch(in: text)) == nil {
            found.append("\(place): not a \(schema["format"]?.string ?? "")")
        }
        return found
    }
}

/// What came back.
struct Answer: Sendable {
    let status: Int
    let headers: [(name: String, value: String)]
    let bytes: [UInt8]

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var json: JSONValue { (try? JSONParser.parse(bytes)) ?? .null }
    /// The end of a problem's type.
    var problem: String? {
        json["type"]?.string.flatMap { $0.split(separator: "/").last.map(String.init) }
    }
}
