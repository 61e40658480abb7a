import CLibpq
import DequeModule
import Glibc
import Synchronization

/// What an event loop calls when a watched socket is ready; on the loop's thread.
protocol EventHandler: AnyObject, Sendable {
    func ready(_ events: UInt32)
}

/// One thread that waits on epoll for many sockets, looks at deadlines every 10 ms, and runs short Swift jobs between.
///
/// Deadlines need no timers of their own: while anything is under way the loop wakes every 10 ms and lets `onTick` look
/// at it, which is cheaper than arming and disarming a timer per request. After a second without work it dozes until an
/// event or ``keepTicking()`` wakes it.
///
/// As a `TaskExecutor` it saves the hop to the global pool: a task that prefers this executor goes on right where its
/// answer was parsed. Only tasks that never compute for long may do so, since everybody's answers wait meanwhile.
///
/// `@unchecked Sendable`: the mutable state is `handlers`, `jobs` and the flags, touched only under `lock`, and the
/// locals of `run`, which belong to the loop's thread.
final class EventLoop: TaskExecutor, @unchecked Sendable {
    private let epoll: Int32
    private let wakeUp: Int32
    private let lock = Lock()
    /// By their tokens; few, so that looking through them is cheaper than hashing.
    private var handlers: [(token: UInt64, handler: any EventHandler)] = []
    private var jobs: Deque<UnownedJob> = []
    private var errands: [@Sendable () -> Void] = []
    /// Whether the thread is in, or on its way into, `epoll_wait`, so that a job must wake it.
    private var isAsleep = false
    /// Announced before the loop looks for work a last time, under the locks under which work is begun.
    private let isDozing = Atomic<Bool>(false)
    private var isStopped = false
    /// Returns whether anything is under way that has a deadline.
    private var onTick: @Sendable (Moment) -> Bool = { _ in false }

    static let tick: Duration = .milliseconds(10)
    /// Ticks without work after which the loop dozes.
    private static let patience = 100
    /// The token of `wakeUp`; connections count from 1.
    private static let wakeToken: UInt64 = 0

    init() {
        epoll = clibpq_epoll_create()
        wakeUp = clibpq_eventfd()
        precondition(epoll >= 0 && wakeUp >= 0, "no file descriptors left")
        _ = clibpq_watch(epoll, wakeUp, clibpq_readable, Self.wakeToken)
    }

    deinit {
        close(epoll)
        close(wakeUp)
    }

    /// Starts the thread, which keeps the loop alive until ``stop()``.
    func start(name: String, onTick: @escaping @Sendable (Moment) -> Bool) {
        lock.withLock { self.onTick = onTick }
        startThread(name: name) { self.run() }
    }

    /// Ends the thread; jobs that still come go to Swift's global executor.
    func stop() {
        lock.withLock {
            isStopped = true
            handlers.removeAll()
            onTick = { _ in false }
        }
        clibpq_wake(wakeUp)
    }

    // MARK: Sockets

    func add(_ handler: any EventHandler, token: UInt64) {
        lock.withLock {
            handlers.removeAll { $0.token == token }
            handlers.append((token, handler))
        }
    }

    /// Forgets a handler, and its socket unless libpq has closed it.
    func remove(token: UInt64, socket: Int32) {
        lock.withLock { handlers.removeAll { $0.token == token } }
        if socket >= 0 { clibpq_unwatch(epoll, socket) }
    }

    /// Chooses the events that matter now; may be called from any thread (manual page epoll_ctl(2)).
    func watch(_ socket: Int32, for events: UInt32, token: UInt64) -> Bool {
        clibpq_watch(epoll, socket, events, token) == 0
    }

    /// Makes sure that deadlines are looked at again; called after something with a deadline was begun.
    func keepTicking() {
        // Whoever began something did so under a lock that the loop takes to look for it: either the loop saw it, or its
        // announcement is seen here.
        guard isDozing.load(ordering: .relaxed), isDozing.exchange(false, ordering: .relaxed) else { return }
        clibpq_wake(wakeUp)
    }

    /// Runs `errand` on the loop's thread; dropped when the loop has stopped.
    func perform(_ errand: @escaping @Sendable () -> Void) {
        let mustWake = lock.withLock {
            errands.append(errand)
            defer { isAsleep = false }
            return isAsleep
        }
        if mustWake { clibpq_wake(wakeUp) }
    }

    // MARK: TaskExecutor

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        enum Next {
            case nothing
            case wake
            case elsewhere
        }
        let next: Next = lock.withLock {
            if isStopped { return .elsewhere }
            jobs.append(job)
            if !isAsleep { return .nothing }
            isAsleep = false
            return .wake
        }
        switch next {
        case .nothing: break
        case .wake: clibpq_wake(wakeUp)
        case .elsewhere: globalConcurrentExecutor.enqueue(job)
        }
    }

    // MARK: The thread

    private func run() {
        let capacity = 64
        let events = UnsafeMutablePointer<clibpq_event>.allocate(capacity: capacity)
        defer { events.deallocate() }
        var batch: Deque<UnownedJob> = []
        var lastTick = Moment.now
        var quietTicks = 0
        while true {
            let timeout: Int32? = lock.withLock {
                guard !isStopped else { return nil }
                isAsleep = jobs.isEmpty && errands.isEmpty
                return isAsleep ? (isDozing.load(ordering: .relaxed) ? -1 : Int32(Self.tick.milliseconds)) : 0
            }
            guard let timeout else { break }
            let count = Int(clibpq_wait(epoll, events, Int32(capacity), timeout))
            // One that is removed meanwhile hears of its event all the same, and knows that it is closed.
            let handlers = lock.withLock {
                isAsleep = false
                return self.handlers
            }
            for index in 0..<count {
                let event = events[index]
                if event.token == Self.wakeToken {
                    clibpq_clear_wake(wakeUp)
                } else if let place = handlers.firstIndex(where: { $0.token == event.token }) {
                    handlers[place].handler.ready(event.events)
                }
            }
            runJobs(&batch)
            let now = Moment.now
            guard now - lastTick >= Self.tick else { continue }
            lastTick = now
            let onTick = lock.withLock { self.onTick }
            quietTicks = onTick(now) ? 0 : quietTicks + 1
            if quietTicks >= Self.patience {
                quietTicks = 0
                // Announced first, then looked again: whoever begins something in between sees the announcement.
                isDozing.store(true, ordering: .relaxed)
                if onTick(now) { isDozing.store(false, ordering: .relaxed) }
            }
        }
        runJobs(&batch)
    }

    /// Runs what is queued now; jobs queued by these wait until sockets had their turn.
    ///
    /// `batch` is empty before and after, and keeps its room from one call to the next.
    private func runJobs(_ batch: inout Deque<UnownedJob>) {
        var errands: [@Sendable () -> Void] = []
        lock.withLock {
            swap(&batch, &jobs)
            swap(&errands, &self.errands)
        }
        for errand in errands { errand() }
        while let job = batch.popFirst() {
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}
