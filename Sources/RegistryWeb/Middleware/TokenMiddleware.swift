import HTTPTypes
import Hummingbird
import Registry

/// Takes the session's token from the request; nothing is looked up yet.
///
/// Programs send it as `Authorization: Bearer`. Browsers send the cookie by themselves, also when another site makes
/// them, so what changes something must then come from a page of ours and bring that page's own token.
struct TokenMiddleware: RouterMiddleware {
    typealias Context = CallerContext

    func handle(
        _ request: Request,
        context: CallerContext,
        next: (Request, CallerContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let authorization = request.headers[.authorization] {
            guard let token = Self.bearer(authorization) else { throw Problem(.notSignedIn) }
            context.token = token
        } else if let secret = SessionCookie.token(request.headers) {
            guard let token = Self.token(secret) else { throw Problem(.notSignedIn) }
            if !Self.safe.contains(request.method) { try Self.requireSameSite(request, token) }
            context.token = token
        }
        return try await next(request, context)
    }

    private static let safe: Set<HTTPRequest.Method> = [.get, .head, .options]

    private static func bearer(_ authorization: String) -> SessionToken? {
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return token(String(parts[1]))
    }

    /// A text that may be a token: nothing else is sent to the database.
    private static func token(_ secret: String) -> SessionToken? {
        let isPlausible =
            (16...128).contains(secret.utf8.count)
            && secret.utf8.allSatisfy { (0x21..<0x7f).contains($0) }
        return isPlausible ? SessionToken(secret) : nil
    }

    private static func requireSameSite(_ request: Request, _ token: SessionToken) throws(Problem) {
        if let site = request.headers[.secFetchSite], site != "same-origin" { throw Problem(.crossSite) }
        guard let given = request.headers[.csrfToken], SessionCookie.isCSRFToken(given, of: token) else {
            throw Problem(.crossSite)
        }
    }
}
