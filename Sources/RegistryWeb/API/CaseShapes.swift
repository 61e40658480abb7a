import CivilIdentity
import FoundationEssentials
import Registry

/// How identity cases stand in JSON.
enum CaseShapes {
    static let cases = summary.page("Cases")

    static let summary = Shape<IdentityCase>("CaseSummary", "An identity case as it stands.", fields { $0 })

    static let record = Shape<IdentityCaseRecord>(
        "Case",
        "A case with what happened to it, what speaks for it, and what may be done next.",
        fields { $0.summary } + [
            .init("strength", .integer, "What speaks for who the person is.") { $0.strength },
            .init("threshold", .integer, "How much is needed to propose a decision on evidence.") { $0.threshold },
            .init("next_steps", nextStep.list) { $0.nextSteps },
            .init("questions", question.list, "Names and places not asked yet, the one to ask next first (B3).") {
                $0.questions
            },
            .init("requests", RequestShapes.summary.list) { $0.requests },
            .init("events", event.list, "In order.") { $0.events },
        ]
    )

    static let state = Shape<IdentityCase.State>(.oneOf(IdentityCase.State.allCases.map(\.rawValue))) {
        .string($0.rawValue)
    }

    static let key = Shape<CaseKey>(
        "CaseKey",
        "A case in a book.",
        [.init("book", .integer) { $0.book }, .init("id", .uuid) { $0.id }]
    )

    private static func fields<Holder>(
        _ of: @escaping @Sendable (Holder) -> IdentityCase
    ) -> [Shape<Holder>.Field] {
        [
            .init("id", .uuid) { of($0).key.id },
            .init("book", .integer) { of($0).key.book },
            .init("commune", Shape<String>.string.nullable) { of($0).communeCode },
            .init("resident", .uuid) { of($0).resident },
            .init("name", Shape<String>.string.nullable, "As the register calls the person now.") { of($0).name },
            .init("state", state) { of($0).state },
            .init("opened_on", .day) { of($0).openedOn },
            .init("since", .day, "The day on which the state was entered.") { of($0).since },
            .init("due_on", Shape<CalendarDay>.day.nullable, "The state's last day; null where no clock runs.") {
                of($0).dueOn
            },
            .init("overdue", .bool) { of($0).isOverdue },
            .init("extended", .bool, "From 30 to 60 working days, once (R7.5).") { of($0).isExtended },
            .init("escalated_on", Shape<CalendarDay>.day.nullable, "Since when the district has it on its list (B8).") {
                of($0).escalatedOn
            },
            .init("round", .count, "Grows each time it is reopened.") { of($0).round },
            .init("outcome", Shape<String>.oneOf(IdentityCase.Outcome.allCases.map(\.rawValue)).nullable) {
                of($0).outcome?.rawValue
            },
            .init("withdrawal", Shape<String>.oneOf(IdentityCase.Withdrawal.allCases.map(\.rawValue)).nullable) {
                of($0).withdrawal?.rawValue
            },
            .init("waits_for", key.nullable, "The case it waits for, of any book (B7).") { of($0).waitsFor },
        ]
    }

    private static let nextStep = Shape<NextStep>(
        "CaseNextStep",
        "A step that leads on, whose it is, and whether the caller may take it.",
        [
            .init("step", .string) { $0.step },
            .init("to", state) { $0.to },
            .init("role", .string, "The office whose step it is.") { $0.role },
            .init("four_eyes", .bool, "Taken by somebody else than whoever submitted (B9).") { $0.needsFourEyes },
            .init("working_days", Shape<Int32>.count.nullable) { $0.workingDays },
            .init("title", .string) { $0.titleEn },
            .init("title_vi", .string) { $0.titleVi },
            .init("requires", Shape<String>.string.nullable) { $0.requiresEn },
            .init("requires_vi", Shape<String>.string.nullable) { $0.requiresVi },
            .init("refusal", Problem.fieldError.nullable, "Null where the caller may take it.") { $0.refusal },
        ]
    )

    private static let question = Shape<CaseQuestion>(
        "CaseQuestion",
        [
            .init("claim", .integer, "The origin claim's id.") { $0.claim },
            .init("position", .integer, "The claim's place in the person's list.") { $0.position },
            .init("area", .integer) { $0.area },
            .init("addressee", .string) { $0.addressee },
            .init("name_fact", .integer, "The name's id.") { $0.nameFact },
            .init("name", .string) { $0.name },
            .init("name_kind", .string) { $0.nameKind },
            .init("reason", .string) { $0.reasonEn },
            .init("reason_vi", .string) { $0.reasonVi },
        ]
    )

    private static let event = Shape<CaseEvent>(
        "CaseEvent",
        [
            .init(
                "step",
                .string,
                "A step of the table; or one that leaves the state as it is: overdue, late_reply, evidence_recorded …"
            ) { $0.step },
            .init("from", state.nullable) { $0.from },
            .init("to", state) { $0.to },
            .init("round", .count) { $0.round },
            .init("on", .day) { $0.on },
            .init("at", .dateTime) { $0.at },
            .init("due_on", Shape<CalendarDay>.day.nullable) { $0.dueOn },
            .init("by", Shape<String>.string.nullable, "The name one signs in with; null for the register itself.") {
                $0.actor
            },
            .init(
                "cause",
                Shape<String>.oneOf(CaseEvent.Cause.allCases.map(\.rawValue)).nullable,
                "Why the register acted."
            ) { $0.cause?.rawValue },
            .init("reason", Shape<String>.string.nullable) { $0.reason },
            .init("rests_on", Shape<String>.string.nullable) { $0.restsOn },
            .init("attachment", Shape<[UInt8]>.document.nullable, "What it was about.") { $0.attachment },
        ]
    )
}
