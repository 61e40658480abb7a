extension Bool: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .bool }

    package func encode(into buffer: inout [UInt8]) {
        buffer.append(self ? 1 : 0)
    }

    package init(postgres bytes: UnsafeRawBufferPointer, oid: UInt32) throws(DecodingFailure) {
        guard oid == PostgresType.bool.oid else { throw .typeMismatch }
        self = try bytes.integer(as: UInt8.self) != 0
    }
}

extension Int16: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .int2 }

    package func encode(into buffer: inout [UInt8]) {
        buffer.append(bigEndian: self)
    }

    package init(postgres bytes: UnsafeRawBufferPointer, oid: UInt32) throws(DecodingFailure) {
        guard oid == PostgresType.int2.oid else { throw .typeMismatch }
        self = try bytes.integer(as: Int16.self)
    }
}

/// Reads smallint too.
extension Int32: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .int4 }

    package func encode(into buffer: inout [UInt8]) {
        buffer.append(bigEndian: self)
    }

    package init(postgres bytes: UnsafeRawBufferPointer, oid: UInt32) throws(DecodingFailure) {
        switch oid {
        case PostgresType.int4.oid: self = try bytes.integer(as: Int32.self)
        case PostgresType.int2.oid: self = Int32(try bytes.integer(as: Int16.self))
        default: throw .typeMismatch
        }
    }
}

/// Written as bigint; reads every narrower integer type and oid too.
extension Int: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .int8 }

    package func encode(into buffer: inout [UInt8]) {
        buffer.append(bigEndian: Int64(self))
    }

    package init(postgres bytes: UnsafeRawBufferPointer, oid: UInt32) throws(DecodingFailure) {
        switch oid {
        case PostgresType.int8.oid: self = Int(try bytes.integer(as: Int64.self))
        case PostgresType.int4.oid: self = Int(try bytes.integer(as: Int32.self))
        case PostgresType.int2.oid: self = Int(try bytes.integer(as: Int16.self))
        case PostgresType.Readable.oid: self = Int(try bytes.integer(as: UInt32.self))
        default: throw .typeMismatch
        }
    }
}
