import CivilIdentity
import FoundationEssentials
import HTTPTypes
import Registry

/// Corrections that one person asks for and another decides (C7).
struct CorrectionRequestAPI {
    let registry: Registry

    private var desk: PaperDesk<CorrectionRequest> {
        PaperDesk(
            registry: registry,
            noun: "corrections",
            shape: Self.correction,
            show: CorrectionRequests.show,
            key: \.key,
            resident: \.resident.id
        )
    }

    var operations: [Operation] {
        let reason = Schema.named("PaperReason", .object([.reason]))
        return [
            Operation(
                id: "corrections.list",
                method: .get,
                path: "/api/v1/corrections",
                summary: "Corrections within reach, in the order in which they were asked for.",
                summaryVi: "Danh sách đề nghị đính chính.",
                parameters: [
                    .query("commune", .digits(5...5), "The commune's code."),
                    .query("state", .oneOf(CorrectionRequest.State.allCases.map(\.rawValue)), "Those in this state."),
                    .query("resident", .uuid, "One person's."), .after, .limit,
                ],
                answers: [.json(200, "A page, without documents.", Self.corrections.schema)],
                perform: list
            ),
            desk.shown("One correction with its documents.", "Một đề nghị đính chính."),
            Operation(
                id: "corrections.request",
                method: .post,
                path: "/api/v1/corrections",
                summary: "Ask that a statement, recorded before, be what the register goes by.",
                summaryVi: "Đề nghị lấy lời khai đã ghi làm thông tin hiện hành.",
                body: .named(
                    "CorrectionDraft",
                    .object([
                        .required("resident", .uuid),
                        .required("attribute", Self.attribute, "birth, sex, ethnicity, name.BIRTH, kin.mother …"),
                        .required("fact", .integer(1...Int64.max), "The id of the recorded statement."),
                        .reason,
                    ])
                ),
                answers: [.json(201, "It is asked for.", Self.correction.schema, headers: ["Location", "ETag"])],
                perform: request
            ),
            desk.step(
                "documents",
                "Add a document while it waits.",
                "Bổ sung giấy tờ.",
                .named(
                    "CorrectionDocumentDraft",
                    .object([
                        .required("kind", .oneOf(PaperKind.allCases.map(\.rawValue))),
                        .optional("number", .text(1...500)),
                        .optional("note", .text(1...500)),
                    ])
                )
            ) { correction, reader in
                guard let kind = reader.text("kind").flatMap(PaperKind.init(rawValue:)) else { throw Problem(.invalid) }
                return CorrectionRequests.add(
                    kind,
                    number: reader.text("number"),
                    note: reader.text("note"),
                    to: correction
                )
            },
            desk.step("approve", "Approve what somebody else asked for.", "Duyệt đính chính.") { correction, _ in
                CorrectionRequests.approve(correction)
            },
            desk.step("refuse", "Refuse what somebody else asked for.", "Từ chối đính chính.", reason) {
                CorrectionRequests.refuse($0, because: $1.text("reason") ?? "")
            },
            desk.step("withdraw", "Take it back.", "Rút đề nghị.", reason) {
                CorrectionRequests.withdraw($0, because: $1.text("reason") ?? "")
            },
        ]
    }

    private static let attribute = Schema.matching("^[a-z_]+([.][A-Za-z_]+)?$", 1...40) { text in
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let small = UInt8(ascii: "a")...UInt8(ascii: "z")
        let large = UInt8(ascii: "A")...UInt8(ascii: "Z")
        guard let first = parts.first, parts.count <= 2, parts.allSatisfy({ !$0.isEmpty }) else { return false }
        return first.utf8.allSatisfy { small.contains($0) || $0 == UInt8(ascii: "_") }
            && parts.dropFirst().allSatisfy { part in
                part.utf8.allSatisfy { small.contains($0) || large.contains($0) || $0 == UInt8(ascii: "_") }
            }
    }

    private func request(_ exchange: Exchange) async throws -> Reply {
        let reader = BodyReader(exchange.body)
        guard let resident = reader.id("resident"), let fact = reader.body["fact"]?.integer else {
            throw Problem(.invalid)
        }
        return try await desk.make(exchange, for: resident) { id, key in
            CorrectionRequests.request(
                id,
                of: key,
                attribute: reader.text("attribute") ?? "",
                fact: Int(fact),
                because: reader.text("reason") ?? ""
            )
        }
    }

    private func list(_ exchange: Exchange) async throws -> Reply {
        let limit = exchange.limit
        let found = try await registry.read(
            CorrectionRequests.list(
                commune: exchange.parameters["commune"]?.string,
                state: exchange.parameters["state"]?.string.flatMap(CorrectionRequest.State.init(rawValue:)),
                resident: exchange.parameters["resident"]?.string.flatMap { UUID(uuidString: $0) },
                after: exchange.after,
                limit: limit
            ),
            as: exchange.caller,
            action: exchange.operation.id,
            shown: { $0.map(\.resident.id) }
        )
        return .json(Self.corrections.encode(Page(found, limit: limit, id: \.id)))
    }

    private static let corrections = correction.page("CorrectionRequests")
    private static let correction = Shape<CorrectionRequest>(
        "CorrectionRequest",
        "A correction, with what the register went by before and goes by after.",
        [
            .init("id", .uuid) { $0.id },
            .init("resident", .residentKey) { $0.resident },
            .init("state", .oneOf(CorrectionRequest.State.allCases.map(\.rawValue))) { $0.state.rawValue },
            .init("attribute", .string) { $0.attribute },
            .init("fact", .integer, "The statement that is to be current.") { $0.fact },
            .init("reason", .string) { $0.reason },
            .init("before", belief) { $0.before },
            .init("after", belief.nullable, "Null until it is approved.") { $0.after },
            .init("due_on", .day, "Two working days (R2.13).") { $0.dueOn },
            .init("requested_by", .integer) { $0.requestedBy },
            .init("decided_on", Shape<CalendarDay>.day.nullable) { $0.decidedOn },
            .init("decided_by", Shape<Int32>.integer.nullable) { $0.decidedBy },
            .init("decision", Shape<String>.string.nullable, "Why it was refused or taken back.") { $0.decision },
            .init("reissue", Shape<UUID>.uuid.nullable, "The card that was requested because what is printed changed.")
            {
                $0.reissue
            },
            .init("documents", document.list) { $0.documents },
        ]
    )

    private static let belief = Shape<CorrectionRequest.Belief>(
        "CorrectionBelief",
        [
            .init("name", .string) { $0.name },
            .init("name_kind", .string) { $0.nameKind },
            .init("born_from", Shape<CalendarDay>.day.nullable, "The first of the possible days.") { $0.bornEarliest },
            .init("born_to", Shape<CalendarDay>.day.nullable, "The last of them.") { $0.bornLatest },
            .init("sex", Shape<String>.string.nullable) { $0.sex },
            .init("ethnic_code", Shape<String>.string.nullable) { $0.ethnicCode },
        ]
    )

    private static let document = Shape<CorrectionRequest.Document>(
        "CorrectionDocument",
        [
            .init("kind", .string) { $0.kind },
            .init("number", Shape<String>.string.nullable) { $0.number },
            .init("note", Shape<String>.string.nullable) { $0.note },
            .init("at", .dateTime) { $0.at },
            .init("by", .integer) { $0.by },
        ]
    )
}
