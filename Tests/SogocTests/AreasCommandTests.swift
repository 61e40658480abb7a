import Foundation
import Registry
import RegistryTestSupport
import Testing

/// The operator's command on a database of its own.
@Suite("sogoc areas apply", .registryDatabase, .serialized) struct AreasCommandTests {
    private let database = TestDatabase.current
    private static let table = "\(Checkout.root)/../shared/domain/admin_unit_changes.csv"

    private struct Report: Decodable {
        struct Change: Decodable {
            let oldCode: String
            let newCode: String?
            let books: [Int]
        }
        struct Grant: Decodable {
            let user: String
            let role: String
            let areaCode: String
            let becomes: String
            let booksBefore: [Int]
            let booksAfter: [Int]
        }
        let isDryRun: Bool
        let alreadyApplied: Int
        let changes: [Change]
        let grants: [Grant]
    }

    private struct Refusal: Decodable {
        struct Issue: Decodable {
            let row: Int?
            let column: String?
            let rule: String
            let message: String
            let messageVi: String
        }
        let errors: [Issue]
    }

    private func run(_ arguments: [String], locale: String = "en_US.UTF-8") async throws -> ChildProcess.Result {
        try await SogocBinary.run(
            ["areas", "apply"] + arguments,
            environment: database.environment.merging(["LC_ALL": locale]) { $1 }
        )
    }

    private func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(text.utf8))
    }

    @Test(
        "A8 the dry run lists what would change and every grant that does, and changes nothing; applying says the same"
    )
    func reform() async throws {
        _ = try await database.officer("district_officer", of: "646")
        _ = try await database.officer(of: "24226")
        let rehearsed = try await run([Self.table, "--dry-run"])
        #expect(rehearsed.status == 0, "\(rehearsed.stderr)")
        #expect(rehearsed.stdout.contains("nothing was written"))
        #expect(rehearsed.stdout.contains("24226 Xã Cư KBang") && rehearsed.stdout.contains("24217 Xã Ea Rốk"))
        #expect(rehearsed.stdout.contains("keeps the old unit's books") && rehearsed.stdout.contains("1–10"))
        #expect(try await database.superuserSQL("select count(*) from registry.area_change") == "0")
        let vietnamese = try await run([Self.table, "--dry-run"], locale: "vi_VN.UTF-8")
        #expect(vietnamese.stdout.contains("Chạy thử") && vietnamese.stdout.contains("giữ các sổ của đơn vị cũ"))

        let applied = try await run([Self.table, "--json"])
        #expect(applied.status == 0, "\(applied.stderr)")
        let report = try decode(Report.self, applied.stdout)
        #expect(!report.isDryRun && report.alreadyApplied == 0)
        #expect(report.changes.first { $0.oldCode == "24226" && $0.newCode == "24217" }?.books == [8])
        #expect(report.grants.map(\.becomes) == ["carried", "carried"])
        #expect(report.grants.allSatisfy { $0.booksBefore == $0.booksAfter })

        let again = try await run([Self.table])
        #expect(again.status == 0 && again.stdout.contains("Nothing to do"))
        let audited = try await database.superuserSQL(
            "select kind, detail->>'books', os_user is not null from audit.event where action = 'areas.apply'"
        )
        #expect(audited == "operation|10|t")
    }

    @Test("A table that is refused is told by row, field and rule, in both languages, with exit code 65")
    func refused() async throws {
        let path = NSTemporaryDirectory() + "sogoc-areas-\(UUID().uuidString).csv"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(
            "effective_date,kind,old_code,old_name,new_code,new_name\n2030-01-01,merge,24217,Xã Ea Rốk,24999,Xã Lạ\n"
                .utf8
        ).write(to: URL(filePath: path))
        let text = try await run([path])
        #expect(text.status == 65 && text.stdout.contains("row 2, new_code") && text.stdout.contains("R5.1"))
        let json = try decode(Refusal.self, try await run([path, "--json"]).stdout)
        let issue = try #require(json.errors.first)
        #expect(issue.row == 2 && issue.column == "new_code" && issue.rule == "R5.1")
        #expect(issue.message.contains("missing") && issue.messageVi.contains("Thiếu"))
        let missing = try await run([path + ".not"])
        #expect(missing.status == 65 && missing.stdout.contains("cannot be read"))
        #expect(try await run([]).status == 64)
    }
}
