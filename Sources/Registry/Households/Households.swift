package import CivilIdentity
package import FoundationEssentials
import Postgres

/// A household with its members, place and poverty status.
package struct HouseholdRecord: Sendable {
    package let book: Int32
    package let id: UUID
    package let communeCode: String
    package let revision: Int32
    package let settlement: UUID?
    package let settlementName: String?
    package let bookNumber: String?
    package let openedOn: CalendarDay?
    package let closedOn: CalendarDay?
    /// Nil: unassessed, which is not the same as not poor (R6.4).
    package let povertyClass: String?
    package let povertyYear: Int?
    package let members: [Member]

    package struct Member: Sendable {
        package let resident: UUID
        package let name: String
        package let isPrincipal: Bool
        package let relation: String
        package let declared: String?
        package let validFrom: CalendarDay?
        package let validTo: CalendarDay?
    }
}

/// A line of a settlement's list of households.
package struct HouseholdSummary: Sendable {
    package let book: Int32
    package let id: UUID
    package let bookNumber: String?
    package let headName: String?
    package let headID: UUID?
    package let members: Int
    package let povertyClass: String?
}

/// Households: who lives with whom, since when, and what the yearly review says of them.
package enum Households {
    /// The statements that open a household in a settlement.
    static func open(
        _ id: UUID,
        in book: Int32,
        settlement: UUID,
        on day: CalendarDay,
        bookNumber: String? = nil,
        phone: String? = nil,
        source: String? = nil
    ) -> [SQL] {
        [
            """
            insert into registry.household (book_id, id, book_no, phone, opened_on, source, recorded_by)
            values (\(book), \(id), \(bookNumber), \(phone), \(day.date), \(source), (select auth.user_id()))
            """,
            """
            insert into registry.household_place (book_id, household_id, settlement_id, valid_from, recorded_by)
            values (\(book), \(id), \(settlement), \(day.date), (select auth.user_id()))
            """,
        ]
    }

    /// Opens a household without members yet.
    package static func register(
        _ id: UUID,
        in book: Int32,
        settlement: UUID,
        on day: CalendarDay,
        bookNumber: String? = nil,
        phone: String? = nil
    ) -> Query<Void> {
        Query(
            open(id, in: book, settlement: settlement, on: day, bookNumber: bookNumber, phone: phone)
                + ["select derive.refresh_household(\(book), \(id))"]
        )
    }

    /// Adds a resident of the same book; the database refuses a second principal household and a second head (A6).
    package static func add(
        _ resident: UUID,
        to household: UUID,
        in book: Int32,
        relation: RelationToHead,
        declared: String? = nil,
        isPrincipal: Bool = true,
        since day: CalendarDay
    ) -> Query<Void> {
        Query([
            """
            insert into registry.household_member
                (book_id, household_id, resident_id, principal, relation, declared, valid_from, recorded_by)
            values (\(book), \(household), \(resident), \(isPrincipal), \(relation.rawValue), \(declared), \(day.date),
                (select auth.user_id()))
            """,
            "select derive.refresh(\(book), \(resident))",
            "select derive.refresh_household(\(book), \(household))",
        ])
    }

    /// Ends a membership on a day.
    ///
    /// - Returns: Whether there was one to end.
    package static func end(
        _ resident: UUID,
        of household: UUID,
        in book: Int32,
        on day: CalendarDay,
        way: EndOfMembership
    ) -> Query<Bool> {
        Query([
            "select derive.end_membership(\(book), \(household), \(resident), \(day.date), \(way.rawValue)) as ended",
            "select derive.refresh(\(book), \(resident))",
            "select derive.refresh_household(\(book), \(household))",
        ]) { results in
            guard let row = results.first?.first else { return false }
            return try row["ended"] as Int32 > 0
        }
    }

    /// Records the class that the yearly review gave a household, by decision (R6.2).
    package static func assess(
        _ household: UUID,
        in book: Int32,
        year: Int16,
        as povertyClass: PovertyClass,
        decision: String?,
        since day: CalendarDay
    ) -> Query<Void> {
        Query([
            """
            insert into registry.poverty_status
                (book_id, household_id, review_year, class, decision_no, valid_from, recorded_by)
            values (\(book), \(household), \(year), \(povertyClass.rawValue), \(decision), \(day.date),
                (select auth.user_id()))
            """,
            "select derive.refresh_household(\(book), \(household))",
        ])
    }

    /// A household within reach, nil for one that is not or does not exist.
    package static func show(_ id: UUID) -> Query<HouseholdRecord?> {
        Query([
            """
            select version.book_id, version.household_id, version.revision, version.settlement_id, version.poverty_class,
                   version.poverty_year, household.book_no, household.opened_on, household.closed_on,
                   commune.code as commune_code,
                   (select status.name from registry.settlement_status as status
                    where status.book_id = version.book_id and status.settlement_id = version.settlement_id
                    order by status.valid_from desc limit 1) as settlement_name
            from registry.household_version as version
            join registry.household on household.book_id = version.book_id and household.id = version.household_id
            join registry.book_area on book_area.book_id = version.book_id
                and book_area.valid_from <= (select registry.today()) and (select registry.today()) < book_area.valid_to
            join registry.area as commune on commune.id = book_area.area_id
            where version.household_id = \(id) and version.believed_to = 'infinity'
            """,
            """
            select member.resident_id, member.principal, member.relation, member.declared, member.valid_from,
                   member.valid_to, version.name
            from registry.household_member as member
            join registry.resident_version as version
                on version.book_id = member.book_id and version.resident_id = member.resident_id
                and version.believed_to = 'infinity'
            where member.household_id = \(id)
            order by member.valid_to desc, member.relation, version.born_earliest nulls last, member.id
            """,
        ]) { results in
            guard results.count == 2, let row = results[0].first else { return nil }
            return HouseholdRecord(
                book: try row["book_id"],
                id: try row["household_id"],
                communeCode: try row["commune_code"],
                revision: try row["revision"],
                settlement: try row["settlement_id"],
                settlementName: try row["settlement_name"],
                bookNumber: try row["book_no"],
                openedOn: CalendarDay(try row["opened_on"] as PostgresDate),
                closedOn: (try row["closed_on"] as PostgresDate?).flatMap { CalendarDay($0) },
                povertyClass: try row["poverty_class"],
                povertyYear: (try row["poverty_year"] as Int16?).map(Int.init),
                members: try results[1].map(Self.member)
            )
        }
    }

    private static func member(_ row: Row) throws -> HouseholdRecord.Member {
        HouseholdRecord.Member(
            resident: try row["resident_id"],
            name: try row["name"],
            isPrincipal: try row["principal"],
            relation: try row["relation"],
            declared: try row["declared"],
            validFrom: CalendarDay(try row["valid_from"] as PostgresDate),
            validTo: CalendarDay(try row["valid_to"] as PostgresDate)
        )
    }

    /// The households of a settlement, by id after `after`, at most `limit`.
    package static func list(settlement: UUID, after: UUID?, limit: Int) -> Query<[HouseholdSummary]> {
        let beyond: SQL = after.map { "and version.household_id > \($0)" } ?? ""
        return Query(
            """
            select version.book_id, version.household_id, version.members, version.poverty_class, version.head_id,
                   household.book_no, head.name as head_name
            from registry.household_version as version
            join registry.household on household.book_id = version.book_id and household.id = version.household_id
            left join registry.resident_version as head
                on head.book_id = version.book_id and head.resident_id = version.head_id and head.believed_to = 'infinity'
            where version.settlement_id = \(settlement) and version.believed_to = 'infinity' and not version.closed \(beyond)
            order by version.household_id
            limit \(limit)
            """
        ) { rows in
            try rows.map { row in
                HouseholdSummary(
                    book: try row["book_id"],
                    id: try row["household_id"],
                    bookNumber: try row["book_no"],
                    headName: try row["head_name"],
                    headID: try row["head_id"],
                    members: Int(try row["members"] as Int32),
                    povertyClass: try row["poverty_class"]
                )
            }
        }
    }

    /// Who lived in a household, or anywhere in a settlement, on a day: exactly, from the memberships (A6).
    package static func livedHere(settlement: UUID, on day: CalendarDay) -> Query<[UUID]> {
        Query(
            """
            select distinct member.resident_id
            from registry.household_member as member
            join lateral (
                select place.settlement_id from registry.household_place as place
                where place.book_id = member.book_id and place.household_id = member.household_id
                  and place.valid_from <= \(day.date)
                order by place.valid_from desc, place.id desc limit 1
            ) as place on place.settlement_id = \(settlement)
            where member.valid_from <= \(day.date) and \(day.date) < member.valid_to
              and member.ended_by_way is distinct from 'withdrawn'
            order by member.resident_id
            """
        ) { rows in try rows.map { try $0["resident_id"] } }
    }

    /// The book that a household stands in, where the caller may edit it.
    package static func locate(_ id: UUID) -> Query<Int32?> {
        Query(
            """
            select household.book_id from registry.household
            where household.id = \(id) and household.book_id = any ((select auth.edit_books())::int[])
            """
        ) { rows in try rows.first.map { try $0["book_id"] } }
    }
}

/// How a membership ended.
package enum EndOfMembership: String, Sendable, CaseIterable {
    case moved
    case headChanged = "head_changed"
    case corrected
}

/// The classes of the poverty review 2021–2025 (Decree 07/2021, rule R6.1).
package enum PovertyClass: String, Sendable, CaseIterable {
    case poor = "POOR"
    case nearPoor = "NEAR_POOR"
    case average = "AVERAGE"
    case above = "ABOVE"
}
