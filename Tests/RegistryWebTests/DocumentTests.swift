import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Registry
import RegistryTestSupport
import Testing

@testable import RegistryWeb

@Suite(.registryDatabase) struct DocumentTests {
    @Test("The document's paths and methods are the router's, no more and no fewer")
    func pathsAreTheRouters() async throws {
        let log = LogCapture()
        try await Registry.withRegistry(access: TestDatabase.current.access, logger: log.logger) { registry in
            let signIn = SignIn(registry: registry, key: try Web.secondFactorKey())
            let api = API(registry: registry, signIn: signIn)
            let router = api.router(limits: Limits(), trustedProxies: [], metrics: PrometheusMetrics())
            let routed = Set(router.routes.map { "\($0.method.rawValue) \($0.path)" })
            let document = try JSONParser.parse(api.document)
            var described: Set<String> = []
            for path in document["paths"]?.object?.members ?? [] {
                for method in path.value.object?.members ?? [] {
                    described.insert("\(method.name.uppercased()) \(path.name)")
                }
            }
            #expect(described == routed)
            #expect(described.count == api.operations.count)
        }
    }

    @Test("Every reference of the document leads somewhere, and every object allows its own properties only")
    func referencesAndObjects() async throws {
        try await Web.serving { web in
            let document = web.validator.document
            var references: Set<String> = []
            var open: [String] = []
            func walk(_ value: JSONValue, _ place: String) {
                switch value {
                case .object(let object):
                    if let reference = object["$ref"]?.string { references.insert(reference) }
                    if object["type"] == "object", object["additionalProperties"] != .bool(false) {
                        open.append(place)
                    }
                    for member in object.members { walk(member.value, place + "/" + member.name) }
                case .array(let values):
                    for value in values { walk(value, place) }
                default: break
                }
            }
            walk(document, "#")
            // The document itself is described by OpenAPI, what a check says by the check, and what is attached to a step by it.
            #expect(
                open.filter { !$0.contains("openapi.json") }.sorted() == [
                    "#/components/schemas/CaseEvent/properties/attachment/anyOf",
                    "#/components/schemas/Finding/properties/facts", "#/components/schemas/Finding/properties/shown",
                    "#/components/schemas/FindingHistory/properties/facts",
                    "#/components/schemas/FindingHistory/properties/shown",
                ]
            )
            #expect(references.filter { web.validator.resolve($0) == nil } == [])
            #expect(references.count > 20)
        }
    }

    @Test("Each operation has an id of its own, a summary in both languages, and says what it refuses")
    func operationsAreComplete() async throws {
        try await Web.serving { web in
            var ids: Set<String> = []
            for path in web.validator.document["paths"]?.object?.members ?? [] {
                for method in path.value.object?.members ?? [] {
                    let operation = method.value
                    let id = try #require(operation["operationId"]?.string)
                    #expect(ids.insert(id).inserted)
                    #expect(
                        operation["summary"]?.string?.isEmpty == false
                            && operation["description"]?.string?.isEmpty == false
                    )
                    let statuses = operation["responses"]?.object?.members.map(\.name) ?? []
                    #expect(statuses.contains { $0.hasPrefix("2") } && statuses.contains("500"))
                    let isOpen = operation["security"] == .array([])
                    #expect(isOpen != statuses.contains("401") || id == "session.open", "\(id)")
                    if path.name.contains("{") { #expect(statuses.contains("404"), "\(id)") }
                }
            }
        }
    }

    @Test("The document is served as it is, and may be kept for a while")
    func isServed() async throws {
        try await Web.serving { web in
            let answer = try await web.get("/api/openapi.json")
            #expect(answer.status == 200 && answer.json == web.validator.document)
            #expect(answer.json["openapi"] == "3.1.0")
            #expect(answer.header("Cache-Control") == "public, max-age=300")
        }
    }

    @Test("Every problem's type can be looked up")
    func problemsAreExplained() async throws {
        try await Web.serving { web in
            for kind in ProblemKind.allCases {
                let answer = try await web.get(kind.type)
                #expect(answer.status == 200 && answer.json["status"] == .integer(Int64(kind.status)))
            }
            #expect(try await web.get("/problems/nothing-of-the-kind").status == 404)
        }
    }
}
