import FoundationEssentials
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
    private var pending: [Pending] = []
    private var isCommitting = false
    /// More than this in one statement gains nothing and makes one slow commit of many quick ones.
    private let batchLimit = 512
    private let batchSizes = Recorder(label: "sogoc_audit_batch_size")

    package init(client: PostgresClient) {
        self.client = client
    }

    /// Returns when the event is committed.
    ///
    /// - Throws: ``RegistryError/unavailable`` when it could not be: no event, no answer.
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
            do {
                _ = try await client.segment([Self.insert(batch.map(\.event))], access: .write)
                for entry in batch { entry.continuation.resume() }
            } catch {
                for entry in batch { entry.continuation.resume(throwing: RegistryError.unavailable) }
            }
        }
        isCommitting = false
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
