package import FoundationEssentials
import Postgres

/// How much speaks for who a person is, as an explained sum (B4): the points of the parts that count.
package struct CaseStrength: Sendable {
    package struct Part: Sendable {
        package enum Kind: String, Sendable, CaseIterable {
            case evidence
            case attestation
            case reply
            /// What lifts a negative sum to zero.
            case floor
            /// What the rule of witnesses adds (B5).
            case rule
        }

        package let kind: Kind
        /// The evidence, attestation or reply; nil for what follows from all of them.
        package let source: UUID?
        /// A kind of evidence, of witness, or the reply's outcome.
        package let code: String
        package let titleVi: String
        package let titleEn: String
        package let points: Double
        package let isCounted: Bool
        /// A code for why it counts or does not.
        package let reason: String
        package let reasonVi: String
        package let reasonEn: String
    }

    package let value: Int
    /// From which on a decision may be proposed (`case.threshold`).
    package let threshold: Double
    package let parts: [Part]

    /// The strength of a case within reach, nil where there is none.
    package static func show(_ identityCase: UUID) -> Query<CaseStrength?> {
        Query([
            """
            select cases.strength(known.book_id, known.id) as strength, threshold.value::float8 as threshold
            from registry.identity_case as known
            join registry.parameter as threshold on threshold.key = 'case.threshold'
            where known.id = \(identityCase)
            """,
            """
            select part.kind, part.source, part.code, part.title_vi, part.title_en, part.points::float8 as points,
                   part.counted, part.reason, part.reason_vi, part.reason_en
            from registry.identity_case as known
            cross join lateral cases.strength_parts(known.book_id, known.id) with ordinality as part (
                kind, source, code, title_vi, title_en, points, counted, reason, reason_vi, reason_en, nth)
            where known.id = \(identityCase)
            order by part.nth
            """,
        ]) { results in
            guard let row = results[0].first else { return nil }
            return CaseStrength(
                value: Int(try row["strength"] as Int32),
                threshold: try row["threshold"],
                parts: try results[1].map { try Part(row: $0) }
            )
        }
    }
}

extension CaseStrength.Part {
    fileprivate init(row: Row) throws {
        guard let kind = Kind(rawValue: try row["kind"]) else { throw RegistryError.unavailable }
        self.kind = kind
        source = try row["source"]
        code = try row["code"]
        titleVi = try row["title_vi"]
        titleEn = try row["title_en"]
        points = try row["points"]
        isCounted = try row["counted"]
        reason = try row["reason"]
        reasonVi = try row["reason_vi"]
        reasonEn = try row["reason_en"]
    }
}
