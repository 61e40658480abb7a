package import CivilIdentity
package import FoundationEssentials
package import Postgres

/// A certificate of identity for somebody of Vietnamese origin whose nationality nothing proves (rule R2.10).
///
/// Never a default: a supervisor decides each one, of somebody who has lived in the commune for six months by the stays.
package struct IdentityCertificate: Sendable {
    package enum State: String, Sendable, CaseIterable {
        case decided
        case handedOver = "handed_over"
        case revoked
    }

    package let resident: ResidentKey
    package let id: UUID
    package let revision: Int32
    package let name: String
    package let state: State
    package let reason: String
    /// The decision.
    package let document: String
    /// Since when the person has lived in the commune without a gap.
    package let residentSince: CalendarDay
    package let decidedOn: CalendarDay
    package let handedOverOn: CalendarDay?
    /// Why it was revoked.
    package let ending: String?

    package var key: PaperKey { PaperKey(book: resident.book, id: id, revision: revision) }
}

extension IdentityCertificate: RowDecodable {
    package init(row: Row) throws(RowDecodingError) {
        resident = ResidentKey(book: try row["book_id"], id: try row["resident_id"])
        id = try row["id"]
        revision = try row["revision"]
        name = try row["name"]
        state = State(rawValue: try row["state"]) ?? .decided
        reason = try row["reason"]
        document = try row["document"]
        residentSince = try row.day("resident_since") ?? .latest
        decidedOn = try row.day("decided_on") ?? .latest
        handedOverOn = try row.day("handed_over_on")
        ending = try row["ending"]
    }
}

/// Certificates of identity of the books within reach.
package enum IdentityCertificates {
    /// Which certificates are asked for; nil leaves open.
    package struct Filter: Sendable {
        /// The code of the commune whose book they stand in.
        package var commune: String?
        package var state: IdentityCertificate.State?
        package var resident: UUID?

        package init() {}
    }

    /// Certificates, in the order in which they were decided, after a cursor.
    package static func list(_ filter: Filter, after cursor: UUID?, limit: Int) -> Query<[IdentityCertificate]> {
        var conditions: [SQL] = ["true"]
        if let commune = filter.commune { conditions.append(Books.ofCommune(commune, column: "certificate.book_id")) }
        if let state = filter.state { conditions.append("certificate.state = \(state.rawValue)") }
        if let resident = filter.resident { conditions.append("certificate.resident_id = \(resident)") }
        if let cursor {
            conditions.append(
                """
                (certificate.decided_on, certificate.id)
                    > (select last.decided_on, last.id from registry.identity_certificate as last where last.id = \(cursor))
                """
            )
        }
        return Query(
            """
            select certificate.*, version.name
            from registry.identity_certificate as certificate
            join registry.resident_version as version
                on (version.book_id, version.resident_id) = (certificate.book_id, certificate.resident_id)
                and version.believed_to = 'infinity'
            where \(conditions.joined(separator: " and "))
            order by certificate.decided_on, certificate.id
            limit \(limit)
            """
        ) { rows in try rows.decode(IdentityCertificate.self) }
    }

    /// One certificate, nil where there is none or it is out of reach.
    package static func show(_ id: UUID) -> Query<IdentityCertificate?> {
        Query(
            """
            select certificate.*, version.name
            from registry.identity_certificate as certificate
            join registry.resident_version as version
                on (version.book_id, version.resident_id) = (certificate.book_id, certificate.resident_id)
                and version.believed_to = 'infinity'
            where certificate.id = \(id)
            """
        ) { rows in try rows.decode(IdentityCertificate.self).first }
    }

    /// Decides that somebody gets one.
    package static func decide(
        _ id: UUID,
        for key: ResidentKey,
        because reason: String,
        by document: String
    )
        -> Query<Void>
    {
        Query([
            "select issuance.decide_identity_certificate(\(key.book), \(id), \(key.id), \(reason), \(document))"
        ])
    }

    package static func handOver(_ certificate: PaperKey) -> Query<Void> { move(certificate, to: .handedOver, nil) }

    package static func revoke(_ certificate: PaperKey, because reason: String) -> Query<Void> {
        move(certificate, to: .revoked, reason)
    }

    private static func move(
        _ certificate: PaperKey,
        to state: IdentityCertificate.State,
        _ reason: String?
    ) -> Query<Void> {
        Query([
            """
            select issuance.move_identity_certificate(\(certificate.book), \(certificate.id), \(certificate.revision),
                \(state.rawValue), \(reason))
            """
        ])
    }
}
