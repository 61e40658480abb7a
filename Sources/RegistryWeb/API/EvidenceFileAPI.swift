import FoundationEssentials
import HTTPTypes
import Registry

/// The scans of evidence: sent piece by piece, given out as files only.
struct EvidenceFileAPI {
    let registry: Registry
    let files: FileStore?

    var operations: [Operation] {
        [
            Operation(
                id: "evidence.attach",
                method: .post,
                path: "/api/v1/evidence/{id}/files",
                summary: "Add a scan to a piece of evidence: PDF, JPEG or PNG; the body is the file.",
                summaryVi: "Đính kèm bản chụp (PDF, JPEG, PNG); nội dung yêu cầu là tệp.",
                parameters: [EvidenceAPI.evidenceID],
                takesFile: true,
                answers: [.json(201, "The evidence.", EvidenceShapes.evidence.schema, headers: ["Location"])],
                perform: attach
            ),
            Operation(
                id: "evidence.file",
                method: .get,
                path: "/api/v1/evidence/{id}/files/{sha256}",
                summary: "A scan of a piece of evidence.",
                summaryVi: "Tải bản chụp của một chứng cứ.",
                parameters: [
                    EvidenceAPI.evidenceID,
                    .path("sha256", Self.hash, "The file's name: the hash of its bytes."),
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

    static let hash = Schema.matching("^[0-9a-f]{64}$", 64...64) { ContentHash(hexadecimal: $0) != nil }

    private func attach(_ exchange: Exchange) async throws -> Reply {
        guard let body = exchange.file else { throw Problem(.internal) }
        guard let files else { throw Problem(.unavailable) }
        let known = try await registry.evidence(try exchange.id(), exchange)
        return try await body.keep(in: files) { file in
            var exchange = exchange
            exchange.key = exchange.key(for: file)
            let read = exchange
            return try await registry.once(
                read,
                CaseEvidence.attach(file, to: known.id, in: known.book),
                book: known.book,
                residents: [known.resident],
                status: 201,
                subject: known.id
            ) { id in
                let place = "/api/v1/evidence/\(id.uuidString.lowercased())/files/\(file.hash.hexadecimal)"
                let record = try await registry.evidence(id, read)
                return .json(EvidenceShapes.evidence.encode(record), headers: [.location: place])
            }
        }
    }

    private func give(_ exchange: Exchange) async throws -> Reply {
        guard let files else { throw Problem(.unavailable) }
        let id = try exchange.id()
        guard let name = exchange.parameters["sha256"]?.string, let hash = ContentHash(hexadecimal: name) else {
            throw Problem(.notFound)
        }
        let known = try await registry.read(
            CaseEvidence.list(.one(id)),
            as: exchange.caller,
            action: exchange.operation.id,
            shown: { $0.map(\.resident) }
        )
        guard let file = known.first?.files.first(where: { $0.hash == hash }) else { throw Problem(.notFound) }
        return try await files.reply(exchange, hash, file.length, file.kind, named: "evidence")
    }
}

extension FileStore {
    /// A recorded file, to be saved under a name that begins so; never what was altered since.
    func reply(
        _ exchange: Exchange,
        _ hash: ContentHash,
        _ length: Int,
        _ kind: FileKind,
        named noun: String
    ) async throws -> Reply {
        if let accept = exchange.headers[.accept], Accept(accept).best(of: [kind.rawValue]) == nil {
            throw Problem(.notAcceptable)
        }
        guard try await condition(of: hash, length: length) == .sound, let reader = try open(hash) else {
            throw Problem(.unavailable)
        }
        let named = "attachment; filename=\"\(noun)-\(hash.hexadecimal.prefix(12)).\(kind.suffix)\""
        return Reply(
            status: 200,
            content: .file(reader, length: length, type: kind.rawValue),
            headers: [.contentDisposition: named]
        )
    }
}
