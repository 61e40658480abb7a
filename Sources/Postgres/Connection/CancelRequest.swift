import CLibpq
import Synchronization

/// A request to cancel what one session is doing.
///
/// `@unchecked Sendable`: a `PGcancel` is a copy of the session's address and key, made to be used from another thread
/// (manual, "Canceling Queries in Progress"); it is used once, by the thread that `send` starts.
struct CancelRequest: @unchecked Sendable {
    private let cancel: OpaquePointer

    /// Requests under way, each of which holds a thread: to an unreachable server there may be many.
    private static let underWay = Atomic<Int>(0)
    private static let limit = 32

    /// Nil when too many requests are under way, or memory is exhausted.
    init?(_ handle: OpaquePointer) {
        guard Self.underWay.load(ordering: .relaxed) < Self.limit, let cancel = PQgetCancel(handle) else { return nil }
        self.cancel = cancel
    }

    /// Sends the request and calls `done` when the server has taken it or cannot be reached.
    func send(_ done: @escaping @Sendable () -> Void) {
        Self.underWay.add(1, ordering: .relaxed)
        startThread(name: "pg-cancel") {
            var message = [CChar](repeating: 0, count: 256)
            _ = PQcancel(cancel, &message, Int32(message.count))
            PQfreeCancel(cancel)
            Self.underWay.subtract(1, ordering: .relaxed)
            done()
        }
    }
}
