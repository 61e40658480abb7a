import CivilIdentity
import Crypto
import FoundationEssentials
import HTTPTypes
import Registry

/// The article's table of an area and a day, for programs and as a page to print (E2).
struct ArticleAPI {
    let registry: Registry

    var operations: [Operation] {
        [
            Operation(
                id: "reports.article",
                method: .get,
                path: "/api/v1/reports/article",
                summary:
                    "Households, poverty, peoples, cards, accounts and children of an area as of a day, as JSON or a page.",
                summaryVi:
                    "Hộ, hộ nghèo, dân tộc, thẻ, tài khoản, trẻ em của một địa bàn đến một ngày; JSON hoặc trang in.",
                parameters: [
                    .query("area", .digits(2...5), "The area's code, \"24226\".", required: true),
                    .day("as_of", "As of the end of that day; today unless told."),
                ],
                answers: [
                    Operation.Answer(
                        status: 200,
                        description: "The report.",
                        content: [("application/json", Self.article.schema), ("text/html", .anyString)]
                    )
                ],
                perform: report
            )
        ]
    }

    private func report(_ exchange: Exchange) async throws -> Reply {
        let caller = try exchange.caller
        let day = exchange.day("as_of") ?? .businessDay()
        let code = exchange.parameters["area"]?.string ?? ""
        guard let area = try await registry.readPublic(Areas.last(code: code, on: day), as: caller) else {
            throw Problem.invalid([.notKnown("area")])
        }
        let article = try await registry.read(
            Reports.article(of: area, asOf: day),
            as: caller,
            action: exchange.operation.id,
            detail: { "{\"communes\":\($0.communes.count)}" }
        )
        guard exchange.mediaType == "text/html" else { return .json(Self.article.encode(article)) }
        return Reply(
            status: 200,
            content: .text(try ArticlePage(article).html()),
            headers: [.contentSecurityPolicy: Self.policy]
        )
    }

    /// Nothing but the page's own style is let in.
    private static let policy: String = {
        let hash = Data(SHA256.hash(data: Data(ArticlePage.style.utf8))).base64EncodedString()
        return "default-src 'none'; style-src 'sha256-\(hash)'; frame-ancestors 'none'"
    }()

    private static let article = Shape<Article>(
        "Article",
        [
            .init("area", AreaAPI.area) { $0.area },
            .init("as_of", .day) { $0.day },
            .init("registered_since", .day, "The day on which the Law on Identification came into force.") { _ in
                Article.law
            },
            .init("is_generated", .bool, "Whether the register is that of the generated district.") { $0.isGenerated },
            .init("communes", row.list) { $0.communes },
            .init("total", row) { $0.total },
            .init("clusters", cluster.list, "Places that were no village yet on that day.") { $0.clusters },
        ]
    )

    private static let row = Shape<ArticleRow>(
        "ArticleRow",
        "Counts, and beside a count that is a share of something that share from 0 to 1; null where it is one of nobody.",
        [
            .init("code", .string, "Empty in the total.") { $0.code },
            .init("name", .string) { $0.name },
        ]
            + ArticleFigure.all.flatMap { figure -> [Shape<ArticleRow>.Field] in
                let count = Shape<ArticleRow>.Field(
                    figure.name,
                    .count,
                    "\(figure.en). \(figure.vi).",
                    figure.count
                )
                guard figure.whole != nil else { return [count] }
                return [count, .init(figure.name + "_share", Shape<Double>.number.nullable, nil, figure.share)]
            }
    )

    private static let cluster = Shape<ArticleCluster>(
        "ArticleCluster",
        [
            .init("commune", .string) { $0.commune },
            .init("name", .string) { $0.name },
            .init("households", .count) { $0.households },
            .init("residents", .count) { $0.residents },
        ]
    )
}
