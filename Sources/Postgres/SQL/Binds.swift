/// The encoded values of one statement: one buffer, and where each value lies in it.
///
/// A value per array would cost an allocation per value; a statement has one in all.
package struct Binds: Sendable, Hashable {
    struct Entry: Hashable {
        var oid: UInt32
        var offset: Int
        /// The number of bytes, -1 for NULL.
        var length: Int
        /// Where the `$n` for it begins in the statement's text, in UTF-8 units.
        var mark: Int
    }

    private(set) var bytes: [UInt8] = []
    private(set) var entries: [Entry] = []

    package init() {}

    package var count: Int { entries.count }
    package var isEmpty: Bool { entries.isEmpty }

    /// The type numbers of the values, in order.
    package var types: [UInt32] { entries.map(\.oid) }

    /// The same types, all NULL.
    var withoutValues: Binds {
        var copy = Binds()
        copy.entries = entries.map { Entry(oid: $0.oid, offset: 0, length: -1, mark: $0.mark) }
        return copy
    }

    func hasSameTypes(as other: Binds) -> Bool {
        entries.elementsEqual(other.entries) { $0.oid == $1.oid }
    }

    /// The encoded value at `index`, nil for NULL.
    package subscript(index: Int) -> [UInt8]? {
        let entry = entries[index]
        return entry.length < 0 ? nil : Array(bytes[entry.offset..<(entry.offset + entry.length)])
    }

    /// Encodes a value whose `$n` begins at `mark`.
    mutating func append<Value: PostgresEncodable>(_ value: Value, mark: Int) {
        let offset = bytes.count
        value.encode(into: &bytes)
        entries.append(
            Entry(oid: Value.postgresType.oid, offset: offset, length: bytes.count - offset, mark: mark)
        )
    }

    /// Adds a NULL of a type.
    mutating func appendNull(of type: PostgresType, mark: Int) {
        entries.append(Entry(oid: type.oid, offset: bytes.count, length: -1, mark: mark))
    }

    /// Takes over another statement's values, whose `$n` begin at `marks`.
    mutating func append(contentsOf other: Binds, marks: [Int]) {
        let shift = bytes.count
        bytes += other.bytes
        for (entry, mark) in zip(other.entries, marks) {
            entries.append(Entry(oid: entry.oid, offset: entry.offset + shift, length: entry.length, mark: mark))
        }
    }
}
