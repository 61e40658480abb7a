import CLibpq
import Synchronization

/// What a connection tells whoever owns it; called without any lock held.
protocol ConnectionOwner: AnyObject, Sendable {
    /// Connected, and ready for the first request.
    func connected(_ connection: Connection)
    /// The request is answered up to its Sync, nothing of it survives, and the next one may come.
    func released(_ connection: Connection)
    /// Closed for good; before ``connected(_:)`` with the reason that no connection came about.
    func closed(_ connection: Connection, _ error: PostgresError)
}

/// One libpq connection in pipeline mode with one request in flight at most.
///
/// ```
/// connecting ──▶ idle ◀──▶ busy ──▶ draining ──▶ idle       (any of them) ──▶ closed
///                 ▲  │               caller gone: cancel request out, answers read and dropped
///                 └──┴─ leased: the same states, but the owner hears of nothing until ``endLease()``
/// ```
///
/// libpq allows one thread at a time per `PGconn` (manual, "Behavior in Threaded Programs"). The rule kept here, and the
/// reason for `@unchecked Sendable`: the handle and all mutable state are touched only under `lock`, by the caller while
/// it sends and by the reader's thread while it receives.
final class Connection: EventHandler, @unchecked Sendable {
    enum Phase {
        case connecting
        case idle
        case busy(Segment)
        /// A leased connection whose holder itself waits for the socket: streams and COPY.
        case manual
        case closed
    }

    let id: UInt64
    let lock = Lock()
    private let connector: EventLoop
    let reader: EventLoop
    weak let owner: (any ConnectionOwner)?
    let connectDeadline: Moment

    // Under `lock`.
    var handle: OpaquePointer?
    var phase = Phase.connecting
    var statements: StatementCache
    var isLeased = false
    /// Whether the owner has lent it and not been told that it is free again.
    var isOut = false
    /// Whether PQflush left bytes behind, so that the socket is watched for writing too.
    var mustFlush = false
    var isCancelling = false
    /// A request came back to a released connection in a transaction; see `settleRelease`.
    var isRollingBack = false
    /// When to ask again for a cancellation, and how long after that once more.
    var cancelAgain = Moment.distantFuture
    var cancelPause: Duration = .milliseconds(50)
    /// When a draining connection is given up.
    var drainDeadline = Moment.distantFuture
    var lastActivity = Moment.now
    var waiter: SocketWait?
    var connectTimedOut = false
    private let connected = Atomic<Bool>(false)
    /// Takes what NOTIFY sends; nil drops it.
    var onNotification: (@Sendable (PostgresNotification) -> Void)?

    /// How long answers that nobody waits for may take before the connection is closed instead.
    static let drainLimit: Duration = .seconds(10)

    init(
        id: UInt64,
        owner: any ConnectionOwner,
        connector: EventLoop,
        reader: EventLoop,
        statementCacheSize: Int,
        connectDeadline: Moment
    ) {
        self.id = id
        self.owner = owner
        self.connector = connector
        self.reader = reader
        self.connectDeadline = connectDeadline
        statements = StatementCache(capacity: statementCacheSize)
    }

    deinit {
        if let handle { PQfinish(handle) }
    }

    // MARK: Connecting

    /// Begins to connect; on the connector's thread, because libpq looks host names up before it returns.
    func connect(_ parameters: ConnectionParameters) {
        connector.add(self, token: id)
        let failed = lock.withLock {
            guard case .connecting = phase else { return false }
            handle = parameters.start()
            guard let handle, PQstatus(handle) != CONNECTION_BAD else { return true }
            clibpq_silence(handle)
            // "Loop thus: if PQconnectPoll(conn) last returned PGRES_POLLING_READING, wait until the socket is ready to
            // read […] the first time behave as if it last returned PGRES_POLLING_WRITING" (manual, PQconnectPoll).
            return !connector.watch(PQsocket(handle), for: clibpq_writable, token: id)
        }
        if failed { close(PostgresError(.connection)) }
    }

    /// Takes the next step of connecting; true when done.
    func pollConnect(_ handle: OpaquePointer) -> (isConnected: Bool, isFailed: Bool) {
        switch PQconnectPoll(handle) {
        case PGRES_POLLING_READING:
            return (false, !connector.watch(PQsocket(handle), for: clibpq_readable, token: id))
        case PGRES_POLLING_WRITING:
            return (false, !connector.watch(PQsocket(handle), for: clibpq_writable, token: id))
        case PGRES_POLLING_OK:
            guard PQsetnonblocking(handle, 1) == 0, PQenterPipelineMode(handle) == 1 else { return (false, true) }
            connector.remove(token: id, socket: PQsocket(handle))
            reader.add(self, token: id)
            phase = .idle
            connected.store(true, ordering: .releasing)
            lastActivity = .now
            return (true, !reader.watch(PQsocket(handle), for: clibpq_readable, token: id))
        default:
            return (false, true)
        }
    }

    // MARK: Closing

    /// How long a lease has sent nothing; nil when it is not leased or something is in flight.
    func idleLease(at now: Moment) -> (duration: Duration, isInTransaction: Bool)? {
        lock.withLock {
            guard isLeased, case .idle = phase, let handle else { return nil }
            return (now - lastActivity, PQtransactionStatus(handle) != PQTRANS_IDLE)
        }
    }

    /// Whether nothing is in flight.
    var isAtRest: Bool {
        lock.withLock { if case .idle = phase { true } else { false } }
    }

    /// Whether the command of the manual mode has been answered to its end.
    var isCommandOver: Bool {
        lock.withLock { handle.map { PQtransactionStatus($0) != PQTRANS_ACTIVE } ?? false }
    }

    /// Whether a statement of the open transaction has failed, after which the server takes nothing but its end.
    var isInFailedTransaction: Bool {
        lock.withLock { handle.map { PQtransactionStatus($0) == PQTRANS_INERROR } ?? false }
    }

    /// Whether the last attempt to connect ran into its deadline, so that another host should come first.
    var hasTimedOut: Bool { lock.withLock { connectTimedOut } }

    /// Whether the connector's thread is done with it; asked without the lock, which that thread may hold for long.
    var isConnected: Bool { connected.load(ordering: .acquiring) }

    /// Ends the connection; whoever waits for something on it hears of it.
    func close(_ error: PostgresError) {
        var segment: Segment?
        var wait: SocketWait?
        let isFirst = lock.withLock {
            if case .closed = phase { return false }
            if case .busy(let current) = phase { segment = current }
            wait = waiter
            waiter = nil
            let loop = if case .connecting = phase { connector } else { reader }
            phase = .closed
            guard let handle else {
                loop.remove(token: id, socket: -1)
                return true
            }
            loop.remove(token: id, socket: PQsocket(handle))
            // Sends Terminate as far as that goes without blocking.
            PQfinish(handle)
            self.handle = nil
            return true
        }
        guard isFirst else { return }
        owner?.closed(self, error)
        wait?.resume(error)
        if let segment { segment.settle(.failure(segment.lossOutcome(error))) }
    }

    /// The reason that libpq gives for not connecting: its first line, which names host, role and database.
    func connectError(_ handle: OpaquePointer) -> PostgresError {
        let text = PQerrorMessage(handle).map { String(cString: $0) } ?? ""
        return PostgresError(.connection, message: text.split(separator: "\n").first.map(String.init))
    }
}
