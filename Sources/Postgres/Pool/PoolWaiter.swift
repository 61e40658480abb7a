/// Something that waits for a connection.
///
/// Not a task but its request waits: the reader's thread sends it the moment a connection is free, without waking
/// anybody in between.
protocol PoolWaiter: AnyObject, Sendable {
    var waitUntil: Moment { get }
    func assigned(_ connection: Connection)
    func refused(_ error: PostgresError)
}
