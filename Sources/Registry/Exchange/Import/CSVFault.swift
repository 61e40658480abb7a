/// What makes a CSV file as a whole unreadable, so that nothing of it is imported (RFC 4180, and what we add to it).
package struct CSVFault: Error, Hashable, Sendable {
    package enum Kind: String, Sendable {
        case notUTF8 = "csv.not-utf8"
        case nul = "csv.nul"
        case strayQuote = "csv.stray-quote"
        case afterQuote = "csv.after-quote"
        case unterminatedQuote = "csv.unterminated-quote"
        case fieldTooLong = "csv.field-too-long"
        case tooManyFields = "csv.too-many-fields"
    }

    package let kind: Kind
    /// As a spreadsheet counts: the header is row 1.
    package let row: Int
    /// Counted from 1.
    package let column: Int
    /// Offset in the file of the byte that is wrong, counted from 0.
    package let byte: Int

    package var issue: ImportIssue {
        ImportIssue(
            severity: .error,
            row: row,
            column: "\(column)",
            code: kind.rawValue,
            rule: "RFC 4180",
            message: en + " (byte \(byte))",
            messageVi: vi + " (byte \(byte))"
        )
    }

    private var vi: String {
        switch kind {
        case .notUTF8: "Tệp không phải UTF-8; hãy lưu lại dạng “CSV UTF-8”"
        case .nul: "Tệp có byte 0; tệp hỏng hoặc không phải CSV"
        case .strayQuote: "Dấu nháy kép giữa ô không mở nháy; hãy viết \"\" trong ô có nháy"
        case .afterQuote: "Có chữ sau dấu nháy đóng"
        case .unterminatedQuote: "Dấu nháy kép mở ở đây không được đóng"
        case .fieldTooLong: "Ô dài hơn 64 KiB; có lẽ thiếu dấu nháy đóng"
        case .tooManyFields: "Dòng có quá nhiều ô"
        }
    }

    private var en: String {
        switch kind {
        case .notUTF8: "The file is not UTF-8; save it as “CSV UTF-8”"
        case .nul: "The file holds a NUL byte; it is damaged or no CSV"
        case .strayQuote: "A quote inside a field that is not quoted; quote the field and write the quote twice"
        case .afterQuote: "Text after the closing quote"
        case .unterminatedQuote: "The quote opened here is never closed"
        case .fieldTooLong: "A field longer than 64 KiB; a closing quote may be missing"
        case .tooManyFields: "The row has too many fields"
        }
    }
}
