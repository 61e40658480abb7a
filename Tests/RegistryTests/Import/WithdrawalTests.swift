import Foundation
import Postgres
import RegistryTestSupport
import Testing

@testable import Registry

/// Who may take an import back, and what happens meanwhile.
@Suite(.registryDatabase) struct WithdrawalTests {
    private let database = TestDatabase.current

    /// An import of one person each into two communes' books, Ia JLơi's and Ya Tờ Mốt's.
    private func imported(by officer: TestOfficer, _ source: String) async throws -> Int32 {
        let report = try await database.importing(
            .persons.row(["commune": "Ia JLơi"]).row([
                "commune": "Ya Tờ Mốt", "household_id": "H2", "rel_to_head": "chủ hộ",
            ]),
            as: officer,
            ImportOptions(source: source)
        )
        return try #require(report.importID)
    }

    private func withdrawn(_ number: Int32) async throws -> String {
        try await database.superuserSQL(
            """
            select (select count(*) from registry.import where id = \(number) and withdrawn_at is not null),
                   (select count(*) from registry.import_batch where import_id = \(number) and withdrawn_at is not null),
                   (select count(*) from registry.import_record where import_id = \(number) and withdrawn_at is not null)
            """
        )
    }

    @Test("An import of which one book is out of reach is not found, and not marked as taken back")
    func oneBookOutOfReach() async throws {
        let all = try await database.officer("operator", of: "646")
        let one = try await database.officer(of: "24215")
        let viewer = try await database.officer("district_officer", of: "646")
        let number = try await imported(by: all, "reach")
        for officer in [one, viewer] {
            await #expect(throws: RegistryError.notFound) {
                try await database.importer(officer) { try await $0.withdraw(number) }
            }
        }
        #expect(try await withdrawn(number) == "0|0|0")
        // Both books in reach, though the import was another's.
        let both = try await database.officer(of: "24215")
        try await database.superuserSQL(
            """
            insert into auth."grant" (user_id, role, area_id, reason, confirmed_at)
            select \(both.userID), 'commune_officer', area.id, 'test', now() from registry.area
            where area.code = '24220'
            """
        )
        let report = try await database.importer(both) { try await $0.withdraw(number) }
        #expect(report.batches == 1 && report.kept.isEmpty)
        // Two persons and their two households.
        #expect(try await withdrawn(number) == "1|1|4")
    }

    @Test("One's own import is not taken back by halves either, once a book of it is out of one's reach")
    func ownReachLost() async throws {
        let officer = try await database.officer("operator", of: "646")
        let number = try await imported(by: officer, "own")
        try await database.superuserSQL(
            """
            update auth."grant" set role = 'commune_officer', area_id = (
                select id from registry.area where code = '24215' and valid_to = 'infinity')
            where user_id = \(officer.userID)
            """
        )
        await #expect(throws: RegistryError.notFound) {
            try await database.importer(officer) { try await $0.withdraw(number) }
        }
        #expect(try await withdrawn(number) == "0|0|0")
    }

    @Test("Another's import that wrote nothing is not found; one's own is taken back")
    func empty() async throws {
        let officer = try await database.officer(of: "24215")
        let stranger = try await database.officer(of: "24215")
        let number = try #require(
            Int32(
                try await database.superuserSQL(
                    """
                    insert into registry.import (kind, source, file_sha256, user_id, rows)
                    values ('persons', 'empty', sha256('x'), \(officer.userID), 0) returning id
                    """
                )
            )
        )
        await #expect(throws: RegistryError.notFound) {
            try await database.importer(stranger) { try await $0.withdraw(number) }
        }
        #expect(try await withdrawn(number) == "0|0|0")
        _ = try await database.importer(officer) { try await $0.withdraw(number) }
        #expect(try await withdrawn(number) == "1|0|0")
    }

    @Test("Who adds to a person while the batch is taken back is waited for, and the person stays")
    func waitsForWriters() async throws {
        let officer = try await database.officer("operator", of: "646")
        let number = try await imported(by: officer, "meanwhile")
        try await database.withoutLockTimeout(.app)
        let row = try await database.superuserSQL(
            "select book_id, resident_id from registry.import_record where source = 'meanwhile' and record_id = 'P1' and kind = 'person'"
        ).split(separator: "|")
        let book = try #require(Int32(row[0]))
        let person = try #require(UUID(uuidString: String(row[1])))
        try await database.withRegistry(connections: 1) { registry in
            let withdrawal = try await registry.app.transaction(
                preamble: ["select auth.enter(\(officer.token.secret))"],
                deadline: generous
            ) { transaction in
                _ = try await transaction.pipeline([
                    "select derive.expect_resident(\(book), \(person), 1)",
                    """
                    insert into registry.kin_fact (book_id, resident_id, kind, answer, said_by, recorded_by)
                    values (\(book), \(person), 'mother', 'unknown', 'self', auth.user_id())
                    """,
                ])
                let withdrawal = Task {
                    try await database.importer(officer) { try await $0.withdraw(number) }
                }
                // It has come to the person and stands there.
                #expect(
                    try await eventually {
                        try await database.superuserSQL(
                            """
                            select exists (select from pg_stat_activity
                                where datname = current_database() and usename = 'sogoc_import' and wait_event_type = 'Lock')
                            """
                        ) == "t"
                    }
                )
                return withdrawal
            }
            let report = try await withdrawal.value
            #expect(report.kept.map { "\($0.kind) \($0.recordID) \($0.because)" } == ["person P1 fact"])
        }
        let status = try await database.superuserSQL(
            """
            select record.record_id, version.status from registry.import_record as record
            join registry.resident_version as version using (book_id, resident_id)
            where record.source = 'meanwhile' and version.believed_to = 'infinity' order by 1
            """
        )
        #expect(status == "P1|present\nP2|withdrawn")
    }
}
