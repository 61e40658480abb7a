package import Postgres

/// Verifies every table and B-tree index of the database, and measures what runs out: transaction ids and sequences.
///
/// What pg_amcheck does, as the nights do things: that program needs rights on all tables, this job the right to one
/// function (`jobs.verify_relation`, `0019_health_and_retirement.sql`). Damage is no failure of a task: it is a finding of
/// the check `system/relation-corrupt`, told in the transaction of the task that saw it, and closed by the one that finds
/// the relation mended. What a task cannot verify fails it, and the others go on.
///
/// Nightly, because it reads what a base backup reads and costs no more, and because each day of not knowing is a day less
/// in which a sound backup is still kept. It takes no lock that anybody waits for, and reads around the shared buffers.
package struct DatabaseHealth: Job {
    package let name = "database-health"
    package let titleVi = "Kiểm tra sức khỏe cơ sở dữ liệu"
    package let titleEn = "Database health"
    /// Before the nightly checks.
    package let schedule = Schedule.daily(at: 1, 0)

    /// The check that makes findings of what is damaged.
    static let check = "system/relation-corrupt"

    private let home: String

    /// - Parameter home: The folder that holds `sql/`.
    package init(home: String) {
        self.home = home
    }

    // MARK: Planning

    /// Pages of a table and all that belongs to it up to which they are one task: about a second's work.
    private static let usefulPages = 8192

    /// The ages, the system catalogs in one task, then the tables, small ones first; what is large is a task for each
    /// relation, so that a killed runner loses no more than that.
    package func plan(with planning: Planning) async throws -> [TaskPlan] {
        let relations = try await planning.client.rows(StoredRelation.select(.everything), access: .readOnly)
            .decode(StoredRelation.self)
        let catalogs = relations.filter(\.isCatalog)
        let tables = Dictionary(grouping: relations.filter { !$0.isCatalog }, by: \.table)
            .sorted { (Self.pages($0.value), $0.key) < (Self.pages($1.value), $1.key) }
        return [TaskPlan(Part.ages.name, timeout: .seconds(60)), Self.task(.catalogs, catalogs)]
            + tables.flatMap { table, relations in
                Self.pages(relations) <= Self.usefulPages
                    ? [Self.task(.table(table), relations)]
                    : relations.map { Self.task(.relation($0.name), [$0]) }
            }
    }

    private static func pages(_ relations: [StoredRelation]) -> Int { relations.reduce(0) { $0 + $1.pages } }

    /// A disk that is worth having reads a thousand pages (8 MB) a second, and an index is compared with its table.
    private static func task(_ part: Part, _ relations: [StoredRelation]) -> TaskPlan {
        let pages = relations.reduce(0) { $0 + $1.pages + $1.tablePages }
        return TaskPlan(part.name, timeout: .seconds(60 + pages / 1000))
    }

    // MARK: Performing

    package func perform(_ task: JobTask, with client: PostgresClient) async throws -> TaskEffect {
        guard let part = Part(task.name) else { throw TaskFailure("unknown task \(task.name)", mayRetry: false) }
        if part == .ages { return effect(of: task, [], try await Self.ages(client)) }
        let relations = try await client.rows(StoredRelation.select(part), access: .readOnly)
            .decode(StoredRelation.self)
        var verdicts: [Verdict] = []
        var skipped = 0
        // An index is verified against its table: where that is damaged, nothing can be said of the index.
        var damaged: Set<String> = []
        for relation in relations {
            if relation.kind == .index, damaged.contains(relation.table) || part.isAlone && relation.isTableDamaged {
                skipped += 1
            } else if let verdict = try await Self.verify(relation, client, task.timeout) {
                if verdict.faults > 0, relation.kind != .index { damaged.insert(relation.table) }
                verdicts.append(verdict)
            }
        }
        var counts = [
            "tables": verdicts.count { $0.relation.kind == .table },
            "indexes": verdicts.count { $0.relation.kind == .index },
            "pages": verdicts.reduce(0) { $0 + $1.pages }, "faults": verdicts.reduce(0) { $0 + $1.faults },
        ]
        if skipped > 0 { counts["indexes_skipped"] = skipped }
        return effect(of: task, verdicts, counts)
    }

    /// What verification came to.
    private struct Verdict {
        let relation: StoredRelation
        let pages: Int
        let faults: Int
        let firstFault: String?
    }

    /// Nil where the relation is not there any more.
    private static func verify(
        _ relation: StoredRelation,
        _ client: PostgresClient,
        _ limit: Duration
    ) async throws -> Verdict? {
        do {
            let rows = try await client.rows(
                """
                select verified.pages, verified.faults, verified.first_fault
                from jobs.verify_relation(\(relation.oid)::oid) as verified
                """,
                access: .readOnly,
                deadline: limit
            )
            return try rows.first.map { row in
                Verdict(
                    relation: relation,
                    pages: try row["pages"],
                    faults: try row["faults"],
                    firstFault: try row["first_fault"]
                )
            }
        } catch let error as PostgresError where error.sqlState?.rawValue == "42883" {
            throw TaskFailure("the extension amcheck is missing; deploy/up makes it", mayRetry: false)
        }
    }

    /// Counts of one task each, so that their sum over the run is their value.
    private static func ages(_ client: PostgresClient) async throws -> TaskCounts {
        let row = try await client.rows(
            """
            select age(here.datfrozenxid)::bigint as xid_age, mxid_age(here.datminmxid)::bigint as multixact_age,
                   (select coalesce(max(trunc(100.0 * counter.last_value / counter.max_value)), 0)::bigint
                    from pg_sequences as counter) as sequence_percent,
                   (select count(*) from pg_index as index where not (index.indisvalid and index.indisready)) as invalid,
                   (select count(*) from pg_class as index join pg_am as method on method.oid = index.relam
                    where index.relkind = 'i' and method.amname <> 'btree') as unverifiable
            from pg_database as here where here.datname = current_database()
            """,
            access: .readOnly
        )[0]
        return [
            "oldest_xid_age": try row["xid_age"], "oldest_multixact_age": try row["multixact_age"],
            "fullest_sequence_percent": try row["sequence_percent"], "indexes_invalid": try row["invalid"],
            // amcheck of PostgreSQL 15 knows B-trees only; GIN and GiST have nothing but their checksums.
            "indexes_not_btree": try row["unverifiable"],
        ]
    }

    // MARK: Telling

    private func effect(of task: JobTask, _ verdicts: [Verdict], _ counts: TaskCounts) -> TaskEffect {
        TaskEffect { transaction in
            let isToBeTold: Bool = try await transaction.rows(
                """
                select jobs.note_relations(
                    \(task.run.rawValue), \(verdicts.map(\.relation.name)),
                    \(verdicts.map { $0.relation.kind == .index ? "index" : "table" }),
                    \(verdicts.map(\.relation.table)), \(verdicts.map(\.faults)), \(verdicts.map(\.firstFault))) as told
                """
            )[0]["told"]
            if isToBeTold { try await tell(of: task.run, transaction) }
            return counts
        }
    }

    /// Lets the check see what is damaged now; the transaction holds back whoever else has something to tell.
    private func tell(of run: JobRunID, _ transaction: PostgresTransaction) async throws {
        let check: Check
        do {
            guard let found = try CheckCatalogue.check(named: Self.check, in: home + "/sql/checks") else {
                throw TaskFailure("there is no check \(Self.check) on this host to tell of damage", mayRetry: false)
            }
            check = found
        } catch let refusal as CheckRefusal {
            throw TaskFailure(refusal.description, mayRetry: false)
        }
        let began = ContinuousClock.now
        let asOf: PostgresTimestamp = try await transaction.rows("select clock_timestamp() as as_of")[0]["as_of"]
        let rows = try await transaction.rows(CheckReader.query(check, book: nil)).decode(FoundRow.self)
        let reading = CheckReading(asOf: asOf, complete: [0], rows: rows, took: ContinuousClock.now - began)
        _ = try await FindingRecorder(check: check, run: run.rawValue).record(reading, in: transaction)
    }
}

extension DatabaseHealth {
    /// What a task is about.
    enum Part: Hashable {
        case everything
        case ages
        case catalogs
        /// A table with its TOAST table and all indexes.
        case table(String)
        /// One relation alone.
        case relation(String)

        var name: String {
            switch self {
            case .everything: "everything"
            case .ages: "ages"
            case .catalogs: "catalogs"
            case .table(let name): "table \(name)"
            case .relation(let name): "relation \(name)"
            }
        }

        var isAlone: Bool { if case .relation = self { true } else { false } }

        /// The part that a task's name means; nil for none.
        init?(_ task: String) {
            switch task {
            case "ages": self = .ages
            case "catalogs": self = .catalogs
            case _ where task.hasPrefix("table "): self = .table(String(task.dropFirst(6)))
            case _ where task.hasPrefix("relation "): self = .relation(String(task.dropFirst(9)))
            default: return nil
            }
        }
    }
}
