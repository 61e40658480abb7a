import FoundationEssentials

/// A small CSV of the installation's reference data: UTF-8, a header row, quotes doubled.
///
/// For files of the project itself; they are read as what people upload is, by ``CSVReader``.
package struct CodeTable {
    package let columns: [String]
    package let rows: [[String]]

    /// Reads `file`; a row with another number of fields than the header is a mistake of the project's.
    ///
    /// - Throws: ``CodeTableError``, or what reading the file throws.
    package init(file: String) throws {
        var unread: [UInt8]? = Array(try Data(contentsOf: URL(filePath: file)))
        do {
            var reader = try CSVReader { chunk in
                chunk = unread ?? []
                unread = nil
            }
            var record = CSVRecord()
            guard try reader.next(&record) else { throw CodeTableError.empty(file: file) }
            columns = record.fields
            var rows: [[String]] = []
            while try reader.next(&record) {
                guard record.count == columns.count else { throw CodeTableError.ragged(file: file, row: record.row) }
                rows.append(record.fields)
            }
            self.rows = rows
        } catch let fault as CSVFault {
            throw CodeTableError.malformed(file: file, fault)
        }
    }

    /// The column's values, an empty field as nil.
    package func values(_ column: String) throws -> [String?] {
        guard let index = columns.firstIndex(of: column) else { throw CodeTableError.missing(column: column) }
        return rows.map { $0[index].isEmpty ? nil : $0[index] }
    }
}

extension CSVRecord {
    fileprivate var fields: [String] { (0..<count).map(text) }
}

/// A reference file that is not what it should be.
enum CodeTableError: Error, Equatable {
    case empty(file: String)
    case malformed(file: String, CSVFault)
    case ragged(file: String, row: Int)
    case missing(column: String)
}
