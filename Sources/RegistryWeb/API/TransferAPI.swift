import CivilIdentity
import FoundationEssentials
import HTTPTypes
import Registry

/// Moves between communes (F5): proposed by the one that the person leaves, accepted by the one she goes to.
struct TransferAPI {
    let registry: Registry

    var operations: [Operation] {
        [
            Operation(
                id: "transfers.list",
                method: .get,
                path: "/api/v1/transfers",
                summary: "Transfers of the communes within reach, the newest first.",
                summaryVi: "Các đề nghị chuyển nơi cư trú trong phạm vi, mới nhất trước.",
                parameters: [
                    .query("state", .oneOf(Transfer.State.allCases.map(\.rawValue)), "Only those in this state."),
                    .after, .limit,
                ],
                answers: [.json(200, "A page of transfers.", TransferShapes.transfers.schema)],
                perform: list
            ),
            Operation(
                id: "transfers.show",
                method: .get,
                path: "/api/v1/transfers/{id}",
                summary: "A transfer with its steps and, while it is open, the person.",
                summaryVi: "Đề nghị chuyển, các bước, và người chuyển khi chưa kết thúc.",
                parameters: [Self.id],
                answers: [.json(200, "The transfer.", TransferShapes.record.schema, headers: ["ETag"])],
                perform: show
            ),
            Operation(
                id: "transfers.propose",
                method: .post,
                path: "/api/v1/transfers",
                summary: "Propose that a resident moves to another commune.",
                summaryVi: "Đề nghị chuyển nhân khẩu sang xã khác.",
                body: .named(
                    "TransferDraft",
                    .object([
                        .required("resident", .uuid),
                        .required("to_commune", .digits(5...5), "The receiving commune's code."),
                        .optional("moves_on", .date, "Her first day there; today unless told."),
                        .required("reason", .text(3...500)),
                    ])
                ),
                answers: [
                    .json(201, "It waits for the other commune.", TransferShapes.record.schema, headers: ["ETag"])
                ],
                perform: propose
            ),
            Operation(
                id: "transfers.accept",
                method: .post,
                path: "/api/v1/transfers/{id}/accept",
                summary: "Take the person into the receiving commune's book.",
                summaryVi: "Tiếp nhận người chuyển đến.",
                parameters: [Self.id],
                body: .named(
                    "TransferAcceptance",
                    .object([
                        .optional("household", .uuid, "A household of the receiving commune."),
                        .optional("relation", .relation, "To its head; \"99\" unless told."),
                    ])
                ),
                changesResident: true,
                answers: [.json(200, "She is in the book.", TransferShapes.record.schema, headers: ["ETag"])],
                perform: accept
            ),
            ending("decline", "Decline a transfer, by the receiving commune.", "Từ chối tiếp nhận.", perform: decline),
            ending("withdraw", "Take a proposal back, by who made it.", "Rút đề nghị chuyển.", perform: withdraw),
        ]
    }

    private static let id = Operation.Parameter.path("id", .uuid, "The transfer's id.")

    private func ending(
        _ step: String,
        _ summary: String,
        _ summaryVi: String,
        perform: @escaping @Sendable (Exchange) async throws -> Reply
    ) -> Operation {
        Operation(
            id: "transfers." + step,
            method: .post,
            path: "/api/v1/transfers/{id}/" + step,
            summary: summary,
            summaryVi: summaryVi,
            parameters: [Self.id],
            body: .named("TransferEnding", .object([.required("reason", .text(3...500))])),
            changesResident: true,
            answers: [.json(200, "It is over.", TransferShapes.record.schema, headers: ["ETag"])],
            perform: perform
        )
    }

    // MARK: Reading

    private func list(_ exchange: Exchange) async throws -> Reply {
        let limit = exchange.limit
        let state = exchange.parameters["state"]?.string.flatMap(Transfer.State.init(rawValue:))
        let found = try await registry.read(
            Transfers.list(state, after: exchange.after, limit: limit),
            as: exchange.caller,
            action: exchange.operation.id,
            shown: { $0.map(\.resident) }
        )
        return .json(TransferShapes.transfers.encode(Page(found, limit: limit, id: \.id)))
    }

    private func show(_ exchange: Exchange) async throws -> Reply {
        try await rendered(try exchange.id(), exchange)
    }

    private func rendered(_ id: UUID, _ exchange: Exchange) async throws -> Reply {
        let found = try await registry.read(
            Transfers.show(id),
            as: exchange.caller,
            action: "transfers.show",
            shown: { $0.map { [$0.transfer.resident] } ?? [] }
        )
        guard let found else { throw Problem(.notFound) }
        let tag = EntityTag([.init(book: found.transfer.book, revision: found.transfer.revision)])
        return .json(TransferShapes.record.encode(found), headers: [.eTag: tag.text])
    }

    // MARK: Steps

    private func propose(_ exchange: Exchange) async throws -> Reply {
        let reader = BodyReader(exchange.body)
        let caller = try exchange.caller
        guard let resident = reader.id("resident"),
            let book = try await registry.readPublic(Transfers.book(of: resident), as: caller)
        else { throw Problem(.notFound) }
        let commune = Areas.book(ofCommune: reader.text("to_commune") ?? "")
        guard let target = try await registry.readPublic(commune, as: caller) else {
            throw Problem.invalid([.notKnown("to_commune")])
        }
        let id = UUID.v7()
        let query = Transfers.propose(
            id,
            of: ResidentKey(book: book, id: resident),
            to: target,
            on: reader.day("moves_on"),
            because: reader.text("reason") ?? ""
        )
        return try await registry.once(exchange, query, book: book, residents: [resident], status: 201, subject: id) {
            try await rendered($0, exchange)
        }
    }

    private func accept(_ exchange: Exchange) async throws -> Reply {
        let reader = BodyReader(exchange.body)
        return try await step(exchange, by: \.to) { id, book, revision in
            Transfers.accept(
                id,
                in: book,
                revision: revision,
                household: reader.id("household"),
                relation: reader.text("relation").flatMap(RelationToHead.init(rawValue:))
            )
        }
    }

    private func decline(_ exchange: Exchange) async throws -> Reply {
        let reason = BodyReader(exchange.body).text("reason") ?? ""
        return try await step(exchange, by: \.to) { id, book, revision in
            Transfers.decline(id, in: book, revision: revision, because: reason)
        }
    }

    private func withdraw(_ exchange: Exchange) async throws -> Reply {
        let reason = BodyReader(exchange.body).text("reason") ?? ""
        return try await step(exchange, by: \.from) { id, book, revision in
            Transfers.withdraw(id, in: book, revision: revision, because: reason)
        }
    }

    /// Takes a step in the book of the side whose it is, from the revision that the caller has seen.
    private func step(
        _ exchange: Exchange,
        by side: KeyPath<Transfer, Transfer.Commune>,
        _ query: (UUID, Int32, Int32) -> Query<Void>
    ) async throws -> Reply {
        let id = try exchange.id()
        guard let known = try await registry.readPublic(Transfers.show(id), as: exchange.caller)?.transfer else {
            throw Problem(.notFound)
        }
        guard let revision = exchange.expected?.revision(inBook: known.book) else { throw Problem(.stale) }
        let book = known[keyPath: side].book
        return try await registry.once(
            exchange,
            query(id, book, revision),
            book: book,
            residents: [known.resident],
            subject: id
        ) { try await rendered($0, exchange) }
    }
}
