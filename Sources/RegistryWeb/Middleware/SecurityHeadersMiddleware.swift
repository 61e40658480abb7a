import HTTPTypes
import Hummingbird

/// Headers that keep answers out of caches and browsers from guessing (OWASP ASVS 5.0, chapter 3).
struct SecurityHeadersMiddleware: RouterMiddleware {
    typealias Context = CallerContext

    func handle(
        _ request: Request,
        context: CallerContext,
        next: (Request, CallerContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        // Whatever the service answers may be about a person, unless a route says otherwise.
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        response.headers[.xContentTypeOptions] = "nosniff"
        if response.headers[.contentSecurityPolicy] == nil {
            response.headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
        }
        response.headers[.strictTransportSecurity] = "max-age=31536000; includeSubDomains"
        response.headers[.referrerPolicy] = "no-referrer"
        response.headers[.crossOriginResourcePolicy] = "same-origin"
        response.headers[.permissionsPolicy] = "camera=(), microphone=(), geolocation=()"
        return response
    }
}
