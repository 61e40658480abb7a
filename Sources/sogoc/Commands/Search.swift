import ArgumentParser
import FoundationEssentials

/// Finds residents as the logged-in user.
struct Search: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find residents by any name, year, age or animal, within the logged-in user's reach.",
        discussion: """
            The words may stand in any order and without tones; a year (1968), an age band ("40-50 tuổi") or an animal \
            ("tuổi Thân") narrows the births. The text travels in the request's body, never in a URL or a log.

            Example: sogoc search giang a pao 1968
            """
    )
    @Argument(help: "What to look for.") var text: [String]
    @Option(help: "Keep to this commune, district or province, by code.") var area: String?
    @Option(help: "At most so many hits.") var limit = 20
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard text.contains(where: { !$0.isEmpty }) else { throw ValidationError("Say what to look for.") }
        guard (1...200).contains(limit) else { throw ValidationError("--limit is 1 to 200.") }
    }

    func run() async throws {
        let service = try ServiceClient(Settings())
        let answer = try await service.send(
            "POST",
            "/api/v1/residents/search",
            body: Question(text: text.joined(separator: " "), area: area, limit: limit),
            token: try SessionFile.read()
        )
        guard answer.status == 200 else { throw try CommandFailure(answer) }
        let found: Found = try answer.decode()
        try output.print(found) { Self.table(found) }
    }

    private static func table(_ found: Found) -> String {
        guard !found.items.isEmpty else {
            return Sentence(vi: "Không tìm thấy ai trong phạm vi của bạn.", en: "Nobody found within your reach.").text
        }
        var table = DisplayTable([
            .init(vi: "Họ tên", en: "Name"), .init(vi: "Sinh", en: "Born"),
            .init(vi: "Thôn, buôn, cụm", en: "Settlement"),
            .init(vi: "Điểm", en: "Score", alignment: .right), .init(vi: "Mã", en: "Id"),
        ])
        for hit in found.items {
            let score = String(Int((hit.score * 100).rounded()))
            table.append([hit.name, hit.born ?? "", hit.settlement ?? "", score, hit.id])
        }
        return "\(table)"
    }

    private struct Question: Encodable {
        let text: String
        let area: String?
        let limit: Int
    }

    /// The part of the answer that a line shows.
    private struct Found: Codable {
        struct Hit: Codable {
            let id: String
            let name: String
            let born: String?
            let settlement: String?
            let score: Double
            let why: [String]
        }
        let items: [Hit]
        let next: String?
    }
}
