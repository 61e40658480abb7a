import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Gives each request an id, its sender's own where that is sane, and puts it into the answer and every log line.
struct RequestIDMiddleware: RouterMiddleware {
    typealias Context = CallerContext

    /// Addresses whose `X-Forwarded-For` is believed: the proxy in front.
    let trustedProxies: Set<String>

    func handle(
        _ request: Request,
        context: CallerContext,
        next: (Request, CallerContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.requestID = request.headers[.requestID].flatMap(Self.sane) ?? UUID().uuidString.lowercased()
        context.address = address(of: request, peer: context.channel.remoteAddress)
        // Hummingbird numbers requests too; one id is enough.
        context.logger[metadataKey: "hb.request.id"] = nil
        context.logger[metadataKey: "request_id"] = "\(context.requestID)"
        var response = try await next(request, context)
        response.headers[.requestID] = context.requestID
        return response
    }

    /// An id that may stand in a log and in a header.
    static func sane(_ id: String) -> String? {
        let isSane =
            (8...64).contains(id.utf8.count)
            && id.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
        return isSane ? id : nil
    }

    private func address(of request: Request, peer: SocketAddress?) -> String? {
        let peerAddress = peer?.ipAddress ?? (peer == nil ? nil : "unix")
        guard let peerAddress, trustedProxies.contains(peerAddress),
            // The last entry is the one that our own proxy added.
            let last = request.headers[values: .forwardedFor].last?.split(separator: ",").last
        else { return peerAddress }
        let forwarded = last.filter { $0 != " " }
        let isAddress =
            forwarded.utf8.count <= 45
            && forwarded.allSatisfy { $0.isHexDigit || $0 == "." || $0 == ":" }
        return isAddress ? forwarded : peerAddress
    }
}
