import CivilIdentity
import FoundationEssentials
import Postgres

/// Applies the valid rows of one batch of persons.csv within the batch's transaction.
struct PersonsBatch {
    let rows: [PersonRow]
    let scope: BatchScope
    let transaction: PostgresTransaction

    func apply() async throws -> ImportRun.Outcome {
        var outcome = ImportRun.Outcome(counts: ImportCounts(), issues: [])
        guard !rows.isEmpty else { return outcome }
        let households = rows.compactMap { row in row.household.map { RecordKey(row.book, $0) } }
        let known = try await transaction.pipeline([
            ImportStatements.knownRecords(
                "person",
                source: scope.source,
                books: rows.map(\.book),
                ids: rows.map(\.recordID)
            ),
            ImportStatements.knownHouseholds(
                source: scope.source,
                books: Set(households).map(\.book),
                ids: Set(households).map(\.id)
            ),
            ImportStatements.knownSettlements(
                books: Array(Set(rows.map(\.book))),
                keys: Array(Set(rows.compactMap(\.village?.key)))
            ),
        ])
        var judge = RecordJudge(try RecordJudge.hashes(known[0]), kind: .persons)
        let fresh = rows.filter { judge.isNew(RecordKey($0.book, $0.recordID), $0.contentHash, row: $0.row) }
        judge.conclude(&outcome)
        guard !fresh.isEmpty else { return outcome }

        var plan = try HouseholdPlan(households: known[1], settlements: known[2])
        for row in fresh { plan.expect(row.village, in: row.book) }
        try await plan.makeSettlements(transaction, &outcome)

        var persons: [NewPerson] = []
        persons.reserveCapacity(fresh.count)
        for row in fresh {
            var relation = row.relation
            var home: UUID?
            if let household = row.household {
                let member = plan.join(
                    RecordKey(row.book, household),
                    village: row.village,
                    asHead: relation == .head,
                    on: row.registeredOn
                )
                home = member.household
                if member.isSecondHead {
                    relation = .other
                    outcome.issues.append(Self.remark(.secondHead, .relation, row, rule: "A6"))
                }
                if member.livesElsewhere {
                    outcome.issues.append(Self.remark(.villageOfHouseholdDiffers, .village, row))
                }
            }
            persons.append(NewPerson(person: row, id: UUID.v7(), household: home, relation: relation))
        }

        let staged = persons
        try await transaction.copyIn(ImportStatements.copyPersons) { writer in
            try await ImportStatements.stage(staged, in: scope, with: writer)
        }
        _ = try await transaction.pipeline(
            ImportStatements.households(plan.opened, in: scope)
                + ImportStatements.places(plan.places)
                + ImportStatements.applyPersons(scope, persons: persons, requestID: scope.requestID)
                + ImportStatements.backdate(plan.dated)
                + ImportStatements.refreshMembers(
                    books: plan.settled.map(\.book),
                    households: plan.settled.map(\.household)
                )
        )
        outcome.counts.accepted = persons.count
        outcome.counts.newHouseholds = plan.opened.count
        return outcome
    }

    private static func remark(
        _ remark: Remark,
        _ column: ImportColumn,
        _ row: PersonRow,
        rule: String = "K1"
    ) -> ImportIssue {
        ImportIssue(
            severity: .remark,
            row: row.row,
            column: column.rawValue,
            recordID: row.recordID,
            code: remark.code,
            rule: rule,
            message: remark.en,
            messageVi: remark.vi
        )
    }
}

extension BatchScope {
    /// What the audit calls a batch, so that its rows are found together.
    var requestID: String { "import-\(importID)-\(batch)" }
}
