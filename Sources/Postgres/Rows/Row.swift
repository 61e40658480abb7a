import CLibpq

/// One row of a result; columns are read by name or by position.
///
/// ```swift
/// id = try row["id"]                // an error if NULL
/// phone = try row["phone"]          // nil if NULL, when `phone` is an Optional
/// ```
package struct Row: Sendable {
    private let storage: ResultStorage
    package let columns: ColumnLayout
    private let index: Int

    init(storage: ResultStorage, columns: ColumnLayout, index: Int) {
        self.storage = storage
        self.columns = columns
        self.index = index
    }

    package var count: Int { columns.names.count }

    /// The value of a column that is not NULL.
    package subscript<Value: PostgresDecodable>(name: String) -> Value {
        get throws(RowDecodingError) { try self[try position(of: name, wanted: Value.self)] }
    }

    /// The value of a column, nil for NULL.
    package subscript<Value: PostgresDecodable>(name: String) -> Value? {
        get throws(RowDecodingError) { try self[try position(of: name, wanted: Value.self)] }
    }

    /// The value of a column that is not NULL, by position.
    package subscript<Value: PostgresDecodable>(position: Int) -> Value {
        get throws(RowDecodingError) {
            let value: Value? = try self[position]
            guard let value else { throw failure(.null, at: position, wanted: Value.self) }
            return value
        }
    }

    /// The value of a column by position, nil for NULL.
    package subscript<Value: PostgresDecodable>(position: Int) -> Value? {
        get throws(RowDecodingError) {
            guard columns.types.indices.contains(position) else {
                throw failure(.noSuchColumn, at: position, wanted: Value.self)
            }
            let found = storage.value(row: index, column: position)
            guard found.length >= 0 else { return nil }
            do {
                // The storage outlives the call, and no decoder keeps the pointer.
                return try withExtendedLifetime(storage) { () throws(DecodingFailure) in
                    try Value(
                        postgres: UnsafeRawBufferPointer(start: found.bytes, count: Int(found.length)),
                        oid: columns.types[position]
                    )
                }
            } catch {
                throw failure(error, at: position, wanted: Value.self)
            }
        }
    }

    /// Whether a column is NULL.
    package func isNull(_ name: String) throws(RowDecodingError) -> Bool {
        guard let position = columns.position(of: name) else {
            throw RowDecodingError(.noSuchColumn, column: name, wanted: "any type", columns: columns)
        }
        return storage.value(row: index, column: position).length < 0
    }

    /// The bytes of a column as the server sent them, nil for NULL: for code that writes JSON without values between.
    package func withBytes<Result>(
        at position: Int,
        _ body: (UnsafeRawBufferPointer?) throws -> Result
    ) rethrows -> Result {
        let found = storage.value(row: index, column: position)
        return try withExtendedLifetime(storage) {
            try body(found.length < 0 ? nil : UnsafeRawBufferPointer(start: found.bytes, count: Int(found.length)))
        }
    }

    private func position<Value: PostgresDecodable>(
        of name: String,
        wanted: Value.Type
    ) throws(RowDecodingError) -> Int {
        guard let position = columns.position(of: name) else {
            throw RowDecodingError(.noSuchColumn, column: name, wanted: Value.postgresType.name, columns: columns)
        }
        return position
    }

    private func failure<Value: PostgresDecodable>(
        _ reason: DecodingFailure,
        at position: Int,
        wanted: Value.Type
    ) -> RowDecodingError {
        RowDecodingError(
            reason,
            column: columns.names.indices.contains(position) ? columns.names[position] : "#\(position)",
            wanted: Value.postgresType.name,
            columns: columns
        )
    }
}
