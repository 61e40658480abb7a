import FoundationEssentials
import HTTPTypes
import Registry

/// The letters of verification requests: getting the bytes again, and issuing one that a request of before has not (B11).
///
/// A request that is sent takes its letter along (``CaseAPI``).
struct LetterAPI {
    let registry: Registry
    let desk: LetterDesk?

    var operations: [Operation] {
        [
            Operation(
                id: "letters.issue",
                method: .post,
                path: "/api/v1/verification-requests/{id}/letter",
                summary: "Issue a request's letter: from now on it is these bytes; once more changes nothing.",
                summaryVi: "Phát hành công văn xác minh; từ đây nội dung không đổi.",
                parameters: [Self.requestID],
                answers: [.json(201, "What was issued.", Self.issued.schema, headers: ["Location"])],
                problems: [.unavailable],
                perform: issue
            ),
            Operation(
                id: "letters.show",
                method: .get,
                path: "/api/v1/verification-requests/{id}/letter",
                summary: "A request's letter as PDF or HTML; until it is issued, a draft that says so.",
                summaryVi: "Công văn xác minh (PDF hoặc HTML); chưa phát hành thì là dự thảo.",
                parameters: [Self.requestID],
                answers: [
                    Operation.Answer(
                        status: 200,
                        description: "The letter.",
                        content: LetterDesk.Form.allCases.map { ($0.rawValue, .binary) },
                        headers: ["Content-Disposition"]
                    )
                ],
                perform: show
            ),
        ]
    }

    private static let requestID = Operation.Parameter.path("id", .uuid, "The request's id.")

    private static let issued = Shape<Letters.Issued>(
        "IssuedLetter",
        "The letter's two forms, by the hash of their bytes.",
        [.init("html", content) { $0.html }, .init("pdf", content) { $0.pdf }]
    )

    private static let content = Shape<Letters.Content>(
        "LetterContent",
        [.init("sha256", .string) { $0.hash.hexadecimal }, .init("length", .count, "Bytes.") { $0.length }]
    )

    /// The letter within the caller's view; audited.
    private func record(_ id: UUID, _ exchange: Exchange) async throws -> Letters.Record {
        let record = try await registry.read(
            Letters.show(id),
            as: exchange.caller,
            action: "letters.show",
            shown: { $0.map { [$0.resident] } ?? [] }
        )
        guard let record else { throw Problem(.notFound) }
        return record
    }

    private func issue(_ exchange: Exchange) async throws -> Reply {
        guard let desk else { throw Problem(.unavailable) }
        let id = try exchange.id()
        let known = try await record(id, exchange)
        func write(_ issued: Letters.Issued) async throws -> Reply {
            try await registry.once(
                exchange,
                Letters.issue(id, in: known.book, as: issued),
                book: known.book,
                residents: [known.resident],
                status: 201,
                subject: id
            ) { id in
                guard let issued = try await record(id, exchange).issued else { throw Problem(.notFound) }
                let place = "/api/v1/verification-requests/\(id.uuidString.lowercased())/letter"
                return .json(Self.issued.encode(issued), headers: [.location: place])
            }
        }
        if let issued = known.issued { return try await write(issued) }
        return try await desk.issue(known.letter, record: write)
    }

    private func show(_ exchange: Exchange) async throws -> Reply {
        guard let desk, let form = LetterDesk.Form(rawValue: exchange.mediaType) else { throw Problem(.unavailable) }
        let record = try await record(try exchange.id(), exchange)
        let bytes = try await desk.bytes(of: record, as: form)
        let suffix = form == .pdf ? "pdf" : "html"
        let name = record.letter.number.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "-" }.joined()
        return Reply(
            status: 200,
            content: .bytes(bytes),
            headers: [.contentDisposition: "attachment; filename=\"cong-van-\(name).\(suffix)\""]
        )
    }
}
