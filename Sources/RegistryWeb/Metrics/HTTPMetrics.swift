import Metrics

/// What the service measures of its own requests.
struct HTTPMetrics: Sendable {
    private let factory: PrometheusMetrics
    private let inProgress: Meter

    init(_ factory: PrometheusMetrics) {
        self.factory = factory
        inProgress = Meter(label: "sogoc_http_requests_in_progress", dimensions: [], factory: factory)
    }

    func began() { inProgress.increment() }
    func ended() { inProgress.decrement() }

    /// By the route's template, so that the number of series is the number of routes.
    func answered(route: String, method: String, status: Int, after duration: Duration) {
        Counter(
            label: "sogoc_http_requests_total",
            dimensions: [("route", route), ("method", method), ("status", String(status))],
            factory: factory
        ).increment()
        Metrics.Timer(
            label: "sogoc_http_request_duration_seconds",
            dimensions: [("route", route), ("method", method)],
            factory: factory
        ).recordNanoseconds(Int64(duration.milliseconds * 1e6))
    }
}
