package import CivilIdentity
import FoundationEssentials
import Postgres

/// What somebody looks for: a line as typed, and what the form asks beside it.
package struct ResidentSearch: Sendable {
    /// The line, taken apart.
    package var text: SearchText
    /// Days of birth asked for beside the line's own; nil for none.
    package var born: ClosedRange<CalendarDay>?
    /// A commune, district or province to keep to; nil for the whole reach.
    package var areaCode: String?
    package var limit: Int
    /// How many of the best to pass over, for the next page.
    package var offset: Int

    /// The most hits that pages may go through.
    package static let deepest = 200

    package init(
        text: SearchText,
        born: ClosedRange<CalendarDay>? = nil,
        areaCode: String? = nil,
        limit: Int = 20,
        offset: Int = 0
    ) {
        self.text = text
        self.born = born
        self.areaCode = areaCode
        self.limit = limit
        self.offset = offset
    }

    /// Whether anything is asked for.
    package var isEmpty: Bool { text.tokens.isEmpty && asked == nil }

    /// The days of birth that line and form ask for together; nil where neither does, empty where they contradict.
    var asked: [ClosedRange<CalendarDay>]? {
        guard let born else { return text.born }
        guard let typed = text.born else { return [born] }
        return typed.compactMap { $0.overlaps(born) ? $0.clamped(to: born) : nil }
    }
}

/// A resident that was found, with how well and why.
package struct ResidentHit: Sendable {
    package let summary: ResidentSummary
    /// 0 to 1; compares hits of one search only.
    package let score: Double
    /// What agreed: "name.BIRTH", "born".
    package let why: [String]
}

extension Residents {
    /// Residents within the caller's view by any of their names and by candidate years, best first, then by given name
    /// as Vietnamese alphabetises (rows D1, D4).
    ///
    /// The function finds by index within the caller's scope and returns keys only; the join gives row security the last
    /// word (design/access.md, "the leakproof trap").
    package static func search(_ search: ResidentSearch) -> Query<[ResidentHit]> {
        let tokens = search.text.tokens
        let clans = tokens.map { ClanSets.shared.key(ofFamilyName: $0) }
        let ranges = search.asked.map { asked in
            asked.map { PostgresRange(from: $0.lowerBound.date, before: $0.upperBound.advanced(by: 1).date) }
        }
        let born: SQL = ranges.map { "datemultirange(variadic \($0))" } ?? "null::datemultirange"
        let wanted = Int32(min(search.offset + search.limit, ResidentSearch.deepest))
        let within: SQL =
            search.areaCode.map {
                """
                array(
                    select registry.books_within(asked.id, (select registry.today()))
                    from (
                        select area.id from registry.area
                        where area.code = \($0) and area.valid_from <= (select registry.today())
                        order by area.valid_from desc limit 1
                    ) as asked)
                """
            } ?? "null::int[]"
        let statement: SQL = """
            select \(ResidentSummary.columns), hit.score::float8 as score, hit.why
            from search.residents(\(tokens.map(\.k3)), \(clans), \(tokens.map(\.k2)), \(tokens.map(\.k1)), \(born),
                \(within), \(wanted)) as hit
            join registry.resident_version as version
                on version.book_id = hit.book_id and version.resident_id = hit.id and version.believed_to = 'infinity'
            \(ResidentSummary.joins)
            order by hit.place
            offset \(search.offset)
            """
        return Query(statement.named("residents.search")) { rows in
            try rows.map { row in
                ResidentHit(
                    summary: try ResidentSummary(row: row),
                    score: try row["score"],
                    why: try row["why"]
                )
            }
        }
    }
}
