package import CivilIdentity
package import FoundationEssentials
package import Postgres

/// A visit to a household: planned, or what came of it (B10).
package struct Visit: Sendable {
    package enum State: String, Sendable, CaseIterable {
        case planned
        case done
        case nobodyHome = "nobody_home"
        /// Somebody too old to come to the office lives there.
        case elderlyAtHome = "elderly_at_home"

        /// What a visit can come to.
        package static let outcomes: [State] = [.done, .nobodyHome, .elderlyAtHome]
    }

    /// A person for whom something was done.
    package struct Person: Sendable, Hashable {
        package enum What: String, Sendable, CaseIterable {
            case spokenTo = "spoken_to"
            case statement
            case papersSeen = "papers_seen"
            case witness
            case homeIssuing = "home_issuing"
        }

        package let resident: UUID
        package let what: What

        package init(resident: UUID, what: What) {
            self.resident = resident
            self.what = what
        }
    }

    package let book: Int32
    package let id: UUID
    package let household: UUID
    package let team: UUID?
    package let state: State
    package let plannedOn: CalendarDay?
    /// The device's own time, as it said it.
    package let doneAt: Date?
    package let receivedAt: Date?
    /// By how many seconds the device's clock was ahead when it sent (K3).
    package let skewSeconds: Int32?
    /// The day by the register's clock.
    package let visitedOn: CalendarDay?
    package let note: String?
    /// Whether a card is to be made at home.
    package let wishesHomeIssuing: Bool
    package let people: [Person]

    /// From five minutes on, a clock is off.
    package var isClockOff: Bool { skewSeconds.map { abs(Int($0)) >= 300 } ?? false }
}

/// What came of a visit, as a device sends it.
package struct VisitReport: Sendable {
    package let id: UUID
    package let household: UUID
    package let outcome: Visit.State
    package let doneAt: Date
    package let note: String?
    package let wishesHomeIssuing: Bool
    package let people: [Visit.Person]

    package init(
        id: UUID,
        household: UUID,
        outcome: Visit.State,
        doneAt: Date,
        note: String? = nil,
        wishesHomeIssuing: Bool = false,
        people: [Visit.Person] = []
    ) {
        self.id = id
        self.household = household
        self.outcome = outcome
        self.doneAt = doneAt
        self.note = note
        self.wishesHomeIssuing = wishesHomeIssuing
        self.people = people
    }
}

/// What became of one visit of a batch.
package struct VisitReceipt: Sendable {
    package enum Result: String, Sendable, CaseIterable {
        case recorded
        /// It had arrived before.
        case known
        case refused
    }

    package let visit: UUID
    package let result: Result
    /// Why it was refused; nil otherwise.
    package let refusal: FieldError?
}

/// A household on a settlement's list for today, with what is open there.
package struct VisitListEntry: Sendable {
    package let household: UUID
    package let head: String?
    package let members: Int
    package let openCases: Int
    package let withoutNumber: Int
    /// Nil where nobody has been let in yet.
    package let lastVisit: CalendarDay?
    /// Whether the last one is longer ago than the district allows (`visit.stale_after`).
    package let isStale: Bool
    /// The day it was planned for, today or before.
    package let plannedOn: CalendarDay?
    package let wishesHomeIssuing: Bool
}

/// Users who go from door to door together.
package struct OutreachTeam: Sendable {
    package let book: Int32
    package let id: UUID
    package let name: String
    /// The numbers of the users who belong to it now.
    package let members: [Int32]
    /// Nil while it goes on.
    package let endedOn: CalendarDay?
}

extension Visit: RowDecodable {
    static let columns: SQL = """
        visit.book_id, visit.id, visit.household_id, visit.team_id, visit.state, visit.planned_on, visit.done_at,
        visit.received_at, visit.skew_seconds, visit.visited_on, visit.note, visit.home_issuing,
        array(select about.resident_id from registry.visit_person as about
              where (about.book_id, about.visit_id) = (visit.book_id, visit.id) order by about.resident_id, about.what) as residents,
        array(select about.what from registry.visit_person as about
              where (about.book_id, about.visit_id) = (visit.book_id, visit.id) order by about.resident_id, about.what) as whats
        """

    package init(row: Row) throws(RowDecodingError) {
        book = try row["book_id"]
        id = try row["id"]
        household = try row["household_id"]
        team = try row["team_id"]
        let stateName: String = try row["state"]
        state = State(rawValue: stateName) ?? .planned
        plannedOn = (try row["planned_on"] as PostgresDate?).flatMap { CalendarDay($0) }
        doneAt = try row["done_at"]
        receivedAt = try row["received_at"]
        skewSeconds = try row["skew_seconds"]
        visitedOn = (try row["visited_on"] as PostgresDate?).flatMap { CalendarDay($0) }
        note = try row["note"]
        wishesHomeIssuing = try row["home_issuing"]
        let residents: [UUID] = try row["residents"]
        let whats: [String] = try row["whats"]
        people = zip(residents, whats).compactMap { resident, what in
            Person.What(rawValue: what).map { Person(resident: resident, what: $0) }
        }
    }
}

extension VisitReceipt: RowDecodable {
    package init(row: Row) throws(RowDecodingError) {
        visit = try row["visit_id"]
        let resultName: String = try row["result"]
        result = Result(rawValue: resultName) ?? .refused
        refusal = (try row["refusal"] as String?).map { ConstraintMessages.error(for: $0) }
    }
}

extension VisitListEntry: RowDecodable {
    package init(row: Row) throws(RowDecodingError) {
        household = try row["household_id"]
        head = try row["head"]
        members = try row["members"]
        openCases = try row["open_cases"]
        withoutNumber = try row["without_number"]
        lastVisit = (try row["last_visit"] as PostgresDate?).flatMap { CalendarDay($0) }
        isStale = try row["is_stale"]
        plannedOn = (try row["planned_on"] as PostgresDate?).flatMap { CalendarDay($0) }
        wishesHomeIssuing = try row["wishes_home_issuing"]
    }
}

extension OutreachTeam: RowDecodable {
    package init(row: Row) throws(RowDecodingError) {
        book = try row["book_id"]
        id = try row["id"]
        name = try row["name"]
        members = try row["members"]
        endedOn = (try row["ended_on"] as PostgresDate?).flatMap { CalendarDay($0) }
    }
}
