import CLibpq
import Glibc

extension PostgresError {
    /// Reads the error fields of a failed result.
    init(_ result: OpaquePointer, statement: String?, index: Int?) {
        func field(_ code: CInt) -> String? {
            PQresultErrorField(result, code).map { String(cString: $0) }
        }
        guard let code = field(clibpq_diag_sqlstate) else {
            // Made by libpq itself, not by the server: the connection broke or the protocol did.
            self.init(.connection, statement: statement)
            return
        }
        let state = SQLState(rawValue: code)
        let isOurs = state == .raiseException || state.category == "SG"
        self.init(
            .server(state),
            message: isOurs ? field(clibpq_diag_message_primary) : nil,
            statement: statement
        )
        statementIndex = index
        constraint = field(clibpq_diag_constraint_name)
        schema = field(clibpq_diag_schema_name)
        table = field(clibpq_diag_table_name)
        column = field(clibpq_diag_column_name)
    }

    /// Whether the server ended the session along with the statement.
    static func isFatal(_ result: OpaquePointer) -> Bool {
        guard let severity = PQresultErrorField(result, clibpq_diag_severity) else { return true }
        return strcmp(severity, "ERROR") != 0
    }
}
