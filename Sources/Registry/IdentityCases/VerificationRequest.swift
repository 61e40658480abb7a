package import CivilIdentity
package import FoundationEssentials
package import Postgres

/// What a place that was asked may answer: the codes of `registry.reply_outcome`.
package enum ReplyOutcome: String, Sendable, CaseIterable {
    case match = "MATCH"
    case matchWithDifferences = "MATCH_DIFF"
    case notFound = "NOT_FOUND"
    case leftNoRecord = "LEFT_NO_RECORD"
    case wrongUnit = "WRONG_UNIT"
    case alreadyRegistered = "ALREADY_REGISTERED"
    case deceasedOrAbsent = "DECEASED_OR_ABSENT"
    case noReply = "NO_REPLY"
    case withdrawn = "WITHDRAWN"
}

/// A letter that asked a place about a person by one name (B2), as it stands.
package struct VerificationRequest: Sendable {
    package enum Channel: String, Sendable, CaseIterable {
        case post
        case email
        case byHand = "by_hand"
        case system
    }

    package let id: UUID
    package let `case`: CaseKey
    /// The case's revision, which whoever answers or reminds has to name.
    package let caseRevision: Int32
    package let caseState: IdentityCase.State
    package let resident: UUID
    /// Number, year, register: "12/2024/XM-CKB"; without gaps in a book's year.
    package let number: String
    package let area: Int32
    /// As the unit and those above it were called on the day.
    package let addressee: String
    package let provinceCode: String
    package let province: String
    /// The name asked for, and what kind of name it is.
    package let name: String
    package let nameKind: String
    package let claim: Int
    package let channel: Channel
    package let sentOn: CalendarDay
    package let dueOn: CalendarDay
    package let reminders: Int32
    /// Until when an answer is awaited after the last reminder.
    package let awaitedUntil: CalendarDay
    /// The outcome of the last reply; nil while there is none.
    package let outcome: String?
    package let outcomeVi: String?
    package let outcomeEn: String?
    package let receivedOn: CalendarDay?
    /// Whether a reply may still be recorded.
    package let isOpen: Bool
    package let isOverdue: Bool
}

extension VerificationRequest: RowDecodable {
    static let columns: SQL = """
        request.book_id, request.id, request.case_id, known.revision as case_revision, known.state as case_state,
        request.resident_id, request.number, request.area_id, request.addressee, request.province_code, request.province,
        request.name, request.name_kind, request.claim_id, request.channel, request.sent_on, request.due_on, request.reminders,
        request.awaited_until, request.outcome, said.text_vi as outcome_vi, said.text_en as outcome_en, request.received_on,
        request.is_open, \(isOverdue) as overdue
        """

    static let joins: SQL = """
        join registry.identity_case as known on (known.book_id, known.id) = (request.book_id, request.case_id)
        left join registry.reply_outcome as said on said.code = request.outcome
        """

    /// Nobody has answered, and the day has passed; a reminder does not change that.
    static let isOverdue: SQL = """
        coalesce(request.outcome, 'NO_REPLY') = 'NO_REPLY' and request.is_open and request.due_on < (select jobs.today())
        """

    package init(row: Row) throws(RowDecodingError) {
        id = try row["id"]
        `case` = CaseKey(book: try row["book_id"], id: try row["case_id"])
        caseRevision = try row["case_revision"]
        caseState = IdentityCase.State(rawValue: try row["case_state"]) ?? .declared
        resident = try row["resident_id"]
        number = try row["number"]
        area = try row["area_id"]
        addressee = try row["addressee"]
        provinceCode = try row["province_code"]
        province = try row["province"]
        name = try row["name"]
        nameKind = try row["name_kind"]
        claim = try row["claim_id"]
        channel = Channel(rawValue: try row["channel"]) ?? .post
        sentOn = CalendarDay(try row["sent_on"] as PostgresDate) ?? .earliest
        dueOn = CalendarDay(try row["due_on"] as PostgresDate) ?? .earliest
        reminders = try row["reminders"]
        awaitedUntil = CalendarDay(try row["awaited_until"] as PostgresDate) ?? .earliest
        outcome = try row["outcome"]
        outcomeVi = try row["outcome_vi"]
        outcomeEn = try row["outcome_en"]
        receivedOn = (try row["received_on"] as PostgresDate?).flatMap { CalendarDay($0) }
        isOpen = try row["is_open"]
        isOverdue = try row["overdue"]
    }
}

/// A reply as it was recorded; several may contradict each other (R7.7).
package struct VerificationReply: Sendable {
    /// A scan of what came back, kept under its hash.
    package struct File: Sendable {
        package let hash: ContentHash
        /// In bytes.
        package let length: Int
        package let kind: FileKind
        package let recordedAt: Date
    }

    package let id: UUID
    package let receivedOn: CalendarDay
    package let outcome: String
    package let outcomeVi: String
    package let outcomeEn: String
    package let nextVi: String?
    package let nextEn: String?
    /// As the letter says it.
    package let words: String?
    package let recordedAt: Date
    /// In the order in which they were attached.
    package let files: [File]
}

extension VerificationReply {
    init(row: Row, files: [File]) throws(RowDecodingError) {
        self.files = files
        id = try row["id"]
        receivedOn = CalendarDay(try row["received_on"] as PostgresDate) ?? .earliest
        outcome = try row["outcome"]
        outcomeVi = try row["text_vi"]
        outcomeEn = try row["text_en"]
        nextVi = try row["next_vi"]
        nextEn = try row["next_en"]
        words = try row["words"]
        recordedAt = try row["recorded_at"]
    }
}

extension VerificationReply.File {
    init(row: Row) throws {
        guard let hash = ContentHash(bytes: try row["sha256"]), let kind = FileKind(rawValue: try row["media_type"])
        else {
            throw RegistryError.unavailable
        }
        self.hash = hash
        self.kind = kind
        length = Int(try row["length"] as Int32)
        recordedAt = try row["recorded_at"]
    }
}

/// How many requests to a province nobody has answered in time.
package struct OverdueProvince: Sendable, RowDecodable {
    package let code: String
    /// As it was called when the oldest of them was sent.
    package let name: String
    package let requests: Int
    package let residents: Int
    /// Of them, those that nobody has reminded yet.
    package let notReminded: Int
    package let oldestDueOn: CalendarDay

    package init(row: Row) throws(RowDecodingError) {
        code = try row["province_code"]
        name = try row["province"]
        requests = try row["requests"]
        residents = try row["residents"]
        notReminded = try row["not_reminded"]
        oldestDueOn = CalendarDay(try row["oldest_due_on"] as PostgresDate) ?? .earliest
    }
}
