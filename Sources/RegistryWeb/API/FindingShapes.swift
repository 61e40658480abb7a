import CivilIdentity
import FoundationEssentials
import Registry

/// How findings stand in JSON.
enum FindingShapes {
    static let findings = finding.page("Findings")
    static let trend = point.page("FindingTrend")

    static let finding = Shape<Finding>("Finding", "What a check found.", fields { $0 })

    static let history = Shape<FindingHistory>(
        "FindingHistory",
        "A finding, what its check says of it, and all that happened to it.",
        fields { $0.finding } + [
            .init("why", .string, "Why it matters.") { $0.why },
            .init("why_vi", .string) { $0.whyVi },
            .init("remedy", .string, "What to do about it.") { $0.remedy },
            .init("remedy_vi", .string) { $0.remedyVi },
            .init("events", event.list, "In order.") { $0.events },
        ]
    )

    /// The fields of a finding, of whatever holds one.
    private static func fields<Holder>(
        _ of: @escaping @Sendable (Holder) -> Finding
    ) -> [Shape<Holder>.Field] {
        [
            .init("id", .uuid) { of($0).id },
            .init("commune", Shape<String>.string.nullable, "Null: of the district's own, across communes.") {
                of($0).communeCode
            },
            .init("check", .string, "residents/name-missing") { of($0).check },
            .init("title", .string) { of($0).title },
            .init("title_vi", .string) { of($0).titleVi },
            .init("severity", .oneOf(Finding.Severity.allCases.map(\.rawValue))) { of($0).severity.rawValue },
            .init("state", .oneOf(Finding.State.allCases.map(\.rawValue)), "Today.") { of($0).state.rawValue },
            .init("subject", .string, "What kind of thing it is about: resident, household, user …") { of($0).subject },
            .init("subject_id", .string) { of($0).subjectID },
            .init("key", .string, "What of it, where one thing may have several such findings.") { of($0).key },
            .init("facts", .document, "What a waiver is given for: it falls when these change.") { of($0).facts },
            .init("shown", .document, "What there is to see; may change nightly.") { of($0).shown },
            .init("first_seen", .dateTime) { of($0).firstSeen },
            .init("last_seen", .dateTime) { of($0).lastSeen },
            .init("resolved_at", Shape<Date>.dateTime.nullable, "When it was closed.") { of($0).resolvedAt },
            .init(
                "resolution",
                Shape<String>.oneOf(Finding.Resolution.allCases.map(\.rawValue)).nullable,
                "healed: a complete run did not see it any more; retired: its check was taken out of the catalogue."
            ) { of($0).resolution?.rawValue },
            .init("reopenings", .count, "How often it came back.") { of($0).reopenings },
            .init("assignee", Shape<String>.string.nullable, "The name one signs in with.") { of($0).assignee },
            .init("due_on", Shape<CalendarDay>.day.nullable) { of($0).dueOn },
            .init("waived_until", Shape<CalendarDay>.day.nullable, "The waiver's last day; null unless in force.") {
                of($0).waivedUntil
            },
            .init("waived_reason", Shape<String>.string.nullable) { of($0).waivedReason },
        ]
    }

    private static let event = Shape<FindingHistory.Event>(
        "FindingEvent",
        [
            .init("kind", .oneOf(FindingHistory.Event.Kind.allCases.map(\.rawValue))) { $0.kind.rawValue },
            .init("at", .dateTime) { $0.at },
            .init("by", Shape<String>.string.nullable, "The name one signs in with; null for a night.") { $0.by },
            .init("said", Shape<String>.string.nullable) { $0.said },
            .init("assignee", Shape<String>.string.nullable) { $0.assignee },
            .init("until", Shape<CalendarDay>.day.nullable, "The due day, or the waiver's last.") { $0.until },
        ]
    )

    private static let point = Shape<FindingTrend>(
        "FindingTrendPoint",
        [
            .init("check", .string) { $0.check },
            .init("commune", Shape<String>.string.nullable, "Null: of the district's own.") { $0.communeCode },
            .init("night", .day) { $0.night },
            .init("new", .count) { $0.opened },
            .init("reopened", .count) { $0.reopened },
            .init("healed", .count) { $0.healed },
            .init("carried", .count, "Seen again by the night's last run.") { $0.carried },
        ]
    )
}

extension Shape where Value == [UInt8] {
    /// A JSON object as the database holds it.
    static let document = Shape(.anyObject) { bytes in
        guard let value = try? JSONParser.parse(bytes), value.object != nil else { return .object(JSONObject()) }
        return value
    }
}
