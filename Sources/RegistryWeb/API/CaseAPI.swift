import CivilIdentity
import FoundationEssentials
import HTTPTypes
import Registry

/// Identity cases: what there is, where each one stands, and the steps that lead on.
struct CaseAPI {
    let registry: Registry
    /// Sets the letters of requests; nil where none can be kept, and no request goes out.
    let letters: LetterDesk?

    var operations: [Operation] {
        [
            Operation(
                id: "cases.list",
                method: .get,
                path: "/api/v1/cases",
                summary: "Cases within reach, the first due first.",
                summaryVi: "Các hồ sơ xác minh trong phạm vi, đến hạn trước xếp trước.",
                parameters: [
                    .query("commune", .digits(2...5), "The commune's code."),
                    .query(
                        "state",
                        .oneOf(IdentityCase.State.allCases.map(\.rawValue)),
                        "Unless told all that are not over."
                    ),
                    .query("resident", .uuid, "The person's id."),
                    .query("overdue", .boolean, "Only those whose day has passed."),
                    .query("escalated", .boolean, "Only those that the district has on its list."),
                    .after, .limit,
                ],
                answers: [.json(200, "A page of cases.", CaseShapes.cases.schema)],
                perform: list
            ),
            Operation(
                id: "cases.show",
                method: .get,
                path: "/api/v1/cases/{id}",
                summary: "One case with its history, what speaks for it, and what may be done next.",
                summaryVi: "Một hồ sơ: diễn biến, độ tin cậy và các bước tiếp theo.",
                parameters: [Self.caseID],
                answers: [.json(200, "The case.", CaseShapes.record.schema, headers: ["ETag"])],
                perform: show
            ),
            Operation(
                id: "cases.open",
                method: .post,
                path: "/api/v1/cases",
                summary: "Open the case of a resident; one at a time.",
                summaryVi: "Mở hồ sơ xác minh cho một nhân khẩu.",
                body: Self.opening,
                answers: [.json(201, "It is open.", CaseShapes.record.schema, headers: ["Location", "ETag"])],
                problems: [.notFound],
                perform: open
            ),
            Operation(
                id: "cases.step",
                method: .post,
                path: "/api/v1/cases/{id}/steps",
                summary: "Take a step of the case (B1); a request that is sent takes its letter along (B11).",
                summaryVi: "Thực hiện một bước của hồ sơ.",
                parameters: [Self.caseID],
                body: CaseStepJSON.schema,
                changesResident: true,
                answers: [.json(200, "The case.", CaseShapes.record.schema, headers: ["ETag"])],
                problems: [.unavailable],
                perform: step
            ),
        ]
    }

    private static let caseID = Operation.Parameter.path("id", .uuid, "The case's id.")
    private static let opening = Schema.named(
        "CaseOpening",
        .object([.required("resident", .uuid, "A person who stays in a book that the caller edits.")])
    )

    // MARK: Reading

    private func list(_ exchange: Exchange) async throws -> Reply {
        let parameters = exchange.parameters
        var filter = IdentityCases.Filter()
        filter.commune = parameters["commune"]?.string
        filter.states = parameters["state"]?.string.flatMap(IdentityCase.State.init(rawValue:)).map { [$0] } ?? []
        filter.resident = parameters["resident"]?.string.flatMap { UUID(uuidString: $0) }
        filter.isOverdue = parameters["overdue"]?.bool ?? false
        filter.isEscalated = parameters["escalated"]?.bool ?? false
        let limit = exchange.limit
        let found = try await registry.read(
            IdentityCases.list(filter, after: exchange.after, limit: limit),
            as: exchange.caller,
            action: exchange.operation.id,
            shown: { $0.map(\.resident) }
        )
        return .json(CaseShapes.cases.encode(Page(found, limit: limit, id: \.key.id)))
    }

    private func show(_ exchange: Exchange) async throws -> Reply {
        try await render(exchange, try exchange.id())
    }

    private func render(_ exchange: Exchange, _ id: UUID) async throws -> Reply {
        let found = try await registry.read(
            IdentityCases.show(id),
            as: exchange.caller,
            action: "cases.show",
            shown: { $0.map { [$0.summary.resident] } ?? [] }
        )
        guard let found else { throw Problem(.notFound) }
        return .json(
            CaseShapes.record.encode(found),
            headers: [.eTag: EntityTag(of: found.summary.key, found.summary.revision).text]
        )
    }

    // MARK: Steps

    private func open(_ exchange: Exchange) async throws -> Reply {
        let caller = try exchange.caller
        let resident = BodyReader(exchange.body).id("resident") ?? UUID()
        let book = try await registry.bookToEdit(
            IdentityCases.bookToOpen(for: resident),
            orShow: Residents.show(resident).map { $0.first },
            as: caller
        )
        let key = CaseKey(book: book, id: .v7())
        return try await registry.once(
            exchange,
            IdentityCases.open(key, of: resident),
            book: book,
            residents: [resident],
            status: 201,
            subject: key.id
        ) { id in
            var reply = try await render(exchange, id)
            reply.headers[.location] = "/api/v1/cases/" + id.uuidString.lowercased()
            return reply
        }
    }

    private func step(_ exchange: Exchange) async throws -> Reply {
        var reader = BodyReader(exchange.body)
        let step = CaseStepJSON.read(&reader)
        try reader.finish()
        guard let step else { throw Problem(.invalid) }
        if case .ask = step { return try await send(step, exchange) }
        return try await registry.onCase(try exchange.id(), exchange) { key, revision in
            IdentityCases.take(step, of: key, revision: revision)
        } render: { id in
            try await render(exchange, id)
        }
    }

    /// Sends a request with its letter, in one segment.
    private func send(_ step: CaseStep, _ exchange: Exchange) async throws -> Reply {
        guard let letters else { throw Problem(.unavailable) }
        let caller = try exchange.caller
        return try await registry.onCase(try exchange.id(), exchange) { known, revision in
            let request = UUID.v7()
            let sending = IdentityCases.take(step, of: known.key, revision: revision, made: request)
            func write(_ query: Query<Void>) async throws -> Reply {
                try await registry.once(
                    exchange,
                    query,
                    book: known.key.book,
                    residents: [known.resident],
                    subject: known.key.id
                ) { id in try await render(exchange, id) }
            }
            // What was sent already can neither be rehearsed nor sent; its answer is given again.
            if try await registry.hasAnswered(exchange) { return try await write(sending) }
            do {
                return try await letters.send(sending, as: request, of: registry, for: caller, record: write)
            } catch RegistryError.stale {
                // Perhaps by this very request, which came twice at once.
                guard try await registry.hasAnswered(exchange) else { throw RegistryError.stale }
                return try await write(sending)
            }
        }
    }
}

extension EntityTag {
    init(of key: CaseKey, _ revision: Int32) {
        self.init([Entry(book: key.book, revision: revision)])
    }
}

extension Registry {
    /// Writes to a case from the revision that the caller has seen; whoever comes late is told what happened meanwhile.
    func onCase(
        _ id: UUID,
        _ exchange: Exchange,
        status: Int = 200,
        subject: UUID? = nil,
        _ query: (CaseKey, Int32) -> Query<Void>,
        render: (UUID) async throws -> Reply
    ) async throws -> Reply {
        try await onCase(id, exchange) { known, revision in
            try await once(
                exchange,
                query(known.key, revision),
                book: known.key.book,
                residents: [known.resident],
                status: status,
                subject: subject ?? id,
                render: render
            )
        }
    }

    /// The same for what needs more than one query; `perform` gets the case and the revision that the caller has seen.
    func onCase(
        _ id: UUID,
        _ exchange: Exchange,
        perform: (IdentityCase, Int32) async throws -> Reply
    ) async throws -> Reply {
        let caller = try exchange.caller
        guard let known = try await readPublic(IdentityCases.locate(id), as: caller) else { throw Problem(.notFound) }
        guard let revision = exchange.expected?.revision(inBook: known.key.book) else { throw Problem(.stale) }
        do {
            return try await perform(known, revision)
        } catch RegistryError.stale {
            let events = try await readPublic(IdentityCases.events(of: id, after: revision), as: caller)
            throw Problem(.stale, errors: events.map(FieldError.meanwhile))
        }
    }
}

extension FieldError {
    /// What happened to a case since its reader saw it.
    static func meanwhile(_ event: CaseEvent) -> FieldError {
        let actor = event.actor
        return FieldError(
            field: "If-Match",
            rule: event.step,
            message:
                "Meanwhile \(actor ?? "the register") took the step \(event.step); the case is \(event.to.rawValue).",
            messageVi:
                "Trong lúc đó \(actor ?? "hệ thống") đã thực hiện bước \(event.step); hồ sơ đang ở trạng thái \(event.to.rawValue)."
        )
    }
}
