import CivilIdentity
import HTTPTypes
import Registry

/// Cards registered, approved, printed and handed over within a period: four counts (rule R0.2).
struct CardReportAPI {
    let registry: Registry

    var operations: [Operation] {
        [
            Operation(
                id: "reports.cards",
                method: .get,
                path: "/api/v1/reports/cards",
                summary: "Cards registered, approved, printed and handed over within a period, with those under 14.",
                summaryVi: "Số thẻ đăng ký, đã duyệt, đã in, đã trả trong kỳ; trong đó dưới 14 tuổi.",
                parameters: [
                    .query("area", .digits(2...5), "The area's code, \"646\".", required: true),
                    .day("from", "The first day.", required: true),
                    .day("to", "The last day; today unless told."),
                ],
                answers: [.json(200, "The report.", Self.report.schema)],
                perform: report
            )
        ]
    }

    private func report(_ exchange: Exchange) async throws -> Reply {
        let caller = try exchange.caller
        let first = exchange.day("from") ?? .businessDay()
        let last = exchange.day("to") ?? .businessDay()
        guard first <= last else {
            throw Problem.invalid([
                FieldError(
                    field: "to",
                    rule: "range",
                    message: "The end lies before the beginning.",
                    messageVi: "Kết thúc trước khi bắt đầu."
                )
            ])
        }
        let code = exchange.parameters["area"]?.string ?? ""
        guard let area = try await registry.readPublic(Areas.show(code: code, on: nil), as: caller) else {
            throw Problem.invalid([.notKnown("area")])
        }
        let report = try await registry.read(
            Reports.cards(of: area, during: first...last),
            as: caller,
            action: exchange.operation.id,
            detail: { "{\"communes\":\($0.communes.count)}" }
        )
        return .json(Self.report.encode(report))
    }

    private static let report = Shape<CardReport>(
        "CardReport",
        [
            .init("area", AreaAPI.area) { $0.area },
            .init("from", .day) { $0.days.lowerBound },
            .init("to", .day) { $0.days.upperBound },
            .init("communes", counts.list) { $0.communes },
            .init("total", counts) { $0.total },
        ]
    )

    private static let counts = Shape<CardCounts>(
        "CardCounts",
        [
            .init("code", .string, "Empty in the total.") { $0.code },
            .init("name", .string) { $0.name },
            .init("registered", step, "Requested, whatever became of it. Đăng ký cấp.") { $0.registered },
            .init("approved", step, "Đã duyệt.") { $0.approved },
            .init("printed", step, "Đã in.") { $0.printed },
            .init("handed_over", step, "Đã trả.") { $0.handedOver },
        ]
    )

    private static let step = Shape<CardCounts.Step>(
        "CardStepCount",
        "Ages are of the step's day: under 14, not under 14, or nobody can say (R9.9).",
        [
            .init("all", .count) { $0.all },
            .init("under_14", .count) { $0.under14 },
            .init("from_14", .count) { $0.over14 },
            .init("age_unknown", .count) { $0.under14Unsure },
        ]
    )
}
