import ArgumentParser
import CivilIdentity
import FoundationEssentials
import NIOCore
import Registry

extension TargetCommand {
    /// How far a target has come.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Done, left, needed per working day, and the forecast with its range.",
            discussion: """
                The pace is that of the last \(Forecast.window) working days. The range holds in four cases of five. \
                sogoc report left says who is left and why.

                Example: sogoc target show --area 646 --measure card --as-of 2024-09-17
                """
        )
        @OptionGroup var target: TargetOptions
        @OptionGroup var day: ReportDayOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let service = try TargetService()
            let known = try await service.known(target)
            let answer = try await service.send("/api/v1/targets/\(known.id)/progress" + day.query(first: "?"))
            if output.json {
                Standard.output(String(buffer: answer.body))
            } else {
                Standard.output(Self.text(of: try answer.decode()))
            }
        }

        private static func text(of progress: ProgressAnswer) -> String {
            let target = progress.target
            let day = progress.asOf ?? Sentence(vi: "hôm nay", en: "today").text
            let none = "–"
            var lines = ["\(target.areaName), \(target.measureText), \(target.agesText), \(day)", ""]
            var summary = DisplayTable([.init(vi: "Chỉ tiêu", en: "Target"), .init(vi: "", en: "", alignment: .right)])
            func add(_ vi: String, _ en: String, _ value: String) {
                summary.append([Sentence(vi: vi, en: en).text, value])
            }
            add("Thời hạn", "Last day", target.deadline ?? none)
            add("Thuộc diện", "Concerned", String(progress.residents))
            add("Đã đạt", "Done", String(progress.done))
            add("Còn lại", "Left", String(progress.left))
            if let then = progress.atDeadline {
                add("Đã đạt vào ngày hết hạn", "Done on the last day", String(then.done))
                add("Còn lại vào ngày hết hạn", "Left on the last day", String(then.left))
            }
            add("Ngày làm việc còn lại", "Working days left", String(progress.workingDaysLeft))
            add(
                "Cần mỗi ngày làm việc",
                "Needed per working day",
                progress.neededPerWorkingDay.map(String.init) ?? none
            )
            add("Đạt mỗi ngày làm việc", "Gained per working day", decimal(progress.pace.perWorkingDay))
            if let finish = progress.finish {
                let beyond = Sentence(vi: "sau 2 năm", en: "beyond 2 years").text
                add("Dự báo xong, sớm nhất", "Forecast to be done, early", finish.early ?? beyond)
                add("Dự báo xong, có thể nhất", "Forecast to be done, likely", finish.likely ?? beyond)
                add("Dự báo xong, muộn nhất", "Forecast to be done, late", finish.late ?? beyond)
            }
            if let expected = progress.expectedAtDeadline {
                add(
                    "Dự báo đạt đến thời hạn",
                    "Forecast done by then",
                    "\(expected.low) – \(expected.likely) – \(expected.high)"
                )
            }
            let outlook = Forecast.Outlook(rawValue: progress.outlook)
            add("Nhận định", "Outlook", outlook.map { Sentence(vi: $0.vi, en: $0.en).text } ?? progress.outlook)
            lines.append("\(summary)")
            var table = DisplayTable([
                .init(vi: "Xã", en: "Commune"), .init(vi: "Thuộc diện", en: "Concerned", alignment: .right),
                .init(vi: "Đã đạt", en: "Done", alignment: .right), .init(vi: "Còn lại", en: "Left", alignment: .right),
            ])
            for row in progress.communes {
                table.append([row.name, String(row.residents), String(row.done), String(row.left)])
            }
            table.append([
                Sentence(vi: "Tổng", en: "Total").text, String(progress.residents), String(progress.done),
                String(progress.left),
            ])
            return (lines + ["", "\(table)"]).joined(separator: "\n")
        }

        /// One digit after the point.
        private static func decimal(_ number: Double) -> String {
            let tenths = Int((number * 10).rounded())
            return "\(tenths / 10).\(tenths % 10)"
        }
    }
}

/// As of which day a report is asked for.
struct ReportDayOptions: ParsableArguments {
    @Option(help: "As it stood at the end of this day (2024-09-17); now if left out.") var asOf: String?
    @Flag(help: "Group the communes by today's map instead of the day's own.") var asNow = false

    func validate() throws {
        try ArgumentChecks.asOf(asOf)
    }

    /// The parameters behind `?` or `&`; empty where there are none.
    func query(first: String) -> String {
        let parameters = [asOf.map { "as_of=\($0)" }, asNow ? "as_now=true" : nil].compactMap(\.self)
        return parameters.isEmpty ? "" : first + parameters.joined(separator: "&")
    }
}

private struct ProgressAnswer: Decodable {
    struct Count: Decodable {
        let name: String
        let residents: Int
        let done: Int
        let left: Int
    }

    struct Pace: Decodable {
        let perWorkingDay: Double
    }

    struct Finish: Decodable {
        let early: String?
        let likely: String?
        let late: String?
    }

    struct Expected: Decodable {
        let low: Int
        let likely: Int
        let high: Int
    }

    let target: TargetAnswer
    let asOf: String?
    let residents: Int
    let done: Int
    let left: Int
    let workingDaysLeft: Int
    let neededPerWorkingDay: Int?
    let outlook: String
    let pace: Pace
    let finish: Finish?
    let expectedAtDeadline: Expected?
    let atDeadline: Count?
    let communes: [Count]
}
