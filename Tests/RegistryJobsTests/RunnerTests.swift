import Foundation
import Postgres
import Registry
import RegistryTestSupport
import Synchronization
import Testing

@testable import RegistryJobs

@Suite(.registryDatabase) struct RunnerTests {
    let database = TestDatabase.current

    @Test("H6 several hosts at once: every task of a run is done once, and its effect is there once")
    func severalHosts() async throws {
        try await database.prepareProbe()
        var job = Probe("several-hosts", tasks: 60)
        job.schedule = .daily(at: 1)
        let probe = job
        let outcomes = try await withThrowingTaskGroup(of: Runner.Outcome.self) { group in
            for host in 0..<3 {
                group.addTask { [database] in try await database.runner([probe], host: "h\(host)", workers: 2).runDue()
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let (run, tasks) = try await database.only(try #require(outcomes.first { !$0.runs.isEmpty }))
        #expect(run.state == .done && run.done == 60 && run.counts == ["effects": 60])
        #expect(tasks.allSatisfy { $0.attempts == 1 && $0.lapses == 0 && $0.error == nil })
        #expect(try await database.effects(of: "several-hosts") == "60|60")
        #expect(Set(outcomes.flatMap(\.closed)).count == 1)
    }

    @Test("A task that fails is tried three times and ends failed; the others finish; one that recovers is done")
    func poison() async throws {
        try await database.prepareProbe()
        var job = Probe("poison", tasks: 4)
        job.read = { task, client in
            switch task.name {
            case "task-0": throw TaskFailure("poisoned", mayRetry: true)
            case "task-1": _ = try await client.rows("select 1 / 0", access: .readOnly)
            case "task-2": if task.attempt == 1 { throw TaskFailure("not yet", mayRetry: true) }
            default: break
            }
        }
        let outcome = try await database.runner([job], workers: 3).run("poison")
        let (run, tasks) = try await database.only(outcome)
        #expect(run.state == .failed && run.failed == 2 && run.done == 2 && run.hasFailures)
        #expect(tasks.map(\.attempts) == [3, 3, 2, 1])
        #expect(tasks[0].error == "poisoned" && tasks[2].error == nil)
        #expect(try #require(tasks[1].error).hasPrefix("PostgreSQL 22012"))
        #expect(try await database.effects(of: "poison") == "2|2")
    }

    @Test("A run of which more than half failed after 20 tasks stops; what is left is cancelled")
    func hopeless() async throws {
        try await database.prepareProbe()
        var job = Probe("hopeless", tasks: 40)
        job.read = { task, _ in
            if task.books[0] % 3 > 0 { throw TaskFailure("broken", mayRetry: false) }
        }
        let (run, _) = try await database.only(try await database.runner([job]).run("hopeless"))
        #expect(run.state == .stopped && run.hasFailures)
        #expect(run.failed + run.done == 20 && run.cancelled == 20)
    }

    @Test("A task that takes too long is interrupted, its query cancelled, and it counts as an attempt")
    func overtime() async throws {
        try await database.prepareProbe()
        var job = Probe("overtime", tasks: 1, timeout: .seconds(3))
        job.read = { task, client in
            guard task.attempt == 1 else { return }
            _ = try await client.rows("select pg_sleep(600)", access: .readOnly, deadline: .seconds(600))
        }
        let (run, tasks) = try await database.only(try await database.runner([job]).run("overtime"))
        #expect(run.state == .done && tasks[0].attempts == 2)
        #expect(try await database.effects(of: "overtime") == "1|1")
        #expect(
            try await database.wait(
                for: "0",
                "select count(*) from pg_stat_activity where query like 'select pg_sleep(600)%' and state = 'active'"
            )
        )
    }

    @Test("Cancelling a run ends its waiting tasks and cancels the query under way; nothing is written any more")
    func cancel() async throws {
        try await database.prepareProbe()
        var job = Probe("cancelled", tasks: 3)
        job.read = { _, client in
            _ = try await client.rows("select pg_sleep(601)", access: .readOnly, deadline: .seconds(600))
        }
        let probe = job
        let running = Task { [database] in try await database.runner([probe], lease: .seconds(2)).run("cancelled") }
        let sleeping =
            "select count(*) from pg_stat_activity where query like 'select pg_sleep(601)%' and state = 'active'"
        #expect(try await database.wait(for: "1", sleeping))
        let id = JobRunID(
            rawValue: try #require(
                Int(try await database.superuserSQL("select id from jobs.run where job = 'cancelled'"))
            )
        )
        #expect(try await database.history { try await $0.cancel(id, osUser: "somebody") })
        let (run, _) = try await database.only(try await running.value)
        #expect(run.state == .cancelled && run.cancelledBy == "somebody" && run.cancelled == 3)
        #expect(try await database.wait(for: "0", sleeping))
        #expect(try await database.effects(of: "cancelled") == "0|0")
        #expect(try await database.history { try await !$0.cancel(id, osUser: "somebody") })
        #expect(
            try await database.superuserSQL(
                "select os_user from audit.event where action = 'jobs.cancel' and detail ->> 'run' = '\(id.rawValue)'"
            ) == "somebody"
        )
    }

    @Test("Told to stop, a runner finishes its task and leaves the rest; told again, it gives the task back unspent")
    func stopping() async throws {
        try await database.prepareProbe()
        let gate = Gate()
        var job = Probe("stopping", tasks: 3)
        job.read = { _, _ in try await gate.pass() }
        let probe = job
        let stop = StopSignal()
        let first = Task { [database] in try await database.runner([probe], stop: stop).run("stopping") }
        try await gate.waitForVisitor(1)
        stop.finish()
        gate.open()
        _ = try await first.value
        let states =
            "select string_agg(state || attempts, ' ' order by position) from jobs.task where run_id = (select max(id) from jobs.run where job = 'stopping')"
        #expect(try await database.superuserSQL(states) == "done1 waiting0 waiting0")

        gate.close()
        let again = StopSignal()
        let second = Task { [database] in try await database.runner([probe], joins: true, stop: again).run("stopping") }
        try await gate.waitForVisitor(2)
        again.finish()
        again.now()
        _ = try await second.value
        #expect(try await database.superuserSQL(states) == "done1 waiting0 waiting0")

        gate.open()
        _ = try await database.runner([probe], joins: true).run("stopping")
        #expect(try await database.superuserSQL(states) == "done1 done1 done1")
        #expect(try await database.effects(of: "stopping") == "3|3")
    }

    @Test("One runner of a host leaves another alone, unless it is told to join")
    func oneOfAHost() async throws {
        try await database.prepareProbe()
        let gate = Gate()
        var job = Probe("one-of-a-host", tasks: 2)
        job.schedule = .daily(at: 1)
        job.read = { _, _ in try await gate.pass() }
        let probe = job
        let first = Task { [database] in try await database.runner([probe], host: "alone").runDue() }
        try await gate.waitForVisitor(1)
        #expect(try await database.runner([probe], host: "alone").runDue().isElsewhere)
        let helper = Task { [database] in try await database.runner([probe], host: "alone", joins: true).runDue() }
        try await gate.waitForVisitor(2)
        gate.open()
        _ = try await (first.value, helper.value)
        #expect(try await database.effects(of: "one-of-a-host") == "2|2")
        #expect(
            try await database.superuserSQL(
                "select count(*), count(*) filter (where ended_at is not null) from jobs.runner where host = 'alone'"
            ) == "2|2"
        )
    }

    @Test("A run is over with its own last task, not with those of the runs that were due beside it")
    func oneAfterTheOther() async throws {
        try await database.prepareProbe()
        var (first, second) = (Probe("first-due", tasks: 2), Probe("then-due", tasks: 2))
        (first.schedule, second.schedule) = (.daily(at: 1), .daily(at: 1))
        let outcome = try await database.runner([first, second]).runDue()
        #expect(outcome.closed == outcome.runs && outcome.runs.count == 2)
        let isOver = """
            select first.ended_at <= max(task.ended_at)
            from jobs.run as first, jobs.run as second join jobs.task on task.run_id = second.id
            where first.job = 'first-due' and second.job = 'then-due' and task.position = 0
            group by first.ended_at
            """
        #expect(try await database.superuserSQL(isOver) == "t")
    }

    @Test("A run without tasks is over at once; an unknown job is not found")
    func nothing() async throws {
        try await database.prepareProbe()
        let (run, tasks) = try await database.only(
            try await database.runner([Probe("nothing", tasks: 0)]).run("nothing")
        )
        #expect(run.state == .done && tasks.isEmpty)
        await #expect(throws: (any Error).self) { try await database.runner([]).run("nothing") }
    }
}

/// Holds tasks up until it is opened.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var visitors = 0
    }
    private let state = Mutex(State())

    func open() { state.withLock { $0.isOpen = true } }
    func close() { state.withLock { $0.isOpen = false } }

    func pass() async throws {
        state.withLock { $0.visitors += 1 }
        while state.withLock({ !$0.isOpen }) { try await Task.sleep(for: .milliseconds(10)) }
    }

    /// Until so many have come in all.
    func waitForVisitor(_ number: Int) async throws {
        let hasCome = try await eventually(within: .seconds(60)) { state.withLock { $0.visitors } >= number }
        guard hasCome else { throw WrongOutcome() }
    }
}
