package import CivilIdentity
package import FoundationEssentials
import Postgres

extension Residents {
    /// Everything known of a person in the books within reach, each book's record by itself; none if nothing is.
    ///
    /// All statements travel in one flush. Residents out of reach and ids that do not exist answer alike.
    /// `day` asks what was believed by its end; nil for now (A9).
    package static func show(_ id: UUID, believedOn day: CalendarDay? = nil) -> Query<[ResidentRecord]> {
        let moment = Day.lastMoment(of: day)
        let summaries: SQL = """
            select \(ResidentSummary.columns), number.number
            from registry.resident_version as version
            \(ResidentSummary.joins)
            left join registry.personal_number as number
                on number.book_id = version.book_id and number.resident_id = version.resident_id
                and number.state = 'confirmed' and number.recorded_at <= \(moment)
            where version.resident_id = \(id)
              and version.believed_from <= \(moment) and \(moment) < version.believed_to
            order by version.book_id
            """
        return Query([
            summaries,
            facts("kind, name, valid_from, valid_to", of: "name_fact", id, by: moment),
            """
            select birth.book_id, birth.id, \(BirthSet.columns), \(Provenance.columns)
            from registry.birth_fact as birth
            where birth.resident_id = \(id)
              and birth.recorded_at <= \(moment)
            order by birth.id
            """,
            facts(
                "attribute, answer, sex, ethnic_code, phone, religion, year, declared",
                of: "attribute_fact",
                id,
                by: moment
            ),
            """
            select claim.book_id, claim.id, claim.position, claim.answer, claim.written, claim.province_text,
                   claim.district_text, claim.commune_text, claim.village_text, area.code as area_code,
                   claim.resolved_level, claim.unsure_below, claim.year_from, claim.year_to, \(Provenance.columns)
            from registry.origin_claim as claim left join registry.area on area.id = claim.area_id
            where claim.resident_id = \(id)
              and claim.recorded_at <= \(moment)
            order by claim.position, claim.id
            """,
            facts("kind, number", of: "paper_fact", id, by: moment),
            facts("kind, answer, name, kin_book_id, kin_id", of: "kin_fact", id, by: moment),
            """
            select choice.book_id, choice.attribute, choice.reason, choice.rests_on, choice.recorded_at, choice.recorded_by,
                   coalesce(choice.name_fact_id, choice.birth_fact_id, choice.attribute_fact_id, choice.kin_fact_id,
                            choice.origin_claim_id) as fact
            from registry.choice
            where choice.resident_id = \(id)
              and choice.recorded_at <= \(moment)
            order by choice.id
            """,
            """
            select stay.book_id, stay.opened_on, stay.opened_by_way, stay.moved_to_book,
                   case when stay.closed_at <= \(moment) then stay.closed_on end as closed_on,
                   case when stay.closed_at <= \(moment) then stay.closed_by_way end as closed_by_way
            from registry.stay
            where stay.resident_id = \(id)
              and stay.recorded_at <= \(moment)
            order by stay.id
            """,
            """
            select member.book_id, member.household_id, member.principal, member.relation, member.declared,
                   member.valid_from, member.ended_by_way,
                   case when member.ended_at <= \(moment) then member.valid_to else 'infinity' end as valid_to
            from registry.household_member as member
            where member.resident_id = \(id)
              and member.recorded_at <= \(moment)
            order by member.id
            """,
            """
            select life.book_id, life.id, life.kind, life.written, life.earliest, life.latest, life.effective_on, life.place,
                   array(select what.consequence from registry.life_event_consequence as what
                         where what.book_id = life.book_id and what.resident_id = life.resident_id and what.event_id = life.id
                         order by what.id) as consequences
            from registry.life_event as life
            where life.resident_id = \(id)
              and life.recorded_at <= \(moment)
            order by life.recorded_at, life.id
            """,
        ]) { results in
            try ResidentAssembly(results).records()
        }
    }

    private static func facts(_ columns: SQL, of table: String, _ id: UUID, by moment: SQL) -> SQL {
        """
        select fact.book_id, fact.id, \(columns), \(Provenance.columns)
        from registry.\(identifier: table) as fact
        where fact.resident_id = \(id)
          and fact.recorded_at <= \(moment)
        order by fact.id
        """
    }

    /// The book and revision under which a person can be written to, in the one book of the caller's edit reach.
    package static func locate(_ id: UUID) -> Query<[ResidentKey]> {
        Query(
            """
            select resident.book_id from registry.resident
            where resident.book_id = any ((select auth.edit_books())::int[]) and resident.id = \(id)
            order by resident.book_id
            """
        ) { rows in try rows.map { ResidentKey(book: try $0["book_id"], id: id) } }
    }

    /// The book in which the caller sees a person, the one of the open stay first; nil where he sees none.
    package static func seen(_ id: UUID) -> Query<ResidentKey?> {
        Query(
            """
            select version.book_id from registry.resident_version as version
            where version.resident_id = \(id) and version.believed_to = 'infinity'
            order by version.status <> 'present', version.book_id
            limit 1
            """
        ) { rows in try rows.first.map { ResidentKey(book: try $0["book_id"], id: id) } }
    }

    /// The same for who approves in a book.
    package static func locateToApprove(_ id: UUID) -> Query<[ResidentKey]> {
        Query(
            """
            select resident.book_id from registry.resident
            where resident.book_id = any ((select auth.approve_books())::int[]) and resident.id = \(id)
            order by resident.book_id
            """
        ) { rows in try rows.map { ResidentKey(book: try $0["book_id"], id: id) } }
    }
}
