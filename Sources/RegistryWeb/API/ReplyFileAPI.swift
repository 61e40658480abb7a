import FoundationEssentials
import HTTPTypes
import Registry

/// The scans of what came back to a verification request: sent piece by piece, given out as files only (B3).
struct ReplyFileAPI {
    let registry: Registry
    let files: FileStore?

    var operations: [Operation] {
        [
            Operation(
                id: "verification-requests.attach",
                method: .post,
                path: "/api/v1/verification-requests/{id}/replies/{reply}/files",
                summary: "Add a scan to a reply: PDF, JPEG or PNG; the body is the file.",
                summaryVi: "Đính kèm bản chụp công văn trả lời (PDF, JPEG, PNG); nội dung yêu cầu là tệp.",
                parameters: Self.place,
                takesFile: true,
                answers: [.json(201, "The request.", RequestShapes.record.schema, headers: ["Location"])],
                perform: attach
            ),
            Operation(
                id: "verification-requests.file",
                method: .get,
                path: "/api/v1/verification-requests/{id}/replies/{reply}/files/{sha256}",
                summary: "A scan of a reply.",
                summaryVi: "Tải bản chụp công văn trả lời.",
                parameters: Self.place + [
                    .path("sha256", EvidenceFileAPI.hash, "The file's name: the hash of its bytes.")
                ],
                answers: [
                    Operation.Answer(
                        status: 200,
                        description: "The file, to be saved.",
                        content: FileKind.allCases.map { ($0.rawValue, .binary) },
                        headers: ["Content-Disposition"]
                    )
                ],
                perform: give
            ),
        ]
    }

    private static let place: [Operation.Parameter] = [
        .path("id", .uuid, "The request's id."), .path("reply", .uuid, "The reply's id."),
    ]

    /// The request with its replies within the caller's view, and the one that is meant; audited.
    private func found(_ exchange: Exchange) async throws -> (RequestShapes.Record, VerificationReply) {
        let record = try await registry.read(
            VerificationRequests.show(try exchange.id()),
            as: exchange.caller,
            action: exchange.operation.method == .get ? exchange.operation.id : "verification-requests.show",
            shown: { $0.map { [$0.request.resident] } ?? [] }
        )
        let id = exchange.parameters["reply"]?.string.flatMap { UUID(uuidString: $0) }
        guard let record, let reply = record.replies.first(where: { $0.id == id }) else { throw Problem(.notFound) }
        return (record, reply)
    }

    private func attach(_ exchange: Exchange) async throws -> Reply {
        guard let body = exchange.file else { throw Problem(.internal) }
        guard let files else { throw Problem(.unavailable) }
        let (record, reply) = try await found(exchange)
        let (request, replyID) = (record.request, reply.id)
        return try await body.keep(in: files) { file in
            var exchange = exchange
            exchange.key = exchange.key(for: file)
            let read = exchange
            return try await registry.once(
                read,
                VerificationRequests.attach(file, to: replyID, of: request.id, in: request.case.book),
                book: request.case.book,
                residents: [request.resident],
                status: 201,
                subject: request.id
            ) { id in
                let place = [
                    "/api/v1/verification-requests", id.uuidString.lowercased(), "replies",
                    replyID.uuidString.lowercased(), "files", file.hash.hexadecimal,
                ]
                return .json(
                    RequestShapes.record.encode(try await found(read).0),
                    headers: [.location: place.joined(separator: "/")]
                )
            }
        }
    }

    private func give(_ exchange: Exchange) async throws -> Reply {
        guard let files else { throw Problem(.unavailable) }
        guard let hash = exchange.parameters["sha256"]?.string.flatMap({ ContentHash(hexadecimal: $0) }) else {
            throw Problem(.notFound)
        }
        let (_, reply) = try await found(exchange)
        guard let file = reply.files.first(where: { $0.hash == hash }) else { throw Problem(.notFound) }
        return try await files.reply(exchange, hash, file.length, file.kind, named: "reply")
    }
}
