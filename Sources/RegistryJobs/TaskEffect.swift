package import Postgres

/// The second half of a task: what it writes, committed together with its `done` mark.
///
/// ```swift
/// return TaskEffect { transaction in
///     let row = try await transaction.rows("select opened, healed from findings.record(…)")[0]
///     return ["opened": try row["opened"], "healed": try row["healed"]]  // bigint in SQL, Int in Swift
/// }
/// ```
package struct TaskEffect: Sendable {
    let write: @Sendable (PostgresTransaction) async throws -> TaskCounts

    /// - Parameter write: Runs in the transaction that holds the task under its fence. May run again after a
    ///   serialization failure or a deadlock, so it must depend on nothing that an earlier call changed. What takes long
    ///   belongs into the first half: a pause of a lease between two statements ends the transaction.
    package init(_ write: @escaping @Sendable (PostgresTransaction) async throws -> TaskCounts) {
        self.write = write
    }
}

/// What a task counts, by name ("opened", "healed", "carried", "rows"); kept with the task and summed over the run.
package typealias TaskCounts = [String: Int]

/// Why a task could not be done, in words that may be shown and logged: no person's name or number.
package struct TaskFailure: Error, Sendable, CustomStringConvertible {
    package let description: String
    /// Whether trying again may help; the task is failed at once where it does not.
    package let mayRetry: Bool

    package init(_ description: String, mayRetry: Bool) {
        self.description = description
        self.mayRetry = mayRetry
    }
}
