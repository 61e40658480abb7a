import Postgres

/// A record of a source in a book.
struct RecordKey: Hashable, Sendable {
    let book: Int32
    let id: String

    init(_ book: Int32, _ id: String) {
        self.book = book
        self.id = id
    }
}

/// Tells new records from those that are there, the same or changed since; nothing that is there is ever applied again.
struct RecordJudge {
    private var hashes: [RecordKey: [UInt8]]
    private let kind: ImportKind
    private var alreadyThere = 0
    private var issues: [ImportIssue] = []

    init(_ hashes: [RecordKey: [UInt8]], kind: ImportKind) {
        self.hashes = hashes
        self.kind = kind
    }

    static func hashes(_ rows: Rows) throws -> [RecordKey: [UInt8]] {
        var hashes: [RecordKey: [UInt8]] = [:]
        for row in rows { hashes[RecordKey(try row["book_id"], try row["record_id"])] = try row["content_hash"] }
        return hashes
    }

    /// Whether a row is the first of its record; within one file a later row of it is judged like a later file's.
    mutating func isNew(_ key: RecordKey, _ hash: [UInt8], row: Int) -> Bool {
        guard let known = hashes[key] else {
            hashes[key] = hash
            return true
        }
        if known == hash {
            alreadyThere += 1
        } else {
            issues.append(
                ImportIssue(
                    severity: .changed,
                    row: row,
                    column: (kind == .persons ? ImportColumn.recordID : .householdID).rawValue,
                    recordID: key.id,
                    code: "record.changed",
                    rule: "K1",
                    message:
                        "This record was imported before and its row says something else now; nothing was changed. Record a correction.",
                    messageVi: "Bản ghi này đã được nhập và dòng nay đã khác; sổ không đổi. Hãy làm đính chính."
                )
            )
        }
        return false
    }

    func conclude(_ outcome: inout ImportRun.Outcome) {
        outcome.counts.alreadyThere = alreadyThere
        outcome.counts.changed = issues.count
        outcome.issues += issues
    }
}
