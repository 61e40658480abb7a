import Crypto
import HTTPTypes
package import Registry

/// The cookie in which a browser keeps its session, and the second token that keeps other sites from using it.
package enum SessionCookie {
    /// `__Host-`: only over TLS, only from this host, for every path (RFC 6265bis, 4.1.3.2).
    package static let name = "__Host-sogoc"

    /// The header that sets it, for as long as the session lasts.
    static func set(_ token: SessionToken, seconds: Int) -> String {
        "\(name)=\(token.secret); Path=/; Max-Age=\(seconds); Secure; HttpOnly; SameSite=Strict"
    }

    static let clear = "\(name)=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict"

    /// The session's token among the request's cookies.
    static func token(_ headers: HTTPFields) -> String? {
        for header in headers[values: .cookie] {
            for pair in header.split(separator: ";") {
                let trimmed = pair.drop { $0 == " " }
                if trimmed.hasPrefix(name + "=") { return String(trimmed.dropFirst(name.count + 1)) }
            }
        }
        return nil
    }

    /// What a page of ours sends along with whatever changes something: derived from the session's token, which the
    /// page itself cannot read, and of no use without it.
    package static func csrfToken(of token: SessionToken) -> String {
        SHA256.hash(data: Array("sogoc csrf ".utf8) + Array(token.secret.utf8))
            .map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }
            .joined()
    }

    static func isCSRFToken(_ text: String, of token: SessionToken) -> Bool {
        let expected = Array(csrfToken(of: token).utf8)
        let given = Array(text.utf8)
        guard expected.count == given.count else { return false }
        return zip(expected, given).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
