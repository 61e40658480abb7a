import ArgumentParser
import FoundationEssentials
import Registry
import RegistryJobs

/// Runs checks now, without waiting for the night.
struct RunChecks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run checks now and record what they find, as the night does.",
        discussion: """
            Exit codes: 2 if findings at or above --fail-on stand afterwards, 3 if a check failed, 75 if another run of the \
            checks is going on.

            Example: sogoc check run 'residents/*' --commune 24226 --dry-run
            """
    )
    @Argument(help: "Names or patterns with * and ?; all if left out.") var patterns: [String] = []
    @Option(help: "Only the books of this commune; checks that look across the register are left out.") var commune:
        String?
    @Option(help: "Exit with code 2 if findings of this severity or worse stand: info, warning, serious, critical.")
    var failOn: CheckHeader.Severity?
    @Flag(help: "Look, and record nothing.") var dryRun = false
    @OptionGroup var runner: JobsCommand.RunnerArguments
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let settings = try Settings()
        let access = try settings.databaseAccess()
        let catalogue = try InstalledChecks.load(settings).matching(patterns)
        guard !catalogue.checks.isEmpty || !catalogue.refused.isEmpty else {
            throw CommandFailure(
                .notFound,
                vi: "Không có phép kiểm tra nào mang tên như vậy.",
                en: "No check has such a name.",
                advice: "sogoc check list"
            )
        }
        let books = try await books(access)
        let results = dryRun ? try await look(catalogue, books, access) : try await record(catalogue, books, access)
        try output.print(results) { Self.table(results, isDry: dryRun) }
        InstalledChecks.tell(of: catalogue.refused)
        if !output.json { for result in results { if let error = result.error { Standard.error(error) } } }
        if !catalogue.refused.isEmpty || results.contains(where: { $0.error != nil }) {
            throw ExitCode(ExitStatus.someTasksFailed.rawValue)
        }
        let worst = results.filter { $0.standing > 0 }.compactMap { CheckHeader.Severity(rawValue: $0.severity) }.max()
        if let failOn, let worst, worst >= failOn { throw ExitCode(ExitStatus.findings.rawValue) }
    }

    private func books(_ access: DatabaseAccess) async throws -> [Int32]? {
        guard let commune else { return nil }
        return try await CheckDesk.connected(access: access) { desk in
            do {
                return try await desk.books(of: commune)
            } catch RegistryError.notFound {
                throw CommandFailure(
                    .notFound,
                    vi: "Không có xã nào mang mã \(commune) có sổ trong bản cài đặt này.",
                    en: "No commune of code \(commune) has a book here."
                )
            }
        }
    }

    // MARK: Looking

    private func look(
        _ catalogue: CheckCatalogue,
        _ books: [Int32]?,
        _ access: DatabaseAccess
    ) async throws -> [CheckResult] {
        let bar = ProgressBar(Sentence(vi: "Kiểm tra", en: "Checks").text, total: catalogue.checks.count)
        defer { bar.finish() }
        let looks = try await CheckDesk.connected(access: access) { desk in
            try await desk.look(catalogue.checks, books: books) { bar.update($0) }
        }
        return looks.map { look in
            switch look.result {
            case .success(let rows):
                CheckResult(look.check, standing: rows.count, found: rows.map { CheckResult.Row($0) })
            case .failure(let failure):
                CheckResult(look.check, standing: 0, error: failure.description)
            }
        }
    }

    // MARK: Recording

    private func record(
        _ catalogue: CheckCatalogue,
        _ books: [Int32]?,
        _ access: DatabaseAccess
    ) async throws -> [CheckResult] {
        let job = CheckJob(catalogue, books: books)
        let summary = try await RunnerSession.with(runner.options, jobs: [job]) { session in
            try await session.running { try await $0.run(job.name) }
        }
        guard let run = summary.runs.first.map({ JobRunID(rawValue: $0.id) }) else {
            throw CommandFailure(
                .tryLater,
                vi: "Một lần kiểm tra khác đang chạy.",
                en: "Another run of the checks is going on.",
                advice: "sogoc jobs history"
            )
        }
        let (_, tasks) = try await JobHistory.connected(access: access) { try await $0.run(run) }
        let standing = try await CheckDesk.connected(access: access) { desk in
            try await desk.standing(of: catalogue.checks.map(\.name), books: books)
        }
        let byName = Dictionary(grouping: tasks, by: \.name)
        return catalogue.checks.compactMap { check in
            guard let tasks = byName[check.name] else { return nil }
            var result = CheckResult(
                check,
                standing: standing[check.name] ?? 0,
                error: tasks.lazy.compactMap { $0.state == "failed" ? $0.error : nil }.first
            )
            for task in tasks { result.add(task.counts) }
            return result
        }
    }

    private static func table(_ results: [CheckResult], isDry: Bool) -> String {
        var columns: [DisplayTable.Column] = [
            .init(vi: "Phép kiểm tra", en: "Check"), .init(vi: "Mức", en: "Severity"),
        ]
        if isDry {
            columns.append(.init(vi: "Thấy", en: "Found", alignment: .right))
        } else {
            columns += [
                .init(vi: "Mới", en: "New", alignment: .right),
                .init(vi: "Tái diễn", en: "Reopened", alignment: .right),
                .init(vi: "Đã hết", en: "Healed", alignment: .right),
                .init(vi: "Còn", en: "Carried", alignment: .right),
            ]
        }
        var table = DisplayTable(columns)
        for result in results {
            let severity = CheckHeader.Severity(rawValue: result.severity)?.title ?? result.severity
            let counts = isDry ? [result.standing] : [result.opened, result.reopened, result.healed, result.carried]
            let isFailed = result.error != nil
            table.append([result.check, severity] + counts.map { isFailed ? "–" : String($0) })
        }
        return "\(table)"
    }
}

/// What one check came to, as programs read it.
struct CheckResult: Encodable {
    let check: String
    let severity: String
    private(set) var opened = 0
    private(set) var reopened = 0
    private(set) var healed = 0
    private(set) var carried = 0
    /// Findings that stand now; of a dry run what was found.
    let standing: Int
    /// Why it came to nothing.
    let error: String?
    /// Of a dry run: which, without what is known of them.
    let found: [Row]?

    /// What a check found, by its identity only: this command is no way to read about people.
    struct Row: Encodable {
        let book: Int32
        let subject: String
        let subjectId: String
        let key: String

        init(_ row: FoundRow) {
            (book, subject, subjectId, key) = (row.book, row.subject, row.subjectID, row.key)
        }
    }

    init(_ check: Check, standing: Int, error: String? = nil, found: [Row]? = nil) {
        self.check = check.name
        severity = check.header.severity.rawValue
        self.standing = standing
        self.error = error
        self.found = found
    }

    mutating func add(_ counts: [String: Int]) {
        opened += counts["opened"] ?? 0
        reopened += counts["reopened"] ?? 0
        healed += counts["healed"] ?? 0
        carried += counts["carried"] ?? 0
    }
}
