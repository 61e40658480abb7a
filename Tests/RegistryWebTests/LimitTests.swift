import HTTPTypes
import HummingbirdTesting
import NIOCore
import Registry
import RegistryTestSupport
import RegistryWeb
import Testing

/// What is too large, too slow or no HTTP (issue 2, "Bad input and faults"): refused in time, and nobody else notices.
@Suite(.registryDatabase) struct LimitTests {
    private static let search = "/api/v1/residents/search"

    @Test("A body of 10 MB is refused, also where its length is not told", arguments: [true, false])
    func large(isLengthTold: Bool) async throws {
        let officer = try await TestDatabase.current.officer(of: Web.commune)
        let token = officer.token.secret
        try await Web.serving(.live) { web in
            let port = try #require(web.client.port)
            var head = "POST \(Self.search) HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer \(token)\r\n"
            head += "Content-Type: application/json\r\n"
            head += isLengthTold ? "Content-Length: 10485760\r\n\r\n" : "Transfer-Encoding: chunked\r\n\r\n"
            let chunk = Array("10000\r\n".utf8) + [UInt8](repeating: 0x20, count: 65_536) + Array("\r\n".utf8)
            let piece = isLengthTold ? [UInt8](repeating: 0x20, count: 65_536) : chunk
            let outcome = await RawConnection.talk(
                port: port,
                [Array(head.utf8)] + Array(repeating: piece, count: 160)
            )
            #expect(outcome.received.hasPrefix("HTTP/1.1 413 "))
            #expect(
                outcome.received.contains("too-large") && outcome.received.lowercased().contains("connection: close")
            )
            #expect(outcome.isClosed)
        }
    }

    @Test("A body without end is given up in time, and says so")
    func bodyWithoutEnd() async throws {
        let officer = try await TestDatabase.current.officer(of: Web.commune)
        let token = officer.token.secret
        var limits = Limits()
        limits.bodyTime = .seconds(1)
        limits.linger = .milliseconds(200)
        try await Web.serving(.live, limits: limits) { web in
            let port = try #require(web.client.port)
            let head =
                "POST \(Self.search) HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer \(token)\r\n"
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            // A minute of it, so that a second and whatever a busy machine adds is far from the end.
            let trickle = Array(repeating: Array("1\r\n \r\n".utf8), count: 600)
            let body = await RawConnection.talk(port: port, [Array(head.utf8)] + trickle, pause: 0.1)
            #expect(body.received.hasPrefix("HTTP/1.1 408 ") && body.received.contains("timeout"))
            #expect(body.isClosed && body.seconds < 55)
            #expect(try await web.get("/livez").status == 200)
        }
    }

    @Test("A head without end is given up in time: one header line after the other, and never the last one")
    func headWithoutEnd() async throws {
        var limits = Limits()
        limits.idleTime = .seconds(1)
        try await Web.serving(.live, limits: limits) { web in
            let port = try #require(web.client.port)
            let lines =
                [Array("GET /livez HTTP/1.1\r\nHost: test\r\n".utf8)] + (0..<600).map { Array("X-\($0): 1\r\n".utf8) }
            let slow = await RawConnection.talk(port: port, lines, pause: 0.1)
            #expect(slow.isClosed && slow.received.isEmpty && slow.seconds < 55)
            // Nobody else noticed.
            let other = await RawConnection.talk(
                port: port,
                [Array("GET /livez HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n".utf8)]
            )
            #expect(other.received.hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test("Headers beyond 32 KiB and a request that is no HTTP are refused")
    func badHead() async throws {
        try await Web.serving(.live) { web in
            let port = try #require(web.client.port)
            let long =
                "GET /livez HTTP/1.1\r\nHost: test\r\nX-Long: " + String(repeating: "a", count: 40_000) + "\r\n\r\n"
            for text in [long, "GARBAGE\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"] {
                let outcome = await RawConnection.talk(port: port, [Array(text.utf8)])
                #expect(outcome.received.hasPrefix("HTTP/1.1 400 ") || outcome.received.isEmpty)
                #expect(outcome.isClosed)
            }
            #expect(try await web.get("/livez").status == 200)
        }
    }

    @Test("Another method is told which are possible; another path is not found; HEAD answers as GET without a body")
    func methodsAndPaths() async throws {
        try await Web.serving { web in
            let wrong = try await web.send(.delete, "/api/v1/residents/search", isDescribed: false)
            #expect(wrong.status == 405 && wrong.problem == "method-not-allowed" && wrong.header("Allow") == "POST")
            let id = "/api/v1/residents/0190f2a4-1111-7222-8333-444455556666"
            let other = try await web.send(.put, id, isDescribed: false)
            #expect(other.status == 405 && other.header("Allow") == "GET, HEAD")
            let unknown = try await web.send(.get, "/api/v2/nothing", isDescribed: false)
            #expect(unknown.status == 404 && unknown.problem == "not-found")
            let head = try await web.send(.head, "/livez", isDescribed: false)
            #expect(head.status == 200 && head.bytes.isEmpty && head.header("Content-Length") != "0")
        }
    }
}
