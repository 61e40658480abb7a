import CivilIdentity
package import FoundationEssentials
import Postgres

/// People in books: finding them, showing what is known of them, recording what is said.
package enum Residents {}

extension Residents {
    /// Registers a person in a book with all that was said of her, as one segment.
    ///
    /// `key` is the book and a new id (`UUID.v7()`), `newHousehold` the id for the household that
    /// ``ResidentDraft/Home/new(settlement:)`` opens.
    package static func register(_ draft: ResidentDraft, as key: ResidentKey, newHousehold: UUID = .v7()) -> Query<Void>
    {
        let opened = draft.speaker.saidOn.date
        var statements: [SQL] = [
            """
            insert into registry.resident (book_id, id, recorded_by)
            values (\(key.book), \(key.id), (select auth.user_id()))
            """,
            """
            insert into registry.stay (book_id, resident_id, opened_on, opened_by_way, recorded_by)
            values (\(key.book), \(key.id), \(opened), \(draft.openedBy.rawValue), (select auth.user_id()))
            """,
        ]
        statements += facts(of: draft, as: key)
        statements += home(of: draft, as: key, newHousehold: newHousehold)
        statements.append("select derive.refresh(\(key.book), \(key.id))")
        if let household = household(of: draft, newHousehold: newHousehold) {
            statements.append("select derive.refresh_household(\(key.book), \(household))")
        }
        return Query(statements)
    }

    private static func facts(of draft: ResidentDraft, as key: ResidentKey) -> [SQL] {
        let speaker = draft.speaker
        var statements = [FactInsert.spellings(draft.names.map(\.name))]
        statements += draft.names.map { FactInsert.name($0, of: key, speaker: speaker) }
        statements += [FactInsert.birth(draft.birth, of: key, speaker: speaker)].compactMap(\.self)
        let attributes: [FactInsert.AttributeValue] = [
            .sex(draft.sex), .ethnicity(draft.ethnicity), .religion(draft.religion), .phone(draft.phone),
            .arrivalYear(draft.arrivalYear),
        ]
        statements += attributes.compactMap { FactInsert.attribute($0, of: key, speaker: speaker) }
        for (index, origin) in draft.origins.enumerated() {
            statements.append(FactInsert.origin(origin, at: "\(Int16(index + 1))", of: key, speaker: speaker))
        }
        switch draft.papers {
        case .seen(let papers): statements += papers.map { FactInsert.paper($0, of: key, speaker: speaker) }
        case .answered(let answer):
            statements += [FactInsert.attribute(.papers(answer), of: key, speaker: speaker)].compactMap(\.self)
        case .notAsked: break
        }
        statements += draft.kin.map { FactInsert.kin($0, of: key, speaker: speaker) }
        return statements
    }

    private static func household(of draft: ResidentDraft, newHousehold: UUID) -> UUID? {
        switch draft.home {
        case .household(let household): household
        case .new: newHousehold
        case .none: nil
        }
    }

    private static func home(of draft: ResidentDraft, as key: ResidentKey, newHousehold: UUID) -> [SQL] {
        let since = draft.speaker.saidOn.date
        var statements: [SQL] = []
        if case .new(let settlement) = draft.home {
            statements = Households.open(newHousehold, in: key.book, settlement: settlement, on: draft.speaker.saidOn)
        }
        if let household = household(of: draft, newHousehold: newHousehold) {
            statements.append(
                """
                insert into registry.household_member
                    (book_id, household_id, resident_id, relation, declared, valid_from, recorded_by)
                values (\(key.book), \(household), \(key.id), \(draft.relation.rawValue), \(draft.relationDeclared),
                    \(since), (select auth.user_id()))
                """
            )
        }
        return statements
    }
}
