import Testing

@testable import Postgres

/// The pool's decisions, race by race, without a database.
@Suite("Pool state machine") struct PoolStateMachineTests {
    private typealias Machine = PoolStateMachine<String>
    private let start = Moment(nanoseconds: 1_000_000_000)

    private func machine(minimum: Int = 0, maximum: Int = 2, waiters: Int = 3, atOnce: Int? = nil) -> Machine {
        Machine(.init(minimum: minimum, maximum: maximum, maximumWaiters: waiters, atOnce: atOnce))
    }

    private func at(_ milliseconds: Int64) -> Moment {
        start + .milliseconds(milliseconds)
    }

    private func connect(_ machine: inout Machine, for waiter: String, at now: Moment) throws -> Int {
        guard case .wait(let slot) = machine.request(waiter, now: now, until: .distantFuture) else {
            throw Unexpected()
        }
        return try #require(slot)
    }

    private struct Unexpected: Error {}

    private func assigned(_ free: Machine.Free) -> String? {
        if case .assign(let waiter) = free { waiter } else { nil }
    }

    private func isIdle(_ free: Machine.Free) -> Bool {
        if case .idle = free { true } else { false }
    }

    @Test("The first request opens a connection and gets it; the next one finds it idle")
    func firstRequest() throws {
        var machine = machine()
        let slot = try connect(&machine, for: "a", at: start)
        #expect(machine.slots[slot] == .connecting)
        #expect(assigned(machine.connected(slot, now: at(5))) == "a")
        #expect(machine.busyCount == 1)
        #expect(isIdle(machine.free(slot, now: at(6))))
        guard case .assign(slot) = machine.request("b", now: at(7), until: .distantFuture) else {
            Issue.record("an idle connection was not used")
            return
        }
        #expect(machine.slots[slot] == .busy)
    }

    @Test("Waiters are served in the order of their coming")
    func order() throws {
        var machine = machine(maximum: 1)
        let slot = try connect(&machine, for: "a", at: start)
        for waiter in ["b", "c"] {
            guard case .wait(connect: nil) = machine.request(waiter, now: start, until: .distantFuture) else {
                Issue.record("more than the maximum is opened")
                return
            }
        }
        #expect(assigned(machine.connected(slot, now: start)) == "a")
        #expect(assigned(machine.free(slot, now: start)) == "b")
        #expect(assigned(machine.free(slot, now: start)) == "c")
        #expect(isIdle(machine.free(slot, now: start)))
    }

    @Test("No more connections are opened than there are waiters, nor than the maximum")
    func noStampede() throws {
        var machine = machine(maximum: 3, waiters: 10)
        var opened: [Int] = []
        for waiter in ["a", "b", "c", "d", "e"] {
            if case .wait(let slot?) = machine.request(waiter, now: start, until: .distantFuture) {
                opened.append(slot)
            }
        }
        #expect(Set(opened).count == 3)
        #expect(machine.connectingCount == 3)
    }

    @Test("One waiter too many is refused, and room is made by those who leave")
    func bound() throws {
        var machine = machine(maximum: 1, waiters: 2)
        for waiter in ["a", "b"] { _ = machine.request(waiter, now: start, until: .distantFuture) }
        guard case .refuse(.tooManyWaiters) = machine.request("c", now: start, until: .distantFuture) else {
            Issue.record("the bound does not hold")
            return
        }
        #expect(machine.withdraw { $0 == "a" })
        #expect(!machine.withdraw { $0 == "a" })
        guard case .wait = machine.request("c", now: start, until: .distantFuture) else {
            Issue.record("there is room again")
            return
        }
    }

    @Test("Whose patience is over is told so, once, and is served no more")
    func patience() throws {
        var machine = machine(maximum: 1)
        let slot = try connect(&machine, for: "a", at: start)
        _ = machine.connected(slot, now: start)
        _ = machine.request("b", now: start, until: at(100))
        _ = machine.request("c", now: start, until: at(200))
        #expect(machine.tick(at(99)).overdue.isEmpty)
        #expect(machine.tick(at(100)).overdue == ["b"])
        #expect(machine.tick(at(101)).overdue.isEmpty)
        #expect(assigned(machine.free(slot, now: at(150))) == "c")
    }

    @Test("After a failure the pause doubles up to its bound, and ends with success")
    func backOff() throws {
        var machine = machine(maximum: 4)
        var slot = try connect(&machine, for: "a", at: start)
        var now = start
        var pauses: [Duration] = []
        for _ in 0..<8 {
            #expect(machine.closed(slot, now: now) == nil)
            let failed = now
            while true {
                now = now + .milliseconds(10)
                let due = machine.tick(now)
                #expect(due.connect.count <= 1)
                if let next = due.connect.first {
                    slot = next
                    break
                }
            }
            pauses.append(now - failed)
        }
        #expect(pauses == [50, 100, 200, 400, 800, 1600, 2000, 2000].map { .milliseconds($0) })
        #expect(assigned(machine.connected(slot, now: now)) == "a")
        #expect(machine.closed(slot, now: now) == nil)
        // No pause after a connection that had come about.
        _ = try connect(&machine, for: "b", at: now)
    }

    @Test("While the server is away one attempt at a time is made, however many wait")
    func oneAttempt() throws {
        var machine = machine(maximum: 4, waiters: 10)
        let slot = try connect(&machine, for: "a", at: start)
        #expect(machine.closed(slot, now: start) == nil)
        for waiter in ["b", "c", "d"] { _ = machine.request(waiter, now: at(1), until: .distantFuture) }
        #expect(machine.tick(at(60)).connect.count == 1)
        #expect(machine.tick(at(70)).connect.isEmpty)
    }

    @Test("The minimum is opened without being asked for, and kept")
    func minimum() {
        var machine = machine(minimum: 2, maximum: 4)
        let slots = machine.tick(start).connect
        #expect(slots.count == 2)
        for slot in slots { #expect(isIdle(machine.connected(slot, now: start))) }
        #expect(machine.closed(slots[0], now: start) == slots[0])
        #expect(machine.idleCount == 1)
        #expect(machine.needsTick == false)
    }

    @Test("A connection that breaks while idle is not handed out")
    func brokenIdle() throws {
        var machine = machine(maximum: 1)
        let slot = try connect(&machine, for: "a", at: start)
        _ = machine.connected(slot, now: start)
        _ = machine.free(slot, now: start)
        _ = machine.closed(slot, now: start)
        #expect(machine.idleCount == 0)
        #expect(try connect(&machine, for: "b", at: start) == slot)
    }

    @Test("A connection that breaks makes way for one for those who wait")
    func brokenBusy() throws {
        var machine = machine(maximum: 1)
        let slot = try connect(&machine, for: "a", at: start)
        _ = machine.connected(slot, now: start)
        _ = machine.request("b", now: start, until: .distantFuture)
        #expect(machine.closed(slot, now: start) == slot)
        #expect(assigned(machine.connected(slot, now: start)) == "b")
    }

    @Test("Shutting down serves who waits, refuses who comes, and closes what is free")
    func shutDown() throws {
        var machine = machine(maximum: 2)
        let first = try connect(&machine, for: "a", at: start)
        let second = try connect(&machine, for: "b", at: start)
        _ = machine.connected(first, now: start)
        _ = machine.connected(second, now: start)
        _ = machine.free(second, now: start)
        _ = machine.request("c", now: start, until: .distantFuture)
        _ = machine.request("d", now: start, until: .distantFuture)
        #expect(machine.shutDown().isEmpty)
        guard case .refuse(.shutDown) = machine.request("e", now: start, until: .distantFuture) else {
            Issue.record("requests are still taken")
            return
        }
        #expect(assigned(machine.free(first, now: start)) == "d")
        for slot in [first, second] {
            guard case .close = machine.free(slot, now: start) else {
                Issue.record("a free connection is kept")
                return
            }
        }
        #expect(machine.isEmpty)
    }

    /// A machine with so many idle connections.
    private func idleMachine(_ count: Int, atOnce: Int) throws -> Machine {
        var machine = machine(minimum: count, maximum: count, waiters: 10, atOnce: atOnce)
        for slot in machine.tick(start).connect { _ = machine.connected(slot, now: start) }
        try #require(machine.idleCount == count)
        return machine
    }

    @Test("The server is given no more quick requests at once than it has processors; the others wait in line")
    func atOnce() throws {
        var machine = try idleMachine(4, atOnce: 2)
        guard case .assign(let first) = machine.request("a", now: at(1), until: .distantFuture),
            case .assign = machine.request("b", now: at(1), until: .distantFuture),
            case .wait(connect: nil) = machine.request("c", now: at(1), until: .distantFuture),
            case .wait(connect: nil) = machine.request("d", now: at(1), until: .distantFuture)
        else {
            Issue.record("not two at once")
            return
        }
        #expect(machine.idleCount == 2)
        #expect(machine.tick(at(10)).assign.isEmpty)
        #expect(assigned(machine.free(first, now: at(11))) == "c")
        #expect(machine.tick(at(20)).assign.isEmpty)
        #expect(machine.waiterCount == 1)
    }

    @Test("Somebody slow does not count: whoever waits has another connection when 20 ms are over")
    func slow() throws {
        var machine = try idleMachine(3, atOnce: 1)
        guard case .assign(let slow) = machine.request("slow", now: start, until: .distantFuture),
            case .wait = machine.request("a", now: at(1), until: .distantFuture),
            case .wait = machine.request("b", now: at(1), until: .distantFuture)
        else {
            Issue.record("not one at once")
            return
        }
        let due = machine.tick(at(20))
        #expect(due.assign.map(\.waiter) == ["a"])
        let slot = try #require(due.assign.first?.slot)
        // Not counted any more, it makes no room when it is done either.
        #expect(isIdle(machine.free(slow, now: at(21))))
        #expect(machine.waiterCount == 1)
        #expect(assigned(machine.free(slot, now: at(22))) == "b")
    }

    @Test("One that comes while somebody waits its turn does not jump the queue, though a connection is idle")
    func noJumping() throws {
        var machine = try idleMachine(2, atOnce: 1)
        guard case .assign(let slot) = machine.request("a", now: start, until: .distantFuture),
            case .wait = machine.request("b", now: start, until: .distantFuture)
        else {
            Issue.record("not one at once")
            return
        }
        // It broke: there is room, and the next one's turn comes with the clock.
        _ = machine.closed(slot, now: at(1))
        guard case .wait = machine.request("c", now: at(2), until: .distantFuture) else {
            Issue.record("it jumped the queue")
            return
        }
        #expect(machine.needsTick)
        #expect(machine.tick(at(3)).assign.map(\.waiter) == ["b"])
    }

    @Test(
        "Whatever comes in whatever order, nothing is assigned twice and nobody is forgotten",
        arguments: [nil, 1, 2]
    )
    func random(atOnce: Int?) {
        for _ in 0..<200 {
            var machine = machine(minimum: 1, maximum: 3, waiters: 5, atOnce: atOnce)
            var now = start
            var asked: Set<String> = []
            var settled: Set<String> = []
            var connecting: Set<Int> = []
            var busy: [Int: String] = [:]
            func take(_ free: Machine.Free, _ slot: Int) {
                guard case .assign(let waiter) = free else { return }
                #expect(busy[slot] == nil && !settled.contains(waiter))
                busy[slot] = waiter
                settled.insert(waiter)
            }
            for step in 0..<200 {
                now = now + .milliseconds(Int64.random(in: 0...40))
                switch Int.random(in: 0..<6) {
                case 0, 1:
                    let waiter = "w\(step)"
                    asked.insert(waiter)
                    switch machine.request(waiter, now: now, until: now + .milliseconds(Int64.random(in: 0...100))) {
                    case .assign(let slot):
                        #expect(busy[slot] == nil)
                        busy[slot] = waiter
                        settled.insert(waiter)
                    case .wait(let slot): if let slot { connecting.insert(slot) }
                    case .refuse: settled.insert(waiter)
                    }
                case 2:
                    guard let slot = connecting.randomElement() else { continue }
                    connecting.remove(slot)
                    if Bool.random() {
                        take(machine.connected(slot, now: now), slot)
                    } else if let next = machine.closed(slot, now: now) {
                        connecting.insert(next)
                    }
                case 3:
                    guard let slot = busy.keys.randomElement() else { continue }
                    busy[slot] = nil
                    take(machine.free(slot, now: now), slot)
                case 4:
                    guard let slot = busy.keys.randomElement() else { continue }
                    busy[slot] = nil
                    if let next = machine.closed(slot, now: now) { connecting.insert(next) }
                default:
                    let due = machine.tick(now)
                    settled.formUnion(due.overdue)
                    for (waiter, slot) in due.assign {
                        #expect(busy[slot] == nil && !settled.contains(waiter))
                        busy[slot] = waiter
                        settled.insert(waiter)
                    }
                    // Whoever waits waits for a connection or for its turn.
                    #expect(machine.waiterCount == 0 || machine.idleCount == 0 || atOnce != nil)
                    connecting.formUnion(due.connect)
                }
                #expect(machine.busyCount == busy.count)
                #expect(machine.connectingCount == connecting.count)
                #expect(machine.openCount + machine.connectingCount <= 3)
                #expect(asked.count == settled.count + machine.waiterCount)
            }
        }
    }
}
