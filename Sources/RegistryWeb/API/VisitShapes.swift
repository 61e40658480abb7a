import CivilIdentity
import FoundationEssentials
import Registry

/// How visits stand in JSON.
enum VisitShapes {
    static let visits = visit.page("Visits")
    static let list = entry.page("VisitList")
    static let receipts = receipt.page("VisitReceipts")
    static let teams = team.page("OutreachTeams")

    static let visit = Shape<Visit>(
        "Visit",
        [
            .init("id", .uuid) { $0.id },
            .init("household", .uuid) { $0.household },
            .init("team", Shape<UUID>.uuid.nullable) { $0.team },
            .init("state", .oneOf(Visit.State.allCases.map(\.rawValue))) { $0.state.rawValue },
            .init("planned_on", Shape<CalendarDay>.day.nullable, "Null where nobody had planned it.") { $0.plannedOn },
            .init("done_at", Shape<Date>.dateTime.nullable, "The device's own time.") { $0.doneAt },
            .init("received_at", Shape<Date>.dateTime.nullable) { $0.receivedAt },
            .init(
                "skew_seconds",
                Shape<Int32>.integer.nullable,
                "By how much the device's clock was ahead when it sent."
            ) { $0.skewSeconds },
            .init("clock_off", .bool, "Five minutes or more.") { $0.isClockOff },
            .init("visited_on", Shape<CalendarDay>.day.nullable, "By the register's clock.") { $0.visitedOn },
            .init("note", Shape<String>.string.nullable) { $0.note },
            .init("home_issuing", .bool, "Whether a card is to be made at home.") { $0.wishesHomeIssuing },
            .init("people", person.list) { $0.people },
        ]
    )

    private static let person = Shape<Visit.Person>(
        "VisitPerson",
        [
            .init("resident", .uuid) { $0.resident },
            .init("what", .oneOf(Visit.Person.What.allCases.map(\.rawValue))) { $0.what.rawValue },
        ]
    )

    private static let receipt = Shape<VisitReceipt>(
        "VisitReceipt",
        [
            .init("id", .uuid) { $0.visit },
            .init("result", .oneOf(VisitReceipt.Result.allCases.map(\.rawValue))) { $0.result.rawValue },
            .init("error", Problem.fieldError.nullable, "Why it was refused.") { $0.refusal },
        ]
    )

    private static let entry = Shape<VisitListEntry>(
        "VisitListEntry",
        [
            .init("household", .uuid) { $0.household },
            .init("head", Shape<String>.string.nullable) { $0.head },
            .init("members", .count) { $0.members },
            .init("open_cases", .count) { $0.openCases },
            .init("without_number", .count) { $0.withoutNumber },
            .init("last_visit", Shape<CalendarDay>.day.nullable, "A closed door is no visit.") { $0.lastVisit },
            .init("stale", .bool, "Whether the last visit is too long ago.") { $0.isStale },
            .init("planned_on", Shape<CalendarDay>.day.nullable) { $0.plannedOn },
            .init("home_issuing", .bool) { $0.wishesHomeIssuing },
        ]
    )

    private static let team = Shape<OutreachTeam>(
        "OutreachTeam",
        [
            .init("id", .uuid) { $0.id },
            .init("name", .string) { $0.name },
            .init("members", Shape<Int32>.integer.list, "The numbers of the users who belong to it now.") {
                $0.members
            },
            .init("ended_on", Shape<CalendarDay>.day.nullable, "Null while it goes on.") { $0.endedOn },
        ]
    )
}
