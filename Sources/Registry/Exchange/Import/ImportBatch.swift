/// Up to a thousand rows of a file, read and judged; which rows they are depends on the file alone, so that a batch that
/// is read again is the same one.
struct ImportBatch: Sendable {
    static let size = 1_000

    let number: Int32
    let firstRow: Int32
    let lastRow: Int32
    let rowCount: Int
    let persons: [PersonRow]
    let households: [HouseholdRow]
    let rejected: Int
    let issues: [ImportIssue]
}

/// Reads a file batch by batch.
///
/// `@unchecked Sendable`: one task at a time asks for the next batch, while another applies the one before.
final class ImportBatches: @unchecked Sendable {
    private var reader: CSVReader
    private var record = CSVRecord()
    private var number: Int32 = 0
    private let columns: ImportColumns
    private let persons: PersonRowReader?
    private let households: HouseholdRowReader

    init(_ file: ImportFile, directory: ImportDirectory, onlyCommune: String?) throws {
        reader = try file.rows()
        columns = file.columns
        persons =
            file.kind == .persons
            ? PersonRowReader(columns: file.columns, directory: directory, onlyCommune: onlyCommune) : nil
        households = HouseholdRowReader(columns: file.columns, directory: directory, onlyCommune: onlyCommune)
    }

    /// The next batch; nil at the end of the file.
    ///
    /// - Throws: `CSVFault` where the file has changed since it was surveyed.
    func next() throws -> ImportBatch? {
        var persons: [PersonRow] = []
        var households: [HouseholdRow] = []
        var issues: [ImportIssue] = []
        var rows = 0
        var rejected = 0
        var first: Int32 = 0
        while rows < ImportBatch.size, try reader.next(&record) {
            rows += 1
            if rows == 1 { first = Int32(clamping: record.row) }
            var cells = ImportCells(record, columns)
            if let reader = self.persons {
                if let person = reader.read(&cells) { persons.append(person) } else { rejected += 1 }
            } else {
                if let household = self.households.read(&cells) { households.append(household) } else { rejected += 1 }
            }
            // Of a row that is refused only the reasons matter.
            issues += cells.isRefused ? cells.issues.filter { $0.severity == .error } : cells.issues
        }
        guard rows > 0 else { return nil }
        number += 1
        return ImportBatch(
            number: number,
            firstRow: first,
            lastRow: Int32(clamping: record.row),
            rowCount: rows,
            persons: persons,
            households: households,
            rejected: rejected,
            issues: issues
        )
    }
}
