import Crypto
import Postgres

/// What a check saw in one book, in 32 bytes: equal where exactly the same rows were seen, in whatever order.
///
/// The sum of the rows' sha256, word by word: PostgreSQL promises no order of rows, and sorting them would cost more than
/// hashing. Rows are ours, so nobody looks for two sets of them with one sum.
struct FindingDigest: Equatable {
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    /// How many rows it is of.
    private(set) var count = 0

    static func == (left: FindingDigest, right: FindingDigest) -> Bool {
        left.words == right.words && left.count == right.count
    }

    /// Adds a row; `buffer` is room that is used again from row to row.
    mutating func add(_ row: FoundRow, using buffer: inout [UInt8]) {
        buffer.removeAll(keepingCapacity: true)
        // Each with its length before it, so that no two rows are written alike.
        Self.append(row.subject.utf8, to: &buffer)
        Self.append(row.subjectID.utf8, to: &buffer)
        Self.append(row.key.utf8, to: &buffer)
        Self.append(row.facts.bytes, to: &buffer)
        Self.append(row.shown.bytes, to: &buffer)
        let hash = SHA256.hash(data: buffer).withUnsafeBytes { bytes in
            let word = { UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self)) }
            return (word(0), word(8), word(16), word(24))
        }
        words = (words.0 &+ hash.0, words.1 &+ hash.1, words.2 &+ hash.2, words.3 &+ hash.3)
        count += 1
    }

    private static func append(_ bytes: some Collection<UInt8>, to buffer: inout [UInt8]) {
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: bytes.count).bigEndian) { buffer.append(contentsOf: $0) }
        buffer.append(contentsOf: bytes)
    }

    var bytes: [UInt8] {
        [words.0, words.1, words.2, words.3].flatMap { word in withUnsafeBytes(of: word.bigEndian) { Array($0) } }
    }
}

extension CheckReading {
    /// The digest of each book that was looked at, beside ``complete``.
    var digests: [FindingDigest] {
        var digests = Dictionary(complete.map { ($0, FindingDigest()) }, uniquingKeysWith: { first, _ in first })
        var buffer: [UInt8] = []
        for row in rows { digests[row.book]?.add(row, using: &buffer) }
        return complete.map { digests[$0] ?? FindingDigest() }
    }
}
