package import FoundationEssentials

/// A task that this runner has leased.
package struct JobTask: Sendable, Hashable {
    package let id: Int
    package let run: JobRunID
    package let job: String
    /// The plan's words.
    package let name: String
    /// The books it is about; empty for the whole register.
    package let books: [Int32]
    /// The instant the run stands for by its schedule, or at which somebody asked for it.
    package let slot: Date
    /// Which attempt this is, from 1; those that a kill cut short do not count.
    package let attempt: Int
    /// Grows with every lease of the task; who holds an older number may no longer write.
    package let fence: Int
    /// How long this attempt may take.
    package let timeout: Duration
}

/// The number of a run, as `sogoc jobs show` takes it.
package struct JobRunID: RawRepresentable, Sendable, Hashable {
    package let rawValue: Int

    package init(rawValue: Int) {
        self.rawValue = rawValue
    }
}
