import FoundationEssentials
import Glibc
import Logging
import Registry
import RegistryTestSupport
import Testing

/// `sogoc demo` with the real binary.
@Suite(.registryDatabase) struct DemoCommandTests {
    private struct User: Decodable {
        let user, role, area, password: String
        let totpSecret, otpauth: String?

        private enum CodingKeys: String, CodingKey {
            case user, role, area, password, otpauth
            case totpSecret = "totp_secret"
        }
    }

    private func sogoc(_ arguments: [String], folder: String) async throws -> ChildProcess.Result {
        var environment = TestDatabase.current.environment
        // The key of the second factors belongs to the installation, so not into the shared server's folder.
        environment["SOGOC_TOTP_KEY_FILE"] = "\(folder)/key"
        environment["SOGOC_STATE_DIR"] = folder
        environment["LC_ALL"] = "en_US.UTF-8"
        return try await SogocBinary.run(arguments, environment: environment, deadline: .seconds(240))
    }

    @Test(
        "L1 demo load leaves two administrators and a user of each role who can sign in at once, in a file of mode 0600"
    )
    func load() async throws {
        let folder = "/tmp/sogoc-demo-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let key = String(repeating: "5e", count: 32)
        try Data(key.utf8).write(to: URL(filePath: "\(folder)/key"))

        let first = try await sogoc(["demo", "load", "--size", "600"], folder: folder)
        #expect(first.status == 0, "\(first.stderr)")
        let path = "\(folder)/demo-users.json"
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)

        let bytes = try Data(contentsOf: URL(filePath: path))
        let users = try JSONDecoder().decode([User].self, from: bytes)
        let wanted = try await TestDatabase.current.superuserSQL(
            "select string_agg(code, ' ' order by code) from auth.role where code <> 'operator'"
        )
        #expect(Set(users.map(\.role)).sorted().joined(separator: " ") == wanted)
        #expect(users.count { $0.role == "administrator" } == 2)
        let officers = users.filter { $0.role == "commune_officer" }
        #expect(officers.first?.area == "24226" && Set(officers.map(\.area)).count == 2)
        let wide = ["administrator", "district_officer", "district_analyst", "inspector"]
        #expect(users.allSatisfy { ($0.totpSecret != nil) == wide.contains($0.role) })
        #expect(users.allSatisfy { ($0.otpauth != nil) == ($0.totpSecret != nil) })
        try await expectSignIn(users.filter { ["commune_officer", "district_officer"].contains($0.role) }, key: key)

        // Again: nothing is loaded, and the passwords stay.
        let second = try await sogoc(["demo", "load", "--size", "600"], folder: folder)
        #expect(second.status == 0 && second.stdout.contains("is loaded"), "\(second.stdout)\(second.stderr)")
        #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
        #expect(try await TestDatabase.current.superuserSQL("select count(*) from registry.resident") == "600")
    }

    private func expectSignIn(_ users: [User], key: String) async throws {
        let key = try #require(SecondFactorKey(hexadecimal: key))
        try await TestDatabase.current.withRegistry { registry in
            let signIn = SignIn(registry: registry, key: key, hasher: PasswordHasher())
            for user in users {
                let code = user.totpSecret.flatMap { TOTP(base32: $0) }.map { $0.code(step: TOTP.step(at: Date())) }
                var request = SignIn.Request(user: user.user, password: user.password)
                request.code = code
                guard case .signedIn = try await signIn.attempt(request) else {
                    Issue.record("\(user.role) is not signed in")
                    continue
                }
            }
        }
    }

    @Test("demo generate writes the sheets; a size out of bounds is a usage error")
    func generate() async throws {
        let folder = "/tmp/sogoc-demo-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let answer = try await sogoc(
            ["demo", "generate", folder, "--seed", "5", "--size", "700", "--json"],
            folder: folder
        )
        #expect(answer.status == 0, "\(answer.stderr)")
        #expect(answer.stdout.contains(#""registrations" : 700"#))
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(
            files == [
                "GENERATED.txt", "households.csv", "numbers.csv", "persons.csv", "poverty.csv", "settlements.csv",
                "truth_pairs.csv",
            ]
        )
        let refused = try await sogoc(["demo", "generate", folder, "--size", "2000001"], folder: folder)
        #expect(refused.status == 64 && refused.stderr.contains("2000000"))
    }
}
