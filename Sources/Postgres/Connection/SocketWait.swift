/// A holder of a leased connection that waits until its socket can be read or written.
///
/// `@unchecked Sendable`: handed from the waiting task to whoever takes it out of `Connection.waiter` under that
/// connection's lock; taking it out is what makes its single resumption certain, hence the unsafe continuation.
final class SocketWait: @unchecked Sendable {
    let deadline: Moment
    private let continuation: UnsafeContinuation<PostgresError?, Never>

    init(deadline: Moment, _ continuation: UnsafeContinuation<PostgresError?, Never>) {
        self.deadline = deadline
        self.continuation = continuation
    }

    /// Lets the holder go on, or tells it why it cannot.
    func resume(_ error: PostgresError?) {
        continuation.resume(returning: error)
    }
}
