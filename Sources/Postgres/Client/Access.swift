/// Whether a request may change anything, which also decides what happens when its caller loses patience.
package enum Access: Hashable, Sendable {
    /// Reads, and the server refuses anything else with 25006. Costs one more statement in the same flush.
    case readOnly
    /// Reads, by the caller's word; nothing is added. For statements whose functions are known to change nothing.
    case read
    /// May write: once sent it is never cancelled, and a lost answer is ``PostgresError/Kind/ambiguous``.
    case write
}
