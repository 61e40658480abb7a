import CivilIdentity
import FoundationEssentials
import HTTPTypes
import Registry

/// Findings of the checks: what there is, whose it is, what is set aside.
///
/// Officers see those of their books; administrators those about users and the system, which they comment on and waive.
struct FindingAPI {
    let registry: Registry

    var operations: [Operation] { reading + writing }

    private var reading: [Operation] {
        [
            Operation(
                id: "findings.list",
                method: .get,
                path: "/api/v1/findings",
                summary: "Findings within reach, the worst first; to administrators those about users and the system.",
                summaryVi: "Các phát hiện trong phạm vi, nghiêm trọng nhất trước.",
                parameters: [
                    .query("commune", .digits(2...5), "The commune's code."),
                    .query(
                        "state",
                        .oneOf(Finding.State.allCases.map(\.rawValue)),
                        "Unless told those that stand: open, acknowledged, reopened."
                    ),
                    .query("check", .text(1...100), "The check's name."),
                    .query("severity", .oneOf(Finding.Severity.allCases.map(\.rawValue)), "At least so severe."),
                    .query("mine", .boolean, "Only those given to the caller."),
                    .after, .limit,
                ],
                answers: [.json(200, "A page of findings.", FindingShapes.findings.schema)],
                perform: list
            ),
            Operation(
                id: "findings.trend",
                method: .get,
                path: "/api/v1/findings/trend",
                summary: "How many came, came back, went and stayed, by check, commune and night.",
                summaryVi: "Diễn biến theo phép kiểm tra, xã và đêm.",
                parameters: [
                    .query("commune", .digits(2...5), "The commune's code."),
                    .query("check", .text(1...100), "The check's name."),
                    .day("from", "The first night.", required: true),
                    .day("to", "The last night; today unless told."),
                ],
                answers: [.json(200, "In order of nights.", FindingShapes.trend.schema)],
                perform: trend
            ),
            Operation(
                id: "findings.show",
                method: .get,
                path: "/api/v1/findings/{id}",
                summary: "One finding with its history.",
                summaryVi: "Một phát hiện và lịch sử xử lý.",
                parameters: [Self.findingID],
                answers: [.json(200, "The finding.", FindingShapes.history.schema)],
                perform: show
            ),
        ]
    }

    private var writing: [Operation] {
        [
            change(
                "assign",
                "Give it to somebody until a day, or to nobody (H4).",
                "Giao xử lý kèm thời hạn, hoặc thôi giao.",
                Self.assignment
            ) { id, book, reader in
                let name = reader.text("assignee")
                let due = reader.body["due_on"]?.string.flatMap { CalendarDay(iso: $0) }
                return Findings.assign(id, in: book, to: name, due: due, said: reader.text("text"))
            },
            change("comments", "Say something about it.", "Ghi chú.", Self.comment) { id, book, reader in
                Findings.comment(id, in: book, said: reader.text("text") ?? "")
            },
            change(
                "waive",
                "Set it aside with a reason until a day, or until its facts change (H4).",
                "Miễn xử lý có lý do và thời hạn; hết hiệu lực khi dữ kiện thay đổi.",
                Self.waiver
            ) { id, book, reader in
                Findings.waive(id, in: book, until: reader.day("until"), reason: reader.text("reason") ?? "")
            },
            change(
                "withdraw-waiver",
                "Take a waiver back before its day.",
                "Rút lại việc miễn xử lý.",
                Self.remark
            ) { id, book, reader in
                Findings.withdrawWaiver(id, in: book, said: reader.text("text"))
            },
        ]
    }

    // MARK: Reading

    private func list(_ exchange: Exchange) async throws -> Reply {
        let parameters = exchange.parameters
        var filter = Findings.Filter()
        filter.commune = parameters["commune"]?.string
        filter.states = parameters["state"]?.string.flatMap(Finding.State.init(rawValue:)).map { [$0] } ?? []
        filter.check = parameters["check"]?.string
        filter.severity = parameters["severity"]?.string.flatMap(Finding.Severity.init(rawValue:))
        filter.isMine = parameters["mine"]?.bool ?? false
        let limit = exchange.limit
        let found = try await registry.read(
            Findings.list(filter, after: exchange.after, limit: limit),
            as: exchange.caller,
            action: exchange.operation.id,
            for: .officersAndAdministrators,
            shown: { $0.compactMap(\.resident) }
        )
        return .json(FindingShapes.findings.encode(Page(found, limit: limit, id: \.id)))
    }

    private func trend(_ exchange: Exchange) async throws -> Reply {
        let points = try await registry.read(
            Findings.trend(
                commune: exchange.parameters["commune"]?.string,
                check: exchange.parameters["check"]?.string,
                from: exchange.day("from") ?? .businessDay(),
                to: exchange.day("to") ?? .businessDay()
            ),
            as: exchange.caller,
            action: exchange.operation.id,
            for: .officersAndAdministrators
        )
        return .json(FindingShapes.trend.encode(Page(items: points, next: nil)))
    }

    private func show(_ exchange: Exchange) async throws -> Reply {
        try await render(exchange, try exchange.id())
    }

    private func render(_ exchange: Exchange, _ id: UUID) async throws -> Reply {
        let found = try await registry.read(
            Findings.show(id),
            as: exchange.caller,
            action: "findings.show",
            for: .officersAndAdministrators,
            shown: { ($0?.finding.resident).map { [$0] } ?? [] }
        )
        guard let found else { throw Problem(.notFound) }
        return .json(FindingShapes.history.encode(found))
    }

    // MARK: Writing

    private static let assignment = Schema.named(
        "FindingAssignment",
        .object([
            .required(
                "assignee",
                .nullable(.text(1...100)),
                "The name one signs in with; null takes it from whoever had it."
            ),
            .optional("due_on", .date, "The day until which; needed with an assignee."),
            .optional("text", .text(1...2000)),
        ])
    )
    private static let comment = Schema.named("FindingComment", .object([.required("text", .text(1...2000))]))
    private static let waiver = Schema.named(
        "FindingWaiver",
        .object([
            .required("until", .date, "The last day; at most 366 days away."),
            .required("reason", .text(3...1000)),
        ])
    )
    private static let remark = Schema.named("FindingRemark", .object([.optional("text", .text(1...2000))]))

    /// An act of a person on one finding.
    private func change(
        _ act: String,
        _ summary: String,
        _ summaryVi: String,
        _ body: Schema,
        _ query: @escaping @Sendable (UUID, Int32, BodyReader) -> Query<Void>
    ) -> Operation {
        Operation(
            id: "findings." + act,
            method: .post,
            path: "/api/v1/findings/{id}/" + act,
            summary: summary,
            summaryVi: summaryVi,
            parameters: [Self.findingID],
            body: body,
            answers: [.json(200, "The finding.", FindingShapes.history.schema)]
        ) { exchange in
            let id = try exchange.id()
            let known = try await registry.readPublic(
                Findings.show(id),
                as: exchange.caller,
                for: .officersAndAdministrators
            )
            guard let known else { throw Problem(.notFound) }
            return try await registry.once(
                exchange,
                query(id, known.finding.book, BodyReader(exchange.body)),
                book: known.finding.book,
                residents: known.finding.resident.map { [$0] } ?? [],
                subject: id,
                for: .officersAndAdministrators
            ) { id in try await render(exchange, id) }
        }
    }

    private static let findingID = Operation.Parameter.path("id", .uuid, "The finding's id.")
}
