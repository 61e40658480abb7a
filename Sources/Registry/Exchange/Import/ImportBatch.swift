/// The rows of one lane's books among a thousand rows of a file, read and judged.
///
/// A thousand rows are divided by book into as many batches as there are lanes, so that batches which are applied side by
/// side never meet in a resident, a household or a settlement. Which rows a batch has depends on the file and the books
/// alone: one that is read again is the same one.
struct ImportBatch: Sendable {
    /// Rows of the file that are divided among the lanes.
    static let stretch = 1_000
    static let lanes: Int32 = 2

    /// Lane `l` of the file's `n`th thousand rows, both counted from 0, is batch `n × lanes + l + 1`, also where other
    /// lanes have no row in it.
    let number: Int32
    private(set) var firstRow: Int32 = 0
    private(set) var lastRow: Int32 = 0
    private(set) var rowCount = 0
    private(set) var persons: [PersonRow] = []
    private(set) var households: [HouseholdRow] = []
    private(set) var rejected = 0
    private(set) var issues: [ImportIssue] = []

    init(number: Int32) {
        self.number = number
    }

    /// Whether the batch is of the file's first thousand rows.
    var isOfFirstStretch: Bool { number <= Self.lanes }

    static func lane(of book: Int32) -> Int { Int(book % lanes) }

    /// Adds a row; one that is neither person nor household was refused.
    fileprivate mutating func add(_ cells: ImportCells, _ person: PersonRow?, _ household: HouseholdRow?) {
        lastRow = Int32(clamping: cells.row)
        if rowCount == 0 { firstRow = lastRow }
        rowCount += 1
        if let person {
            persons.append(person)
        } else if let household {
            households.append(household)
        } else {
            rejected += 1
        }
        // Of a row that is refused only the reasons matter.
        issues += cells.isRefused ? cells.issues.filter { $0.severity == .error } : cells.issues
    }
}

/// Reads a file stretch by stretch.
///
/// `@unchecked Sendable`: one task at a time asks for the next batches, while others apply those before.
final class ImportBatches: @unchecked Sendable {
    private var reader: CSVReader
    private var record = CSVRecord()
    private var number: Int32 = 1
    private var lane = 0
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

    /// The batches of the next thousand rows, one for each lane that has any; none at the end of the file.
    ///
    /// - Throws: `CSVFault` where the file has changed since it was surveyed.
    func next() throws -> [ImportBatch] {
        var batches = (number..<number + ImportBatch.lanes).map { ImportBatch(number: $0) }
        var rows = 0
        while rows < ImportBatch.stretch, try reader.next(&record) {
            rows += 1
            var cells = ImportCells(record, columns)
            let person = persons?.read(&cells)
            let household = persons == nil ? households.read(&cells) : nil
            // A row that is refused belongs to no book: it is counted with the row before it.
            if let book = person?.book ?? household?.book { lane = ImportBatch.lane(of: book) }
            batches[lane].add(cells, person, household)
        }
        number += ImportBatch.lanes
        return batches.filter { $0.rowCount > 0 }
    }
}
