import FoundationEssentials
import HTTPTypes
import Registry

/// The nights' jobs and how they went, for administrators: states and numbers, nobody's name.
struct JobAPI {
    let registry: Registry

    var operations: [Operation] {
        [
            Operation(
                id: "jobs.list",
                method: .get,
                path: "/api/v1/jobs",
                summary: "The jobs, when each is due next and how its last run went; for administrators.",
                summaryVi: "Các công việc định kỳ, kỳ tới và kết quả lượt cuối; dành cho quản trị.",
                answers: [.json(200, "By name.", Self.jobs.schema)],
                problems: [.notAllowed],
                perform: list
            ),
            Operation(
                id: "jobs.show",
                method: .get,
                path: "/api/v1/jobs/{id}",
                summary: "One job with its runs of the last 400 days, newest first; for administrators.",
                summaryVi: "Một công việc và các lượt chạy trong 400 ngày; dành cho quản trị.",
                parameters: [
                    .path("id", Self.name, "The job's name: nightly-checks."),
                    .query("after", .integer(1...Int64.max), "The `next` of the page before."),
                    .limit,
                ],
                answers: [.json(200, "The job.", Self.history.schema)],
                problems: [.notAllowed],
                perform: show
            ),
        ]
    }

    private static let name = Schema.matching("^[a-z][a-z0-9-]{1,62}$", 2...63) { text in
        text.utf8.first.map { (0x61...0x7a).contains($0) } == true
            && text.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d }
    }

    private func list(_ exchange: Exchange) async throws -> Reply {
        let found = try await registry.read(
            Jobs.list(),
            as: exchange.caller,
            action: exchange.operation.id,
            for: .administrators
        )
        return .json(Self.jobs.encode(Page(items: found, next: nil)))
    }

    private func show(_ exchange: Exchange) async throws -> Reply {
        let limit = exchange.limit
        let found = try await registry.read(
            Jobs.show(
                exchange.parameters["id"]?.string ?? "",
                after: exchange.parameters["after"]?.integer.map(Int.init),
                limit: limit
            ),
            as: exchange.caller,
            action: exchange.operation.id,
            for: .administrators
        )
        guard let found else { throw Problem(.notFound) }
        let next = found.runs.count == limit ? found.runs.last.map { String($0.id) } : nil
        return .json(Self.history.encode(History(found: found, next: next)))
    }

    // MARK: Shapes

    private struct History: Sendable {
        let found: JobRuns
        let next: String?
    }

    private static let jobs = job.page("Jobs")
    private static let job = Shape<JobState>("Job", "Something that is done night after night.", fields { $0 })
    private static let history = Shape<History>(
        "JobHistory",
        "A job and a page of its runs.",
        fields { $0.found.job } + [
            .init("runs", run.list, "Newest first.") { $0.found.runs },
            .init("next", Shape<String>.string.nullable, "For the next page; null on the last one.") { $0.next },
        ]
    )

    /// The fields of a job, of whatever holds one.
    private static func fields<Holder>(_ of: @escaping @Sendable (Holder) -> JobState) -> [Shape<Holder>.Field] {
        [
            .init("id", .string, "nightly-checks") { of($0).name },
            .init("title", .string) { of($0).titleEn },
            .init("title_vi", .string) { of($0).titleVi },
            .init("due_at", Shape<Date>.dateTime.nullable, "The next time; null: only when asked for.") { of($0).next },
            .init("last_run", run.nullable, "The last run that was not skipped.") { of($0).last },
        ]
    }

    private static let run = Shape<JobRun>(
        "JobRun",
        "A run of a job: states and numbers.",
        [
            .init("id", .integer) { $0.id },
            .init("slot", .dateTime, "The instant that it stands for.") { $0.slot },
            .init("requested", .bool, "Asked for, instead of by the schedule.") { $0.isRequested },
            .init("state", .oneOf(JobRun.State.allCases.map(\.rawValue))) { $0.state.rawValue },
            .init("missed", .count, "Slots missed before its own that it stands for as well.") { $0.missed },
            .init("started_at", .dateTime) { $0.startedAt },
            .init("ended_at", Shape<Date>.dateTime.nullable, "Null while it runs.") { $0.endedAt },
            .init("tasks", tasks) { $0 },
            .init("counts", count.list, "What its tasks counted, by name.") { $0.counts },
        ]
    )

    private static let tasks = Shape<JobRun>(
        "JobTasks",
        "The tasks of a run by how they stand.",
        [
            .init("total", .count) { $0.tasks },
            .init("waiting", .count) { $0.waiting },
            .init("leased", .count, "Under way.") { $0.leased },
            .init("done", .count) { $0.done },
            .init("failed", .count) { $0.failed },
            .init("cancelled", .count) { $0.cancelled },
        ]
    )

    private static let count = Shape<JobRun.Count>(
        "JobCount",
        [.init("name", .string, "opened, healed, pages …") { $0.name }, .init("value", .integer) { $0.value }]
    )
}
