import CivilIdentity
import FoundationEssentials
import HTTPTypes
import Registry

/// Who is left and why (C8): counted by obstacle, and by name for whoever may see people.
struct LeftAPI {
    let registry: Registry

    var operations: [Operation] {
        [
            Operation(
                id: "reports.left",
                method: .get,
                path: "/api/v1/reports/left",
                summary: "Who is left and why: each person counted at the first obstacle, with what removes it.",
                summaryVi: "Còn ai và vì sao: mỗi người tính ở vướng mắc đầu tiên, kèm cách gỡ.",
                parameters: Self.question,
                answers: [.json(200, "Per commune and in total.", TargetShapes.left.schema)],
                perform: report
            ),
            Operation(
                id: "reports.left-residents",
                method: .get,
                path: "/api/v1/reports/left/residents",
                summary:
                    "The people who are left, in the order in which they were registered, each with the first obstacle.",
                summaryVi: "Danh sách những người còn lại và vướng mắc đầu tiên của từng người.",
                parameters: Self.question + [
                    .query(
                        "obstacle",
                        .oneOf(Obstacle.allCases.map(\.rawValue)),
                        "Only those whom this holds up."
                    ),
                    .after, .limit,
                ],
                answers: [.json(200, "A page of people.", TargetShapes.leftResidents.schema)],
                perform: residents
            ),
        ]
    }

    private static let question: [Operation.Parameter] =
        [
            .query("area", .digits(2...5), "The area's code, \"646\".", required: true),
            .query("measure", StandingParameters.measure, "What everybody is to have.", required: true),
            .query("ages", StandingParameters.ages, "Whom it concerns; as is usual for the measure unless told."),
            .day("ages_on", "The day on which ages are looked at; the report's own unless told."),
        ] + StandingParameters.day

    private func report(_ exchange: Exchange) async throws -> Reply {
        let report = try await registry.read(
            Reports.left(try await question(exchange)),
            as: exchange.caller,
            action: exchange.operation.id,
            detail: { "{\"communes\":\($0.communes.count)}" }
        )
        return .json(TargetShapes.left.encode(report))
    }

    private func residents(_ exchange: Exchange) async throws -> Reply {
        let limit = exchange.limit
        let query = Reports.leftResidents(
            try await question(exchange),
            heldUpBy: exchange.parameters["obstacle"]?.string.flatMap(Obstacle.init(rawValue:)),
            after: exchange.after,
            limit: limit
        )
        let found = try await registry.read(
            query,
            as: exchange.caller,
            action: exchange.operation.id,
            shown: { $0.map(\.summary.key.id) }
        )
        return .json(TargetShapes.leftResidents.encode(Page(found, limit: limit, id: \.summary.key.id)))
    }

    private func question(_ exchange: Exchange) async throws -> StandingQuestion {
        let (asOf, asNow) = try exchange.standingDay()
        let code = exchange.parameters["area"]?.string ?? ""
        let areaQuery = Areas.last(code: code, on: asNow ? nil : asOf)
        guard let area = try await registry.readPublic(areaQuery, as: exchange.caller) else {
            throw Problem.invalid([.notKnown("area")])
        }
        return StandingQuestion(
            of: area,
            exchange.parameters["measure"]?.string.flatMap(TargetMeasure.init(rawValue:)) ?? .personalNumber,
            exchange.parameters["ages"]?.string.flatMap(TargetAges.init(rawValue:)),
            asOf: asOf,
            asNow: asNow,
            agesOn: exchange.day("ages_on")
        )
    }
}

/// What targets and reports of who is left are asked with.
enum StandingParameters {
    static let measure = Schema.oneOf(TargetMeasure.allCases.map(\.rawValue))
    static let ages = Schema.oneOf(TargetAges.allCases.map(\.rawValue))
    static let day: [Operation.Parameter] = [
        .day("as_of", "As it stood at the end of that day; now unless told."),
        .query("as_now", .boolean, "Communes as of today's map instead of the day's own."),
    ]
}

extension Exchange {
    /// The day of a report and whether it is grouped by today's map.
    ///
    /// - Throws: a problem for a day that is not over: nobody knows how it will end.
    func standingDay() throws -> (asOf: CalendarDay?, asNow: Bool) {
        let asOf = day("as_of")
        if let asOf, asOf >= .businessDay() {
            throw Problem.invalid([
                FieldError(
                    field: "as_of",
                    rule: "E3",
                    message: "That day is not over; leave it out to ask for now.",
                    messageVi: "Ngày này chưa kết thúc; bỏ tham số để xem hiện tại."
                )
            ])
        }
        return (asOf, parameters["as_now"]?.bool ?? false)
    }
}
