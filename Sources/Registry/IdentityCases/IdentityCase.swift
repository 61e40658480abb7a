package import CivilIdentity
package import FoundationEssentials
package import Postgres

/// A case in a book.
package struct CaseKey: Sendable, Hashable {
    package let book: Int32
    package let id: UUID

    package init(book: Int32, id: UUID) {
        self.book = book
        self.id = id
    }
}

/// The way from "nobody of that name here" to a personal number, of one resident (R7.6).
package struct IdentityCase: Sendable {
    /// The states of `domain/case_steps.csv`.
    package enum State: String, Sendable, CaseIterable {
        case declared
        case claimed
        case searched
        case awaitingReply = "awaiting_reply"
        case replied
        case gathering
        case proposed
        case escalated
        case decided
        case numbered
        case closed
        case withdrawn
        case held

        /// Whether nothing more is to be done.
        package var isOver: Bool { self == .closed || self == .withdrawn }
    }

    package enum Outcome: String, Sendable, CaseIterable {
        case identified
        case notIdentified = "not_identified"
    }

    /// Why a case is withdrawn.
    package enum Withdrawal: String, Sendable, CaseIterable {
        case movedAway = "moved_away"
        case dead
        case merged
        case registeredInError = "registered_in_error"
    }

    package let key: CaseKey
    package let resident: UUID
    /// As the register calls the person now.
    package let name: String?
    package let communeCode: String?
    package let state: State
    package let revision: Int32
    package let openedOn: CalendarDay
    /// The day on which the state was entered.
    package let since: CalendarDay
    /// The last day that the state may last; nil where no clock runs.
    package let dueOn: CalendarDay?
    package let isOverdue: Bool
    package let isExtended: Bool
    /// Since when the district has it on its list.
    package let escalatedOn: CalendarDay?
    /// Grows each time it is reopened.
    package let round: Int32
    package let outcome: Outcome?
    package let withdrawal: Withdrawal?
    /// The case it waits for, of any book (B7).
    package let waitsFor: CaseKey?
}

extension IdentityCase: RowDecodable {
    static let columns: SQL = """
        known.book_id, known.id, known.resident_id, believed.name, commune.code as commune_code, known.state, known.revision,
        known.opened_on, known.since, known.due_on, \(isOverdue) as overdue, known.extended, known.escalated_on, known.round,
        known.outcome, known.withdrawal, known.waits_for_book, known.waits_for_case
        """

    static let isOverdue: SQL =
        "coalesce(known.due_on < (select jobs.today()), false) and known.state not in ('closed', 'withdrawn')"

    static let joins: SQL = """
        left join registry.resident_version as believed
            on (believed.book_id, believed.resident_id) = (known.book_id, known.resident_id) and believed.believed_to = 'infinity'
        left join registry.book_area on book_area.book_id = known.book_id
            and book_area.valid_from <= (select jobs.today()) and (select jobs.today()) < book_area.valid_to
        left join registry.area as commune on commune.id = book_area.area_id
        """

    package init(row: Row) throws(RowDecodingError) {
        key = CaseKey(book: try row["book_id"], id: try row["id"])
        resident = try row["resident_id"]
        name = try row["name"]
        communeCode = try row["commune_code"]
        state = State(rawValue: try row["state"]) ?? .declared
        revision = try row["revision"]
        openedOn = CalendarDay(try row["opened_on"] as PostgresDate) ?? .earliest
        since = CalendarDay(try row["since"] as PostgresDate) ?? .earliest
        dueOn = (try row["due_on"] as PostgresDate?).flatMap { CalendarDay($0) }
        isOverdue = try row["overdue"]
        isExtended = try row["extended"]
        escalatedOn = (try row["escalated_on"] as PostgresDate?).flatMap { CalendarDay($0) }
        round = try row["round"]
        outcome = (try row["outcome"] as String?).flatMap(Outcome.init(rawValue:))
        withdrawal = (try row["withdrawal"] as String?).flatMap(Withdrawal.init(rawValue:))
        if let book: Int32 = try row["waits_for_book"], let id: UUID = try row["waits_for_case"] {
            waitsFor = CaseKey(book: book, id: id)
        } else {
            waitsFor = nil
        }
    }
}
