/// How an import is to be done.
package struct ImportOptions: Sendable {
    /// Whose record ids the file has; the same word for each file of one series.
    package var source: String
    /// The code of the commune that rows are limited to; nil where the commune's column decides.
    package var commune: String?
    /// Does everything but the commit.
    package var isDryRun: Bool

    package init(source: String = "csv", commune: String? = nil, isDryRun: Bool = false) {
        self.source = source
        self.commune = commune
        self.isDryRun = isDryRun
    }
}

/// What became of the rows of a batch or a file.
package struct ImportCounts: Sendable, Hashable, Codable {
    package var rows = 0
    package var accepted = 0
    package var rejected = 0
    /// Imported before, and the same since: nothing was changed.
    package var alreadyThere = 0
    /// Imported before, and the row says something else now: nothing was changed, a correction is due.
    package var changed = 0
    package var newHouseholds = 0
    package var newSettlements = 0
    /// How often each remark, refusal or change was found.
    package var codes: [String: Int] = [:]

    enum CodingKeys: String, CodingKey {
        case rows
        case accepted
        case rejected
        case alreadyThere = "already_there"
        case changed
        case newHouseholds = "new_households"
        case newSettlements = "new_settlements"
        case codes
    }

    mutating func count(_ issues: [ImportIssue]) {
        for issue in issues { codes[issue.code, default: 0] += 1 }
    }

    static func += (left: inout ImportCounts, right: ImportCounts) {
        left.rows += right.rows
        left.accepted += right.accepted
        left.rejected += right.rejected
        left.alreadyThere += right.alreadyThere
        left.changed += right.changed
        left.newHouseholds += right.newHouseholds
        left.newSettlements += right.newSettlements
        left.codes.merge(right.codes, uniquingKeysWith: +)
    }
}

/// What an import has done, or in a dry run would do.
package struct ImportReport: Sendable, Codable {
    /// The import's number, by which it can be withdrawn; nil in a dry run.
    package var importID: Int32?
    package let kind: ImportKind
    package let isDryRun: Bool
    package var counts = ImportCounts()
    /// Batches that an earlier or a parallel run of the same file had done already.
    package var batchesDoneBefore = 0
    /// The first ``keptProposals`` pairs; ``proposalCount`` counts all.
    package var proposals: [DuplicateProposal] = []
    package var proposalCount = 0

    package static let keptProposals = 10_000

    /// Whether every row is in the register now.
    package var isClean: Bool { counts.rejected == 0 && counts.changed == 0 }

    enum CodingKeys: String, CodingKey {
        case importID = "import"
        case kind
        case isDryRun = "dry_run"
        case counts
        case batchesDoneBefore = "batches_done_before"
        case proposals
        case proposalCount = "proposal_count"
    }
}
