import Foundation
import RegistryTestSupport
import Testing

@testable import Registry

@Suite(.registryDatabase) struct ImportTests {
    private let database = TestDatabase.current

    @Test("K1 households.csv before or after persons.csv, and two heads: the same register")
    func eitherOrder() async throws {
        let officer = try await database.officer("operator", of: "646")
        let persons = ImportSheet.persons.rows(6) { number in
            ["household_id": "H\(number % 2 + 1)", "rel_to_head": number <= 2 ? "chủ hộ" : "con", "commune": "Ea Rốk"]
        }
        let households = ImportSheet.households
            .row(["commune": "Ea Rốk", "head_record_id": "P2", "phone": "0912345678", "members": "3"])
            .row(["commune": "Ea Rốk", "head_record_id": "P3", "members": "4"])
        func state(_ source: String) async throws -> String {
            try await database.superuserSQL(
                """
                select household.book_no, household.phone, household.opened_on, version.believed_from, version.members,
                       version.head_id is not null, version.settlement_id is not null,
                       (select count(*) from registry.resident_version as resident
                        where resident.household_id = household.id and resident.settlement_id is not null)
                from registry.import_record as record
                join registry.household on (household.book_id, household.id) = (record.book_id, record.household_id)
                join registry.household_version as version on version.household_id = household.id
                where record.source = '\(source)' and record.kind = 'household'
                  and version.believed_from <= '2024-06-01' and version.believed_to > '2024-06-01'
                order by 1
                """
            )
        }
        let first = Heard()
        try await database.importing(persons, as: officer, ImportOptions(source: "pfirst"))
        try await database.importing(households, as: officer, ImportOptions(source: "pfirst"), heard: first)
        let second = Heard()
        try await database.importing(households, as: officer, ImportOptions(source: "hfirst"))
        try await database.importing(persons, as: officer, ImportOptions(source: "hfirst"), heard: second)
        #expect(try await state("pfirst") == state("hfirst"))
        #expect(try await state("pfirst").split(separator: "\n").count == 2)
        for heard in [first, second] {
            let short = heard.issues.filter { $0.code.hasPrefix("household.") }.map {
                "\($0.recordID ?? "") \($0.code)"
            }
            #expect(Set(short) == ["H2 household.members-differ", "H2 household.other-head"])
        }
    }

    @Test("a file that is no whole CSV imports nothing and says what is wrong with it")
    func refusedFiles() async throws {
        let good = ImportSheet.persons.row([:]).text()
        func refusal(_ bytes: [UInt8]) async throws -> [String] {
            try await ImportSheet.withFile(bytes) { path in
                do {
                    _ = try ImportFile(path: path)
                    return []
                } catch let refusal as ImportRefusal {
                    return refusal.issues.map { "\($0.row ?? 0) \($0.column ?? "-") \($0.code)" }
                }
            }
        }
        func refusal(_ text: String) async throws -> [String] { try await refusal(Array(text.utf8)) }
        #expect(try await refusal("") == ["0 - file.empty"])
        #expect(try await refusal("a,b\n1,2\n") == ["1 - header.unknown-kind"])
        #expect(try await refusal(good.replacing("formal_name,", with: "")) == ["1 formal_name header.missing-column"])
        #expect(
            try await refusal(good.replacing("common_name", with: "formal_name")) == [
                "1 formal_name header.duplicate-column", "1 common_name header.missing-column",
            ]
        )
        #expect(try await refusal(Array(good.utf8) + [0xE1, 0x2C]) == ["3 1 csv.not-utf8"])
        #expect(try await refusal(Array(good.utf8) + [0x52, 0x00]) == ["3 1 csv.nul"])
        #expect(try await refusal(good + "P2,\"Cư") == ["3 2 csv.unterminated-quote"])
        #expect(
            try await refusal(good + "P2,\"\(String(repeating: "a", count: 10_000_000))\"") == [
                "3 2 csv.field-too-long"
            ]
        )
        #expect(throws: ImportRefusal.self) { try ImportFile(path: "/tmp") }
        #expect(throws: ImportRefusal.self) { try ImportFile(path: "/nonexistent.csv") }
    }

    @Test(
        "a withdrawal needs the import and an edit reach over all its records; a number that is not there is not found"
    )
    func withdrawalReach() async throws {
        let all = try await database.officer("operator", of: "646")
        let one = try await database.officer(of: "24215")
        let viewer = try await database.officer("district_officer", of: "646")
        let report = try await database.importing(
            .persons.row(["commune": "Ia JLơi"]).row([
                "commune": "Ya Tờ Mốt", "household_id": "H2", "rel_to_head": "chủ hộ",
            ]),
            as: all,
            ImportOptions(source: "taken")
        )
        let number = try #require(report.importID)
        await #expect(throws: RegistryError.notFound) {
            try await database.importer(all) { try await $0.withdraw(1_000_000) }
        }
        // Both books are of the second lane.
        #expect(try await database.count("registry.import_batch", "import_id = \(number) and number = 2") == 1)
        for officer in [one, viewer] {
            await #expect(throws: RegistryError.notAllowed) {
                try await database.importer(officer) { try await $0.withdraw(number, batch: 2) }
            }
        }
        #expect(
            try await database.count("registry.import_record", "source = 'taken' and withdrawn_at is not null") == 0
        )
        let withdrawal = try await database.importer(all) { try await $0.withdraw(number, batch: 2) }
        #expect(withdrawal.kept.isEmpty)
        #expect(try await database.count("registry.import_record", "source = 'taken' and withdrawn_at is null") == 0)
        // Once more does no harm.
        _ = try await database.importer(all) { try await $0.withdraw(number) }
    }

    @Test("two officers import the same records at once: each record once")
    func race() async throws {
        let first = try await database.officer(of: "24232")
        let second = try await database.officer(of: "24232")
        let sheet = ImportSheet.persons.rows(1_200) { number in
            [
                "commune": "Cư M'Lan", "household_id": "H\(number % 300)",
                "rel_to_head": number <= 300 ? "chủ hộ" : "con",
            ]
        }
        async let one = database.importing(sheet, as: first, ImportOptions(source: "race"))
        async let other = database.importing(sheet, as: second, ImportOptions(source: "race"))
        let reports = try await [one, other]
        #expect(reports.map(\.counts.accepted).reduce(0, +) == 1_200)
        #expect(reports.map(\.counts.alreadyThere).reduce(0, +) == 1_200)
        #expect(try await database.count("registry.import_record", "source = 'race' and kind = 'person'") == 1_200)
        #expect(try await database.count("registry.import_record", "source = 'race' and kind = 'household'") == 300)
    }

    @Test("staging rows never outlive their batch, and no one but sogoc_import comes near them")
    func staging() async throws {
        #expect(try await database.count("staging.person") == 0)
        let officer = try await database.officer(of: "24226")
        let state = try await database.sqlState(as: .app, token: officer.token, "select * from staging.person")
        #expect(state == "42501")
    }
}
