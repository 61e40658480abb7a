/// A JSON document as text, written as `jsonb`, read from `jsonb` or `json`; nothing here parses it.
package struct JSONB: Hashable, Sendable {
    /// The document in UTF-8; PostgreSQL refuses malformed text with 22P02.
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    package init(_ text: String) {
        bytes = Array(text.utf8)
    }

    package var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension JSONB: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .jsonb }

    /// The version of the binary form (PostgreSQL's `jsonb_recv`), the only one there is.
    private static let version: UInt8 = 1

    package func encode(into buffer: inout [UInt8]) {
        buffer.append(Self.version)
        buffer.append(contentsOf: bytes)
    }

    package init(postgres bytes: UnsafeRawBufferPointer, oid: UInt32) throws(DecodingFailure) {
        switch oid {
        case PostgresType.jsonb.oid:
            guard bytes.first == Self.version else { throw .malformed }
            self.init(bytes: Array(bytes.dropFirst()))
        case PostgresType.Readable.json:
            self.init(bytes: Array(bytes))
        default:
            throw .typeMismatch
        }
    }
}
