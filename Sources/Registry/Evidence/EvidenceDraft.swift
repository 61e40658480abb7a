package import CivilIdentity
package import FoundationEssentials

/// Something that speaks for who a person is, as an officer records it.
package struct EvidenceDraft: Sendable {
    /// A relative who stands in some book already.
    package struct Kin: Sendable {
        package var relation: String
        package var key: ResidentKey

        package init(relation: String, key: ResidentKey) {
            self.relation = relation
            self.key = key
        }

        /// As the database knows them.
        package static let relations = [
            "father", "mother", "spouse", "child", "sibling", "grandparent", "grandchild", "uncle_or_aunt",
            "nephew_or_niece", "cousin",
        ]
    }

    /// A code of `registry.evidence_kind`.
    package var kind: String
    /// Nil: seen before there was a case.
    package var identityCase: UUID?
    package var issuedBy: String?
    package var issuedOn: CalendarDay?
    /// What it says of the person.
    package var says: String
    /// Only where the kind is kin that is registered already.
    package var kin: Kin?

    package init(
        kind: String,
        identityCase: UUID? = nil,
        issuedBy: String? = nil,
        issuedOn: CalendarDay? = nil,
        says: String,
        kin: Kin? = nil
    ) {
        self.kind = kind
        self.identityCase = identityCase
        self.issuedBy = issuedBy
        self.issuedOn = issuedOn
        self.says = says
        self.kin = kin
    }
}

/// What a witness says of the person of a case, as an officer records it.
package struct AttestationDraft: Sendable {
    package enum Witness: Sendable {
        case resident(ResidentKey)
        /// Somebody without a record: by name, and by where and with whom he lives, which tells households apart.
        case named(String, lives: String)
    }

    package var witness: Witness
    /// How the witness knows the person.
    package var knows: String
    package var says: String
    package var statedOn: CalendarDay
    /// A valid identity paper that the officer has seen, a code of `registry.paper_kind`; nil: none was shown.
    package var paper: String?

    package init(witness: Witness, knows: String, says: String, statedOn: CalendarDay, paper: String? = nil) {
        self.witness = witness
        self.knows = knows
        self.says = says
        self.statedOn = statedOn
        self.paper = paper
    }
}
