/// What can be an element of an array that is bound or read.
///
/// `Array` can conform to ``PostgresEncodable`` in one way only, so the element decides what the array is: `[UInt8]` is
/// one `bytea`, `[T]` and `[T?]` are arrays of `T`.
package protocol PostgresArrayElement {
    static var arrayType: PostgresType { get }
    static func encode(_ array: [Self], into buffer: inout [UInt8])
    static func decode(_ bytes: UnsafeRawBufferPointer, oid: UInt32) throws(DecodingFailure) -> [Self]
}

extension Array: PostgresEncodable, PostgresDecodable where Element: PostgresArrayElement {
    package static var postgresType: PostgresType { Element.arrayType }

    package func encode(into buffer: inout [UInt8]) {
        Element.encode(self, into: &buffer)
    }

    package init(postgres bytes: UnsafeRawBufferPointer, oid: UInt32) throws(DecodingFailure) {
        self = try Element.decode(bytes, oid: oid)
    }
}

/// A byte string.
extension UInt8: PostgresArrayElement {
    package static var arrayType: PostgresType { .bytea }

    package static func encode(_ array: [UInt8], into buffer: inout [UInt8]) {
        buffer.append(contentsOf: array)
    }

    package static func decode(_ bytes: UnsafeRawBufferPointer, oid: UInt32) throws(DecodingFailure) -> [UInt8] {
        guard oid == PostgresType.bytea.oid else { throw .typeMismatch }
        return Array(bytes)
    }
}

/// A type with arrays on the server; its conformance to ``PostgresArrayElement`` comes with it.
package protocol PostgresScalar: PostgresEncodable, PostgresDecodable, PostgresArrayElement {}

extension PostgresScalar {
    package static var arrayType: PostgresType { postgresType.array }

    package static func encode(_ array: [Self], into buffer: inout [UInt8]) {
        ArrayFormat.encode(array.lazy.map { $0 as Self? }, count: array.count, hasNull: false, into: &buffer)
    }

    package static func decode(_ bytes: UnsafeRawBufferPointer, oid: UInt32) throws(DecodingFailure) -> [Self] {
        var array: [Self] = []
        try ArrayFormat.forEach(of: Self.self, in: bytes, oid: oid) { (element: Self?) throws(DecodingFailure) in
            guard let element else { throw .null }
            array.append(element)
        }
        return array
    }
}

/// An array whose elements may be NULL.
extension Optional: PostgresArrayElement where Wrapped: PostgresScalar {
    package static var arrayType: PostgresType { Wrapped.arrayType }

    package static func encode(_ array: [Wrapped?], into buffer: inout [UInt8]) {
        ArrayFormat.encode(array, count: array.count, hasNull: array.contains { $0 == nil }, into: &buffer)
    }

    package static func decode(_ bytes: UnsafeRawBufferPointer, oid: UInt32) throws(DecodingFailure) -> [Wrapped?] {
        var array: [Wrapped?] = []
        try ArrayFormat.forEach(of: Wrapped.self, in: bytes, oid: oid) { element in array.append(element) }
        return array
    }
}

extension Bool: PostgresScalar {}
extension Int16: PostgresScalar {}
extension Int32: PostgresScalar {}
extension Int: PostgresScalar {}
extension Double: PostgresScalar {}
extension String: PostgresScalar {}
extension PostgresDate: PostgresScalar {}
extension PostgresTimestamp: PostgresScalar {}
extension PostgresNumeric: PostgresScalar {}
extension JSONB: PostgresScalar {}
extension PostgresRange: PostgresScalar {}
/// An array of byte strings.
extension Array: PostgresArrayElement, PostgresScalar where Element == UInt8 {}

/// The binary form of one-dimensional arrays (PostgreSQL's `array_recv`): dimensions, whether a NULL is among the
/// elements, element type, then length and lower bound of the dimension, then each element with its length.
enum ArrayFormat {
    static func encode<Element: PostgresScalar>(
        _ elements: some Sequence<Element?>,
        count: Int,
        hasNull: Bool,
        into buffer: inout [UInt8]
    ) {
        buffer.append(bigEndian: Int32(count == 0 ? 0 : 1))
        buffer.append(bigEndian: Int32(hasNull ? 1 : 0))
        buffer.append(bigEndian: Element.postgresType.oid)
        guard count > 0 else { return }
        buffer.append(bigEndian: Int32(truncatingIfNeeded: count))
        buffer.append(bigEndian: Int32(1))
        for element in elements {
            guard let element else {
                buffer.append(bigEndian: Int32(-1))
                continue
            }
            buffer.appendWithLength { element.encode(into: &$0) }
        }
    }

    /// Calls `body` with each element; arrays of more than one dimension are out of range.
    static func forEach<Element: PostgresScalar>(
        of type: Element.Type,
        in bytes: UnsafeRawBufferPointer,
        oid: UInt32,
        _ body: (Element?) throws(DecodingFailure) -> Void
    ) throws(DecodingFailure) {
        guard
            oid == Element.postgresType.arrayOID || oid >= PostgresType.Readable.firstCustom
                || PostgresType.Readable.arrays.contains(oid)
        else { throw .typeMismatch }
        let dimensions = try bytes.integer(as: Int32.self)
        let elementOID = try bytes.integer(at: 8, as: UInt32.self)
        guard dimensions != 0 else { return }
        guard dimensions == 1 else { throw .outOfRange }
        let count = try bytes.integer(at: 12, as: Int32.self)
        var offset = 20
        for _ in 0..<max(count, 0) {
            let length = Int(try bytes.integer(at: offset, as: Int32.self))
            offset += 4
            guard length >= 0 else {
                try body(nil)
                continue
            }
            guard offset + length <= bytes.count else { throw .malformed }
            let part = UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + length)])
            try body(try Element(postgres: part, oid: elementOID))
            offset += length
        }
    }
}
