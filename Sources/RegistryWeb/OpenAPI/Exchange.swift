import FoundationEssentials
import HTTPTypes
import Registry

/// A request that was read and found to have the described form.
package struct Exchange: Sendable {
    let operation: Operation
    /// As in the log.
    let requestID: String
    let address: String?
    let token: SessionToken?
    let headers: HTTPFields
    /// The path's and the query's parameters, typed as described.
    let parameters: JSONObject
    /// Empty where the operation takes none.
    let body: JSONObject
    /// The version that is to be changed, as `If-Match` says it; nil where none is needed.
    let expected: EntityTag?
    /// The key under which this is answered once; nil where none is needed.
    var key: Registry.IdempotencyKey?
    /// The media type to answer in, one of those described.
    let mediaType: String
    /// The file that comes along, not read yet; nil where the operation takes none.
    var file: IncomingBody?

    /// Who asks.
    ///
    /// - Throws: ``RegistryError/notSignedIn`` without a token.
    var caller: Caller {
        get throws {
            guard let token else { throw RegistryError.notSignedIn }
            return Caller(token: token, requestID: requestID, address: address)
        }
    }

    /// An id of the path; the router's form has been checked.
    func id(_ name: String = "id") throws -> UUID {
        guard let id = parameters[name]?.string.flatMap({ UUID(uuidString: $0) }) else { throw Problem(.notFound) }
        return id
    }
}

/// What goes back.
package struct Reply: Sendable {
    enum Content: Sendable {
        case json(JSONValue)
        /// JSON that was written before.
        case writtenJSON([UInt8])
        case text(String)
        /// Bytes of the media type that was agreed on.
        case bytes([UInt8])
        case file(FileReader, length: Int, type: String)
        case none
    }

    var status: Int
    var content: Content
    var headers: HTTPFields = [:]

    static func json(_ value: JSONValue, status: Int = 200, headers: HTTPFields = [:]) -> Reply {
        Reply(status: status, content: .json(value), headers: headers)
    }

    static let noContent = Reply(status: 204, content: .none)
}
