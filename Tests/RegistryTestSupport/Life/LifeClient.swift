import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Registry
import RegistryWeb

/// What a scripted life asks of the service, and what it noted of each request.
struct LifeClient: Sendable {
    let base: String

    struct Answer: Sendable {
        let status: Int
        let json: JSONValue
        let eTag: String?
        let location: String?
    }

    /// A request that was answered as it should be, as the audit must know it.
    struct Noted: Sendable {
        let requestID: String
        /// As the API calls it: "cases.step".
        let action: String
        /// As the audit has it: write, search or read.
        let kind: String
        let officer: Int32
        /// Until the answer was read whole.
        let seconds: Double
    }

    /// Sends one request and notes it.
    ///
    /// - Throws: ``LifeFault`` where the service answers anything but the status that is awaited.
    func send(
        _ action: String,
        kind: String = "write",
        method: HTTPMethod = .POST,
        _ path: String,
        _ body: JSONValue? = nil,
        as officer: TestOfficer,
        ifMatch: String? = nil,
        expecting status: Int,
        noting: inout [Noted]
    ) async throws -> Answer {
        let requestID = UUID().uuidString.lowercased()
        var request = HTTPClientRequest(url: base + path)
        request.method = method
        request.headers.add(name: "authorization", value: "Bearer \(officer.token.secret)")
        request.headers.add(name: "x-request-id", value: requestID)
        if let ifMatch { request.headers.add(name: "if-match", value: ifMatch) }
        if method == .POST { request.headers.add(name: "idempotency-key", value: UUID().uuidString) }
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body.bytes))
        }
        let start = ContinuousClock.now
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(120))
        let bytes = try await answer.body.collect(upTo: 8 << 20)
        let took = (ContinuousClock.now - start).components
        let json = (try? JSONParser.parse(Array(bytes.readableBytesView))) ?? .null
        guard Int(answer.status.code) == status else {
            let errors = (json["errors"]?.array ?? []).map { error in
                "\(error["field"]?.string ?? "") \(error["rule"]?.string ?? ""): \(error["message"]?.string ?? "")"
            }
            throw LifeFault(
                "\(action) \(path): HTTP \(answer.status.code) \(json["type"]?.string ?? "") "
                    + errors.joined(separator: "; ")
            )
        }
        noting.append(
            Noted(
                requestID: requestID,
                action: action,
                kind: kind,
                officer: officer.userID,
                seconds: Double(took.seconds) + Double(took.attoseconds) / 1e18
            )
        )
        return Answer(
            status: status,
            json: json,
            eTag: answer.headers.first(name: "etag"),
            location: answer.headers.first(name: "location")
        )
    }
}

/// What went otherwise than the script says.
struct LifeFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
