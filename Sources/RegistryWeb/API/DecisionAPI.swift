import CivilIdentity
import FoundationEssentials
import HTTPTypes
import Registry

/// How much speaks for who a person is, and what is decided because of it.
struct DecisionAPI {
    let registry: Registry

    var operations: [Operation] {
        [
            Operation(
                id: "cases.strength",
                method: .get,
                path: "/api/v1/cases/{id}/strength",
                summary: "How much speaks for who the person is, as an explained sum (B4).",
                summaryVi: "Độ tin cậy của hồ sơ: tổng điểm và lý do từng mục.",
                parameters: [Self.caseID],
                answers: [.json(200, "The sum and its parts.", EvidenceShapes.strength.schema)]
            ) { exchange in
                let id = try exchange.id()
                let place = try await registry.place(of: id, exchange)
                let strength = try await registry.read(
                    CaseStrength.show(id),
                    as: exchange.caller,
                    action: exchange.operation.id,
                    shown: { $0 == nil ? [] : [place.resident] }
                )
                guard let strength else { throw Problem(.notFound) }
                return .json(EvidenceShapes.strength.encode(strength))
            },
            Operation(
                id: "decisions.list",
                method: .get,
                path: "/api/v1/cases/{id}/decisions",
                summary: "What was decided in a case: which facts, why, and on what that rests.",
                summaryVi: "Các quyết định trong một hồ sơ.",
                parameters: [Self.caseID],
                answers: [.json(200, "In order.", EvidenceShapes.decisions.schema)]
            ) { exchange in try await list(try exchange.id(), exchange) },
            Operation(
                id: "decisions.make",
                method: .post,
                path: "/api/v1/cases/{id}/decisions",
                summary: "Go by a recorded fact from now on: name, birth, sex or origin; the others stay beside it.",
                summaryVi: "Quyết định thông tin hiện hành: tên, ngày sinh, giới tính, nguồn gốc.",
                parameters: [Self.caseID],
                body: Self.draft,
                changesResident: true,
                answers: [.json(201, "The case's decisions.", EvidenceShapes.decisions.schema)],
                perform: make
            ),
        ]
    }

    private static let caseID = Operation.Parameter.path("id", .uuid, "The case's id.")
    private static let attributes = ["birth", "sex", "origin"] + NameKind.allCases.map { "name." + $0.rawValue }
    private static let ids = Schema.array(of: .uuid, maximum: 100)

    private static let draft = Schema.named(
        "DecisionDraft",
        .object([
            .required("attribute", .oneOf(attributes)),
            .required("fact", .integer(1...Int64.max), "The id of a fact of that kind, as the resident shows it."),
            .required("reason", .text(3...500)),
            .optional("evidence", ids, "What it rests on; at least one of the three."),
            .optional("attestations", ids),
            .optional("replies", ids),
        ])
    )

    private func list(_ id: UUID, _ exchange: Exchange) async throws -> Reply {
        let place = try await registry.place(of: id, exchange)
        let found = try await registry.read(
            Decision.list(ofCase: id),
            as: exchange.caller,
            action: "decisions.list",
            shown: { _ in [place.resident] }
        )
        return .json(EvidenceShapes.decisions.encode(Page(items: found, next: nil)))
    }

    private func make(_ exchange: Exchange) async throws -> Reply {
        let id = try exchange.id()
        let place = try await registry.place(of: id, exchange)
        guard let revision = exchange.expected?.revision(inBook: place.book) else { throw Problem(.stale) }
        let reader = BodyReader(exchange.body)
        func ids(_ name: String) -> [UUID] {
            // Named twice is named once.
            var seen: Set<UUID> = []
            let given = reader.body[name]?.array?.compactMap { $0.string.flatMap { UUID(uuidString: $0) } } ?? []
            return given.filter { seen.insert($0).inserted }
        }
        return try await registry.once(
            exchange,
            Decision.make(
                .v7(),
                in: place.book,
                ofCase: id,
                revision: revision,
                attribute: reader.text("attribute") ?? "",
                fact: Int(reader.body["fact"]?.integer ?? 0),
                reason: reader.text("reason") ?? "",
                basis: Decision.Basis(
                    evidence: ids("evidence"),
                    attestations: ids("attestations"),
                    replies: ids("replies")
                )
            ),
            book: place.book,
            residents: [place.resident],
            status: 201,
            subject: id
        ) { id in try await list(id, exchange) }
    }
}
