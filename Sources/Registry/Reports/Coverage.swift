package import CivilIdentity
package import Postgres

/// How far the campaign has come in one commune: counts of people and households, as believed on a day.
package struct CoverageRow: Sendable, Hashable {
    /// The commune's code and name on the day that the report's map is of; empty in the total.
    package var code: String
    package var name: String
    package var residents = 0
    package var households = 0
    /// No personal number confirmed by a decision; numbers merely seen on papers do not count.
    package var withoutNumber = 0
    /// No paper was seen, whatever was answered; ``papersNotAsked`` of them were never asked.
    package var withoutPaper = 0
    package var papersNotAsked = 0
    /// No candidate year at all: unknown, refused or not asked.
    package var birthUnknown = 0
    /// More than one candidate year: a range or a zodiac year.
    package var birthUncertain = 0
    /// Under 14 on the day in every candidate year, and those of whom nobody can say (R9.9).
    package var under14 = 0
    package var under14Unsure = 0
    /// Mông, Dao, Tày, Nùng.
    package var fourPeoples = 0
    /// No ethnic group known, so that the share of the four peoples is of the others.
    package var ethnicityUnknown = 0
    package var poor = 0
    package var nearPoor = 0
    /// Households never assessed; not the same as not poor (R6.4).
    package var unassessed = 0

    /// The four peoples among those whose group is known, from 0 to 1; nil where nobody's is.
    package var shareOfFourPeoples: Double? {
        let known = residents - ethnicityUnknown
        return known > 0 ? Double(fourPeoples) / Double(known) : nil
    }
}

/// The coverage report: its communes and their sum, from one statement.
package struct CoverageReport: Sendable {
    package let area: Area
    /// Nil: today.
    package let asOf: CalendarDay?
    /// Whether communes are named and grouped by today's map instead of the day's own.
    package let asNow: Bool
    package let communes: [CoverageRow]

    /// The communes' sum; people who moved stand in one book on any day, so nobody counts twice.
    package var total: CoverageRow {
        communes.reduce(into: CoverageRow(code: "", name: "")) { sum, row in
            for column in CoverageColumn.all { sum[keyPath: column.count] += row[keyPath: column.count] }
        }
    }
}

extension CoverageRow: RowDecodable {
    package init(row: Row) throws(RowDecodingError) {
        self.init(code: try row["code"], name: try row["name"])
        for column in CoverageColumn.all { self[keyPath: column.count] = try row[column.name] }
    }
}

package enum Reports {
    /// Coverage of an area, one row per commune that the caller's reach opens.
    ///
    /// Reads versions only, so that a past day costs what today costs; grouped by book first, and the sums come from the same
    /// statement as the rows (design/architecture.md, "Growing past one machine", 10).
    package static func coverage(of area: Area, asOf day: CalendarDay?, asNow: Bool) -> Query<CoverageReport> {
        let mapDay: SQL = asNow ? "(select registry.today())" : Day.orToday(day)
        let moment = Day.lastMoment(of: day)
        let turning14: SQL = "(select (\(Day.orToday(day)) - interval '14 years')::date)"
        let statement: SQL = """
            with commune as (
                \(Areas.communes(of: area, on: mapDay))
            ),
            \(counts(at: moment, turning14: turning14))
            select commune.code, commune.name,
                   coalesce(sum(people.residents), 0)::bigint as residents,
                   coalesce(sum(homes.households), 0)::bigint as households,
                   coalesce(sum(people.without_number), 0)::bigint as without_number,
                   coalesce(sum(people.without_paper), 0)::bigint as without_paper,
                   coalesce(sum(people.papers_not_asked), 0)::bigint as papers_not_asked,
                   coalesce(sum(people.birth_unknown), 0)::bigint as birth_unknown,
                   coalesce(sum(people.birth_uncertain), 0)::bigint as birth_uncertain,
                   coalesce(sum(people.under_14), 0)::bigint as under_14,
                   coalesce(sum(people.under_14_unsure), 0)::bigint as under_14_unsure,
                   coalesce(sum(people.four_peoples), 0)::bigint as four_peoples,
                   coalesce(sum(people.ethnicity_unknown), 0)::bigint as ethnicity_unknown,
                   coalesce(sum(homes.poor), 0)::bigint as poor,
                   coalesce(sum(homes.near_poor), 0)::bigint as near_poor,
                   coalesce(sum(homes.unassessed), 0)::bigint as unassessed
            from commune
            left join people using (book_id)
            left join homes using (book_id)
            group by commune.code, commune.name
            order by commune.code
            """
        return Query(statement.named("reports.coverage")) { rows in
            CoverageReport(area: area, asOf: day, asNow: asNow, communes: try rows.decode(CoverageRow.self))
        }
    }

    /// Two parts of a WITH clause, `people` and `homes`: what was believed at a moment, counted per book.
    ///
    /// One text for the report and for the snapshot of a night, so that the two cannot drift apart. Materialized: a planner
    /// that expects one commune counts all people again for each of ten.
    static func counts(at moment: SQL, turning14: SQL) -> SQL {
        """
        people as materialized (
            select version.book_id,
                   count(*) as residents,
                   count(*) filter (where not version.has_number) as without_number,
                   count(*) filter (where version.papers is distinct from 'seen') as without_paper,
                   count(*) filter (where version.papers is null) as papers_not_asked,
                   count(*) filter (where version.born_earliest is null) as birth_unknown,
                   count(*) filter (where version.born_precision in ('range', 'zodiac')) as birth_uncertain,
                   count(*) filter (where version.born_earliest > \(turning14)) as under_14,
                   count(*) filter (where version.born_earliest is null
                       or version.born_earliest <= \(turning14)
                          and version.born_latest > \(turning14)) as under_14_unsure,
                   count(*) filter (where version.ethnic_code in ('08', '09', '02', '07')) as four_peoples,
                   count(*) filter (where version.ethnic_code is null) as ethnicity_unknown
            from registry.resident_version as version
            where version.believed_from <= \(moment) and \(moment) < version.believed_to
              and version.status = 'present'
            group by version.book_id
        ),
        homes as materialized (
            select version.book_id,
                   count(*) as households,
                   count(*) filter (where version.poverty_class = 'POOR') as poor,
                   count(*) filter (where version.poverty_class = 'NEAR_POOR') as near_poor,
                   count(*) filter (where version.poverty_class is null) as unassessed
            from registry.household_version as version
            where version.believed_from <= \(moment) and \(moment) < version.believed_to
              and version.members > 0 and not version.closed
            group by version.book_id
        )
        """
    }
}
