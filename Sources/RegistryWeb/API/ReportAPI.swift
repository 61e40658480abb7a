import CivilIdentity
import HTTPTypes
import Registry

/// Counts of an area, as of a day; the caller's reach decides which communes there are.
struct ReportAPI {
    let registry: Registry

    var operations: [Operation] {
        [
            Operation(
                id: "reports.coverage",
                method: .get,
                path: "/api/v1/reports/coverage",
                summary: "How far the campaign has come, per commune and in total.",
                summaryVi: "Tiến độ theo xã và toàn huyện.",
                parameters: [
                    .query("area", .digits(2...5), "The area's code, \"646\".", required: true),
                    .day("as_of", "As believed at the end of that day; now unless told."),
                    .query(
                        "as_now",
                        .boolean,
                        "Communes as of today's map instead of the day's own; of an area that has ended, those its books belong to now."
                    ),
                ],
                answers: [
                    Operation.Answer(
                        status: 200,
                        description: "The report.",
                        content: [("application/json", Self.report.schema), ("text/csv", .anyString)],
                        headers: ["Content-Disposition"]
                    )
                ],
                perform: coverage
            )
        ] + CardReportAPI(registry: registry).operations + ArticleAPI(registry: registry).operations
    }

    private func coverage(_ exchange: Exchange) async throws -> Reply {
        let caller = try exchange.caller
        let asOf = exchange.day("as_of")
        let asNow = exchange.parameters["as_now"]?.bool ?? false
        let code = exchange.parameters["area"]?.string ?? ""
        // The area as it was on the day whose map groups the communes, or was last: the district level is gone, its code stays.
        let areaQuery = Areas.last(code: code, on: asNow ? nil : asOf)
        guard let area = try await registry.readPublic(areaQuery, as: caller) else {
            throw Problem.invalid([.notKnown("area")])
        }
        let isFile = exchange.mediaType == "text/csv"
        let report = try await registry.read(
            Reports.coverage(of: area, asOf: asOf, asNow: asNow),
            as: caller,
            action: exchange.operation.id,
            kind: isFile ? .export : .read,
            detail: { "{\"communes\":\($0.communes.count)}" }
        )
        guard isFile else { return .json(Self.report.encode(report)) }
        var headers: HTTPFields = [:]
        let day = (asOf ?? .businessDay()).iso
        headers[.contentDisposition] = "attachment; filename=\"coverage-\(area.code)-\(day).csv\""
        return Reply(status: 200, content: .text(CoverageCSV.text(report)), headers: headers)
    }

    private static let report = Shape<CoverageReport>(
        "Coverage",
        [
            .init("area", AreaAPI.area) { $0.area },
            .init("as_of", Shape<CalendarDay>.day.nullable, "Null: now.") { $0.asOf },
            .init("as_now", .bool) { $0.asNow },
            .init("communes", row.list) { $0.communes },
            .init("total", row) { $0.total },
        ]
    )

    private static let row = Shape<CoverageRow>(
        "CoverageRow",
        [
            .init("code", .string, "Empty in the total.") { $0.code },
            .init("name", .string) { $0.name },
        ]
            + CoverageColumn.all.map { column in
                .init(column.name, .count, "\(column.en). \(column.vi).") { $0[keyPath: column.count] }
            } + [
                .init(
                    "share_of_four_peoples",
                    Shape<Double>.number.nullable,
                    "Among those whose people is known, 0 to 1; null where nobody's is."
                ) { $0.shareOfFourPeoples }
            ]
    )
}

/// The coverage report as a file for a spreadsheet: a byte order mark, a header row, a row per commune, the total.
enum CoverageCSV {
    static func text(_ report: CoverageReport) -> String {
        var lines = [
            (["code", "name"] + CoverageColumn.all.map(\.name) + ["share_of_four_peoples"]).joined(separator: ",")
        ]
        for row in report.communes { lines.append(line(row, code: row.code, name: row.name)) }
        lines.append(line(report.total, code: "", name: "Tổng"))
        return "\u{FEFF}" + lines.joined(separator: "\r\n") + "\r\n"
    }

    private static func line(_ row: CoverageRow, code: String, name: String) -> String {
        let counts = CoverageColumn.all.map { String(row[keyPath: $0.count]) }
        let share = row.shareOfFourPeoples.map { String(($0 * 10_000).rounded() / 10_000) } ?? ""
        return ([code, quoted(name)] + counts + [share]).joined(separator: ",")
    }

    /// Quoted where it must be; what a spreadsheet would take for a formula becomes text.
    private static func quoted(_ cell: String) -> String {
        let isFormula = cell.first.map { "=+-@\t\r".contains($0) } ?? false
        let safe = isFormula ? "'" + cell : cell
        guard safe.contains(where: { ",\"\r\n".contains($0) }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
