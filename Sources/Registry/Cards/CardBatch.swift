package import CivilIdentity
package import FoundationEssentials
import Postgres

/// Approved cards that go to the printer together (C3).
package struct CardBatch: Sendable {
    package enum State: String, Sendable, CaseIterable {
        case made
        case sent
        case received
        case printed
    }

    package struct Event: Sendable {
        package let state: State
        package let on: CalendarDay
        package let at: Date
        package let by: Int32
    }

    package let book: Int32
    package let id: UUID
    package let revision: Int32
    package let state: State
    /// How many it collected.
    package let cards: Int
    /// Who and when at each step, in order.
    package let events: [Event]

    package var key: PaperKey { PaperKey(book: book, id: id, revision: revision) }
}

/// Batches of cards: who collected, sent, received and printed them, and when.
package enum CardBatches {
    /// Collects cards that wait for the printer: those named, all of the book where none is.
    package static func make(_ id: UUID, in book: Int32, of cards: [UUID]?) -> Query<Void> {
        Query(["select issuance.make_batch(\(book), \(id), \(cards))"])
    }

    /// Takes a batch one step on.
    package static func advance(_ batch: PaperKey, to state: CardBatch.State) -> Query<Void> {
        Query(["select issuance.advance_batch(\(batch.book), \(batch.id), \(batch.revision), \(state.rawValue))"])
    }

    /// Batches, the newest first, after a cursor.
    package static func list(commune: String?, after cursor: UUID?, limit: Int) -> Query<[CardBatch]> {
        var conditions: [SQL] = ["true"]
        if let commune { conditions.append("batch.book_id in (\(Cards.books(ofCommune: commune)))") }
        if let cursor { conditions.append("batch.id < \(cursor)") }
        return read(
            """
            select batch.* from registry.card_batch as batch
            where \(conditions.joined(separator: " and "))
            order by batch.id desc limit \(limit)
            """
        )
    }

    /// One batch, nil where there is none or it is out of reach.
    package static func show(_ id: UUID) -> Query<CardBatch?> {
        read("select batch.* from registry.card_batch as batch where batch.id = \(id)").map(\.first)
    }

    private static func read(_ batches: SQL) -> Query<[CardBatch]> {
        Query(
            """
            select batch.book_id, batch.id, batch.revision, batch.state, batch.cards,
                   event.state as event_state, event.on_day, event.recorded_at, event.recorded_by
            from (\(batches)) as batch
            join registry.card_batch_event as event on (event.book_id, event.batch_id) = (batch.book_id, batch.id)
            order by batch.id desc, event.id
            """
        ) { rows in
            var batches: [CardBatch] = []
            for row in rows {
                let id: UUID = try row["id"]
                let event = CardBatch.Event(
                    state: CardBatch.State(rawValue: try row["event_state"]) ?? .made,
                    on: try row.day("on_day") ?? .latest,
                    at: try row["recorded_at"],
                    by: try row["recorded_by"]
                )
                let earlier = batches.last?.id == id ? batches.removeLast().events : []
                batches.append(
                    CardBatch(
                        book: try row["book_id"],
                        id: id,
                        revision: try row["revision"],
                        state: CardBatch.State(rawValue: try row["state"]) ?? .made,
                        cards: Int(try row["cards"] as Int32),
                        events: earlier + [event]
                    )
                )
            }
            return batches
        }
    }
}

/// A settlement's cards that lie ready for their holders.
package struct HandOverList: Sendable {
    package let commune: String
    /// Nil for those who live in no settlement that is known.
    package let settlement: UUID?
    package let settlementName: String?
    package let cards: [Entry]

    package struct Entry: Sendable {
        package let card: UUID
        package let resident: ResidentKey
        package let name: String
        package let printedOn: CalendarDay
        /// Days that it has been lying there.
        package let days: Int
        /// Whether it is late: `card.uncollected_after` days have passed.
        package let isLate: Bool
    }
}

extension Cards {
    /// Cards that are printed and not handed over, by settlement, the longest waiting first (C3).
    package static func handOver(commune: String?) -> Query<[HandOverList]> {
        let place: SQL = commune.map { "and card.book_id in (\(books(ofCommune: $0)))" } ?? ""
        return Query(
            """
            select commune.code, version.settlement_id, settlement.name as settlement_name, card.id, card.book_id,
                   card.resident_id, version.name, card.printed_on, (select jobs.today()) - card.printed_on as days,
                   (select jobs.today()) - card.printed_on > uncollected.value as late
            from registry.card
            join registry.resident_version as version
                on (version.book_id, version.resident_id) = (card.book_id, card.resident_id)
                and version.believed_to = 'infinity'
            join registry.book_area on book_area.book_id = card.book_id
                and book_area.valid_from <= (select jobs.today()) and (select jobs.today()) < book_area.valid_to
            join registry.area as commune on commune.id = book_area.area_id
            join registry.parameter as uncollected on uncollected.key = 'card.uncollected_after'
            left join lateral (
                select status.name from registry.settlement_status as status
                where (status.book_id, status.settlement_id) = (version.book_id, version.settlement_id)
                order by status.valid_from desc limit 1
            ) as settlement on true
            where card.state = 'printed' \(place)
            order by commune.code, settlement.name collate "vi-x-icu" nulls last, version.settlement_id, card.printed_on,
                version.given_name collate "vi-x-icu", version.name collate "vi-x-icu", card.id
            """
        ) { rows in
            var lists: [HandOverList] = []
            for row in rows {
                let commune: String = try row["code"]
                let settlement: UUID? = try row["settlement_id"]
                let entry = HandOverList.Entry(
                    card: try row["id"],
                    resident: ResidentKey(book: try row["book_id"], id: try row["resident_id"]),
                    name: try row["name"],
                    printedOn: try row.day("printed_on") ?? .latest,
                    days: Int(try row["days"] as Int32),
                    isLate: try row["late"]
                )
                let isSame = lists.last.map { $0.commune == commune && $0.settlement == settlement } ?? false
                let earlier = isSame ? lists.removeLast().cards : []
                lists.append(
                    HandOverList(
                        commune: commune,
                        settlement: settlement,
                        settlementName: try row["settlement_name"],
                        cards: earlier + [entry]
                    )
                )
            }
            return lists
        }
    }
}
