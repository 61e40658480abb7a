import ArgumentParser
import CivilIdentity
import FoundationEssentials
import NIOCore
import Registry

extension Report {
    /// The article's table: what the campaign has reached.
    struct ArticleReport: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "article",
            abstract: "Households, poverty, peoples, cards, accounts and children of an area, as of a day.",
            discussion: """
                The table of the newspaper article that the project began with. Registered, approved, printed and handed \
                over are four counts, and an account counts in the state it was in on the day.

                Example: sogoc report article --area 24226 --as-of 2024-09-17
                """
        )
        @Option(help: "The area's code: 24226 is xã Cư KBang.") var area: String
        @Option(help: "As of the end of this day (2024-09-17); today if left out.") var asOf: String?
        @Flag(help: "Print the page in HTML, to look at in a browser and to print.") var html = false
        @OptionGroup var output: OutputOptions

        func validate() throws {
            try ArgumentChecks.area(area)
            try ArgumentChecks.asOf(asOf)
            guard !(html && output.json) else { throw ValidationError("--html or --json, not both.") }
        }

        func run() async throws {
            var path = "/api/v1/reports/article?area=\(area)"
            if let asOf { path += "&as_of=\(asOf)" }
            let service = try ServiceClient(Settings())
            let answer = try await service.send(
                "GET",
                path,
                body: String?.none,
                token: try SessionFile.read(),
                accept: html ? "text/html" : "application/json"
            )
            guard answer.status == 200 else { throw try CommandFailure(answer) }
            if html || output.json {
                let text = String(buffer: answer.body)
                if html { Standard.write(text, to: 1) } else { Standard.output(text) }
            } else {
                Standard.output(Self.text(try answer.decode(keys: .useDefaultKeys)))
            }
        }

        private static func text(_ answer: ArticleAnswer) -> String {
            var figures = DisplayTable([
                .init(vi: "Chỉ tiêu", en: "Figure"), .init(vi: "Số lượng", en: "Count", alignment: .right),
                .init(vi: "%", en: "%", alignment: .right),
            ])
            for figure in ArticleFigure.all {
                let name = Sentence(vi: figure.vi, en: figure.en).text
                figures.append([
                    (figure.isPart ? "  " : "") + name, String(answer.total.counts[figure.name] ?? 0),
                    answer.total.shares[figure.name].map(Self.percent) ?? "",
                ])
            }
            var parts = ["\(answer.area.name), \(answer.asOf)", figures.description]
            if answer.isGenerated {
                parts.insert(
                    Sentence(
                        vi: "Dữ liệu do máy tạo ra để trình diễn: không ai trong đó có thật.",
                        en: "Generated for demonstration: nobody in it exists."
                    ).text,
                    at: 1
                )
            }
            if !answer.clusters.isEmpty {
                var clusters = DisplayTable([
                    .init(vi: "Chưa là thôn", en: "No village yet"), .init(vi: "Xã", en: "Commune"),
                    .init(vi: "Hộ", en: "Households", alignment: .right),
                    .init(vi: "Nhân khẩu", en: "Residents", alignment: .right),
                ])
                for cluster in answer.clusters {
                    clusters.append([
                        cluster.name, cluster.commune, String(cluster.households), String(cluster.residents),
                    ])
                }
                parts.append(clusters.description)
            }
            if answer.communes.count > 1 { parts.append(Self.byCommune(answer).description) }
            return parts.joined(separator: "\n\n")
        }

        private static func byCommune(_ answer: ArticleAnswer) -> DisplayTable {
            let compared = ArticleFigure.compared
            var table = DisplayTable(
                [.init(vi: "Xã", en: "Commune")]
                    + compared.map { .init(vi: $0.vi, en: $0.en, alignment: .right) }
            )
            for row in answer.communes + [answer.total] {
                let name = row.code.isEmpty ? Sentence(vi: "Tổng", en: "Total").text : row.name
                table.append([name] + compared.map { String(row.counts[$0.figure.name] ?? 0) })
            }
            return table
        }

        private static func percent(_ share: Double) -> String {
            let tenths = Int((share * 1000).rounded())
            return "\(tenths / 10).\(tenths % 10)"
        }
    }
}

/// The article's table as the service answers it.
private struct ArticleAnswer: Decodable {
    struct Area: Decodable {
        let name: String
    }

    struct Cluster: Decodable {
        let commune, name: String
        let households, residents: Int
    }

    struct Row: Decodable {
        let code, name: String
        let counts: [String: Int]
        let shares: [String: Double]

        private struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            code = try container.decode(String.self, forKey: Key(stringValue: "code"))
            name = try container.decode(String.self, forKey: Key(stringValue: "name"))
            var counts: [String: Int] = [:]
            var shares: [String: Double] = [:]
            for figure in ArticleFigure.all {
                counts[figure.name] = try container.decode(Int.self, forKey: Key(stringValue: figure.name))
                shares[figure.name] = try container.decodeIfPresent(
                    Double.self,
                    forKey: Key(stringValue: figure.name + "_share")
                )
            }
            self.counts = counts
            self.shares = shares
        }
    }

    let area: Area
    let asOf: String
    let isGenerated: Bool
    let communes: [Row]
    let total: Row
    let clusters: [Cluster]

    private enum CodingKeys: String, CodingKey {
        case area, communes, total, clusters
        case asOf = "as_of"
        case isGenerated = "is_generated"
    }
}
