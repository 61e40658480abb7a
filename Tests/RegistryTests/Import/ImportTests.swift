import Foundation
import RegistryTestSupport
import Testing

@testable import Registry

@Suite(.registryDatabase) struct ImportTests {
    private let database = TestDatabase.current

    private struct Interrupted: Error {}

    @Test(
        "K1 CSV from a commune's spreadsheets: dry run, an error per row and column, resumable, idempotent; a wrong batch can be withdrawn; proposes duplicates, never merges"
    )
    func k1() async throws {
        let officer = try await database.officer(of: "24226")
        let total = 2_203
        let sheet = ImportSheet.persons.rows(total) { number in
            var cells = ["household_id": "H\(number / 4)", "rel_to_head": number % 4 == 0 ? "chủ hộ" : "con"]
            switch number {
            case 7: cells["birth_date"] = "30/02/1990"
            case 1_500: cells["commune"] = "Xã Không Có"
            // One person typed twice under two ids, and one number on two people's papers.
            case 20, 2_020:
                cells["formal_name"] = number == 20 ? "Sùng Thị Mỷ" : "SUNG THI MY"
                cells["sex"] = "F"
                cells["birth_date"] = "1988-04-03"
            case 30, 40:
                cells["personal_no"] = "066088012345"
                cells["papers"] = "cccd"
                cells["birth_date"] = number == 30 ? "1988-05-06" : "1989-05-06"
            default: break
            }
            return cells
        }
        let accepted = total - 2
        try await sheet.withFile { path in
            let file = try ImportFile(path: path)
            let before = try await database.census()

            // Dry run: the same report, and no row stays.
            let rehearsed = Heard()
            let rehearsal = try await database.importer(officer) {
                try await $0.run(file, ImportOptions(isDryRun: true), rehearsed.listener)
            }
            #expect(try await database.census() == before)
            #expect(try await database.count("registry.import") == 0)
            #expect(rehearsal.importID == nil)

            // Resumable: it breaks off after the first batch, whose issues are told once it is committed.
            await #expect(throws: Interrupted.self) {
                try await database.importer(officer) {
                    try await $0.run(file, ImportOptions(), .init(progress: { _ in }, issue: { _ in throw Interrupted() }))
                }
            }
            #expect(try await database.count("registry.resident") == 999)
            let heard = Heard()
            let report = try await database.importer(officer) { try await $0.run(file, ImportOptions(), heard.listener) }
            #expect(report.batchesDoneBefore == 1)

            // An error per row and column.
            #expect(heard.issues.filter { $0.severity == .error }.map { "\($0.row ?? 0) \($0.column ?? "")" } == ["8 birth_date", "1501 commune"])
            #expect(report.counts.accepted == accepted && report.counts.rejected == 2)
            #expect(try await database.count("registry.resident") == accepted)
            #expect(rehearsal.counts == report.counts.withNew(of: rehearsal.counts))
            #expect(rehearsed.short == heard.short)

            // Proposes duplicates, never merges.
            #expect(report.proposals.map { [$0.one.recordID, $0.other.recordID] } == rehearsal.proposals.map { [$0.one.recordID, $0.other.recordID] })
            let pairs = Set(report.proposals.map { Set([$0.one.recordID ?? "", $0.other.recordID ?? ""]) })
            #expect(pairs == [["P20", "P2020"], ["P30", "P40"]])
            #expect(try await database.count("registry.resident_version", "believed_to = 'infinity' and status = 'present'") == accepted)

            // Idempotent: the same file again changes nothing.
            let done = try await database.census()
            let again = try await database.importer(officer) { try await $0.run(file, ImportOptions(), Heard().listener) }
            #expect(again.counts.alreadyThere == accepted && again.counts.accepted == 0 && again.counts.changed == 0)
            #expect(try await database.census() == done)

            // A row that was changed since is named and not applied.
            let changed = Heard()
            let corrected = try await database.importing(
                sheet,
                as: officer,
                heard: changed,
                text: sheet.text().replacing("P9,Cư KBang,Thôn 3,H2,con,", with: "P9,Cư KBang,Thôn 3,H2,vợ,")
            )
            #expect(corrected.counts.changed == 1)
            #expect(changed.issues.filter { $0.severity == .changed }.map(\.recordID) == ["P9"])
            #expect(try await database.census() == done)

            // A wrong batch can be withdrawn: here all of them. P11 has been told of by somebody else meanwhile.
            try await database.superuserSQL(
                """
                insert into registry.kin_fact (book_id, resident_id, kind, answer, said_by, recorded_by)
                select book_id, resident_id, 'mother', 'unknown', 'self', \(officer.userID)
                from registry.import_record where record_id = 'P11'
                """
            )
            let number = try #require(report.importID)
            let withdrawal = try await database.importer(officer) { try await $0.withdraw(number, reason: "wrong file") }
            #expect(withdrawal.batches == 3)
            #expect(withdrawal.kept.map { "\($0.kind) \($0.recordID) \($0.because)" } == ["person P11 fact"])
            let statuses = try await database.superuserSQL(
                "select status || count(*) from registry.resident_version where believed_to = 'infinity' group by status order by 1"
            )
            #expect(statuses == "present1\nwithdrawn\(accepted - 1)")
            #expect(try await database.count("registry.household", "closed_on is null") == 1)
            #expect(try await database.count("registry.birth_year") <= 1)
            // Nothing was deleted.
            for table in ["resident", "stay", "name_fact", "birth_fact", "attribute_fact", "household_member", "import_record"] {
                let line = done.split(separator: "\n").first { $0.hasPrefix("registry.\(table) ") } ?? ""
                #expect("registry.\(table) \(try await database.count("registry.\(table)"))" == line)
            }

            // What was withdrawn may come again, corrected or not.
            let anew = try await database.importer(officer) { try await $0.run(file, ImportOptions(), Heard().listener) }
            #expect(anew.counts.accepted == accepted - 1 && anew.counts.alreadyThere == 1)
        }
    }

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
            let short = heard.issues.filter { $0.code.hasPrefix("household.") }.map { "\($0.recordID ?? "") \($0.code)" }
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
        #expect(try await refusal(good.replacing("common_name", with: "formal_name")) == ["1 formal_name header.duplicate-column", "1 common_name header.missing-column"])
        #expect(try await refusal(Array(good.utf8) + [0xE1, 0x2C]) == ["3 1 csv.not-utf8"])
        #expect(try await refusal(Array(good.utf8) + [0x52, 0x00]) == ["3 1 csv.nul"])
        #expect(try await refusal(good + "P2,\"Cư") == ["3 2 csv.unterminated-quote"])
        #expect(try await refusal(good + "P2,\"\(String(repeating: "a", count: 10_000_000))\"") == ["3 2 csv.field-too-long"])
        #expect(throws: ImportRefusal.self) { try ImportFile(path: "/tmp") }
        #expect(throws: ImportRefusal.self) { try ImportFile(path: "/nonexistent.csv") }
    }

    @Test("a withdrawal needs the import and an edit reach over all its records; a number that is not there is not found")
    func withdrawalReach() async throws {
        let all = try await database.officer("operator", of: "646")
        let one = try await database.officer(of: "24215")
        let viewer = try await database.officer("district_officer", of: "646")
        let report = try await database.importing(
            .persons.row(["commune": "Ia JLơi"]).row(["commune": "Ya Tờ Mốt", "household_id": "H2", "rel_to_head": "chủ hộ"]),
            as: all,
            ImportOptions(source: "taken")
        )
        let number = try #require(report.importID)
        await #expect(throws: RegistryError.notFound) {
            try await database.importer(all) { try await $0.withdraw(1_000_000) }
        }
        for officer in [one, viewer] {
            await #expect(throws: RegistryError.notAllowed) {
                try await database.importer(officer) { try await $0.withdraw(number, batch: 1) }
            }
        }
        #expect(try await database.count("registry.import_record", "source = 'taken' and withdrawn_at is not null") == 0)
        let withdrawal = try await database.importer(all) { try await $0.withdraw(number, batch: 1) }
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
            ["commune": "Cư M'Lan", "household_id": "H\(number % 300)", "rel_to_head": number <= 300 ? "chủ hộ" : "con"]
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

extension ImportCounts {
    /// What a resumed run cannot say any more is taken from a whole one.
    func withNew(of other: ImportCounts) -> ImportCounts {
        var counts = self
        (counts.newHouseholds, counts.newSettlements) = (other.newHouseholds, other.newSettlements)
        return counts
    }
}
