package import HTTPTypes
import Registry

/// One thing that can be asked of the service: described once, for the router and for the OpenAPI document.
package struct Operation: Sendable {
    /// What the document, the audit and the metrics call it: "residents.show".
    package let id: String
    package let method: HTTPRequest.Method
    /// With parameters in braces, "/api/v1/residents/{id}".
    package let path: String
    let summary: String
    let summaryVi: String
    var access: Access = .signedIn
    var parameters: [Parameter] = []
    var body: Schema?
    /// Whether the body is a file, read piece by piece while it comes.
    var takesFile = false
    /// Whether it changes a resident, so that the caller has to say which version (If-Match).
    var changesResident = false
    let answers: [Answer]
    /// Problems of its own; the rest follows from what it takes.
    var problems: [ProblemKind] = []
    let perform: @Sendable (Exchange) async throws -> Reply

    enum Access: Sendable {
        case anybody
        case signedIn
    }

    /// A parameter of the path or the query.
    struct Parameter: Sendable {
        enum Place: String, Sendable {
            case path
            case query
        }

        let name: String
        let place: Place
        let schema: Schema
        let isRequired: Bool
        let description: String

        static func path(_ name: String, _ schema: Schema, _ description: String) -> Parameter {
            Parameter(name: name, place: .path, schema: schema, isRequired: true, description: description)
        }

        static func query(_ name: String, _ schema: Schema, _ description: String, required: Bool = false) -> Parameter
        {
            Parameter(name: name, place: .query, schema: schema, isRequired: required, description: description)
        }
    }

    /// The media types of a file that is sent; the first leaves open what it is.
    static let fileTypes = ["application/octet-stream"] + FileKind.allCases.map(\.rawValue)

    /// What comes back when all went well.
    struct Answer: Sendable {
        let status: Int
        let description: String
        /// By media type; empty where the answer has no body.
        var content: [(type: String, schema: Schema)] = []
        var headers: [String] = []

        /// The answer in JSON.
        static func json(_ status: Int, _ description: String, _ schema: Schema, headers: [String] = []) -> Answer {
            Answer(
                status: status,
                description: description,
                content: [("application/json", schema)],
                headers: headers
            )
        }
    }

    /// The one list of POSTs that take no Idempotency-Key, because they change nothing or may be repeated.
    static let withoutKey: Set<String> = ["session.open", "residents.search", "visits.upload"]

    /// Whether the caller has to send a key under which the request is answered once.
    package var needsKey: Bool { method == .post && !Self.withoutKey.contains(id) }

    /// Every problem that may come back, by what the operation takes and does.
    var allProblems: [ProblemKind] {
        var kinds: Set<ProblemKind> = [.internal, .notAcceptable]
        if access == .signedIn { kinds.formUnion([.notSignedIn, .busy, .unavailable]) }
        if method != .get { kinds.insert(.crossSite) }
        if parameters.contains(where: { $0.place == .path }) { kinds.insert(.notFound) }
        kinds.insert(.invalid)
        if body != nil || takesFile { kinds.formUnion([.timeout, .unsupportedMediaType]) }
        kinds.insert(.tooLarge)
        if needsKey {
            kinds.formUnion([.keyRequired, .keyReused, .inFlight, .outcomeUnknown, .notAllowed, .notFound, .conflict])
        }
        if changesResident { kinds.formUnion([.versionRequired, .stale]) }
        kinds.formUnion(problems)
        return ProblemKind.allCases.filter(kinds.contains)
    }
}
