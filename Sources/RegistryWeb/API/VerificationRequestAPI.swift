import CivilIdentity
import FoundationEssentials
import HTTPTypes
import Registry

/// Verification requests: what was asked where, what came back, what is overdue.
///
/// Requests and reminders are sent by steps of their case (``CaseAPI``).
struct VerificationRequestAPI {
    let registry: Registry

    var operations: [Operation] {
        [
            Operation(
                id: "verification-requests.list",
                method: .get,
                path: "/api/v1/verification-requests",
                summary: "Requests within reach, the first due first.",
                summaryVi: "Công văn xác minh trong phạm vi, đến hạn trước xếp trước.",
                parameters: [
                    .query("commune", .digits(2...5), "The code of the commune that asks."),
                    .query("province", .digits(2...2), "The code of the province that is asked."),
                    .query("overdue", .boolean, "Only those that nobody has answered in time."),
                    .query("open", .boolean, "Whether a reply may still be recorded."),
                    .after, .limit,
                ],
                answers: [.json(200, "A page of requests.", RequestShapes.requests.schema)],
                perform: list
            ),
            Operation(
                id: "verification-requests.overdue",
                method: .get,
                path: "/api/v1/verification-requests/overdue",
                summary: "What nobody has answered in time, by province (B2).",
                summaryVi: "Công văn quá hạn trả lời, theo tỉnh.",
                parameters: [.query("area", .digits(2...5), "Only communes of this area.")],
                answers: [.json(200, "The longest overdue first.", RequestShapes.provinces.schema)],
                perform: overdue
            ),
            Operation(
                id: "verification-requests.show",
                method: .get,
                path: "/api/v1/verification-requests/{id}",
                summary: "One request with all that came back.",
                summaryVi: "Một công văn và các trả lời.",
                parameters: [Self.requestID],
                answers: [.json(200, "The request.", RequestShapes.record.schema, headers: ["ETag"])],
                perform: show
            ),
            Operation(
                id: "verification-requests.reply",
                method: .post,
                path: "/api/v1/verification-requests/{id}/replies",
                summary: "Record a reply: the one the case waits for moves it, any other is kept beside (B3, R7.7).",
                summaryVi: "Ghi trả lời công văn.",
                parameters: [Self.requestID],
                body: Self.reply,
                changesResident: true,
                answers: [.json(201, "It is recorded.", RequestShapes.record.schema, headers: ["ETag"])],
                perform: record
            ),
        ]
    }

    private static let requestID = Operation.Parameter.path("id", .uuid, "The request's id.")
    private static let reply = Schema.named("VerificationReplyDraft", .object(CaseStepJSON.replyProperties))

    private func list(_ exchange: Exchange) async throws -> Reply {
        let parameters = exchange.parameters
        var filter = VerificationRequests.Filter()
        filter.commune = parameters["commune"]?.string
        filter.province = parameters["province"]?.string
        filter.isOverdue = parameters["overdue"]?.bool ?? false
        filter.isOpen = parameters["open"]?.bool
        let limit = exchange.limit
        let found = try await registry.read(
            VerificationRequests.list(filter, after: exchange.after, limit: limit),
            as: exchange.caller,
            action: exchange.operation.id,
            shown: { $0.map(\.resident) }
        )
        return .json(RequestShapes.requests.encode(Page(found, limit: limit, id: \.id)))
    }

    private func overdue(_ exchange: Exchange) async throws -> Reply {
        let found = try await registry.read(
            VerificationRequests.overdueByProvince(within: exchange.parameters["area"]?.string),
            as: exchange.caller,
            action: exchange.operation.id,
            detail: { "{\"provinces\":\($0.count)}" }
        )
        return .json(RequestShapes.provinces.encode(Page(items: found, next: nil)))
    }

    private func show(_ exchange: Exchange) async throws -> Reply {
        try await render(exchange, try exchange.id())
    }

    private func render(_ exchange: Exchange, _ id: UUID) async throws -> Reply {
        let found = try await registry.read(
            VerificationRequests.show(id),
            as: exchange.caller,
            action: "verification-requests.show",
            shown: { $0.map { [$0.request.resident] } ?? [] }
        )
        guard let found else { throw Problem(.notFound) }
        return .json(
            RequestShapes.record.encode(found),
            headers: [.eTag: EntityTag(of: found.request.case, found.request.caseRevision).text]
        )
    }

    private func record(_ exchange: Exchange) async throws -> Reply {
        let id = try exchange.id()
        let known = try await registry.readPublic(VerificationRequests.show(id), as: exchange.caller)
        guard let request = known?.request else { throw Problem(.notFound) }
        let reply = CaseStepJSON.reply(of: exchange.body, to: id)
        return try await registry.onCase(request.case.id, exchange, status: 201, subject: id) { key, revision in
            request.caseState == .awaitingReply
                ? IdentityCases.take(.recordReply(reply), of: key, revision: revision)
                : IdentityCases.recordLate(reply, of: key, revision: revision)
        } render: { id in
            try await render(exchange, id)
        }
    }
}
