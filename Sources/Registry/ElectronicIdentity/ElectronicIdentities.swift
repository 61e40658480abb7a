package import CivilIdentity
package import FoundationEssentials
import Postgres

/// E-identity accounts of the books within reach, and the steps that officers and supervisors take (C5).
package enum ElectronicIdentities {
    package struct Filter: Sendable {
        package var commune: String?
        package var state: ElectronicIdentity.State?
        package var resident: UUID?

        package init() {}
    }

    /// Accounts in the order in which they were requested, after a cursor.
    package static func list(_ filter: Filter, after cursor: UUID?, limit: Int) -> Query<[ElectronicIdentity]> {
        var conditions: [SQL] = ["true"]
        if let commune = filter.commune { conditions.append("account.book_id in (\(Cards.books(ofCommune: commune)))") }
        if let state = filter.state { conditions.append("account.state = \(state.rawValue)") }
        if let resident = filter.resident { conditions.append("account.resident_id = \(resident)") }
        if let cursor { conditions.append("account.id > \(cursor)") }
        return Query(
            """
            select \(ElectronicIdentity.columns) from registry.e_identity as account \(ElectronicIdentity.joins)
            where \(conditions.joined(separator: " and "))
            order by account.id
            limit \(limit)
            """
        ) { rows in try rows.decode(ElectronicIdentity.self) }
    }

    /// One account with its history, nil where there is none or it is out of reach.
    package static func show(_ id: UUID) -> Query<ElectronicIdentityHistory?> {
        Query([
            """
            select \(ElectronicIdentity.columns) from registry.e_identity as account \(ElectronicIdentity.joins)
            where account.id = \(id)
            """,
            """
            select \(PaperEvent.columns) from registry.e_identity_event as event where event.identity_id = \(id)
            order by event.id
            """,
        ]) { results in
            guard let row = results.first?.first else { return nil }
            return ElectronicIdentityHistory(
                account: try ElectronicIdentity(row: row),
                events: try results[1].decode(PaperEvent.self)
            )
        }
    }

    // MARK: Steps

    /// Requests an account for somebody with a valid card.
    ///
    /// `guardian` is whose number it is where it is not the person's own; `ageDecision` what the officer decided, and why,
    /// where nobody can say how old the person is.
    package static func request(
        _ id: UUID,
        for key: ResidentKey,
        level: Int,
        phone: ElectronicIdentity.Phone,
        guardian: String?,
        ageDecision: String?
    ) -> Query<Void> {
        Query([
            """
            select issuance.request_account(\(key.book), \(id), \(key.id), \(Int32(level)), \(phone.number.kind.rawValue),
                \(phone.number.value), \(phone.ownName.rawValue), \(guardian), \(ageDecision))
            """
        ])
    }

    /// Another answer about the telephone while the request waits for it.
    package static func state(_ phone: ElectronicIdentity.Phone, of account: PaperKey) -> Query<Void> {
        Query([
            """
            select issuance.state_phone(\(account.book), \(account.id), \(account.revision), \(phone.number.kind.rawValue),
                \(phone.number.value), \(phone.ownName.rawValue))
            """
        ])
    }

    package static func grant(_ account: PaperKey) -> Query<Void> {
        Query(["select issuance.grant_account(\(account.book), \(account.id), \(account.revision))"])
    }

    package static func refuse(_ account: PaperKey, because reason: String) -> Query<Void> {
        Query(["select issuance.refuse_account(\(account.book), \(account.id), \(account.revision), \(reason))"])
    }

    /// Records the activation: after seven days from the notice only by the hotline.
    package static func activate(_ account: PaperKey, on day: CalendarDay, byHotline: Bool) -> Query<Void> {
        Query([
            """
            select issuance.activate_account(\(account.book), \(account.id), \(account.revision), \(day.date), \(byHotline))
            """
        ])
    }

    package static func lock(_ account: PaperKey, because reason: String, by document: String?) -> Query<Void> {
        Query([
            "select issuance.lock_account(\(account.book), \(account.id), \(account.revision), \(reason), \(document))"
        ])
    }

    package static func unlock(_ account: PaperKey, because reason: String, by document: String?) -> Query<Void> {
        Query([
            "select issuance.unlock_account(\(account.book), \(account.id), \(account.revision), \(reason), \(document))"
        ])
    }
}
