package import Postgres

/// The nightly checks: each check on each book, or on the whole register, and what becomes of the findings.
///
/// A task reads on one snapshot and compares what it saw with the findings that are known, in the transaction that ends
/// with its `done` mark. A check that errs fails its task, closes nothing, and the others go on. The last task of a whole
/// night closes what stands of checks that the catalogue holds no more.
package struct CheckJob: Job {
    package let name = "nightly-checks"
    package let titleVi = "Kiểm tra dữ liệu hằng đêm"
    package let titleEn = "Nightly checks"
    package let schedule = Schedule.daily(at: 1, 30)

    private let loaded: Result<CheckCatalogue, any Error>
    private let books: [Int32]?
    /// Whether a check that is not among these was taken out of the installation.
    private let isWhole: Bool

    /// The task that closes the findings of checks which are gone; no check's name, since those have a subject.
    static let catalogueTask = "catalogue"

    /// The whole catalogue of an installation, on all books; a folder that cannot be read keeps the run from beginning.
    ///
    /// - Parameter home: The folder that holds `sql/`.
    package init(home: String) {
        loaded = Result { try CheckCatalogue.load(from: home + "/sql/checks") }
        books = nil
        isWhole = true
    }

    /// - Parameters:
    ///   - catalogue: The checks to run. A file that was refused is a task that fails, so that the night tells of it.
    ///   - books: Those to look at; nil for all. A check that looks across the register has no use for a part of it, and is
    ///     left out where books are named.
    package init(_ catalogue: CheckCatalogue, books: [Int32]? = nil) {
        let ofBooks = catalogue.checks.filter { $0.header.slice == .book }
        loaded = .success(books == nil ? catalogue : CheckCatalogue(ofBooks, refused: catalogue.refused))
        self.books = books
        isWhole = false
    }

    // MARK: Planning

    /// About how long a task should take.
    ///
    /// Shorter, and what it costs besides (lease, comparison, commit) would count; longer,
    /// and more would be lost with a runner that is killed.
    private static let usefulSeconds = 2.0
    /// Books in one task of a check of which nobody knows yet how long it takes.
    private static let untriedBooks = 10

    /// Fast checks before slow ones, as the nights before remember it; those that never ran come last, and after them, on a
    /// whole night, the catalogue.
    ///
    /// A folder that is missing is no catalogue without checks: nothing is closed because of it.
    package func plan(with planning: Planning) async throws -> [TaskPlan] {
        let catalogue = try loaded.get()
        let all = try await CheckReader(client: planning.client).books()
        let books = all.filter { self.books?.contains($0) ?? true }
        let inOrder = catalogue.checks.sorted { left, right in
            let (ours, theirs) = (planning.usualSeconds[left.name], planning.usualSeconds[right.name])
            return (ours ?? .infinity, left.name) < (theirs ?? .infinity, right.name)
        }
        let tasks =
            catalogue.refused.map { TaskPlan($0.file, timeout: .seconds(10)) }
            + inOrder.flatMap { check in
                Self.tasks(for: check, books: books, usualSeconds: planning.usualSeconds[check.name])
            }
        let isNight = isWhole && !catalogue.checks.isEmpty && !books.isEmpty
        return tasks + (isNight ? [TaskPlan(Self.catalogueTask, timeout: .seconds(60))] : [])
    }

    static func tasks(for check: Check, books: [Int32], usualSeconds: Double?) -> [TaskPlan] {
        let budget = check.header.budget.time
        guard check.header.slice == .book else { return [TaskPlan(check.name, timeout: budget + .seconds(60))] }
        guard !books.isEmpty else { return [] }
        let wanted = usualSeconds.map { Int(($0 / usefulSeconds).rounded(.up)) } ?? (books.count / untriedBooks)
        let count = min(max(wanted, 1), books.count)
        return (0..<count).map { part in
            let group = books[(part * books.count / count)..<((part + 1) * books.count / count)]
            return TaskPlan(check.name, books: Array(group), timeout: budget * group.count + .seconds(60))
        }
    }

    // MARK: Performing

    package func perform(_ task: JobTask, with client: PostgresClient) async throws -> TaskEffect {
        if task.name == Self.catalogueTask {
            return TaskEffect { transaction in
                [
                    "retired": try await transaction.rows("select finding.retire(\(task.run.rawValue)) as closed")[0][
                        "closed"
                    ]
                ]
            }
        }
        let catalogue = try loaded.get()
        if let refusal = catalogue.refused.first(where: { $0.file == task.name }) {
            throw TaskFailure(refusal.description, mayRetry: false)
        }
        guard let check = catalogue.check(named: task.name) else {
            throw TaskFailure("there is no check \(task.name) on this host", mayRetry: false)
        }
        let reader = CheckReader(client: client)
        let books = check.header.slice == .book ? task.books : try await reader.books()
        let reading: CheckReading
        do {
            reading = try await reader.read(check, books: books)
        } catch let failure as CheckFailure {
            throw TaskFailure(failure.description, mayRetry: false)
        }
        let recorder = FindingRecorder(check: check, run: task.run.rawValue)
        return TaskEffect { transaction in
            let counts = try await recorder.record(reading, in: transaction)
            return [
                "rows": reading.rows.count, "opened": counts.opened, "reopened": counts.reopened,
                "healed": counts.healed, "carried": counts.carried,
            ]
        }
    }
}
