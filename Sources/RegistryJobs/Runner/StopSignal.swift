import Synchronization

/// Tells a runner from outside to stop: first when its tasks are done, then at once.
package final class StopSignal: Sendable {
    private enum Wish {
        case goOn
        case finish
        case now
    }

    private struct State {
        var wish = Wish.goOn
        var interrupt: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    package init() {}

    /// No task is begun any more; those under way are finished.
    package func finish() {
        state.withLock { if $0.wish == .goOn { $0.wish = .finish } }
    }

    /// Tasks under way are given back, unless they are being committed.
    package func now() {
        let interrupt = state.withLock { state in
            state.wish = .now
            return state.interrupt
        }
        interrupt?()
    }

    package var isStopping: Bool { state.withLock { $0.wish != .goOn } }

    /// Whether tasks under way are to be given back.
    var isImmediate: Bool { state.withLock { $0.wish == .now } }

    /// Calls `interrupt` when all is to stop at once, and right now if that was said already.
    func onInterrupt(_ interrupt: @escaping @Sendable () -> Void) {
        let isLate = state.withLock { state in
            state.interrupt = interrupt
            return state.wish == .now
        }
        if isLate { interrupt() }
    }

    /// Sleeps for a moment, less if told to stop, or if `isOver` says that what was waited for has come.
    package func sleep(for duration: Duration, until isOver: (() -> Bool)? = nil) async {
        let look: Duration = isOver == nil ? .milliseconds(100) : .milliseconds(10)
        let end = ContinuousClock.now + duration
        while !isStopping, ContinuousClock.now < end, !Task.isCancelled, isOver?() != true {
            try? await Task.sleep(for: min(look, end - .now))
        }
    }
}
