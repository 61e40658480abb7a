package import Postgres

/// Something that is done night after night, as tasks that any runner on any host may take.
///
/// A runner calls ``plan(with:)`` once per run and ``perform(_:with:)`` once per task. A task may be begun more than once,
/// because its runner was killed or it failed the first time; it takes effect once. Hence the two halves of a task:
///
/// 1. `perform` reads and computes, as often as it is called, and changes nothing. The runner renews the lease meanwhile,
///    and cancels the Swift task (and with it the query under way) when the run is cancelled, the lease is lost, or the
///    task's time is up.
/// 2. The ``TaskEffect`` it returns writes, in a transaction that begins by holding the task under its fence and ends
///    with its `done` mark. A runner that was stopped and wakes late fails at the first of these, so nothing of it stays.
package protocol Job: Sendable {
    /// What commands and history call it: lower case, words divided by hyphens ("nightly-checks").
    var name: String { get }
    var titleVi: String { get }
    var titleEn: String { get }
    /// When it is due unless the administrators have decided otherwise (`jobs.job`).
    var schedule: Schedule { get }

    /// The tasks of a new run, in the order in which they shall be taken; none ends the run at once.
    ///
    /// May be called by several runners for one run, of which one wins, so it must not write.
    ///
    /// - Parameter planning: What there is to plan with: a client of `sogoc_jobs`, and what earlier nights took.
    /// - Returns: At least one task for each thing that is to be done, or none.
    /// - Throws: Whatever stands in the way; the run is not begun, and the next start tries again.
    func plan(with planning: Planning) async throws -> [TaskPlan]

    /// The first half of a task: reads, and answers what is to be written.
    ///
    /// - Parameters:
    ///   - task: The task, leased to this runner.
    ///   - client: Connections of `sogoc_jobs`, one for each worker; a transaction with a time budget of its own is
    ///     `client.transaction(isolation: .repeatableRead, access: .readOnly, deadline: …)`.
    /// - Returns: The second half.
    /// - Throws: Anything counts as a failed attempt; after the last one the task is failed and the others go on.
    ///   ``TaskFailure`` says it in words of its own, and whether trying again is of any use.
    func perform(_ task: JobTask, with client: PostgresClient) async throws -> TaskEffect
}

/// What a job can look at while it plans a run.
package struct Planning: Sendable {
    /// A connection of `sogoc_jobs`.
    package let client: PostgresClient
    /// Seconds that each task took when it last succeeded, by its name, as the sum over its books.
    ///
    /// Lets the fast ones go first.
    package let usualSeconds: [String: Double]
}
