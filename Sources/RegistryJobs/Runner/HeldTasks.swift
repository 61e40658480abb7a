import Synchronization

/// The tasks that this process has leased, and how to interrupt those that only read so far.
final class HeldTasks: Sendable {
    /// Why the first half of a task was cut short.
    enum Interruption {
        /// Another runner has it, or its run was ended: nothing is left to be said about it.
        case lost
        case overtime
        /// The runner is to stop at once.
        case stopped
    }

    private enum Phase {
        case reading(cancel: @Sendable () -> Void)
        case interrupted(Interruption)
        /// Its row is locked, or will find out that it cannot be: nobody interrupts it.
        case writing
    }

    private let phases = Mutex<[Int: Phase]>([:])

    var identifiers: [Int] { phases.withLock { Array($0.keys) } }

    /// Begins to hold a task; `cancel` ends its first half.
    func begin(_ task: Int, cancel: @escaping @Sendable () -> Void) {
        phases.withLock { $0[task] = .reading(cancel: cancel) }
    }

    func interrupt(_ task: Int, _ reason: Interruption) {
        let cancel: (@Sendable () -> Void)? = phases.withLock { phases in
            guard case .reading(let cancel) = phases[task] else { return nil }
            phases[task] = .interrupted(reason)
            return cancel
        }
        cancel?()
    }

    func interruptAll(_ reason: Interruption) {
        for task in identifiers { interrupt(task, reason) }
    }

    /// Ends the first half: from here on nothing interrupts it, unless something has already.
    func endReading(_ task: Int) -> Interruption? {
        phases.withLock { phases in
            if case .interrupted(let reason) = phases[task] { return reason }
            phases[task] = .writing
            return nil
        }
    }

    func remove(_ task: Int) {
        phases.withLock { _ = $0.removeValue(forKey: task) }
    }
}
