import CivilIdentity
import FoundationEssentials
import HTTPTypes
import Registry

/// Certificates of identity, each by a supervisor's decision (R2.10).
struct IdentityCertificateAPI {
    let registry: Registry

    private var desk: PaperDesk<IdentityCertificate> {
        PaperDesk(
            registry: registry,
            noun: "identity-certificates",
            shape: Self.certificate,
            show: IdentityCertificates.show,
            key: \.key,
            resident: \.resident.id
        )
    }

    var operations: [Operation] {
        [
            Operation(
                id: "identity-certificates.list",
                method: .get,
                path: "/api/v1/identity-certificates",
                summary: "Certificates of identity within reach, in the order in which they were decided.",
                summaryVi: "Danh sách giấy chứng nhận căn cước trong phạm vi.",
                parameters: [
                    .query("commune", .digits(5...5), "The commune's code."),
                    .query(
                        "state",
                        .oneOf(IdentityCertificate.State.allCases.map(\.rawValue)),
                        "Certificates in this state."
                    ),
                    .query("resident", .uuid, "One person's."), .after, .limit,
                ],
                answers: [.json(200, "A page of certificates.", Self.certificates.schema)],
                perform: list
            ),
            desk.shown("One certificate of identity.", "Một giấy chứng nhận căn cước."),
            Operation(
                id: "identity-certificates.decide",
                method: .post,
                path: "/api/v1/identity-certificates",
                summary: "Decide that somebody gets a certificate of identity, and say why (R2.10).",
                summaryVi: "Quyết định cấp giấy chứng nhận căn cước.",
                body: .named(
                    "IdentityCertificateDecision",
                    .object([
                        .required("resident", .uuid), .reason,
                        .required("document", .text(1...500), "The decision's number."),
                    ])
                ),
                answers: [.json(201, "It is decided.", Self.certificate.schema, headers: ["Location", "ETag"])],
                perform: decide
            ),
            desk.step("hand-over", "Hand it over.", "Trả giấy chứng nhận.") { certificate, _ in
                IdentityCertificates.handOver(certificate)
            },
            desk.step("revoke", "Revoke it.", "Thu hồi.", .named("PaperReason", .object([.reason]))) {
                IdentityCertificates.revoke($0, because: $1.text("reason") ?? "")
            },
        ]
    }

    private func list(_ exchange: Exchange) async throws -> Reply {
        let parameters = exchange.parameters
        var filter = IdentityCertificates.Filter()
        filter.commune = parameters["commune"]?.string
        filter.state = parameters["state"]?.string.flatMap(IdentityCertificate.State.init(rawValue:))
        filter.resident = parameters["resident"]?.string.flatMap { UUID(uuidString: $0) }
        let limit = exchange.limit
        let found = try await registry.read(
            IdentityCertificates.list(filter, after: exchange.after, limit: limit),
            as: exchange.caller,
            action: exchange.operation.id,
            shown: { $0.map(\.resident.id) }
        )
        return .json(Self.certificates.encode(Page(found, limit: limit, id: \.id)))
    }

    private func decide(_ exchange: Exchange) async throws -> Reply {
        let reader = BodyReader(exchange.body)
        guard let resident = reader.id("resident") else { throw Problem(.invalid) }
        let (reason, document) = (reader.text("reason") ?? "", reader.text("document") ?? "")
        return try await desk.make(exchange, for: resident, isApproval: true) { id, key in
            IdentityCertificates.decide(id, for: key, because: reason, by: document)
        }
    }

    private static let certificates = certificate.page("IdentityCertificates")

    private static let certificate = Shape<IdentityCertificate>(
        "IdentityCertificate",
        "A certificate of identity.",
        [
            .init("id", .uuid) { $0.id },
            .init("resident", .residentKey) { $0.resident },
            .init("name", .string) { $0.name },
            .init("state", .oneOf(IdentityCertificate.State.allCases.map(\.rawValue))) { $0.state.rawValue },
            .init("reason", .string) { $0.reason },
            .init("document", .string) { $0.document },
            .init("resident_since", .day, "Without a gap, by the stays.") { $0.residentSince },
            .init("decided_on", .day) { $0.decidedOn },
            .init("handed_over_on", Shape<CalendarDay>.day.nullable) { $0.handedOverOn },
            .init("ending", Shape<String>.string.nullable, "Why it was revoked.") { $0.ending },
        ]
    )
}
