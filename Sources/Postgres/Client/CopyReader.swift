/// The data of a COPY … TO STDOUT, in pieces of about 64 KiB, each of whole rows in text and CSV format.
///
/// It can be read once. While the loop's body runs nothing more is read from the server.
package struct CopyReader: AsyncSequence, Sendable {
    package typealias Element = [UInt8]
    package typealias Failure = PostgresError

    let source: CopySource

    package func makeAsyncIterator() -> Iterator {
        Iterator(source: source)
    }

    package struct Iterator: AsyncIteratorProtocol {
        let source: CopySource

        package mutating func next(isolation actor: isolated (any Actor)?) async throws(PostgresError) -> [UInt8]? {
            try await source.next()
        }

        package mutating func next() async throws(PostgresError) -> [UInt8]? {
            try await source.next()
        }
    }

    /// The rows of a COPY in binary format.
    package var rows: CopyRowSequence { CopyRowSequence(pieces: self) }
}

/// Where COPY data come from.
///
/// `@unchecked Sendable`: it is lent to one closure, whose task alone reads.
final class CopySource: @unchecked Sendable {
    private let connection: Connection
    private let deadline: Moment
    private(set) var isAtEnd = false
    private static let size = 65_536

    init(connection: Connection, deadline: Moment) {
        self.connection = connection
        self.deadline = deadline
    }

    /// The next piece, nil at the end.
    func next() async throws(PostgresError) -> [UInt8]? {
        guard !isAtEnd else { return nil }
        var piece: [UInt8] = []
        piece.reserveCapacity(Self.size + 1024)
        while true {
            guard Moment.now < deadline else { throw PostgresError(.deadline) }
            switch try connection.get(into: &piece, limit: Self.size) {
            case .data: return piece
            case .last:
                isAtEnd = true
                return piece.isEmpty ? nil : piece
            case .wait(let events): try await connection.wait(for: events, until: deadline)
            }
        }
    }
}

/// The rows of a binary COPY … TO STDOUT, decoded column by column.
package struct CopyRowSequence: AsyncSequence, Sendable {
    package typealias Element = CopiedRow

    let pieces: CopyReader

    package func makeAsyncIterator() -> Iterator {
        Iterator(pieces: pieces.makeAsyncIterator())
    }

    package struct Iterator: AsyncIteratorProtocol {
        var pieces: CopyReader.Iterator
        private var buffer: [UInt8] = []
        private var position = 0
        private var hasHeader = false

        init(pieces: CopyReader.Iterator) {
            self.pieces = pieces
        }

        package mutating func next(isolation actor: isolated (any Actor)?) async throws -> CopiedRow? {
            while true {
                if hasHeader {
                    switch try CopiedRow.parse(buffer, from: position) {
                    case .row(let row, let end):
                        position = end
                        return row
                    case .trailer: return nil
                    case .incomplete: break
                    }
                } else if buffer.count >= 19 {
                    // Signature, flags and the length of an extension (manual, COPY, "Binary Format").
                    let skipped = try buffer.withUnsafeBytes { try $0.integer(at: 15, as: Int32.self) }
                    guard buffer.starts(with: "PGCOPY\n".utf8), skipped >= 0 else {
                        throw PostgresError(.protocolViolation)
                    }
                    if buffer.count >= 19 + Int(skipped) {
                        position = 19 + Int(skipped)
                        hasHeader = true
                        continue
                    }
                }
                guard let piece = try await pieces.next(isolation: actor) else {
                    throw PostgresError(.protocolViolation)
                }
                buffer.removeSubrange(..<position)
                position = 0
                buffer += piece
            }
        }

        package mutating func next() async throws -> CopiedRow? {
            try await next(isolation: nil)
        }
    }
}

/// One row out of a binary COPY, which carries no types: the caller says what each column is.
package struct CopiedRow: Sendable {
    private let bytes: [UInt8]
    private let columns: [Range<Int>?]

    enum Parsed {
        case row(CopiedRow, end: Int)
        case trailer
        case incomplete
    }

    static func parse(_ buffer: [UInt8], from start: Int) throws(PostgresError) -> Parsed {
        func length<Value: FixedWidthInteger>(at offset: Int, _ type: Value.Type) -> Int? {
            try? buffer.withUnsafeBytes { Int(try $0.integer(at: offset, as: Value.self)) }
        }
        guard let count = length(at: start, Int16.self) else { return .incomplete }
        guard count != -1 else { return .trailer }
        guard count >= 0 else { throw PostgresError(.protocolViolation) }
        var offset = start + 2
        var columns: [Range<Int>?] = []
        columns.reserveCapacity(count)
        for _ in 0..<count {
            guard let length = length(at: offset, Int32.self) else { return .incomplete }
            offset += 4
            guard length >= 0 else {
                columns.append(nil)
                continue
            }
            guard offset + length <= buffer.count else { return .incomplete }
            columns.append((offset - start)..<(offset - start + length))
            offset += length
        }
        return .row(CopiedRow(bytes: Array(buffer[start..<offset]), columns: columns), end: offset)
    }

    private init(bytes: [UInt8], columns: [Range<Int>?]) {
        self.bytes = bytes
        self.columns = columns
    }

    package var count: Int { columns.count }

    /// The value of a column that is not NULL.
    package subscript<Value: PostgresDecodable>(position: Int) -> Value {
        get throws(DecodingFailure) {
            let value: Value? = try self[position]
            guard let value else { throw .null }
            return value
        }
    }

    /// The value of a column, nil for NULL.
    package subscript<Value: PostgresDecodable>(position: Int) -> Value? {
        get throws(DecodingFailure) {
            guard columns.indices.contains(position) else { throw .noSuchColumn }
            guard let range = columns[position] else { return nil }
            return try bytes.withBytes { bytes throws(DecodingFailure) in
                try Value(postgres: UnsafeRawBufferPointer(rebasing: bytes[range]), oid: Value.postgresType.oid)
            }
        }
    }
}
