import CLibpq

/// Statements that go out in one flush and, outside of an explicit transaction, succeed or fail as one.
///
/// Between two Syncs the server runs one implicit transaction (manual, "Pipeline Mode"): there is no BEGIN or COMMIT,
/// an error rolls everything back and skips to the Sync, and what was set locally ends with it.
///
/// `@unchecked Sendable`: `steps`, `position`, `rows` and what follows them are touched only under the lock of the
/// connection that runs the segment; `continuation` and `isSettled` only under `lock`.
final class Segment: PoolWaiter, @unchecked Sendable {
    /// What is awaited from the server, in order; each ends with a NULL from `PQgetResult`, the Sync excepted.
    enum Step {
        case prepare(StatementCache.Statement)
        case deallocate(String)
        case execute(StatementCache.Statement)
    }

    /// Who takes the answers.
    enum Mode {
        /// The reader collects them.
        case collect
        /// A stream's consumer takes them when it is ready, straight from libpq.
        case stream
        /// Nobody: the caller has its error already.
        case discard
    }

    let statements: [SQL]
    /// How many statements at the beginning are the client's own; their rows are not handed out.
    let hidden: Int
    let deadline: Moment
    let waitUntil: Moment
    /// Whether something is committed when the Sync reaches the server.
    ///
    /// Then a lost answer is ambiguous, and nothing is cancelled. A statement inside of an explicit transaction commits nothing, its COMMIT does.
    let mayCommit: Bool

    var mode = Mode.collect
    var steps: [Step] = []
    var position = 0
    /// Whether the step at `position` has given a result, so that the next NULL ends it.
    var hasResult = false
    /// Whether the last statement's rows come one by one.
    var isSplit = false
    var executed = 0
    var rows: [Rows] = []
    /// The first error; the server skips all after it.
    var error: PostgresError?
    /// Whether the error ended the session, so that only `position` tells what became of the segment.
    var isFatal = false
    /// Whether the Sync may have reached the server, without which nothing is ever committed.
    var isSent = false

    /// Where to ask for another connection; nil when only one will do.
    private let pool: ConnectionPool?
    private let lock = Lock()
    private var continuation: UnsafeContinuation<Result<[Rows], PostgresError>, Never>?
    /// The task that waits for the outcome; of use only while `continuation` stands, for as long the task lives.
    private var task: UnsafeCurrentTask?

    init(
        _ statements: [SQL],
        hidden: Int = 0,
        mayCommit: Bool,
        deadline: Moment,
        waitUntil: Moment = .distantFuture,
        pool: ConnectionPool? = nil
    ) {
        self.pool = pool
        self.statements = statements
        self.hidden = hidden
        self.mayCommit = mayCommit
        self.deadline = deadline
        self.waitUntil = min(waitUntil, deadline)
    }

    /// Runs `begin`, which hands the segment to a pool or a connection, and waits for ``settle(_:)``.
    ///
    /// The continuation is an unsafe one because `settle` takes it out under the lock and so resumes it once. Whether the
    /// task was cancelled is looked at with the deadlines, every 10 ms: a cancellation handler would be put in and taken out
    /// for every request, at a tenth of all that the client costs.
    func outcome(begin: () -> Void) async -> Result<[Rows], PostgresError> {
        if Task.isCancelled { return .failure(PostgresError(.cancelled)) }
        return await withUnsafeContinuation { continuation in
            withUnsafeCurrentTask { task in
                lock.withLock {
                    self.continuation = continuation
                    self.task = task
                }
            }
            begin()
        }
    }

    /// Gives the caller its outcome, unless it has one.
    func settle(_ result: Result<[Rows], PostgresError>) {
        let continuation = lock.withLock {
            defer {
                self.continuation = nil
                task = nil
            }
            return self.continuation
        }
        continuation?.resume(returning: result)
    }

    /// What became of the segment when its connection broke.
    func lossOutcome(_ loss: PostgresError) -> PostgresError {
        let allSucceeded = position >= steps.count && error.map { _ in isFatal } ?? true
        if let error, !isFatal || !allSucceeded { return error }
        // Everything succeeded, and only the word that it was committed is missing; or nothing was heard at all.
        if mayCommit, isSent { return PostgresError(.ambiguous, statement: statements.last?.label) }
        return error ?? loss
    }

    /// The statement that is being answered, and its place among the caller's.
    var current: (label: String, index: Int?) {
        guard statements.indices.contains(executed) else { return ("", nil) }
        return (statements[executed].label, executed >= hidden ? executed - hidden : nil)
    }

    // MARK: PoolWaiter

    /// Whether the caller's task was cancelled while it waits; false once it has its outcome.
    ///
    /// The handle may be asked from outside of its task: `isCancelled` is a member of `Task` too (its documentation).
    var isCancelled: Bool {
        lock.withLock { continuation != nil && task?.isCancelled == true }
    }

    func assigned(_ connection: Connection) {
        guard !isCancelled else {
            settle(.failure(PostgresError(.cancelled)))
            connection.handBack()
            return
        }
        do throws(PostgresError) {
            try connection.begin(self)
        } catch {
            // The connection broke before anything was sent: another one will do.
            if let pool, error.kind == .connection, steps.isEmpty, !isSent {
                pool.submit(self)
            } else {
                settle(.failure(error))
            }
        }
    }

    func refused(_ error: PostgresError) {
        settle(.failure(error))
    }
}
