/// A session's token as its holder sends it: 128 random bits in base64url; only its sha256 is stored.
///
/// Not `CustomStringConvertible` by its content: a log line or an error never shows it.
package struct SessionToken: Hashable, Sendable, CustomStringConvertible {
    package let secret: String

    /// Any text; whether it opens something only the database knows.
    package init(_ secret: String) {
        self.secret = secret
    }

    package var description: String { "SessionToken(••••)" }
}

/// Who asks, and what the audit is to say about the request.
package struct Caller: Sendable {
    package var token: SessionToken
    /// The request's id, as in the answer's header and the log.
    package var requestID: String
    /// The client's address, nil where there is none.
    package var address: String?
    /// Why, where one must say so (J3); nil otherwise.
    package var purpose: String?

    package init(token: SessionToken, requestID: String, address: String? = nil, purpose: String? = nil) {
        self.token = token
        self.requestID = requestID
        self.address = address
        self.purpose = purpose
    }
}
