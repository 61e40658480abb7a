/// What a JSON value looks like: written into the OpenAPI document, and held against what a request brings.
///
/// The part of JSON Schema 2020-12 that the API needs. An object allows its own properties and no others.
package indirect enum Schema: Sendable {
    case string(StringRules)
    case integer(ClosedRange<Int64>)
    case number
    case boolean
    case array(of: Schema, maximum: Int?)
    case object([Property])
    /// An object that something else describes: another specification, the check that made it.
    case anyObject
    case nullable(Schema)
    /// Whatever one of several allows.
    case anyOf([Schema])
    /// A component that stands once in the document and is referred to.
    case named(String, Schema)
    case described(Schema, String)

    package struct StringRules: Sendable {
        var format: Format?
        var length: ClosedRange<Int> = 0...maximumLength
        /// The only values, empty where any is allowed.
        var values: [String] = []
        var pattern: Pattern?

        /// What a string without a narrower rule may be long: far above any field's, far below the body's limit.
        static let maximumLength = 10_000
    }

    package enum Format: String, Sendable {
        case uuid
        case date
        case dateTime = "date-time"
        case uri
        case uriReference = "uri-reference"
        /// Bytes that are no JSON.
        case binary
    }

    /// A regular expression for the document with the predicate that decides here.
    package struct Pattern: Sendable {
        let expression: String
        let matches: @Sendable (String) -> Bool
    }

    package struct Property: Sendable {
        let name: String
        let schema: Schema
        let isRequired: Bool

        /// A property that may be missing.
        static func optional(_ name: String, _ schema: Schema, _ description: String? = nil) -> Property {
            Property(name: name, schema: schema.described(description), isRequired: false)
        }

        static func required(_ name: String, _ schema: Schema, _ description: String? = nil) -> Property {
            Property(name: name, schema: schema.described(description), isRequired: true)
        }
    }

    func described(_ description: String?) -> Schema {
        description.map { .described(self, $0) } ?? self
    }

    // MARK: The schemas that recur

    static let uuid = Schema.string(StringRules(format: .uuid, length: 36...36))
    static let date = Schema.string(StringRules(format: .date, length: 10...10))
    static let dateTime = Schema.string(StringRules(format: .dateTime, length: 20...35))
    static let anyString = Schema.string(StringRules())
    static let binary = Schema.string(StringRules(format: .binary))
    static let anyInteger = Schema.integer(Int64.min...Int64.max)
    static let count = Schema.integer(0...Int64.max)

    /// Text of so many Unicode scalars.
    static func text(_ length: ClosedRange<Int>) -> Schema { .string(StringRules(length: length)) }
    static func oneOf(_ values: [String]) -> Schema { .string(StringRules(values: values)) }
    static func matching(
        _ expression: String,
        _ length: ClosedRange<Int>,
        _ test: @escaping @Sendable (String) -> Bool
    )
        -> Schema
    {
        .string(StringRules(length: length, pattern: Pattern(expression: expression, matches: test)))
    }
    /// Decimal digits, so many of them.
    static func digits(_ count: ClosedRange<Int>) -> Schema {
        .matching("^[0-9]{\(count.lowerBound),\(count.upperBound)}$", count) { text in
            text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        }
    }
}

extension Schema {
    /// The schema as it stands in the document; a component is a reference.
    var document: JSONValue {
        switch self {
        case .string(let rules):
            var object = JSONObject()
            object["type"] = "string"
            object["format"] = rules.format.map { .string($0.rawValue) }
            if !rules.values.isEmpty {
                object["enum"] = .array(rules.values.map { .string($0) })
            } else if rules.format == nil {
                object["minLength"] = rules.length.lowerBound > 0 ? .integer(Int64(rules.length.lowerBound)) : nil
                object["maxLength"] = .integer(Int64(rules.length.upperBound))
            }
            object["pattern"] = rules.pattern.map { .string($0.expression) }
            return .object(object)
        case .integer(let range):
            var object = JSONObject()
            object["type"] = "integer"
            object["minimum"] = range.lowerBound == .min ? nil : .integer(range.lowerBound)
            object["maximum"] = range.upperBound == .max ? nil : .integer(range.upperBound)
            return .object(object)
        case .number: return ["type": "number"]
        case .boolean: return ["type": "boolean"]
        case .array(let element, let maximum):
            var object = JSONObject()
            object["type"] = "array"
            object["items"] = element.document
            object["maxItems"] = maximum.map { .integer(Int64($0)) }
            return .object(object)
        case .object(let properties):
            var members = JSONObject()
            for property in properties { members[property.name] = property.schema.document }
            var object = JSONObject()
            object["type"] = "object"
            object["properties"] = .object(members)
            let required = properties.filter(\.isRequired).map { JSONValue.string($0.name) }
            object["required"] = required.isEmpty ? nil : .array(required)
            object["additionalProperties"] = false
            return .object(object)
        case .anyObject: return ["type": "object", "additionalProperties": true]
        case .anyOf(let schemas):
            return ["anyOf": .array(schemas.map(\.document))]
        case .nullable(let schema):
            return ["anyOf": [schema.document, ["type": "null"]]]
        case .named(let name, _):
            return ["$ref": .string("#/components/schemas/" + name)]
        case .described(let schema, let text):
            guard case .object(var object) = schema.document else { return schema.document }
            object["description"] = .string(text)
            return .object(object)
        }
    }

    /// Adds every component within to `components`.
    func collect(into components: inout [String: JSONValue]) {
        switch self {
        case .string, .integer, .number, .boolean, .anyObject: break
        case .array(let element, _): element.collect(into: &components)
        case .object(let properties):
            for property in properties { property.schema.collect(into: &components) }
        case .anyOf(let schemas):
            for schema in schemas { schema.collect(into: &components) }
        case .nullable(let schema), .described(let schema, _): schema.collect(into: &components)
        case .named(let name, let schema):
            guard components[name] == nil else { return }
            components[name] = schema.document
            schema.collect(into: &components)
        }
    }
}
