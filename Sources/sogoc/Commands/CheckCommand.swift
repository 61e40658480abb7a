import ArgumentParser
import FoundationEssentials
import Registry
import RegistryJobs

/// The integrity checks and what they found.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "List, explain and run the integrity checks; see and handle what they found.",
        discussion: """
            list, show and run are an operator's, on the machine of the installation; findings acts as the logged-in user.

            Examples: sogoc check run 'residents/*' --dry-run
                      sogoc check findings --commune 24226
            """,
        subcommands: [ListChecks.self, ShowCheck.self, RunChecks.self, FindingsCommand.self]
    )
}

/// The checks of this installation.
enum InstalledChecks {
    /// - Throws: ``CommandFailure`` when the folder cannot be read.
    static func load(_ settings: Settings) throws -> CheckCatalogue {
        let folder = try settings.home() + "/sql/checks"
        do {
            return try CheckCatalogue.load(from: folder)
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(
                .configuration,
                vi: "Không đọc được thư mục \(folder).",
                en: "The folder \(folder) cannot be read."
            )
        }
    }

    /// Tells on standard error what is wrong with files that are no checks.
    static func tell(of refused: [CheckRefusal]) {
        for fault in refused.flatMap(\.faults) {
            let key = fault.key.map { "\($0): " } ?? ""
            let text = Sentence(vi: fault.messageVi, en: fault.message).text
            Standard.error("\(fault.file):\(fault.line): \(key)\(text) [\(fault.rule.rawValue)]")
        }
    }
}

extension CheckHeader.Severity: ExpressibleByArgument {
    var title: String { Sentence(vi: vi, en: rawValue).text }
}

/// The catalogue, one line for each check.
struct ListChecks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the checks; exit code 65 if a file of the catalogue is no check.",
        discussion: "Example: sogoc check list 'households/*'"
    )
    @Argument(help: "Names or patterns with * and ?; all if left out.") var patterns: [String] = []
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let catalogue = try InstalledChecks.load(Settings()).matching(patterns)
        try output.print(catalogue.checks.map { CheckJSON($0) }) {
            var table = DisplayTable([
                .init(vi: "Phép kiểm tra", en: "Check"), .init(vi: "Mức", en: "Severity"),
                .init(vi: "Nội dung", en: "Title"),
            ])
            for check in catalogue.checks {
                let title = Sentence(vi: check.header.titleVi, en: check.header.title).text
                table.append([check.name, check.header.severity.title, title])
            }
            return "\(table)"
        }
        InstalledChecks.tell(of: catalogue.refused)
        if !catalogue.refused.isEmpty { throw ExitCode(ExitStatus.badData.rawValue) }
    }
}

/// One check with why and remedy.
struct ShowCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Say what a check looks for, why, and what to do, in both languages.",
        discussion: "Example: sogoc check show residents/name-missing"
    )
    @Argument(help: "The check's name.") var name: String
    @Flag(help: "Print the statement too.") var sql = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let check = try InstalledChecks.load(Settings()).check(named: name) else {
            throw CommandFailure(
                .notFound,
                vi: "Không có phép kiểm tra \(name).",
                en: "There is no check \(name).",
                advice: "sogoc check list"
            )
        }
        let header = check.header
        try output.print(CheckJSON(check)) {
            var lines = [
                "\(check.name)  [\(header.severity.title)]", "",
                header.titleVi, header.title, "",
                "Vì sao:  \(header.whyVi)", "Why:     \(header.why)", "",
                "Cần làm: \(header.remedyVi)", "Remedy:  \(header.remedy)", "",
                "slice \(header.slice.rawValue), clock \(header.usesClock ? "yes" : "no"), "
                    + "budget \(header.budget.time), \(header.budget.rows) rows",
            ]
            if sql { lines += ["", check.statement] }
            return lines.joined(separator: "\n")
        }
    }
}

/// A check as programs read it.
struct CheckJSON: Encodable {
    let name: String
    let title: String
    let titleVi: String
    let severity: String
    let why: String
    let whyVi: String
    let remedy: String
    let remedyVi: String
    let slice: String
    let clock: Bool
    let guardsConstraint: Bool

    init(_ check: Check) {
        name = check.name
        title = check.header.title
        titleVi = check.header.titleVi
        severity = check.header.severity.rawValue
        why = check.header.why
        whyVi = check.header.whyVi
        remedy = check.header.remedy
        remedyVi = check.header.remedyVi
        slice = check.header.slice.rawValue
        clock = check.header.usesClock
        guardsConstraint = check.header.guardsConstraint
    }
}
