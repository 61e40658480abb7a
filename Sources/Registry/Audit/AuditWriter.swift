import FoundationEssentials
package import Logging
import Metrics
package import Postgres

/// Commits the events of many requests as one batch, and lets each request go on when its event is durable.
///
/// A read runs in a READ ONLY segment and cannot write its own event; a row in the read's own segment kept only about a
/// third of the throughput, the batch .54–1.0 of it, and is as durable (design/access.md, "Audit"). While one batch is
/// being committed the next one gathers, so the batch grows with the load and a lone request waits for nobody.
package actor AuditWriter {
    private struct Pending {
        let event: AuditEvent
        let continuation: CheckedContinuation<Void, any Error>
    }

    private let client: PostgresClient
    private let logger: Logger
    private var pending: [Pending] = []
    private var isCommitting = false
    /// More than this in one statement gains nothing and makes one slow commit of many quick ones.
    private let batchLimit = 512
    private let batchSizes = Recorder(label: "sogoc_audit_batch_size")
    private let refusals = Counter(label: "sogoc_audit_refused_total")

    package init(client: PostgresClient, logger: Logger) {
        self.client = client
        self.logger = logger
    }

    /// Returns when the event is committed.
    ///
    /// - Throws: ``RegistryError/unavailable`` when it could not be: no event, no answer. An event that the database
    ///   refuses keeps no other one back.
    package func record(_ event: AuditEvent) async throws {
        try await withCheckedThrowingContinuation { continuation in
            pending.append(Pending(event: event, continuation: continuation))
            guard !isCommitting else { return }
            isCommitting = true
            Task { await commitAll() }
        }
    }

    private func commitAll() async {
        while !pending.isEmpty {
            let batch = Array(pending.prefix(batchLimit))
            pending.removeFirst(batch.count)
            batchSizes.record(batch.count)
            let isWritten = await commit(batch.map(\.event))
            for (entry, isWritten) in zip(batch, isWritten) {
                if isWritten {
                    entry.continuation.resume()
                } else {
                    entry.continuation.resume(throwing: RegistryError.unavailable)
                }
            }
        }
        isCommitting = false
    }

    /// Commits events together, or one by one where the database refuses them together; answers which of them it has.
    ///
    /// What is refused is counted and logged by its kind and the rule it broke, without anything it holds.
    func commit(_ events: [AuditEvent]) async -> [Bool] {
        do {
            _ = try await client.segment([Self.insert(events)], access: .write)
            return events.map { _ in true }
        } catch {
            // Anything but a refusal meets each of them alike.
            guard let state = error.sqlState, Self.isRefusal(state) else { return events.map { _ in false } }
            guard events.count > 1 else {
                refusals.increment()
                logger.error(
                    "an event was refused by the audit",
                    metadata: ["kind": "\(events[0].kind.rawValue)", "error": "\(error)"]
                )
                return [false]
            }
        }
        var isWritten: [Bool] = []
        for event in events { isWritten += await commit([event]) }
        return isWritten
    }

    /// Whether the server refused what was sent, and not its own part of the work (disk, connections, shutting down).
    private static func isRefusal(_ state: SQLState) -> Bool {
        ["21", "22", "23", "42", "54", "P0", "SG"].contains(state.category)
    }

    /// One statement for all events; a list of ids travels as array text, because arrays of arrays are rectangular.
    private static func insert(_ events: [AuditEvent]) -> SQL {
        let residents = events.map { event in "{" + event.residents.map(\.uuidString).joined(separator: ",") + "}" }
        return """
            insert into audit.event
                (kind, action, user_id, os_user, address, request_id, purpose, book_id, residents, detail)
            select kind, action, user_id, os_user, address, request_id, purpose, book_id, residents::uuid[], detail::jsonb
            from unnest(
                \(events.map(\.kind.rawValue)), \(events.map(\.action)), \(events.map(\.userID)),
                \(events.map(\.osUser)), \(events.map { $0.caller?.address }), \(events.map { $0.caller?.requestID }),
                \(events.map { $0.caller?.purpose }), \(events.map(\.book)), \(residents), \(events.map(\.detail))
            ) as event (kind, action, user_id, os_user, address, request_id, purpose, book_id, residents, detail)
            """
    }
}
