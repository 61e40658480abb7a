/// Written as text, never as `unknown`: a wrong type is an error of ours, not a guess of the server's.
///
/// Reads every type whose binary form is its text: varchar, char(n), name, json, xml, and types made in the database
/// such as enums. A NUL character cannot be stored by PostgreSQL, which answers 22021.
extension String: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .text }

    package func encode(into buffer: inout [UInt8]) {
        buffer.append(contentsOf: utf8)
    }

    package init(postgres bytes: UnsafeRawBufferPointer, oid: UInt32) throws(DecodingFailure) {
        guard
            oid == PostgresType.text.oid || oid >= PostgresType.Readable.firstCustom
                || PostgresType.Readable.textual.contains(oid)
        else { throw .typeMismatch }
        // Not `String(validating:as:)`, which looks its generic metadata up anew for each value.
        guard let text = try? UTF8Span(validating: bytes.assumingMemoryBound(to: UInt8.self).span) else {
            throw .malformed
        }
        self.init(copying: text)
    }
}
