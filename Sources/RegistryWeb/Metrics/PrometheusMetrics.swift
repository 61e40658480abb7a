package import Metrics
import Synchronization

/// Keeps the process's measurements and writes them as Prometheus text (exposition format 0.0.4).
///
/// Everything that speaks swift-metrics ends up here; a name and its labels are one series, made once.
package final class PrometheusMetrics: MetricsFactory, Sendable {
    private struct Series: Hashable {
        let name: String
        /// `{route="…",status="200"}`, empty without labels.
        let labels: String
    }

    private struct State {
        var counters: [Series: PrometheusCounter] = [:]
        var gauges: [Series: PrometheusGauge] = [:]
        var histograms: [Series: PrometheusHistogram] = [:]
        var readings: [String: @Sendable () -> [Reading]] = [:]
    }

    /// A gauge's value at the moment of asking, with its labels.
    package struct Reading: Sendable {
        let labels: [(String, String)]
        let value: Double

        package init(_ value: Double, _ labels: [(String, String)] = []) {
            self.value = value
            self.labels = labels
        }
    }

    private let state = Mutex(State())

    package init() {}

    /// A gauge that is read when it is asked for; without readings it is left out.
    package func addReading(_ name: String, _ read: @escaping @Sendable () -> [Reading]) {
        state.withLock { $0.readings[Self.sane(name)] = read }
    }

    // MARK: Text

    /// Every series, by name.
    package var text: String {
        let (counters, gauges, histograms, readings) = state.withLock {
            ($0.counters, $0.gauges, $0.histograms, $0.readings)
        }
        var lines: [String] = []
        func write<Handler>(_ series: [Series: Handler], as type: String, _ line: (Series, Handler) -> [String]) {
            for (name, entries) in Dictionary(grouping: series, by: \.key.name).sorted(by: { $0.key < $1.key }) {
                lines.append("# TYPE \(name) \(type)")
                for (key, handler) in entries.sorted(by: { $0.key.labels < $1.key.labels }) {
                    lines += line(key, handler)
                }
            }
        }
        write(counters, as: "counter") { ["\($0.name)\($0.labels) \($1.value)"] }
        write(gauges, as: "gauge") { ["\($0.name)\($0.labels) \($1.value)"] }
        write(histograms, as: "histogram") { $1.lines(name: $0.name, labels: $0.labels) }
        for (name, read) in readings.sorted(by: { $0.key < $1.key }) {
            let values = read()
            if values.isEmpty { continue }
            lines.append("# TYPE \(name) gauge")
            lines += values.map { "\(name)\(Self.series(name, $0.labels).labels) \($0.value)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: MetricsFactory

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        let series = Self.series(label, dimensions)
        return state.withLock { state in
            if let known = state.counters[series] { return known }
            let counter = PrometheusCounter()
            state.counters[series] = counter
            return counter
        }
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(Self.series(label, dimensions))
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        let series = Self.series(label, dimensions)
        return aggregate ? histogram(series, PrometheusHistogram.sizes) : gauge(series)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(Self.series(label, dimensions), PrometheusHistogram.seconds)
    }

    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    private func gauge(_ series: Series) -> PrometheusGauge {
        state.withLock { state in
            if let known = state.gauges[series] { return known }
            let gauge = PrometheusGauge()
            state.gauges[series] = gauge
            return gauge
        }
    }

    private func histogram(_ series: Series, _ bounds: [Double]) -> PrometheusHistogram {
        state.withLock { state in
            if let known = state.histograms[series] { return known }
            let histogram = PrometheusHistogram(bounds: bounds)
            state.histograms[series] = histogram
            return histogram
        }
    }

    // MARK: Names

    private static func series(_ label: String, _ dimensions: [(String, String)]) -> Series {
        let labels = dimensions.map { name, value in "\(sane(name))=\"\(escaped(value))\"" }.joined(separator: ",")
        return Series(name: sane(label), labels: labels.isEmpty ? "" : "{\(labels)}")
    }

    /// `[a-zA-Z_][a-zA-Z0-9_]*`; swift-metrics likes dots.
    private static func sane(_ name: String) -> String {
        String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }

    private static func escaped(_ value: String) -> String {
        var escaped = ""
        for character in value {
            switch character {
            case "\\": escaped += #"\\"#
            case "\"": escaped += #"\""#
            case "\n": escaped += #"\n"#
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
