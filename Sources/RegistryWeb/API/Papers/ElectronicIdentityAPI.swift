import CivilIdentity
import FoundationEssentials
import HTTPTypes
import Registry

/// E-identity accounts: requested, granted, activated, and what else becomes of them (C5).
struct ElectronicIdentityAPI {
    let registry: Registry

    private var desk: PaperDesk<ElectronicIdentityHistory> {
        PaperDesk(
            registry: registry,
            noun: "e-identities",
            shape: ElectronicIdentityShapes.history,
            show: ElectronicIdentities.show,
            key: \.account.key,
            resident: \.account.resident.id
        )
    }

    var operations: [Operation] {
        [
            Operation(
                id: "e-identities.list",
                method: .get,
                path: "/api/v1/e-identities",
                summary: "E-identity accounts within reach, in the order in which they were requested.",
                summaryVi: "Danh sách tài khoản định danh điện tử.",
                parameters: [
                    .query("commune", .digits(5...5), "The commune's code."),
                    .query(
                        "state",
                        .oneOf(ElectronicIdentity.State.allCases.map(\.rawValue)),
                        "Accounts in this state."
                    ),
                    .query("resident", .uuid, "One person's."), .after, .limit,
                ],
                answers: [.json(200, "A page of accounts.", ElectronicIdentityShapes.accounts.schema)],
                perform: list
            ),
            desk.shown("One account with its history.", "Một tài khoản và lịch sử."),
            Operation(
                id: "e-identities.request",
                method: .post,
                path: "/api/v1/e-identities",
                summary: "Request an account for somebody with a valid card.",
                summaryVi: "Đề nghị cấp tài khoản cho người có thẻ còn giá trị.",
                body: Self.request,
                answers: [
                    .json(
                        201,
                        "It is requested.",
                        ElectronicIdentityShapes.history.schema,
                        headers: ["Location", "ETag"]
                    )
                ],
                perform: request
            ),
            Operation(
                id: "reports.e-identities",
                method: .get,
                path: "/api/v1/reports/e-identities",
                summary: "Accounts by commune, level and state, as they stand; states are never added up (R3.5).",
                summaryVi: "Số tài khoản theo xã, mức và trạng thái.",
                parameters: [.query("area", .digits(2...5), "The area's code, \"646\".", required: true)],
                answers: [.json(200, "The report.", ElectronicIdentityShapes.report.schema)],
                perform: report
            ),
        ] + steps
    }

    private var steps: [Operation] {
        let decision = Schema.named(
            "AccountDecision",
            .object([.reason, .optional("document", .text(1...500))])
        )
        return [
            desk.step(
                "phone",
                "Another answer about the telephone while the request waits for it.",
                "Ghi lại số thuê bao chính chủ.",
                .named("AccountPhone", .object(Self.phone))
            ) { account, reader in ElectronicIdentities.state(Self.phone(&reader), of: account) },
            desk.step("grant", "Grant an account that somebody else requested.", "Duyệt cấp tài khoản.") { account, _ in
                ElectronicIdentities.grant(account)
            },
            desk.step(
                "refuse",
                "Refuse an account that somebody else requested.",
                "Từ chối cấp tài khoản.",
                .named("PaperReason", .object([.reason]))
            ) { ElectronicIdentities.refuse($0, because: $1.text("reason") ?? "") },
            desk.step(
                "activate",
                "Record that it was activated; after seven days only by the hotline (R3.4).",
                "Ghi việc kích hoạt.",
                .named(
                    "AccountActivation",
                    .object([
                        .optional("on", .date, "Today unless told."),
                        .optional("by_hotline", .boolean, "False unless told."),
                    ])
                )
            ) { account, reader in
                ElectronicIdentities.activate(
                    account,
                    on: reader.day("on"),
                    byHotline: reader.body["by_hotline"]?.bool ?? false
                )
            },
            desk.step("lock", "Lock an account.", "Khóa tài khoản.", decision) {
                ElectronicIdentities.lock($0, because: $1.text("reason") ?? "", by: $1.text("document"))
            },
            desk.step("unlock", "Open a locked account again.", "Mở khóa tài khoản.", decision) {
                ElectronicIdentities.unlock($0, because: $1.text("reason") ?? "", by: $1.text("document"))
            },
        ]
    }

    private static let phone: [Schema.Property] = [
        .required(
            "phone",
            ResidentDraftJSON.stated("StatedPhone", .phone),
            "The telephone, or the answer given instead."
        ),
        .required(
            "own_name",
            .oneOf(ElectronicIdentity.OwnName.allCases.map(\.rawValue)),
            "Whether its owner registered it in the own name (R3.2)."
        ),
    ]

    private static let request = Schema.named(
        "AccountRequest",
        .object(
            [
                .required("resident", .uuid),
                .required("level", .integer(1...2), "Under six only level 1 (R3.1)."),
            ] + phone + [
                .optional("guardian", .text(1...500), "Whose telephone it is, of a child under 14."),
                .optional(
                    "age_decision",
                    .text(3...500),
                    "Where nobody can say how old the person is: what you decided."
                ),
            ]
        )
    )

    private static func phone(_ reader: inout BodyReader) -> ElectronicIdentity.Phone {
        let number: Stated<String> = reader.stated("phone") { value, _, _ in value.string }
        if number.kind == .notAsked {
            reader.note(
                FieldError(
                    field: "phone",
                    rule: "R3.2",
                    message: "Ask for the telephone; unknown, refused and none are answers too.",
                    messageVi: "Phải hỏi số điện thoại; không rõ, từ chối, không có cũng là câu trả lời."
                )
            )
        }
        let ownName = reader.text("own_name").flatMap(ElectronicIdentity.OwnName.init(rawValue:)) ?? .unknown
        return ElectronicIdentity.Phone(number: number, ownName: ownName)
    }

    private func request(_ exchange: Exchange) async throws -> Reply {
        var reader = BodyReader(exchange.body)
        let phone = Self.phone(&reader)
        try reader.finish()
        guard let resident = reader.id("resident"), let level = reader.body["level"]?.integer else {
            throw Problem(.invalid)
        }
        let (guardian, decision) = (reader.text("guardian"), reader.text("age_decision"))
        return try await desk.make(exchange, for: resident) { id, holder in
            ElectronicIdentities.request(
                id,
                for: holder,
                level: Int(level),
                phone: phone,
                guardian: guardian,
                ageDecision: decision
            )
        }
    }

    private func list(_ exchange: Exchange) async throws -> Reply {
        let parameters = exchange.parameters
        var filter = ElectronicIdentities.Filter()
        filter.commune = parameters["commune"]?.string
        filter.state = parameters["state"]?.string.flatMap(ElectronicIdentity.State.init(rawValue:))
        filter.resident = parameters["resident"]?.string.flatMap { UUID(uuidString: $0) }
        let limit = exchange.limit
        let found = try await registry.read(
            ElectronicIdentities.list(filter, after: exchange.after, limit: limit),
            as: exchange.caller,
            action: exchange.operation.id,
            shown: { $0.map(\.resident.id) }
        )
        return .json(ElectronicIdentityShapes.accounts.encode(Page(found, limit: limit, id: \.id)))
    }

    private func report(_ exchange: Exchange) async throws -> Reply {
        let code = exchange.parameters["area"]?.string ?? ""
        guard let area = try await registry.readPublic(Areas.show(code: code, on: nil), as: exchange.caller) else {
            throw Problem.invalid([.notKnown("area")])
        }
        let report = try await registry.read(
            Reports.accounts(of: area),
            as: exchange.caller,
            action: exchange.operation.id
        )
        return .json(ElectronicIdentityShapes.report.encode(report))
    }
}

/// How e-identity accounts stand in JSON.
enum ElectronicIdentityShapes {
    static let accounts = account.page("ElectronicIdentities")

    static let account = Shape<ElectronicIdentity>("ElectronicIdentity", "An e-identity account.", fields { $0 })

    static let history = Shape<ElectronicIdentityHistory>(
        "ElectronicIdentityHistory",
        "An account and all that happened to it.",
        fields { $0.account } + [.init("events", Shape<PaperEvent>.paperEvent.list, "In order.") { $0.events }]
    )

    private static func fields<Holder>(
        _ of: @escaping @Sendable (Holder) -> ElectronicIdentity
    ) -> [Shape<Holder>.Field] {
        [
            .init("id", .uuid) { of($0).id },
            .init("resident", .residentKey) { of($0).resident },
            .init("name", .string) { of($0).name },
            .init("level", .integer) { of($0).level },
            .init("state", .oneOf(ElectronicIdentity.State.allCases.map(\.rawValue))) { of($0).state.rawValue },
            .init("card", .uuid, "The card it stands on.") { of($0).card },
            .init("phone_answer", .answer) { of($0).phone.number.kind },
            .init("phone", Shape<String>.string.nullable) { of($0).phone.number.value },
            .init("own_name", .oneOf(ElectronicIdentity.OwnName.allCases.map(\.rawValue))) {
                of($0).phone.ownName.rawValue
            },
            .init("guardian", Shape<String>.string.nullable, "Null: the person's own telephone.") { of($0).guardian },
            .init("age_decision", Shape<String>.string.nullable) { of($0).ageDecision },
            .init("requested_on", .day) { of($0).requestedOn },
            .init("due_on", .day, "One working day for level 1, three for level 2 (R3.3).") { of($0).dueOn },
            .init("notified_on", Shape<CalendarDay>.day.nullable) { of($0).notifiedOn },
            .init("activate_by", Shape<CalendarDay>.day.nullable, "Afterwards by the hotline only (R3.4).") {
                of($0).activateBy
            },
            .init("activated_on", Shape<CalendarDay>.day.nullable) { of($0).activatedOn },
        ]
    }

    static let report = Shape<AccountReport>(
        "AccountReport",
        [.init("area", AreaAPI.area) { $0.area }, .init("rows", counts.list) { $0.rows }]
    )

    private static let counts = Shape<AccountCounts>(
        "AccountCounts",
        [
            .init("code", .string) { $0.code },
            .init("name", .string) { $0.name },
            .init("level", .integer) { $0.level },
        ]
            + ElectronicIdentity.State.allCases.map { state in
                .init(state.rawValue, .count) { $0.states[state] ?? 0 }
            }
    )
}
