import FoundationEssentials
import Logging
import RegistryTestSupport
import Synchronization
import Testing

@testable import Registry

@Suite(.registryDatabase) struct AuditWriterTests {
    private func event(_ action: String, detail: String = "{}") -> AuditEvent {
        AuditEvent(.read, action, userID: nil, residents: [UUID.v7()], detail: detail)
    }

    private func written(_ prefix: String) async throws -> [String] {
        try await TestDatabase.current.superuserSQL(
            "select action from audit.event where action like '\(prefix)%' order by action"
        ).split(separator: "\n").map(String.init)
    }

    @Test("One event that the database refuses keeps no other back; it is logged by its rule and without its content")
    func oneRefused() async throws {
        let lines = Mutex<[String]>([])
        let logger = Logger(label: "test") { _ in
            LineHandler { line in lines.withLock { $0.append(line) } }
        }
        try await Registry.withRegistry(access: TestDatabase.current.access, connections: 1, logger: logger) {
            registry async throws in
            let outcome = await registry.auditor.commit([
                event("batch.1"), event("batch.Nhật Ký" + String(repeating: "x", count: 200)),
                event("batch.2", detail: #"{"x":"\u0000 Nhật Ký"}"#), event("batch.3"),
            ])
            #expect(outcome == [true, false, false, true])
            #expect(try await written("batch.") == ["batch.1", "batch.3"])

            // Those who wait hear of their own event.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        let isGood = !number.isMultiple(of: 5)
                        let outcome = await Result {
                            try await registry.auditor.record(event(isGood ? "many.\(number)" : ""))
                        }
                        if case .success = outcome { #expect(isGood) } else { #expect(!isGood) }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await written("many.").count == 16)
        }
        let refusals = lines.withLock { $0.filter { $0.contains("refused by the audit") } }
        #expect(refusals.count == 6)
        #expect(refusals.contains { $0.contains("event_action_check") })
        #expect(!refusals.contains { $0.contains("Nhật Ký") })
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}

/// Hands every line on, with its metadata.
private struct LineHandler: LogHandler {
    let take: @Sendable (String) -> Void
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    init(_ take: @escaping @Sendable (String) -> Void) {
        self.take = take
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        take("\(event.level) \(event.message) \(metadata.merging(event.metadata ?? [:]) { $1 })")
    }
}
