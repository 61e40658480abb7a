import ArgumentParser
import FoundationEssentials
import Registry
import RegistryJobs

extension JobsCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the jobs, when each is due next and how its last run went.",
            discussion: "Example: sogoc jobs list"
        )
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let settings = try Settings()
            let jobs = JobCatalogue.jobs(home: try settings.home())
            let entries = try await JobHistory.connected(access: try settings.databaseAccess()) {
                try await $0.list(jobs)
            }
            try output.print(entries.map(EntryJSON.init)) {
                var table = DisplayTable([
                    .init(vi: "Công việc", en: "Job"), .init(vi: "Nội dung", en: "Title"),
                    .init(vi: "Kỳ tới", en: "Next"), .init(vi: "Lượt cuối", en: "Last run", alignment: .right),
                    .init(vi: "Bắt đầu", en: "Started"), .init(vi: "Trạng thái", en: "State"),
                ])
                for entry in entries {
                    table.append([
                        entry.name, Sentence(vi: entry.titleVi, en: entry.titleEn).text, Moment.short(entry.next),
                        entry.last.map { "\($0.id.rawValue)" } ?? "–", Moment.short(entry.last?.startedAt),
                        entry.last?.state.sentence.text ?? "–",
                    ])
                }
                return "\(table)"
            }
        }

        private struct EntryJSON: Encodable {
            let name: String
            let title: String
            let titleVi: String
            let next: Date?
            let last: RunJSON?

            init(_ entry: JobHistory.Entry) {
                name = entry.name
                title = entry.titleEn
                titleVi = entry.titleVi
                next = entry.next
                last = entry.last.map { RunJSON($0) }
            }
        }
    }

    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the last runs, newest first; kept for 400 days.",
            discussion: "Example: sogoc jobs history statistics-snapshot --limit 7"
        )
        @Argument(help: "Only runs of this job.") var job: String?
        @Option(help: "How many runs to show.") var limit = 20
        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard (1...10_000).contains(limit) else { throw ValidationError("--limit is 1 to 10000.") }
        }

        func run() async throws {
            let settings = try Settings()
            let known = JobCatalogue.jobs(home: try settings.home()).contains { $0.name == job }
            let runs = try await JobHistory.connected(access: try settings.databaseAccess()) {
                try await $0.runs(of: job, limit: limit)
            }
            if let job, runs.isEmpty, !known { throw CommandFailure.noSuchJob(job) }
            let shown = runs.map { RunJSON($0) }
            try output.print(shown) { RunJSON.table(of: shown) }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one run with its tasks.",
            discussion: "Example: sogoc jobs show 118"
        )
        @OptionGroup var argument: RunArgument
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let (run, tasks) = try await JobHistory.connected(access: try Settings().databaseAccess()) {
                try await $0.run(argument.identifier)
            }
            let shown = RunJSON(run)
            let tasksShown = tasks.map(TaskJSON.init)
            try output.print(Detail(run: shown, tasks: tasksShown)) {
                var table = DisplayTable([
                    .init(vi: "Việc", en: "Task"), .init(vi: "Trạng thái", en: "State"),
                    .init(vi: "Lần thử", en: "Attempts", alignment: .right),
                    .init(vi: "Mất", en: "Lost", alignment: .right),
                    .init(vi: "Giây", en: "Seconds", alignment: .right), .init(vi: "Máy", en: "Host"),
                    .init(vi: "Kết quả", en: "Counts"), .init(vi: "Lỗi", en: "Error"),
                ])
                for task in tasksShown {
                    table.append([
                        task.name + task.booksText, Self.state(task.state), "\(task.attempts)", "\(task.lapses)",
                        task.seconds.map(RunJSON.rounded) ?? "–", task.host ?? "–", RunJSON.countsText(task.counts),
                        task.error ?? "",
                    ])
                }
                let origin = Sentence(
                    vi:
                        "Do \(shown.startedBy) trên \(shown.host), phiên bản \(shown.version), \(Moment.short(shown.startedAt))",
                    en:
                        "By \(shown.startedBy) on \(shown.host), version \(shown.version), \(Moment.short(shown.startedAt))"
                ).text
                return "\(RunJSON.table(of: [shown]))\n\(origin)\n\n\(table)"
            }
        }

        private struct Detail: Encodable {
            let run: RunJSON
            let tasks: [TaskJSON]
        }

        private static func state(_ state: String) -> String {
            switch state {
            case "waiting": Sentence(vi: "chờ", en: "waiting").text
            case "leased": Sentence(vi: "đang làm", en: "under way").text
            case "done": Sentence(vi: "xong", en: "done").text
            case "failed": Sentence(vi: "lỗi", en: "failed").text
            case "cancelled": Sentence(vi: "đã hủy", en: "cancelled").text
            default: state
            }
        }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a run: its waiting tasks are dropped, those under way are interrupted.",
            discussion: """
                What is being committed right now stays. Exit code 1 if the run was over already.

                Example: sogoc jobs cancel 118
                """
        )
        @OptionGroup var argument: RunArgument
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let wasRunning = try await JobHistory.connected(access: try Settings().databaseAccess()) {
                try await $0.cancel(argument.identifier, osUser: OSUser.current)
            }
            try output.print(Answer(run: argument.run, cancelled: wasRunning)) {
                wasRunning
                    ? Sentence(vi: "Đã hủy lượt \(argument.run).", en: "Run \(argument.run) is cancelled.").text
                    : Sentence(vi: "Lượt \(argument.run) đã kết thúc.", en: "Run \(argument.run) was over.").text
            }
            if !wasRunning { throw ExitCode(ExitStatus.no.rawValue) }
        }

        private struct Answer: Encodable {
            let run: Int
            let cancelled: Bool
        }
    }
}

extension CommandFailure {
    static func noSuchJob(_ name: String) -> CommandFailure {
        CommandFailure(
            .notFound,
            vi: "Không có công việc \(name).",
            en: "There is no job \(name).",
            advice: "sogoc jobs list"
        )
    }
}
