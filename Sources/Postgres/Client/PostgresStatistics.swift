/// What the pool looks like now, and what has happened since it was started.
package struct PostgresStatistics: Sendable, Hashable {
    /// Connections ready for a request.
    package var idle = 0
    /// Connections with a request in flight, leased, or draining after a cancellation.
    package var busy = 0
    package var connecting = 0
    /// Requests that wait for a connection.
    package var waiting = 0

    /// Connections made.
    package var connects = 0
    package var connectFailures = 0
    /// Connections that broke or were closed with something unfinished.
    package var losses = 0
    /// Requests whose wait for a connection took too long.
    package var waitTimeouts = 0
    /// Requests refused because too many waited.
    package var refused = 0
    /// Leases closed because they sat idle in a transaction.
    package var idleInTransaction = 0

    package var open: Int { idle + busy }
}
