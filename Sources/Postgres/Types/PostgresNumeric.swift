/// A `numeric` as the decimal text that PostgreSQL shows for it, scale included: `"12.50"`, `"-0.001"`, `"NaN"`.
///
/// Nothing here calculates: sums belong into SQL, and a `Double` would change the value.
package struct PostgresNumeric: Hashable, Sendable {
    package let text: String

    /// Nil unless `text` is a plain decimal (sign, digits, fraction; no exponent), `NaN`, `Infinity` or `-Infinity`
    /// that the type can hold: 131,072 digits before the point, 16,383 after it.
    package init?(_ text: String) {
        guard let parsed = NumericDigits(text) else { return nil }
        self.text = parsed.text
    }

    package init(_ value: Int) {
        text = String(value)
    }
}

extension PostgresNumeric: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .numeric }

    package func encode(into buffer: inout [UInt8]) {
        // The only ways in have checked the text.
        (NumericDigits(text) ?? .nan).encode(into: &buffer)
    }

    package init(postgres bytes: UnsafeRawBufferPointer, oid: UInt32) throws(DecodingFailure) {
        guard oid == PostgresType.numeric.oid else { throw .typeMismatch }
        text = try NumericDigits(wire: bytes).text
    }
}

/// The wire form of a numeric: digits to the base 10,000, the power of the first one, sign, and decimals to show
/// (PostgreSQL's `numeric_recv`).
private struct NumericDigits {
    var digits: [Int16] = []
    /// The first digit is worth 10,000 to this power.
    var weight = 0
    var sign: UInt16 = 0
    var scale = 0

    static let negative: UInt16 = 0x4000
    static let nanSign: UInt16 = 0xC000
    static let infinitySign: UInt16 = 0xD000
    static let negativeInfinitySign: UInt16 = 0xF000
    static let nan = NumericDigits(sign: nanSign)
    static let maximumScale = 16_383
    static let maximumWhole = 131_072

    init(sign: UInt16) {
        self.sign = sign
    }

    init?(_ text: String) {
        switch text {
        case "NaN": sign = Self.nanSign
        case "Infinity": sign = Self.infinitySign
        case "-Infinity": sign = Self.negativeInfinitySign
        default:
            var body = Substring(text)
            if body.first == "-" || body.first == "+" {
                sign = body.removeFirst() == "-" ? Self.negative : 0
            }
            let parts = body.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            guard
                (1...2).contains(parts.count), let wholePart = parts.first, let fractionPart = parts.last,
                parts.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } }),
                parts.contains(where: { !$0.isEmpty })
            else { return nil }
            let whole = Array(wholePart.drop { $0 == 0x30 })
            let fraction = parts.count == 2 ? Array(fractionPart) : []
            guard whole.count <= Self.maximumWhole, fraction.count <= Self.maximumScale else { return nil }
            scale = fraction.count
            // Groups of four around the point: zeros in front of the whole part, after the fraction.
            let padded =
                Array(repeating: UInt8(0x30), count: (4 - whole.count % 4) % 4) + whole + fraction
                + Array(repeating: UInt8(0x30), count: (4 - fraction.count % 4) % 4)
            weight = (whole.count + 3) / 4 - 1
            digits = stride(from: 0, to: padded.count, by: 4).map { start in
                padded[start..<(start + 4)].reduce(0) { $0 * 10 + Int16($1 - 0x30) }
            }
            while digits.first == 0 {
                digits.removeFirst()
                weight -= 1
            }
            while digits.last == 0 { digits.removeLast() }
            if digits.isEmpty {
                sign = 0
                weight = 0
            }
        }
    }

    init(wire bytes: UnsafeRawBufferPointer) throws(DecodingFailure) {
        let count = Int(try bytes.integer(as: Int16.self))
        weight = Int(try bytes.integer(at: 2, as: Int16.self))
        sign = try bytes.integer(at: 4, as: UInt16.self)
        scale = Int(try bytes.integer(at: 6, as: UInt16.self))
        digits.reserveCapacity(max(count, 0))
        for index in 0..<max(count, 0) {
            digits.append(try bytes.integer(at: 8 + 2 * index, as: Int16.self))
        }
    }

    func encode(into buffer: inout [UInt8]) {
        buffer.append(bigEndian: Int16(digits.count))
        buffer.append(bigEndian: Int16(weight))
        buffer.append(bigEndian: sign)
        buffer.append(bigEndian: UInt16(scale))
        for digit in digits { buffer.append(bigEndian: digit) }
    }

    var text: String {
        switch sign {
        case Self.nanSign: return "NaN"
        case Self.infinitySign: return "Infinity"
        case Self.negativeInfinitySign: return "-Infinity"
        default: break
        }
        var text = sign == Self.negative ? "-" : ""
        if weight < 0 {
            text += "0"
        } else {
            for power in 0...weight {
                let group = String(power < digits.count ? digits[power] : 0)
                text += power == 0 ? group : String(repeating: "0", count: 4 - group.count) + group
            }
        }
        guard scale > 0 else { return text }
        var fraction = ""
        // Digits that lie wholly between the point and the first digit are zeros.
        var position = -1
        while fraction.utf8.count < scale {
            let index = weight - position
            let group = String(index >= 0 && index < digits.count ? digits[index] : 0)
            fraction += String(repeating: "0", count: 4 - group.count) + group
            position -= 1
        }
        return text + "." + fraction.prefix(scale)
    }
}
