import FoundationEssentials
import HTTPTypes
import Registry

/// What every kind of paper has in common over HTTP: it is shown with its ETag, and changed by steps that say which
/// version they mean.
struct PaperDesk<Paper: Sendable>: Sendable {
    let registry: Registry
    /// "cards": the noun in paths and in the names of operations.
    let noun: String
    let shape: Shape<Paper>
    let show: @Sendable (UUID) -> Query<Paper?>
    let key: @Sendable (Paper) -> PaperKey
    /// Whose it is; nil where it is nobody's.
    let resident: @Sendable (Paper) -> UUID?

    private var path: String { "/api/v1/" + noun + "/{id}" }
    private static var idParameter: Operation.Parameter { .path("id", .uuid, "Its id.") }

    /// `GET /api/v1/NOUN/{id}`.
    func shown(_ summary: String, _ summaryVi: String) -> Operation {
        Operation(
            id: noun + ".show",
            method: .get,
            path: path,
            summary: summary,
            summaryVi: summaryVi,
            parameters: [Self.idParameter],
            answers: [.json(200, "As it stands now.", shape.schema, headers: ["ETag"])]
        ) { exchange in try await render(exchange, try exchange.id()) }
    }

    /// `POST /api/v1/NOUN/{id}/STEP` at the version of `If-Match`.
    func step(
        _ step: String,
        _ summary: String,
        _ summaryVi: String,
        _ body: Schema = .object([]),
        _ query: @escaping @Sendable (PaperKey, inout BodyReader) throws -> Query<Void>
    ) -> Operation {
        Operation(
            id: noun + "." + step,
            method: .post,
            path: path + "/" + step,
            summary: summary,
            summaryVi: summaryVi,
            parameters: [Self.idParameter],
            body: body,
            changesResident: true,
            answers: [.json(200, "It is done.", shape.schema, headers: ["ETag"])]
        ) { exchange in
            let id = try exchange.id()
            guard let known = try await registry.readPublic(show(id), as: exchange.caller) else {
                throw Problem(.notFound)
            }
            let paper = key(known)
            guard let revision = exchange.expected?.revision(inBook: paper.book) else { throw Problem(.stale) }
            var reader = BodyReader(exchange.body)
            let query = try query(PaperKey(book: paper.book, id: id, revision: revision), &reader)
            try reader.finish()
            return try await registry.once(
                exchange,
                query,
                book: paper.book,
                residents: [resident(known)].compactMap(\.self),
                subject: id
            ) { id in try await render(exchange, id) }
        }
    }

    /// The paper, after the event that says that it was shown.
    func render(_ exchange: Exchange, _ id: UUID) async throws -> Reply {
        let found = try await registry.read(
            show(id),
            as: exchange.caller,
            action: noun + ".show",
            shown: { [$0.flatMap(resident)].compactMap(\.self) }
        )
        guard let found else { throw Problem(.notFound) }
        let key = key(found)
        let tag = EntityTag([.init(book: key.book, revision: key.revision)])
        return .json(shape.encode(found), headers: [.eTag: tag.text])
    }

    /// Makes a paper of a resident in the one book in which the caller may edit her, or approve, and shows it.
    func make(
        _ exchange: Exchange,
        for resident: UUID,
        isApproval: Bool = false,
        _ query: @Sendable (UUID, ResidentKey) -> Query<Void>
    ) async throws -> Reply {
        let caller = try exchange.caller
        let locate = isApproval ? Residents.locateToApprove(resident) : Residents.locate(resident)
        guard let holder = try await registry.readPublic(locate, as: caller).first else {
            let isSeen = try await registry.readPublic(Residents.show(resident).map { !$0.isEmpty }, as: caller)
            throw isSeen ? RegistryError.notAllowed : RegistryError.notFound
        }
        let id = UUID.v7()
        return try await registry.once(
            exchange,
            query(id, holder),
            book: holder.book,
            residents: [resident],
            status: 201,
            subject: id
        ) { id in
            var reply = try await render(exchange, id)
            reply.headers[.location] = "/api/v1/\(noun)/\(id.uuidString.lowercased())"
            return reply
        }
    }
}

extension Shape where Value == PaperEvent {
    static let paperEvent = Shape(
        "PaperEvent",
        "A step that was taken: who, when, why.",
        [
            .init("step", .string) { $0.step },
            .init("on", .day) { $0.on },
            .init("at", .dateTime) { $0.at },
            .init("by", .integer, "The user; 0 where it was a night.") { $0.by },
            .init("reason", Shape<String>.string.nullable) { $0.reason },
            .init("document", Shape<String>.string.nullable, "What it rests on, or who took it.") { $0.document },
        ]
    )
}

extension Schema.Property {
    /// Why, where one must say so.
    static let reason = Schema.Property.required("reason", .text(3...500))
}
