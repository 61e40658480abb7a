import FoundationEssentials
import Registry
import RegistryJobs

/// A run as `--json` shows it, and as a line of a table.
struct RunJSON: Encodable {
    struct Tasks: Encodable {
        let total: Int
        let waiting: Int
        let leased: Int
        let done: Int
        let failed: Int
        let cancelled: Int
    }

    let id: Int
    let job: String
    let title: String
    let titleVi: String
    let slot: Date
    let requested: Bool
    let state: String
    let missed: Int
    let startedBy: String
    let host: String
    let version: String
    let startedAt: Date
    let endedAt: Date?
    let seconds: Double?
    let cancelledBy: String?
    let tasks: Tasks
    let counts: [String: Int]
    /// The tasks that failed; nil where they were not asked for.
    let failures: [TaskJSON]?

    init(_ run: RunRecord, failures: [TaskRecord]? = nil) {
        id = run.id.rawValue
        job = run.job
        title = run.titleEn
        titleVi = run.titleVi
        slot = run.slot
        requested = run.isRequested
        state = run.state.rawValue
        missed = run.missed
        startedBy = run.osUser
        host = run.host
        version = run.version
        startedAt = run.startedAt
        endedAt = run.endedAt
        seconds = run.endedAt.map { $0.timeIntervalSince(run.startedAt) }
        cancelledBy = run.cancelledBy
        tasks = Tasks(
            total: run.tasks,
            waiting: run.waiting,
            leased: run.leased,
            done: run.done,
            failed: run.failed,
            cancelled: run.cancelled
        )
        counts = run.counts
        self.failures = failures.map { $0.map(TaskJSON.init) }
    }

    static func table(of runs: [RunJSON]) -> String {
        var table = DisplayTable([
            .init(vi: "Lượt", en: "Run", alignment: .right), .init(vi: "Công việc", en: "Job"),
            .init(vi: "Kỳ", en: "Slot"), .init(vi: "Trạng thái", en: "State"),
            .init(vi: "Việc xong", en: "Tasks done", alignment: .right),
            .init(vi: "Lỗi", en: "Failed", alignment: .right), .init(vi: "Giây", en: "Seconds", alignment: .right),
            .init(vi: "Kết quả", en: "Counts"),
        ])
        for run in runs {
            table.append([
                "\(run.id)", run.job, Moment.short(run.slot) + (run.missed > 0 ? " (+\(run.missed))" : ""),
                RunRecord.State(rawValue: run.state)?.sentence.text ?? run.state,
                "\(run.tasks.done)/\(run.tasks.total)", "\(run.tasks.failed)", run.seconds.map(Self.rounded) ?? "–",
                countsText(run.counts),
            ])
        }
        return "\(table)"
    }

    /// Seconds with one decimal.
    static func rounded(_ seconds: Double) -> String {
        let tenths = Int((seconds * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    static func countsText(_ counts: [String: Int]) -> String {
        counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }
}

/// A task as `--json` shows it.
struct TaskJSON: Encodable {
    let name: String
    let books: [Int32]
    let state: String
    let attempts: Int
    let lapses: Int
    let startedAt: Date?
    let endedAt: Date?
    let seconds: Double?
    let host: String?
    let counts: [String: Int]
    let error: String?

    init(_ task: TaskRecord) {
        name = task.name
        books = task.books
        state = task.state
        attempts = task.attempts
        lapses = task.lapses
        startedAt = task.startedAt
        endedAt = task.endedAt
        seconds = task.startedAt.flatMap { began in task.endedAt.map { $0.timeIntervalSince(began) } }
        host = task.host
        counts = task.counts
        error = task.error
    }

    /// ` [2, 5]`; nothing for the whole register.
    var booksText: String {
        books.isEmpty ? "" : " [" + books.map(String.init).joined(separator: ", ") + "]"
    }
}

extension RunRecord.State {
    var sentence: Sentence {
        switch self {
        case .running: Sentence(vi: "đang chạy", en: "running")
        case .done: Sentence(vi: "xong", en: "done")
        case .failed: Sentence(vi: "xong, có lỗi", en: "done with failures")
        case .stopped: Sentence(vi: "dừng vì quá nhiều lỗi", en: "stopped: too many failures")
        case .cancelled: Sentence(vi: "đã hủy", en: "cancelled")
        case .skipped: Sentence(vi: "bỏ qua", en: "skipped")
        }
    }
}
