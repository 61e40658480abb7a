import Foundation
import Registry
import RegistryTestSupport
import Testing

/// `sogoc serve` as the operating system sees it.
@Suite(.registryDatabase) struct ServeTests {
    /// A port that was free a moment ago.
    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        try #require(isBound)
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private static func get(_ path: String, port: Int, patience: Double = 5) async -> RawConnection.Outcome {
        let request = "GET \(path) HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"
        return await RawConnection.talk(port: port, [Array(request.utf8)], patience: patience)
    }

    @Test("Serves, shows metrics on a port of its own, and at SIGTERM answers what came in and is gone within 10 s")
    func serveAndStop() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        let (port, metricsPort) = (try Self.freePort(), try Self.freePort())
        let environment = database.environment.merging([
            "SOGOC_LISTEN": "127.0.0.1:\(port)", "SOGOC_METRICS_LISTEN": "127.0.0.1:\(metricsPort)",
        ]) { $1 }
        let service = try SogocBinary.start(["serve"], environment: environment)
        var isReady = false
        for _ in 0..<150 where !isReady && service.status == nil {
            isReady = await Self.get("/readyz", port: port, patience: 1).received.hasPrefix("HTTP/1.1 200 ")
            try await Task.sleep(for: .milliseconds(200))
        }
        try #require(isReady, "\(service.stderr)")

        let metrics = await Self.get("/metrics", port: metricsPort)
        #expect(
            metrics.received.contains("sogoc_http_requests_total")
                && metrics.received.contains("process_resident_memory_bytes")
        )
        #expect(await Self.get("/metrics", port: port).received.hasPrefix("HTTP/1.1 404 "))
        #expect(await Self.get("/livez", port: metricsPort).received.hasPrefix("HTTP/1.1 404 "))

        try await commandsAsUser(officer, environment: environment, port: port)

        // A request that is still arriving when the service is told to stop.
        let body = #"{"text":"giang a pao"}"#
        let head =
            "POST /api/v1/residents/search HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer \(officer.token.secret)\r\n"
            + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
        async let slow = RawConnection.talk(
            port: port,
            [Array((head + body.prefix(5)).utf8), [], Array(body.dropFirst(5).utf8)],
            pause: 1.5,
            patience: 20
        )
        try await Task.sleep(for: .milliseconds(800))
        let stop = Date()
        service.signal(SIGTERM)
        try await Task.sleep(for: .milliseconds(800))
        // Nothing new is taken.
        #expect(await Self.get("/livez", port: port, patience: 1).received.isEmpty)
        let answer = await slow
        #expect(answer.received.hasPrefix("HTTP/1.1 200 ") && answer.isClosed, "\(answer)")
        let result = await service.result(within: .seconds(15))
        #expect(result.status == 0)
        #expect(Date().timeIntervalSince(stop) < 10)
        // The log names routes and no secrets.
        #expect(result.stderr.contains("/api/v1/residents/search"))
        #expect(!result.stderr.contains(officer.token.secret) && !result.stderr.contains("giang"))
    }

    /// `search` and `report` speak HTTP to the service, under the token that `login` left.
    private func commandsAsUser(_ officer: TestOfficer, environment: [String: String], port: Int) async throws {
        let session = "/tmp/sogoc-session.\(UUID().uuidString)"
        defer { unlink(session) }
        let isWritten = FileManager.default.createFile(
            atPath: session,
            contents: Data(officer.token.secret.utf8),
            attributes: [.posixPermissions: 0o600]
        )
        try #require(isWritten)
        let environment = environment.merging([
            "SOGOC_URL": "http://127.0.0.1:\(port)", "SOGOC_SESSION_FILE": session,
        ]) { $1 }
        let report = try await SogocBinary.run(
            ["report", "coverage", "--area", Web.district],
            environment: environment
        )
        #expect(report.status == 0 && report.stdout.contains("Ia RVê"), "\(report.stdout)\(report.stderr)")
        let file = try await SogocBinary.run(
            ["report", "coverage", "--area", Web.district, "--csv"],
            environment: environment
        )
        #expect(file.status == 0 && file.stdout.hasPrefix("\u{FEFF}code,name,residents"))
        let search = try await SogocBinary.run(["search", "khong", "co", "ai"], environment: environment)
        #expect(search.status == 0, "\(search.stderr)")
    }

    @Test("A setting that makes no sense is told by its name, and nothing is served")
    func settings() async throws {
        let environment = TestDatabase.current.environment
        for (name, value) in [("SOGOC_LISTEN", "nowhere"), ("SOGOC_LOG_LEVEL", "loud"), ("SOGOC_CONNECTIONS", "0")] {
            let result = try await SogocBinary.run(["serve"], environment: environment.merging([name: value]) { $1 })
            #expect(result.status == 78 && result.stderr.contains(name), "\(result.stderr)")
        }
    }
}
