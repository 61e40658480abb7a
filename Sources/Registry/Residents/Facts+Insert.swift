import CivilIdentity
import Postgres

/// The statements that record what was said of a resident; each fact is one row that stays as it was said.
///
/// `recorded_by` is asked once per statement, and the policy holds it against the token's user.
enum FactInsert {
    private static let recorder: SQL = "(select auth.user_id())"

    /// Which generation of key rules wrote the search keys, so that a change of rules can be found and made up for.
    static let keyVersion: Int16 = 1

    /// Makes the spellings of names known to the search; comes before the names, which the database else refuses.
    static func spellings(_ names: [PersonName]) -> SQL {
        """
        select search.know_names(\(names.map(\.written)), \(names.map(\.k1)), \(names.map(\.k2)), \(names.map(\.k3)),
            \(names.map { String($0.given) }), \(keyVersion))
        """
    }

    static func name(
        _ name: ResidentDraft.Name,
        of key: ResidentKey,
        speaker: Speaker,
        basis: String = "statement"
    ) -> SQL {
        """
        insert into registry.name_fact (book_id, resident_id, kind, name, valid_from, valid_to, said_by, said_on, basis,
            source, recorded_by)
        values (\(key.book), \(key.id), \(name.kind.rawValue), \(name.name.written), \(name.validFrom), \(name.validTo),
            \(speaker.saidBy), \(speaker.saidOn.date), \(basis), \(speaker.source), \(recorder))
        returning id
        """
    }

    /// Nil for a birth that nobody asked about.
    static func birth(_ birth: ResidentDraft.Birth, of key: ResidentKey, speaker: Speaker) -> SQL? {
        switch birth {
        case .notAsked, .answered(.notAsked), .answered(.stated):
            nil
        case .answered(let answer):
            """
            insert into registry.birth_fact (book_id, resident_id, answer, basis, said_by, said_on, source, recorded_by)
            values (\(key.book), \(key.id), \(answer.rawValue), 'declaration', \(speaker.saidBy), \(speaker.saidOn.date),
                \(speaker.source), \(recorder))
            returning id
            """
        case .stated(let set):
            """
            insert into registry.birth_fact (book_id, resident_id, answer, written, "precision", calendar, basis, age_kind,
                candidates, earliest, latest, said_by, said_on, source, recorded_by)
            values (\(key.book), \(key.id), 'stated', \(set.statement.written), \(set.statement.precision.rawValue),
                \(set.statement.calendar.rawValue), \(set.statement.basis.rawValue),
                \(set.statement.ageKind?.rawValue), datemultirange(variadic \(set.bound)), \(set.earliest.date),
                \(set.latest.date), \(speaker.saidBy), \(set.statement.saidOn.date), \(speaker.source), \(recorder))
            returning id
            """
        }
    }

    /// The one column that belongs to an attribute, and what goes there.
    enum AttributeValue {
        case sex(Stated<Sex>)
        case ethnicity(Stated<EthnicWord>)
        case phone(Stated<String>)
        case religion(Stated<String>)
        case arrivalYear(Stated<Int16>)
        /// Only the answers that name no paper.
        case papers(StatedKind)
    }

    /// Nil where nobody asked.
    static func attribute(
        _ value: AttributeValue,
        of key: ResidentKey,
        speaker: Speaker,
        basis: String = "statement"
    ) -> SQL? {
        var columns = AttributeColumns()
        let attribute: String
        let answer: StatedKind
        switch value {
        case .sex(let stated):
            (attribute, answer, columns.sex) = ("sex", stated.kind, stated.value?.rawValue)
        case .ethnicity(let stated):
            (attribute, answer) = ("ethnicity", stated.kind)
            columns.ethnicCode = stated.value?.group?.code
            columns.declared = stated.value?.declared
        case .phone(let stated): (attribute, answer, columns.phone) = ("phone", stated.kind, stated.value)
        case .religion(let stated): (attribute, answer, columns.religion) = ("religion", stated.kind, stated.value)
        case .arrivalYear(let stated): (attribute, answer, columns.year) = ("arrival_year", stated.kind, stated.value)
        case .papers(let kind): (attribute, answer) = ("papers", kind)
        }
        guard answer != .notAsked else { return nil }
        return """
            insert into registry.attribute_fact (book_id, resident_id, attribute, answer, sex, ethnic_code, phone, religion,
                year, declared, said_by, said_on, basis, source, recorded_by)
            values (\(key.book), \(key.id), \(attribute), \(answer.rawValue), \(columns.sex), \(columns.ethnicCode),
                \(columns.phone), \(columns.religion), \(columns.year), \(columns.declared), \(speaker.saidBy),
                \(speaker.saidOn.date), \(basis), \(speaker.source), \(recorder))
            returning id
            """
    }

    private struct AttributeColumns {
        var sex: String?
        var ethnicCode: String?
        var phone: String?
        var religion: String?
        var year: Int16?
        var declared: String?
    }

    /// A claimed place, with the smallest unit that its words name looked up right there.
    ///
    /// `position` is the place in the ordered list, as a value or an expression.
    static func origin(_ origin: ResidentDraft.Origin, at position: SQL, of key: ResidentKey, speaker: Speaker) -> SQL {
        let province = origin.province.flatMap { AreaName($0)?.key }
        let district = origin.district.flatMap { AreaName($0)?.key }
        let commune = origin.commune.flatMap { AreaName($0)?.key }
        // As named in the year it was left, else as named when it was said (R5.3).
        let year = (origin.yearTo ?? origin.yearFrom).flatMap { CalendarDay(year: Int($0), month: 12, day: 31) }
        let day = year ?? speaker.saidOn
        return """
            insert into registry.origin_claim (book_id, resident_id, position, answer, written, province_text,
                district_text, commune_text, village_text, area_id, resolved_level, unsure_below, year_from, year_to,
                said_by, said_on, source, recorded_by)
            select \(key.book), \(key.id), \(position), \(origin.answer.rawValue), \(origin.written), \(origin.province),
                \(origin.district), \(origin.commune), \(origin.village),
                coalesce(commune.id, district.id, province.id),
                case when commune.id is not null then 'commune' when district.id is not null then 'district'
                     when province.id is not null then 'province' end,
                \(origin.unsureBelow?.rawValue), \(origin.yearFrom), \(origin.yearTo),
                \(speaker.saidBy), \(speaker.saidOn.date), \(speaker.source), \(recorder)
            from (values (1)) as one
            left join lateral (\(named("province", province, on: day, below: nil))) as province on true
            left join lateral (\(named("district", district, on: day, below: "province"))) as district on true
            left join lateral (\(named("commune", commune, on: day, below: "district"))) as commune on true
            returning id
            """
    }

    /// The one unit of a name on a day, or of all time where none had it then; no row where several share the name.
    ///
    /// `above` is the subquery with the unit it must lie in; a district whose province was not recognised may lie anywhere.
    private static func named(_ level: String, _ key: String?, on day: CalendarDay, below above: String?) -> SQL {
        var place: SQL = "known.level = \(level) and known.name_key = \(key)"
        if let above {
            place = """
                \(place) and (
                    known.parent_id in (select version.id from registry.area as version where version.unit_id = \(identifier: above).unit_id)
                    or \(level) = 'district' and \(identifier: above).unit_id is null)
                """
        }
        return """
            select min(area.id) as id, min(area.unit_id) as unit_id
            from (
                select known.id, known.unit_id, known.code,
                       rank() over (order by known.valid_from <= \(day.date) and \(day.date) < known.valid_to desc) as place
                from registry.area as known
                where \(place)
            ) as area
            where area.place = 1
            having count(distinct area.code) = 1
            """
    }

    static func paper(_ paper: ResidentDraft.Paper, of key: ResidentKey, speaker: Speaker) -> SQL {
        """
        insert into registry.paper_fact (book_id, resident_id, kind, number, said_by, said_on, source, recorded_by)
        values (\(key.book), \(key.id), \(paper.kind.rawValue), \(paper.number), \(speaker.saidBy), \(speaker.saidOn.date),
            \(speaker.source), \(recorder))
        returning id
        """
    }

    static func kin(_ kin: ResidentDraft.Kin, of key: ResidentKey, speaker: Speaker) -> SQL {
        """
        insert into registry.kin_fact (book_id, resident_id, kind, answer, name, tokens, kin_book_id, kin_id, said_by,
            said_on, source, recorded_by)
        values (\(key.book), \(key.id), \(kin.kind.rawValue), \(kin.answer.rawValue), \(kin.name?.written),
            \(kin.name?.tokens.map(\.k3) ?? []), \(kin.resident?.book), \(kin.resident?.id), \(speaker.saidBy),
            \(speaker.saidOn.date), \(speaker.source), \(recorder))
        returning id
        """
    }
}
