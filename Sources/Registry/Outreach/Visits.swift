package import CivilIdentity
package import FoundationEssentials
import Postgres

/// Outreach: teams, planned visits, what came of them, and where to go next.
package enum Visits {
    /// The visits of a household, the newest first.
    package static func list(of household: UUID, limit: Int) -> Query<[Visit]> {
        Query(
            """
            select \(Visit.columns) from registry.visit
            where visit.household_id = \(household) and visit.book_id = any ((select auth.view_books())::int[])
            order by coalesce(visit.visited_on, visit.planned_on) desc, visit.id desc
            limit \(limit)
            """
        ) { rows in try rows.decode(Visit.self) }
    }

    /// One visit, nil where there is none or it is out of reach.
    package static func show(_ id: UUID) -> Query<Visit?> {
        Query(
            """
            select \(Visit.columns) from registry.visit
            where visit.id = \(id) and visit.book_id = any ((select auth.view_books())::int[])
            """
        ) { rows in try rows.first.map { try Visit(row: $0) } }
    }

    /// The book that a household stands in, nil where there is none within reach.
    package static func book(of household: UUID) -> Query<Int32?> {
        Query(
            """
            select household.book_id from registry.household
            where household.id = \(household) and household.book_id = any ((select auth.view_books())::int[])
            """
        ) { rows in try rows.first.map { try $0["book_id"] } }
    }

    /// Where to go in a settlement today: the households where something is open, ordered by it (B10).
    ///
    /// First what was planned, then open cases, people without a number, and those whom nobody has visited for longest. A
    /// visit to a closed door is none.
    package static func next(in settlement: UUID, limit: Int) -> Query<[VisitListEntry]> {
        let statement: SQL = """
            with home as materialized (
                select version.book_id, version.household_id, version.head_id, version.members
                from registry.household_version as version
                where version.settlement_id = \(settlement) and version.believed_to = 'infinity'
                  and version.members > 0 and not version.closed
                  and version.book_id = any ((select auth.view_books())::int[])
            ),
            in_case as materialized (
                select own.book_id, known.resident_id
                from (select distinct home.book_id from home) as own
                cross join lateral outreach.open_cases(own.book_id) as known
            ),
            open as (
                select home.book_id, home.household_id,
                       count(*) filter (where not person.has_number) as without_number,
                       count(in_case.resident_id) as open_cases
                from home
                join registry.resident_version as person
                    on person.book_id = home.book_id and person.household_id = home.household_id
                    and person.believed_to = 'infinity' and person.status = 'present'
                left join in_case on (in_case.book_id, in_case.resident_id) = (person.book_id, person.resident_id)
                group by home.book_id, home.household_id
            ),
            entry as (
                select home.household_id, head.name as head, home.members, coalesce(open.open_cases, 0) as open_cases,
                       coalesce(open.without_number, 0) as without_number, visited.last_visit, visited.planned_on,
                       coalesce(visited.wishes, false) as wishes_home_issuing,
                       coalesce(visited.last_visit < limits.day, true) as is_stale
                from home
                cross join (
                    select (registry.today() - make_interval(months => parameter.value::int))::date as day
                    from registry.parameter where parameter.key = 'visit.stale_after'
                ) as limits
                left join open using (book_id, household_id)
                left join registry.resident_version as head
                    on head.book_id = home.book_id and head.resident_id = home.head_id and head.believed_to = 'infinity'
                cross join lateral (
                    select max(visit.visited_on) filter (where visit.state <> 'nobody_home') as last_visit,
                           min(visit.planned_on) filter (where visit.state = 'planned' and visit.planned_on <= registry.today())
                               as planned_on,
                           bool_or(visit.home_issuing) as wishes
                    from registry.visit
                    where visit.book_id = home.book_id and visit.household_id = home.household_id
                ) as visited
            )
            select entry.*
            from entry
            where entry.planned_on is not null or entry.open_cases > 0 or entry.without_number > 0 or entry.is_stale
            order by entry.planned_on nulls last, entry.open_cases desc, entry.without_number desc, entry.is_stale desc,
                     entry.last_visit nulls first, entry.household_id
            limit \(limit)
            """
        return Query(statement.named("visits.next")) { rows in try rows.decode(VisitListEntry.self) }
    }

    /// The teams of the communes within reach, on request also those that have ended.
    package static func teams(withEnded: Bool = false) -> Query<[OutreachTeam]> {
        Query(
            """
            select team.book_id, team.id, team.name, team.ended_on,
                   array(select member.user_id from registry.outreach_member as member
                         where (member.book_id, member.team_id) = (team.book_id, team.id) and member.left_on is null
                         order by member.user_id) as members
            from registry.outreach_team as team
            where \(withEnded) or team.ended_on is null
            order by team.book_id, team.name, team.ended_on nulls first
            """
        ) { rows in try rows.decode(OutreachTeam.self) }
    }

    /// The book that a team stands in, nil where there is none within reach.
    package static func book(ofTeam team: UUID) -> Query<Int32?> {
        Query("select team.book_id from registry.outreach_team as team where team.id = \(team)") { rows in
            try rows.first.map { try $0["book_id"] }
        }
    }

    // MARK: Steps

    /// Makes a team of users, named by their accounts.
    package static func makeTeam(_ id: UUID, in book: Int32, name: String, members: [String]) -> Query<Void> {
        Query(["select outreach.make_team(\(id), \(book), \(name), \(members))"])
    }

    /// Ends a team; its members leave with it, and what was planned stays planned.
    package static func endTeam(_ id: UUID, in book: Int32) -> Query<Void> {
        Query(["select outreach.end_team(\(book), \(id))"])
    }

    /// Adds the user of an account to a team.
    package static func join(_ team: UUID, in book: Int32, account: String) -> Query<Void> {
        Query(["select outreach.join_team(\(book), \(team), \(account))"])
    }

    /// Takes a user out of a team; that she belonged to it stays.
    package static func leave(_ team: UUID, in book: Int32, user: Int32) -> Query<Void> {
        Query(["select outreach.leave_team(\(book), \(team), \(user))"])
    }

    package static func plan(
        _ id: UUID,
        of household: UUID,
        in book: Int32,
        team: UUID?,
        on day: CalendarDay
    ) -> Query<Void> {
        Query(["select outreach.plan(\(id), \(book), \(household), \(team), \(day.date))"])
    }

    /// Records what came of visits, each whole or not at all; sent again, nothing twice (K3).
    ///
    /// `deviceTime` is what the device's clock says as it sends.
    package static func upload(_ visits: [VisitReport], in book: Int32, deviceTime: Date) -> Query<[VisitReceipt]> {
        let whats = visits.map { visit in
            visit.people.map { "{\"resident\":\"\($0.resident)\",\"what\":\"\($0.what.rawValue)\"}" }
        }
        // As columns, so that no text of a visit is ever put into JSON by hand.
        return Query(
            """
            select * from outreach.upload(\(book), \(deviceTime), (
                select jsonb_agg(jsonb_build_object(
                    'id', given.id, 'household', given.household, 'outcome', given.outcome, 'done_at', given.done_at,
                    'note', given.note, 'home_issuing', given.home_issuing, 'people', given.people::jsonb) order by given.place)
                from unnest(\(visits.map(\.id)), \(visits.map(\.household)), \(visits.map(\.outcome.rawValue)),
                    \(visits.map { PostgresTimestamp($0.doneAt) }), \(visits.map(\.note)),
                    \(visits.map(\.wishesHomeIssuing)), \(whats.map { "[" + $0.joined(separator: ",") + "]" }))
                    with ordinality as given (id, household, outcome, done_at, note, home_issuing, people, place)))
            """
        ) { rows in try rows.decode(VisitReceipt.self) }
    }
}
