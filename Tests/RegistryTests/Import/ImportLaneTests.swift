import Foundation
import Postgres
import RegistryTestSupport
import Testing

@testable import Registry

/// A thousand rows are applied as two batches at once, divided by book.
@Suite(.registryDatabase) struct ImportLaneTests {
    private let database = TestDatabase.current

    /// Rows of Ia RVê and Ia JLơi in turn, whose books are of different lanes; every hundredth has a day that is none.
    private func sheet(_ rows: Int) -> ImportSheet {
        .persons.rows(rows) { number in
            [
                "commune": number % 2 == 0 ? "Ia JLơi" : "Ia RVê", "household_id": "H\(number / 8)",
                "rel_to_head": number % 8 < 4 ? "chủ hộ" : "con",
                "birth_date": number % 100 == 0 ? "30/02/1990" : "1990-01-02",
            ]
        }
    }

    private func batches(_ sheet: ImportSheet, _ officer: TestOfficer) async throws -> [[ImportBatch]] {
        try await sheet.withFile { path in
            try await database.importer(officer) { importer in
                let directory = try await importer.client.transaction {
                    try await ImportDirectory($0, token: officer.token)
                }
                let file = try ImportFile(path: path)
                return try withExtendedLifetime(file) {
                    let batches = try ImportBatches(file, directory: directory, onlyCommune: nil)
                    var stretches: [[ImportBatch]] = []
                    while case let stretch = try batches.next(), !stretch.isEmpty { stretches.append(stretch) }
                    return stretches
                }
            }
        }
    }

    @Test("a thousand rows are divided by book alone, the same way each time, and each row is in one batch")
    func division() async throws {
        let officer = try await database.officer("operator", of: "646")
        let stretches = try await batches(sheet(2_300), officer)
        #expect(stretches.map { $0.map(\.number) } == [[1, 2], [3, 4], [5, 6]])
        #expect(stretches.map { $0.map(\.rowCount).reduce(0, +) } == [1_000, 1_000, 300])
        var rows: [Int] = []
        for stretch in stretches {
            let books = stretch.map { Set($0.persons.map(\.book)) }
            #expect(books.map(\.count) == [1, 1] && books[0].isDisjoint(with: books[1]))
            for batch in stretch {
                #expect(batch.persons.count + batch.rejected == batch.rowCount)
                #expect(batch.persons.allSatisfy { (Int(batch.firstRow)...Int(batch.lastRow)).contains($0.row) })
                rows += batch.persons.map(\.row) + batch.issues.compactMap(\.row)
            }
        }
        #expect(rows.sorted() == Array(2...2_301))
        let again = try await batches(sheet(2_300), officer)
        #expect(again.joined().map { $0.persons.map(\.row) } == stretches.joined().map { $0.persons.map(\.row) })

        // A file of one commune: one batch for each thousand.
        let one = try await batches(ImportSheet.persons.rows(1_200) { _ in [:] }, officer)
        #expect(one.map { $0.map(\.rowCount) } == [[1_000], [200]])
    }

    @Test(
        "a batch that fails leaves the other, which waits for nothing of it; what is left is done when asked again",
        arguments: [1, 2]
    )
    func oneLaneFails(_ failing: Int32) async throws {
        let officer = try await database.officer("operator", of: "646")
        let source = "fails\(failing)"
        let options = ImportOptions(source: source)
        // The batch has written all that it writes, and is refused only once the other has committed.
        try await database.superuserSQL(
            """
            create function public.refuse_\(source)() returns trigger language plpgsql security definer as $$
            begin
                if not exists (select from registry.import where id = new.import_id and source = '\(source)') then
                    return new;
                end if;
                while not exists (select from registry.import_batch as other
                    where other.import_id = new.import_id and other.number = 3 - new.number) loop
                    perform pg_sleep(0.01);
                end loop;
                raise exception 'refused' using errcode = 'check_violation';
            end
            $$;
            create trigger refuse_\(source) before update on registry.import_batch
                for each row when (new.number = \(failing)) execute function public.refuse_\(source)()
            """
        )
        let sheet = sheet(1_600)
        let heard = Heard()
        await #expect(throws: (any Error).self) {
            try await database.importing(sheet, as: officer, options, heard: heard)
        }
        try await database.superuserSQL("drop trigger refuse_\(source) on registry.import_batch")
        func done() async throws -> String {
            try await database.superuserSQL(
                """
                select string_agg(number || case when batch.withdrawn_at is null then '' else ' withdrawn' end, ', ')
                from registry.import_batch as batch join registry.import on import.id = import_id where source = '\(source)'
                """
            )
        }
        let records = "source = '\(source)' and kind = 'person' and withdrawn_at is null"
        #expect(try await done() == "\(3 - failing)")
        let accepted = try await database.count("registry.import_record", records)
        // Refused rows, all of Ia JLơi, are counted with the rows of Ia RVê before them.
        #expect(accepted == (failing == 1 ? 490 : 500))
        // The run has told what came of the batch that is there.
        #expect(heard.issues.filter { $0.severity == .error }.count == (failing == 1 ? 0 : 10))

        if failing == 1 {
            // Half of a thousand is taken back as anything else is; what comes again is all of it.
            let number = try #require(
                Int32(try await database.superuserSQL("select id from registry.import where source = '\(source)'"))
            )
            let withdrawal = try await database.importer(officer) { try await $0.withdraw(number) }
            #expect(withdrawal.batches == 1 && withdrawal.kept.isEmpty)
            #expect(try await done() == "2 withdrawn")
            #expect(try await database.count("registry.import_record", records) == 0)
        }
        let report = try await database.importing(sheet, as: officer, options)
        #expect(report.batchesDoneBefore == (failing == 1 ? 0 : 1))
        #expect(report.counts.rows == 1_600 && report.counts.accepted == 1_584 && report.counts.rejected == 16)
        #expect(try await database.count("registry.import_record", records) == 1_584)
        #expect(try await database.count("staging.person") == 0)
    }

    @Test("the report names what it found in the order of the file, whichever lane a row was in")
    func order() async throws {
        let officer = try await database.officer("operator", of: "646")
        let rehearsed = Heard()
        try await database.importing(
            sheet(1_300),
            as: officer,
            ImportOptions(source: "order", isDryRun: true),
            heard: rehearsed
        )
        let heard = Heard()
        let report = try await database.importing(
            sheet(1_300),
            as: officer,
            ImportOptions(source: "order"),
            heard: heard
        )
        let rows = heard.issues.filter { $0.code != "household.no-head" }.compactMap(\.row)
        #expect(rows.count > 250 && rows == rows.sorted())
        #expect(heard.short == rehearsed.short)
        #expect(report.counts.codes.values.reduce(0, +) == heard.issues.count)
    }
}
