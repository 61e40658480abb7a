package import FoundationEssentials
import Postgres

/// Identity cases of the books within reach.
package enum IdentityCases {
    /// Which cases are asked for; nil and empty leave open.
    package struct Filter: Sendable {
        package var commune: String?
        /// Empty: all that are not over.
        package var states: [IdentityCase.State] = []
        package var resident: UUID?
        /// Only those whose day has passed.
        package var isOverdue = false
        /// Only those that the district has on its list.
        package var isEscalated = false

        package init() {}
    }

    /// Cases, the first due first, after a cursor.
    package static func list(_ filter: Filter, after cursor: UUID?, limit: Int) -> Query<[IdentityCase]> {
        let states = filter.states.isEmpty ? IdentityCase.State.allCases.filter { !$0.isOver } : filter.states
        var conditions: [SQL] = ["known.state = any (\(states.map(\.rawValue)))"]
        if let commune = filter.commune {
            conditions.append(Books.ofCommune(commune, column: "known.book_id"))
        }
        if let resident = filter.resident { conditions.append("known.resident_id = \(resident)") }
        if filter.isOverdue { conditions.append(IdentityCase.isOverdue) }
        if filter.isEscalated { conditions.append("known.escalated_on is not null") }
        if let cursor {
            conditions.append(
                """
                (coalesce(known.due_on, 'infinity'), known.id)
                    > (select coalesce(last.due_on, 'infinity'), last.id from registry.identity_case as last
                       where last.id = \(cursor))
                """
            )
        }
        return Query(
            """
            select \(IdentityCase.columns)
            from (
                select known.* from registry.identity_case as known
                where \(conditions.joined(separator: " and "))
                order by coalesce(known.due_on, 'infinity'), known.id
                limit \(limit)
            ) as known
            \(IdentityCase.joins)
            order by coalesce(known.due_on, 'infinity'), known.id
            """
        ) { rows in try rows.decode(IdentityCase.self) }
    }

    /// The case as it stands, nil where there is none or it is out of reach.
    package static func locate(_ id: UUID) -> Query<IdentityCase?> {
        Query(
            "select \(IdentityCase.columns) from registry.identity_case as known \(IdentityCase.joins) where known.id = \(id)"
        ) {
            rows in try rows.first.map { try IdentityCase(row: $0) }
        }
    }

    /// One case with all that belongs to it, nil where there is none or it is out of reach.
    package static func show(_ id: UUID) -> Query<IdentityCaseRecord?> {
        Query([
            """
            select \(IdentityCase.columns), cases.strength(known.book_id, known.id) as strength,
                   (select setting.value::int from registry.parameter as setting where setting.key = 'case.threshold') as threshold
            from registry.identity_case as known \(IdentityCase.joins)
            where known.id = \(id)
            """,
            "select \(CaseEvent.columns) from registry.case_event as event where event.case_id = \(id) order by event.id",
            """
            select step.* from registry.identity_case as known
            cross join lateral cases.next_steps(known.book_id, known.id) as step
            where known.id = \(id)
            """,
            """
            select question.* from registry.identity_case as known
            cross join lateral cases.next_questions(known.book_id, known.id) as question
            where known.id = \(id)
            order by question.rank
            """,
            """
            select \(VerificationRequest.columns) from registry.verification_request_now as request
            \(VerificationRequest.joins)
            where request.case_id = \(id)
            order by request.year, request.running
            """,
        ]) { results in
            guard let row = results.first?.first else { return nil }
            return IdentityCaseRecord(
                summary: try IdentityCase(row: row),
                events: try results[1].decode(CaseEvent.self),
                strength: try row["strength"],
                threshold: try row["threshold"],
                nextSteps: try results[2].decode(NextStep.self),
                questions: try results[3].decode(CaseQuestion.self),
                requests: try results[4].decode(VerificationRequest.self)
            )
        }
    }

    /// What happened to a case after a revision: what somebody who was late needs to know.
    package static func events(of id: UUID, after revision: Int32) -> Query<[CaseEvent]> {
        Query(
            """
            select \(CaseEvent.columns) from registry.case_event as event
            where event.case_id = \(id) and event.revision > \(revision) order by event.id
            """
        ) { rows in try rows.decode(CaseEvent.self) }
    }

    /// The book in which a person's case would be opened: where she stays now, of those that the caller edits.
    package static func bookToOpen(for resident: UUID) -> Query<Int32?> {
        Query(
            """
            select stay.book_id from registry.stay
            where stay.book_id = any ((select auth.edit_books())::int[]) and stay.resident_id = \(resident)
            order by (stay.closed_on is null) desc, stay.book_id
            limit 1
            """
        ) { rows in try rows.first.map { try $0["book_id"] } }
    }
}

/// Conditions on the book that a row stands in.
enum Books {
    /// The books of a commune today.
    static func ofCommune(_ code: String, column: SQL) -> SQL {
        """
        \(column) in (
            select book_area.book_id from registry.book_area
            join registry.area on area.id = book_area.area_id and area.code = \(code)
            where book_area.valid_from <= (select jobs.today()) and (select jobs.today()) < book_area.valid_to)
        """
    }

    /// The books of the communes that lie in an area today.
    static func within(_ code: String, column: SQL) -> SQL {
        """
        \(column) in (
            select book_area.book_id from registry.book_area
            where book_area.valid_from <= (select jobs.today()) and (select jobs.today()) < book_area.valid_to
              and book_area.area_id in (
                  select inside from registry.area
                  cross join lateral registry.areas_within(area.id, (select jobs.today())) as inside
                  where area.code = \(code) and area.valid_from <= (select jobs.today())
                    and (select jobs.today()) < area.valid_to))
        """
    }
}
