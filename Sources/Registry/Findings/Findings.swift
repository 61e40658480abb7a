package import CivilIdentity
package import FoundationEssentials
import Postgres

/// Findings of the books within reach: what the nights found, and what becomes of it.
package enum Findings {
    /// Which findings are asked for; nil and empty leave open.
    package struct Filter: Sendable {
        package var commune: String?
        /// Empty: those that stand, open, acknowledged or reopened.
        package var states: [Finding.State] = []
        package var check: String?
        package var severity: Finding.Severity?
        package var isMine = false

        package init() {}
    }

    /// Findings, the worst first, then the oldest, after a cursor.
    ///
    /// The page is cut before anything is joined to it: a district has tens of thousands.
    package static func list(_ filter: Filter, after cursor: UUID?, limit: Int) -> Query<[Finding]> {
        var conditions: [SQL] = []
        let states = filter.states.isEmpty ? [.open, .acknowledged, .reopened] : filter.states
        if !states.contains(.resolved) { conditions.append("finding.resolved_at is null") }
        conditions.append("\(Finding.state) = any (\(states.map(\.rawValue)))")
        if let commune = filter.commune {
            conditions.append(
                """
                finding.book_id in (
                    select book_area.book_id from registry.book_area
                    join registry.area on area.id = book_area.area_id and area.code = \(commune)
                    where book_area.valid_from <= (select jobs.today()) and (select jobs.today()) < book_area.valid_to)
                """
            )
        }
        if let check = filter.check { conditions.append("finding.check_name = \(check)") }
        // At least as severe.
        if let severity = filter.severity {
            conditions.append(
                "registry.severity_rank(finding.severity) >= registry.severity_rank(\(severity.rawValue))"
            )
        }
        if filter.isMine { conditions.append("finding.assignee = (select auth.user_id())") }
        if let cursor {
            conditions.append(
                """
                (-registry.severity_rank(finding.severity), finding.first_seen, finding.id)
                    > (select -registry.severity_rank(last.severity), last.first_seen, last.id
                       from registry.finding as last where last.id = \(cursor))
                """
            )
        }
        return Query(
            """
            select \(Finding.columns)
            from (
                select finding.* from registry.finding
                where \(conditions.joined(separator: " and "))
                order by -registry.severity_rank(finding.severity), finding.first_seen, finding.id
                limit \(limit)
            ) as finding
            \(Finding.joins)
            order by -registry.severity_rank(finding.severity), finding.first_seen, finding.id
            """
        ) { rows in try rows.decode(Finding.self) }
    }

    /// One finding with its history, nil where there is none or it is out of reach.
    package static func show(_ id: UUID) -> Query<FindingHistory?> {
        Query([
            """
            select \(Finding.columns), known.why, known.why_vi, known.remedy, known.remedy_vi
            from registry.finding \(Finding.joins)
            where finding.id = \(id)
            """,
            """
            select event.kind, event.at, event.user_name, event.said, event.assignee_name, event.until
            from registry.finding_event as event where event.finding_id = \(id)
            order by event.at, event.id
            """,
        ]) { results in
            guard let row = results.first?.first else { return nil }
            return FindingHistory(
                finding: try Finding(row: row),
                why: try row["why"],
                whyVi: try row["why_vi"],
                remedy: try row["remedy"],
                remedyVi: try row["remedy_vi"],
                events: try results[1].decode(FindingHistory.Event.self)
            )
        }
    }

    /// How many came, came back, went and stayed, by check, commune and night, from one day to another.
    package static func trend(
        commune: String?,
        check: String?,
        from: CalendarDay,
        to: CalendarDay
    ) -> Query<[FindingTrend]> {
        let place: SQL = commune.map { "and commune.code = \($0)" } ?? ""
        let name: SQL = check.map { "and trend.check_name = \($0)" } ?? ""
        return Query(
            """
            select trend.check_name, commune.code as commune_code, trend.night,
                   sum(trend.opened)::bigint as opened, sum(trend.reopened)::bigint as reopened,
                   sum(trend.healed)::bigint as healed,
                   coalesce(sum(trend.carried) filter (where trend.run_id = trend.last_run), 0)::bigint as carried
            from (
                select *, max(run_id) over (partition by book_id, check_name, night) as last_run
                from registry.finding_trend
                where night between \(from.date) and \(to.date)
            ) as trend
            left join registry.book_area on book_area.book_id = trend.book_id
                and book_area.valid_from <= trend.night and trend.night < book_area.valid_to
            left join registry.area as commune on commune.id = book_area.area_id
            where true \(place) \(name)
            group by trend.check_name, commune.code, trend.night
            order by trend.night, trend.check_name, commune.code nulls first
            """
        ) { rows in try rows.decode(FindingTrend.self) }
    }

    // MARK: What people do

    // The functions of schema finding ask for the caller's reach and raise: SG404 out of reach, SG403 seen but not to be
    // handled, SG409 where the finding's state or a value does not allow it.

    /// Gives a finding to somebody who handles findings of its book, until a day; nil takes it from whoever had it.
    package static func assign(
        _ id: UUID,
        in book: Int32,
        to name: String?,
        due day: CalendarDay?,
        said: String?
    ) -> Query<Void> {
        Query(["select finding.assign(\(book), \(id), \(name), \(day?.date), \(said))"])
    }

    package static func comment(_ id: UUID, in book: Int32, said: String) -> Query<Void> {
        Query(["select finding.comment(\(book), \(id), \(said))"])
    }

    /// Sets a finding aside until a day, that day included; for who approves in its book.
    package static func waive(_ id: UUID, in book: Int32, until day: CalendarDay, reason: String) -> Query<Void> {
        Query(["select finding.waive(\(book), \(id), \(day.date), \(reason))"])
    }

    package static func withdrawWaiver(_ id: UUID, in book: Int32, said: String?) -> Query<Void> {
        Query(["select finding.withdraw_waiver(\(book), \(id), \(said))"])
    }
}
