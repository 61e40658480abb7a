/// Why a text is not a JSON text that is accepted here.
package enum JSONTextError: Error, Hashable, Sendable {
    case notUTF8
    /// Not JSON (RFC 8259) at this byte.
    case syntax(at: Int)
    case tooDeep
    /// A name that occurs twice in one object: readers disagree about which one counts (RFC 8259, section 4).
    case duplicateName(String)
    /// U+0000, which PostgreSQL's text cannot hold.
    case nulCharacter
    /// Half of a surrogate pair, which is no character.
    case loneSurrogate
    /// A number beyond what a double holds.
    case numberTooLarge
}

/// A strict reader of JSON texts: depth is checked before anything is built, no name may come twice.
package struct JSONParser {
    /// Arrays and objects inside one another.
    package static let maximumDepth = 32

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    /// Reads one JSON text that fills `bytes`.
    ///
    /// - Throws: ``JSONTextError``.
    package static func parse(_ bytes: [UInt8]) throws(JSONTextError) -> JSONValue {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
        var parser = JSONParser(bytes: bytes)
        try parser.checkDepth()
        let value = try parser.value()
        parser.skipSpace()
        guard parser.position == bytes.count else { throw parser.unexpected }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var unexpected: JSONTextError { .syntax(at: position) }

    /// One pass over brackets outside strings, so that ten thousand of them cost no stack.
    private func checkDepth() throws(JSONTextError) {
        var open = 0
        var inString = false
        var escaped = false
        for byte in bytes {
            if inString {
                if escaped {
                    escaped = false
                } else if byte == UInt8(ascii: "\\") {
                    escaped = true
                } else if byte == UInt8(ascii: "\"") {
                    inString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): inString = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                open += 1
                guard open <= Self.maximumDepth else { throw .tooDeep }
            case UInt8(ascii: "]"), UInt8(ascii: "}"): open -= 1
            default: break
            }
        }
    }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[position]) { position += 1 }
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        return true
    }

    private mutating func value() throws(JSONTextError) -> JSONValue {
        skipSpace()
        switch current {
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"):
            try word("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try word("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try word("null")
            return .null
        default: return try number()
        }
    }

    private mutating func word(_ expected: StaticString) throws(JSONTextError) {
        for byte in UnsafeBufferPointer(start: expected.utf8Start, count: expected.utf8CodeUnitCount) {
            guard take(byte) else { throw unexpected }
        }
    }

    private mutating func object() throws(JSONTextError) -> JSONObject {
        position += 1
        var object = JSONObject()
        var names: Set<String> = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return object }
        repeat {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw unexpected }
            let name = try string()
            guard names.insert(name).inserted else { throw .duplicateName(name) }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw unexpected }
            object.append(name, try value())
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw unexpected }
        return object
    }

    private mutating func array() throws(JSONTextError) -> [JSONValue] {
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return elements }
        repeat {
            elements.append(try value())
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw unexpected }
        return elements
    }

    private mutating func string() throws(JSONTextError) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = current {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                try escape(into: &text)
            case 0..<0x20:
                position -= 1
                throw byte == 0 ? .nulCharacter : unexpected
            default:
                text.append(byte)
            }
        }
        throw unexpected
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONTextError) {
        guard let byte = current else { throw unexpected }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            let first = try codeUnit()
            var unit = UInt32(first)
            if UTF16.isLeadSurrogate(first) {
                guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw .loneSurrogate }
                let second = try codeUnit()
                guard UTF16.isTrailSurrogate(second) else { throw .loneSurrogate }
                unit = 0x1_0000 + ((UInt32(first) & 0x3ff) << 10 | UInt32(second) & 0x3ff)
            }
            guard unit != 0 else { throw .nulCharacter }
            guard let scalar = Unicode.Scalar(unit) else { throw .loneSurrogate }
            text += String(Character(scalar)).utf8
        default:
            position -= 1
            throw unexpected
        }
    }

    private mutating func codeUnit() throws(JSONTextError) -> UInt16 {
        guard position + 4 <= bytes.count else { throw unexpected }
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else { throw unexpected }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }

    private mutating func number() throws(JSONTextError) -> JSONValue {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        var isInteger = true
        if take(UInt8(ascii: ".")) {
            isInteger = false
            try digits()
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isInteger = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger, let integer = Int64(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else { throw .numberTooLarge }
        // "50.0" and "5e1" are the integer 50 (JSON Schema, 4.2.3).
        return Int64(exactly: number).map { .integer($0) } ?? .number(number)
    }

    private mutating func digits() throws(JSONTextError) {
        let start = position
        while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw unexpected }
    }
}
