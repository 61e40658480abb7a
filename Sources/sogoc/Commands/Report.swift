import ArgumentParser
import CivilIdentity
import FoundationEssentials
import NIOCore
import Registry

/// Reports as the logged-in user.
struct Report: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print a report of the communes within the logged-in user's reach.",
        subcommands: [Coverage.self, ArticleReport.self, OverdueRequests.self, Left.self]
    )

    /// How far the campaign has come.
    struct Coverage: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Per commune and in total: people, households, numbers, papers, births, peoples, poverty.",
            discussion: """
                As of a past day it shows what was believed by the end of that day. "Not asked" is not "none", and \
                "unassessed" is not "not poor".

                Example: sogoc report coverage --area 646 --as-of 2024-09-17
                """
        )
        @Option(help: "The area's code: 646 is huyện Ea Súp.") var area: String
        @Option(help: "As believed at the end of this day (2024-09-17); now if left out.") var asOf: String?
        @Flag(help: "Group the communes by today's map instead of the day's own.") var asNow = false
        @Flag(help: "Print CSV for a spreadsheet.") var csv = false
        @OptionGroup var output: OutputOptions

        func validate() throws {
            try ArgumentChecks.area(area)
            try ArgumentChecks.asOf(asOf)
            guard !(csv && output.json) else { throw ValidationError("--csv or --json, not both.") }
        }

        func run() async throws {
            var path = "/api/v1/reports/coverage?area=\(area)"
            if let asOf { path += "&as_of=\(asOf)" }
            if asNow { path += "&as_now=true" }
            let service = try ServiceClient(Settings())
            let answer = try await service.send(
                "GET",
                path,
                body: String?.none,
                token: try SessionFile.read(),
                accept: csv ? "text/csv" : "application/json"
            )
            guard answer.status == 200 else { throw try CommandFailure(answer) }
            if csv {
                Standard.write(String(buffer: answer.body), to: 1)
            } else if output.json {
                Standard.output(String(buffer: answer.body))
            } else {
                Standard.output(try Self.table(try answer.decode(keys: .useDefaultKeys)))
            }
        }

        private static func table(_ report: CoverageAnswer) throws -> String {
            let narrow: (CoverageColumn) -> DisplayTable.Column = { column in
                .init(vi: column.shortVi, en: column.shortEn, alignment: .right)
            }
            var table = DisplayTable(
                [.init(vi: "Xã", en: "Commune")] + CoverageColumn.all.map(narrow)
                    + [.init(vi: "% 4 DT", en: "% 4", alignment: .right)]
            )
            for row in report.communes { table.append(Self.cells(row, name: row.name)) }
            let total = Sentence(vi: "Tổng", en: "Total").text
            table.append(Self.cells(report.total, name: total))
            let day = report.asOf ?? Sentence(vi: "hôm nay", en: "today").text
            return "\(report.area.name), \(day)\n\n\(table)"
        }

        private static func cells(_ row: CoverageAnswer.Row, name: String) -> [String] {
            let share = row.share.map { "\(Int(($0 * 100).rounded()))" } ?? "–"
            return [name] + CoverageColumn.all.map { String(row.counts[$0.name] ?? 0) } + [share]
        }
    }
}

/// The coverage report as the service answers it.
private struct CoverageAnswer: Decodable {
    struct Area: Decodable {
        let name: String
    }

    struct Row: Decodable {
        let name: String
        let counts: [String: Int]
        let share: Double?

        private struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            name = try container.decode(String.self, forKey: Key(stringValue: "name"))
            share = try container.decodeIfPresent(Double.self, forKey: Key(stringValue: "share_of_four_peoples"))
            var counts: [String: Int] = [:]
            for column in CoverageColumn.all {
                counts[column.name] = try container.decode(Int.self, forKey: Key(stringValue: column.name))
            }
            self.counts = counts
        }
    }

    let area: Area
    let asOf: String?
    let communes: [Row]
    let total: Row

    private enum CodingKeys: String, CodingKey {
        case area
        case asOf = "as_of"
        case communes
        case total
    }
}
