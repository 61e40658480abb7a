package import FoundationEssentials
import Postgres

/// What an officer decided in a case: which fact the register goes by, why, and on what that rests (issue 4, point 4).
package struct Decision: Sendable {
    /// What it rests on: at least one of these.
    package struct Basis: Sendable {
        package var evidence: [UUID]
        package var attestations: [UUID]
        package var replies: [UUID]

        package init(evidence: [UUID] = [], attestations: [UUID] = [], replies: [UUID] = []) {
            self.evidence = evidence
            self.attestations = attestations
            self.replies = replies
        }
    }

    package let book: Int32
    package let id: UUID
    package let identityCase: UUID
    package let resident: UUID
    /// `name.KIND`, `birth`, `sex` or `origin`.
    package let attribute: String
    /// The fact that it made current; those it set aside stay beside it.
    package let fact: Int
    package let reason: String
    package let decidedBy: Int32
    package let decidedAt: Date
    package let basis: Basis

    /// The decisions of a case within reach, in order.
    package static func list(ofCase identityCase: UUID) -> Query<[Decision]> {
        Query(
            """
            select decision.book_id, decision.id, decision.case_id, decision.resident_id, decision.attribute, decision.reason,
                   decision.recorded_by, decision.recorded_at,
                   coalesce(choice.name_fact_id, choice.birth_fact_id, choice.attribute_fact_id, choice.origin_claim_id) as fact,
                   array(select basis.evidence_id from registry.decision_basis as basis
                         where (basis.book_id, basis.decision_id) = (decision.book_id, decision.id)
                           and basis.evidence_id is not null order by basis.id) as evidence,
                   array(select basis.attestation_id from registry.decision_basis as basis
                         where (basis.book_id, basis.decision_id) = (decision.book_id, decision.id)
                           and basis.attestation_id is not null order by basis.id) as attestations,
                   array(select basis.reply_id from registry.decision_basis as basis
                         where (basis.book_id, basis.decision_id) = (decision.book_id, decision.id)
                           and basis.reply_id is not null order by basis.id) as replies
            from registry.decision
            join registry.choice
                on (choice.book_id, choice.resident_id, choice.id)
                    = (decision.book_id, decision.resident_id, decision.choice_id)
            where decision.case_id = \(identityCase)
            order by decision.recorded_at, decision.id
            """
        ) { rows in try rows.map { try Decision(row: $0) } }
    }

    /// Decides that a recorded fact is the current one, in a case of the revision that the caller saw.
    ///
    /// By whoever may decide the case where it stands: the supervisor a proposed one, the district an escalated one; other
    /// eyes than those that gathered what it rests on (B9).
    package static func make(
        _ id: UUID,
        in book: Int32,
        ofCase identityCase: UUID,
        revision: Int32,
        attribute: String,
        fact: Int,
        reason: String,
        basis: Basis
    ) -> Query<Void> {
        Query([
            """
            select cases.decide_fact(\(book), \(id), \(identityCase), \(revision), \(attribute), \(fact), \(reason),
                \(basis.evidence), \(basis.attestations), \(basis.replies))
            """
        ])
    }
}

extension Decision {
    fileprivate init(row: Row) throws {
        book = try row["book_id"]
        id = try row["id"]
        identityCase = try row["case_id"]
        resident = try row["resident_id"]
        attribute = try row["attribute"]
        fact = try row["fact"]
        reason = try row["reason"]
        decidedBy = try row["recorded_by"]
        decidedAt = try row["recorded_at"]
        basis = Basis(
            evidence: try row["evidence"],
            attestations: try row["attestations"],
            replies: try row["replies"]
        )
    }
}
