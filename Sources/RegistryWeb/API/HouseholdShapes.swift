import CivilIdentity
import FoundationEssentials
import Registry

/// How households stand in JSON.
enum HouseholdShapes {
    static let household = Shape<HouseholdRecord>(
        "Household",
        [
            .init("id", .uuid) { $0.id },
            .init("book", .integer) { $0.book },
            .init("commune", .string, "The commune's code.") { $0.communeCode },
            .init("revision", .integer) { $0.revision },
            .init("settlement_id", Shape<UUID>.uuid.nullable) { $0.settlement },
            .init("settlement", Shape<String>.string.nullable) { $0.settlementName },
            .init("book_number", Shape<String>.string.nullable) { $0.bookNumber },
            .init("opened_on", Shape<CalendarDay>.day.nullable) { $0.openedOn },
            .init("closed_on", Shape<CalendarDay>.day.nullable) { $0.closedOn },
            .init("poverty_class", povertyClass, "Null: unassessed, which is not the same as not poor (R6.4).") {
                $0.povertyClass
            },
            .init("poverty_year", Shape<Int>.integer.nullable) { $0.povertyYear },
            .init("members", member.list) { $0.members },
        ]
    )

    static let summaries = summary.page("Households")

    private static let povertyClass = Shape<String>.oneOf(PovertyClass.allCases.map(\.rawValue)).nullable

    private static let member = Shape<HouseholdRecord.Member>(
        "Member",
        [
            .init("resident", .uuid) { $0.resident },
            .init("name", .string) { $0.name },
            .init("principal", .bool) { $0.isPrincipal },
            .init("relation", .string, "The code of the relation to the head (R4).") { $0.relation },
            .init("relation_vi", Shape<String>.string.nullable) { RelationToHead(rawValue: $0.relation)?.vi },
            .init("relation_en", Shape<String>.string.nullable) { RelationToHead(rawValue: $0.relation)?.en },
            .init("declared", Shape<String>.string.nullable, "The word that was written.") { $0.declared },
            .init("valid_from", Shape<CalendarDay>.day.nullable) { $0.validFrom },
            .init("valid_to", Shape<CalendarDay>.day.nullable, "Null while it lasts.") { $0.validTo },
        ]
    )

    private static let summary = Shape<HouseholdSummary>(
        "HouseholdSummary",
        [
            .init("id", .uuid) { $0.id },
            .init("book_number", Shape<String>.string.nullable) { $0.bookNumber },
            .init("head", Shape<String>.string.nullable) { $0.headName },
            .init("head_id", Shape<UUID>.uuid.nullable) { $0.headID },
            .init("members", .count) { $0.members },
            .init("poverty_class", povertyClass) { $0.povertyClass },
        ]
    )
}
