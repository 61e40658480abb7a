import ArgumentParser
import FoundationEssentials
import NIOCore
import Registry

extension Report {
    /// Who is left and why.
    struct Left: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Who is left and why: each person at the first obstacle, with what removes it and whose act that is.",
            discussion: """
                Without --obstacle it counts; with one it lists the people whom that holds up, in the order in which they \
                were registered, and --after goes on where a page has ended.

                Example: sogoc report left --area 646 --measure card --obstacle card_to_hand_over
                """
        )
        @OptionGroup var target: TargetOptions
        @OptionGroup var day: ReportDayOptions
        @Option(help: "List the people whom this holds up: as --json names it.") var obstacle: Obstacle?
        @Option(help: "The next of the page before.") var after: String?
        @Option(help: "People a page, up to 200.") var limit = 50
        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard (1...200).contains(limit) else { throw ValidationError("--limit is a number from 1 to 200.") }
            guard after.map({ UUID(uuidString: $0) != nil }) ?? true else {
                throw ValidationError("--after is what a page has named as its next.")
            }
        }

        func run() async throws {
            var parameters = "?area=\(target.area)&measure=\(target.measure.rawValue)"
            if let ages = target.ages { parameters += "&ages=\(ages.rawValue)" }
            parameters += day.query(first: "&")
            let service = try TargetService()
            guard let obstacle else {
                let answer = try await service.send("/api/v1/reports/left" + parameters)
                Standard.output(output.json ? String(buffer: answer.body) : Self.counts(try answer.decode()))
                return
            }
            parameters += "&obstacle=\(obstacle.rawValue)&limit=\(limit)" + (after.map { "&after=\($0)" } ?? "")
            let answer = try await service.send("/api/v1/reports/left/residents" + parameters)
            Standard.output(output.json ? String(buffer: answer.body) : Self.people(try answer.decode(), obstacle))
        }

        private static func counts(_ report: LeftAnswer) -> String {
            let total = report.total
            var table = DisplayTable([
                .init(vi: "Vướng mắc đầu tiên", en: "First obstacle"),
                .init(vi: "Người", en: "People", alignment: .right),
                .init(vi: "Quá hạn", en: "Overdue", alignment: .right), .init(vi: "Cách gỡ", en: "What removes it"),
                .init(vi: "Ai làm", en: "Whose act"),
            ])
            for held in total.obstacles {
                table.append([
                    Sentence(vi: held.nameVi, en: held.name).text, String(held.residents), String(held.overdue),
                    Sentence(vi: held.removalVi, en: held.removal).text, actor(held.actor),
                ])
            }
            table.append([Sentence(vi: "Còn lại", en: "Left").text, String(total.left)])
            let day = report.asOf ?? Sentence(vi: "hôm nay", en: "today").text
            let done = Sentence(
                vi: "đã đạt \(total.done) trên \(total.residents)",
                en: "\(total.done) of \(total.residents) done"
            )
            return "\(report.area.name), \(day): \(done.text)\n\n\(table)"
        }

        private static func people(_ page: LeftResidentsAnswer, _ obstacle: Obstacle) -> String {
            var table = DisplayTable([
                .init(vi: "Họ tên", en: "Name"), .init(vi: "Sinh", en: "Born"), .init(vi: "Xã", en: "Commune"),
                .init(vi: "Nơi ở", en: "Settlement"), .init(vi: "Từ ngày", en: "Since"), .init(vi: "Hạn", en: "Due"),
            ])
            for item in page.items {
                table.append([
                    item.resident.name, Sentence(vi: item.resident.born, en: item.resident.bornEn).text, item.commune,
                    item.settlement ?? "–", item.since ?? "–", item.dueOn ?? "–",
                ])
            }
            let title = Sentence(vi: obstacle.vi, en: obstacle.en).text
            let removal = Sentence(vi: obstacle.removalVi, en: obstacle.removalEn).text
            let next = page.next.map { "\n\n--after \($0)" } ?? ""
            return "\(title). \(removal): \(actor(obstacle.actor.rawValue)).\n\n\(table)\(next)"
        }

        private static func actor(_ name: String) -> String {
            Obstacle.Actor(rawValue: name).map { Sentence(vi: $0.vi, en: $0.en).text } ?? name
        }
    }
}

extension Obstacle: ExpressibleByArgument {}

private struct LeftAnswer: Decodable {
    struct Area: Decodable {
        let name: String
    }

    struct Held: Decodable {
        let name: String
        let nameVi: String
        let removal: String
        let removalVi: String
        let actor: String
        let residents: Int
        let overdue: Int
    }

    struct Row: Decodable {
        let residents: Int
        let done: Int
        let left: Int
        let obstacles: [Held]
    }

    let area: Area
    let asOf: String?
    let total: Row
}

private struct LeftResidentsAnswer: Decodable {
    struct Person: Decodable {
        let name: String
        let born: String
        let bornEn: String
    }

    struct Item: Decodable {
        let resident: Person
        let commune: String
        let settlement: String?
        let since: String?
        let dueOn: String?
    }

    let items: [Item]
    let next: String?
}
