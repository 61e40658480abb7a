import HTTPTypes
import Hummingbird
import Logging

/// One line and one measurement per request: route, status, time.
///
/// No query, body, name, id or token is in either.
struct AccessLogMiddleware: RouterMiddleware {
    typealias Context = CallerContext

    let metrics: HTTPMetrics

    func handle(
        _ request: Request,
        context: CallerContext,
        next: (Request, CallerContext) async throws -> Response
    ) async throws -> Response {
        let clock = ContinuousClock()
        let start = clock.now
        metrics.began()
        defer { metrics.ended() }
        let response = try await next(request, context)
        let duration = clock.now - start
        // The template, never the path: a path holds ids.
        let route = context.endpointPath ?? "none"
        let method = Self.known.contains(request.method) ? request.method.rawValue : "other"
        metrics.answered(route: route, method: method, status: response.status.code, after: duration)
        context.logger.info(
            "request",
            metadata: [
                "method": "\(method)", "route": "\(route)", "status": "\(response.status.code)",
                "milliseconds": "\(duration.milliseconds)",
            ]
        )
        return response
    }

    private static let known: Set<HTTPRequest.Method> = [
        .get, .head, .post, .put, .patch, .delete, .options, .trace, .connect,
    ]
}

extension Duration {
    /// Whole milliseconds and tenths.
    var milliseconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) * 1000 + (Double(attoseconds) / 1e14).rounded() / 10
    }
}
