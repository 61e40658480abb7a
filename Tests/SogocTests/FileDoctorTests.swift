import Foundation
import Registry
import RegistryTestSupport
import Testing

@Suite("sogoc doctor on files", .registryDatabase, .serialized)
struct FileDoctorTests {
    private struct Finding: Decodable {
        let state: String
        let subject: String
        let message: String
        let messageVi: String
        let remedy: String?
    }

    private func finding(_ environment: [String: String]) async throws -> Finding {
        let result = try await SogocBinary.run(["doctor", "--json"], environment: environment)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let findings = try decoder.decode([Finding].self, from: Data(result.stdout.utf8))
        let finding = try #require(findings.first { $0.subject == "files" })
        #expect(!finding.message.isEmpty && !finding.messageVi.isEmpty)
        return finding
    }

    @Test("B4 the doctor says when a file is missing or altered, and when one is in no record")
    func files() async throws {
        let database = TestDatabase.current
        let folder = NSTemporaryDirectory() + "sogoc-doctor-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var environment = database.environment
        environment["SOGOC_URL"] = "http://127.0.0.1:9"
        #expect(try await finding(environment).state == "warning", "nowhere to keep them")
        environment["SOGOC_FILES_DIR"] = folder
        environment["SOGOC_FILES_LIMIT_KIB"] = "no number"
        #expect(try await finding(environment).message.contains("SOGOC_FILES_LIMIT_KIB"))
        environment["SOGOC_FILES_LIMIT_KIB"] = nil

        let store = FileStore(folder: folder)
        try store.prepare()
        let kept = try await store.keep(Array("một bản chụp".utf8)) { $0 }
        var found = try await finding(environment)
        #expect(found.state == "warning" && found.message.contains(kept.hash.hexadecimal), "no record names it")
        let officer = try await database.officer(of: "24226")
        try await database.superuserSQL(
            """
            insert into registry.resident (book_id, id, recorded_by)
            values (8, '00000000-0000-4000-8000-000000000001', \(officer.userID));
            insert into registry.evidence (book_id, id, resident_id, kind, says, recorded_by)
            values (8, '00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001', 'own_statement', 'tự khai',
                    \(officer.userID));
            insert into registry.evidence_file (book_id, evidence_id, sha256, length, media_type, recorded_by)
            values (8, '00000000-0000-4000-8000-000000000002', '\\x\(kept.hash.hexadecimal)', \(kept.length), 'application/pdf',
                    \(officer.userID))
            """
        )
        found = try await finding(environment)
        #expect(found.state == "fine" && found.message.contains("1 files"))

        let path = store.path(of: kept.hash)
        try Data("bản khác hẳn".utf8).write(to: URL(fileURLWithPath: path))
        found = try await finding(environment)
        #expect(found.state == "wrong" && found.message.contains("1 altered") && found.remedy?.contains(path) == true)
        try FileManager.default.removeItem(atPath: path)
        found = try await finding(environment)
        #expect(found.state == "wrong" && found.message.contains("1 files missing"))
    }
}
