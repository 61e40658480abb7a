package import CivilIdentity
import Postgres

/// A new statement about a resident, and whether it becomes the current one.
///
/// What was said before stays as it was said; only the choice moves, with its reason (A9). What a decision or a correction
/// has settled, or a card or birth certificate says, is chosen by two people: ``CorrectionRequests``.
package struct Correction: Sendable {
    package enum Fact: Sendable {
        case name(ResidentDraft.Name)
        case birth(ResidentDraft.Birth)
        case sex(Stated<Sex>)
        case ethnicity(Stated<EthnicWord>)
        case religion(Stated<String>)
        case phone(Stated<String>)
        case arrivalYear(Stated<Int16>)
        case kin(ResidentDraft.Kin)
        /// Added to the ordered list after the last claim.
        case origin(ResidentDraft.Origin)
        case paper(ResidentDraft.Paper)
        case papers(StatedKind)
    }

    package var fact: Fact
    package var speaker: Speaker
    /// Why this one is to be current; nil records the statement and leaves the choice as it is.
    package var choose: Reason?

    package struct Reason: Sendable {
        package var reason: String
        /// The evidence or paper that it rests on; nil where there is none.
        package var restsOn: String?

        package init(reason: String, restsOn: String? = nil) {
            self.reason = reason
            self.restsOn = restsOn
        }
    }

    package init(fact: Fact, speaker: Speaker, choose: Reason? = nil) {
        self.fact = fact
        self.speaker = speaker
        self.choose = choose
    }
}

extension Residents {
    /// Records a correction of the revision that its author saw.
    ///
    /// `revision` is the resident's ``ResidentRecord/revision`` as read; another one now is ``RegistryError/stale``, and a
    /// resident out of reach ``RegistryError/notFound``.
    package static func correct(_ correction: Correction, of key: ResidentKey, revision: Int32) -> Query<Void> {
        var statements: [SQL] = ["select derive.expect_resident(\(key.book), \(key.id), \(revision))"]
        let speaker = correction.speaker
        let choice = correction.choose
        func record(_ insert: SQL?, attribute: String, column: String) {
            guard let insert else { return }
            guard let choice else { return statements.append(insert) }
            statements.append(
                """
                with said as (\(insert))
                insert into registry.choice (book_id, resident_id, attribute, \(identifier: column), reason, rests_on, recorded_by)
                select \(key.book), \(key.id), \(attribute), said.id, \(choice.reason), \(choice.restsOn),
                    (select auth.user_id())
                from said
                """
            )
        }
        func attribute(_ value: FactInsert.AttributeValue, _ name: String) {
            record(FactInsert.attribute(value, of: key, speaker: speaker), attribute: name, column: "attribute_fact_id")
        }
        switch correction.fact {
        case .name(let name):
            statements.append(FactInsert.spellings([name.name]))
            record(
                FactInsert.name(name, of: key, speaker: speaker),
                attribute: "name.\(name.kind.rawValue)",
                column: "name_fact_id"
            )
        case .birth(let birth):
            record(FactInsert.birth(birth, of: key, speaker: speaker), attribute: "birth", column: "birth_fact_id")
        case .kin(let kin):
            record(
                FactInsert.kin(kin, of: key, speaker: speaker),
                attribute: "kin.\(kin.kind.rawValue)",
                column: "kin_fact_id"
            )
        case .sex(let stated): attribute(.sex(stated), "sex")
        case .ethnicity(let stated): attribute(.ethnicity(stated), "ethnicity")
        case .religion(let stated): attribute(.religion(stated), "religion")
        case .phone(let stated): attribute(.phone(stated), "phone")
        case .arrivalYear(let stated): attribute(.arrivalYear(stated), "arrival_year")
        case .papers(let answer): attribute(.papers(answer), "papers")
        case .paper(let paper): statements.append(FactInsert.paper(paper, of: key, speaker: speaker))
        case .origin(let origin): statements.append(originAfterLast(origin, of: key, speaker: speaker))
        }
        statements.append("select derive.refresh(\(key.book), \(key.id))")
        return Query(statements)
    }

    /// Makes a fact current that was recorded before.
    package static func choose(
        birthFact fact: Int,
        of key: ResidentKey,
        revision: Int32,
        because reason: Correction.Reason
    ) -> Query<Void> {
        Query([
            "select derive.expect_resident(\(key.book), \(key.id), \(revision))",
            """
            insert into registry.choice (book_id, resident_id, attribute, birth_fact_id, reason, rests_on, recorded_by)
            values (\(key.book), \(key.id), 'birth', \(fact), \(reason.reason), \(reason.restsOn), (select auth.user_id()))
            """,
            "select derive.refresh(\(key.book), \(key.id))",
        ])
    }

    private static func originAfterLast(_ origin: ResidentDraft.Origin, of key: ResidentKey, speaker: Speaker) -> SQL {
        let position: SQL = """
            (select coalesce(max(claim.position), 0)::smallint + 1::smallint from registry.origin_claim as claim
             where claim.book_id = \(key.book) and claim.resident_id = \(key.id))
            """
        return FactInsert.origin(origin, at: position, of: key, speaker: speaker)
    }
}
