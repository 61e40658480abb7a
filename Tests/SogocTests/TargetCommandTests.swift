import CivilIdentity
import Foundation
import Registry
import RegistryTestSupport
import Testing

/// `sogoc target` and `sogoc report left` against a service of its own.
@Suite("sogoc target and sogoc report left", .registryDatabase)
struct TargetCommandTests {
    private let database = TestDatabase.current

    private func register(_ names: [String], as officer: TestOfficer) async throws {
        try await database.withRegistry { registry in
            for name in names {
                let draft = ResidentDraft(
                    names: [.init(kind: .birth, name: try PersonName(name))],
                    speaker: Speaker(saidBy: "self", saidOn: try #require(CalendarDay(iso: "2024-09-17")))
                )
                let key = ResidentKey(book: 8, id: .v7())
                try await registry.write(
                    Residents.register(draft, as: key),
                    as: officer.caller,
                    action: "test",
                    book: 8,
                    residents: [key.id]
                )
            }
        }
    }

    @Test(
        "C8 by the command line: a target is set, moved and withdrawn; done, left, needed, forecast, and who is left and why"
    )
    func wholeSentence() async throws {
        let officer = try await database.officer(of: "24226")
        let district = try await database.officer("district_officer", of: "646")
        try await register(["Sùng A Một", "Sùng A Hai"], as: officer)
        let folder = NSTemporaryDirectory() + "sogoc-target-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try SecondFactorKey.makeHexadecimal().write(toFile: "\(folder)/key", atomically: true, encoding: .utf8)
        try PrivateFile.write(officer.token.secret, to: "\(folder)/officer")
        try PrivateFile.write(district.token.secret, to: "\(folder)/district")
        let port = try FreePort.take()
        let environment = database.environment.merging([
            "SOGOC_TOTP_KEY_FILE": "\(folder)/key", "SOGOC_URL": "http://127.0.0.1:\(port)",
            "SOGOC_LISTEN": "127.0.0.1:\(port)", "SOGOC_METRICS_LISTEN": "127.0.0.1:\(try FreePort.take())",
            "LC_ALL": "en_US.UTF-8",
        ]) { $1 }
        func sogoc(
            _ arguments: String...,
            by who: String = "district",
            in language: String = "en_US.UTF-8"
        ) async throws -> ChildProcess.Result {
            let own = ["SOGOC_SESSION_FILE": "\(folder)/\(who)", "LC_ALL": language]
            return try await SogocBinary.run(arguments, environment: environment.merging(own) { $1 })
        }
        let service = try SogocBinary.start(["serve"], environment: environment)
        defer { service.signal(SIGTERM) }
        #expect(try await eventually { try await sogoc("target", "list").status == 0 })
        #expect(try await sogoc("target", "list").stdout.contains("There is no target."))

        let which = ["--area", "646", "--measure", "personal_number"]
        func target(
            _ step: String,
            _ more: [String] = [],
            by who: String = "district"
        ) async throws
            -> ChildProcess.Result
        {
            let own = ["SOGOC_SESSION_FILE": "\(folder)/\(who)"]
            return try await SogocBinary.run(
                ["target", step] + which + more,
                environment: environment.merging(own) { $1 }
            )
        }
        #expect(try await target("show").status == 66)
        let plan = ["--by", "2030-10-31", "--decision", "kế hoạch 12"]
        #expect(try await target("set", plan, by: "officer").status == 77)
        let set = try await target("set", plan)
        #expect(set.status == 0 && set.stdout.contains("personal number, all ages: by 2030-10-31"), "\(set.stderr)")
        #expect(try await target("set", plan).status == 65)
        let moved = try await target("set", ["--by", "2031-10-31", "--decision", "kế hoạch 15"])
        #expect(moved.status == 0 && moved.stdout.contains("2031-10-31"), "\(moved.stderr)")
        #expect(try await sogoc("target", "list", "--area", "646").stdout.contains("kế hoạch 15"))

        let show = try await target("show", by: "officer").stdout
        for line in [
            "Done  ", "Left  ", "Needed per working day", "Gained per working day", "no pace to foretell by",
            "Cư KBang",
        ] {
            #expect(show.contains(line), "\(line) in\n\(show)")
        }
        #expect(try await target("show", ["--as-of", "2024-13-01"]).status == 64)

        let left = try await sogoc("report", "left", "--area", "646", "--measure", "personal_number", by: "officer")
        #expect(left.stdout.contains("No identity case yet") && left.stdout.contains("Open an identity case"))
        #expect(left.stdout.contains("0 of 2 done"))
        let vietnamese = try await sogoc(
            "report",
            "left",
            "--area",
            "646",
            "--measure",
            "personal_number",
            by: "officer",
            in: "vi_VN.UTF-8"
        )
        #expect(vietnamese.stdout.contains("Chưa có hồ sơ xác minh") && vietnamese.stdout.contains("Mở hồ sơ xác minh"))
        let people = try await sogoc(
            "report",
            "left",
            "--area",
            "646",
            "--measure",
            "personal_number",
            "--obstacle",
            "no_case",
            "--limit",
            "1",
            by: "officer"
        )
        #expect(people.stdout.contains("Sùng A Một") && people.stdout.contains("--after "), "\(people.stdout)")
        let json = try await sogoc(
            "report",
            "left",
            "--area",
            "646",
            "--measure",
            "personal_number",
            "--json",
            by: "officer"
        )
        #expect(json.stdout.filter { !$0.isWhitespace }.contains("\"left\":2"))
        #expect(try await sogoc("report", "left", "--area", "646", "--measure", "passport").status == 64)

        let gone = try await target("withdraw", ["--decision", "đã thay"])
        #expect(gone.status == 0 && gone.stdout.contains("withdrawn"), "\(gone.stderr)")
        #expect(try await target("show").status == 66)
    }
}
