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
    private weak let owner: (any ConnectionOwner)?
    private let connectDeadline: Moment

    // Under `lock`.
    var handle: OpaquePointer?
    var phase = Phase.connecting
    var statements: StatementCache
    private var isLeased = false
    /// Whether PQflush left bytes behind, so that the socket is watched for writing too.
    var mustFlush = false
    private var isCancelling = false
    /// A request came back to a released connection in a transaction; see `settleRelease`.
    private var isRollingBack = false
    /// When to ask again for a cancellation, and how long after that once more.
    private var cancelAgain = Moment.distantFuture
    private var cancelPause: Duration = .milliseconds(50)
    /// When a draining connection is given up.
    private var drainDeadline = Moment.distantFuture
    private var lastActivity = Moment.now
    var waiter: SocketWait?
    private var connectTimedOut = false
    private let connected = Atomic<Bool>(false)
    /// Takes what NOTIFY sends; nil drops it.
    private var onNotification: (@Sendable (PostgresNotification) -> Void)?

    /// How long answers that nobody waits for may take before the connection is closed instead.
    private static let drainLimit: Duration = .seconds(10)

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
    private func pollConnect(_ handle: OpaquePointer) -> (isConnected: Bool, isFailed: Bool) {
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

    // MARK: Sending

    /// Sends a segment in one flush; its answers come to the reader.
    func start(_ segment: Segment) {
        do throws(PostgresError) {
            try begin(segment)
        } catch {
            segment.settle(.failure(error))
        }
    }

    /// Sends a segment in one flush; one whose rows are streamed is then read by ``pull(_:)``.
    ///
    /// - Throws: `misuse`, after which the connection is as before, or what closed it.
    func begin(_ segment: Segment) throws(PostgresError) {
        let failure: PostgresError? = lock.withLock { () -> PostgresError? in
            guard case .idle = phase, let handle else {
                if case .closed = phase { return PostgresError(.connection) }
                return PostgresError(.misuse, message: "two requests at once on one connection")
            }
            lastActivity = .now
            phase = .busy(segment)
            do throws(PostgresError) {
                if segment.mode == .stream { pauseReader(handle) }
                try send(segment, over: handle)
                if segment.mode == .stream { beginSingleRows(segment, handle) }
                return nil
            } catch {
                if error.kind == .misuse { phase = .idle }
                return error
            }
        }
        guard let failure else {
            reader.keepTicking()
            return
        }
        if failure.kind == .misuse {
            release()
        } else {
            close(failure)
        }
        throw segment.lossOutcome(failure)
    }

    /// Lets the reader look away: whoever holds the connection reads itself, or the loop would spin on unread input.
    func pauseReader(_ handle: OpaquePointer) {
        _ = reader.watch(PQsocket(handle), for: clibpq_once, token: id)
    }

    /// Queues and flushes the messages of a segment.
    private func send(_ segment: Segment, over handle: OpaquePointer) throws(PostgresError) {
        for statement in segment.statements where statement.hasNUL {
            // libpq takes C strings: what follows the NUL would silently be left out.
            throw PostgresError(.misuse, message: "a statement contains NUL", statement: statement.label)
        }
        for statement in segment.statements where statement.binds.count > Int(UInt16.max) {
            throw PostgresError(.misuse, message: "more than 65,535 values are bound", statement: statement.label)
        }
        segment.steps.reserveCapacity(segment.statements.count + 1)
        if PQtransactionStatus(handle) == PQTRANS_IDLE {
            for name in statements.takeEvicted() {
                segment.steps.append(.deallocate(name))
                guard PQsendQueryParams(handle, "deallocate \(name)", 0, nil, nil, nil, nil, 1) == 1 else {
                    throw PostgresError(.connection)
                }
            }
        }
        for statement in segment.statements {
            guard let step = queue(statement, over: handle, noting: segment) else {
                throw PostgresError(.connection, statement: statement.label)
            }
            segment.steps.append(.execute(step))
        }
        segment.isSent = true
        guard PQpipelineSync(handle) == 1 else { throw PostgresError(.connection) }
        // PQpipelineSync pushes what it can; the rest, if any, goes when the socket is writable.
        try flush(handle)
    }

    /// Queues one statement, prepared first if the connection does not know it; nil when libpq refuses.
    private func queue(_ sql: SQL, over handle: OpaquePointer, noting segment: Segment) -> StatementCache.Statement? {
        let binds = sql.binds
        let count = Int32(truncatingIfNeeded: binds.count)
        let (statement, isNew) = statements.statement(for: .init(text: sql.text, binds: binds))
        if isNew {
            segment.steps.append(.prepare(statement))
            guard PQsendPrepare(handle, statement.name, sql.text, count, binds.types) == 1 else { return nil }
        }
        let isQueued = binds.withPointers { values, lengths, formats in
            PQsendQueryPrepared(handle, statement.name, count, values, lengths, formats, 1)
        }
        return isQueued == 1 ? statement : nil
    }

    /// Pushes queued bytes out, and watches for writability while some are left.
    func flush(_ handle: OpaquePointer) throws(PostgresError) {
        switch PQflush(handle) {
        case 0:
            guard mustFlush else { return }
            mustFlush = false
            if case .busy(let segment) = phase, segment.mode != .stream {
                _ = reader.watch(PQsocket(handle), for: clibpq_readable, token: id)
            }
        case 1:
            mustFlush = true
            if case .busy(let segment) = phase, segment.mode != .stream {
                _ = reader.watch(PQsocket(handle), for: clibpq_readable | clibpq_writable, token: id)
            }
        default:
            throw PostgresError(.connection)
        }
    }

    // MARK: Receiving

    /// What is to be done once the lock is free again.
    enum Effect {
        case none
        case connected
        case answered(Segment)
        case wake(SocketWait)
        case close(PostgresError)
    }

    func ready(_ events: UInt32) {
        perform(lock.withLock { receive() })
    }

    private func receive() -> Effect {
        guard let handle else { return .none }
        switch phase {
        case .closed:
            return .none
        case .connecting:
            let (isConnected, isFailed) = pollConnect(handle)
            if isFailed { return .close(connectError(handle)) }
            return isConnected ? .connected : .none
        case .manual:
            return wakeWaiter()
        case .busy(let segment) where segment.mode == .stream:
            return wakeWaiter()
        case .idle, .busy:
            if mustFlush, (try? flush(handle)) == nil { return .close(PostgresError(.connection)) }
            let isAlive = consumeInput(handle)
            guard case .busy(let segment) = phase else {
                // Nobody asked for anything: a parameter changed, a notification, or the server says good-bye.
                _ = PQisBusy(handle)
                takeNotifications(handle)
                return isAlive && PQstatus(handle) == CONNECTION_OK ? .none : .close(PostgresError(.connection))
            }
            let end = collect(segment, from: handle)
            takeNotifications(handle)
            if case .none = end, !isAlive || PQstatus(handle) != CONNECTION_OK {
                return .close(PostgresError(.connection))
            }
            return end
        }
    }

    /// Reads what has arrived; false when the connection is broken.
    ///
    /// With TLS three times: libpq may take a part of a record, the rest of which OpenSSL holds, and the socket does not
    /// become readable for it again. A record has at most 16 KiB and each call makes room for 8.
    func consumeInput(_ handle: OpaquePointer) -> Bool {
        guard PQsslInUse(handle) == 1 else { return PQconsumeInput(handle) == 1 }
        for _ in 0..<3 {
            guard PQconsumeInput(handle) == 1 else { return false }
            // Parsed at once, so that there is room for more.
            _ = PQisBusy(handle)
        }
        return true
    }

    /// Takes all answers that have arrived whole.
    private func collect(_ segment: Segment, from handle: OpaquePointer) -> Effect {
        var hasNothing = false
        while PQisBusy(handle) == 0 {
            guard let result = PQgetResult(handle) else {
                // NULL ends the answer to one command; where nothing was answered, there is nothing to read either.
                guard segment.hasResult else {
                    if hasNothing { return .none }
                    hasNothing = true
                    continue
                }
                segment.hasResult = false
                segment.position += 1
                continue
            }
            hasNothing = false
            segment.hasResult = true
            if take(result, for: segment) { return .answered(segment) }
            if PQstatus(handle) != CONNECTION_OK { return .close(PostgresError(.connection)) }
        }
        return .none
    }

    /// Files one result; true when it was the Sync.
    func take(_ result: OpaquePointer, for segment: Segment) -> Bool {
        let status = PQresultStatus(result)
        if status == PGRES_PIPELINE_SYNC {
            PQclear(result)
            return true
        }
        guard segment.position < segment.steps.count else {
            if status == PGRES_FATAL_ERROR { note(result, for: segment, statement: nil) }
            PQclear(result)
            return false
        }
        let step = segment.steps[segment.position]
        switch (step, status) {
        case (.prepare(let statement), PGRES_COMMAND_OK):
            statements.prepared(statement)
            PQclear(result)
        case (.prepare(let statement), _):
            statements.forget(statement)
            if status == PGRES_FATAL_ERROR { note(result, for: segment, statement: nil) }
            PQclear(result)
        case (.deallocate, PGRES_COMMAND_OK):
            PQclear(result)
        case (.deallocate(let name), _):
            if status == PGRES_PIPELINE_ABORTED { statements.returnEvicted(name) }
            if status == PGRES_FATAL_ERROR { note(result, for: segment, statement: nil) }
            PQclear(result)
        case (.execute(let statement), PGRES_TUPLES_OK), (.execute(let statement), PGRES_COMMAND_OK):
            file(result, of: statement, for: segment, hasRows: status == PGRES_TUPLES_OK)
            segment.executed += 1
        case (.execute(let statement), _):
            if status == PGRES_FATAL_ERROR { note(result, for: segment, statement: statement) }
            PQclear(result)
            segment.executed += 1
        }
        return false
    }

    /// Keeps the rows of one statement if anybody wants them.
    private func file(
        _ result: OpaquePointer,
        of statement: StatementCache.Statement,
        for segment: Segment,
        hasRows: Bool
    ) {
        guard segment.mode == .collect, segment.executed >= segment.hidden else {
            PQclear(result)
            return
        }
        guard hasRows else {
            let affected = PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
            segment.rows.append(Rows(storage: nil, columns: .none, affected: affected))
            PQclear(result)
            return
        }
        let storage = ResultStorage(result)
        let layout = layout(of: statement, result: result, label: segment.current.label)
        segment.rows.append(Rows(storage: storage, columns: layout, affected: storage.count))
    }

    /// The statement's columns, read from its first result.
    func layout(
        of statement: StatementCache.Statement,
        result: OpaquePointer,
        label: @autoclosure () -> String
    ) -> ColumnLayout {
        if let layout = statement.layout, layout.names.count == Int(PQnfields(result)) { return layout }
        let layout = ColumnLayout(result, statement: label())
        statement.layout = layout
        return layout
    }

    /// Keeps the first error of a segment.
    private func note(_ result: OpaquePointer, for segment: Segment, statement: StatementCache.Statement?) {
        guard segment.error == nil else { return }
        let (label, index) = segment.current
        var error = PostgresError(result, statement: label, index: index)
        if error.kind == .connection {
            // libpq's own error. A broken connection proves nothing about the segment: `lossOutcome` decides.
            guard let handle, PQstatus(handle) == CONNECTION_OK else { return }
            error = PostgresError(.protocolViolation, statement: label)
        }
        segment.error = error
        segment.isFatal = PostgresError.isFatal(result)
        // After DDL ("cached plan must not change result type"), or when somebody deallocated behind our back.
        if let statement, [.featureNotSupported, .invalidStatementName].contains(error.sqlState) {
            statements.forget(statement)
        }
    }

    private func takeNotifications(_ handle: OpaquePointer) {
        while let notification = PQnotifies(handle) {
            onNotification?(PostgresNotification(notification.pointee))
            PQfreemem(notification)
        }
    }

    /// Hands notifications to `body` from now on, on the reader's thread and under `lock`.
    func deliverNotifications(to body: @escaping @Sendable (PostgresNotification) -> Void) {
        lock.withLock { onNotification = body }
    }

    private func wakeWaiter() -> Effect {
        guard let waiter else { return .none }
        self.waiter = nil
        return .wake(waiter)
    }

    func perform(_ effect: Effect) {
        switch effect {
        case .none: break
        case .connected: owner?.connected(self)
        case .answered(let segment): finish(segment)
        case .wake(let waiter): waiter.resume(nil)
        case .close(let error): close(error)
        }
    }

    /// A segment is answered up to its Sync: the next one goes out first, then the caller goes on.
    func finish(_ segment: Segment) {
        let outcome: Result<[Rows], PostgresError> = segment.error.map { .failure($0) } ?? .success(segment.rows)
        let mustRelease = lock.withLock {
            guard case .busy(let current) = phase, current === segment else { return false }
            phase = .idle
            lastActivity = .now
            if !isCancelling { drainDeadline = .distantFuture }
            return !isLeased
        }
        if mustRelease { release() }
        segment.settle(outcome)
    }

    // MARK: Leasing and releasing

    /// Keeps the connection for one holder over several segments; false when it broke just now.
    func beginLease() -> Bool {
        lock.withLock {
            guard handle != nil else { return false }
            isLeased = true
            lastActivity = .now
            return true
        }
    }

    /// Gives a leased connection back as soon as it is quiet and outside of any transaction.
    func endLease() {
        let isIdle = lock.withLock {
            isLeased = false
            if case .idle = phase { return true }
            return false
        }
        if isIdle { release() }
    }

    /// Gives back a connection that was assigned and not used.
    func handBack() {
        release()
    }

    /// Tells the owner that the connection is free, unless something of the last request is still going on.
    private func release() {
        enum Next {
            case wait
            case free
            case rollBack
            case close
        }
        let next: Next = lock.withLock {
            guard case .idle = phase, !isLeased, !isCancelling, let handle else { return .wait }
            guard PQtransactionStatus(handle) != PQTRANS_IDLE else {
                isRollingBack = false
                return .free
            }
            // Once; a transaction that survives its ROLLBACK is nothing to hand on.
            if isRollingBack { return .close }
            isRollingBack = true
            return .rollBack
        }
        switch next {
        case .wait: break
        case .free: owner?.released(self)
        case .rollBack: start(Segment(["rollback"], mayCommit: false, deadline: .now + .seconds(5)))
        case .close: close(PostgresError(.protocolViolation))
        }
    }

    // MARK: Giving up

    /// The caller no longer waits for `segment`: it gets `error` now, the connection rejoins when all is quiet.
    ///
    /// - Returns: Whether the segment was in flight here.
    @discardableResult
    func abandon(_ segment: Segment, _ error: PostgresError) -> Bool {
        var wait: SocketWait?
        let isCurrent = lock.withLock {
            guard case .busy(let current) = phase, current === segment, segment.mode != .discard else { return false }
            wait = waiter
            waiter = nil
            discard(segment)
            return true
        }
        guard isCurrent else { return false }
        wait?.resume(error)
        segment.settle(.failure(segment.mayCommit ? PostgresError(.ambiguous, statement: error.statement) : error))
        reader.keepTicking()
        return true
    }

    /// Lets the reader drop what is still to come of a segment; under `lock`.
    private func discard(_ segment: Segment) {
        guard let handle else { return }
        let wasStream = segment.mode == .stream
        segment.mode = .discard
        segment.rows = []
        drainDeadline = .now + Self.drainLimit
        if wasStream || mustFlush {
            let events = mustFlush ? clibpq_readable | clibpq_writable : clibpq_readable
            _ = reader.watch(PQsocket(handle), for: events, token: id)
        }
        guard !segment.mayCommit else { return }
        cancelPause = .milliseconds(50)
        requestCancel(handle)
    }

    /// Sends a cancel request from a thread of its own: PQcancel of libpq 15 blocks until the server has hung up.
    ///
    /// The request names the session, not the statement: one that arrives late would hit the next statement. Hence a
    /// connection is not handed on before PQcancel has returned, when the server has passed the signal on.
    ///
    /// It is asked again while the answer does not come: a request that finds the session between two commands, because
    /// the statement is still on its way to it, has no effect.
    private func requestCancel(_ handle: OpaquePointer) {
        cancelAgain = .now + cancelPause
        cancelPause = min(cancelPause * 2, .seconds(1))
        guard !isCancelling, let cancel = CancelRequest(handle) else { return }
        isCancelling = true
        cancel.send { [weak self] in
            guard let self else { return }
            let isQuiet = self.lock.withLock {
                self.isCancelling = false
                if case .idle = self.phase {
                    self.drainDeadline = .distantFuture
                    return true
                }
                return false
            }
            if isQuiet { self.release() }
        }
    }

    /// Looks at the clock while connecting.
    ///
    /// On the connector's thread: while libpq looks a host name up, that thread holds the lock, and nobody else may have
    /// to wait for it.
    func tickConnecting(_ now: Moment) {
        guard now >= connectDeadline else { return }
        let isLate = lock.withLock {
            guard case .connecting = phase else { return false }
            connectTimedOut = true
            return true
        }
        if isLate { close(PostgresError(.connection, message: "connecting took too long")) }
    }

    /// Looks at the clock once connected; called every 10 ms while anything is under way.
    ///
    /// - Returns: Whether something here has a deadline.
    func tick(_ now: Moment) -> Bool {
        enum Overdue {
            case nothing
            case segment(Segment)
            case wait(SocketWait)
            case close(PostgresError)
        }
        var isActive = true
        let overdue: Overdue = lock.withLock {
            switch phase {
            case .busy(let segment) where segment.mode == .discard:
                if now >= drainDeadline { return .close(PostgresError(.connection)) }
                if !segment.mayCommit, now >= cancelAgain, let handle { requestCancel(handle) }
            case .busy(let segment) where segment.mode == .collect && now >= segment.deadline:
                return .segment(segment)
            case .busy, .manual:
                if let waiter, now >= waiter.deadline {
                    self.waiter = nil
                    return .wait(waiter)
                }
            case .idle:
                // The Sync came and the cancel request has not returned.
                if isCancelling, now >= drainDeadline { return .close(PostgresError(.connection)) }
                isActive = isCancelling
            case .closed:
                isActive = false
            case .connecting:
                break
            }
            return .nothing
        }
        switch overdue {
        case .nothing: break
        case .segment(let segment): abandon(segment, PostgresError(.deadline, statement: segment.current.label))
        case .wait(let waiter): waiter.resume(PostgresError(.deadline))
        case .close(let error): close(error)
        }
        return isActive
    }

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
    private func connectError(_ handle: OpaquePointer) -> PostgresError {
        let text = PQerrorMessage(handle).map { String(cString: $0) } ?? ""
        return PostgresError(.connection, message: text.split(separator: "\n").first.map(String.init))
    }
}
