/// A piece of a run, as its job plans it.
package struct TaskPlan: Sendable, Hashable {
    /// What is done, in the job's own words ("residents/no-name"); not unique within the run, but with its books it is.
    package let name: String
    /// The books it is about; empty for the whole register.
    package let books: [Int32]
    /// How long one attempt may take, both halves together.
    package let timeout: Duration

    package init(_ name: String, books: [Int32] = [], timeout: Duration = .seconds(300)) {
        self.name = name
        self.books = books
        self.timeout = timeout
    }
}
