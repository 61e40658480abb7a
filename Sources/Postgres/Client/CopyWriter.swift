/// Where the rows of a COPY … FROM STDIN go.
///
/// Rows are gathered in a buffer of 64 KiB; while the server lags behind, the write that fills it waits. One task at a
/// time writes.
///
/// `@unchecked Sendable`: it is lent to one closure, whose task alone uses it; the buffer is not for sharing.
package final class CopyWriter: @unchecked Sendable {
    private let connection: Connection
    private let deadline: Moment
    private var buffer: [UInt8] = []
    /// Whether the server refused in the middle.
    private(set) var isInterrupted = false
    private(set) var rowCount = 0

    private static let size = 65_536
    /// The signature, no flags, no extension (manual, COPY, "Binary Format").
    private static let header: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [0, 0, 0, 0, 0, 0, 0, 0]

    init(connection: Connection, deadline: Moment) {
        self.connection = connection
        self.deadline = deadline
        buffer.reserveCapacity(Self.size + 4096)
    }

    /// Writes one row of a binary COPY, column after column in the order of the statement's list.
    ///
    /// ```swift
    /// try await writer.write { row in
    ///     row.append(id)
    ///     row.append(phone)  // NULL if nil
    /// }
    /// ```
    /// The types must be exactly those of the columns: `Int32` for integer, `Int` for bigint.
    package func write(_ body: (inout CopyRow) -> Void) async throws(PostgresError) {
        if rowCount == 0 { buffer += Self.header }
        rowCount += 1
        // Moved into the row and back: a second reference would copy all of it with the first byte appended.
        var moved: [UInt8] = []
        swap(&moved, &buffer)
        var row = CopyRow(buffer: consume moved)
        body(&row)
        buffer = row.finish()
        if buffer.count >= Self.size { try await flush() }
    }

    /// Writes one row of a binary COPY from values.
    package func write<each Value: PostgresEncodable>(row: repeat (each Value)?) async throws(PostgresError) {
        try await write { destination in
            repeat destination.append(each row)
        }
    }

    /// Writes bytes of a text, CSV or ready-made binary COPY as they are.
    package func write(bytes: some Sequence<UInt8>) async throws(PostgresError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.size { try await flush() }
    }

    /// Sends what is in the buffer.
    func flush() async throws(PostgresError) {
        guard !buffer.isEmpty else { return }
        while !isInterrupted {
            switch try buffer.withBytes({ bytes throws(PostgresError) in try connection.put(bytes) }) {
            case .taken:
                buffer.removeAll(keepingCapacity: true)
                return
            case .wait(let events):
                try await connection.wait(for: events, until: deadline)
            case .interrupted:
                isInterrupted = true
            }
        }
        buffer.removeAll(keepingCapacity: true)
        // Ends the caller's loop; the server's own error replaces this one.
        throw PostgresError(.cancelled)
    }

    /// Writes the trailer of a binary COPY, and sends the rest.
    func finish() async throws(PostgresError) {
        if rowCount > 0 { buffer.append(bigEndian: Int16(-1)) }
        try await flush()
    }
}

/// One row on its way into a binary COPY.
package struct CopyRow: ~Copyable {
    private var buffer: [UInt8]
    private let start: Int
    private var columns: Int16 = 0

    fileprivate init(buffer: consuming [UInt8]) {
        start = buffer.count
        self.buffer = buffer
        self.buffer.append(bigEndian: Int16(0))
    }

    /// Appends the next column's value.
    package mutating func append<Value: PostgresEncodable>(_ value: Value) {
        columns += 1
        buffer.appendWithLength { value.encode(into: &$0) }
    }

    /// Appends the next column's value, or NULL.
    package mutating func append<Value: PostgresEncodable>(_ value: Value?) {
        guard let value else { return appendNull() }
        append(value)
    }

    package mutating func append(_ value: Int32) {
        columns += 1
        buffer.append(bigEndian: Int64(4) << 32 | Int64(UInt32(bitPattern: value)))
    }

    package mutating func append(_ value: Int) {
        columns += 1
        buffer.append(bigEndian: Int32(8))
        buffer.append(bigEndian: Int64(value))
    }

    package mutating func append(_ value: String) {
        columns += 1
        var value = value
        value.withUTF8 { text in
            buffer.append(bigEndian: Int32(truncatingIfNeeded: text.count))
            buffer.append(contentsOf: text)
        }
    }

    package mutating func append(_ value: PostgresDate) {
        append(value.daysSince2000)
    }

    package mutating func appendNull() {
        columns += 1
        buffer.append(bigEndian: Int32(-1))
    }

    fileprivate consuming func finish() -> [UInt8] {
        buffer[start] = UInt8(truncatingIfNeeded: columns >> 8)
        buffer[start + 1] = UInt8(truncatingIfNeeded: columns)
        return buffer
    }
}
