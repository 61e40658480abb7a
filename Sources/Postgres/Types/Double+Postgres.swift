/// Reads real too.
extension Double: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .float8 }

    package func encode(into buffer: inout [UInt8]) {
        buffer.append(bigEndian: bitPattern)
    }

    package init(postgres bytes: UnsafeRawBufferPointer, oid: UInt32) throws(DecodingFailure) {
        switch oid {
        case PostgresType.float8.oid: self.init(bitPattern: try bytes.integer(as: UInt64.self))
        case PostgresType.Readable.float4: self.init(Float(bitPattern: try bytes.integer(as: UInt32.self)))
        default: throw .typeMismatch
        }
    }
}
