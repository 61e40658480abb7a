import CivilIdentity
import FoundationEssentials
import Postgres

/// The statements of an import.
///
/// Those of a batch move what was staged into the register, one pass per table, under the importing officer's own reach.
enum ImportStatements {
    static func enter(_ token: SessionToken) -> SQL {
        "select auth.enter(\(token.secret)) as user_id"
    }

    /// Plans made for the tables as they are now.
    static let plansForNow: SQL = "select set_config('plan_cache_mode', 'force_custom_plan', true)"

    /// Plans for a batch: made once for all batches.
    ///
    /// Every look-up of a batch is by key, so whatever would read a whole table is ruled out; the same plan is then right
    /// for the second batch and for the last.
    static let plansForBatches: SQL = """
        select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
               set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)
        """

    // MARK: The import and its batches

    static func begin(_ file: ImportFile, _ options: ImportOptions, user: Int32) -> [SQL] {
        [
            """
            insert into registry.import (kind, source, file_sha256, only_commune, user_id, rows)
            values (\(file.kind.rawValue), \(options.source), \(file.sha256), \(options.commune), \(user),
                \(Int32(clamping: file.rowCount)))
            on conflict do nothing
            """,
            """
            select import.id from registry.import
            where import.user_id = \(user) and import.file_sha256 = \(file.sha256) and import.source = \(options.source)
              and coalesce(import.only_commune, '') = coalesce(\(options.commune), '')
              and import.finished_at is null and import.withdrawn_at is null
            """,
        ]
    }

    /// Answers a row when the batch is ours to do; waits for another run that is at it, and for a withdrawal that has begun.
    static func claim(_ batch: ImportBatch, of importID: Int32) -> SQL {
        """
        insert into registry.import_batch (import_id, number, first_row, last_row)
        select import.id, \(batch.number), \(batch.firstRow), \(batch.lastRow)
        from registry.import where import.id = \(importID) and import.withdrawn_at is null
        for key share
        on conflict do nothing
        returning number
        """
    }

    /// Makes the names of the batches' people known, so that no lane waits for the words of another until that one has
    /// committed.
    ///
    /// Words only, in a transaction of their own before the batches: they stay where a batch fails. It commits durably,
    /// since after a crash of the server a batch is begun again without them.
    static func knowNames(_ batches: [ImportBatch]) -> SQL {
        FactInsert.spellings(batches.flatMap(\.persons).flatMap { $0.names.map(\.name) })
    }

    static func doneBatch(_ number: Int32, of importID: Int32) -> SQL {
        """
        select accepted, rejected, already_there, changed, codes from registry.import_batch
        where import_id = \(importID) and number = \(number)
        """
    }

    static func settle(_ number: Int32, of importID: Int32, _ counts: ImportCounts) -> SQL {
        """
        update registry.import_batch
        set accepted = \(Int32(counts.accepted)), rejected = \(Int32(counts.rejected)),
            already_there = \(Int32(counts.alreadyThere)), changed = \(Int32(counts.changed)), codes = \(counts.codesJSON)
        where import_id = \(importID) and number = \(number)
        """
    }

    static func finish(_ importID: Int32) -> SQL {
        "update registry.import set finished_at = now() where id = \(importID) and finished_at is null"
    }

    // MARK: What is known already

    static func knownRecords(_ kind: String, source: String, books: [Int32], ids: [String]) -> SQL {
        """
        select asked.book_id, asked.record_id, record.content_hash
        from unnest(\(books), \(ids)) as asked (book_id, record_id)
        cross join lateral (
            select record.content_hash from registry.import_record as record
            where record.book_id = asked.book_id and record.source = \(source) and record.kind = \(kind)
              and record.record_id = asked.record_id and record.withdrawn_at is null
            limit 1
        ) as record
        """
    }

    static func knownHouseholds(source: String, books: [Int32], ids: [String]) -> SQL {
        """
        select asked.book_id, asked.record_id, record.household_id, household.opened_on, place.settlement_id,
               head.head_id is not null as has_head
        from unnest(\(books), \(ids)) as asked (book_id, record_id)
        cross join lateral (
            select record.household_id from registry.import_record as record
            where record.book_id = asked.book_id and record.source = \(source) and record.kind = 'household'
              and record.record_id = asked.record_id and record.withdrawn_at is null
            limit 1
        ) as record
        cross join lateral (
            select household.opened_on from registry.household
            where (household.book_id, household.id) = (asked.book_id, record.household_id)
            limit 1
        ) as household
        left join lateral (
            select version.head_id from registry.household_version as version
            where (version.book_id, version.household_id) = (asked.book_id, record.household_id)
              and version.believed_to = 'infinity'
            limit 1
        ) as head on true
        left join lateral (
            select place.settlement_id from registry.household_place as place
            where (place.book_id, place.household_id) = (asked.book_id, record.household_id)
            order by place.id desc
            limit 1
        ) as place on true
        """
    }

    static func knownSettlements(books: [Int32], keys: [String]) -> SQL {
        """
        select status.book_id, status.name_key, status.settlement_id
        from registry.settlement_status as status
        where status.book_id = any (\(books)) and status.name_key = any (\(keys)) and status.valid_to = 'infinity'
        """
    }

    static func settlements(_ wanted: [NewSettlement]) -> SQL {
        """
        select book_id, name_key, settlement_id, made
        from derive.settlements_named(\(wanted.map(\.book)), \(wanted.map(\.id)), \(wanted.map(\.village.kind.rawValue)),
            \(wanted.map(\.village.name)), \(wanted.map(\.village.key)))
        """
    }

    // MARK: Households

    static func households(_ opened: [NewHousehold], in scope: BatchScope) -> [SQL] {
        guard !opened.isEmpty else { return [] }
        let books = opened.map(\.book)
        let ids = opened.map(\.id)
        let days = opened.map(\.openedOn.date)
        return [
            """
            insert into registry.household (book_id, id, book_no, phone, opened_on, source, recorded_at, recorded_by)
            select given.book_id, given.id, given.book_no, given.phone, given.opened_on,
                   \(scope.source) || ' ' || given.record_id, given.opened_on::timestamp at time zone 'Asia/Ho_Chi_Minh',
                   (select auth.user_id())
            from unnest(\(books), \(ids), \(days), \(opened.map(\.recordID)), \(opened.map(\.bookNumber)),
                \(opened.map(\.phone))) as given (book_id, id, opened_on, record_id, book_no, phone)
            """,
            """
            insert into registry.import_record
                (book_id, import_id, kind, record_id, batch, source, household_id, recorded_by)
            select given.book_id, \(scope.importID), 'household', given.record_id, \(scope.batch), \(scope.source),
                   given.id, (select auth.user_id())
            from unnest(\(books), \(ids), \(opened.map(\.recordID))) as given (book_id, id, record_id)
            """,
        ]
    }

    static func places(_ places: [NewPlace]) -> [SQL] {
        guard !places.isEmpty else { return [] }
        return [
            """
            insert into registry.household_place
                (book_id, household_id, settlement_id, valid_from, recorded_at, recorded_by)
            select given.book_id, given.household_id, given.settlement_id, given.valid_from,
                   given.valid_from::timestamp at time zone 'Asia/Ho_Chi_Minh', (select auth.user_id())
            from unnest(\(places.map(\.book)), \(places.map(\.household)), \(places.map(\.settlement)),
                \(places.map(\.since.date))) as given (book_id, household_id, settlement_id, valid_from)
            """
        ]
    }

    /// Households whose members came on different days.
    static func backdate(_ households: Set<HouseholdPlan.RecordedHousehold>) -> [SQL] {
        guard !households.isEmpty else { return [] }
        return ["select derive.backdate_households(\(households.map(\.book)), \(households.map(\.id)))"]
    }

    /// Residents whose household has moved from nowhere to somewhere.
    static func refreshMembers(books: [Int32], households: [UUID]) -> [SQL] {
        guard !books.isEmpty else { return [] }
        return [
            """
            select derive.write_versions(array_agg(member.book_id), array_agg(member.resident_id), array_agg(now()))
            from unnest(\(books), \(households)) as asked (book_id, household_id)
            join registry.household_member as member
                on (member.book_id, member.household_id) = (asked.book_id, asked.household_id)
                and member.valid_to = 'infinity'
            """,
            """
            select derive.write_household_versions(array_agg(book_id), array_agg(household_id), array_agg(now()))
            from unnest(\(books), \(households)) as asked (book_id, household_id)
            """,
        ]
    }

    // MARK: After the last batch

    static let refreshSearch: SQL = "select search.refresh_tokens()"

    static func analyze(_ kind: ImportKind) -> SQL {
        "select registry.analyze_after_import(\(kind.rawValue))"
    }
}

/// Which batch of which import the statements are about.
struct BatchScope: Sendable {
    let importID: Int32
    let batch: Int32
    let source: String
}

struct NewSettlement: Sendable {
    let book: Int32
    let id: UUID
    let village: VillageName
}

struct NewHousehold: Sendable {
    let book: Int32
    let id: UUID
    let recordID: String
    let openedOn: CalendarDay
    var bookNumber: String?
    var phone: String?
}

struct NewPlace: Sendable {
    let book: Int32
    let household: UUID
    let settlement: UUID
    let since: CalendarDay
}
