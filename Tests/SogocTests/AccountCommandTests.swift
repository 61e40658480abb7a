import Foundation
import Logging
import Registry
import RegistryTestSupport
import Testing

/// Reads what the commands print for programs.
private let decoder: JSONDecoder = {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return decoder
}()

/// The commands as an administrator types them: the real binary, a real database, exit codes and what is printed.
///
/// One after the other, because a database has two first administrators.
@Suite("sogoc user and sogoc role", .registryDatabase, .serialized)
struct AccountCommandTests {
    /// A folder of the suite's own for sessions and keys.
    private final class Desk {
        let folder: String

        init() throws {
            folder = NSTemporaryDirectory() + "sogoc-desk-\(UUID().uuidString)"
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            try SecondFactorKey.makeHexadecimal().write(toFile: "\(folder)/key", atomically: true, encoding: .utf8)
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }

        func environment(as user: String? = nil) -> [String: String] {
            TestDatabase.current.environment.merging([
                "SOGOC_TOTP_KEY_FILE": "\(folder)/key", "SOGOC_SESSION_FILE": "\(folder)/session.\(user ?? "nobody")",
                "LC_ALL": "en_US.UTF-8",
            ]) { $1 }
        }

        func run(_ arguments: String..., as user: String? = nil) async throws -> ChildProcess.Result {
            try await SogocBinary.run(arguments, environment: environment(as: user))
        }

        func json<Value: Decodable>(
            _ type: Value.Type,
            _ arguments: String...,
            as user: String? = nil
        ) async throws -> Value {
            let result = try await SogocBinary.run(arguments + ["--json"], environment: environment(as: user))
            guard result.status == 0 else { throw CommandRefused(result: result) }
            return try decoder.decode(type, from: Data(result.stdout.utf8))
        }

        /// From the one-time code to a session in the user's session file, as sogoc login leaves it.
        func login(_ user: String, code: String) async throws {
            let key = try #require(
                SecondFactorKey(hexadecimal: String(contentsOfFile: "\(folder)/key", encoding: .utf8))
            )
            let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            try await Registry.withRegistry(access: TestDatabase.current.access, connections: 1, logger: silent) {
                registry in
                let signIn = SignIn(registry: registry, key: key)
                var request = SignIn.Request(user: user, password: code, newPassword: "sáu giờ sáng ra rẫy")
                if case .totpEnrolmentRequired(let totp) = try await signIn.attempt(request) {
                    request.code = totp.code(step: TOTP.step(at: Date()))
                }
                guard case .signedIn(let token, _) = try await signIn.attempt(request) else {
                    Issue.record("\(user) is not signed in")
                    return
                }
                try PrivateFile.write(token.secret, to: "\(folder)/session.\(user)")
            }
        }
    }

    private struct CommandRefused: Error {
        let result: ChildProcess.Result
    }

    private struct Code: Decodable {
        let user: String
        let code: String
        let expires: String
    }

    private struct Change: Decodable {
        let changed: Bool
    }

    private struct GrantState: Decodable {
        let grant: Int
        let state: String
    }

    private struct User: Decodable {
        struct Office: Decodable, Equatable {
            let role: String
            let area: String
        }

        let user: String
        let name: String
        let state: String
        let passwordChangeDue: Bool
        let roles: [Office]
        let openSessions: Int
    }

    private struct UserDetail: Decodable {
        let account: User
        let grants: [GrantState]
    }

    @Test("G1 Create, disable, grant, revoke, list and show by CLI: table and JSON, stable exit codes")
    func administration() async throws {
        let desk = try Desk()

        // Before anybody has logged in.
        var result = try await desk.run("user", "list")
        #expect(result.status == 77)
        #expect(result.stdout == "")
        #expect(result.stderr.contains("Chưa đăng nhập."))
        #expect(result.stderr.contains("→ sogoc login"))

        // The owner makes the first two administrators and no third.
        let first = try await desk.json(Code.self, "user", "add", "mot", "--name", "Quản trị Một", "--administrator")
        let second = try await desk.json(Code.self, "user", "add", "hai", "--name", "Quản trị Hai", "--administrator")
        #expect(first.user == "mot")
        #expect(first.expires.hasSuffix("+07:00"))
        result = try await desk.run("user", "add", "ba", "--name", "Quản trị Ba", "--administrator")
        #expect(result.status == 77)
        try await desk.login("mot", code: first.code)
        try await desk.login("hai", code: second.code)

        // Create.
        let lan = try await desk.json(Code.self, "user", "add", "Lan.IaLop", "--name", "Hoàng Thị Lan", as: "mot")
        #expect(lan.user == "lan.ialop")
        result = try await desk.run("user", "add", "lan.ialop", "--name", "Hoàng Thị Lan", as: "mot")
        #expect(result.status == 65)
        #expect(result.stderr.contains("The name is taken."))
        #expect(result.stderr.contains("Tên tài khoản đã có người dùng."))

        // Grant: a commune's role at once, a district's after the other administrator's word.
        let own = try await desk.json(
            GrantState.self,
            "role",
            "grant",
            "lan.ialop",
            "commune_officer",
            "--area",
            "24214",
            "--reason",
            "bổ nhiệm",
            as: "mot"
        )
        #expect(own.state == "confirmed")
        let wide = try await desk.json(
            GrantState.self,
            "role",
            "grant",
            "lan.ialop",
            "district_officer",
            "--area",
            "646",
            "--to",
            "2099-12-31",
            "--reason",
            "bổ nhiệm",
            as: "mot"
        )
        #expect(wide.state == "unconfirmed")
        result = try await desk.run("role", "confirm", "\(wide.grant)", as: "mot")
        #expect(result.status == 65)
        #expect(try await desk.json(Change.self, "role", "confirm", "\(wide.grant)", as: "hai").changed)
        result = try await desk.run("role", "confirm", "\(wide.grant)", as: "hai")
        #expect(result.status == 0)
        #expect(result.stdout.contains("already"))

        // List and show, for programs and for people.
        let users = try await desk.json([User].self, "user", "list", as: "mot")
        #expect(users.map(\.user) == ["hai", "lan.ialop", "mot"])
        #expect(
            users[1].roles == [
                .init(role: "commune_officer", area: "24214"), .init(role: "district_officer", area: "646"),
            ]
        )
        #expect(users[1].passwordChangeDue)
        result = try await desk.run("user", "list", as: "mot")
        #expect(result.status == 0)
        let lines = result.stdout.split(separator: "\n").map(String.init)
        #expect(lines.count == 5)
        #expect(lines[0].hasPrefix("User       Name "))
        #expect(
            lines[3].hasPrefix(
                "lan.ialop  Hoàng Thị Lan  password change due  commune_officer @ 24214, district_officer @ 646"
            )
        )
        let detail = try await desk.json(UserDetail.self, "user", "show", "lan.ialop", as: "mot")
        #expect(detail.account.name == "Hoàng Thị Lan")
        #expect(detail.grants.map(\.state) == ["active", "active"])
        result = try await desk.run("role", "show", "\(wide.grant)", as: "mot")
        #expect(result.stdout.contains("646 Huyện Ea Súp"))
        #expect(result.stdout.contains("2100-01-01 00:00"))
        result = try await desk.run("role", "list", as: "mot")
        #expect(result.stdout.contains("commune_supervisor"))
        #expect(!result.stdout.contains("operator"))
        result = try await desk.run("role", "list", "--grants", as: "mot")
        #expect(result.stdout.contains("by the owner of the installation"))

        // Revoke and disable, once; the second time changes nothing and is no error.
        #expect(try await desk.json(Change.self, "role", "revoke", "\(wide.grant)", as: "hai").changed)
        #expect(try await !desk.json(Change.self, "role", "revoke", "\(wide.grant)", as: "hai").changed)
        #expect(try await desk.json(Change.self, "user", "disable", "lan.ialop", as: "hai").changed)
        #expect(try await !desk.json(Change.self, "user", "disable", "lan.ialop", as: "hai").changed)
        #expect(
            try await desk.json(UserDetail.self, "user", "show", "lan.ialop", as: "mot").account.state == "disabled"
        )
        #expect(try await desk.json(Change.self, "user", "enable", "lan.ialop", as: "hai").changed)
        let again = try await desk.json(Code.self, "user", "reset", "lan.ialop", as: "mot")
        #expect(again.code != lan.code)

        // Exit codes.
        #expect(try await desk.run("user", "show", "nobody.here", as: "mot").status == 66)
        #expect(try await desk.run("role", "show", "4711", as: "mot").status == 66)
        #expect(try await desk.run("role", "revoke", "4711", as: "mot").status == 66)
        #expect(try await desk.run("user", "disable", "mot", as: "mot").status == 65)
        #expect(try await desk.run("user", "disable", "Ông Lan", as: "mot").status == 64)
        #expect(try await desk.run("user", "vanish", as: "mot").status == 64)
        #expect(
            try await desk.run(
                "role",
                "grant",
                "lan.ialop",
                "commune_officer",
                "--area",
                "24214",
                "--reason",
                "x",
                as: "mot"
            )
            .status == 64
        )
        #expect(
            try await desk.run(
                "role",
                "grant",
                "lan.ialop",
                "commune_officer",
                "--area",
                "24214",
                "--from",
                "2026-02-30",
                "--reason",
                "bổ nhiệm",
                as: "mot"
            ).status == 64
        )
        #expect(
            try await desk.run(
                "role",
                "grant",
                "lan.ialop",
                "operator",
                "--area",
                "24214",
                "--reason",
                "thử",
                as: "mot"
            )
            .status == 77
        )

        // Everything stands in the audit with the account of the machine, and no code does.
        let events = try await TestDatabase.current.superuserSQL(
            "select count(*), count(os_user) from audit.event where kind = 'administration'"
        )
        let counts = events.split(separator: "|")
        #expect(counts.first == counts.last)
        let details = try await TestDatabase.current.superuserSQL("select detail from audit.event")
        #expect(!details.contains(lan.code))
    }

    @Test("A session that others can read is not used; one that is over says to log in")
    func sessionFile() async throws {
        let desk = try Desk()
        let file = "\(desk.folder)/session.x"
        try "unknown\n".write(toFile: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
        var result = try await desk.run("user", "list", as: "x")
        #expect(result.status == 78)
        #expect(result.stderr.contains("chmod 600"))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        result = try await desk.run("user", "list", as: "x")
        #expect(result.status == 77)
        #expect(result.stderr.contains("→ sogoc login"))
        #expect(!result.stderr.contains("unknown"))
    }

    @Test("Without settings, and without a database, it is said what is missing")
    func configuration() async throws {
        let desk = try Desk()
        var environment = desk.environment(as: "x")
        try PrivateFile.write("unknown\n", to: "\(desk.folder)/session.x")
        environment["SOGOC_DATABASE_URL"] = "postgresql:///sogoc?host=\(desk.folder)"
        var result = try await SogocBinary.run(["user", "list"], environment: environment)
        #expect(result.status == 69)
        environment["SOGOC_DATABASE_URL"] = nil
        result = try await SogocBinary.run(["user", "list"], environment: environment)
        #expect(result.status == 78)
        #expect(result.stderr.contains("SOGOC_DATABASE_URL"))
        environment["SOGOC_CONFIG"] = "\(desk.folder)/missing.env"
        result = try await SogocBinary.run(["user", "list"], environment: environment)
        #expect(result.status == 78)
    }
}

@Suite("sogoc migrate and sogoc doctor", .serialized)
struct InstallationCommandTests {
    private struct Finding: Decodable {
        let state: String
        let subject: String
        let message: String
        let messageVi: String
        let remedy: String?
    }

    @Test("The schema is brought up once; an edited migration is refused; the doctor names what is missing")
    func schema() async throws {
        let server = try await TestServer.shared
        let database = try await server.empty()
        defer { Task { try? await server.drop(database) } }
        var environment = database.environment
        environment["LC_ALL"] = "en_US.UTF-8"
        environment["SOGOC_URL"] = "http://127.0.0.1:9"

        var result = try await SogocBinary.run(["migrate", "status"], environment: environment)
        #expect(result.status == 1)
        #expect(result.stdout.contains("missing"))
        var findings = try await doctor(environment)
        #expect(findings["schema"]?.state == "wrong")
        #expect(findings["schema"]?.remedy == "sogoc migrate up")

        result = try await SogocBinary.run(["migrate", "up"], environment: environment)
        #expect(result.status == 0, "\(result.stderr)")
        result = try await SogocBinary.run(["migrate", "up", "--json"], environment: environment)
        #expect(result.status == 0)
        #expect(result.stdout.filter { !$0.isWhitespace } == "{\"applied\":[]}")
        result = try await SogocBinary.run(["migrate", "status"], environment: environment)
        #expect(result.status == 0)

        findings = try await doctor(environment)
        #expect(findings["schema"]?.state == "fine")
        #expect(findings["sogoc_app"]?.state == "fine")
        #expect(findings["sogoc_signin"]?.state == "fine")
        #expect(findings["administrators"]?.state == "wrong")
        #expect(findings["administrators"]?.remedy?.contains("--administrator") == true)
        #expect(findings["service"]?.state == "wrong")
        #expect(findings.values.allSatisfy { !$0.message.isEmpty && !$0.messageVi.isEmpty })

        // The same schema with one file edited.
        let copy = NSTemporaryDirectory() + "sogoc-home-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: copy) }
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: "\(Checkout.root)/sql", toPath: "\(copy)/sql")
        let file = "\(copy)/sql/migrations/0001_schemas.sql"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try (text + "-- edited\n").write(toFile: file, atomically: true, encoding: .utf8)
        environment["SOGOC_HOME"] = copy
        result = try await SogocBinary.run(["migrate", "up"], environment: environment)
        #expect(result.status == 78)
        #expect(result.stderr.contains("0001_schemas"))
    }

    private func doctor(_ environment: [String: String]) async throws -> [String: Finding] {
        let result = try await SogocBinary.run(["doctor", "--json"], environment: environment)
        #expect(result.status == 1)
        let findings = try decoder.decode([Finding].self, from: Data(result.stdout.utf8))
        return Dictionary(uniqueKeysWithValues: findings.map { ($0.subject, $0) })
    }

    @Test(
        "Help names an example and the exit codes",
        arguments: [["user", "add"], ["role", "grant"], ["login"], ["doctor"]]
    )
    func help(command: [String]) async throws {
        let result = try await SogocBinary.run(command + ["--help"])
        #expect(result.status == 0)
        #expect(result.stdout.contains("Example: sogoc \(command.joined(separator: " "))"))
        let root = try await SogocBinary.run(["--help"])
        #expect(root.stdout.contains("77 not allowed, 78 configuration"))
    }
}
