import CivilIdentity
import FoundationEssentials
import Postgres

/// Applies the valid rows of one batch of households.csv within the batch's transaction.
struct HouseholdsBatch {
    let rows: [HouseholdRow]
    let scope: BatchScope
    let transaction: PostgresTransaction

    func apply() async throws -> ImportRun.Outcome {
        var outcome = ImportRun.Outcome(counts: ImportCounts(), issues: [])
        guard !rows.isEmpty else { return outcome }
        let books = rows.map(\.book)
        let ids = rows.map(\.recordID)
        let known = try await transaction.pipeline([
            ImportStatements.knownRecords("household_row", source: scope.source, books: books, ids: ids),
            ImportStatements.knownHouseholds(source: scope.source, books: books, ids: ids),
            ImportStatements.knownSettlements(
                books: Array(Set(books)),
                keys: Array(Set(rows.compactMap(\.village?.key)))
            ),
            "select registry.today() as today",
        ])
        var judge = RecordJudge(try RecordJudge.hashes(known[0]), kind: .households)
        let fresh = rows.filter { judge.isNew(RecordKey($0.book, $0.recordID), $0.contentHash, row: $0.row) }
        judge.conclude(&outcome)
        guard !fresh.isEmpty, let today = try known[3].first.flatMap({ CalendarDay(try $0["today"] as PostgresDate) })
        else { return outcome }

        var plan = try HouseholdPlan(households: known[1], settlements: known[2])
        for row in fresh { plan.expect(row.village, in: row.book) }
        try await plan.makeSettlements(transaction, &outcome)

        var households: [UUID] = []
        var told: [(row: HouseholdRow, household: UUID)] = []
        for row in fresh {
            let key = RecordKey(row.book, row.recordID)
            let isKnown = plan.isKnown(key)
            // The file does not say since when: a household is as old as its first member once those are imported.
            let home = plan.open(key, village: row.village, on: today, bookNumber: row.bookNumber, phone: row.phone)
            households.append(home.household)
            if isKnown { told.append((row, home.household)) }
            if home.livesElsewhere { outcome.issues.append(Self.remark(.villageOfHouseholdDiffers, .village, row)) }
        }

        var statements =
            ImportStatements.households(plan.opened, in: scope) + ImportStatements.places(plan.places)
            + ImportStatements.refreshMembers(
                books: plan.settled.map(\.book),
                households: plan.settled.map(\.household)
            )
        if !plan.opened.isEmpty { statements.append(ImportStatements.firstVersions(plan.opened)) }
        statements.append(ImportStatements.householdRecords(fresh, households, in: scope))
        statements.append(
            ImportStatements.auditHouseholds(scope, books: Set(fresh.map(\.book)), requestID: scope.requestID)
        )
        statements.append(ImportStatements.describe(told.map(\.row), told.map(\.household)))
        let answers = try await transaction.pipeline(statements)

        let otherwise = Set(try (answers.last ?? answers[0]).map { try $0["household_id"] as UUID })
        for (row, household) in told where otherwise.contains(household) {
            outcome.issues.append(Self.remark(.householdToldOtherwise, .bookNumber, row))
        }
        outcome.counts.accepted = fresh.count
        outcome.counts.newHouseholds = plan.opened.count
        return outcome
    }

    private static func remark(_ remark: Remark, _ column: ImportColumn, _ row: HouseholdRow) -> ImportIssue {
        ImportIssue(
            severity: .remark,
            row: row.row,
            column: column.rawValue,
            recordID: row.recordID,
            code: remark.code,
            rule: "K1",
            message: remark.en,
            messageVi: remark.vi
        )
    }
}
