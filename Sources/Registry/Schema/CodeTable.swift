import FoundationEssentials

/// A small CSV of the installation's reference data: UTF-8, comma, quotes doubled, header row.
///
/// For files of the project itself; what people upload is read by the import.
struct CodeTable {
    let columns: [String]
    let rows: [[String]]

    /// Reads `file`; a row with another number of fields than the header is a mistake of the project's.
    init(file: String) throws {
        let text = String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: true).map(Self.fields)
        guard !lines.isEmpty else { throw CodeTableError.empty(file: file) }
        columns = lines.removeFirst()
        for (index, line) in lines.enumerated() where line.count != columns.count {
            throw CodeTableError.ragged(file: file, row: index + 2)
        }
        rows = lines
    }

    /// The column's values, an empty field as nil.
    func values(_ column: String) throws -> [String?] {
        guard let index = columns.firstIndex(of: column) else { throw CodeTableError.missing(column: column) }
        return rows.map { $0[index].isEmpty ? nil : $0[index] }
    }

    private static func fields(_ line: Substring) -> [String] {
        var fields: [String] = []
        var field = ""
        var isQuoted = false
        var previousWasQuote = false
        for character in line {
            if isQuoted {
                if character == "\"" {
                    isQuoted = false
                    previousWasQuote = true
                } else {
                    field.append(character)
                }
            } else if character == "\"" {
                if previousWasQuote { field.append("\"") }
                isQuoted = true
                previousWasQuote = false
            } else if character == "," {
                fields.append(field)
                field = ""
                previousWasQuote = false
            } else {
                field.append(character)
                previousWasQuote = false
            }
        }
        fields.append(field)
        return fields
    }
}

/// A reference file that is not what it should be.
enum CodeTableError: Error {
    case empty(file: String)
    case ragged(file: String, row: Int)
    case missing(column: String)
}
