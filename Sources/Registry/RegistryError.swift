package import Postgres

/// What is wrong with one field, in both languages, with the rule that says so.
package struct FieldError: Error, Hashable, Sendable {
    package let field: String
    /// The rule's number (R0.1–R9.14), an acceptance row, or a constraint's name.
    package let rule: String
    package let message: String
    package let messageVi: String

    package init(field: String, rule: String, message: String, messageVi: String) {
        self.field = field
        self.rule = rule
        self.message = message
        self.messageVi = messageVi
    }
}

/// Why the registry did not do what was asked; the border translates each case into a status and a problem type.
///
/// Never carries a person's name or number, nor a token.
package enum RegistryError: Error, Hashable {
    /// No token, or one that opens nothing: unknown, ended, expired, idle, of another class.
    case notSignedIn
    /// A right is missing.
    case notAllowed
    /// There is no such thing, or none within the caller's reach: the two answer alike.
    case notFound
    /// The thing was changed since the caller read it (If-Match).
    case stale
    /// The idempotency key was used for another request.
    case keyReused
    /// The same request is being answered right now.
    case inFlight
    /// The request was answered before; the caller gives that answer again.
    case answeredAlready
    /// Fields that break a rule.
    case invalid([FieldError])
    /// A rule of the register's state, not of one field: two heads, an event after death.
    case conflict(FieldError)
    /// Too much at once; try again.
    case busy
    /// The database cannot be reached, or answered what cannot be.
    case unavailable
    /// A write was sent and its outcome is unknown; ask again with the same key.
    case ambiguous
}

extension RegistryError {
    /// The personal number is somebody's already; whose, nobody is told (rule R1.1).
    static let numberTaken = conflict(ConstraintMessages.error(for: "personal_number_pkey"))

    /// The one table from SQLSTATE and constraint to what the caller is told.
    package init(_ error: PostgresError) {
        switch error.kind {
        case .server(let state):
            // The idempotency claim stands second in its segment; any other wait for a lock is a busy neighbour.
            self =
                state.rawValue == "55P03" && error.statementIndex != 1
                ? .busy : Self.forServer(state, constraint: error.constraint)
        case .poolExhausted, .deadline, .cancelled:
            self = .busy
        case .ambiguous:
            self = .ambiguous
        default:
            self = .unavailable
        }
    }

    private static func forServer(_ state: SQLState, constraint: String?) -> RegistryError {
        switch state.rawValue {
        case "SG401": .notSignedIn
        case "SG403", "42501": .notAllowed
        case "SG404": .notFound
        case "SG412": .stale
        case "SG422": .keyReused
        case "SG208": .answeredAlready
        case "SG409": .conflict(ConstraintMessages.error(for: constraint ?? "state"))
        case "55P03": .inFlight
        // A foreign key that is not met and one whose row is out of reach answer alike.
        case "23503": .notFound
        case "23505", "23P01": .conflict(ConstraintMessages.error(for: constraint ?? "unique"))
        case "23514", "23502", "22001", "22003", "22007", "22008", "22P02", "22021", "22P05":
            .invalid([ConstraintMessages.error(for: constraint ?? "value")])
        case "40001", "40P01", "57014", "53300", "53400": .busy
        default: .unavailable
        }
    }
}
