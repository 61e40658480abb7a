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
        get throws(RowDecodingError) { try self[try position(of: name, wanted: Value.postgresType)] }
    }

    /// The value of a column, nil for NULL.
    package subscript<Value: PostgresDecodable>(name: String) -> Value? {
        get throws(RowDecodingError) { try self[try position(of: name, wanted: Value.postgresType)] }
    }

    /// The value of a column that is not NULL, by position.
    package subscript<Value: PostgresDecodable>(position: Int) -> Value {
        get throws(RowDecodingError) {
            let (bytes, oid) = try find(position, wanted: Value.postgresType)
            guard let bytes else { throw failure(.null, at: position, wanted: Value.postgresType) }
            // `self` holds the storage for the length of this call, and no decoder keeps the pointer.
            do throws(DecodingFailure) {
                return try Value(postgres: bytes, oid: oid)
            } catch {
                throw failure(error, at: position, wanted: Value.postgresType)
            }
        }
    }

    /// The value of a column by position, nil for NULL.
    package subscript<Value: PostgresDecodable>(position: Int) -> Value? {
        get throws(RowDecodingError) {
            let (bytes, oid) = try find(position, wanted: Value.postgresType)
            guard let bytes else { return nil }
            do throws(DecodingFailure) {
                return try Value(postgres: bytes, oid: oid)
            } catch {
                throw failure(error, at: position, wanted: Value.postgresType)
            }
        }
    }

    /// Where a column's value lies, nil for NULL, and of which type it is.
    private func find(
        _ position: Int,
        wanted: @autoclosure () -> PostgresType
    ) throws(RowDecodingError) -> (UnsafeRawBufferPointer?, UInt32) {
        guard position >= 0, position < columns.types.count else {
            throw failure(.noSuchColumn, at: position, wanted: wanted())
        }
        let found = storage.value(row: index, column: position)
        let oid = columns.types[position]
        guard found.length >= 0 else { return (nil, oid) }
        return (UnsafeRawBufferPointer(start: found.bytes, count: Int(found.length)), oid)
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

    private func position(
        of name: String,
        wanted: @autoclosure () -> PostgresType
    ) throws(RowDecodingError) -> Int {
        guard let position = columns.position(of: name) else {
            throw RowDecodingError(.noSuchColumn, column: name, wanted: wanted().name, columns: columns)
        }
        return position
    }

    private func failure(_ reason: DecodingFailure, at position: Int, wanted: PostgresType) -> RowDecodingError {
        RowDecodingError(
            reason,
            column: columns.names.indices.contains(position) ? columns.names[position] : "#\(position)",
            wanted: wanted.name,
            columns: columns
        )
    }
}
