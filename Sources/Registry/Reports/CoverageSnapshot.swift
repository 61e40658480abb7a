package import CivilIdentity
package import Postgres

/// The coverage of each book as of the end of a day, as a night keeps it (`registry.coverage_snapshot`).
package enum CoverageSnapshot {
    /// A book's counts of a day.
    package struct Row: Sendable {
        package let book: Int32
        package let coverage: CoverageRow
    }

    /// Counts all books with one statement; for `sogoc_jobs`, who sees them all.
    package static func counting(_ day: CalendarDay) -> SQL {
        let counts = CoverageColumn.all.map { column -> SQL in
            "coalesce(\(identifier: column.name), 0) as \(identifier: column.name)"
        }
        return """
            with \(Reports.counts(
                at: Day.lastMoment(of: day),
                turning14: "(select (\(day.date) - interval '14 years')::date)"
            ))
            select book.id as book_id, '' as code, '' as name, \(counts.joined())
            from registry.book
            left join people on people.book_id = book.id
            left join homes on homes.book_id = book.id
            where book.opened_on <= \(day.date)
            order by book.id
            """
    }

    /// Keeps what was counted; a second count of the day takes the place of the first.
    package static func keeping(_ rows: [Row], of day: CalendarDay, run: Int) -> SQL {
        let names = CoverageColumn.all.map { column -> SQL in "\(identifier: column.name)" }
        let values = CoverageColumn.all.map { column -> SQL in
            "\(rows.map { $0.coverage[keyPath: column.count] })"
        }
        let fresh = CoverageColumn.all.map { column -> SQL in
            "\(identifier: column.name) = excluded.\(identifier: column.name)"
        }
        return """
            insert into registry.coverage_snapshot as kept (book_id, day, run_id, \(names.joined()))
            select counted.book_id, \(day.date), \(run), \(names.map { "counted.\($0)" as SQL }.joined())
            from unnest(\(rows.map(\.book)), \(values.joined())) as counted (book_id, \(names.joined()))
            on conflict (book_id, day) do update
            set run_id = excluded.run_id, taken_at = now(), \(fresh.joined())
            """
    }
}

extension CoverageSnapshot.Row: RowDecodable {
    package init(row: Postgres.Row) throws(RowDecodingError) {
        book = try row["book_id"]
        coverage = try CoverageRow(row: row)
    }
}
