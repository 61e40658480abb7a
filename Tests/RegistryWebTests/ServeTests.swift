import Foundation
import Registry
import RegistryTestSupport
import Testing

/// `sogoc serve` as the operating system sees it.
@Suite(.registryDatabase) struct ServeTests {
    private static func get(_ path: String, port: Int, patience: Double = 120) async -> RawConnection.Outcome {
        let request = "GET \(path) HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"
        return await RawConnection.talk(port: port, [Array(request.utf8)], patience: patience)
    }

    @Test("Serves, shows metrics on a port of its own, and at SIGTERM answers what came in and is gone within 10 s")
    func serveAndStop() async throws {
        let database = TestDatabase.current
        let officer = try await database.officer(of: Web.commune)
        let (port, metricsPort) = (try FreePort.take(), try FreePort.take())
        let environment = database.environment.merging([
            "SOGOC_LISTEN": "127.0.0.1:\(port)", "SOGOC_METRICS_LISTEN": "127.0.0.1:\(metricsPort)",
        ]) { $1 }
        let service = try SogocBinary.start(["serve"], environment: environment)
        let isReady = try await eventually {
            if service.status != nil { return true }
            return await Self.get("/readyz", port: port, patience: 5).received.hasPrefix("HTTP/1.1 200 ")
        }
        try #require(isReady && service.status == nil, "\(service.stderr)")

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
        let goOn = DispatchSemaphore(value: 0)
        async let slow = RawConnection.talk(
            port: port,
            [Array((head + body.prefix(5)).utf8), Array(body.dropFirst(5).utf8)],
            lastAfter: goOn
        )
        let hasArrived = try await eventually {
            await Self.get("/metrics", port: metricsPort).received.contains("sogoc_http_requests_in_progress 1.0")
        }
        #expect(hasArrived)
        let stop = ContinuousClock.now
        service.signal(SIGTERM)
        // Nothing new is taken, and what is under way is waited for.
        #expect(try await eventually { await Self.get("/livez", port: port, patience: 1).received.isEmpty })
        #expect(service.status == nil)
        goOn.signal()
        let answer = await slow
        #expect(answer.received.hasPrefix("HTTP/1.1 200 ") && answer.isClosed, "\(answer)")
        let result = await service.result()
        #expect(result.status == 0)
        // Ten seconds are for requests that do not end; half a minute is what a stopped machine may add.
        #expect(ContinuousClock.now - stop < .seconds(40))
        // The log names routes and no secrets.
        #expect(result.stderr.contains("/api/v1/residents/search"))
        #expect(!result.stderr.contains(officer.token.secret) && !result.stderr.contains("giang"))
    }

    /// `search` and `report` speak HTTP to the service, under the token that `login` left.
    private func commandsAsUser(_ officer: TestOfficer, environment: [String: String], port: Int) async throws {
        let session = "/tmp/sogoc-session.\(UUID().uuidString)"
        defer { unlink(session) }
        try PrivateFile.write(officer.token.secret, to: session)
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
