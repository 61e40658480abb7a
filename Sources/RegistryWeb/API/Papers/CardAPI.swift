import CivilIdentity
import FoundationEssentials
import HTTPTypes
import Registry

/// Identity cards: requested, approved, printed in batches, handed over (C1 to C4).
struct CardAPI {
    let registry: Registry

    private var desk: PaperDesk<CardHistory> {
        PaperDesk(
            registry: registry,
            noun: "cards",
            shape: CardShapes.history,
            show: Cards.show,
            key: \.card.key,
            resident: \.card.resident.id
        )
    }

    var operations: [Operation] {
        [
            Operation(
                id: "cards.list",
                method: .get,
                path: "/api/v1/cards",
                summary: "Cards within reach, in the order in which they were requested.",
                summaryVi: "Danh sách thẻ căn cước trong phạm vi.",
                parameters: [
                    .query("commune", .digits(5...5), "The commune's code."),
                    .query("state", .oneOf(Card.State.allCases.map(\.rawValue)), "Cards in this state."),
                    .query("resident", .uuid, "One person's, in every book within reach."),
                    .query("batch", .uuid, "Those of one batch."),
                    .day("exchange_by", "Cards in hand that may have to be exchanged by then (C2)."), .after, .limit,
                ],
                answers: [.json(200, "A page of cards.", CardShapes.cards.schema)],
                perform: list
            ),
            Operation(
                id: "cards.hand-over-list",
                method: .get,
                path: "/api/v1/cards/hand-over",
                summary: "Cards that lie ready for their holders, by settlement (C3).",
                summaryVi: "Danh sách trả thẻ theo thôn, cụm.",
                parameters: [.query("commune", .digits(5...5), "The commune's code.")],
                answers: [.json(200, "By commune and settlement.", CardShapes.handOver.schema)],
                perform: handOverList
            ),
            desk.shown("One card with its history.", "Một thẻ và lịch sử."),
            Operation(
                id: "cards.request",
                method: .post,
                path: "/api/v1/cards",
                summary: "Request a card for a resident with a confirmed number.",
                summaryVi: "Đề nghị cấp thẻ cho nhân khẩu đã có số định danh.",
                body: Self.request,
                answers: [.json(201, "It is requested.", CardShapes.history.schema, headers: ["Location", "ETag"])],
                perform: request
            ),
        ] + steps + CardBatchAPI(registry: registry).operations
    }

    private var steps: [Operation] {
        let reason = Schema.named("PaperReason", .object([.reason]))
        return [
            desk.step("cancel", "Take a request back before it goes to the printer.", "Rút đề nghị.", reason) {
                Cards.cancel($0, because: $1.text("reason") ?? "")
            },
            desk.step("refuse", "Refuse a request that somebody else made.", "Từ chối cấp.", reason) {
                Cards.refuse($0, because: $1.text("reason") ?? "")
            },
            desk.step("approve", "Approve a request that somebody else made.", "Duyệt cấp.") { card, _ in
                Cards.approve(card)
            },
            desk.step(
                "hand-over",
                "Hand a printed card over to its holder or her representative.",
                "Trả thẻ.",
                .named("CardHandOver", .object([.required("taken_by", .text(1...500), "Who took it.")]))
            ) { Cards.handOver($0, to: $1.text("taken_by") ?? "") },
            desk.step("lost", "Record that the card was lost.", "Báo mất thẻ.", reason) {
                Cards.reportLost($0, how: $1.text("reason") ?? "")
            },
            desk.step(
                "revoke",
                "Revoke a card by a decision (R2.8); its accounts are locked.",
                "Thu hồi thẻ theo quyết định.",
                .named("CardRevocation", .object([.reason, .required("document", .text(1...500), "The decision.")]))
            ) { Cards.revoke($0, because: $1.text("reason") ?? "", by: $1.text("document") ?? "") },
        ]
    }

    private func list(_ exchange: Exchange) async throws -> Reply {
        let parameters = exchange.parameters
        var filter = Cards.Filter()
        filter.commune = parameters["commune"]?.string
        filter.state = parameters["state"]?.string.flatMap(Card.State.init(rawValue:))
        filter.resident = parameters["resident"]?.string.flatMap { UUID(uuidString: $0) }
        filter.batch = parameters["batch"]?.string.flatMap { UUID(uuidString: $0) }
        filter.exchangeBy = exchange.day("exchange_by")
        let limit = exchange.limit
        let found = try await registry.read(
            Cards.list(filter, after: exchange.after, limit: limit),
            as: exchange.caller,
            action: exchange.operation.id,
            shown: { $0.map(\.resident.id) }
        )
        return .json(CardShapes.cards.encode(Page(found, limit: limit, id: \.id)))
    }

    private func handOverList(_ exchange: Exchange) async throws -> Reply {
        let found = try await registry.read(
            Cards.handOver(commune: exchange.parameters["commune"]?.string),
            as: exchange.caller,
            action: exchange.operation.id,
            shown: { $0.flatMap { $0.cards.map(\.resident.id) } }
        )
        return .json(CardShapes.handOver.encode(Page(items: found, next: nil)))
    }

    // MARK: Requesting

    private static let captured = Schema.oneOf(Card.Captured.allCases.map(\.rawValue))
    private static let request = Schema.named(
        "CardRequest",
        .object([
            .required("resident", .uuid),
            .required("ground", .oneOf(Card.Ground.allCases.map(\.rawValue)), "Why it is made (R2.8)."),
            .optional("representative", .text(1...500), "Who applies for a child under 14 (R2.2)."),
            .required("face", captured, "Captured or not; not_due under six (R2.2)."),
            .required("fingerprints", captured),
            .required("iris", captured),
            .optional("why_not", .text(1...500), "Needed where something due was not captured."),
        ])
    )

    private func request(_ exchange: Exchange) async throws -> Reply {
        let reader = BodyReader(exchange.body)
        func captured(_ name: String) -> Card.Captured {
            reader.text(name).flatMap(Card.Captured.init(rawValue:)) ?? .no
        }
        guard let resident = reader.id("resident"),
            let ground = reader.text("ground").flatMap(Card.Ground.init(rawValue:))
        else { throw Problem(.invalid) }
        let biometrics = Card.Biometrics(
            face: captured("face"),
            fingerprints: captured("fingerprints"),
            iris: captured("iris"),
            whyNot: reader.text("why_not")
        )
        let applicant = reader.text("representative").map { Card.Applicant.representative($0) } ?? .oneself
        return try await desk.make(exchange, for: resident) { id, holder in
            Cards.request(id, for: holder, because: ground, applicant: applicant, biometrics: biometrics)
        }
    }
}

/// Batches of cards on their way to the printer and back (C3).
struct CardBatchAPI {
    let registry: Registry

    private var desk: PaperDesk<CardBatch> {
        PaperDesk(
            registry: registry,
            noun: "card-batches",
            shape: CardShapes.batch,
            show: CardBatches.show,
            key: \.key,
            resident: { _ in nil }
        )
    }

    var operations: [Operation] {
        let steps: [(name: String, state: CardBatch.State, en: String, vi: String)] = [
            ("send", .sent, "The batch left for the printer.", "Đã gửi in."),
            ("receive", .received, "The printer has it.", "Nơi in đã nhận."),
            ("print", .printed, "Its cards are printed.", "Đã in."),
        ]
        return [
            Operation(
                id: "card-batches.list",
                method: .get,
                path: "/api/v1/card-batches",
                summary: "Batches within reach, the newest first.",
                summaryVi: "Các đợt in thẻ.",
                parameters: [.query("commune", .digits(5...5), "The commune's code."), .after, .limit],
                answers: [.json(200, "A page of batches.", CardShapes.batches.schema)],
                perform: list
            ),
            desk.shown("One batch: who and when at each step.", "Một đợt in thẻ."),
            Operation(
                id: "card-batches.make",
                method: .post,
                path: "/api/v1/card-batches",
                summary: "Collect approved cards of a commune for the printer.",
                summaryVi: "Lập đợt in thẻ.",
                body: .named(
                    "CardBatchDraft",
                    .object([
                        .required("commune", .digits(5...5)),
                        .optional("cards", .array(of: .uuid, maximum: 1000), "All that wait unless told."),
                    ])
                ),
                answers: [.json(201, "It is made.", CardShapes.batch.schema, headers: ["ETag"])],
                perform: make
            ),
        ]
            + steps.map { step in
                desk.step(step.name, step.en, step.vi) { batch, _ in CardBatches.advance(batch, to: step.state) }
            }
    }

    private func list(_ exchange: Exchange) async throws -> Reply {
        let limit = exchange.limit
        let found = try await registry.read(
            CardBatches.list(commune: exchange.parameters["commune"]?.string, after: exchange.after, limit: limit),
            as: exchange.caller,
            action: exchange.operation.id
        )
        return .json(CardShapes.batches.encode(Page(found, limit: limit, id: \.id)))
    }

    private func make(_ exchange: Exchange) async throws -> Reply {
        let reader = BodyReader(exchange.body)
        let commune = Areas.book(ofCommune: reader.text("commune") ?? "")
        guard let book = try await registry.readPublic(commune, as: exchange.caller) else {
            throw Problem.invalid([.notKnown("commune")])
        }
        let cards = reader.body["cards"]?.array?.compactMap { $0.string.flatMap { UUID(uuidString: $0) } }
        let id = UUID.v7()
        return try await registry.once(
            exchange,
            CardBatches.make(id, in: book, of: cards),
            book: book,
            status: 201,
            subject: id
        ) { id in try await desk.render(exchange, id) }
    }
}
