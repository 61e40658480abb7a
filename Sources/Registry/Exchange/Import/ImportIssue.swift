/// What an import has to say about one cell, one row or the file, in both languages; never the value itself.
package struct ImportIssue: Error, Hashable, Sendable, Codable {
    package enum Severity: String, Sendable, Codable {
        /// The row (or the file) is not imported.
        case error
        /// Odd but possible: imported as it is written.
        case remark
        /// The record was imported before and its row has changed since: for a correction, never applied by itself.
        case changed
    }

    package let severity: Severity
    /// As a spreadsheet counts, the header being row 1; nil for what concerns the file.
    package var row: Int?
    /// The column's name in the header; nil for what concerns the row.
    package var column: String?
    /// The source's id of the record; nil where there is none or it cannot be read.
    package var recordID: String?
    /// A stable word for data and statistics, such as `birth.no-such-day`.
    package let code: String
    /// A rule of the domain (R9.8), an acceptance row (K1), or the format's standard.
    package let rule: String
    package let message: String
    package let messageVi: String

    package init(
        severity: Severity,
        row: Int? = nil,
        column: String? = nil,
        recordID: String? = nil,
        code: String,
        rule: String,
        message: String,
        messageVi: String
    ) {
        self.severity = severity
        self.row = row
        self.column = column
        self.recordID = recordID
        self.code = code
        self.rule = rule
        self.message = message
        self.messageVi = messageVi
    }

    enum CodingKeys: String, CodingKey {
        case severity
        case row
        case column
        case recordID = "record_id"
        case code
        case rule
        case message
        case messageVi = "message_vi"
    }
}
