import CivilIdentity
import FoundationEssentials
import Registry

/// How residents stand in JSON.
enum ResidentShapes {
    /// What a birth is shown as: never a day that nobody stated (A1).
    static func born(_ answer: StatedKind, _ birth: BirthSet?) -> (vi: String, en: String) {
        birth.map { ($0.vi, $0.en) } ?? (answer.vi, answer.en)
    }

    static let summary = Shape<ResidentSummary>(
        "ResidentSummary",
        [
            .init("id", .uuid) { $0.key.id },
            .init("name", .string) { $0.name },
            .init("born", .string, "As precise as it was stated; else the answer that was given.") {
                born($0.birthAnswer, $0.birth).vi
            },
            .init("born_en", .string) { born($0.birthAnswer, $0.birth).en },
            .init("born_answer", .answer) { $0.birthAnswer },
            .init("sex", Shape<String>.string.nullable) { $0.sex },
            .init("ethnic_code", Shape<String>.string.nullable) { $0.ethnicCode },
            .init("household", Shape<UUID>.uuid.nullable) { $0.household },
            .init("relation", Shape<String>.string.nullable) { $0.relation },
            .init("has_number", .bool, "Whether a number was confirmed by a decision.") { $0.hasNumber },
        ]
    )

    static let summaries = summary.page("Residents")

    static let hit = Shape<ResidentHit>(
        "ResidentHit",
        [
            .init("id", .uuid) { $0.summary.key.id },
            .init("name", .string) { $0.summary.name },
            .init("born", .string, "As precise as it was stated; else the answer that was given.") {
                born($0.summary.birthAnswer, $0.summary.birth).vi
            },
            .init("born_en", .string) { born($0.summary.birthAnswer, $0.summary.birth).en },
            .init("born_answer", .answer) { $0.summary.birthAnswer },
            .init("settlement", Shape<String>.string.nullable) { $0.summary.settlementName },
            .init("commune", .string, "The commune's name.") { $0.summary.communeName },
            .init("commune_code", .string) { $0.summary.communeCode },
            .init("status", status) { $0.summary.status },
            .init("score", .number, "0 to 1; compares the hits of one search only.") { $0.score },
            .init("why", Shape<String>.string.list, "What agreed: \"name.BIRTH\", \"born\".") { $0.why },
        ]
    )

    static let status = Shape<String>.oneOf(["present", "departed", "dead", "withdrawn"])

    /// All that is known of a person: the record of the book where she is, and those of the other books within reach.
    static let resident: Shape<[ResidentRecord]> = {
        let fields = recordFields.map { field in
            Shape<[ResidentRecord]>.Field(field.name, Shape<JSONValue>(field.schema) { $0 }) { records in
                primary(of: records).map { field.encode(records[$0]) } ?? .null
            }
        }
        let elsewhere = Shape<[ResidentRecord]>.Field(
            "elsewhere",
            Shape<ResidentRecord>("ResidentRecord", "What another book holds of the person.", recordFields).list,
            "What other books within reach hold of the person."
        ) { records in
            let primary = primary(of: records)
            return records.indices.filter { $0 != primary }.map { records[$0] }
        }
        return Shape<[ResidentRecord]>("Resident", "A person as a book holds her.", fields + [elsewhere])
    }()

    /// Where the person is now; where she is nowhere, the last book.
    private static func primary(of records: [ResidentRecord]) -> Int? {
        records.firstIndex { $0.status == .present } ?? (records.isEmpty ? nil : records.count - 1)
    }

    private static let recordFields: [Shape<ResidentRecord>.Field] = [
        .init("id", .uuid) { $0.key.id },
        .init("book", .integer) { $0.key.book },
        .init("commune", .string, "The commune's name.") { $0.communeName },
        .init("commune_code", .string) { $0.communeCode },
        .init("revision", .integer, "Counts every write to the resident in this book.") { $0.revision },
        .init("status", status) { $0.status.rawValue },
        .init("status_vi", .string) { $0.status.vi },
        .init("name", .string) { $0.summary.name },
        .init("born", .string) { born($0.summary.birthAnswer, $0.summary.birth).vi },
        .init("born_en", .string) { born($0.summary.birthAnswer, $0.summary.birth).en },
        .init("born_answer", .answer) { $0.summary.birthAnswer },
        .init("settlement", Shape<String>.string.nullable) { $0.summary.settlementName },
        .init("settlement_id", Shape<UUID>.uuid.nullable) { $0.summary.settlement },
        .init("household", Shape<UUID>.uuid.nullable) { $0.summary.household },
        .init("number", Shape<String>.string.nullable, "Confirmed by a decision; null while none is.") {
            $0.number?.formatted()
        },
        .init("facts", FactShapes.fact.list, "All that was said, current or not, with who said it.") {
            FactLine.lines(of: $0)
        },
        .init("not_asked", Shape<String>.string.list, "What nobody asked about, which is not \"unknown\" (A11).") {
            FactLine.notAsked(in: $0)
        },
        .init("choices", choice.list, "Which fact became current, and why.") { $0.choices },
        .init("stays", stay.list) { $0.stays },
        .init("memberships", membership.list) { $0.memberships },
        .init("events", event.list) { $0.events },
    ]

    private static let choice = Shape<ResidentRecord.Choice>(
        "Choice",
        [
            .init("attribute", .string) { $0.attribute },
            .init("fact", .integer) { $0.fact },
            .init("reason", .string) { $0.reason },
            .init("rests_on", Shape<String>.string.nullable) { $0.restsOn },
            .init("recorded_at", .dateTime) { $0.recordedAt },
            .init("recorded_by", .integer) { $0.recordedBy },
        ]
    )

    private static let stay = Shape<ResidentRecord.Stay>(
        "Stay",
        [
            .init("opened_on", .day) { $0.openedOn },
            .init("opened_by", .string) { $0.openedBy },
            .init("closed_on", Shape<CalendarDay>.day.nullable) { $0.closedOn },
            .init("closed_by", Shape<String>.string.nullable) { $0.closedBy },
            .init("moved_to_book", Shape<Int32>.integer.nullable) { $0.movedToBook },
        ]
    )

    private static let membership = Shape<ResidentRecord.Membership>(
        "Membership",
        [
            .init("household", .uuid) { $0.household },
            .init("principal", .bool) { $0.isPrincipal },
            .init("relation", .string) { $0.relation },
            .init("relation_vi", Shape<String>.string.nullable) { RelationToHead(rawValue: $0.relation)?.vi },
            .init("declared", Shape<String>.string.nullable) { $0.declared },
            .init("valid_from", .day) { $0.validFrom },
            .init("valid_to", Shape<CalendarDay>.day.nullable, "Null while it lasts.") { $0.validTo },
            .init("ended_by", Shape<String>.string.nullable) { $0.endedBy },
        ]
    )

    private static let event = Shape<ResidentRecord.Event>(
        "Event",
        [
            .init("id", .uuid) { $0.id },
            .init("kind", .oneOf(LifeEvent.Kind.allCases.map(\.rawValue))) { $0.kind },
            .init("written", .string, "The date as said.") { $0.written },
            .init("days", .days, "On which it may have happened.") { $0.days },
            .init("effective_on", .day, "From which the register acts on it.") { $0.effectiveOn },
            .init("place", Shape<String>.string.nullable) { $0.place },
            .init(
                "consequences",
                Shape<String>.string.list,
                "What followed: \"stay_closed\", \"household_without_head\"."
            ) {
                $0.consequences
            },
        ]
    )
}
