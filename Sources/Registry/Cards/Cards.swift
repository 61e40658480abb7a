package import CivilIdentity
package import FoundationEssentials
import Postgres

/// Identity cards of the books within reach, and the steps that officers and supervisors take (C1).
///
/// The functions of schema issuance ask for the office (SG403), other eyes, the revision that was read (SG412) and the state
/// (SG409), and raise.
package enum Cards {
    /// Which cards are asked for; nil leaves open.
    package struct Filter: Sendable {
        package var commune: String?
        package var state: Card.State?
        package var resident: UUID?
        package var batch: UUID?
        /// Only those that may have to be exchanged by this day, on one of the days on which the holder may be born (C2).
        package var exchangeBy: CalendarDay?

        package init() {}
    }

    /// Cards in the order in which they were requested, after a cursor.
    package static func list(_ filter: Filter, after cursor: UUID?, limit: Int) -> Query<[Card]> {
        var conditions: [SQL] = ["true"]
        if let commune = filter.commune { conditions.append("card.book_id in (\(books(ofCommune: commune)))") }
        if let state = filter.state { conditions.append("card.state = \(state.rawValue)") }
        if let resident = filter.resident { conditions.append("card.resident_id = \(resident)") }
        if let batch = filter.batch { conditions.append("card.batch_id = \(batch)") }
        if let day = filter.exchangeBy {
            conditions.append("card.state = 'handed_over' and lower(exchange.days) <= \(day.date)")
        }
        if let cursor { conditions.append("card.id > \(cursor)") }
        return Query(
            """
            select \(Card.columns) from registry.card \(Card.joins)
            where \(conditions.joined(separator: " and "))
            order by card.id
            limit \(limit)
            """
        ) { rows in try rows.decode(Card.self) }
    }

    /// The books of a commune today.
    static func books(ofCommune code: String) -> SQL {
        """
        select book_area.book_id from registry.book_area
        join registry.area on area.id = book_area.area_id and area.code = \(code) and area.level = 'commune'
        where book_area.valid_from <= (select jobs.today()) and (select jobs.today()) < book_area.valid_to
        """
    }

    /// One card with its history, nil where there is none or it is out of reach.
    package static func show(_ id: UUID) -> Query<CardHistory?> {
        Query([
            "select \(Card.columns) from registry.card \(Card.joins) where card.id = \(id)",
            "select \(PaperEvent.columns) from registry.card_event as event where event.card_id = \(id) order by event.id",
        ]) { results in
            guard let row = results.first?.first else { return nil }
            return CardHistory(card: try Card(row: row), events: try results[1].decode(PaperEvent.self))
        }
    }

    // MARK: Steps

    /// Requests a card, to replace the valid one if there is one.
    package static func request(
        _ id: UUID,
        for key: ResidentKey,
        because ground: Card.Ground,
        applicant: Card.Applicant,
        biometrics: Card.Biometrics
    ) -> Query<Void> {
        let representative: String? = if case .representative(let name) = applicant { name } else { nil }
        let who = representative == nil ? "self" : "representative"
        return Query([
            """
            select issuance.request_card(\(key.book), \(id), \(key.id), \(ground.rawValue), \(who), \(representative),
                \(biometrics.face.rawValue), \(biometrics.fingerprints.rawValue), \(biometrics.iris.rawValue),
                \(biometrics.whyNot))
            """
        ])
    }

    /// Takes a request back before the card goes to the printer.
    package static func cancel(_ card: PaperKey, because reason: String) -> Query<Void> {
        Query(["select issuance.cancel_card(\(card.book), \(card.id), \(card.revision), \(reason))"])
    }

    package static func refuse(_ card: PaperKey, because reason: String) -> Query<Void> {
        Query(["select issuance.refuse_card(\(card.book), \(card.id), \(card.revision), \(reason))"])
    }

    /// Approves a request that somebody else made, and takes down what will be printed.
    package static func approve(_ card: PaperKey) -> Query<Void> {
        Query(["select issuance.approve_card(\(card.book), \(card.id), \(card.revision))"])
    }

    /// Hands a printed card over; the one it takes the place of ends with that.
    package static func handOver(_ card: PaperKey, to taker: String) -> Query<Void> {
        Query(["select issuance.hand_over_card(\(card.book), \(card.id), \(card.revision), \(taker))"])
    }

    package static func reportLost(_ card: PaperKey, how reason: String) -> Query<Void> {
        Query(["select issuance.report_card_lost(\(card.book), \(card.id), \(card.revision), \(reason))"])
    }

    /// Revokes a card by a decision (rule R2.8).
    package static func revoke(_ card: PaperKey, because reason: String, by document: String) -> Query<Void> {
        Query(["select issuance.revoke_card(\(card.book), \(card.id), \(card.revision), \(reason), \(document))"])
    }
}

/// A thing of a procedure in its book, at the revision that its reader saw.
package struct PaperKey: Hashable, Sendable {
    package let book: Int32
    package let id: UUID
    package let revision: Int32

    package init(book: Int32, id: UUID, revision: Int32) {
        self.book = book
        self.id = id
        self.revision = revision
    }
}

extension Card {
    package var key: PaperKey { PaperKey(book: resident.book, id: id, revision: revision) }
}
