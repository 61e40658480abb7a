package import FoundationEssentials
import Postgres

/// What identity cases rest on: evidence, its files, and what witnesses say.
///
/// The functions of schema cases ask for the officer of the book, and raise: SG404 out of reach, SG403 without the office,
/// SG409 where the case or a value does not allow it.
package enum CaseEvidence {
    /// A case within reach, as far as a statement about it needs to know it.
    package struct Place: Sendable {
        package let book: Int32
        package let resident: UUID
        package let revision: Int32
    }

    /// Where a case stands, nil where there is none within reach.
    package static func place(of identityCase: UUID) -> Query<Place?> {
        Query("select book_id, resident_id, revision from registry.identity_case where id = \(identityCase)") { rows in
            try rows.first.map { row in
                Place(book: try row["book_id"], resident: try row["resident_id"], revision: try row["revision"])
            }
        }
    }

    // MARK: Evidence

    package enum Selection: Sendable {
        case one(UUID)
        /// What counts in a case: recorded for it, or of its person before there was one.
        case ofCase(UUID)
        case ofResident(UUID)

        fileprivate var condition: SQL {
            switch self {
            case .one(let id): "evidence.id = \(id)"
            case .ofResident(let id): "evidence.resident_id = \(id)"
            case .ofCase(let id):
                """
                (evidence.case_id = \(id) or evidence.case_id is null) and (evidence.book_id, evidence.resident_id) in (
                    select known.book_id, known.resident_id from registry.identity_case as known where known.id = \(id))
                """
            }
        }
    }

    /// Evidence within reach with its files, in the order in which it was recorded.
    package static func list(_ selection: Selection) -> Query<[EvidenceRecord]> {
        Query([
            """
            select \(EvidenceRecord.columns) from registry.evidence \(EvidenceRecord.joins)
            where \(selection.condition)
            order by evidence.recorded_at, evidence.id
            """,
            """
            select file.evidence_id, file.sha256, file.length, file.media_type, file.recorded_at
            from registry.evidence
            join registry.evidence_file as file on (file.book_id, file.evidence_id) = (evidence.book_id, evidence.id)
            where \(selection.condition)
            order by file.recorded_at, file.sha256
            """,
        ]) { results in
            var files: [UUID: [EvidenceRecord.File]] = [:]
            for row in results[1] {
                files[try row["evidence_id"] as UUID, default: []].append(try EvidenceRecord.File(row: row))
            }
            return try results[0].map { row in
                try EvidenceRecord(row: row, files: files[try row["id"] as UUID] ?? [])
            }
        }
    }

    package static func record(_ draft: EvidenceDraft, as id: UUID, of resident: ResidentKey) -> Query<Void> {
        Query([
            """
            select cases.record_evidence(\(resident.book), \(id), \(resident.id), \(draft.identityCase), \(draft.kind),
                \(draft.issuedBy), \(draft.issuedOn?.date), \(draft.says), \(draft.kin?.relation), \(draft.kin?.key.book),
                \(draft.kin?.key.id))
            """
        ])
    }

    /// Records a kept file of a piece of evidence; once more changes nothing.
    package static func attach(_ file: StoredFile, to evidence: UUID, in book: Int32) -> Query<Void> {
        Query([
            """
            select cases.attach_file(\(book), \(evidence), \(file.hash.bytes), \(Int32(clamping: file.length)),
                \(file.kind?.rawValue))
            """
        ])
    }

    // MARK: Witnesses

    package enum Statements: Sendable {
        case one(UUID)
        case ofCase(UUID)
        /// What was said of a person.
        case received(UUID)
        /// What a person said of others.
        case given(UUID)

        fileprivate var condition: SQL {
            switch self {
            case .one(let id): "attestation.id = \(id)"
            case .ofCase(let id): "attestation.case_id = \(id)"
            case .received(let id): "attestation.resident_id = \(id)"
            case .given(let id): "attestation.witness_id = \(id)"
            }
        }
    }

    /// Statements within reach, in the order in which they were recorded.
    ///
    /// A statement stands in the book of the person it is about: what a witness said in other communes' cases is seen by
    /// who sees those.
    package static func attestations(_ statements: Statements) -> Query<[Attestation]> {
        Query(
            """
            select \(Attestation.columns) from registry.attestation \(Attestation.joins)
            where \(statements.condition)
            order by attestation.recorded_at, attestation.id
            """
        ) { rows in try rows.map { try Attestation(row: $0) } }
    }

    package static func attest(
        _ draft: AttestationDraft,
        as id: UUID,
        in book: Int32,
        of identityCase: UUID
    ) -> Query<Void> {
        let witness: (key: ResidentKey?, name: String?, lives: String?) =
            switch draft.witness {
            case .resident(let key): (key, nil, nil)
            case .named(let name, let lives): (nil, name, lives)
            }
        return Query([
            """
            select cases.attest(\(book), \(id), \(identityCase), \(witness.key?.book), \(witness.key?.id), \(witness.name),
                \(witness.lives), \(draft.knows), \(draft.says), \(draft.statedOn.date), \(draft.paper))
            """
        ])
    }

    // MARK: Setting aside

    package enum Statement: Sendable {
        case evidence(UUID)
        case attestation(UUID)
    }

    /// What turned out to be no evidence, or what a witness takes back: kept, and no longer counted.
    package static func setAside(_ statement: Statement, in book: Int32, because reason: String) -> Query<Void> {
        let (evidence, attestation): (UUID?, UUID?) =
            switch statement {
            case .evidence(let id): (id, nil)
            case .attestation(let id): (nil, id)
            }
        return Query([
            "select cases.set_aside(\(book), \(UUID.v7()), \(evidence), \(attestation), \(reason))"
        ])
    }
}
