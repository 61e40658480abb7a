package import Postgres

/// A check that came to no result by its own fault: a result of its own, which closes no finding.
///
/// Names the check, the reason and the server's code; never a value, so it may be logged and shown.
package struct CheckFailure: Error, Sendable, CustomStringConvertible {
    package enum Reason: Sendable {
        /// PostgreSQL refused the statement, with its SQLSTATE.
        case refused(SQLState)
        /// It wanted to change something (25006).
        case writes
        /// It is not one SELECT (42601, 0A000).
        case noSelect
        /// It took longer than its budget.
        case overTime(Duration)
        /// It returned more rows than its budget.
        case overRows(Int)
        /// A column is missing, null or of another type.
        case columns(RowDecodingError)
        /// A row of a book that it was not asked about.
        case foreignBook
        /// Two rows of one subject and key.
        case twice
        /// A subject that is no name, or a subject id or key that is empty or too long.
        case identity
        /// Facts or what is shown is no JSON object.
        case noObject
    }

    package let check: String
    package let reason: Reason

    init(_ reason: Reason, _ check: Check) {
        self.check = check.name
        self.reason = reason
    }

    /// The failure that the server's error stands for; nil where the check is not to blame, as when the server shuts down.
    init?(_ error: PostgresError, _ check: Check) {
        guard case .server(let state) = error.kind else { return nil }
        switch state.rawValue {
        case "25006": self.init(.writes, check)
        case "42601", "0A000": self.init(.noSelect, check)
        case "57014": self.init(.overTime(check.header.budget.time), check)
        // Connection, resources, operator intervention, a snapshot conflict: another time it may work.
        case let code where ["08", "53", "57", "58", "40", "XX"].contains(String(code.prefix(2))): return nil
        default: self.init(.refused(state), check)
        }
    }

    package var description: String { "\(check): \(sentence.en)" }

    package var sentence: (en: String, vi: String) {
        switch reason {
        case .refused(let state):
            ("PostgreSQL refused it (\(state.rawValue)).", "PostgreSQL từ chối câu lệnh (\(state.rawValue)).")
        case .writes: ("It wants to write; a check only reads.", "Câu lệnh muốn ghi dữ liệu; kiểm tra chỉ được đọc.")
        case .noSelect: ("It is not one SELECT.", "Không phải là một câu lệnh SELECT duy nhất.")
        case .overTime(let limit): ("It took longer than \(limit).", "Chạy quá \(limit).")
        case .overRows(let limit): ("It returned more than \(limit) rows.", "Trả về quá \(limit) dòng.")
        case .columns(let error): ("Its columns are not those of a check: \(error).", "Các cột không đúng: \(error).")
        case .foreignBook:
            ("It returned a row of a book it was not asked about.", "Trả về dòng của sổ khác.")
        case .twice: ("It returned one subject and key twice.", "Một đối tượng và khóa xuất hiện hai lần.")
        case .identity:
            ("A subject, its id or key has not the form of one.", "Đối tượng, mã hoặc khóa không đúng dạng.")
        case .noObject:
            ("facts or shown is no JSON object.", "facts hoặc shown không phải là đối tượng JSON.")
        }
    }
}
