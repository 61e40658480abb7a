package import CivilIdentity
package import FoundationEssentials
package import Postgres

/// An account of the electronic identification system (rules R3.1 to R3.5, C5).
package struct ElectronicIdentity: Sendable {
    package enum State: String, Sendable, CaseIterable {
        case requested
        case granted
        case activated
        /// Not activated within seven days of the notice: only by the hotline from then on.
        case lapsed
        case locked
        /// Locked once, and open again.
        case unlocked
        case refused
    }

    /// Whether the telephone number is registered in its owner's own name.
    package enum OwnName: String, Sendable, CaseIterable {
        case yes
        case no
        case unknown
    }

    /// The telephone as an answer: a precondition of the grant, so its lack is worth knowing (rule R3.2).
    package struct Phone: Sendable {
        package var number: Stated<String>
        package var ownName: OwnName

        package init(number: Stated<String>, ownName: OwnName) {
            self.number = number
            self.ownName = ownName
        }
    }

    package let resident: ResidentKey
    package let id: UUID
    package let revision: Int32
    /// The holder as she is called now.
    package let name: String
    package let level: Int16
    package let state: State
    /// The card it stands on.
    package let card: UUID
    package let phone: Phone
    /// The guardian whose number it is; nil where it is the person's own.
    package let guardian: String?
    /// What the officer decided where nobody can say how old the person is (rule R9.9).
    package let ageDecision: String?
    package let requestedOn: CalendarDay
    package let dueOn: CalendarDay
    package let notifiedOn: CalendarDay?
    /// The last day on which it can be activated otherwise than by the hotline.
    package let activateBy: CalendarDay?
    package let activatedOn: CalendarDay?

    package var key: PaperKey { PaperKey(book: resident.book, id: id, revision: revision) }
}

extension ElectronicIdentity: RowDecodable {
    static let columns: SQL = """
        account.book_id, account.resident_id, account.id, account.revision, version.name, account.level, account.state,
        account.card_id, account.phone_answer, account.phone, account.own_name, account.guardian, account.age_decision,
        account.requested_on, account.due_on, account.notified_on, account.activate_by, account.activated_on
        """

    static let joins: SQL = """
        join registry.resident_version as version
            on (version.book_id, version.resident_id) = (account.book_id, account.resident_id)
            and version.believed_to = 'infinity'
        """

    package init(row: Row) throws(RowDecodingError) {
        resident = ResidentKey(book: try row["book_id"], id: try row["resident_id"])
        id = try row["id"]
        revision = try row["revision"]
        name = try row["name"]
        level = try row["level"]
        state = State(rawValue: try row["state"]) ?? .requested
        card = try row["card_id"]
        phone = Phone(
            number: Stated(kind: StatedKind(answer: try row["phone_answer"]), value: try row["phone"]) ?? .notAsked,
            ownName: OwnName(rawValue: try row["own_name"]) ?? .unknown
        )
        guardian = try row["guardian"]
        ageDecision = try row["age_decision"]
        requestedOn = try row.day("requested_on") ?? .latest
        dueOn = try row.day("due_on") ?? .latest
        notifiedOn = try row.day("notified_on")
        activateBy = try row.day("activate_by")
        activatedOn = try row.day("activated_on")
    }
}

/// An account and all that happened to it.
package struct ElectronicIdentityHistory: Sendable {
    package let account: ElectronicIdentity
    package let events: [PaperEvent]
}
