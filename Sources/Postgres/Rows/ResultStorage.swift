import CLibpq

/// The rows of one statement: a `PGresult` with all of them, or a chunk of a stream copied out of such results.
///
/// `@unchecked Sendable`: a `PGresult` is not changed after libpq has handed it out, its accessors only read (manual,
/// "Behavior in Threaded Programs": results are read-only and may be passed between threads), and it is cleared once,
/// when the last reference to this object is gone. A copied chunk is written before this object exists.
final class ResultStorage: @unchecked Sendable {
    private let result: OpaquePointer?
    private let copied: clibpq_rows
    let count: Int

    /// Takes over a result.
    init(_ result: OpaquePointer) {
        self.result = result
        copied = clibpq_rows()
        count = Int(PQntuples(result))
    }

    /// Takes over a chunk.
    init(copied: clibpq_rows) {
        result = nil
        self.copied = copied
        count = Int(copied.rows)
    }

    deinit {
        if let result { PQclear(result) }
        clibpq_free_rows(copied)
    }

    /// Where a value lies, valid as long as the storage is; row and column are the caller's to check.
    func value(row: Int, column: Int) -> clibpq_value {
        let row = Int32(truncatingIfNeeded: row)
        let column = Int32(truncatingIfNeeded: column)
        if let result { return clibpq_get(result, row, column) }
        return clibpq_get_copied(copied, row, column)
    }
}
