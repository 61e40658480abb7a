import FoundationEssentials
import Postgres

extension ImportStatements {
    /// The rows of households.csv that were taken, with what they say of head and size.
    static func householdRecords(_ rows: [HouseholdRow], _ ids: [UUID], in scope: BatchScope) -> SQL {
        """
        insert into registry.import_record (book_id, import_id, kind, record_id, batch, source, row_no, content_hash,
            household_id, told_head, told_members, recorded_by)
        select given.book_id, \(scope.importID), 'household_row', given.record_id, \(scope.batch), \(scope.source),
               given.row_no, given.content_hash, given.household_id, given.head, given.members, (select auth.user_id())
        from unnest(\(rows.map(\.book)), \(rows.map(\.recordID)), \(rows.map { Int32($0.row) }),
            \(rows.map(\.contentHash)), \(ids), \(rows.map(\.head)), \(rows.map(\.members)))
            as given (book_id, record_id, row_no, content_hash, household_id, head, members)
        """
    }

    /// Answers the households of which the register knows another number or phone.
    static func describe(_ rows: [HouseholdRow], _ ids: [UUID]) -> SQL {
        """
        select book_id, household_id
        from derive.describe_households(\(rows.map(\.book)), \(ids), \(rows.map(\.bookNumber)), \(rows.map(\.phone)))
        """
    }

    /// First versions of households that a file names before their members.
    static func firstVersions(_ opened: [NewHousehold]) -> SQL {
        """
        select derive.write_household_versions(\(opened.map(\.book)), \(opened.map(\.id)),
            array(select now() from unnest(\(opened.map(\.book)))))
        """
    }

    static func auditHouseholds(_ scope: BatchScope, books: Set<Int32>, requestID: String) -> SQL {
        """
        select audit.write('import.batch', written.book_id, '{}', \(requestID),
            jsonb_build_object('import', \(scope.importID), 'batch', \(scope.batch)))
        from unnest(\(books.sorted())) as written (book_id)
        """
    }

    /// Households of an import in which register and file disagree, or which have no head; only where somebody lives.
    static func householdRemarks(_ importID: Int32) -> SQL {
        """
        with touched as (
            select record.book_id, record.household_id from registry.import_record as record
            where record.import_id = \(importID) and record.household_id is not null
            union
            select member.book_id, member.household_id
            from registry.import_record as record
            join registry.household_member as member
                on (member.book_id, member.resident_id) = (record.book_id, record.resident_id)
                and member.valid_to = 'infinity'
            where record.import_id = \(importID) and record.kind = 'person'
        ),
        peopled as (
            select touched.book_id, touched.household_id, version.members, version.head_id
            from touched
            join registry.household_version as version
                on (version.book_id, version.household_id) = (touched.book_id, touched.household_id)
                and version.believed_to = 'infinity' and version.members > 0 and not version.closed
        )
        select known.record_id, told.row_no, remark.code
        from peopled
        cross join lateral (
            select record.record_id from registry.import_record as record
            where (record.book_id, record.household_id) = (peopled.book_id, peopled.household_id)
              and record.kind = 'household' and record.withdrawn_at is null
            limit 1
        ) as known
        left join lateral (
            select record.row_no, record.source, record.told_head, record.told_members
            from registry.import_record as record
            where (record.book_id, record.household_id) = (peopled.book_id, peopled.household_id)
              and record.kind = 'household_row' and record.withdrawn_at is null
            limit 1
        ) as told on true
        left join lateral (
            select record.resident_id from registry.import_record as record
            where record.book_id = peopled.book_id and record.source = told.source and record.kind = 'person'
              and record.record_id = told.told_head and record.withdrawn_at is null
            limit 1
        ) as head on true
        cross join lateral (values
            (peopled.head_id is null, 'household.no-head'),
            (told.told_members <> peopled.members, 'household.members-differ'),
            (told.told_head is not null and peopled.head_id is not null
                and head.resident_id is distinct from peopled.head_id, 'household.other-head')
        ) as remark (applies, code)
        where remark.applies
        order by told.row_no, known.record_id, remark.code
        """
    }
}
