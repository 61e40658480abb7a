import ArgumentParser
import FoundationEssentials
import NIOCore
import Registry

/// Findings as the logged-in user.
struct FindingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "findings",
        abstract: "See and handle what the checks found, within the logged-in user's reach.",
        discussion: """
            Without a word it lists. Administrators see what is about users and the system, and comment on and waive it.

            Examples: sogoc check findings --commune 24226 --state open
                      sogoc check findings assign ID --to congan.xa --due 2026-12-31
            """,
        subcommands: [List.self, Show.self, Assign.self, Comment.self, Waive.self, WithdrawWaiver.self],
        defaultSubcommand: List.self
    )

    static let states = ["open", "acknowledged", "reopened", "waived", "resolved"]

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List findings, the worst first.")
        @Option(help: "Only of this commune, by code.") var commune: String?
        @Option(help: "open, acknowledged, reopened, waived or resolved; the first three if left out.") var state:
            String?
        @Option(help: "Only of this check.") var check: String?
        @Option(help: "Of this severity or worse: info, warning, serious, critical.") var severity: String?
        @Flag(help: "Only those given to you.") var mine = false
        @Option(help: "At most so many.") var limit = 50
        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard state.map(FindingsCommand.states.contains) ?? true else {
                throw ValidationError("--state is one of \(FindingsCommand.states.joined(separator: ", ")).")
            }
            try ArgumentChecks.area(commune, option: "--commune")
            guard
                check.map({ $0.utf8.allSatisfy { (97...122).contains($0) || (47...57).contains($0) || $0 == 45 } })
                    ?? true
            else { throw ValidationError("--check is the name of a check, residents/name-missing.") }
            guard severity.map(["info", "warning", "serious", "critical"].contains) ?? true else {
                throw ValidationError("--severity is one of info, warning, serious, critical.")
            }
            guard (1...200).contains(limit) else { throw ValidationError("--limit is 1 to 200.") }
        }

        func run() async throws {
            var query = ["limit=\(limit)"]
            if let commune { query.append("commune=\(commune)") }
            if let state { query.append("state=\(state)") }
            if let check { query.append("check=\(check)") }
            if let severity { query.append("severity=\(severity)") }
            if mine { query.append("mine=true") }
            let path = "/api/v1/findings?" + query.joined(separator: "&")
            let answer = try await ServiceClient(Settings()).send("GET", path, token: try SessionFile.read())
            guard answer.status == 200 else { throw try CommandFailure(answer) }
            guard !output.json else { return Standard.output(String(buffer: answer.body)) }
            let page: FindingsPage = try answer.decode()
            var table = DisplayTable([
                .init(vi: "Xã", en: "Commune"), .init(vi: "Mức", en: "Severity"), .init(vi: "Nội dung", en: "Title"),
                .init(vi: "Tình trạng", en: "State"), .init(vi: "Người xử lý", en: "Assignee"),
                .init(vi: "Mã", en: "Id"),
            ])
            for item in page.items {
                let title = Sentence(vi: item.titleVi, en: item.title).text
                table.append([
                    item.commune ?? "–", item.severity, title, FindingWords.state(item.state), item.assignee ?? "",
                    item.id,
                ])
            }
            Standard.output("\(table)")
            if page.next != nil {
                Standard.error(Sentence(vi: "Còn nữa; dùng --limit.", en: "There are more; use --limit.").text)
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show one finding with its history.")
        @OptionGroup var which: FindingOption
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let answer = try await ServiceClient(Settings()).send("GET", which.path, token: try SessionFile.read())
            guard answer.status == 200 else { throw try CommandFailure(answer) }
            try FindingWords.print(answer, output)
        }
    }

    struct Assign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a finding to somebody until a day, or to nobody."
        )
        @OptionGroup var which: FindingOption
        @Option(help: "The name that person signs in with; nobody if left out.") var to: String?
        @Option(help: "Until which day (2026-12-31).") var due: String?
        @Option(help: "What you want to say about it.") var text: String?
        @OptionGroup var output: OutputOptions

        private struct Body: Encodable {
            let assignee: String?
            let dueOn: String?
            let text: String?

            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: CodingKeys.self)
                // Null is said: it takes the finding from whoever has it.
                try container.encode(assignee, forKey: .assignee)
                try container.encodeIfPresent(dueOn, forKey: .dueOn)
                try container.encodeIfPresent(text, forKey: .text)
            }

            private enum CodingKeys: CodingKey {
                case assignee
                case dueOn
                case text
            }
        }

        func run() async throws {
            try await which.post("assign", Body(assignee: to, dueOn: due, text: text), output)
        }
    }

    struct Comment: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say something about a finding.")
        @OptionGroup var which: FindingOption
        @Argument(help: "What you want to say.") var text: String
        @OptionGroup var output: OutputOptions

        func run() async throws { try await which.post("comments", ["text": text], output) }
    }

    struct Waive: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set a finding aside until a day, or until its facts change; for supervisors."
        )
        @OptionGroup var which: FindingOption
        @Option(help: "The last day (2026-12-31).") var until: String
        @Option(help: "Why.") var reason: String
        @OptionGroup var output: OutputOptions

        func run() async throws { try await which.post("waive", ["until": until, "reason": reason], output) }
    }

    struct WithdrawWaiver: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "withdraw-waiver",
            abstract: "Take a waiver back before its day; for supervisors."
        )
        @OptionGroup var which: FindingOption
        @Option(help: "Why.") var text: String?
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try await which.post("withdraw-waiver", text.map { ["text": $0] } ?? [String: String](), output)
        }
    }
}

/// The finding that a command is about.
struct FindingOption: ParsableArguments {
    @Argument(help: "The finding's id.") var id: String

    func validate() throws {
        guard UUID(uuidString: id) != nil else { throw ValidationError("ID is a finding's id, as the list shows it.") }
    }

    var path: String { "/api/v1/findings/\(id.lowercased())" }

    func post(_ act: String, _ body: some Encodable, _ output: OutputOptions) async throws {
        let answer = try await ServiceClient(Settings()).send(
            "POST",
            "\(path)/\(act)",
            body: body,
            token: try SessionFile.read(),
            key: UUID().uuidString
        )
        guard answer.status == 200 else { throw try CommandFailure(answer) }
        try FindingWords.print(answer, output)
    }
}

/// The part of a finding that a line shows.
private struct FindingsPage: Decodable {
    struct Item: Decodable {
        let id: String
        let commune: String?
        let title: String
        let titleVi: String
        let severity: String
        let state: String
        let assignee: String?
    }
    let items: [Item]
    let next: String?
}

/// How findings are told to people.
private enum FindingWords {
    static func state(_ state: String) -> String {
        switch state {
        case "open": Sentence(vi: "mới", en: state).text
        case "acknowledged": Sentence(vi: "đang xử lý", en: state).text
        case "reopened": Sentence(vi: "tái diễn", en: state).text
        case "waived": Sentence(vi: "được miễn", en: state).text
        case "resolved": Sentence(vi: "đã hết", en: state).text
        case "retired": Sentence(vi: "đã đóng, phép kiểm tra không còn", en: "closed, its check is retired").text
        default: state
        }
    }

    private static func kind(_ kind: String) -> String {
        let vi: [String: String] = [
            "facts_changed": "dữ kiện thay đổi", "resolved": "đã hết",
            "retired": "đóng vì phép kiểm tra đã bỏ", "reopened": "tái diễn",
            "waiver_fell": "hết miễn vì dữ kiện thay đổi", "waiver_ended": "hết thời hạn miễn",
            "assigned": "giao xử lý",
            "unassigned": "thôi giao", "commented": "ghi chú", "waived": "miễn xử lý",
            "waiver_withdrawn": "rút việc miễn",
        ]
        return Sentence(vi: vi[kind] ?? kind, en: kind.replacing("_", with: " ")).text
    }

    struct History: Decodable {
        struct Event: Decodable {
            let kind: String
            let at: String
            let by: String?
            let said: String?
            let assignee: String?
            let until: String?
        }
        let id: String
        let check: String
        let commune: String?
        let title: String
        let titleVi: String
        let severity: String
        let state: String
        let subject: String
        let subjectId: String
        let firstSeen: String
        let lastSeen: String
        let resolution: String?
        let reopenings: Int
        let assignee: String?
        let dueOn: String?
        let waivedUntil: String?
        let why: String
        let whyVi: String
        let remedy: String
        let remedyVi: String
        let events: [Event]
    }

    static func print(_ answer: ServiceClient.Answer, _ output: OutputOptions) throws {
        guard !output.json else { return Standard.output(String(buffer: answer.body)) }
        let found: History = try answer.decode()
        var lines = [
            Sentence(vi: found.titleVi, en: found.title).text,
            "\(found.check)  [\(found.severity)]  \(state(found.resolution == "retired" ? "retired" : found.state))  \(found.commune ?? "")",
            "\(found.subject) \(found.subjectId)", "",
            Sentence(vi: "Vì sao:  \(found.whyVi)", en: "Why:     \(found.why)").text,
            Sentence(vi: "Cần làm: \(found.remedyVi)", en: "Remedy:  \(found.remedy)").text, "",
            Sentence(
                vi: "Thấy lần đầu \(found.firstSeen), gần nhất \(found.lastSeen)",
                en: "First seen \(found.firstSeen), last seen \(found.lastSeen)"
            ).text,
        ]
        if found.reopenings > 0 {
            lines.append(
                Sentence(vi: "Tái diễn \(found.reopenings) lần", en: "Reopened \(found.reopenings) times").text
            )
        }
        if let assignee = found.assignee { lines.append("→ \(assignee), \(found.dueOn ?? "")") }
        for event in found.events {
            let parts = [event.at, kind(event.kind), event.by, event.assignee, event.until, event.said].compactMap {
                $0
            }
            lines.append("  " + parts.joined(separator: "  "))
        }
        Standard.output(lines.joined(separator: "\n"))
    }
}
