package import CivilIdentity
package import FoundationEssentials
import Postgres

/// Birth, death, arrival, departure or return of a resident, with its date as precise as it was told (A12).
package struct LifeEvent: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case birth
        case death
        case arrival
        case departure
        case `return`
    }

    package var kind: Kind
    /// The date as said: "mùng 3 Tết năm ngoái", "2024".
    package var written: String
    /// The days on which it may have happened.
    package var days: ClosedRange<CalendarDay>
    package var place: String?
    package var speaker: Speaker

    package init(kind: Kind, written: String, days: ClosedRange<CalendarDay>, place: String? = nil, speaker: Speaker) {
        self.kind = kind
        self.written = written
        self.days = days
        self.place = place
        self.speaker = speaker
    }

    /// The day from which the register acts on it: the latest possible one, but not after it was said.
    package var effectiveOn: CalendarDay { max(days.lowerBound, min(days.upperBound, speaker.saidOn)) }
}

extension Residents {
    /// Records an event and what follows from it: the stay, memberships, headship; visibly, and in the same transaction.
    ///
    /// The value is how many consequences it had.
    package static func record(
        _ event: LifeEvent,
        id: UUID = .v7(),
        of key: ResidentKey,
        revision: Int32
    ) -> Query<Int> {
        let guarding: SQL = "select derive.expect_resident(\(key.book), \(key.id), \(revision))"
        let insert: SQL = """
            insert into registry.life_event (book_id, resident_id, id, kind, written, earliest, latest, effective_on, place,
                said_by, source, recorded_by)
            values (\(key.book), \(key.id), \(id), \(event.kind.rawValue), \(event.written), \(event.days.lowerBound.date),
                \(event.days.upperBound.date), \(event.effectiveOn.date), \(event.place), \(event.speaker.saidBy),
                \(event.speaker.source), (select auth.user_id()))
            """
        let apply: SQL = "select derive.apply_life_event(\(key.book), \(key.id), \(id)) as followed"
        return Query([guarding, insert, apply]) { results in
            guard let row = results.last?.first else { return 0 }
            return Int(try row["followed"] as Int32)
        }
    }

    /// Confirms the number that a decision or a document gives the person (R1.7, R1.8); never made here.
    ///
    /// `evidence` is the decision or document that it rests on.
    package static func confirm(
        _ number: PersonalNumber,
        of key: ResidentKey,
        revision: Int32,
        reason: String,
        evidence: String,
        on day: CalendarDay
    ) -> Query<Void> {
        Query([
            "select derive.expect_resident(\(key.book), \(key.id), \(revision))",
            """
            select derive.confirm_number(\(key.book), \(key.id), \(number.formatted()), \(reason), \(evidence), \(day.date))
            """,
        ])
    }
}
