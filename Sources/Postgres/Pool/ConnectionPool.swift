import Logging

/// The pool at work: carries out what ``PoolStateMachine`` decides.
///
/// `@unchecked Sendable`: `machine`, `connections` and the counters are touched only under `lock`, and nothing is called
/// while it is held.
final class ConnectionPool: ConnectionOwner, @unchecked Sendable {
    private let configuration: PostgresConfiguration
    private let parameters: ConnectionParameters
    private let logger: Logger
    /// Reads answers and runs short jobs.
    let reader = EventLoop()
    /// Connects, apart from the reader, because looking up a host name blocks and a handshake computes.
    private let connector = EventLoop()

    private let lock = Lock()
    private var machine: PoolStateMachine<any PoolWaiter>
    /// The connection of each slot.
    private var connections: [Connection?]
    private var slots: [UInt64: Int] = [:]
    /// Connections outside of the pool's count, such as those that listen.
    private var separate: [UInt64: Connection] = [:]
    private var nextID: UInt64 = 1
    private var isStarted = false
    private var hostShift = 0
    private var lastFailure: PostgresError?
    private var counters = PostgresStatistics()
    private var reported: Set<UInt64> = []
    private var onEmpty: [UnsafeContinuation<Void, Never>] = []

    init(_ configuration: PostgresConfiguration, logger: Logger) throws(PostgresError) {
        self.configuration = configuration
        self.logger = logger
        parameters = try ConnectionParameters(configuration)
        machine = PoolStateMachine(
            .init(
                minimum: configuration.minimumConnections,
                maximum: configuration.maximumConnections,
                maximumWaiters: configuration.maximumWaiters,
                atOnce: configuration.statementsAtOnce
            )
        )
        connections = Array(repeating: nil, count: machine.slots.count)
    }

    // MARK: Requests

    /// Hands a request to an idle connection now, or lets it wait its turn.
    func submit(_ waiter: any PoolWaiter) {
        enum Next {
            case assign(Connection)
            case wait((slot: Int, connection: Connection)?)
            case refuse(PostgresError)
        }
        let next: Next = lock.withLock {
            guard isStarted else { return .refuse(PostgresError(.shutDown)) }
            switch machine.request(waiter, now: .now, until: waiter.waitUntil) {
            case .assign(let slot):
                guard let connection = connections[slot] else { return .refuse(PostgresError(.connection)) }
                return .assign(connection)
            case .wait(let slot):
                return .wait(slot.map { ($0, newConnection(in: $0)) })
            case .refuse(.shutDown):
                return .refuse(PostgresError(.shutDown))
            case .refuse:
                counters.refused += 1
                return .refuse(PostgresError(.poolExhausted))
            }
        }
        switch next {
        case .assign(let connection):
            waiter.assigned(connection)
        case .wait(let new):
            reader.keepTicking()
            if let new { connect(new.connection) }
        case .refuse(let error):
            waiter.refused(error)
        }
    }

    /// Takes a lease back; false when it has its connection already, or was refused.
    func withdraw(_ waiter: any PoolWaiter) -> Bool {
        lock.withLock { machine.withdraw { $0 === waiter } }
    }

    // MARK: ConnectionOwner

    func connected(_ connection: Connection) {
        logger.debug("Connected to PostgreSQL", metadata: ["connection": "\(connection.id)"])
        lock.withLock {
            lastFailure = nil
            hostShift = 0
            counters.connects += 1
        }
        advance(connection) { machine, slot, now in machine.connected(slot, now: now) }
    }

    func released(_ connection: Connection) {
        advance(connection) { machine, slot, now in machine.free(slot, now: now) }
    }

    private func advance(
        _ connection: Connection,
        _ event: (inout PoolStateMachine<any PoolWaiter>, Int, Moment) -> PoolStateMachine<any PoolWaiter>.Free
    ) {
        let next: PoolStateMachine<any PoolWaiter>.Free? = lock.withLock {
            guard let slot = slots[connection.id] else { return nil }
            let next = event(&machine, slot, .now)
            if case .close = next { forget(connection) }
            return next
        }
        switch next {
        case .assign(let waiter): waiter.assigned(connection)
        case .close: connection.close(PostgresError(.shutDown))
        case .idle, nil: break
        }
        if case .close = next { resumeIfEmpty() }
    }

    func closed(_ connection: Connection, _ error: PostgresError) {
        var hopeless: [any PoolWaiter] = []
        let new: Connection? = lock.withLock {
            guard let slot = slots[connection.id] else { return nil }
            let isFailure = machine.slots[slot] == .connecting
            if machine.slots[slot] == .connecting {
                counters.connectFailures += 1
                lastFailure = error
                if connection.hasTimedOut { hostShift += 1 }
            } else {
                counters.losses += 1
            }
            forget(connection)
            let next = machine.closed(slot, now: .now)
            if isFailure { hopeless = machine.giveUp(where: \.failsFast) }
            return next.map { newConnection(in: $0) }
        }
        if error.kind != .shutDown {
            logger.info(
                "A connection to PostgreSQL ended",
                metadata: ["connection": "\(connection.id)", "reason": "\(error)"]
            )
        }
        for waiter in hopeless { waiter.refused(error) }
        if let new { connect(new) }
        reader.keepTicking()
        resumeIfEmpty()
    }

    /// Under `lock`.
    private func forget(_ connection: Connection) {
        guard let slot = slots.removeValue(forKey: connection.id) else { return }
        connections[slot] = nil
        reported.remove(connection.id)
    }

    /// Under `lock`.
    private func newConnection(in slot: Int) -> Connection {
        let connection = makeConnection(owner: self)
        connections[slot] = connection
        slots[connection.id] = slot
        return connection
    }

    /// Under `lock`.
    private func makeConnection(owner: any ConnectionOwner) -> Connection {
        defer { nextID += 1 }
        return Connection(
            id: nextID,
            owner: owner,
            connector: connector,
            reader: reader,
            statementCacheSize: configuration.statementCacheSize,
            connectDeadline: .now + configuration.connectTimeout
        )
    }

    private func connect(_ connection: Connection) {
        let parameters = parameters.rotated(by: lock.withLock { hostShift })
        connector.perform { connection.connect(parameters) }
        connector.keepTicking()
    }

    /// Opens a connection that the pool only looks after: its owner, not the pool, hears what becomes of it.
    func openSeparate(owner: any ConnectionOwner) throws(PostgresError) -> Connection {
        let connection: Connection? = lock.withLock {
            guard isStarted, !machine.isShuttingDown else { return nil }
            let connection = makeConnection(owner: owner)
            separate[connection.id] = connection
            return connection
        }
        guard let connection else { throw PostgresError(.shutDown) }
        connect(connection)
        return connection
    }

    /// Forgets such a connection, which has been closed.
    func forgetSeparate(_ connection: Connection) {
        lock.withLock { separate[connection.id] = nil }
        resumeIfEmpty()
    }

    // MARK: Time

    private func tickReader(_ now: Moment) -> Bool {
        let (due, cancelled, live, failure) = lock.withLock {
            let cancelled = machine.takeWaiters(where: \.isCancelled)
            let due = machine.tick(now)
            counters.waitTimeouts += due.overdue.count
            let live =
                connections.indices.compactMap { slot in
                    machine.slots[slot] == .connecting ? nil : connections[slot]
                } + separate.values.filter(\.isConnected)
            return (
                (
                    overdue: due.overdue, assign: due.assign.map { ($0.waiter, connections[$0.slot]) },
                    connect: due.connect.map { newConnection(in: $0) }
                ), cancelled, live, machine.openCount == 0 ? lastFailure : nil
            )
        }
        for waiter in cancelled { waiter.refused(PostgresError(.cancelled)) }
        for waiter in due.overdue { waiter.refused(failure ?? PostgresError(.poolExhausted)) }
        for (waiter, connection) in due.assign {
            // An idle slot has its connection.
            if let connection { waiter.assigned(connection) } else { waiter.refused(PostgresError(.connection)) }
        }
        for connection in due.connect { connect(connection) }
        var isActive = lock.withLock { machine.needsTick }
        for connection in live {
            if connection.tick(now) { isActive = true }
            if checkLease(connection, now) { isActive = true }
        }
        return isActive
    }

    /// Closes leases that sit in an open transaction, and reports those that are not given back.
    private func checkLease(_ connection: Connection, _ now: Moment) -> Bool {
        guard let lease = connection.idleLease(at: now) else { return false }
        if lease.isInTransaction, lease.duration > configuration.idleInTransactionTimeout {
            lock.withLock { counters.idleInTransaction += 1 }
            logger.warning(
                "A transaction was left idle; its connection is closed",
                metadata: ["connection": "\(connection.id)"]
            )
            connection.close(PostgresError(.server(.idleInTransactionTimeout)))
        } else if lease.duration > configuration.leaseWarning,
            lock.withLock({ reported.insert(connection.id).inserted })
        {
            logger.warning("A connection was not given back", metadata: ["connection": "\(connection.id)"])
        }
        return true
    }

    private func tickConnector(_ now: Moment) -> Bool {
        let connecting = lock.withLock {
            connections.indices.compactMap { machine.slots[$0] == .connecting ? connections[$0] : nil }
                + separate.values.filter { !$0.isConnected }
        }
        for connection in connecting { connection.tickConnecting(now) }
        return !connecting.isEmpty
    }

    // MARK: Life

    func start() {
        let isFirst = lock.withLock {
            defer { isStarted = true }
            return !isStarted && !machine.isShuttingDown
        }
        guard isFirst else { return }
        // The pool outlives its threads: `shutdown` ends them.
        connector.start(name: "pg-connect") { self.tickConnector($0) }
        reader.start(name: "pg-read") { self.tickReader($0) }
    }

    /// Lets what is under way finish within `grace`, then closes everything.
    func shutdown(grace: Duration) async {
        let wasStarted = lock.withLock { isStarted }
        let unused = lock.withLock { machine.shutDown().compactMap { connections[$0] } + separate.values }
        guard wasStarted else { return }
        for connection in unused { closeQuietly(connection) }
        let watchdog = Task {
            try? await Task.sleep(for: grace)
            guard !Task.isCancelled else { return }
            let (waiters, rest) = lock.withLock {
                (machine.takeWaiters(), connections.compactMap(\.self) + separate.values)
            }
            for waiter in waiters { waiter.refused(PostgresError(.shutDown)) }
            for connection in rest { closeQuietly(connection) }
        }
        await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
            lock.withLock { onEmpty.append(continuation) }
            resumeIfEmpty()
        }
        watchdog.cancel()
        reader.stop()
        connector.stop()
    }

    /// A connection that is being made is touched by the connector's thread only.
    private func closeQuietly(_ connection: Connection) {
        connector.perform { connection.close(PostgresError(.shutDown)) }
    }

    private func resumeIfEmpty() {
        let waiting = lock.withLock {
            guard machine.isShuttingDown, slots.isEmpty, separate.isEmpty else {
                return [UnsafeContinuation<Void, Never>]()
            }
            defer { onEmpty = [] }
            return onEmpty
        }
        for continuation in waiting { continuation.resume() }
    }

    var statistics: PostgresStatistics {
        lock.withLock {
            var statistics = counters
            statistics.idle = machine.idleCount
            statistics.busy = machine.busyCount
            statistics.connecting = machine.connectingCount
            statistics.waiting = machine.waiterCount
            return statistics
        }
    }
}
