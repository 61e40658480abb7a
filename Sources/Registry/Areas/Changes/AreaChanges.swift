import CivilIdentity
package import Logging
import Postgres

/// Applies a table of area changes in one transaction, as the owner of the installation (`sogoc_migrator`).
///
/// Nobody's record is touched: versions of units end and begin, and the map says where a book belongs from a day on (A8).
package struct AreaChanges: Sendable {
    private let osUser: String
    private let isDryRun: Bool

    /// Applies a table, or works it through and rolls back, so that a dry run shows what would happen.
    ///
    /// A table that was applied before changes nothing.
    ///
    /// - Parameters:
    ///   - table: As it was read.
    ///   - access: To the database, as its owner.
    ///   - osUser: Who sits at the machine, for the audit.
    ///   - isDryRun: Whether nothing is to stay.
    ///   - logger: For the connection.
    /// - Returns: What was done, or would be.
    /// - Throws: ``AreaChangeRefusal`` where the register is not as the table assumes; nothing is done then.
    package static func apply(
        _ table: AreaChangeTable,
        access: DatabaseAccess,
        osUser: String,
        isDryRun: Bool,
        logger: Logger
    ) async throws -> AreaChangeReport {
        let configuration = try access.configuration(for: .migrator, connections: 1)
        return try await PostgresClient.withClient(configuration, logger: logger) { client in
            let applying = AreaChanges(osUser: osUser, isDryRun: isDryRun)
            do {
                return try await client.transaction(deadline: .seconds(120)) { transaction in
                    let report = try await applying.run(table.changes, transaction)
                    if isDryRun { throw RolledBack(report: report) }
                    return report
                }
            } catch let rolledBack as RolledBack {
                return rolledBack.report
            }
        }
    }

    /// Ends a dry run's transaction.
    private struct RolledBack: Error {
        let report: AreaChangeReport
    }

    private func run(_ changes: [AreaChange], _ transaction: PostgresTransaction) async throws -> AreaChangeReport {
        // One table at a time; whoever reads areas or grants a role goes on meanwhile.
        let lock: SQL = "lock table registry.area, registry.book_area, registry.area_change in share row exclusive mode"
        let answers = try await transaction.pipeline([lock, Self.recorded] + AreaMap.statements)
        let known = Set(try answers[1].map { try AppliedChange(row: $0) })
        let waiting = try Self.waiting(changes, known)
        let plan = try AreaChangePlanner.plan(waiting, on: try AreaMap(answers.dropFirst(2)))
        guard !waiting.isEmpty else {
            return report(plan, alreadyApplied: changes.count, grants: [])
        }
        let moment = Self.moment(after: waiting)
        let before = try await Self.grants(at: moment, transaction)
        try await AreaChangeWriter(plan: plan).write(transaction)
        let after = try await Self.grants(at: moment, transaction)
        _ = try await transaction.execute(
            """
            select auth.record('operation', 'areas.apply', null, null, \(osUser),
                jsonb_build_object('changes', \(plan.records.count), 'books', \(plan.places.count), 'followers', \(plan.followers)))
            """
        )
        return report(
            plan,
            alreadyApplied: changes.count - waiting.count,
            grants: Self.compare(before, after, plan)
        )
    }

    private func report(
        _ plan: AreaChangePlan,
        alreadyApplied: Int,
        grants: [AreaChangeReport.Grant]
    ) -> AreaChangeReport {
        let codes = Dictionary(plan.added.map { ($0.id, $0.code) }) { first, _ in first }
        return AreaChangeReport(
            isDryRun: isDryRun,
            alreadyApplied: alreadyApplied,
            changes: plan.records.map(AreaChangeReport.Change.init).sorted {
                ($0.effectiveOn, $0.row ?? .max, $0.oldCode) < ($1.effectiveOn, $1.row ?? .max, $1.oldCode)
            },
            openedBooks: plan.opened.map { place in
                AreaChangeReport.OpenedBook(
                    book: place.book,
                    communeCode: codes[place.area] ?? "",
                    openedOn: CalendarDay(place.from)?.iso ?? ""
                )
            },
            followers: plan.followers,
            grants: grants
        )
    }

    // MARK: What was applied before

    private static let recorded: SQL = """
        select change.effective_on, change.kind, old.code as old_code, new.code as new_code
        from registry.area_change as change
        join registry.area as old on old.id = change.old_area_id
        left join registry.area as new on new.id = change.new_area_id
        """

    /// The rows that are still to be done.
    ///
    /// The changes of a day belong together: which unit keeps a code only all of them say. So a day is applied as a whole.
    ///
    /// - Throws: ``AreaChangeRefusal`` where a day was applied without some of its rows.
    private static func waiting(_ changes: [AreaChange], _ known: Set<AppliedChange>) throws -> [AreaChange] {
        let waiting = changes.filter { !known.contains(AppliedChange($0)) }
        let begun = Set(changes.filter { known.contains(AppliedChange($0)) }.map(\.effectiveOn))
        let late = waiting.filter { begun.contains($0.effectiveOn) }
        guard late.isEmpty else { throw AreaChangeRefusal(issues: late.map { .areaAppliedInPart($0.row) }) }
        return waiting
    }

    // MARK: Grants

    private struct GrantBooks {
        let id: Int32
        let user: String
        let role: String
        let area: Int32
        let areaCode: String
        let areaName: String
        let books: [Int32]
    }

    /// When all is in force that the table says: grants are compared there, so that what is to come is seen as well.
    private static func moment(after changes: [AreaChange]) -> SQL {
        let last = changes.map(\.effectiveOn.date).max() ?? .negativeInfinity
        return "greatest(now(), \(last)::timestamp at time zone 'Asia/Ho_Chi_Minh')"
    }

    private static func grants(at moment: SQL, _ transaction: PostgresTransaction) async throws -> [GrantBooks] {
        try await transaction.rows("select * from auth.books_of_grants(\(moment))").map { row in
            GrantBooks(
                id: try row["grant_id"],
                user: try row["user_name"],
                role: try row["role"],
                area: try row["area_id"],
                areaCode: try row["area_code"],
                areaName: try row["area_name"],
                books: try row["books"]
            )
        }
    }

    private static func compare(
        _ before: [GrantBooks],
        _ after: [GrantBooks],
        _ plan: AreaChangePlan
    ) -> [AreaChangeReport.Grant] {
        let later = Dictionary(after.map { ($0.id, $0) }) { first, _ in first }
        return before.compactMap { grant in
            let books = later[grant.id]?.books ?? []
            let becomes: AreaChangeReport.Grant.Becomes
            if plan.continued.contains(grant.area) {
                becomes = .follows
            } else if plan.successors.keys.contains(grant.area) {
                becomes = .carried
            } else if books != grant.books {
                becomes = .changed
            } else {
                return nil
            }
            let successor = plan.successors[grant.area] ?? nil
            return AreaChangeReport.Grant(
                grant: grant.id,
                user: grant.user,
                role: grant.role,
                areaCode: grant.areaCode,
                areaName: grant.areaName,
                becomes: becomes,
                successorCode: successor?.code,
                successorName: successor?.name,
                booksBefore: grant.books,
                booksAfter: books
            )
        }
    }
}

/// A change as the register keeps it; what tells a row that was applied from one that was not.
private struct AppliedChange: Hashable {
    let day: PostgresDate
    let kind: String
    let oldCode: String
    let newCode: String?

    init(_ change: AreaChange) {
        day = change.effectiveOn.date
        kind = change.kind.rawValue
        oldCode = change.oldCode
        newCode = change.newCode
    }

    init(row: Row) throws {
        day = try row["effective_on"]
        kind = try row["kind"]
        oldCode = try row["old_code"]
        newCode = try row["new_code"]
    }
}
