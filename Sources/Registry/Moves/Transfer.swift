package import CivilIdentity
package import FoundationEssentials
package import Postgres

/// A move of a person between two communes' books, proposed by the one she leaves (F5).
package struct Transfer: Sendable {
    package enum State: String, Sendable, CaseIterable {
        case proposed
        case accepted
        case declined
        case withdrawn
    }

    /// Which of the two communes the caller sees it from: the one the person leaves, or the one she goes to.
    package enum Side: String, Sendable, CaseIterable {
        case out
        case `in`
    }

    package struct Commune: Sendable, Hashable {
        package let book: Int32
        package let code: String
        package let name: String
    }

    /// One step, with who took it.
    package struct Event: Sendable {
        package let kind: State
        package let reason: String?
        package let at: Date
        package let by: Int32
    }

    /// The book of the side that the caller sees.
    package let book: Int32
    package let id: UUID
    package let side: Side
    package let state: State
    /// Counts the steps: the ETag.
    package let revision: Int32
    package let resident: UUID
    package let from: Commune
    package let to: Commune
    /// The first day on which she lives there.
    package let movesOn: CalendarDay
    package let reason: String
    package let proposedAt: Date
    package let proposedBy: Int32
}

/// A transfer with its history and, while it is open, the person whom it is about.
package struct TransferRecord: Sendable {
    package let transfer: Transfer
    package let events: [Transfer.Event]
    /// Nil once it is over: then a commune sees her in its own book or not at all.
    package let person: ResidentSummary?
}

extension Transfer: RowDecodable {
    static let columns: SQL = """
        transfer.book_id, transfer.id, transfer.side, transfer.state, transfer.revision, transfer.resident_id,
        transfer.from_book, transfer.to_book, transfer.moves_on, transfer.reason, transfer.recorded_at, transfer.recorded_by,
        origin.code as from_code, origin.name as from_name, target.code as to_code, target.name as to_name
        """

    /// The communes as they are today: the map of books is nobody's secret.
    static let joins: SQL = """
        join registry.book_area as origin_place on origin_place.book_id = transfer.from_book
            and origin_place.valid_from <= (select registry.today()) and (select registry.today()) < origin_place.valid_to
        join registry.area as origin on origin.id = origin_place.area_id
        join registry.book_area as target_place on target_place.book_id = transfer.to_book
            and target_place.valid_from <= (select registry.today()) and (select registry.today()) < target_place.valid_to
        join registry.area as target on target.id = target_place.area_id
        """

    package init(row: Row) throws(RowDecodingError) {
        book = try row["book_id"]
        id = try row["id"]
        let sideName: String = try row["side"]
        side = Side(rawValue: sideName) ?? .out
        let stateName: String = try row["state"]
        state = State(rawValue: stateName) ?? .proposed
        revision = try row["revision"]
        resident = try row["resident_id"]
        from = Commune(book: try row["from_book"], code: try row["from_code"], name: try row["from_name"])
        to = Commune(book: try row["to_book"], code: try row["to_code"], name: try row["to_name"])
        movesOn = CalendarDay(try row["moves_on"] as PostgresDate) ?? .earliest
        reason = try row["reason"]
        proposedAt = try row["recorded_at"]
        proposedBy = try row["recorded_by"]
    }
}

extension Transfer.Event: RowDecodable {
    package init(row: Row) throws(RowDecodingError) {
        let kindName: String = try row["kind"]
        kind = Transfer.State(rawValue: kindName) ?? .proposed
        reason = try row["reason"]
        at = try row["recorded_at"]
        by = try row["recorded_by"]
    }
}
