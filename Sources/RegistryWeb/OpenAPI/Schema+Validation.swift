import FoundationEssentials
import Registry

extension Schema {
    /// What in `value` breaks the schema: every fault, each with its field ("members.2.relation").
    func faults(in value: JSONValue, at field: String = "") -> [FieldError] {
        switch (self, value) {
        case (.described(let schema, _), _), (.named(_, let schema), _):
            return schema.faults(in: value, at: field)
        case (.nullable(let schema), _):
            return value == .null ? [] : schema.faults(in: value, at: field)
        case (.anyOf(let schemas), _):
            // The first one's faults stand for all.
            let faults = schemas.map { $0.faults(in: value, at: field) }
            return faults.contains([]) ? [] : faults.first ?? []
        case (.string(let rules), .string(let text)):
            return rules.fault(in: text, at: field).map { [$0] } ?? []
        case (.integer(let range), .integer(let number)):
            guard range.contains(number) else { return [.outOfRange(field, range)] }
            return []
        case (.number, .integer), (.number, .number), (.boolean, .bool), (.anyObject, .object):
            return []
        case (.array(let element, let maximum), .array(let values)):
            if let maximum, values.count > maximum { return [.tooMany(field, maximum)] }
            return values.enumerated().flatMap { element.faults(in: $1, at: Self.path(field, "\($0)")) }
        case (.object(let properties), .object(let object)):
            return Self.faults(in: object, of: properties, at: field)
        default:
            return [.wrongType(field, expected: typeName)]
        }
    }

    private static func faults(in object: JSONObject, of properties: [Property], at field: String) -> [FieldError] {
        var faults: [FieldError] = []
        for property in properties {
            if let value = object[property.name] {
                faults += property.schema.faults(in: value, at: path(field, property.name))
            } else if property.isRequired {
                faults.append(.missing(path(field, property.name)))
            }
        }
        for member in object.members where !properties.contains(where: { $0.name == member.name }) {
            faults.append(.unknown(path(field, member.name)))
        }
        return faults
    }

    private static func path(_ field: String, _ name: String) -> String {
        // A name of the caller's own is shown shortened and only as far as it may be a name.
        let shown = name.unicodeScalars.prefix(60).map { scalar in
            scalar.isASCII && scalar.value >= 0x20 && scalar.value != 0x7f ? Character(scalar) : "?"
        }
        return field.isEmpty ? String(shown) : field + "." + String(shown)
    }

    private var typeName: (en: String, vi: String) {
        switch self {
        case .string: ("a string", "một chuỗi")
        case .integer: ("an integer", "một số nguyên")
        case .number: ("a number", "một số")
        case .boolean: ("true or false", "true hoặc false")
        case .array: ("an array", "một mảng")
        case .object, .anyObject: ("an object", "một đối tượng")
        case .anyOf(let schemas): schemas.first?.typeName ?? ("a value", "một giá trị")
        case .nullable(let schema), .named(_, let schema), .described(let schema, _): schema.typeName
        }
    }
}

extension Schema.StringRules {
    fileprivate func fault(in text: String, at field: String) -> FieldError? {
        if !values.isEmpty {
            return values.contains(text) ? nil : .notOneOf(field, values)
        }
        // PostgreSQL's text cannot hold it.
        if text.utf8.contains(0) { return .wrongForm(field, "text without U+0000") }
        let scalars = text.unicodeScalars.count
        if scalars > length.upperBound { return .tooLong(field, length.upperBound) }
        if scalars < length.lowerBound { return .tooShort(field, length.lowerBound) }
        if let pattern, !pattern.matches(text) { return .wrongForm(field, pattern.expression) }
        switch format {
        case .uuid: return UUID(uuidString: text) == nil ? .wrongForm(field, "uuid") : nil
        case .date: return Self.isDate(text) ? nil : .wrongForm(field, "date (2024-10-31)")
        case .dateTime:
            return Self.isDateTime(text) ? nil : .wrongForm(field, "date-time (2024-10-31T07:30:00Z)")
        case .uri, .uriReference, .binary, nil: return nil
        }
    }

    /// RFC 3339's date-time, in whole seconds and on a clock that has them; Foundation also takes 12:99.
    static func isDateTime(_ text: String) -> Bool {
        guard (try? Date(text, strategy: .iso8601)) != nil else { return false }
        let parts = text.split(separator: "T", maxSplits: 1)
        guard parts.count == 2, isDate(String(parts[0])) else { return false }
        let clock = parts[1].prefix { $0 != "Z" && $0 != "+" && $0 != "-" }
        let zone = parts[1].dropFirst(clock.count)
        return isClock(clock, parts: 3) && (zone == "Z" || isClock(zone.dropFirst(), parts: 2))
    }

    private static func isClock(_ text: Substring, parts: Int) -> Bool {
        let numbers = text.split(separator: ":", omittingEmptySubsequences: false)
        guard numbers.count == parts, numbers.allSatisfy({ $0.utf8.count == 2 }) else { return false }
        return zip(numbers, [24, 60, 60]).allSatisfy { number, limit in
            Int(number).map { (0..<limit).contains($0) } ?? false
        }
    }

    /// RFC 3339's full-date, on a day that exists.
    static func isDate(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2],
            parts.allSatisfy({ $0.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }),
            let year = Int(String(decoding: parts[0], as: UTF8.self)),
            let month = Int(String(decoding: parts[1], as: UTF8.self)),
            let day = Int(String(decoding: parts[2], as: UTF8.self)),
            year >= 1, (1...12).contains(month)
        else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...days[month - 1]).contains(day)
    }
}
