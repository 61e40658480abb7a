/// The encoded values of one statement: one buffer, and where each value lies in it.
///
/// A value per array would cost an allocation per value; a statement has one in all.
package struct Binds: Sendable, Hashable {
    struct Entry: Hashable {
        var oid: UInt32
        var offset: Int
        /// The number of bytes, -1 for NULL.
        var length: Int
    }

    private(set) var bytes: [UInt8] = []
    private(set) var entries: [Entry] = []

    package init() {}

    package var count: Int { entries.count }
    package var isEmpty: Bool { entries.isEmpty }

    /// The type numbers of the values, in order.
    package var types: [UInt32] { entries.map(\.oid) }

    /// The encoded value at `index`, nil for NULL.
    package subscript(index: Int) -> [UInt8]? {
        let entry = entries[index]
        return entry.length < 0 ? nil : Array(bytes[entry.offset..<(entry.offset + entry.length)])
    }

    mutating func append<Value: PostgresEncodable>(_ value: Value?) {
        let offset = bytes.count
        guard let value else {
            entries.append(Entry(oid: Value.postgresType.oid, offset: offset, length: -1))
            return
        }
        value.encode(into: &bytes)
        entries.append(Entry(oid: Value.postgresType.oid, offset: offset, length: bytes.count - offset))
    }

    mutating func append(contentsOf other: Binds) {
        let shift = bytes.count
        bytes += other.bytes
        for entry in other.entries {
            entries.append(Entry(oid: entry.oid, offset: entry.offset + shift, length: entry.length))
        }
    }
}
