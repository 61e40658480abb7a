import FoundationEssentials

/// A CSV file of the district's sheets, whose fields hold neither comma nor quote.
struct Sheet {
    let columns: [String: Int]
    let rows: [[Substring]]

    init(_ path: String) throws {
        let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        var lines = text.utf8.split(separator: UInt8(ascii: "\n"))
        let header = Self.fields(lines.removeFirst())
        columns = Dictionary(uniqueKeysWithValues: header.enumerated().map { (String($1), $0) })
        rows = lines.map(Self.fields)
    }

    private init(columns: [String: Int], rows: [[Substring]]) {
        self.columns = columns
        self.rows = rows
    }

    /// The rows whose fields in these columns are all among the values.
    func filtered(_ names: [String], by isKept: (Substring) -> Bool) -> Sheet {
        let indices = names.compactMap { columns[$0] }
        return Sheet(columns: columns, rows: rows.filter { row in indices.allSatisfy { isKept(row[$0]) } })
    }

    private static func fields(_ line: Substring.UTF8View) -> [Substring] {
        line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map(Substring.init)
    }

    subscript(_ name: String) -> [Substring] {
        guard let index = columns[name] else { return [] }
        return rows.map { $0[index] }
    }

    /// How many rows there are of each value.
    func counts(_ name: String) -> [Substring: Int] {
        Dictionary(self[name].map { ($0, 1) }, uniquingKeysWith: +)
    }
}
