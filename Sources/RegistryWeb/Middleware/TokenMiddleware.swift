import HTTPTypes
import Hummingbird
import Registry

/// Takes the session's token from the request; nothing is looked up yet.
///
/// Programs send it as `Authorization: Bearer`, browsers as the cookie. What cannot be a token is as none.
struct TokenMiddleware: RouterMiddleware {
    typealias Context = CallerContext

    func handle(
        _ request: Request,
        context: CallerContext,
        next: (Request, CallerContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let authorization = request.headers[.authorization] {
            context.token = Self.bearer(authorization)
        } else if let secret = SessionCookie.token(request.headers) {
            context.token = Self.token(secret)
            context.isCookie = true
        }
        return try await next(request, context)
    }

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
}

extension Operation {
    /// Refuses what another site makes a browser send: browsers say where a request comes from (Fetch Metadata), and
    /// what changes something under the cookie brings the page's own token besides.
    ///
    /// - Throws: ``ProblemKind/crossSite``.
    func requireSameSite(_ request: Request, _ context: CallerContext) throws(Problem) {
        guard ![.get, .head, .options].contains(request.method) else { return }
        if let site = request.headers[.secFetchSite], site != "same-origin", site != "none" {
            throw Problem(.crossSite)
        }
        guard context.isCookie, access == .signedIn, let token = context.token else { return }
        guard let given = request.headers[.csrfToken], SessionCookie.isCSRFToken(given, of: token) else {
            throw Problem(.crossSite)
        }
    }
}
