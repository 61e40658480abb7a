import ArgumentParser
import FoundationEssentials
import NIOCore

extension Report {
    /// The letters that nobody has answered in time.
    struct OverdueRequests: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "overdue-requests",
            abstract: "Verification requests that nobody has answered in time, by province.",
            discussion: """
                A request is due in working days after it was sent; a reminder does not make it less overdue. The longest \
                overdue comes first.

                Example: sogoc report overdue-requests --area 646
                """
        )
        @Option(help: "Only communes of this area, by its code; all within reach if left out.") var area: String?
        @OptionGroup var output: OutputOptions

        func validate() throws {
            try ArgumentChecks.area(area)
        }

        func run() async throws {
            let path = "/api/v1/verification-requests/overdue" + (area.map { "?area=\($0)" } ?? "")
            let service = try ServiceClient(Settings())
            let answer = try await service.send("GET", path, token: try SessionFile.read())
            guard answer.status == 200 else { throw try CommandFailure(answer) }
            if output.json {
                Standard.output(String(buffer: answer.body))
            } else {
                Standard.output(Self.text(of: try answer.decode()))
            }
        }

        private static func text(of list: OverdueAnswer) -> String {
            guard !list.items.isEmpty else {
                return Sentence(vi: "Không có công văn quá hạn.", en: "No request is overdue.").text
            }
            var table = DisplayTable([
                .init(vi: "Tỉnh", en: "Province"),
                .init(vi: "Công văn", en: "Requests", alignment: .right),
                .init(vi: "Người", en: "People", alignment: .right),
                .init(vi: "Chưa nhắc", en: "Not reminded", alignment: .right),
                .init(vi: "Hạn sớm nhất", en: "Oldest due"),
            ])
            for item in list.items {
                table.append([
                    item.province, String(item.requests), String(item.residents), String(item.notReminded),
                    item.oldestDueOn,
                ])
            }
            let total = list.items.reduce(0) { $0 + $1.requests }
            table.append([Sentence(vi: "Tổng", en: "Total").text, String(total), "", "", ""])
            return "\(table)"
        }
    }
}

/// The list as the service answers it.
private struct OverdueAnswer: Decodable {
    struct Item: Decodable {
        let province: String
        let requests: Int
        let residents: Int
        let notReminded: Int
        let oldestDueOn: String
    }

    let items: [Item]
}
