import Foundation
import Registry
import RegistryTestSupport
import Testing

/// Logging in as people do: `sogoc serve` on a port of its own, and `sogoc login` against it.
@Suite("sogoc login and sogoc logout", .registryDatabase, .serialized)
struct LoginTests {
    @Test("From the one-time code through password and second factor to a session, and out again")
    func login() async throws {
        let folder = NSTemporaryDirectory() + "sogoc-login-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try SecondFactorKey.makeHexadecimal().write(toFile: "\(folder)/key", atomically: true, encoding: .utf8)
        let port = try FreePort.take()
        var environment = TestDatabase.current.environment.merging([
            "SOGOC_TOTP_KEY_FILE": "\(folder)/key", "SOGOC_SESSION_FILE": "\(folder)/config/session",
            "SOGOC_URL": "http://127.0.0.1:\(port)", "SOGOC_LISTEN": "127.0.0.1:\(port)",
            "SOGOC_METRICS_LISTEN": "127.0.0.1:\(try FreePort.take())", "LC_ALL": "en_US.UTF-8",
        ]) { $1 }

        // Nobody answers yet.
        try "x\n".write(toFile: "\(folder)/password", atomically: true, encoding: .utf8)
        environment["SOGOC_PASSWORD_FILE"] = "\(folder)/password"
        var result = try await SogocBinary.run(["login", "mot"], environment: environment)
        #expect(result.status == 69)

        let service = try SogocBinary.start(["serve"], environment: environment)
        defer { service.signal(SIGTERM) }
        try await Self.awaitReady(environment)

        result = try await SogocBinary.run(
            ["user", "add", "mot", "--name", "Quản trị Một", "--administrator", "--json"],
            environment: environment
        )
        let code = try JSONDecoder().decode([String: String].self, from: Data(result.stdout.utf8))["code"]
        // A wrong password, and a password where there is no terminal to ask for more.
        result = try await SogocBinary.run(["login", "mot"], environment: environment)
        #expect(result.status == 77)
        try #require(code).write(toFile: "\(folder)/password", atomically: true, encoding: .utf8)
        result = try await SogocBinary.run(["login", "mot"], environment: environment)
        #expect(result.status == 64)
        #expect(result.stderr.contains("New password"))

        try "ngắn quá\n".write(toFile: "\(folder)/new", atomically: true, encoding: .utf8)
        environment["SOGOC_NEW_PASSWORD_FILE"] = "\(folder)/new"
        result = try await SogocBinary.run(["login", "mot"], environment: environment)
        #expect(result.status == 65)
        #expect(result.stderr.contains("A password has at least 12 characters."))
        #expect(result.stderr.contains("Mật khẩu phải có ít nhất 12 ký tự."))

        try "sáu giờ sáng ra rẫy\n".write(toFile: "\(folder)/new", atomically: true, encoding: .utf8)
        result = try await SogocBinary.run(["login", "mot"], environment: environment)
        #expect(result.status == 64)
        let words = result.stderr.split(whereSeparator: \.isWhitespace).map(String.init)
        let totp = try #require(
            words.first { $0.count == 32 && $0.allSatisfy(\.isUppercaseOrDigit) }.flatMap(TOTP.init(base32:))
        )
        #expect(result.stderr.contains("otpauth://totp/SoGoc:mot?secret=\(totp.base32)"))

        environment["SOGOC_CODE"] = totp.code(step: TOTP.step(at: Date()))
        result = try await SogocBinary.run(["login", "mot"], environment: environment)
        #expect(result.status == 0, "\(result.stderr)")
        #expect(result.stdout.contains("Logged in as mot"))
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/config/session")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let token = try String(contentsOfFile: "\(folder)/config/session", encoding: .utf8).prefix { !$0.isNewline }
        #expect(!result.stdout.contains(token))

        result = try await SogocBinary.run(["user", "list"], environment: environment)
        #expect(result.status == 0)
        #expect(result.stdout.contains("administrator @ 66"))

        result = try await SogocBinary.run(["logout"], environment: environment)
        #expect(result.status == 0, "\(result.stderr)")
        #expect(!FileManager.default.fileExists(atPath: "\(folder)/config/session"))
        // The token is dead, not only forgotten.
        let open = try await TestDatabase.current.superuserSQL(
            "select count(*) from auth.session where ended_at is null"
        )
        #expect(open == "0")
        result = try await SogocBinary.run(["logout"], environment: environment)
        #expect(result.status == 77)

        // A password goes over a network only under TLS.
        environment["SOGOC_URL"] = "http://sogoc.example"
        result = try await SogocBinary.run(["login", "mot"], environment: environment)
        #expect(result.status == 78)
        #expect(result.stderr.contains("https"))
    }

    private static func awaitReady(_ environment: [String: String]) async throws {
        let isReady = try await eventually {
            let result = try await SogocBinary.run(["doctor", "--json"], environment: environment)
            let findings = result.stdout.filter { !$0.isWhitespace }
            return findings.contains("\"state\":\"fine\",\"subject\":\"service\"")
        }
        #expect(isReady, "the service is not ready")
    }
}

extension Character {
    /// A letter or digit of base32.
    fileprivate var isUppercaseOrDigit: Bool { isASCII && (isUppercase || isNumber) }
}
