package import CivilIdentity
package import FoundationEssentials
package import Postgres

/// An identity card of a resident, from the request to its end (C1).
package struct Card: Sendable {
    package enum State: String, Sendable, CaseIterable {
        case requested
        case refused
        /// Taken back before it was printed.
        case cancelled
        case approved
        case printed
        /// In its holder's hands: of these a person has one.
        case handedOver = "handed_over"
        case expired
        case lost
        case revoked
        /// A newer one was handed over.
        case replaced
    }

    /// Why a card is made (rule R2.8).
    package enum Ground: String, Sendable, CaseIterable {
        case first
        case age
        case nameOrBirth = "name_or_birth"
        case sex
        case appearance
        case printError = "print_error"
        /// The personal number was re-established.
        case number
        case area
        case wish
        case lost
        case unusable
        /// A correction of the record changed what is printed (C7).
        case correction
    }

    /// Who applies: a child under 14 is represented (rule R2.2).
    package enum Applicant: Hashable, Sendable {
        case oneself
        case representative(String)
    }

    /// Whether something was captured; what was captured is stored nowhere (rule R2.11).
    package enum Captured: String, Sendable, CaseIterable {
        case yes
        case no
        /// Not taken of children under six (rule R2.2).
        case notDue = "not_due"
    }

    package struct Biometrics: Sendable {
        package var face: Captured
        package var fingerprints: Captured
        package var iris: Captured
        /// Set where something that is due was not captured.
        package var whyNot: String?

        package init(face: Captured, fingerprints: Captured, iris: Captured, whyNot: String? = nil) {
            self.face = face
            self.fingerprints = fingerprints
            self.iris = iris
            self.whyNot = whyNot
        }

        package static let captured = Biometrics(face: .yes, fingerprints: .yes, iris: .yes)
        package static let notDue = Biometrics(face: .notDue, fingerprints: .notDue, iris: .notDue)
    }

    /// What stands on the card (rule R2.7), as it was believed when it was approved.
    package struct Printed: Sendable {
        package let name: String
        /// No more precise than it is known: a day, a month or a year.
        package let born: String
        package let sex: String
        package let number: String
        package let nationality: String
        /// Where the birth was registered; nil where that was not here.
        package let birthRegisteredAt: String?
        package let residence: String
        package let issuer: String
        package let issuedOn: CalendarDay
        /// Nil: the card has no end.
        package let expiresOn: CalendarDay?
        /// Whether every day on which the holder may be born gives this expiry.
        package let isExpiryCertain: Bool
    }

    package let resident: ResidentKey
    package let id: UUID
    package let revision: Int32
    package let state: State
    package let ground: Ground
    /// The holder as she is called now.
    package let name: String
    package let settlement: UUID?
    package let settlementName: String?
    package let replaces: UUID?
    package let requestedOn: CalendarDay
    package let dueOn: CalendarDay
    package let applicant: Applicant
    package let biometrics: Biometrics
    package let batch: UUID?
    /// Nil until it is approved.
    package let printed: Printed?
    /// Printed fields that the record says otherwise now: the card must be made anew (C7).
    package let differs: [String]
    /// Between which days the holder has to exchange it, over all days on which she may be born (C2).
    ///
    /// Nil where it is not approved, and where no exchange is to come on any of them.
    package let exchangeFrom: CalendarDay?
    /// Nil where it is not approved, and where on one of these days none is to come.
    package let exchangeTo: CalendarDay?
    package let printedOn: CalendarDay?
    package let handedOverOn: CalendarDay?
}

extension Card: RowDecodable {
    static let columns: SQL = """
        card.book_id, card.resident_id, card.id, card.revision, card.state, card.ground, version.name, version.settlement_id,
        (select status.name from registry.settlement_status as status
         where (status.book_id, status.settlement_id) = (version.book_id, version.settlement_id)
         order by status.valid_from desc limit 1) as settlement_name,
        card.replaces_id, card.requested_on, card.due_on, card.representative, card.face, card.fingerprints, card.iris,
        card.why_not_captured, card.batch_id, card.issued_on, card.expires_on, card.expiry_certain,
        card.printed ->> 'name' as printed_name, card.printed ->> 'born' as printed_born,
        card.printed ->> 'sex' as printed_sex, card.printed ->> 'number' as printed_number,
        card.printed ->> 'nationality' as printed_nationality, card.printed ->> 'residence' as printed_residence,
        card.printed ->> 'issuer' as printed_issuer, card.printed ->> 'birth_registered_at' as printed_registered_at,
        case when card.state in ('approved', 'printed', 'handed_over')
             then registry.differing_fields(card.printed, registry.printed_fields(card.book_id, card.resident_id))
             else '{}' end as differs,
        nullif(lower(exchange.days), 'infinity') as exchange_from, nullif(upper(exchange.days), 'infinity') - 1 as exchange_to,
        card.printed_on, card.handed_over_on
        """

    static let joins: SQL = """
        join registry.resident_version as version
            on (version.book_id, version.resident_id) = (card.book_id, card.resident_id) and version.believed_to = 'infinity'
        cross join lateral (select registry.card_expiries(version.born_ranges, card.issued_on) as days) as exchange
        """

    package init(row: Row) throws(RowDecodingError) {
        resident = ResidentKey(book: try row["book_id"], id: try row["resident_id"])
        id = try row["id"]
        revision = try row["revision"]
        state = State(rawValue: try row["state"]) ?? .requested
        ground = Ground(rawValue: try row["ground"]) ?? .first
        name = try row["name"]
        settlement = try row["settlement_id"]
        settlementName = try row["settlement_name"]
        replaces = try row["replaces_id"]
        requestedOn = try row.day("requested_on") ?? .latest
        dueOn = try row.day("due_on") ?? .latest
        applicant = (try row["representative"] as String?).map { .representative($0) } ?? .oneself
        biometrics = Biometrics(
            face: Captured(rawValue: try row["face"]) ?? .no,
            fingerprints: Captured(rawValue: try row["fingerprints"]) ?? .no,
            iris: Captured(rawValue: try row["iris"]) ?? .no,
            whyNot: try row["why_not_captured"]
        )
        batch = try row["batch_id"]
        printed = try Printed(row)
        differs = try row["differs"]
        exchangeFrom = try row.day("exchange_from")
        exchangeTo = try row.day("exchange_to")
        printedOn = try row.day("printed_on")
        handedOverOn = try row.day("handed_over_on")
    }
}

extension Card.Printed {
    /// Nil for a card that is not approved yet.
    fileprivate init?(_ row: Row) throws(RowDecodingError) {
        guard let issuedOn = try row.day("issued_on") else { return nil }
        name = try row["printed_name"]
        born = try row["printed_born"]
        sex = try row["printed_sex"]
        number = try row["printed_number"]
        nationality = try row["printed_nationality"]
        birthRegisteredAt = try row["printed_registered_at"]
        residence = try row["printed_residence"]
        issuer = try row["printed_issuer"]
        self.issuedOn = issuedOn
        expiresOn = try row.day("expires_on")
        isExpiryCertain = try row["expiry_certain"]
    }
}

extension Row {
    /// A day; nil for NULL and for infinity.
    func day(_ column: String) throws(RowDecodingError) -> CalendarDay? {
        (try self[column] as PostgresDate?).flatMap { CalendarDay($0) }
    }
}

/// A step in the life of a card, an account, a certificate: who, when, why.
package struct PaperEvent: Sendable {
    package let step: String
    package let on: CalendarDay
    package let at: Date
    /// The user; 0 where it was a night.
    package let by: Int32
    package let reason: String?
    /// The decision or paper that it rests on, or who took the card.
    package let document: String?
}

extension PaperEvent: RowDecodable {
    static let columns: SQL =
        "event.step, event.on_day, event.recorded_at, event.recorded_by, event.reason, event.document"

    package init(row: Row) throws(RowDecodingError) {
        step = try row["step"]
        on = try row.day("on_day") ?? .latest
        at = try row["recorded_at"]
        by = try row["recorded_by"]
        reason = try row["reason"]
        document = try row["document"]
    }
}

/// A card and all that happened to it.
package struct CardHistory: Sendable {
    package let card: Card
    package let events: [PaperEvent]
}
