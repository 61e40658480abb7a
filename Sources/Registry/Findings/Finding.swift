package import CivilIdentity
package import FoundationEssentials
package import Postgres

/// Something that a check found: it has an identity and lives for ever (H3).
package struct Finding: Sendable {
    package enum State: String, Sendable, CaseIterable {
        case open
        /// Somebody has it, until a day.
        case acknowledged
        /// It was gone and came back.
        case reopened
        /// Set aside with a reason until a day, or until its facts change.
        case waived
        /// The latest complete run did not see it any more, or its check is gone (``Resolution``).
        case resolved
    }

    /// What closed a finding.
    package enum Resolution: String, Sendable, CaseIterable {
        /// A complete run of its check did not see it any more.
        case healed
        /// Its check was taken out of the catalogue, which says nothing of the defect.
        case retired
    }

    package enum Severity: String, Sendable, CaseIterable {
        case info
        case warning
        case serious
        case critical
    }

    /// 0: the district's own shelf, for what concerns no single book.
    package let book: Int32
    package let id: UUID
    /// Nil on the district's shelf.
    package let communeCode: String?
    package let check: String
    package let title: String
    package let titleVi: String
    package let severity: Severity
    package let state: State
    /// What kind of thing it is about ("resident"), which one, and what of it.
    package let subject: String
    package let subjectID: String
    package let key: String
    /// A JSON object: what a waiver was given for.
    package let facts: [UInt8]
    /// A JSON object: what a reader sees.
    package let shown: [UInt8]
    package let firstSeen: Date
    package let lastSeen: Date
    package let resolvedAt: Date?
    /// Nil while it is not resolved.
    package let resolution: Resolution?
    /// How often it came back.
    package let reopenings: Int
    package let assignee: String?
    package let dueOn: CalendarDay?
    /// The last day of the waiver; nil unless one is in force.
    package let waivedUntil: CalendarDay?
    package let waivedReason: String?

    /// The resident it is about, for the audit; nil where it is about something else.
    package var resident: UUID? { subject == "resident" ? UUID(uuidString: subjectID) : nil }
}

extension Finding: RowDecodable {
    static let columns: SQL = """
        finding.book_id, finding.id, commune.code as commune_code, finding.check_name, known.title, known.title_vi,
        finding.severity, \(state) as state, finding.subject, finding.subject_id, finding.key, finding.facts,
        finding.shown, finding.first_seen, coalesce(finding.last_seen, mark.at) as last_seen, finding.resolved_at,
        \(resolution) as resolution, finding.reopenings, finding.assignee_name, finding.due_on,
        case when \(state) = 'waived' then finding.waived_until end as waived_until,
        case when \(state) = 'waived' then finding.waived_reason end as waived_reason
        """

    /// The state today: asked, never stored, so that a waiver ends on its day without a job.
    static let state: SQL = """
        registry.finding_state(finding.resolved_at, finding.waived_until, finding.assignee, finding.reopenings)
        """

    /// Told by what happened to it last, and stored nowhere else.
    private static let resolution: SQL = """
        case when finding.resolved_at is not null then (
            select case event.kind when 'retired' then 'retired' else 'healed' end
            from registry.finding_event as event
            where event.book_id = finding.book_id and event.finding_id = finding.id
              and event.kind in ('resolved', 'retired')
            order by event.id desc limit 1) end
        """

    static let joins: SQL = """
        join lateral (
            select version.title, version.title_vi, version.why, version.why_vi, version.remedy, version.remedy_vi
            from jobs.check_version as version where version.name = finding.check_name
            order by version.version desc limit 1
        ) as known on true
        join jobs.check_mark as mark on mark.name = finding.check_name and mark.book_id = finding.book_id
        left join registry.book_area on book_area.book_id = finding.book_id
            and book_area.valid_from <= (select jobs.today()) and (select jobs.today()) < book_area.valid_to
        left join registry.area as commune on commune.id = book_area.area_id
        """

    package init(row: Row) throws(RowDecodingError) {
        book = try row["book_id"]
        id = try row["id"]
        communeCode = try row["commune_code"]
        check = try row["check_name"]
        title = try row["title"]
        titleVi = try row["title_vi"]
        severity = Severity(rawValue: try row["severity"]) ?? .info
        state = State(rawValue: try row["state"]) ?? .open
        subject = try row["subject"]
        subjectID = try row["subject_id"]
        key = try row["key"]
        facts = (try row["facts"] as JSONB).bytes
        shown = (try row["shown"] as JSONB).bytes
        firstSeen = try row["first_seen"]
        lastSeen = try row["last_seen"]
        resolvedAt = try row["resolved_at"]
        resolution = (try row["resolution"] as String?).flatMap { Resolution(rawValue: $0) }
        reopenings = Int(try row["reopenings"] as Int32)
        assignee = try row["assignee_name"]
        dueOn = (try row["due_on"] as PostgresDate?).flatMap { CalendarDay($0) }
        waivedUntil = (try row["waived_until"] as PostgresDate?).flatMap { CalendarDay($0) }
        waivedReason = try row["waived_reason"]
    }
}

/// A finding with what its check says and all that happened to it.
package struct FindingHistory: Sendable {
    package let finding: Finding
    package let why: String
    package let whyVi: String
    package let remedy: String
    package let remedyVi: String
    package let events: [Event]

    /// Something that a night or a person did.
    package struct Event: Sendable {
        package enum Kind: String, Sendable, CaseIterable {
            case factsChanged = "facts_changed"
            case resolved
            case retired
            case reopened
            case waiverFell = "waiver_fell"
            case waiverEnded = "waiver_ended"
            case assigned
            case unassigned
            case commented
            case waived
            case waiverWithdrawn = "waiver_withdrawn"
        }

        package let kind: Kind
        package let at: Date
        /// The name the person signs in with; nil where it was a night.
        package let by: String?
        package let said: String?
        package let assignee: String?
        /// The due day, or the waiver's last.
        package let until: CalendarDay?
    }
}

extension FindingHistory.Event: RowDecodable {
    package init(row: Row) throws(RowDecodingError) {
        kind = Kind(rawValue: try row["kind"]) ?? .commented
        at = try row["at"]
        by = try row["user_name"]
        said = try row["said"]
        assignee = try row["assignee_name"]
        until = (try row["until"] as PostgresDate?).flatMap { CalendarDay($0) }
    }
}

/// What a check's nights brought in a commune: a point of the trend (H5).
package struct FindingTrend: Sendable {
    package let check: String
    /// Nil for the district's own shelf.
    package let communeCode: String?
    package let night: CalendarDay
    package let opened: Int
    package let reopened: Int
    package let healed: Int
    /// Seen again by the night's last run.
    package let carried: Int
}

extension FindingTrend: RowDecodable {
    package init(row: Row) throws(RowDecodingError) {
        check = try row["check_name"]
        communeCode = try row["commune_code"]
        night = CalendarDay(try row["night"] as PostgresDate) ?? .latest
        opened = try row["opened"]
        reopened = try row["reopened"]
        healed = try row["healed"]
        carried = try row["carried"]
    }
}
