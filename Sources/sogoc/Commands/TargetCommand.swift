import ArgumentParser
import CivilIdentity
import NIOCore
import Registry

/// Targets by area and date, as the logged-in user.
struct TargetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "target",
        abstract: "Show how far targets have come, and set them.",
        discussion: """
            A target says what everybody of an area is to have by a day. Everybody who is signed in sees targets; the \
            district's officer and analyst set them. What is counted is within the user's reach.

            Example: sogoc target show --area 646 --measure card
            """,
        subcommands: [List.self, Show.self, Set.self, Withdraw.self],
        defaultSubcommand: List.self
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the targets that were announced and not withdrawn.",
            discussion: "Example: sogoc target list --area 646"
        )
        @Option(help: "Only those of this area, by its code.") var area: String?
        @OptionGroup var output: OutputOptions

        func validate() throws { try ArgumentChecks.area(area) }

        func run() async throws {
            let answer = try await TargetService().send("/api/v1/targets" + (area.map { "?area=\($0)" } ?? ""))
            if output.json {
                Standard.output(String(buffer: answer.body))
                return
            }
            let targets: TargetList = try answer.decode()
            guard !targets.items.isEmpty else {
                Standard.output(Sentence(vi: "Chưa có chỉ tiêu.", en: "There is no target.").text)
                return
            }
            var table = DisplayTable([
                .init(vi: "Địa bàn", en: "Area"), .init(vi: "Chỉ tiêu", en: "Target"),
                .init(vi: "Tuổi", en: "Ages"), .init(vi: "Thời hạn", en: "Last day"),
                .init(vi: "Căn cứ", en: "Decision"),
            ])
            for target in targets.items {
                table.append([
                    target.areaName, target.measureText, target.agesText, target.deadline ?? "–", target.decision,
                ])
            }
            Standard.output("\(table)")
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Announce a target, or another last day of one; what was announced before stays.",
            discussion: """
                Example: sogoc target set --area 646 --measure card --by 2024-10-31 --decision 'kế hoạch 12/KH-UBND'
                """
        )
        @OptionGroup var target: TargetOptions
        @Option(name: .customLong("by"), help: "The last day, as announced: 2024-10-31.") var deadline: String
        @Option(help: "What it rests on, or why it is changed: 3 to 500 characters.") var decision: String
        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard CalendarDay(iso: deadline) != nil else { throw ValidationError("--by is a day as 2024-10-31.") }
        }

        func run() async throws {
            let service = try TargetService()
            let known = try await service.find(target)
            let answer: ServiceClient.Answer
            if let known {
                answer = try await service.change(
                    known.id,
                    "deadline",
                    TargetChange(deadline: deadline, decision: decision)
                )
            } else {
                answer = try await service.post(
                    "/api/v1/targets",
                    TargetDraft(
                        area: target.area,
                        measure: target.measure.rawValue,
                        ages: (target.ages ?? target.measure.usualAges).rawValue,
                        deadline: deadline,
                        decision: decision
                    )
                )
            }
            try output.printTarget(answer)
        }
    }

    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Withdraw a target; what was announced stays.",
            discussion: """
                Example: sogoc target withdraw --area 646 --measure card --decision 'kế hoạch 15/KH-UBND thay thế'
                """
        )
        @OptionGroup var target: TargetOptions
        @Option(help: "Why it is withdrawn: 3 to 500 characters.") var decision: String
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let service = try TargetService()
            let known = try await service.known(target)
            try output.printTarget(
                try await service.change(known.id, "withdraw", TargetChange(deadline: nil, decision: decision))
            )
        }
    }
}

/// Which target is meant: an area has one of a measure for a group of ages.
struct TargetOptions: ParsableArguments {
    @Option(help: "The area's code: 646 is huyện Ea Súp.") var area: String
    @Option(help: "personal_number, card, e_identity or birth_certificate.") var measure: TargetMeasure
    @Option(help: "all, from_14 or under_14; as is usual for the measure if left out.") var ages: TargetAges?

    func validate() throws { try ArgumentChecks.area(area) }
}

extension TargetMeasure: ExpressibleByArgument {}
extension TargetAges: ExpressibleByArgument {}

private struct TargetRecordAnswer: Decodable {
    let target: TargetAnswer
}

extension OutputOptions {
    /// Says how a target stands after it was set.
    fileprivate func printTarget(_ answer: ServiceClient.Answer) throws {
        guard !json else { return Standard.output(String(buffer: answer.body)) }
        let target = (try answer.decode() as TargetRecordAnswer).target
        let what = "\(target.areaName), \(target.measureText), \(target.agesText)"
        Standard.output(
            target.deadline.map { Sentence(vi: "\(what): đến \($0).", en: "\(what): by \($0).").text }
                ?? Sentence(vi: "\(what): đã rút.", en: "\(what): withdrawn.").text
        )
    }
}
