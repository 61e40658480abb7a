package import Hummingbird
package import Registry

/// All that can be asked of the service over HTTP, in one list: the router and the OpenAPI document are made of it.
package struct API: Sendable {
    package let operations: [Operation]
    /// The OpenAPI document in UTF-8.
    package let document: [UInt8]

    /// What is asked of this registry; without `files`, whatever needs scans or letters is unavailable.
    package init(registry: Registry, signIn: SignIn, files: FileStore? = nil, typesetter: Typesetter = Typesetter()) {
        let letters = files.map { LetterDesk(files: $0, typesetter: typesetter) }
        var operations = ServiceAPI(isReady: { await registry.isReady() }).operations
        operations += SessionAPI(registry: registry, signIn: signIn).operations
        operations += ResidentAPI(registry: registry).operations
        operations += HouseholdAPI(registry: registry).operations
        operations += SettlementAPI(registry: registry).operations
        operations += AreaAPI(registry: registry).operations
        operations += ReportAPI(registry: registry).operations
        operations += FindingAPI(registry: registry).operations
        operations += JobAPI(registry: registry).operations
        operations += CaseAPI(registry: registry, letters: letters).operations
        operations += VerificationRequestAPI(registry: registry).operations
        operations += ReplyFileAPI(registry: registry, files: files).operations
        operations += EvidenceAPI(registry: registry).operations
        operations += EvidenceFileAPI(registry: registry, files: files).operations
        operations += AttestationAPI(registry: registry).operations
        operations += DecisionAPI(registry: registry).operations
        operations += LetterAPI(registry: registry, desk: letters).operations
        operations += CardAPI(registry: registry).operations
        operations += PersonalNumberAPI(registry: registry).operations
        operations += ElectronicIdentityAPI(registry: registry).operations
        operations += BirthCertificateAPI(registry: registry).operations
        operations += CorrectionRequestAPI(registry: registry).operations
        operations += IdentityCertificateAPI(registry: registry).operations
        operations += TransferAPI(registry: registry).operations
        operations += VisitAPI(registry: registry).operations
        operations += OutreachTeamAPI(registry: registry).operations
        operations += TargetAPI(registry: registry).operations
        operations += LeftAPI(registry: registry).operations
        self.init(operations)
    }

    /// The given operations and the document of them all, which is one more.
    init(_ described: [Operation]) {
        // The document describes its own route too, so the route is described before the document is made.
        let operations = described + [Self.documentOperation { _ in Reply(status: 200, content: .none) }]
        let bytes = OpenAPIDocument.make(operations).bytes
        document = bytes
        self.operations =
            described + [
                Self.documentOperation { _ in
                    Reply(
                        status: 200,
                        content: .writtenJSON(bytes),
                        headers: [.cacheControl: "public, max-age=300"]
                    )
                }
            ]
    }

    private static func documentOperation(_ perform: @escaping @Sendable (Exchange) async throws -> Reply) -> Operation
    {
        Operation(
            id: "service.document",
            method: .get,
            path: "/api/openapi.json",
            summary: "This document.",
            summaryVi: "Tài liệu này.",
            access: .anybody,
            // Its own meta-schema is OpenAPI's.
            answers: [
                Operation.Answer(
                    status: 200,
                    description: "OpenAPI 3.1.",
                    content: [("application/json", .anyObject)]
                )
            ],
            perform: perform
        )
    }

    /// A router with the middleware and every operation.
    package func router(
        limits: Limits,
        trustedProxies: Set<String>,
        metrics: PrometheusMetrics
    ) -> Router<CallerContext> {
        let router = Router(context: CallerContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestIDMiddleware(trustedProxies: trustedProxies))
        router.add(middleware: AccessLogMiddleware(metrics: HTTPMetrics(metrics)))
        router.add(middleware: SecurityHeadersMiddleware())
        router.add(middleware: ProblemMiddleware(routes: RouteTable(operations), limits: limits))
        router.add(middleware: BodyMiddleware(limits: limits, files: RouteTable(operations.filter(\.takesFile))))
        router.add(middleware: TokenMiddleware())
        for operation in operations { operation.register(on: router) }
        return router
    }
}
