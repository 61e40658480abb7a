package import CivilIdentity
package import FoundationEssentials
package import Postgres

/// What happened to a person's numbers: set up, cancelled, re-established (rules R1.8 and R1.11, C9).
package struct PersonalNumberEvent: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case confirmed
        case cancelled
        case reEstablished = "re_established"
    }

    /// Why a number was cancelled (rules R1.8, R1.9).
    package enum Ground: String, Sendable, CaseIterable {
        case sexRedetermined = "sex_redetermined"
        case birthYearCorrected = "birth_year_corrected"
        case collectionError = "collection_error"
        case forgedPapers = "forged_papers"
        case certificateRevoked = "certificate_revoked"
        case nationalitySettled = "nationality_settled"
    }

    package let book: Int32
    package let number: String
    package let kind: Kind
    package let ground: Ground?
    package let on: CalendarDay?
    package let reason: String
    /// The decision or document.
    package let restsOn: String
    package let at: Date
    package let by: Int32
}

extension PersonalNumberEvent: RowDecodable {
    package init(row: Row) throws(RowDecodingError) {
        book = try row["book_id"]
        number = try row["number"]
        kind = Kind(rawValue: try row["kind"]) ?? .confirmed
        ground = (try row["ground"] as String?).flatMap { Ground(rawValue: $0) }
        on = try row.day("happened_on")
        reason = try row["reason"]
        restsOn = try row["rests_on"]
        at = try row["recorded_at"]
        by = try row["recorded_by"]
    }
}

/// Personal numbers as the ministry gave, cancelled and re-established them; recorded, never made.
package enum PersonalNumbers {
    /// All that happened to a person's numbers, in order.
    package static func history(of id: UUID) -> Query<[PersonalNumberEvent]> {
        Query(
            """
            select event.book_id, event.number, event.kind, event.ground, event.happened_on, event.reason, event.rests_on,
                   event.recorded_at, event.recorded_by
            from registry.personal_number_event as event
            where event.resident_id = \(id)
            order by event.recorded_at, event.id
            """
        ) { rows in try rows.decode(PersonalNumberEvent.self) }
    }

    /// Records that the number was cancelled: it stays reserved, the card is revoked, accounts are locked (C4).
    package static func cancel(
        of key: ResidentKey,
        revision: Int32,
        because ground: PersonalNumberEvent.Ground,
        reason: String,
        by document: String,
        on day: CalendarDay
    ) -> Query<Void> {
        Query([
            """
            select issuance.cancel_number(\(key.book), \(key.id), \(revision), \(ground.rawValue), \(reason), \(document),
                \(day.date))
            """
        ])
    }

    /// Records the number that takes the place of a cancelled one.
    package static func reEstablish(
        _ number: PersonalNumber,
        of key: ResidentKey,
        revision: Int32,
        reason: String,
        by document: String,
        on day: CalendarDay
    ) -> Query<Void> {
        Query([
            """
            select issuance.re_establish_number(\(key.book), \(key.id), \(revision), \(number.formatted()), \(reason),
                \(document), \(day.date))
            """
        ])
    }
}
