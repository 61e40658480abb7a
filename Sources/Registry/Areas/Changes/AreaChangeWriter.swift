import CivilIdentity
import Postgres

/// Writes a plan: a statement for each kind of change, whatever the number of units.
struct AreaChangeWriter {
    let plan: AreaChangePlan

    /// Writes within the transaction of whoever holds the locks.
    func write(_ transaction: PostgresTransaction) async throws {
        let numbers = try await numbers(transaction)
        func number(_ id: Int32) -> Int32 { numbers[id] ?? id }
        var statements: [SQL] = []
        if !plan.begun.isEmpty { statements += beginnings }
        if !plan.ended.isEmpty { statements.append(endings(number)) }
        if !plan.added.isEmpty { statements.append(additions(number)) }
        if !plan.opened.isEmpty { statements.append(openings) }
        statements.append(records(number))
        // The map last: its trigger writes everybody's reach anew, from areas as they are then. Where no book moves, a grant
        // may still lie in a unit that ended.
        statements.append(plan.places.isEmpty ? "select auth.flatten(null)" : places(number))
        _ = try await transaction.pipeline(statements)
    }

    /// Numbers for the versions that are new.
    private func numbers(_ transaction: PostgresTransaction) async throws -> [Int32: Int32] {
        let rows = try await transaction.rows(
            """
            select nextval(pg_get_serial_sequence('registry.area', 'id'))::int as id
            from generate_series(1, \(Int32(plan.added.count)))
            """
        )
        let ids: [Int32] = try rows.map { try $0["id"] }
        return Dictionary(zip(plan.added.map(\.id), ids)) { first, _ in first }
    }

    /// Units of which nobody had known since when they are.
    private var beginnings: [SQL] {
        let ids = plan.begun.map(\.id)
        let days = plan.begun.map(\.day)
        return [
            """
            update registry.area set valid_from = given.day
            from unnest(\(ids), \(days)) as given (id, day) where area.id = given.id
            """,
            """
            update registry.book_area set valid_from = given.day
            from unnest(\(ids), \(days)) as given (id, day)
            where book_area.area_id = given.id and book_area.valid_from < given.day
            """,
        ]
    }

    private func endings(_ number: (Int32) -> Int32) -> SQL {
        """
        update registry.area set valid_to = given.day
        from unnest(\(plan.ended.map { number($0.id) }), \(plan.ended.map(\.day))) as given (id, day)
        where area.id = given.id
        """
    }

    private func additions(_ number: (Int32) -> Int32) -> SQL {
        let added = plan.added
        return """
            insert into registry.area
                (id, unit_id, level, code, name, name_key, kind, urban, parent_id, valid_from, valid_to)
            overriding system value
            select * from unnest(\(added.map { number($0.id) }), \(added.map { number($0.unit) }),
                \(added.map(\.level.rawValue)), \(added.map(\.code)), \(added.map(\.name)), \(added.map(\.key)),
                \(added.map(\.kind)), \(added.map(\.isUrban)), \(added.map { $0.parent.map(number) }), \(added.map(\.from)),
                \(added.map(\.to)))
            """
    }

    private var openings: SQL {
        """
        insert into registry.book (id, opened_on)
        select * from unnest(\(plan.opened.map(\.book)), \(plan.opened.map(\.from)))
        """
    }

    /// One statement, so that a book is never without a commune; the rows that end do so before the others begin, because
    /// these wait for their count.
    private func places(_ number: (Int32) -> Int32) -> SQL {
        let (closings, places) = (plan.closings, plan.places)
        return """
            with closed as (
                update registry.book_area set valid_to = given.day
                from unnest(\(closings.map(\.book)), \(closings.map(\.since)), \(closings.map(\.day)))
                    as given (book_id, since, day)
                where (book_area.book_id, book_area.valid_from) = (given.book_id, given.since)
                returning book_area.book_id
            )
            insert into registry.book_area (book_id, area_id, valid_from, valid_to)
            select given.*
            from unnest(\(places.map(\.book)), \(places.map { number($0.area) }), \(places.map(\.from)), \(places.map(\.to)))
                as given
            where (select count(*) from closed) >= 0
            """
    }

    private func records(_ number: (Int32) -> Int32) -> SQL {
        let records = plan.records
        return """
            insert into registry.area_change (effective_on, kind, old_area_id, new_area_id, inherits, note, source)
            select * from unnest(\(records.map(\.effectiveOn.date)), \(records.map(\.kind.rawValue)),
                \(records.map { number($0.old.id) }), \(records.map { $0.new.map { number($0.id) } }),
                \(records.map(\.inherits)), \(records.map(\.note)), \(records.map(\.source)))
            """
    }
}
