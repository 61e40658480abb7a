import CivilIdentity
import FoundationEssentials
import Registry

/// How targets, and who is left, stand in JSON.
enum TargetShapes {
    static let targets = target.page("Targets")

    static let record = Shape<TargetRecord>(
        "TargetRecord",
        [
            .init("target", target) { $0.target },
            .init("settings", setting.list, "What was announced, in order.") { $0.settings },
        ]
    )

    private static let measure = Shape<String>.oneOf(TargetMeasure.allCases.map(\.rawValue))
    private static let ages = Shape<String>.oneOf(TargetAges.allCases.map(\.rawValue))

    private static let target = Shape<Target>(
        "Target",
        [
            .init("id", .uuid) { $0.id },
            .init("area", .string, "The code of the unit as it is, or was last.") { $0.areaCode },
            .init("area_name", .string) { $0.areaName },
            .init("measure", measure) { $0.measure.rawValue },
            .init("ages", ages) { $0.ages.rawValue },
            .init("deadline", Shape<CalendarDay>.day.nullable, "Null: it was withdrawn.") { $0.deadline },
            .init("decision", .string) { $0.decision },
            .init("revision", .integer) { $0.revision },
            .init("set_on", .day) { $0.setOn },
            .init("set_by", .integer, "The user's number.") { $0.setBy },
        ]
    )

    private static let setting = Shape<Target.Setting>(
        "TargetSetting",
        [
            .init("revision", .integer) { $0.revision },
            .init("deadline", Shape<CalendarDay>.day.nullable, "Null: it was withdrawn.") { $0.deadline },
            .init("decision", .string) { $0.decision },
            .init("on", .day) { $0.on },
            .init("by", .integer, "The user's number.") { $0.by },
            .init("at", .dateTime) { $0.at },
        ]
    )

    // MARK: Progress

    static let progress = Shape<TargetProgress>(
        "TargetProgress",
        [
            .init("target", target) { $0.target },
            .init("as_of", Shape<CalendarDay>.day.nullable, "Null: now.") { $0.report.question.asOf },
            .init("residents", .count, "Whom it concerns, within the caller's reach.") { $0.report.total.residents },
            .init("done", .count) { $0.report.total.done },
            .init("left", .count) { $0.report.total.left },
            .init("working_days_left", .count, "The last day included; today counts while it lasts.") {
                $0.workingDaysLeft
            },
            .init(
                "needed_per_working_day",
                Shape<Int>.count.nullable,
                "Rounded up; null where no working day is left."
            ) { $0.neededPerWorkingDay },
            .init("outlook", .oneOf(Forecast.Outlook.allCases.map(\.rawValue))) { $0.outlook.rawValue },
            .init("pace", pace) { $0 },
            .init("finish", finish.nullable, "When nobody will be left; null where nothing can be foretold.") {
                $0.finish
            },
            .init("expected_at_deadline", expected.nullable, "Done at its end; null once it is over.") {
                $0.expectedAtDeadline.map { Expected(low: $0.low, likely: $0.likely, high: $0.high) }
            },
            .init("at_deadline", count.nullable, "As it stood at the end of the last day; null while that is not over.")
            {
                $0.atDeadline?.total
            },
            .init("communes", count.list) { $0.report.communes },
            .init("obstacles", obstacle.list, "Of all communes, in the order of the way.") { held($0.report.total) },
        ]
    )

    private static let pace = Shape<TargetProgress>(
        "TargetPace",
        "What the last \(Forecast.window) working days brought; days off are counted with the working day before.",
        [
            .init("per_working_day", .number) { $0.forecast.perDay },
            .init("days", gain.list) { $0.gains },
        ]
    )

    private static let gain = Shape<TargetProgress.Gain>(
        "TargetGain",
        [.init("day", .day) { $0.day }, .init("residents", .count) { $0.residents }]
    )

    private static let finish = Shape<TargetProgress.Finish>(
        "TargetFinish",
        "One in ten is earlier, one in ten later; null beyond \(Forecast.horizon) working days.",
        [
            .init("early", Shape<CalendarDay>.day.nullable) { $0.early },
            .init("likely", Shape<CalendarDay>.day.nullable) { $0.likely },
            .init("late", Shape<CalendarDay>.day.nullable) { $0.late },
        ]
    )

    private struct Expected: Sendable {
        let low: Int
        let likely: Int
        let high: Int
    }

    private static let expected = Shape<Expected>(
        "TargetExpectation",
        [
            .init("low", .count) { $0.low }, .init("likely", .count) { $0.likely },
            .init("high", .count) { $0.high },
        ]
    )

    private static let count = Shape<LeftRow>(
        "TargetCount",
        [
            .init("code", .string, "The commune's; empty in a total.") { $0.code },
            .init("name", .string) { $0.name },
            .init("residents", .count) { $0.residents },
            .init("done", .count) { $0.done },
            .init("left", .count) { $0.left },
        ]
    )

    // MARK: Who is left

    static let left = Shape<LeftReport>(
        "LeftReport",
        [
            .init("area", AreaAPI.area) { $0.question.area },
            .init("measure", measure) { $0.question.measure.rawValue },
            .init("ages", ages) { $0.question.ages.rawValue },
            .init("as_of", Shape<CalendarDay>.day.nullable, "Null: now.") { $0.question.asOf },
            .init("as_now", .bool) { $0.question.asNow },
            .init("communes", leftRow.list) { $0.communes },
            .init("total", leftRow) { $0.total },
        ]
    )

    static let leftResidents = leftResident.page("LeftResidents")

    private static let leftRow = Shape<LeftRow>(
        "LeftRow",
        [
            .init("code", .string, "Empty in the total.") { $0.code },
            .init("name", .string) { $0.name },
            .init("residents", .count, "Whom it concerns.") { $0.residents },
            .init("done", .count) { $0.done },
            .init("left", .count) { $0.left },
            .init("obstacles", obstacle.list, "In the order of the way; only those that hold somebody up.") {
                held($0)
            },
        ]
    )

    private typealias HeldUp = (obstacle: Obstacle, count: LeftRow.Held)

    private static func held(_ row: LeftRow) -> [HeldUp] {
        row.obstacles.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private static let code = Shape<String>.oneOf(Obstacle.allCases.map(\.rawValue))
    private static let actor = Shape<String>.oneOf(Obstacle.Actor.allCases.map(\.rawValue))

    private static let obstacle = Shape<HeldUp>(
        "Obstacle",
        [
            .init("obstacle", code) { $0.obstacle.rawValue },
            .init("name", .string) { $0.obstacle.en },
            .init("name_vi", .string) { $0.obstacle.vi },
            .init("removal", .string, "The act that removes it.") { $0.obstacle.removalEn },
            .init("removal_vi", .string) { $0.obstacle.removalVi },
            .init("actor", actor, "Whose act that is.") { $0.obstacle.actor.rawValue },
            .init("residents", .count, "Whom it is the first to hold up.") { $0.count.residents },
            .init("overdue", .count, "Those for whom the act's last day has passed.") { $0.count.overdue },
        ]
    )

    private static let leftResident = Shape<LeftResident>(
        "LeftResident",
        [
            .init("resident", ResidentShapes.summary) { $0.summary },
            .init("commune", .string, "The commune's code.") { $0.summary.communeCode },
            .init("settlement", Shape<String>.string.nullable) { $0.summary.settlementName },
            .init("obstacle", code) { $0.obstacle.rawValue },
            .init("name", .string) { $0.obstacle.en },
            .init("name_vi", .string) { $0.obstacle.vi },
            .init("removal", .string, "The act that removes it.") { $0.obstacle.removalEn },
            .init("removal_vi", .string) { $0.obstacle.removalVi },
            .init("actor", actor, "Whose act that is.") { $0.obstacle.actor.rawValue },
            .init("since", Shape<CalendarDay>.day.nullable) { $0.since },
            .init("due_on", Shape<CalendarDay>.day.nullable, "The act's last day; null where no clock runs.") {
                $0.dueOn
            },
        ]
    )
}
