package import CivilIdentity
package import FoundationEssentials
import Postgres

/// A piece of evidence within reach, with its files.
package struct EvidenceRecord: Sendable {
    package struct File: Sendable {
        package let hash: ContentHash
        /// In bytes.
        package let length: Int
        package let kind: FileKind
        package let recordedAt: Date
    }

    package let book: Int32
    package let id: UUID
    package let resident: UUID
    package let identityCase: UUID?
    package let kind: String
    package let kindVi: String
    package let kindEn: String
    package let issuedBy: String?
    package let issuedOn: CalendarDay?
    package let says: String
    package let kin: EvidenceDraft.Kin?
    /// Who recorded it, and when.
    package let recordedBy: Int32
    package let recordedAt: Date
    /// Why it does not count any more; nil while it does.
    package let setAside: String?
    package let files: [File]

    static let columns: SQL = """
        evidence.book_id, evidence.id, evidence.resident_id, evidence.case_id, evidence.kind, kind.name_vi as kind_vi,
        kind.name_en as kind_en, evidence.issued_by, evidence.issued_on, evidence.says, evidence.kin_relation,
        evidence.kin_book_id, evidence.kin_id, evidence.recorded_by, evidence.recorded_at, aside.reason as set_aside
        """
    static let joins: SQL = """
        join registry.evidence_kind as kind on kind.code = evidence.kind
        left join registry.set_aside as aside on (aside.book_id, aside.evidence_id) = (evidence.book_id, evidence.id)
        """

    init(row: Row, files: [File]) throws {
        book = try row["book_id"]
        id = try row["id"]
        resident = try row["resident_id"]
        identityCase = try row["case_id"]
        kind = try row["kind"]
        kindVi = try row["kind_vi"]
        kindEn = try row["kind_en"]
        issuedBy = try row["issued_by"]
        issuedOn = (try row["issued_on"] as PostgresDate?).flatMap { CalendarDay($0) }
        says = try row["says"]
        let relation: String? = try row["kin_relation"]
        let kinBook: Int32? = try row["kin_book_id"]
        let kinID: UUID? = try row["kin_id"]
        kin =
            if let relation, let kinBook, let kinID {
                EvidenceDraft.Kin(relation: relation, key: ResidentKey(book: kinBook, id: kinID))
            } else { nil }
        recordedBy = try row["recorded_by"]
        recordedAt = try row["recorded_at"]
        setAside = try row["set_aside"]
        self.files = files
    }
}

extension EvidenceRecord.File {
    init(row: Row) throws {
        let bytes: [UInt8] = try row["sha256"]
        let type: String = try row["media_type"]
        guard let hash = ContentHash(bytes: bytes), let kind = FileKind(rawValue: type) else {
            throw RegistryError.unavailable
        }
        self.hash = hash
        self.kind = kind
        length = Int(try row["length"] as Int32)
        recordedAt = try row["recorded_at"]
    }
}

/// What a witness said, within reach of whoever sees the person it is about.
package struct Attestation: Sendable {
    package let book: Int32
    package let id: UUID
    package let identityCase: UUID
    /// Of whom it is said.
    package let resident: UUID
    package let witness: AttestationDraft.Witness
    package let knows: String
    package let says: String
    package let statedOn: CalendarDay
    package let paper: String?
    /// Whether the witness lived in the person's own household then.
    package let isOfOwnHousehold: Bool
    package let recordedBy: Int32
    package let recordedAt: Date
    /// Why it does not count any more; nil while it does.
    package let setAside: String?

    static let columns: SQL = """
        attestation.book_id, attestation.id, attestation.case_id, attestation.resident_id, attestation.witness_book_id,
        attestation.witness_id, attestation.witness_name, attestation.witness_lives, attestation.knows, attestation.says,
        attestation.stated_on, attestation.paper_kind, attestation.own_household, attestation.recorded_by,
        attestation.recorded_at, aside.reason as set_aside
        """
    static let joins: SQL = """
        left join registry.set_aside as aside
            on (aside.book_id, aside.attestation_id) = (attestation.book_id, attestation.id)
        """

    init(row: Row) throws {
        book = try row["book_id"]
        id = try row["id"]
        identityCase = try row["case_id"]
        resident = try row["resident_id"]
        let witnessBook: Int32? = try row["witness_book_id"]
        let witnessID: UUID? = try row["witness_id"]
        if let witnessBook, let witnessID {
            witness = .resident(ResidentKey(book: witnessBook, id: witnessID))
        } else {
            witness = .named(try row["witness_name"], lives: try row["witness_lives"])
        }
        knows = try row["knows"]
        says = try row["says"]
        guard let day = CalendarDay(try row["stated_on"] as PostgresDate) else { throw RegistryError.unavailable }
        statedOn = day
        paper = try row["paper_kind"]
        isOfOwnHousehold = try row["own_household"]
        recordedBy = try row["recorded_by"]
        recordedAt = try row["recorded_at"]
        setAside = try row["set_aside"]
    }

    /// Whom it shows: the person, and the witness where he has a record.
    package var residents: [UUID] {
        guard case .resident(let key) = witness else { return [resident] }
        return [resident, key.id]
    }
}
