import Foundation
import RegistryTestSupport
import Testing

@testable import Registry

/// Row K1, whole, in a database of its own: it counts every row.
@Suite(.registryDatabase) struct ImportAcceptanceTests {
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
                    try await $0.run(
                        file,
                        ImportOptions(),
                        .init(progress: { _ in }, issue: { _ in throw Interrupted() })
                    )
                }
            }
            #expect(try await database.count("registry.resident") == 999)
            let heard = Heard()
            let report = try await database.importer(officer) {
                try await $0.run(file, ImportOptions(), heard.listener)
            }
            #expect(report.batchesDoneBefore == 1)

            // An error per row and column.
            #expect(
                heard.issues.filter { $0.severity == .error }.map { "\($0.row ?? 0) \($0.column ?? "")" } == [
                    "8 birth_date", "1501 commune",
                ]
            )
            #expect(report.counts.accepted == accepted && report.counts.rejected == 2)
            #expect(try await database.count("registry.resident") == accepted)
            #expect(rehearsal.counts == report.counts.withNew(of: rehearsal.counts))
            #expect(rehearsed.short == heard.short)

            // Proposes duplicates, never merges.
            #expect(
                report.proposals.map { [$0.one.recordID, $0.other.recordID] }
                    == rehearsal.proposals.map { [$0.one.recordID, $0.other.recordID] }
            )
            let pairs = Set(report.proposals.map { Set([$0.one.recordID ?? "", $0.other.recordID ?? ""]) })
            #expect(pairs == [["P20", "P2020"], ["P30", "P40"]])
            #expect(
                try await database.count("registry.resident_version", "believed_to = 'infinity' and status = 'present'")
                    == accepted
            )

            // Idempotent: the same file again changes nothing.
            let done = try await database.census()
            let again = try await database.importer(officer) {
                try await $0.run(file, ImportOptions(), Heard().listener)
            }
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
            let withdrawal = try await database.importer(officer) {
                try await $0.withdraw(number, reason: "wrong file")
            }
            #expect(withdrawal.batches == 3)
            #expect(withdrawal.kept.map { "\($0.kind) \($0.recordID) \($0.because)" } == ["person P11 fact"])
            let statuses = try await database.superuserSQL(
                "select status || count(*) from registry.resident_version where believed_to = 'infinity' group by status order by 1"
            )
            #expect(statuses == "present1\nwithdrawn\(accepted - 1)")
            #expect(try await database.count("registry.household", "closed_on is null") == 1)
            #expect(try await database.count("registry.birth_year") <= 1)
            // Nothing was deleted.
            for table in [
                "resident", "stay", "name_fact", "birth_fact", "attribute_fact", "household_member", "import_record",
            ] {
                let line = done.split(separator: "\n").first { $0.hasPrefix("registry.\(table) ") } ?? ""
                #expect("registry.\(table) \(try await database.count("registry.\(table)"))" == line)
            }

            // What was withdrawn may come again, corrected or not.
            let anew = try await database.importer(officer) {
                try await $0.run(file, ImportOptions(), Heard().listener)
            }
            #expect(anew.counts.accepted == accepted - 1 && anew.counts.alreadyThere == 1)
        }
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
