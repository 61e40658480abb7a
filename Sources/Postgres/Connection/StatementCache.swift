/// The statements prepared on one connection, at most `capacity`, the least recently used leaving first.
struct StatementCache {
    /// Text alone does not tell statements apart: the same text with other parameter types is prepared anew.
    struct Key: Hashable {
        let text: String
        /// Only their types count.
        let binds: Binds

        static func == (left: Key, right: Key) -> Bool {
            left.text == right.text && left.binds.hasSameTypes(as: right.binds)
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(Self.mixed(text))
        }

        /// The text in one number, eight bytes at a time.
        ///
        /// It is looked up for every statement sent. That somebody might choose texts that meet in one bucket, which is what
        /// Swift's own hashing of a string is for, cannot be: statements are the program's own.
        private static func mixed(_ text: String) -> UInt64 {
            let sum = text.utf8.withContiguousStorageIfAvailable { bytes in
                let bytes = UnsafeRawBufferPointer(bytes)
                var sum = UInt64(truncatingIfNeeded: bytes.count)
                var offset = 0
                while offset + 8 <= bytes.count {
                    sum = (sum ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* 0x9e37_79b9_7f4a_7c15
                    sum ^= sum >> 32
                    offset += 8
                }
                for byte in bytes[offset...] { sum = (sum ^ UInt64(byte)) &* 0x9e37_79b9_7f4a_7c15 }
                return sum
            }
            return sum ?? UInt64(truncatingIfNeeded: text.hashValue)
        }
    }

    /// One prepared statement; its layout is known after it was first executed.
    final class Statement {
        let key: Key
        let name: String
        var layout: ColumnLayout?
        fileprivate(set) var isPrepared = false
        fileprivate(set) var lastUse: UInt64 = 0

        init(key: Key, name: String) {
            self.key = key
            self.name = name
        }
    }

    private let capacity: Int
    private var statements: [Key: Statement] = [:]
    private var uses: UInt64 = 0
    private var names: UInt64 = 0
    /// Names that left the cache and are still prepared on the server.
    private(set) var evicted: [String] = []

    init(capacity: Int) {
        self.capacity = max(capacity, 1)
    }

    var count: Int { statements.count }

    /// The statement for `key`, and whether it must be prepared first.
    mutating func statement(for key: Key) -> (statement: Statement, isNew: Bool) {
        uses += 1
        if let known = statements[key] {
            known.lastUse = uses
            return (known, false)
        }
        if statements.count >= capacity, let oldest = statements.values.min(by: { $0.lastUse < $1.lastUse }) {
            statements[oldest.key] = nil
            if oldest.isPrepared { evicted.append(oldest.name) }
        }
        names += 1
        // The values themselves must not live as long as the cache.
        let key = Key(text: key.text, binds: key.binds.withoutValues)
        let statement = Statement(key: key, name: "s\(names)")
        statement.lastUse = uses
        statements[key] = statement
        return (statement, true)
    }

    /// The server has prepared a statement, which may have left the cache meanwhile.
    mutating func prepared(_ statement: Statement) {
        statement.isPrepared = true
        if statements[statement.key] !== statement { evicted.append(statement.name) }
    }

    /// Forgets a statement that could not be prepared or no longer fits the schema.
    mutating func forget(_ statement: Statement) {
        guard statements[statement.key] === statement else { return }
        statements[statement.key] = nil
        if statement.isPrepared { evicted.append(statement.name) }
    }

    /// Hands out the names to be deallocated.
    mutating func takeEvicted() -> [String] {
        defer { evicted = [] }
        return evicted
    }

    /// A deallocation did not take place, because the segment failed before it.
    mutating func returnEvicted(_ name: String) {
        evicted.append(name)
    }
}
