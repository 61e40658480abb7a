import CivilIdentity
import Mustache

/// The article's table as a page to look at and to print: Vietnamese first, a chart of the shares beside the table.
package struct ArticlePage: Sendable {
    package let article: Article

    package init(_ article: Article) {
        self.article = article
    }

    /// The page in HTML, complete in itself.
    ///
    /// Throws when the template does not parse, which a test would have seen.
    package func html() throws -> String {
        let template = try MustacheTemplate(
            string: String(decoding: PackageResources.article_mustache, as: UTF8.self)
        )
        return template.render(Page(article))
    }

    /// What stands between the tags of its one style element, for a policy that allows this style and no other.
    package static let style: String = {
        let template = String(decoding: PackageResources.article_mustache, as: UTF8.self)
        guard let start = template.firstRange(of: "<style>"), let end = template.firstRange(of: "</style>") else {
            return ""
        }
        return String(template[start.upperBound..<end.lowerBound])
    }()
}

extension ArticlePage {
    /// What the template shows; values arrive formatted.
    private struct Page {
        let title: String
        let day: String
        let isoDay: String
        let isGenerated: Bool
        let lines: [Line]
        let bars: [Bar]
        let chartHeight: Int
        let hasClusters: Bool
        let clusters: [Cluster]
        let hasCommunes: Bool
        let heads: [Head]
        let communes: [Commune]
        let totals: [String]

        struct Line {
            let vi, en: String
            let isPart: Bool
            let count, share: String
        }

        struct Bar {
            let vi, share: String
            let width, textY, barY, valueY: Int
        }

        struct Cluster {
            let commune, name, households, residents: String
        }

        struct Head {
            let vi, en: String
        }

        struct Commune {
            let name: String
            let cells: [String]
        }

        init(_ article: Article) {
            let total = article.total
            title = "Tiến độ cấp căn cước, định danh: \(article.area.name)"
            day = "\(Self.two(article.day.day))/\(Self.two(article.day.month))/\(article.day.year)"
            isoDay = article.day.iso
            isGenerated = article.isGenerated
            lines = ArticleFigure.all.map { figure in
                Line(
                    vi: figure.vi,
                    en: figure.en,
                    isPart: figure.isPart,
                    count: Self.grouped(figure.count(total)),
                    share: figure.share(total).map(Self.percent) ?? ""
                )
            }
            let charted = ArticleFigure.charted.compactMap { entry in
                ArticleFigure.all.first { $0.name == entry.name }.flatMap { figure in
                    figure.share(total).map { (entry.vi, $0) }
                }
            }
            bars = charted.enumerated().map { index, entry in
                let top = index * 44
                return Bar(
                    vi: entry.0,
                    share: Self.percent(entry.1),
                    width: Int((entry.1 * 380).rounded()),
                    textY: top + 14,
                    barY: top + 20,
                    valueY: top + 31
                )
            }
            chartHeight = charted.count * 44
            clusters = article.clusters.map { cluster in
                Cluster(
                    commune: cluster.commune,
                    name: cluster.name,
                    households: Self.grouped(cluster.households),
                    residents: Self.grouped(cluster.residents)
                )
            }
            hasClusters = !clusters.isEmpty
            heads = ArticleFigure.compared.map { Head(vi: $0.vi, en: $0.en) }
            communes = article.communes.map { row in
                Commune(name: row.name, cells: ArticleFigure.compared.map { Self.grouped($0.figure.count(row)) })
            }
            totals = ArticleFigure.compared.map { Self.grouped($0.figure.count(total)) }
            hasCommunes = communes.count > 1
        }

        /// Thousands apart by points, as Vietnamese writes them.
        private static func grouped(_ number: Int) -> String {
            var text = ""
            for (index, digit) in String(number).reversed().enumerated() {
                if index > 0, index % 3 == 0, digit != "-" { text.append(".") }
                text.append(digit)
            }
            return String(text.reversed())
        }

        private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

        private static func percent(_ share: Double) -> String {
            let tenths = Int((share * 1000).rounded())
            return "\(tenths / 10),\(tenths % 10) %"
        }
    }
}
