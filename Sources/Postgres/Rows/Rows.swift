/// What one statement gave: its rows, and how many rows it changed.
package struct Rows: Sendable, RandomAccessCollection {
    /// The columns' names and types.
    package let columns: ColumnLayout
    /// Rows inserted, updated, deleted or returned; 0 for commands that do neither.
    package let affected: Int
    private let storage: ResultStorage?

    init(storage: ResultStorage?, columns: ColumnLayout, affected: Int) {
        self.storage = storage
        self.columns = columns
        self.affected = affected
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { storage?.count ?? 0 }

    package subscript(position: Int) -> Row {
        guard let storage, position >= 0, position < storage.count else {
            preconditionFailure("row \(position) of \(count)")
        }
        return Row(storage: storage, columns: columns, index: position)
    }

    /// All rows as values of a type.
    package func decode<Value: RowDecodable>(_ type: Value.Type = Value.self) throws(RowDecodingError) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(count)
        for row in self { values.append(try Value(row: row)) }
        return values
    }
}

/// A type that reads itself from a row; its column list stands beside it.
package protocol RowDecodable {
    init(row: Row) throws(RowDecodingError)
}
