/// Longer than any machine takes for what tests wait for: only what hangs ends by it.
package let generous: Duration = .seconds(120)

/// Waits until a condition holds; false when it has not come to hold by the deadline.
///
/// What a test waits for is looked at again and again, never awaited for a fixed time: CI machines are two slow cores.
package func eventually(
    within deadline: Duration = generous,
    _ condition: () async throws -> Bool
) async throws -> Bool {
    let end = ContinuousClock.now + deadline
    while ContinuousClock.now < end {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(5))
    }
    return try await condition()
}
