package import CivilIdentity
package import FoundationEssentials
package import Postgres

/// A case with what happened to it, what speaks for it, and what may be done next.
package struct IdentityCaseRecord: Sendable {
    package let summary: IdentityCase
    /// In order.
    package let events: [CaseEvent]
    /// What speaks for who the person is, and how much is needed (`case.threshold`).
    package let strength: Int32
    package let threshold: Int32
    package let nextSteps: [NextStep]
    /// Names and places that were not asked yet, the one to ask next first.
    package let questions: [CaseQuestion]
    /// In the order in which they were sent.
    package let requests: [VerificationRequest]
}

/// Something that happened to a case.
package struct CaseEvent: Sendable, RowDecodable {
    /// Why the register itself acted.
    package enum Cause: String, Sendable, CaseIterable {
        /// The clock has run out (B8).
        case clock
        /// The case it waited for was decided, refused, or withdrawn (B7).
        case awaitedDecided = "awaited_decided"
        case awaitedRefused = "awaited_refused"
        case awaitedWithdrawn = "awaited_withdrawn"
        /// The resident's stay ended this way (A12).
        case death
        case departure
        case transfer
        case withdrawn
    }

    /// A step of the table, or one that leaves the state as it is: "overdue", "late_reply", and what was added while the case
    /// waits for its decision ("evidence_recorded", "file_attached", "witness_heard", "set_aside").
    package let step: String
    /// Nil for the first.
    package let from: IdentityCase.State?
    package let to: IdentityCase.State
    package let revision: Int32
    package let round: Int32
    package let on: CalendarDay
    package let at: Date
    package let dueOn: CalendarDay?
    /// The name one signs in with; nil where the register acted, for the ``cause``.
    package let actor: String?
    package let cause: Cause?
    package let reason: String?
    package let restsOn: String?
    /// A JSON object: the search's result, the request, the reply, the other case.
    package let attachment: [UInt8]?

    static let columns: SQL = """
        event.step, event.from_state, event.to_state, event.revision, event.round, event.on_day, event.recorded_at, event.due_on,
        event.actor_name, event.cause, event.reason, event.rests_on, event.attachment
        """

    package init(row: Row) throws(RowDecodingError) {
        step = try row["step"]
        from = (try row["from_state"] as String?).flatMap(IdentityCase.State.init(rawValue:))
        to = IdentityCase.State(rawValue: try row["to_state"]) ?? .declared
        revision = try row["revision"]
        round = try row["round"]
        on = CalendarDay(try row["on_day"] as PostgresDate) ?? .earliest
        at = try row["recorded_at"]
        dueOn = (try row["due_on"] as PostgresDate?).flatMap { CalendarDay($0) }
        actor = try row["actor_name"]
        cause = (try row["cause"] as String?).flatMap(Cause.init(rawValue:))
        reason = try row["reason"]
        restsOn = try row["rests_on"]
        attachment = (try row["attachment"] as JSONB?)?.bytes
    }
}

/// A step that leads on from the case's state, whose it is, and whether the caller may take it.
package struct NextStep: Sendable, RowDecodable {
    package let step: String
    package let to: IdentityCase.State
    /// The office whose step it is.
    package let role: String
    package let needsFourEyes: Bool
    package let workingDays: Int32?
    package let titleVi: String
    package let titleEn: String
    /// What it needs besides; nil where nothing.
    package let requiresVi: String?
    package let requiresEn: String?
    /// Nil where the caller may take it, else why not.
    package let refusal: FieldError?

    package init(row: Row) throws(RowDecodingError) {
        step = try row["step"]
        to = IdentityCase.State(rawValue: try row["to_state"]) ?? .declared
        role = try row["role"]
        needsFourEyes = try row["four_eyes"]
        workingDays = try row["working_days"]
        titleVi = try row["title_vi"]
        titleEn = try row["title_en"]
        requiresVi = try row["requires_vi"]
        requiresEn = try row["requires_en"]
        refusal = (try row["refused"] as String?).map { ConstraintMessages.error(for: $0) }
    }
}

/// A name and a place that may be asked next, with the reason (B3).
package struct CaseQuestion: Sendable, RowDecodable {
    package let claim: Int
    /// The claim's place in the person's own list.
    package let position: Int16
    package let area: Int32
    package let addressee: String
    package let nameFact: Int
    package let name: String
    package let nameKind: String
    package let reasonVi: String
    package let reasonEn: String

    package init(row: Row) throws(RowDecodingError) {
        claim = try row["claim_id"]
        position = try row["position"]
        area = try row["area_id"]
        addressee = try row["addressee"]
        nameFact = try row["name_fact_id"]
        name = try row["name"]
        nameKind = try row["name_kind"]
        reasonVi = try row["reason_vi"]
        reasonEn = try row["reason_en"]
    }
}
