/// A five-character condition code of the server (manual, appendix A); an open set, hence not an enum.
package struct SQLState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package var description: String { rawValue }

    /// The first two characters: the family of the condition.
    package var category: Substring { rawValue.prefix(2) }

    package static let featureNotSupported = Self(rawValue: "0A000")
    package static let cardinalityViolation = Self(rawValue: "21000")
    package static let stringDataRightTruncation = Self(rawValue: "22001")
    package static let numericValueOutOfRange = Self(rawValue: "22003")
    package static let datetimeFieldOverflow = Self(rawValue: "22008")
    package static let characterNotInRepertoire = Self(rawValue: "22021")
    package static let invalidTextRepresentation = Self(rawValue: "22P02")
    package static let invalidBinaryRepresentation = Self(rawValue: "22P03")
    package static let badCopyFileFormat = Self(rawValue: "22P04")
    package static let integrityConstraintViolation = Self(rawValue: "23000")
    package static let restrictViolation = Self(rawValue: "23001")
    package static let notNullViolation = Self(rawValue: "23502")
    package static let foreignKeyViolation = Self(rawValue: "23503")
    package static let uniqueViolation = Self(rawValue: "23505")
    package static let checkViolation = Self(rawValue: "23514")
    package static let exclusionViolation = Self(rawValue: "23P01")
    package static let activeTransaction = Self(rawValue: "25001")
    package static let readOnlyTransaction = Self(rawValue: "25006")
    package static let failedTransaction = Self(rawValue: "25P02")
    package static let idleInTransactionTimeout = Self(rawValue: "25P03")
    package static let invalidStatementName = Self(rawValue: "26000")
    package static let invalidAuthorization = Self(rawValue: "28000")
    package static let invalidPassword = Self(rawValue: "28P01")
    package static let invalidDatabase = Self(rawValue: "3D000")
    package static let serializationFailure = Self(rawValue: "40001")
    package static let statementCompletionUnknown = Self(rawValue: "40003")
    package static let deadlockDetected = Self(rawValue: "40P01")
    package static let syntaxError = Self(rawValue: "42601")
    package static let insufficientPrivilege = Self(rawValue: "42501")
    package static let undefinedColumn = Self(rawValue: "42703")
    package static let undefinedFunction = Self(rawValue: "42883")
    package static let undefinedTable = Self(rawValue: "42P01")
    package static let duplicateTable = Self(rawValue: "42P07")
    package static let tooManyConnections = Self(rawValue: "53300")
    package static let diskFull = Self(rawValue: "53100")
    package static let objectInUse = Self(rawValue: "55006")
    package static let lockNotAvailable = Self(rawValue: "55P03")
    package static let queryCanceled = Self(rawValue: "57014")
    package static let adminShutdown = Self(rawValue: "57P01")
    package static let crashShutdown = Self(rawValue: "57P02")
    package static let cannotConnectNow = Self(rawValue: "57P03")
    package static let raiseException = Self(rawValue: "P0001")
    package static let noDataFound = Self(rawValue: "P0002")
    package static let assertFailure = Self(rawValue: "P0004")
    package static let internalError = Self(rawValue: "XX000")

    /// Whether repeating the whole transaction may succeed: it was rolled back because of what others did.
    package var isRetryable: Bool { self == .serializationFailure || self == .deadlockDetected }
}
