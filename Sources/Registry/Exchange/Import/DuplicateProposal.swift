package import FoundationEssentials
package import Postgres

/// Two records that may be one person: proposed to an officer, never merged (K1).
///
/// Ids only, no names.
package struct DuplicateProposal: Sendable, Hashable, Codable {
    package struct Side: Sendable, Hashable, Codable {
        package let book: Int32
        /// The source's id; nil for a resident who was not imported.
        package let recordID: String?
        package let resident: UUID

        enum CodingKeys: String, CodingKey {
            case book
            case recordID = "record_id"
            case resident
        }
    }

    package let one: Side
    package let other: Side
    /// `number`, `name-and-day`, `record`.
    package let why: [String]
}

extension DuplicateProposal: RowDecodable {
    package init(row: Row) throws(RowDecodingError) {
        let low = Side(book: try row["low_book"], recordID: try row["low_record"], resident: try row["low_id"])
        let high = Side(book: try row["high_book"], recordID: try row["high_record"], resident: try row["high_id"])
        // By what people see, so that two runs name a pair alike.
        let isInOrder = (low.recordID ?? "", low.book) <= (high.recordID ?? "", high.book)
        (one, other) = isInOrder ? (low, high) : (high, low)
        why = try row["why"]
    }
}

extension ImportStatements {
    /// Pairs of which one side came with this import and that may be one person: proposals, never merged (K1).
    ///
    /// The same number on papers, the same folded name with the same day of birth and the same sex, or one record id in
    /// two books. A 1 January often stands for a year only and proposes nothing.
    static func proposals(_ importID: Int32, limit: Int) -> SQL {
        """
        with mine as materialized (
            select record.book_id, record.resident_id, record.source, record.record_id
            from registry.import_record as record
            where record.import_id = \(importID) and record.kind = 'person' and record.withdrawn_at is null
        ),
        dated as materialized (
            select version.book_id, version.resident_id, version.sex, version.born_earliest as born
            from registry.resident_version as version
            where version.believed_to = 'infinity' and version.status = 'present' and version.born_precision = 'day'
              and version.born_earliest = version.born_latest and version.sex is not null
              and to_char(version.born_earliest, 'MMDD') <> '0101'
        ),
        called as materialized (
            select dated.*, search.plain_name(name.name) as k2
            from dated join registry.name_fact as name using (book_id, resident_id)
            where position(' ' in name.name) > 0
        ),
        pair as (
            select one.book_id, one.resident_id, other.book_id as other_book, other.resident_id as other_id, 'number' as why
            from mine
            join registry.paper_fact as one using (book_id, resident_id)
            join registry.paper_fact as other
                on other.number = one.number and (other.book_id, other.resident_id) <> (one.book_id, one.resident_id)
            union
            select one.book_id, one.resident_id, other.book_id, other.resident_id, 'name-and-day'
            from mine
            join called as one using (book_id, resident_id)
            join called as other
                on other.k2 = one.k2 and other.born = one.born and other.sex = one.sex
                and (other.book_id, other.resident_id) <> (one.book_id, one.resident_id)
            union
            select mine.book_id, mine.resident_id, other.book_id, other.resident_id, 'record'
            from mine
            join registry.import_record as other
                on other.record_id = mine.record_id and other.source = mine.source and other.kind = 'person'
                and other.book_id <> mine.book_id and other.withdrawn_at is null
        ),
        ordered as (
            select distinct (book_id, resident_id) < (other_book, other_id) as is_first,
                   book_id, resident_id, other_book, other_id, why
            from pair
        ),
        grouped as materialized (
            select case when is_first then book_id else other_book end as low_book,
                   case when is_first then resident_id else other_id end as low_id,
                   case when is_first then other_book else book_id end as high_book,
                   case when is_first then other_id else resident_id end as high_id,
                   array_agg(distinct why order by why) as why
            from ordered
            group by 1, 2, 3, 4
        )
        select grouped.low_book, grouped.low_id, low.record_id as low_record,
               grouped.high_book, grouped.high_id, high.record_id as high_record, grouped.why, count(*) over () as total
        from grouped
        cross join lateral (\(present("low"))) as low_version
        cross join lateral (\(present("high"))) as high_version
        left join lateral (\(record("low"))) as low on true
        left join lateral (\(record("high"))) as high on true
        order by cardinality(grouped.why) desc, least(low.record_id, high.record_id), greatest(low.record_id, high.record_id),
                 grouped.low_id
        limit \(limit)
        """
    }

    /// A row if that side of a pair is present.
    private static func present(_ side: String) -> SQL {
        """
        select from registry.resident_version as version
        where version.book_id = grouped.\(identifier: side + "_book") and version.resident_id = grouped.\(identifier: side + "_id")
          and version.believed_to = 'infinity' and version.status = 'present'
        limit 1
        """
    }

    /// The record that a side of a pair came from.
    private static func record(_ side: String) -> SQL {
        """
        select record.record_id from registry.import_record as record
        where record.book_id = grouped.\(identifier: side + "_book") and record.resident_id = grouped.\(identifier: side + "_id")
          and record.withdrawn_at is null
        limit 1
        """
    }

    /// Plans for questions to all that is there: the planner takes folded names of one birthday for one row, and would
    /// compare all with all; sets of this size are to be hashed.
    static let plansForSets: SQL = """
        select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'on', true),
               set_config('enable_hashjoin', 'on', true), set_config('enable_mergejoin', 'on', true),
               set_config('enable_nestloop', 'off', true)
        """
}
