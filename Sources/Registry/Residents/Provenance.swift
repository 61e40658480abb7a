package import CivilIdentity
package import FoundationEssentials
import Postgres

/// Who said something, when, where it came from, and since when the register believes it.
package struct Provenance: Sendable, Hashable {
    /// "self", "mother", "neighbour", "document": a word for the speaker, not a name.
    package let saidBy: String
    /// Nil where nobody wrote down when.
    package let saidOn: CalendarDay?
    /// The file and record, or the paper; nil where there is none.
    package let source: String?
    package let recordedAt: Date
    package let recordedBy: Int32

    static let columns: SQL = "said_by, said_on, source, recorded_at, recorded_by"

    init(row: Row) throws(RowDecodingError) {
        saidBy = try row["said_by"]
        saidOn = (try row["said_on"] as PostgresDate?).flatMap { CalendarDay($0) }
        source = try row["source"]
        recordedAt = try row["recorded_at"]
        recordedBy = try row["recorded_by"]
    }
}

/// Who says what is about to be recorded.
package struct Speaker: Sendable, Hashable {
    /// "self", "mother", "neighbour", "document": a word for the speaker, not a name.
    package var saidBy: String
    package var saidOn: CalendarDay
    /// The paper or file it is taken from; nil where there is none.
    package var source: String?

    package init(saidBy: String, saidOn: CalendarDay, source: String? = nil) {
        self.saidBy = saidBy
        self.saidOn = saidOn
        self.source = source
    }
}
