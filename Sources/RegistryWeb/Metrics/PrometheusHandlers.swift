import Metrics
import Synchronization

/// A number that only grows.
final class PrometheusCounter: CounterHandler, Sendable {
    private let count = Atomic<Int64>(0)

    var value: Int64 { count.load(ordering: .relaxed) }
    func increment(by amount: Int64) { count.add(amount, ordering: .relaxed) }
    func reset() { count.store(0, ordering: .relaxed) }
}

/// A number that goes up and down.
final class PrometheusGauge: MeterHandler, RecorderHandler, Sendable {
    private let current = Mutex(0.0)

    var value: Double { current.withLock { $0 } }
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { current.withLock { $0 = value } }
    func increment(by amount: Double) { current.withLock { $0 += amount } }
    func decrement(by amount: Double) { current.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(value) }
    func record(_ value: Double) { set(value) }
}

/// How often values fell below each of some bounds, with their number and sum.
final class PrometheusHistogram: TimerHandler, RecorderHandler, Sendable {
    /// Of durations, in seconds.
    static let seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    /// Of counts.
    static let sizes = [1.0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]

    private struct State {
        var counts: [Int64]
        var sum = 0.0
        var total: Int64 = 0
    }

    private let bounds: [Double]
    private let state: Mutex<State>

    init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(State(counts: Array(repeating: 0, count: bounds.count)))
    }

    func record(_ value: Int64) { record(Double(value)) }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func record(_ value: Double) {
        state.withLock { state in
            state.sum += value
            state.total += 1
            if let index = bounds.firstIndex(where: { value <= $0 }) { state.counts[index] += 1 }
        }
    }

    /// The series as text: buckets count all below their bound.
    func lines(name: String, labels: String) -> [String] {
        let state = state.withLock { $0 }
        let inner = labels.isEmpty ? "" : labels.dropFirst().dropLast() + ","
        var below: Int64 = 0
        var lines: [String] = []
        for (bound, count) in zip(bounds, state.counts) {
            below += count
            lines.append("\(name)_bucket{\(inner)le=\"\(bound)\"} \(below)")
        }
        lines.append("\(name)_bucket{\(inner)le=\"+Inf\"} \(state.total)")
        lines.append("\(name)_sum\(labels) \(state.sum)")
        lines.append("\(name)_count\(labels) \(state.total)")
        return lines
    }
}
