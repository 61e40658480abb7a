import CLibpq

/// The `PGresult`s that hold the rows of one statement: one with all of them, or one per row of a stream.
///
/// `@unchecked Sendable`: a `PGresult` is not changed after libpq has handed it out, its accessors only read (manual,
/// "Behavior in Threaded Programs": results are read-only and may be passed between threads), and it is cleared once,
/// when the last reference to this object is gone.
final class ResultStorage: @unchecked Sendable {
    private let results: [OpaquePointer]
    /// Whether each result holds one row.
    private let isSplit: Bool
    let count: Int

    /// Takes over one result with all rows.
    init(_ result: OpaquePointer) {
        results = [result]
        isSplit = false
        count = Int(PQntuples(result))
    }

    /// Takes over results with a row each.
    init(rows: [OpaquePointer]) {
        results = rows
        isSplit = true
        count = rows.count
    }

    deinit {
        for result in results { PQclear(result) }
    }

    /// Where a value lies; valid as long as the storage is.
    func value(row: Int, column: Int) -> clibpq_value {
        isSplit
            ? clibpq_get(results[row], 0, Int32(truncatingIfNeeded: column))
            : clibpq_get(results[0], Int32(truncatingIfNeeded: row), Int32(truncatingIfNeeded: column))
    }
}
