import CivilIdentity
import FoundationEssentials
import Postgres

/// What a district's sheets do not hold, written behind the operator's token: settlements with their codes, poverty
/// statuses, confirmed numbers.
struct DemonstrationFacts: Sendable {
    let importer: Importer
    let source: String

    // MARK: Settlements

    /// Makes the settlements that are not there, before the import makes them without their codes.
    func addSettlements(_ plan: DemonstrationPlan) async throws {
        let books = try await books()
        var wanted: (books: [Int32], ids: [UUID], kinds: [String], names: [String], keys: [String], codes: [String?])
        wanted = ([], [], [], [], [], [])
        for part in plan.parts {
            for settlement in part.settlements {
                guard let book = books(part.written), let name = VillageName(settlement.name) else {
                    throw RegistryError.unavailable
                }
                wanted.books.append(book)
                wanted.ids.append(UUID.v7())
                wanted.kinds.append(settlement.kind)
                wanted.names.append(name.name)
                wanted.keys.append(name.key)
                wanted.codes.append(settlement.code)
            }
        }
        let rows = wanted
        try await write { transaction in
            try await transaction.execute(
                """
                with asked as (
                    select asked.*
                    from unnest(\(rows.books), \(rows.ids), \(rows.kinds), \(rows.names), \(rows.keys), \(rows.codes))
                        as asked (book_id, id, kind, name, name_key, code)
                    where not exists (
                        select from registry.settlement_status as known
                        where known.book_id = asked.book_id and known.name_key = asked.name_key)
                ),
                made as (
                    insert into registry.settlement (book_id, id, recorded_by)
                    select asked.book_id, asked.id, (select auth.user_id()) from asked
                    returning book_id, id
                )
                insert into registry.settlement_status (book_id, settlement_id, kind, name, name_key, code, recorded_by)
                select asked.book_id, asked.id, asked.kind, asked.name, asked.name_key, asked.code, (select auth.user_id())
                from asked join made on (made.book_id, made.id) = (asked.book_id, asked.id)
                """
            )
        }
    }

    /// The books of the communes as the sheets name them.
    private func books() async throws -> (String) -> Int32? {
        let directory = try await importer.client.transaction { try await ImportDirectory($0, token: importer.token) }
        return { name in
            guard case .found(let entry) = directory.communes.find(name, on: directory.today) else { return nil }
            return entry.book
        }
    }

    // MARK: Decisions

    /// Makes the district once more, and writes what was decided about its households and numbers.
    func addDecisions(
        of district: DemonstrationDistrict,
        _ progress: (Int, Int) -> Void
    ) async throws {
        let book = try await books()
        var district = district
        var rows = 0
        while let piece = district.next() {
            try await assess(piece.assessments, book)
            try await confirm(piece.confirmations, book)
            rows += piece.rows
            progress(rows, district.size)
        }
    }

    /// A household is known to be poor since it is known at all: the review was the year before.
    private func assess(_ assessments: [DemonstrationPiece.Assessment], _ book: (String) -> Int32?) async throws {
        let known = assessments.compactMap { assessment in book(assessment.commune).map { (book: $0, assessment) } }
        try await write { transaction in
            let decided = try await transaction.rows(
                """
                insert into registry.poverty_status (book_id, household_id, review_year, class, decision_no, valid_from,
                    recorded_at, recorded_by)
                select record.book_id, record.household_id, asked.year, asked.class, asked.decision,
                       make_date(asked.year + 1, 1, 1),
                       household.opened_on::timestamp at time zone 'Asia/Ho_Chi_Minh', (select auth.user_id())
                from unnest(\(known.map(\.book)), \(known.map(\.1.household)), \(known.map { Int32($0.1.year) }),
                        \(known.map(\.1.className)), \(known.map(\.1.decision)))
                    as asked (book_id, record_id, year, class, decision)
                join registry.import_record as record
                    on record.book_id = asked.book_id and record.source = \(source) and record.kind = 'household_row'
                   and record.record_id = asked.record_id and record.withdrawn_at is null
                join registry.household on (household.book_id, household.id) = (record.book_id, record.household_id)
                where not exists (
                    select from registry.poverty_status as earlier
                    where (earlier.book_id, earlier.household_id) = (record.book_id, record.household_id)
                      and earlier.review_year = asked.year)
                returning book_id, household_id
                """
            )
            let books = try decided.map { try $0["book_id"] as Int32 }
            let households = try decided.map { try $0["household_id"] as UUID }
            _ = try await transaction.rows("select derive.assess_households(\(books), \(households))")
        }
    }

    /// Confirms numbers that stand on a paper of the person and agree with her sex and year of birth (rules R1.3, R1.7);
    /// one that is somebody's already is passed over, as it would be refused to a clerk.
    private func confirm(_ confirmations: [DemonstrationPiece.Confirmation], _ book: (String) -> Int32?) async throws {
        let known = confirmations.compactMap { confirmation in
            book(confirmation.commune).map { (book: $0, confirmation) }
        }
        try await write { transaction in
            let confirmed = try await transaction.rows(
                """
                with asked as (
                    select record.book_id, record.resident_id, given.number, given.day, given.notice,
                           given.day::timestamp at time zone 'Asia/Ho_Chi_Minh' as at
                    from unnest(\(known.map(\.book)), \(known.map(\.1.record)), \(known.map(\.1.number)),
                            \(known.map(\.1.day.date)), \(known.map(\.1.notice)))
                        as given (book_id, record_id, number, day, notice)
                    join registry.import_record as record
                        on record.book_id = given.book_id and record.source = \(source) and record.kind = 'person'
                       and record.record_id = given.record_id and record.withdrawn_at is null
                    join registry.resident_version as version
                        on (version.book_id, version.resident_id) = (record.book_id, record.resident_id)
                       and version.believed_to = 'infinity'
                    cross join lateral (
                        select substr(given.number, 4, 1)::int as century, substr(given.number, 5, 2)::int as year
                    ) as said
                    where version.sex = case said.century % 2 when 0 then 'M' else 'F' end
                      and 1900 + 100 * (said.century / 2) + said.year
                          between extract(year from version.born_earliest) and extract(year from version.born_latest)
                      and exists (
                          select from registry.paper_fact as paper
                          where (paper.book_id, paper.resident_id) = (record.book_id, record.resident_id)
                            and paper.number = given.number)
                ),
                taken as (
                    insert into registry.personal_number (number, book_id, resident_id, state, recorded_at, recorded_by)
                    select number, book_id, resident_id, 'confirmed', at, (select auth.user_id()) from asked
                    on conflict do nothing
                    returning number, book_id, resident_id
                ),
                told as (
                    insert into registry.personal_number_event (book_id, resident_id, number, kind, happened_on, reason,
                        rests_on, recorded_at, recorded_by)
                    select asked.book_id, asked.resident_id, asked.number, 'confirmed', asked.day,
                           'xác nhận số định danh (dữ liệu trình diễn)', asked.notice, asked.at, (select auth.user_id())
                    from taken join asked using (number, book_id, resident_id)
                )
                select asked.book_id, asked.resident_id, asked.day
                from taken join asked using (number, book_id, resident_id)
                """
            )
            let books = try confirmed.map { try $0["book_id"] as Int32 }
            let residents = try confirmed.map { try $0["resident_id"] as UUID }
            let days = try confirmed.map { try $0["day"] as PostgresDate }
            _ = try await transaction.rows(
                """
                select derive.write_versions(\(books), \(residents), array(
                    select given.day::timestamp at time zone 'Asia/Ho_Chi_Minh'
                    from unnest(\(days)) with ordinality as given (day, place) order by given.place))
                """
            )
        }
    }

    private func write(_ body: @Sendable (PostgresTransaction) async throws -> Void) async throws {
        do {
            try await importer.client.transaction(
                preamble: [ImportStatements.enter(importer.token), ImportStatements.plansForNow],
                deadline: .seconds(300),
                attempts: 3,
                body
            )
        } catch let error as PostgresError {
            throw RegistryError(error)
        }
    }
}
