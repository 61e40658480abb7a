import FoundationEssentials
package import Hummingbird
import NIOCore
package import Registry

/// What the service knows of a request's sender, gathered by the middleware; who that is only the database knows.
package struct CallerContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Where the request came in; closed when its sender does not come to an end.
    let channel: any Channel
    /// As in the answer's `X-Request-Id` and in the log.
    package var requestID = ""
    /// The sender's address, nil where there is none.
    package var address: String?
    /// The token that came along, nil where none did.
    package var token: SessionToken?
    /// Whether a browser sent it by itself.
    var isCookie = false

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}
