/// A value that can be bound or written by COPY, in PostgreSQL's binary format.
///
/// NULL is not a value: it is bound as a nil `Optional`.
package protocol PostgresEncodable {
    static var postgresType: PostgresType { get }

    /// Appends the value's binary form, without its length.
    func encode(into buffer: inout [UInt8])
}

/// A value that can be read from a column in PostgreSQL's binary format.
package protocol PostgresDecodable {
    /// What errors call the type wanted.
    static var postgresType: PostgresType { get }

    /// Reads the value of a column of type `oid`.
    ///
    /// - Parameters:
    ///   - bytes: The value as the server sent it; valid during the call only.
    ///   - oid: The column's type number.
    /// - Throws: ``DecodingFailure`` when the type is another one or the bytes are not a value of it.
    init(postgres bytes: UnsafeRawBufferPointer, oid: UInt32) throws(DecodingFailure)
}

package typealias PostgresCodable = PostgresEncodable & PostgresDecodable

/// Why a value could not be read, without the value; ``RowDecodingError`` adds where.
package enum DecodingFailure: Error, Hashable, Sendable {
    /// The column has another type than the one wanted.
    case typeMismatch
    /// The bytes are not what the column's type promises.
    case malformed
    /// The value is one that the Swift type cannot hold.
    case outOfRange
    /// NULL where a value was wanted.
    case null
    case noSuchColumn
}

extension UnsafeRawBufferPointer {
    /// The big-endian integer at `offset`, as everything on PostgreSQL's wire.
    func integer<Value: FixedWidthInteger>(at offset: Int = 0, as type: Value.Type) throws(DecodingFailure) -> Value {
        guard offset >= 0, offset + MemoryLayout<Value>.size <= count else { throw .malformed }
        return Value(bigEndian: loadUnaligned(fromByteOffset: offset, as: Value.self))
    }
}

extension [UInt8] {
    /// Appends an integer in big-endian order.
    mutating func append<Value: FixedWidthInteger>(bigEndian value: Value) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    /// Appends what `body` appends, with its length as an `Int32` before it.
    mutating func appendWithLength(_ body: (inout [UInt8]) -> Void) {
        let start = count
        append(bigEndian: Int32(0))
        body(&self)
        let length = Int32(truncatingIfNeeded: count - start - 4)
        Swift.withUnsafeBytes(of: length.bigEndian) { source in
            for (index, byte) in source.enumerated() { self[start + index] = byte }
        }
    }
}

extension [UInt8] {
    /// `withUnsafeBytes` that keeps the type of the error, which the standard library's does not yet.
    func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let result: Swift.Result<Result, Failure> = withUnsafeBytes { bytes in
            do throws(Failure) {
                return .success(try body(bytes))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
