import Dispatch
import FoundationEssentials

/// Hashes passwords, few at a time: one takes 32 MiB and some 60 ms of a core, and sign-ins must not starve reads.
///
/// At most max(1, cores / 2) at once, twenty more wait, the rest is shed. The work is done off Swift's own threads, of
/// which there are no more than cores.
package actor PasswordHasher {
    private let parallel: Int
    private let queueLimit: Int
    private let parameters: PasswordHash.Parameters
    private(set) var running = 0
    private(set) var waiting: [CheckedContinuation<Void, Never>] = []
    private let queue = DispatchQueue(label: "sogoc.passwords", attributes: .concurrent)

    package init(
        parallel: Int = max(1, ProcessInfo.processInfo.activeProcessorCount / 2),
        queueLimit: Int = 20,
        parameters: PasswordHash.Parameters = .current
    ) {
        self.parallel = parallel
        self.queueLimit = queueLimit
        self.parameters = parameters
    }

    /// - Throws: ``RegistryError/busy`` when too many wait.
    package func hash(_ password: Password) async throws -> PasswordHash {
        let parameters = parameters
        return try await limited { try PasswordHash.make(of: password, parameters: parameters) }
    }

    /// Whether the password is the hash's; with no hash the answer is no, after the same time.
    ///
    /// - Throws: ``RegistryError/busy`` when too many wait.
    package func verify(_ password: Password, against hash: PasswordHash?) async throws -> Bool {
        let matches = try await limited { try (hash ?? .nobody).matches(password) }
        return matches && hash != nil
    }

    /// Whether the hash was made with other parameters than today's.
    package nonisolated func isOutdated(_ hash: PasswordHash) -> Bool { hash.parameters != parameters }

    /// Does the work when there is room for it.
    func limited<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        if running < parallel {
            running += 1
        } else {
            guard waiting.count < queueLimit else { throw RegistryError.busy }
            // The place is handed over by whoever finishes, so `running` does not change in between.
            await withCheckedContinuation { waiting.append($0) }
        }
        defer {
            if waiting.isEmpty { running -= 1 } else { waiting.removeFirst().resume() }
        }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work() }) }
        }
    }
}
