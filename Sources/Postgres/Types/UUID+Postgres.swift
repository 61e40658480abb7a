package import FoundationEssentials

extension UUID: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .uuid }

    package func encode(into buffer: inout [UInt8]) {
        withUnsafeBytes(of: uuid) { buffer.append(contentsOf: $0) }
    }

    package init(postgres bytes: UnsafeRawBufferPointer, oid: UInt32) throws(DecodingFailure) {
        guard oid == PostgresType.uuid.oid else { throw .typeMismatch }
        guard bytes.count == 16 else { throw .malformed }
        self.init(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
}

extension UUID: PostgresScalar {}
