import Registry
import Synchronization

/// The runs of the jobs as Prometheus sees them, read from the history when somebody asks.
///
/// The runners are processes of cron that end before anyone could scrape them; the history outlives them.
final class JobMetrics: Sendable {
    private let measure: @Sendable () async -> [JobMeasure]
    private let latest = Mutex<[JobMeasure]>([])

    init(_ metrics: PrometheusMetrics, measure: @escaping @Sendable () async -> [JobMeasure]) {
        self.measure = measure
        add("sogoc_job_last_success_timestamp_seconds", to: metrics) { $0.lastSuccess }
        add("sogoc_job_last_start_timestamp_seconds", to: metrics) { $0.lastStart }
        add("sogoc_job_last_duration_seconds", to: metrics) { $0.lastDuration }
        metrics.addReading("sogoc_job_runs") { [weak self] in
            self?.measures.flatMap { measure in
                measure.runs.sorted { $0.key < $1.key }.map { state, count in
                    PrometheusMetrics.Reading(Double(count), [("job", measure.job), ("state", state)])
                }
            } ?? []
        }
    }

    /// Reads the history anew; to be awaited before the text is made.
    func refresh() async {
        let fresh = await measure()
        latest.withLock { $0 = fresh }
    }

    private var measures: [JobMeasure] { latest.withLock { $0 } }

    private func add(
        _ name: String,
        to metrics: PrometheusMetrics,
        _ value: @escaping @Sendable (JobMeasure) -> Double?
    ) {
        metrics.addReading(name) { [weak self] in
            self?.measures.compactMap { measure in value(measure).map { .init($0, [("job", measure.job)]) } } ?? []
        }
    }
}
