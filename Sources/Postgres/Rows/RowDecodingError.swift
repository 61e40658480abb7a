/// A column that could not be read as the type wanted; says which, and never what stood in it.
package struct RowDecodingError: Error, Hashable, Sendable, CustomStringConvertible {
    package let reason: DecodingFailure
    package let column: String
    /// The PostgreSQL name of the type wanted.
    package let wanted: String
    /// The number of the type found, nil when there is no such column.
    package let found: UInt32?
    /// The statement's name or the beginning of its text.
    package let statement: String

    init(_ reason: DecodingFailure, column: String, wanted: String, columns: ColumnLayout) {
        self.reason = reason
        self.column = column
        self.wanted = wanted
        self.statement = columns.statement
        found = columns.position(of: column).map { columns.types[$0] }
    }

    package var description: String {
        let problem =
            switch reason {
            case .typeMismatch: "is of type \(found ?? 0), not \(wanted)"
            case .malformed: "is not a well-formed \(wanted)"
            case .outOfRange: "is outside of what can be held as \(wanted)"
            case .null: "is NULL where \(wanted) is wanted"
            case .noSuchColumn: "does not exist (\(wanted) is wanted)"
            }
        return "column \"\(column)\" \(problem), in: \(statement)"
    }
}
