package import CivilIdentity
package import FoundationEssentials
package import Postgres

/// What a settlement is on a day (R0.1): a cụm dân cư need not have a code, and may become a thôn.
package struct Settlement: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case thon
        case buon
        case toDanPho = "to_dan_pho"
        case cumDanCu = "cum_dan_cu"

        package var vi: String {
            switch self {
            case .thon: "thôn"
            case .buon: "buôn"
            case .toDanPho: "tổ dân phố"
            case .cumDanCu: "cụm dân cư"
            }
        }
    }

    package let book: Int32
    package let id: UUID
    package let kind: Kind
    package let name: String
    package let code: String?
    /// Nil where nobody wrote down since when.
    package let validFrom: CalendarDay?
    package let communeCode: String
    package let residents: Int
    package let households: Int
}

/// Settlements of the communes within reach.
package enum Settlements {
    /// Opens a settlement.
    package static func register(
        _ id: UUID,
        in book: Int32,
        kind: Settlement.Kind,
        name: String,
        code: String?,
        since day: CalendarDay
    ) -> Query<Void> {
        let key = AreaName(name)?.key ?? name
        return Query([
            "insert into registry.settlement (book_id, id, recorded_by) values (\(book), \(id), (select auth.user_id()))",
            """
            insert into registry.settlement_status
                (book_id, settlement_id, kind, name, name_key, code, valid_from, recorded_by)
            values (\(book), \(id), \(kind.rawValue), \(name), \(key), \(code), \(day.date), (select auth.user_id()))
            """,
        ])
    }

    /// Gives a settlement another status, name or code from a day on; its people and history stay (A7).
    package static func change(
        _ id: UUID,
        in book: Int32,
        to kind: Settlement.Kind,
        name: String,
        code: String?,
        since day: CalendarDay,
        decision: String?
    ) -> Query<Void> {
        let key = AreaName(name)?.key ?? name
        return Query([
            """
            select derive.change_settlement(\(book), \(id), \(kind.rawValue), \(name), \(key), \(code), \(day.date),
                \(decision))
            """
        ])
    }

    /// The settlements of a commune on a day, with who lives there now; all within reach where `commune` is nil.
    package static func list(commune: String?, on day: CalendarDay?) -> Query<[Settlement]> {
        let when = Day.orToday(day)
        let place: SQL = commune.map { "and commune.code = \($0)" } ?? ""
        return Query(
            """
            select status.book_id, status.settlement_id, status.kind, status.name, status.code, status.valid_from,
                   commune.code as commune_code,
                   (select count(*) from registry.resident_version as version
                    where version.book_id = status.book_id and version.settlement_id = status.settlement_id
                      and version.believed_to = 'infinity' and version.status = 'present') as residents,
                   (select count(*) from registry.household_version as version
                    where version.book_id = status.book_id and version.settlement_id = status.settlement_id
                      and version.believed_to = 'infinity' and version.members > 0) as households
            from registry.settlement_status as status
            join registry.book_area on book_area.book_id = status.book_id
                and book_area.valid_from <= \(when) and \(when) < book_area.valid_to
            join registry.area as commune on commune.id = book_area.area_id
            where status.valid_from <= \(when) and \(when) < status.valid_to \(place)
            order by commune.code, status.name collate "vi-x-icu", status.settlement_id
            """
        ) { rows in try rows.decode(Settlement.self) }
    }

    /// The residents who live in a settlement, by given name as Vietnamese alphabetises, after a cursor.
    package static func residents(
        of settlement: UUID,
        after cursor: ResidentCursor?,
        limit: Int
    ) -> Query<[ResidentSummary]> {
        let beyond: SQL =
            cursor.map {
                """
                and (version.given_name collate "vi-x-icu", version.name collate "vi-x-icu", version.resident_id)
                    > (select mark.given_name collate "vi-x-icu", mark.name collate "vi-x-icu", mark.resident_id
                       from registry.resident_version as mark
                       where mark.resident_id = \($0.resident) and mark.believed_to = 'infinity'
                       order by mark.book_id limit 1)
                """
            } ?? ""
        return Query(
            """
            select \(ResidentSummary.columns)
            from registry.resident_version as version
            \(ResidentSummary.joins)
            where version.settlement_id = \(settlement) and version.believed_to = 'infinity'
              and version.status = 'present' \(beyond)
            order by version.given_name collate "vi-x-icu", version.name collate "vi-x-icu", version.resident_id
            limit \(limit)
            """
        ) { rows in try rows.decode(ResidentSummary.self) }
    }

    /// The book that a settlement stands in, where the caller may edit it.
    package static func locate(_ id: UUID) -> Query<Int32?> {
        Query(
            """
            select settlement.book_id from registry.settlement
            where settlement.id = \(id) and settlement.book_id = any ((select auth.edit_books())::int[])
            """
        ) { rows in try rows.first.map { try $0["book_id"] } }
    }
}

/// Where the next page of residents begins: after the last one shown.
///
/// Holds an id only, so that no name is in a URL.
package struct ResidentCursor: Sendable, Hashable {
    package let resident: UUID

    package init(after resident: UUID) {
        self.resident = resident
    }
}

extension Settlement: RowDecodable {
    package init(row: Row) throws(RowDecodingError) {
        book = try row["book_id"]
        id = try row["settlement_id"]
        let kindName: String = try row["kind"]
        kind = Kind(rawValue: kindName) ?? .thon
        name = try row["name"]
        code = try row["code"]
        validFrom = CalendarDay(try row["valid_from"] as PostgresDate)
        communeCode = try row["commune_code"]
        residents = try row["residents"]
        households = try row["households"]
    }
}
