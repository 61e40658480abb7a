package import CivilIdentity
package import FoundationEssentials
package import Postgres

/// A correction that one person asks for and another decides; before and after stay (C7, rule R2.13).
package struct CorrectionRequest: Sendable {
    package enum State: String, Sendable, CaseIterable {
        case requested
        case approved
        case refused
        case withdrawn
    }

    /// What the register went by, for the fields that can be corrected.
    package struct Belief: Sendable {
        package let name: String
        package let nameKind: String
        package let bornEarliest: CalendarDay?
        package let bornLatest: CalendarDay?
        package let sex: String?
        package let ethnicCode: String?
    }

    package struct Document: Sendable {
        package let kind: String
        package let number: String?
        package let note: String?
        package let at: Date
        package let by: Int32
    }

    package let resident: ResidentKey
    package let id: UUID
    package let revision: Int32
    package let state: State
    /// What is corrected, as choices name it: `birth`, `sex`, `name.BIRTH`, `kin.mother` and the like.
    package let attribute: String
    /// The fact that is to be current.
    package let fact: Int
    package let reason: String
    package let before: Belief
    /// Nil until it is approved.
    package let after: Belief?
    package let dueOn: CalendarDay
    package let requestedBy: Int32
    package let decidedOn: CalendarDay?
    package let decidedBy: Int32?
    package let decision: String?
    /// The card that was requested because what is printed changed.
    package let reissue: UUID?
    package let documents: [Document]

    package var key: PaperKey { PaperKey(book: resident.book, id: id, revision: revision) }
}

extension CorrectionRequest {
    static let columns: SQL = """
        correction.book_id, correction.resident_id, correction.id, correction.revision, correction.state,
        correction.attribute, correction.reason, correction.due_on, correction.recorded_by, correction.decided_on,
        correction.decided_by, correction.decision, \(belief("before")), \(belief("after")), correction.after is not null as is_made,
        coalesce(correction.name_fact_id, correction.birth_fact_id, correction.attribute_fact_id, correction.kin_fact_id)
            as fact,
        (select event.card_id from registry.card_event as event
         where event.book_id = correction.book_id and event.step = 'requested' and event.document = correction.id::text
         limit 1) as reissue
        """

    private static func belief(_ side: String) -> SQL {
        let column: SQL = "correction.\(identifier: side)"
        return """
            \(column) ->> 'name' as \(identifier: side + "_name"),
            \(column) ->> 'name_kind' as \(identifier: side + "_name_kind"),
            (\(column) ->> 'born_earliest')::date as \(identifier: side + "_earliest"),
            (\(column) ->> 'born_latest')::date as \(identifier: side + "_latest"),
            \(column) ->> 'sex' as \(identifier: side + "_sex"),
            \(column) ->> 'ethnic_code' as \(identifier: side + "_people")
            """
    }

    init(row: Row, documents: [Document]) throws(RowDecodingError) {
        resident = ResidentKey(book: try row["book_id"], id: try row["resident_id"])
        id = try row["id"]
        revision = try row["revision"]
        state = State(rawValue: try row["state"]) ?? .requested
        attribute = try row["attribute"]
        fact = try row["fact"]
        reason = try row["reason"]
        before = try Belief(row, "before")
        after = try row["is_made"] ? Belief(row, "after") : nil
        dueOn = try row.day("due_on") ?? .latest
        requestedBy = try row["recorded_by"]
        decidedOn = try row.day("decided_on")
        decidedBy = try row["decided_by"]
        decision = try row["decision"]
        reissue = try row["reissue"]
        self.documents = documents
    }
}

extension CorrectionRequest.Belief {
    fileprivate init(_ row: Row, _ side: String) throws(RowDecodingError) {
        name = try row[side + "_name"]
        nameKind = try row[side + "_name_kind"]
        bornEarliest = try row.day(side + "_earliest")
        bornLatest = try row.day(side + "_latest")
        sex = try row[side + "_sex"]
        ethnicCode = try row[side + "_people"]
    }
}

extension CorrectionRequest.Document: RowDecodable {
    package init(row: Row) throws(RowDecodingError) {
        kind = try row["kind"]
        number = try row["number"]
        note = try row["note"]
        at = try row["recorded_at"]
        by = try row["recorded_by"]
    }
}

/// Corrections of what the register goes by: a statement is recorded first (``Residents/correct(_:of:revision:)``), then it is
/// asked that it be current, and somebody else decides.
package enum CorrectionRequests {
    /// One correction with its documents, nil where there is none or it is out of reach.
    package static func show(_ id: UUID) -> Query<CorrectionRequest?> {
        Query([
            "select \(CorrectionRequest.columns) from registry.correction where correction.id = \(id)",
            """
            select document.kind, document.number, document.note, document.recorded_at, document.recorded_by
            from registry.correction_document as document where document.correction_id = \(id) order by document.id
            """,
        ]) { results in
            guard let row = results.first?.first else { return nil }
            return try CorrectionRequest(row: row, documents: results[1].decode(CorrectionRequest.Document.self))
        }
    }

    /// Corrections in the order in which they were asked for, after a cursor, without their documents.
    package static func list(
        commune: String?,
        state: CorrectionRequest.State?,
        resident: UUID?,
        after cursor: UUID?,
        limit: Int
    ) -> Query<[CorrectionRequest]> {
        var conditions: [SQL] = ["true"]
        if let commune { conditions.append("correction.book_id in (\(Cards.books(ofCommune: commune)))") }
        if let state { conditions.append("correction.state = \(state.rawValue)") }
        if let resident { conditions.append("correction.resident_id = \(resident)") }
        if let cursor { conditions.append("correction.id > \(cursor)") }
        return Query(
            """
            select \(CorrectionRequest.columns) from registry.correction
            where \(conditions.joined(separator: " and "))
            order by correction.id limit \(limit)
            """
        ) { rows in try rows.map { try CorrectionRequest(row: $0, documents: []) } }
    }

    /// Asks that a recorded fact be current.
    package static func request(
        _ id: UUID,
        of key: ResidentKey,
        attribute: String,
        fact: Int,
        because reason: String
    ) -> Query<Void> {
        Query([
            "select issuance.request_correction(\(key.book), \(id), \(key.id), \(attribute), \(fact), \(reason))"
        ])
    }

    package static func add(
        _ kind: PaperKind,
        number: String?,
        note: String?,
        to correction: PaperKey
    ) -> Query<Void> {
        Query([
            """
            select issuance.add_correction_document(\(correction.book), \(correction.id), \(correction.revision),
                \(kind.rawValue), \(number), \(note))
            """
        ])
    }

    /// Approves what somebody else asked for: the choice is made, and a card whose print changes is requested anew.
    package static func approve(_ correction: PaperKey) -> Query<Void> {
        Query([
            """
            select issuance.approve_correction(\(correction.book), \(correction.id), \(correction.revision), \(UUID.v7()))
            """
        ])
    }

    package static func refuse(_ correction: PaperKey, because reason: String) -> Query<Void> {
        Query([
            "select issuance.refuse_correction(\(correction.book), \(correction.id), \(correction.revision), \(reason))"
        ])
    }

    package static func withdraw(_ correction: PaperKey, because reason: String) -> Query<Void> {
        Query([
            "select issuance.withdraw_correction(\(correction.book), \(correction.id), \(correction.revision), \(reason))"
        ])
    }
}
