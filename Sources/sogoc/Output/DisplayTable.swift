/// A table for people: columns aligned by what they take on the terminal, numbers to the right, a rule under the head.
///
/// ```swift
/// var table = DisplayTable([.init(vi: "Xã", en: "Commune"), .init(vi: "Nhân khẩu", en: "Residents", alignment: .right)])
/// table.append(["Cư KBang", "9.312"])
/// print(table)
/// ```
struct DisplayTable: CustomStringConvertible {
    enum Alignment {
        case left
        case right
    }

    struct Column {
        let title: String
        let alignment: Alignment

        init(vi: String, en: String, alignment: Alignment = .left) {
            title = Sentence(vi: vi, en: en).text
            self.alignment = alignment
        }
    }

    private let columns: [Column]
    private var rows: [[String]] = []

    init(_ columns: [Column]) {
        self.columns = columns
    }

    /// A row; missing cells are empty, line ends and tabs become spaces.
    mutating func append(_ cells: [String]) {
        precondition(cells.count <= columns.count, "more cells than columns")
        rows.append(cells.map { String($0.map { $0.isNewline || $0 == "\t" ? " " : $0 }) })
    }

    var description: String {
        var widths = columns.map { DisplayWidth.of($0.title) }
        for row in rows {
            for (index, cell) in row.enumerated() { widths[index] = max(widths[index], DisplayWidth.of(cell)) }
        }
        var lines = [line(columns.map(\.title), widths)]
        lines.append(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "))
        lines += rows.map { line($0, widths) }
        return lines.joined(separator: "\n")
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (index, column) in columns.enumerated() {
            let cell = index < cells.count ? cells[index] : ""
            let space = String(repeating: " ", count: widths[index] - DisplayWidth.of(cell))
            if index > 0 { line += "  " }
            line += column.alignment == .left ? cell + space : space + cell
        }
        // Spaces at the end of a line break a copy into a letter.
        while line.hasSuffix(" ") { line.removeLast() }
        return line
    }
}
