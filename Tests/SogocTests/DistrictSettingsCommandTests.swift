import Foundation
import Registry
import RegistryTestSupport
import Testing

/// What the district sets for itself, as an administrator types it.
@Suite("sogoc parameter and sogoc holiday", .registryDatabase, .serialized) struct DistrictSettingsCommandTests {
    private let database = TestDatabase.current

    private struct Parameter: Decodable {
        let key: String
        let value: String
        let unit: String
        let changedBy: String?
    }

    private struct Change: Decodable {
        let old: String
        let new: String
        let reason: String
    }

    private struct Holiday: Decodable {
        let day: String
        let name: String
        let worked: Bool
    }

    /// The environment of somebody who has logged in.
    private func withSession(of role: String, _ body: ([String: String]) async throws -> Void) async throws {
        let officer = try await database.officer(role, of: "646")
        let file = NSTemporaryDirectory() + "sogoc-session-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try PrivateFile.write(officer.token.secret, to: file)
        try await body(
            database.environment.merging(["SOGOC_SESSION_FILE": file, "LC_ALL": "en_US.UTF-8"]) { $1 }
        )
    }

    private func run(_ arguments: String..., in environment: [String: String]) async throws -> ChildProcess.Result {
        try await SogocBinary.run(arguments, environment: environment)
    }

    private func json<Value: Decodable>(
        _ type: Value.Type,
        _ arguments: String...,
        in environment: [String: String]
    ) async throws -> Value {
        let result = try await SogocBinary.run(arguments + ["--json"], environment: environment)
        #expect(result.status == 0, "\(result.stderr)")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(result.stdout.utf8))
    }

    @Test("A parameter is set with a reason; value before, reason and user stay; what it cannot be is refused")
    func parameters() async throws {
        try await withSession(of: "administrator") { environment in
            let known = try await json([Parameter].self, "parameter", "list", in: environment)
            let threshold = try #require(known.first { $0.key == "case.threshold" })
            #expect(threshold.value == "60" && threshold.unit == "points" && threshold.changedBy == nil)

            let set = try await run(
                "parameter",
                "set",
                "case.threshold",
                "--to",
                "70.5",
                "--reason",
                "quyết định 5",
                in: environment
            )
            #expect(set.status == 0 && set.stdout.contains("Set case.threshold to 70.5."))
            let again = try await run(
                "parameter",
                "set",
                "case.threshold",
                "--to",
                "70.50",
                "--reason",
                "quyết định 5",
                in: environment
            )
            #expect(again.status == 0 && again.stdout.contains("already"))
            // Points may count against.
            let negative = try await run(
                "parameter",
                "set",
                "evidence.reply_not_found",
                "--to",
                "-15",
                "--reason",
                "quyết định 5",
                in: environment
            )
            #expect(negative.status == 0, "\(negative.stderr)")

            let history = try await json([Change].self, "parameter", "history", "case.threshold", in: environment)
            #expect(history.map(\.old) == ["60"] && history.map(\.new) == ["70.5"])
            #expect(history.map(\.reason) == ["quyết định 5"])
            let after = try await json([Parameter].self, "parameter", "list", in: environment)
            #expect(try #require(after.first { $0.key == "case.threshold" }).changedBy != nil)

            let refused: [(key: String, value: String, reason: String, status: Int32, words: [String])] = [
                ("case.threshold", "101", "thử", 65, ["Points go from -100 to 100", "Điểm từ -100 đến 100"]),
                ("reply.due", "1.5", "thử", 65, ["a whole number", "số nguyên"]),
                ("reply.due", "0", "thử", 65, ["a whole number", "số nguyên"]),
                ("reply.due", "nhiều", "thử", 65, ["a whole number", "số nguyên"]),
                ("reply.due", "20", "?", 65, ["A reason has 3 to 500 characters.", "Lý do có từ 3"]),
                ("reply.dew", "20", "thử lại", 66, []),
            ]
            for (key, value, reason, status, words) in refused {
                let result = try await run("parameter", "set", key, "--to", value, "--reason", reason, in: environment)
                #expect(result.status == status, "\(key) \(value): \(result.stderr)")
                for word in words { #expect(result.stderr.contains(word), "\(key) \(value): \(result.stderr)") }
            }
            let left = try await database.superuserSQL(
                "select value from registry.parameter where key = 'reply.due'"
            )
            #expect(left == "15")
            let audited = try await database.superuserSQL(
                """
                select string_agg(detail->>'parameter' || ' ' || (detail->>'before') || ' ' || (detail->>'after'), ', '
                    order by id)
                from audit.event where action = 'parameter.set' and kind = 'administration'
                """
            )
            #expect(audited == "case.threshold 60 70.5, evidence.reply_not_found -10 -15")
        }
    }

    @Test("R7.9 A holiday that is entered moves the end of a period; one that is removed moves it back")
    func holidays() async throws {
        try await withSession(of: "administrator") { environment in
            func end() async throws -> String {
                try await database.superuserSQL("select registry.working_days_after('2026-12-31', 1)")
            }
            #expect(try await end() == "2027-01-01")
            let set = try await run("holiday", "set", "2027-01-01", "--name", "Tết Dương lịch", in: environment)
            #expect(set.status == 0 && set.stdout.contains("Entered 2027-01-01."))
            #expect(try await end() == "2027-01-04")
            let worked = try await run(
                "holiday",
                "set",
                "2027-01-02",
                "--name",
                "làm bù",
                "--worked",
                in: environment
            )
            #expect(worked.status == 0)
            #expect(try await end() == "2027-01-02")
            let listed = try await json([Holiday].self, "holiday", "list", "2027", in: environment)
            #expect(listed.map(\.day) == ["2027-01-01", "2027-01-02"] && listed.map(\.worked) == [false, true])
            #expect(listed[0].name == "Tết Dương lịch")
            for day in ["2027-01-01", "2027-01-02"] {
                #expect(try await run("holiday", "remove", day, in: environment).status == 0)
            }
            #expect(try await end() == "2027-01-01")
            #expect(try await run("holiday", "remove", "2027-01-01", in: environment).stdout.contains("not entered"))

            #expect(try await run("holiday", "set", "2027-02-30", "--name", "không có", in: environment).status == 64)
            let early = try await run("holiday", "set", "1954-05-07", "--name", "Điện Biên Phủ", in: environment)
            #expect(early.status == 65 && early.stderr.contains("2000") && early.stderr.contains("Ngày lễ"))
        }
    }

    @Test("Nobody but an administrator sets or reads what the district sets for itself, and the attempt is recorded")
    func others() async throws {
        try await withSession(of: "district_officer") { environment in
            for arguments in [
                ["parameter", "list"], ["parameter", "set", "case.threshold", "--to", "1", "--reason", "thử xem"],
                ["holiday", "remove", "2025-01-01"],
            ] {
                let result = try await SogocBinary.run(arguments, environment: environment)
                #expect(result.status == 77, "\(arguments): \(result.stderr)")
            }
        }
        #expect(
            try await database.superuserSQL("select count(*) from registry.holiday where day = '2025-01-01'") == "1"
        )
    }
}
