import CivilIdentity
import FoundationEssentials
import Registry

/// How verification requests stand in JSON.
enum RequestShapes {
    static let requests = summary.page("VerificationRequests")
    static let provinces = province.page("OverdueProvinces")

    static let summary = Shape<VerificationRequest>("VerificationRequest", fields { $0 })

    typealias Record = (request: VerificationRequest, replies: [VerificationReply])

    static let record = Shape<Record>(
        "VerificationRequestRecord",
        "A request with all that came back, contradictions included (R7.7).",
        fields { $0.request } + [
            .init("replies", reply.list, "In the order in which they were recorded.") { $0.replies }
        ]
    )

    private static func fields<Holder>(
        _ of: @escaping @Sendable (Holder) -> VerificationRequest
    ) -> [Shape<Holder>.Field] {
        [
            .init("id", .uuid) { of($0).id },
            .init("number", .string, "Number, year, register: 12/2024/XM-CKB.") { of($0).number },
            .init("book", .integer) { of($0).case.book },
            .init("case", .uuid) { of($0).case.id },
            .init("resident", .uuid) { of($0).resident },
            .init("area", .integer) { of($0).area },
            .init("addressee", .string, "As the units were called on the day.") { of($0).addressee },
            .init("province_code", .string) { of($0).provinceCode },
            .init("province", .string) { of($0).province },
            .init("name", .string, "The name that was asked for.") { of($0).name },
            .init("name_kind", .string) { of($0).nameKind },
            .init("claim", .integer) { of($0).claim },
            .init("channel", channel) { of($0).channel },
            .init("sent_on", .day) { of($0).sentOn },
            .init("due_on", .day, "In working days after sending.") { of($0).dueOn },
            .init("reminders", .count) { of($0).reminders },
            .init("awaited_until", .day, "After the last reminder.") { of($0).awaitedUntil },
            .init("outcome", Shape<String>.string.nullable, "Of the last reply.") { of($0).outcome },
            .init("outcome_text", Shape<String>.string.nullable) { of($0).outcomeEn },
            .init("outcome_text_vi", Shape<String>.string.nullable) { of($0).outcomeVi },
            .init("received_on", Shape<CalendarDay>.day.nullable) { of($0).receivedOn },
            .init("open", .bool, "Whether a reply may still be recorded.") { of($0).isOpen },
            .init("overdue", .bool) { of($0).isOverdue },
        ]
    }

    static let channel = Shape<VerificationRequest.Channel>(
        .oneOf(VerificationRequest.Channel.allCases.map(\.rawValue))
    ) { .string($0.rawValue) }

    private static let reply = Shape<VerificationReply>(
        "VerificationReply",
        [
            .init("id", .uuid) { $0.id },
            .init("received_on", .day) { $0.receivedOn },
            .init("outcome", .string) { $0.outcome },
            .init("outcome_text", .string) { $0.outcomeEn },
            .init("outcome_text_vi", .string) { $0.outcomeVi },
            .init("next", Shape<String>.string.nullable, "What to do next.") { $0.nextEn },
            .init("next_vi", Shape<String>.string.nullable) { $0.nextVi },
            .init("words", Shape<String>.string.nullable, "As the letter says it.") { $0.words },
            .init("recorded_at", .dateTime) { $0.recordedAt },
            .init("files", file.list, "Scans of what came back.") { $0.files },
        ]
    )

    private static let file = Shape<VerificationReply.File>(
        "VerificationReplyFile",
        [
            .init("sha256", .string, "Its name: the hash of its bytes.") { $0.hash.hexadecimal },
            .init("length", .count, "Bytes.") { $0.length },
            .init("type", .oneOf(FileKind.allCases.map(\.rawValue))) { $0.kind.rawValue },
            .init("recorded_at", .dateTime) { $0.recordedAt },
        ]
    )

    private static let province = Shape<OverdueProvince>(
        "OverdueProvince",
        [
            .init("province_code", .string) { $0.code },
            .init("province", .string, "As it was called when the oldest of them was sent.") { $0.name },
            .init("requests", .count) { $0.requests },
            .init("residents", .count) { $0.residents },
            .init("not_reminded", .count, "Of the requests, those that nobody has reminded yet.") { $0.notReminded },
            .init("oldest_due_on", .day) { $0.oldestDueOn },
        ]
    )
}
