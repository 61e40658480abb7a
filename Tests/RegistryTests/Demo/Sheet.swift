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
