import DequeModule

/// The pool's decisions, without any I/O: events in, actions out, so that every race is a unit test.
///
/// ```
/// slot:  empty ──connect──▶ connecting ──connected──▶ idle ◀──▶ busy
///          ▲                    │ failed                │ closed  │ closed
///          └────────────────────┴───────────────────────┴─────────┘
/// ```
/// Waiters are served first come, first served, within a bound and each with a deadline. A connection is opened when a
/// waiter would otherwise have none, or when fewer than the minimum are open; after a failure not before a pause that
/// doubles up to two seconds.
///
/// Requests that a server with two processors is given eight at a time all end late: each waits for the others' turns. So
/// no more than `atOnce` *fresh* ones are under way, the rest waits in line. What has taken longer than `freshness` (a
/// report, a lease) does not count any more: nobody waits for somebody slow.
struct PoolStateMachine<Waiter> {
    struct Limits {
        var minimum: Int
        var maximum: Int
        var maximumWaiters: Int
        /// How many that were handed out a short while ago may be busy; nil for as many as there are.
        var atOnce: Int?
        /// How long a busy connection counts as handed out a short while ago.
        var freshness: Duration = .milliseconds(20)
        var firstPause: Duration = .milliseconds(50)
        var longestPause: Duration = .seconds(2)
    }

    enum Slot: Equatable {
        case empty
        case connecting
        case idle
        case busy
    }

    enum Refusal: Equatable {
        case exhausted
        case tooManyWaiters
        case shutDown
    }

    enum Request {
        case assign(slot: Int)
        /// Waits; a connection is to be opened in `connect`, if given.
        case wait(connect: Int?)
        case refuse(Refusal)
    }

    enum Free {
        case assign(Waiter)
        case idle
        case close
    }

    private struct Waiting {
        let waiter: Waiter
        let until: Moment
    }

    private let limits: Limits
    private(set) var slots: [Slot]
    private(set) var connectingCount = 0
    /// Slots that are neither empty nor being connected.
    private(set) var openCount = 0
    /// Idle slots, the one used last at the end: it is taken first, its session is warm.
    private var idle: [Int] = []
    private var waiting: Deque<Waiting> = []
    /// Until when each busy slot counts as fresh; nil for one that does not.
    private var freshUntil: [Moment?]
    private var freshCount = 0
    private var failures = 0
    private var mayConnectAt = Moment(nanoseconds: .min)
    private(set) var isShuttingDown = false

    init(_ limits: Limits) {
        self.limits = limits
        slots = Array(repeating: .empty, count: max(limits.maximum, 1))
        freshUntil = Array(repeating: nil, count: slots.count)
    }

    private var atOnce: Int { max(limits.atOnce ?? slots.count, 1) }

    var waiterCount: Int { waiting.count }
    var idleCount: Int { idle.count }
    var busyCount: Int { openCount - idle.count }
    /// Whether nothing is open or being opened.
    var isEmpty: Bool { openCount + connectingCount == 0 }

    /// The one place where a slot changes, so that the counts are always those of the slots.
    private mutating func set(_ slot: Int, to state: Slot) {
        if freshUntil[slot] != nil {
            freshUntil[slot] = nil
            freshCount -= 1
        }
        count(slots[slot], -1)
        slots[slot] = state
        count(state, 1)
    }

    private mutating func count(_ state: Slot, _ change: Int) {
        switch state {
        case .empty: break
        case .connecting: connectingCount += change
        case .idle, .busy: openCount += change
        }
    }

    /// Hands a connection out.
    private mutating func occupy(_ slot: Int, _ now: Moment) {
        set(slot, to: .busy)
        freshUntil[slot] = now + limits.freshness
        freshCount += 1
    }

    // MARK: Requests

    /// Somebody wants a connection, at the latest by `until`.
    mutating func request(_ waiter: Waiter, now: Moment, until: Moment) -> Request {
        guard !isShuttingDown else { return .refuse(.shutDown) }
        if waiting.isEmpty, freshCount < atOnce, let slot = idle.popLast() {
            occupy(slot, now)
            return .assign(slot: slot)
        }
        guard waiting.count < limits.maximumWaiters else { return .refuse(.tooManyWaiters) }
        waiting.append(Waiting(waiter: waiter, until: until))
        return .wait(connect: slotToConnect(now))
    }

    /// Takes a waiter out of the queue; false when it is not in it any more.
    mutating func withdraw(where isWanted: (Waiter) -> Bool) -> Bool {
        guard let index = waiting.firstIndex(where: { isWanted($0.waiter) }) else { return false }
        waiting.remove(at: index)
        return true
    }

    /// Takes out all waiters of a kind.
    mutating func takeWaiters(where areWanted: (Waiter) -> Bool) -> [Waiter] {
        takeOut { areWanted($0.waiter) }
    }

    /// Takes out the waiters that give up, if nothing is open.
    mutating func giveUp(where isHopeless: (Waiter) -> Bool) -> [Waiter] {
        openCount == 0 ? takeOut { isHopeless($0.waiter) } : []
    }

    private mutating func takeOut(where isWanted: (Waiting) -> Bool) -> [Waiter] {
        // Nearly always there is none, and then nothing is copied.
        guard waiting.contains(where: isWanted) else { return [] }
        defer { waiting.removeAll(where: isWanted) }
        return waiting.filter(isWanted).map(\.waiter)
    }

    // MARK: Connections

    /// A connection came about.
    mutating func connected(_ slot: Int, now: Moment) -> Free {
        failures = 0
        mayConnectAt = Moment(nanoseconds: .min)
        return free(slot, now: now)
    }

    /// A connection has done its work.
    mutating func free(_ slot: Int, now: Moment) -> Free {
        // What it did until now counts no longer.
        set(slot, to: .idle)
        if freshCount < atOnce, let next = waiting.popFirst() {
            occupy(slot, now)
            return .assign(next.waiter)
        }
        guard !isShuttingDown else {
            set(slot, to: .empty)
            return .close
        }
        idle.append(slot)
        return .idle
    }

    /// A connection did not come about, or broke; the slot to connect again, if it is wanted now.
    mutating func closed(_ slot: Int, now: Moment) -> Int? {
        if slots[slot] == .connecting {
            let pause = limits.firstPause * (1 << min(failures, 10))
            failures += 1
            mayConnectAt = now + min(pause, limits.longestPause)
        }
        set(slot, to: .empty)
        idle.removeAll { $0 == slot }
        return isShuttingDown && waiting.isEmpty ? nil : slotToConnect(now)
    }

    /// Chooses an empty slot if another connection is wanted, and marks it as connecting.
    private mutating func slotToConnect(_ now: Moment) -> Int? {
        guard openCount + connectingCount < slots.count, now >= mayConnectAt else { return nil }
        // After a failure one attempt is enough to find out whether the server is back.
        if failures > 0, connectingCount > 0 { return nil }
        let served = min(waiting.count, atOnce - freshCount - idle.count)
        let wanted = max(served, isShuttingDown ? 0 : limits.minimum - openCount)
        guard connectingCount < wanted, let slot = slots.firstIndex(of: .empty) else { return nil }
        set(slot, to: .connecting)
        return slot
    }

    // MARK: Time

    struct Due {
        var overdue: [Waiter] = []
        var assign: [(waiter: Waiter, slot: Int)] = []
        var connect: [Int] = []
    }

    /// What the passing of time brings: waiters whose patience is over, those whose turn comes because others turned out to
    /// be slow, connections to try again.
    mutating func tick(_ now: Moment) -> Due {
        var due = Due()
        due.overdue = takeOut { $0.until <= now }
        for slot in slots.indices where freshUntil[slot].map({ $0 <= now }) == true {
            freshUntil[slot] = nil
            freshCount -= 1
        }
        while freshCount < atOnce, !waiting.isEmpty, let slot = idle.popLast() {
            occupy(slot, now)
            due.assign.append((waiting.removeFirst().waiter, slot))
        }
        while let slot = slotToConnect(now) { due.connect.append(slot) }
        return due
    }

    /// Whether the clock must be looked at: somebody waits, or a connection is to be tried again.
    var needsTick: Bool {
        !waiting.isEmpty || (!isShuttingDown && openCount + connectingCount < limits.minimum)
    }

    // MARK: Shutting down

    /// Stops taking requests, serves on what waits, and returns the slots to close, which were idle or connecting.
    mutating func shutDown() -> [Int] {
        isShuttingDown = true
        let unused = slots.indices.filter { slots[$0] == .idle || (slots[$0] == .connecting && waiting.isEmpty) }
        for slot in unused where slots[slot] == .idle { set(slot, to: .empty) }
        idle.removeAll()
        return unused
    }

    /// Gives up on whoever still waits.
    mutating func takeWaiters() -> [Waiter] {
        defer { waiting.removeAll() }
        return waiting.map(\.waiter)
    }
}
