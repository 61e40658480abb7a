package import CivilIdentity
import FoundationEssentials
package import Postgres

/// An administrative unit as it was, or is, on some day (R5.1).
package struct Area: Sendable, Hashable {
    package let id: Int32
    package let level: Level
    /// The statistics office's code: 2, 3 or 5 digits, text, not unique over time.
    package let code: String
    package let name: String
    /// The unit above it on that day; nil for a province.
    package let parentCode: String?
    package let isUrban: Bool
    /// Nil where nobody knows since when, or while it lasts.
    package let validFrom: CalendarDay?
    package let validTo: CalendarDay?

    package enum Level: String, Sendable, CaseIterable {
        case province
        case district
        case commune
    }
}

extension Area: RowDecodable {
    static let columns: SQL = """
        area.id, area.level, area.code, area.name, parent.code as parent_code, area.urban, area.valid_from, area.valid_to
        """

    package init(row: Row) throws(RowDecodingError) {
        id = try row["id"]
        let levelName: String = try row["level"]
        level = Level(rawValue: levelName) ?? .commune
        code = try row["code"]
        name = try row["name"]
        parentCode = try row["parent_code"]
        isUrban = try row["urban"]
        validFrom = CalendarDay(try row["valid_from"] as PostgresDate)
        validTo = CalendarDay(try row["valid_to"] as PostgresDate)
    }
}

/// Units and books: public facts, for whoever is signed in.
package enum Areas {
    /// The unit of that code on that day, nil if there was none; `day` nil means today.
    package static func show(code: String, on day: CalendarDay?) -> Query<Area?> {
        let when = Day.orToday(day)
        return Query(
            """
            select \(Area.columns)
            from registry.area left join registry.area as parent on parent.id = area.parent_id
            where area.code = \(code) and area.valid_from <= \(when) and \(when) < area.valid_to
            """
        ) { rows in try rows.first.map { try Area(row: $0) } }
    }

    /// The units right below one, by code, on that day; all provinces where `code` is nil.
    package static func list(below code: String?, on day: CalendarDay?) -> Query<[Area]> {
        let when = Day.orToday(day)
        let place: SQL = code.map { "parent.code = \($0)" } ?? "area.parent_id is null"
        return Query(
            """
            select \(Area.columns)
            from registry.area left join registry.area as parent on parent.id = area.parent_id
            where \(place) and area.valid_from <= \(when) and \(when) < area.valid_to
            order by area.code
            """
        ) { rows in try rows.decode(Area.self) }
    }

    /// The unit of that code on that day, else the one that had the code last; nil if there was none by then.
    ///
    /// `day` nil means today. What a report is asked for: the district goes by its code also after the level is gone.
    package static func last(code: String, on day: CalendarDay?) -> Query<Area?> {
        let when = Day.orToday(day)
        return Query(
            """
            select \(Area.columns)
            from registry.area left join registry.area as parent on parent.id = area.parent_id
            where area.code = \(code) and area.valid_from <= \(when)
            order by area.valid_from desc
            limit 1
            """
        ) { rows in try rows.first.map { try Area(row: $0) } }
    }

    /// The communes of an area on a day of the map, within the caller's view: a select of `book_id`, `code` and `name`.
    ///
    /// Of an area that has ended by that day, the books of its last day, so that the district's ten communes of then and the
    /// five of now sum to the same (A8).
    static func communes(of area: Area, on mapDay: SQL) -> SQL {
        """
        select book_area.book_id, area.code, area.name
        from registry.books_within(\(area.id), \(mapDay)) as inside (book_id)
        join registry.book_area on book_area.book_id = inside.book_id
        join registry.area on area.id = book_area.area_id
        where book_area.valid_from <= \(mapDay) and \(mapDay) < book_area.valid_to
          and book_area.book_id = any ((select auth.view_books())::int[])
        """
    }

    /// The book in which a commune's records are opened today, nil if it has none.
    ///
    /// After a merger a commune has several: the one that the caller may edit, and of these the one that the code had before.
    /// A code that has ended means the book that was its own.
    package static func book(ofCommune code: String) -> Query<Int32?> {
        Query(
            """
            select book_area.book_id
            from registry.book_area
            join registry.area on area.id = book_area.area_id
            join registry.book on book.id = book_area.book_id
            where area.level = 'commune' and area.code = \(code) and book.closed_on is null
              and book_area.valid_from <= (select registry.today())
            order by (select registry.today()) < book_area.valid_to desc,
                     book_area.book_id = any ((select auth.edit_books())::int[]) desc,
                     exists (
                         select from registry.book_area as earlier
                         join registry.area as own on own.id = earlier.area_id and own.code = area.code
                         where earlier.book_id = book_area.book_id and earlier.valid_from < book_area.valid_from) desc,
                     book_area.valid_to desc, book_area.book_id
            limit 1
            """
        ) { rows in try rows.first.map { try $0["book_id"] } }
    }
}
