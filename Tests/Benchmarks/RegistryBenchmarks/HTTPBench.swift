import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// A client of the service that measures.
struct HTTPBench {
    let base: String

    func isReady() async throws -> Bool {
        let answer = try? await HTTPClient.shared.execute(
            HTTPClientRequest(url: "\(base)/readyz"),
            timeout: .seconds(2)
        )
        return answer?.status == .ok
    }

    /// One request; its answer is read whole.
    ///
    /// Anything but 200 ends the measurement.
    @discardableResult
    func send(_ method: HTTPMethod, _ path: String, body: String? = nil, token: String) async throws -> [UInt8] {
        var request = HTTPClientRequest(url: base + path)
        request.method = method
        request.headers.add(name: "authorization", value: "Bearer \(token)")
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body))
        }
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        let bytes = try await answer.body.collect(upTo: 8 << 20)
        guard answer.status == .ok else {
            throw BenchmarkError(said: "HTTP \(answer.status.code): \(String(buffer: bytes).prefix(200))")
        }
        return Array(bytes.readableBytesView)
    }

    /// Milliseconds of each of `count` requests made by `clients` that each wait for their answer, and then for `pause`.
    func times(
        clients: Int,
        count: Int,
        pause: Duration = .zero,
        _ request: @escaping @Sendable (Int) async throws -> Void
    ) async throws -> [Double] {
        try await withThrowingTaskGroup(of: [Double].self) { group in
            for client in 0..<clients {
                group.addTask {
                    var times: [Double] = []
                    for index in stride(from: client, to: count, by: clients) {
                        let start = ContinuousClock.now
                        try await request(index)
                        let took = ContinuousClock.now - start
                        times.append(Double(took.components.attoseconds) / 1e15 + Double(took.components.seconds) * 1e3)
                        if pause > .zero { try await Task.sleep(for: pause) }
                    }
                    return times
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }
}
