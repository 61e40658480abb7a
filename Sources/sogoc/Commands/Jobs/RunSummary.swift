import FoundationEssentials
import RegistryJobs

/// What became of some runs: what cron mails, what the alert hook gets, what `--json` prints.
struct RunSummary: Encodable {
    /// Another runner is at it and was left alone.
    let isElsewhere: Bool
    let runs: [RunJSON]

    init(isElsewhere: Bool, runs: [RunJSON]) {
        self.isElsewhere = isElsewhere
        self.runs = runs
    }

    init(_ outcome: Runner.Outcome, _ history: JobHistory) async throws {
        var runs: [RunJSON] = []
        for run in try await history.runs(outcome.runs).reversed() {
            let failures = run.hasFailures ? try await history.run(run.id).1.filter { $0.state == "failed" } : []
            runs.append(RunJSON(run, failures: failures))
        }
        self.init(isElsewhere: outcome.isElsewhere, runs: runs)
    }

    /// The same with these runs alone.
    func only(_ identifiers: Set<JobRunID>) -> RunSummary {
        RunSummary(
            isElsewhere: isElsewhere,
            runs: runs.filter { identifiers.contains(JobRunID(rawValue: $0.id)) }
        )
    }

    var hasFailures: Bool { runs.contains { $0.tasks.failed > 0 || $0.state == "stopped" } }

    /// A table of the runs, and a line for each task that failed.
    var text: String {
        if runs.isEmpty {
            return isElsewhere
                ? Sentence(vi: "Một tiến trình khác đang chạy.", en: "Another runner is at it.").text
                : Sentence(vi: "Không có việc nào đến hạn.", en: "Nothing is due.").text
        }
        var lines = [RunJSON.table(of: runs)]
        for run in runs {
            for failure in run.failures ?? [] {
                lines.append("✗ \(run.id) \(failure.name)\(failure.booksText): \(failure.error ?? "–")")
            }
        }
        return lines.joined(separator: "\n")
    }
}
