package import CivilIdentity
package import FoundationEssentials
import Postgres

/// Moves between communes: proposed by one and accepted by the other; meanwhile both see the person, and one edits (F5).
package enum Transfers {
    /// Transfers of the communes within reach, the newest first, after a cursor; those in one state, where one is given.
    package static func list(_ state: Transfer.State?, after cursor: UUID?, limit: Int) -> Query<[Transfer]> {
        let inState: SQL = state.map { "and transfer.state = \($0.rawValue)" } ?? ""
        // Version 7 ids ascend with time.
        let beyond: SQL = cursor.map { "and transfer.id < \($0)" } ?? ""
        return Query(
            """
            select \(Transfer.columns)
            from registry.transfer
            \(Transfer.joins)
            where \(oneSide) \(inState) \(beyond)
            order by transfer.id desc
            limit \(limit)
            """
        ) { rows in try rows.decode(Transfer.self) }
    }

    /// One transfer, nil where there is none or it is out of reach; whom it opens beyond the reach, the database records.
    package static func show(_ id: UUID) -> Query<TransferRecord?> {
        let statements: [SQL] = [
            """
            select \(Transfer.columns) from registry.transfer \(Transfer.joins)
            where transfer.id = \(id) and \(oneSide)
            """,
            """
            select event.kind, event.reason, event.recorded_at, event.recorded_by
            from registry.transfer_event as event
            join registry.transfer on (transfer.book_id, transfer.id) = (event.book_id, event.transfer_id)
            where event.transfer_id = \(id) and \(oneSide)
            order by event.id
            """,
            "select person.* from moves.person(\(id)) as person",
        ]
        return Query(statements, access: .write) { results in
            guard let row = results[0].first else { return nil }
            return TransferRecord(
                transfer: try Transfer(row: row),
                events: try results[1].decode(Transfer.Event.self),
                person: try results[2].first.map { try ResidentSummary(row: $0) }
            )
        }
    }

    /// Whoever sees both books sees the transfer once, from the side that the person leaves.
    private static let oneSide: SQL = """
        (transfer.side = 'out' or transfer.from_book <> all ((select auth.view_books())::int[]))
        """

    /// The book in which a resident lives, nil where none within reach.
    package static func book(of resident: UUID) -> Query<Int32?> {
        Query(
            """
            select stay.book_id from registry.stay
            where stay.resident_id = \(resident) and stay.closed_on is null
              and stay.book_id = any ((select auth.view_books())::int[])
            order by stay.opened_on desc limit 1
            """
        ) { rows in try rows.first.map { try $0["book_id"] } }
    }

    // MARK: Steps

    /// Proposes that a resident of a book moves to another one.
    package static func propose(
        _ id: UUID,
        of resident: ResidentKey,
        to book: Int32,
        on day: CalendarDay,
        because reason: String
    ) -> Query<Void> {
        Query([
            "select moves.propose(\(id), \(resident.book), \(resident.id), \(book), \(day.date), \(reason))"
        ])
    }

    /// Takes the person into the receiving book: a new stay, her facts said again, the old stay closed, in one transaction.
    ///
    /// `household` is one of that book; nil where nobody has said yet with whom she lives.
    package static func accept(
        _ id: UUID,
        in book: Int32,
        revision: Int32,
        household: UUID?,
        relation: RelationToHead?
    ) -> Query<Void> {
        Query(["select moves.accept(\(id), \(book), \(revision), \(household), \(relation?.rawValue))"])
    }

    package static func decline(_ id: UUID, in book: Int32, revision: Int32, because reason: String) -> Query<Void> {
        Query(["select moves.decline(\(id), \(book), \(revision), \(reason))"])
    }

    /// Takes a proposal back, by the commune that made it.
    package static func withdraw(_ id: UUID, in book: Int32, revision: Int32, because reason: String) -> Query<Void> {
        Query(["select moves.withdraw(\(id), \(book), \(revision), \(reason))"])
    }
}
