/// Something that waits for a connection.
///
/// Not a task but its request waits: the reader's thread sends it the moment a connection is free, without waking
/// anybody in between.
protocol PoolWaiter: AnyObject, Sendable {
    var waitUntil: Moment { get }
    /// Whether it gives up when an attempt to connect fails and nothing is open, instead of hoping for the next one.
    var failsFast: Bool { get }
    /// Whether nobody waits for it any more; looked at every 10 ms.
    var isCancelled: Bool { get }
    func assigned(_ connection: Connection)
    func refused(_ error: PostgresError)
}

extension PoolWaiter {
    var failsFast: Bool { false }
    var isCancelled: Bool { false }
}
