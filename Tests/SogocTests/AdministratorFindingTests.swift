import Foundation
import Registry
import RegistryTestSupport
import Testing

/// What an administrator does about findings, with the real program against the real service.
@Suite("sogoc check findings as an administrator", .registryDatabase, .serialized) struct AdministratorFindingTests {
    private let database = TestDatabase.current

    private struct Page: Decodable {
        struct Item: Decodable {
            let id: String
            let check: String
        }
        let items: [Item]
    }

    private struct Shown: Decodable {
        struct Event: Decodable { let kind: String }
        let state: String
        let events: [Event]
    }

    /// Findings of three checks on the district's shelf and in a book.
    private func plant() async throws {
        for check in ["users/no-grant", "system/index-invalid", "papers/number-on-two-people"] {
            try await database.superuserSQL(
                """
                select finding.note_check(1, '\(check)', sha256('x'), 'A title', 'Tiêu đề', 'serious', 'Why', 'Vì sao',
                    'Remedy', 'Cách xử lý', 'register');
                select * from finding.record(1, '\(check)', 'serious', array[0, 6], clock_timestamp(), array[0, 6],
                    array['user', 'user'], array['1', '2'], array['', ''], array['{}', '{}']::jsonb[], array['{}', '{}']::jsonb[])
                """
            )
        }
    }

    private func id(_ check: String, book: Int) async throws -> String {
        try await database.superuserSQL(
            "select id from registry.finding where check_name = '\(check)' and book_id = \(book)"
        )
    }

    @Test(
        "H9 an administrator lists, shows, comments on and waives the findings about users and the system, and no others"
    )
    func findings() async throws {
        try await plant()
        let administrator = try await database.officer("administrator", of: "66")
        let folder = NSTemporaryDirectory() + "sogoc-administrator-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, text) in [("session", administrator.token.secret), ("key", SecondFactorKey.makeHexadecimal())] {
            try PrivateFile.write(text, to: "\(folder)/\(name)")
        }
        let port = try FreePort.take()
        let environment = database.environment.merging([
            "SOGOC_TOTP_KEY_FILE": "\(folder)/key", "SOGOC_SESSION_FILE": "\(folder)/session",
            "SOGOC_URL": "http://127.0.0.1:\(port)", "SOGOC_LISTEN": "127.0.0.1:\(port)",
            "SOGOC_METRICS_LISTEN": "127.0.0.1:\(try FreePort.take())", "LC_ALL": "en_US.UTF-8",
        ]) { $1 }
        let service = try SogocBinary.start(["serve"], environment: environment)
        defer { service.signal(SIGTERM) }
        func findings(_ arguments: String...) async throws -> ChildProcess.Result {
            try await SogocBinary.run(["check", "findings"] + arguments, environment: environment)
        }
        // 69 until the service listens.
        #expect(try await eventually { try await findings("list").status != 69 })

        let list = try await findings("--json")
        #expect(list.status == 0, "\(list.stderr)")
        let items = try JSONDecoder().decode(Page.self, from: Data(list.stdout.utf8)).items
        #expect(items.map(\.check).sorted() == ["system/index-invalid", "users/no-grant"])
        let table = try await findings("--severity", "serious")
        #expect(table.status == 0 && table.stdout.contains("A title") && table.stdout.contains("open"))

        let decoder = JSONDecoder()
        for check in ["users/no-grant", "system/index-invalid"] {
            let own = try await id(check, book: 0)
            let shown = try await findings("show", own)
            #expect(shown.status == 0 && shown.stdout.contains(check) && shown.stdout.contains("Remedy:  Remedy"))
            #expect(try await findings("comment", own, "đã hỏi").status == 0)
            let day = try await database.superuserSQL("select jobs.today() + 7")
            let waived = try await findings("waive", own, "--until", day, "--reason", "đã biết", "--json")
            #expect(waived.status == 0, "\(waived.stderr)")
            let answer = try decoder.decode(Shown.self, from: Data(waived.stdout.utf8))
            #expect(answer.state == "waived" && answer.events.map(\.kind) == ["commented", "waived"])
            #expect(try await findings("withdraw-waiver", own).status == 0)
            // Whose it is, the district says.
            #expect(try await findings("assign", own).status == 77)
        }
        let others = [
            try await id("papers/number-on-two-people", book: 0), try await id("papers/number-on-two-people", book: 6),
            try await id("users/no-grant", book: 6),
        ]
        for other in others {
            #expect(try await findings("show", other).status == 66)
            #expect(try await findings("comment", other, "x").status == 66)
            #expect(try await findings("waive", other, "--until", "2030-01-01", "--reason", "xxx").status == 66)
        }
        #expect(
            try await database.superuserSQL(
                "select count(*) from registry.finding_event where user_id <> \(administrator.userID)"
            ) == "0"
        )
        // No resident at all.
        #expect(try await SogocBinary.run(["search", "giàng"], environment: environment).status == 77)
    }
}
