import CivilIdentity
import FoundationEssentials
import Logging
import Postgres

/// One run over one file: a thousand rows after the other, the next being read while those before are applied.
struct ImportRun: Sendable {
    let importer: Importer
    let file: ImportFile
    let options: ImportOptions
    let user: Int32
    let batches: ImportBatches

    /// What became of one batch.
    struct Outcome: Sendable {
        var counts: ImportCounts
        var issues: [ImportIssue]
        /// Whether another run, or an earlier one, had done it.
        var wasDone = false
    }

    private var preamble: [SQL] { [ImportStatements.enter(importer.token), ImportStatements.plansForBatches] }

    // MARK: For good

    /// Commits batch by batch, those of a stretch side by side; a batch that is there already is passed over.
    func perform(_ listener: Importer.Listener) async throws -> ImportReport {
        var report = ImportReport(kind: file.kind, isDryRun: false)
        let importID = try await persistently { try await begin($0) }
        report.importID = importID
        try await forEachStretch { batches in
            if file.kind == .persons {
                _ = try await persistently { try await $0.rows(ImportStatements.knowNames(batches)) }
            }
            let results = await inLanes(batches) { batch in
                try await persistently { try await apply(batch, of: importID, $0) }
            }
            // What one lane has committed stays, and is told, also where another has failed.
            try note(results.compactMap { try? $0.get() }, in: &report, listener)
            for result in results { _ = try result.get() }
            if Self.isToBeCounted(after: batches) {
                _ = try await persistently { try await $0.rows(ImportStatements.analyze(file.kind)) }
            }
        }
        let hasGrown = report.counts.accepted > 0
        let ending = try await persistently { try await end(importID, hasGrown: hasGrown, $0) }
        try conclude(ending, in: &report, listener)
        return report
    }

    /// Applies batches at once, each on a connection of its own; ends when all have ended.
    private func inLanes(
        _ batches: [ImportBatch],
        _ body: @escaping @Sendable (ImportBatch) async throws -> Outcome
    ) async -> [Result<Outcome, any Error>] {
        await withTaskGroup { group in
            for (lane, batch) in batches.enumerated() {
                group.addTask {
                    do {
                        return (lane, Result<Outcome, any Error>.success(try await body(batch)))
                    } catch {
                        return (lane, .failure(error))
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// Runs a transaction until it is certain that it was committed.
    ///
    /// What it does must be safe to repeat: all of an import is, since each batch is fenced.
    private func persistently<Value: Sendable>(
        _ body: @Sendable (PostgresTransaction) async throws -> Value
    ) async throws -> Value {
        let end = ContinuousClock.now + Importer.patience
        var attempt = 0
        while true {
            do {
                return try await importer.client.transaction(preamble: preamble, deadline: .seconds(600), body)
            } catch let error as PostgresError {
                attempt += 1
                // Another import that was quicker with a record is seen at the next attempt; what is refused time and
                // again is refused for good.
                guard error.isLossOfServer ? ContinuousClock.now < end : error.isLostRace && attempt < 6 else {
                    throw error
                }
                importer.logger.notice(
                    "a batch is tried again",
                    metadata: ["error": "\(error)", "attempt": "\(attempt)"]
                )
                try await Task.sleep(for: .milliseconds(min(2_000, 50 << min(attempt, 6))))
            }
        }
    }

    // MARK: For trial

    private struct Rehearsed: Error {}

    /// Does the same in one transaction, which is rolled back.
    func rehearse(_ listener: Importer.Listener) async throws -> ImportReport {
        let report = Kept(ImportReport(kind: file.kind, isDryRun: true))
        do {
            try await importer.client.transaction(preamble: preamble, deadline: .seconds(3 * 3600)) { transaction in
                let importID = try await begin(transaction)
                try await forEachStretch { batches in
                    if file.kind == .persons { _ = try await transaction.rows(ImportStatements.knowNames(batches)) }
                    var outcomes: [Outcome] = []
                    for batch in batches { outcomes.append(try await apply(batch, of: importID, transaction)) }
                    try note(outcomes, in: &report.value, listener)
                    if Self.isToBeCounted(after: batches) {
                        _ = try await transaction.rows(ImportStatements.analyze(file.kind))
                    }
                }
                let hasGrown = report.value.counts.accepted > 0
                let ending = try await end(importID, hasGrown: hasGrown, transaction)
                try conclude(ending, in: &report.value, listener)
                throw Rehearsed()
            }
        } catch is Rehearsed {
            return report.value
        }
        return report.value
    }

    /// A value that a closure leaves behind.
    private final class Kept<Value> {
        var value: Value
        init(_ value: Value) { self.value = value }
    }

    // MARK: Steps

    private func begin(_ transaction: PostgresTransaction) async throws -> Int32 {
        let answers = try await transaction.pipeline(ImportStatements.begin(file, options, user: user))
        guard let row = answers.last?.first else { throw RegistryError.unavailable }
        return try row["id"]
    }

    /// On empty tables all indexes look alike to the planner.
    private static func isToBeCounted(after batches: [ImportBatch]) -> Bool {
        batches.contains(where: \.isOfFirstStretch)
    }

    private func forEachStretch(_ body: ([ImportBatch]) async throws -> Void) async throws {
        var next = Task.detached { [batches] in try batches.next() }
        while case let stretch = try await next.value, !stretch.isEmpty {
            guard file.isUnchanged else { throw ImportRefusal(.changed) }
            next = Task.detached { [batches] in try batches.next() }
            do {
                try await body(stretch)
            } catch {
                // The reading ends before we do: it uses the file.
                _ = try? await next.value
                throw error
            }
        }
        guard file.isUnchanged else { throw ImportRefusal(.changed) }
    }

    private func apply(
        _ batch: ImportBatch,
        of importID: Int32,
        _ transaction: PostgresTransaction
    ) async throws -> Outcome {
        guard try await transaction.rows(ImportStatements.claim(batch, of: importID)).count == 1 else {
            return try await done(batch, of: importID, transaction)
        }
        let scope = BatchScope(importID: importID, batch: batch.number, source: options.source)
        var outcome =
            file.kind == .persons
            ? try await PersonsBatch(rows: batch.persons, scope: scope, transaction: transaction).apply()
            : try await HouseholdsBatch(rows: batch.households, scope: scope, transaction: transaction).apply()
        outcome.issues = batch.issues + outcome.issues
        outcome.counts.rows = batch.rowCount
        outcome.counts.rejected = batch.rejected
        outcome.counts.count(outcome.issues)
        try await transaction.execute(ImportStatements.settle(batch.number, of: importID, outcome.counts))
        return outcome
    }

    /// What an earlier run has noted of a batch; what can be said from the file alone is said again.
    private func done(
        _ batch: ImportBatch,
        of importID: Int32,
        _ transaction: PostgresTransaction
    ) async throws -> Outcome {
        guard let row = try await transaction.rows(ImportStatements.doneBatch(batch.number, of: importID)).first else {
            // No row and none to be had: the import was withdrawn while we were at it.
            throw RegistryError.notFound
        }
        var counts = ImportCounts()
        counts.rows = batch.rowCount
        counts.accepted = Int(try row["accepted"] as Int32)
        counts.rejected = Int(try row["rejected"] as Int32)
        counts.alreadyThere = Int(try row["already_there"] as Int32)
        counts.changed = Int(try row["changed"] as Int32)
        counts.codes = ImportCounts.codes(try row["codes"])
        return Outcome(counts: counts, issues: batch.issues, wasDone: true)
    }

    private struct Ending: Sendable {
        var issues: [ImportIssue]
        var proposals: [DuplicateProposal]
        var proposalCount: Int
    }

    /// What follows from all batches together: counts for the planner and the search, remarks, proposals.
    private func end(
        _ importID: Int32,
        hasGrown: Bool,
        _ transaction: PostgresTransaction
    ) async throws -> Ending {
        if hasGrown {
            _ = try await transaction.rows(ImportStatements.analyze(file.kind))
            if file.kind == .persons { _ = try await transaction.rows(ImportStatements.refreshSearch) }
        }
        let answers = try await transaction.pipeline([
            ImportStatements.plansForSets,
            ImportStatements.householdRemarks(importID),
            ImportStatements.proposals(importID, limit: ImportReport.keptProposals),
            ImportStatements.finish(importID),
        ])
        let proposals = try answers[2].decode(DuplicateProposal.self)
        return Ending(
            issues: try answers[1].map { try Self.householdRemark($0) },
            proposals: proposals,
            proposalCount: Int(try answers[2].first.map { try $0["total"] as Int } ?? 0)
        )
    }

    // MARK: The report

    /// The issues of batches side by side come in the order of the file.
    private func note(_ outcomes: [Outcome], in report: inout ImportReport, _ listener: Importer.Listener) throws {
        for outcome in outcomes {
            report.counts += outcome.counts
            if outcome.wasDone { report.batchesDoneBefore += 1 }
        }
        for issue in Self.inOrder(outcomes.flatMap(\.issues)) { try listener.issue(issue) }
        listener.progress(report.counts.rows)
    }

    private func conclude(_ ending: Ending, in report: inout ImportReport, _ listener: Importer.Listener) throws {
        report.counts.count(ending.issues)
        for issue in ending.issues { try listener.issue(issue) }
        report.proposals = ending.proposals
        report.proposalCount = ending.proposalCount
    }

    private static func inOrder(_ issues: [ImportIssue]) -> [ImportIssue] {
        issues.enumerated().sorted { ($0.element.row ?? 0, $0.offset) < ($1.element.row ?? 0, $1.offset) }.map(
            \.element
        )
    }

    private static func householdRemark(_ row: Row) throws -> ImportIssue {
        let code: String = try row["code"]
        let (column, remark): (ImportColumn, Remark) =
            switch code {
            case Remark.membersDiffer.code: (.members, .membersDiffer)
            case Remark.headDiffers.code: (.headRecordID, .headDiffers)
            default: (.relation, .noHead)
            }
        let number: Int32? = try row["row_no"]
        return ImportIssue(
            severity: .remark,
            row: number.map { Int($0) },
            column: column.rawValue,
            recordID: try row["record_id"],
            code: remark.code,
            rule: "A6",
            message: remark.en,
            messageVi: remark.vi
        )
    }
}

extension PostgresError {
    /// Whether the server was lost and may come back: restarted, crashed, cut off; the outcome may be unknown.
    fileprivate var isLossOfServer: Bool {
        switch kind {
        case .connection, .ambiguous, .poolExhausted: true
        case .server(let state):
            [.adminShutdown, .crashShutdown, .cannotConnectNow, .tooManyConnections].contains(state)
        default: false
        }
    }

    /// Whether another transaction was in the way, which the same one begun anew will see.
    fileprivate var isLostRace: Bool {
        guard let state = sqlState else { return false }
        return isRetryable || [.uniqueViolation, .exclusionViolation, .lockNotAvailable].contains(state)
    }
}
