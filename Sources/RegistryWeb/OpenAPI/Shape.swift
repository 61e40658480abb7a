import FoundationEssentials

/// How a value of the registry stands in JSON: its schema and its encoding, said once so that they cannot differ.
///
/// Shapes are apart from the domain's types: the API does not change because a struct did.
package struct Shape<Value>: Sendable {
    package let schema: Schema
    package let encode: @Sendable (Value) -> JSONValue

    init(_ schema: Schema, _ encode: @escaping @Sendable (Value) -> JSONValue) {
        self.schema = schema
        self.encode = encode
    }

    /// An object that stands in the document under `name`.
    init(_ name: String, _ fields: [Field]) {
        self.init(name, nil, fields)
    }

    /// The same with a word on what it is.
    init(_ name: String, _ description: String?, _ fields: [Field]) {
        let properties = fields.map { Schema.Property.required($0.name, $0.schema) }
        schema = .named(name, .object(properties).described(description))
        encode = { value in
            var object = JSONObject()
            for field in fields { object.append(field.name, field.encode(value)) }
            return .object(object)
        }
    }

    /// One property: always present, null where there is nothing.
    struct Field: Sendable {
        let name: String
        let schema: Schema
        let encode: @Sendable (Value) -> JSONValue

        init<Property>(
            _ name: String,
            _ shape: Shape<Property>,
            _ description: String? = nil,
            _ property: @escaping @Sendable (Value) -> Property
        ) {
            self.name = name
            schema = shape.schema.described(description)
            encode = { shape.encode(property($0)) }
        }
    }

    /// The value or null.
    var nullable: Shape<Value?> {
        Shape<Value?>(.nullable(schema)) { [encode] in $0.map(encode) ?? .null }
    }

    /// An array of values.
    var list: Shape<[Value]> {
        Shape<[Value]>(.array(of: schema, maximum: nil)) { [encode] in .array($0.map(encode)) }
    }
}

extension Shape where Value == String {
    static let string = Shape(.anyString) { .string($0) }

    static func oneOf(_ values: [String]) -> Shape { Shape(.oneOf(values)) { .string($0) } }
}

extension Shape where Value == Bool {
    static let bool = Shape(.boolean) { .bool($0) }
}

extension Shape where Value == Double {
    static let number = Shape(.number) { .number($0) }
}

extension Shape where Value: BinaryInteger & SendableMetatype {
    static var integer: Shape { Shape(.anyInteger) { .integer(Int64($0)) } }
    static var count: Shape { Shape(.count) { .integer(Int64($0)) } }
}

extension Shape where Value == UUID {
    static let uuid = Shape(.uuid) { .string($0.uuidString.lowercased()) }
}

extension Shape where Value == Date {
    /// UTC, to the second.
    static let dateTime = Shape(.dateTime) { .string($0.formatted(.iso8601)) }
}
