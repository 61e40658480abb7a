import CivilIdentity
import Crypto

/// The cells of one row on their way to a record: cleans each, and gathers what is wrong or odd.
struct ImportCells {
    private let record: CSVRecord
    private let columns: ImportColumns
    private(set) var issues: [ImportIssue] = []
    /// Set once it is read, so that what is said from then on names the record.
    var recordID: String?

    init(_ record: CSVRecord, _ columns: ImportColumns) {
        self.record = record
        self.columns = columns
    }

    var row: Int { record.row }
    var isRefused: Bool { issues.contains { $0.severity == .error } }

    /// False for a row with more or fewer cells than the header, whose cells cannot be told apart.
    mutating func hasAllCells() -> Bool {
        if record.count == columns.width { return true }
        refuse(
            nil,
            "row.cells",
            rule: "RFC 4180",
            vi:
                "Dòng có \(record.count) ô, tiêu đề có \(columns.width); có lẽ một ô có dấu phẩy mà không để trong nháy kép.",
            en:
                "The row has \(record.count) cells, the header \(columns.width); a cell may hold a comma without quotes."
        )
        return false
    }

    // MARK: Cells

    /// A cell's text, trimmed, with single spaces, composed; empty where nobody asked or the cell was refused.
    ///
    /// What a spreadsheet would take for a formula is refused, never stripped: nobody knows what stood there before
    /// (`-` and `@` alike, so that an export of it harms nobody). Phone numbers may begin with `+`.
    mutating func text(_ column: ImportColumn, longest: Int = 100) -> String {
        let raw = record.text(columns[column])
        if raw.isEmpty { return raw }
        let text = Self.squeezed(raw)
        guard let first = text.utf8.first else { return "" }
        if first == 0x3D || first == 0x40 || first == 0x2D || first == 0x2B && column != .phone {
            refuse(
                column,
                "cell.formula",
                rule: "K1",
                vi: "Ô bắt đầu bằng “=”, “+”, “-” hoặc “@” như công thức; hãy ghi chữ, hoặc để trống nếu chưa hỏi.",
                en:
                    "The cell begins with “=”, “+”, “-” or “@” like a formula; write text, or leave it empty if nobody asked."
            )
            return ""
        }
        if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            refuse(
                column,
                "cell.control",
                rule: "R9.5",
                vi: "Ô có ký tự điều khiển.",
                en: "The cell holds a control character."
            )
            return ""
        }
        // A scalar is at most four bytes.
        if text.utf8.count > longest, text.unicodeScalars.count > longest {
            refuse(
                column,
                "cell.too-long",
                rule: "K1",
                vi: "Ô dài hơn \(longest) ký tự.",
                en: "The cell is longer than \(longest) characters."
            )
            return ""
        }
        return text
    }

    /// A cell in which an answer may stand instead of a value ("không rõ", "từ chối"), read further by `value`.
    mutating func stated<Value>(
        _ column: ImportColumn,
        longest: Int = 100,
        _ value: (inout ImportCells, String) -> Value?
    ) -> Stated<Value> {
        let text = text(column, longest: longest)
        if text.isEmpty { return .notAsked }
        if let kind = StatedKind(word: text), let answer = Stated<Value>(kind: kind, value: nil) { return answer }
        return value(&self, text).map { .stated($0) } ?? .notAsked
    }

    /// A record's id: a word of letters, digits and `. _ - /`, at most 64.
    mutating func identifier(_ column: ImportColumn) -> String {
        let text = text(column, longest: 64)
        let isWord = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F: true
            default: false
            }
        }
        if isWord { return text }
        refuse(
            column,
            "record.not-a-word",
            rule: "K1",
            vi: "Mã chỉ gồm chữ không dấu, chữ số và . _ - /",
            en: "An id is made of ASCII letters, digits and . _ - /"
        )
        return ""
    }

    private static func squeezed(_ text: String) -> String {
        var previous: UInt8 = 0x20
        var isPlain = true
        for byte in text.utf8 {
            // Beyond ASCII white space begins with C2, E1, E2 or E3; combining marks with CC or CD.
            switch byte {
            case 0x20 where previous == 0x20: isPlain = false
            case 0x09...0x0D, 0xC2, 0xCC, 0xCD, 0xE2, 0xE3: isPlain = false
            default: break
            }
            previous = byte
        }
        if isPlain, previous != 0x20 { return text }
        // Composes and squeezes; nil for a text without a letter or digit.
        if let name = AreaName(text) { return name.written }
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    // MARK: What there is to say

    mutating func refuse(_ column: ImportColumn?, _ code: String, rule: String, vi: String, en: String) {
        add(.error, column, code, rule, vi: vi, en: en)
    }

    mutating func refuse(_ column: ImportColumn, _ refusal: Refusal) {
        add(.error, column, refusal.code, refusal.rule, vi: refusal.vi, en: refusal.en)
    }

    mutating func remark(_ column: ImportColumn?, _ remark: Remark, rule: String = "K1") {
        add(.remark, column, remark.code, rule, vi: remark.vi, en: remark.en)
    }

    private mutating func add(
        _ severity: ImportIssue.Severity,
        _ column: ImportColumn?,
        _ code: String,
        _ rule: String,
        vi: String,
        en: String
    ) {
        issues.append(
            ImportIssue(
                severity: severity,
                row: row,
                column: column?.rawValue,
                recordID: recordID,
                code: code,
                rule: rule,
                message: en,
                messageVi: vi
            )
        )
    }

    // MARK: Sameness

    /// sha256 of the cells as they stand, in the order of the kind's columns, so that reordered columns and another
    /// delimiter are the same row.
    func contentHash(_ kind: ImportKind) -> [UInt8] {
        var digest = SHA256()
        var cell: [UInt8] = []
        for column in kind.columns {
            cell.removeAll(keepingCapacity: true)
            cell.append(contentsOf: record.text(columns[column]).utf8)
            cell.append(0x1F)
            digest.update(data: cell)
        }
        return Array(digest.finalize())
    }
}
