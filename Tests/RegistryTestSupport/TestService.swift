import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// `sogoc serve` of this build on a test's database, with a folder of its own for scans and letters.
package struct TestService: Sendable {
    /// Where it listens: "http://127.0.0.1:20001".
    package let base: String
    package let process: ChildProcess

    /// Lends the service to `body` once it is ready, and ends it.
    package static func serving<Value>(
        _ database: TestDatabase,
        settings: [String: String] = [:],
        _ body: (TestService) async throws -> Value
    ) async throws -> Value {
        let (port, metricsPort) = (try FreePort.take(), try FreePort.take())
        let files = NSTemporaryDirectory() + "sogoc-files-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: files) }
        let own = [
            "SOGOC_LISTEN": "127.0.0.1:\(port)", "SOGOC_METRICS_LISTEN": "127.0.0.1:\(metricsPort)",
            "SOGOC_FILES_DIR": files, "SOGOC_LOG_LEVEL": "warning",
        ]
        let environment = database.environment.merging(own) { $1 }.merging(settings) { $1 }
        let service = TestService(
            base: "http://127.0.0.1:\(port)",
            process: try SogocBinary.start(["serve"], environment: environment)
        )
        do {
            guard try await eventually({ await service.isReady() || service.process.status != nil }),
                service.process.status == nil
            else { throw TestServerError(output: service.process.stderr) }
            let value = try await body(service)
            await service.end()
            return value
        } catch {
            await service.end()
            throw error
        }
    }

    private func isReady() async -> Bool {
        let answer = try? await HTTPClient.shared.execute(
            HTTPClientRequest(url: "\(base)/readyz"),
            timeout: .seconds(2)
        )
        return answer?.status == .ok
    }

    private func end() async {
        process.signal(SIGTERM)
        _ = await process.result(within: .seconds(60))
    }
}
