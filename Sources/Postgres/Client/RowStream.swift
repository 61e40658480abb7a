/// A result that is too long to hold, in chunks of some hundred rows.
///
/// ```swift
/// for try await chunk in stream {
///     for row in chunk { … }
/// }
/// ```
/// It can be read once. While the loop's body runs nothing more is read from the server.
package struct RowStream: AsyncSequence, Sendable {
    package typealias Element = Rows
    package typealias Failure = PostgresError

    let connection: Connection
    let segment: Segment

    package func makeAsyncIterator() -> Iterator {
        Iterator(connection: connection, segment: segment)
    }

    package struct Iterator: AsyncIteratorProtocol {
        let connection: Connection
        let segment: Segment
        private var isAtEnd = false

        init(connection: Connection, segment: Segment) {
            self.connection = connection
            self.segment = segment
        }

        package mutating func next(isolation actor: isolated (any Actor)?) async throws(PostgresError) -> Rows? {
            while !isAtEnd {
                guard Moment.now < segment.deadline else { throw PostgresError(.deadline) }
                switch try connection.pull(segment) {
                case .rows(let rows): return rows
                case .wait(let events): try await connection.wait(for: events, until: segment.deadline)
                case .last(let rows):
                    isAtEnd = true
                    return rows
                }
            }
            return nil
        }

        package mutating func next() async throws(PostgresError) -> Rows? {
            try await next(isolation: nil)
        }
    }
}
