import CivilIdentity
import FoundationEssentials
import Postgres

/// A row of persons.csv that is about to become a resident.
struct NewPerson: Sendable {
    let person: PersonRow
    let id: UUID
    /// The household in the register; nil where the row names none.
    let household: UUID?
    let relation: RelationToHead
}

extension ImportStatements {
    /// In the order of ``stage(_:in:with:)``.
    static let copyPersons: SQL = """
        copy staging.person (import_id, batch, row_no, record_id, content_hash, book_id, resident_id, registered_on, source,
            household_id, relation, relation_declared, name_kinds, names, names_k1, names_k2, names_k3, given_names,
            birth_answer, birth_written, birth_precision, birth_calendar, birth_basis, birth_age_kind, birth_candidates,
            birth_earliest, birth_latest, sex_answer, sex, ethnic_answer, ethnic_code, ethnic_declared, phone_answer, phone,
            arrival_answer, arrival_year, papers_answer, paper_kinds, paper_numbers, origin_answer, origin_written,
            origin_province, origin_district, origin_commune, origin_area_id, origin_level, origin_unsure, kin_kinds,
            kin_answers, kin_names, kin_k3) from stdin (format binary)
        """

    /// Writes the rows of a batch into the staging table.
    static func stage(_ persons: [NewPerson], in scope: BatchScope, with writer: CopyWriter) async throws {
        for new in persons {
            let person = new.person
            try await writer.write { row in
                row.append(scope.importID)
                row.append(scope.batch)
                row.append(Int32(person.row))
                row.append(person.recordID)
                row.append(person.contentHash)
                row.append(person.book)
                row.append(new.id)
                row.append(person.registeredOn.date)
                row.append("\(scope.source) \(person.recordID)")
                row.append(new.household)
                row.append(new.household == nil ? nil : new.relation.rawValue)
                row.append(person.relationDeclared)
                row.append(person.names.map(\.kind.rawValue))
                row.append(person.names.map(\.name.written))
                row.append(person.names.map(\.name.k1))
                row.append(person.names.map(\.name.k2))
                row.append(person.names.map(\.name.k3))
                row.append(person.names.map { String($0.name.given) })
                append(person.birth, to: &row)
                row.append(answer(person.sex.kind))
                row.append(person.sex.value?.rawValue)
                row.append(answer(person.ethnicity.kind))
                row.append(person.ethnicity.value?.group?.code)
                row.append(person.ethnicity.value?.declared)
                row.append(answer(person.phone.kind))
                row.append(person.phone.value)
                row.append(answer(person.arrivalYear.kind))
                row.append(person.arrivalYear.value)
                row.append(answer(person.papersAnswer))
                row.append(person.papers.map(\.kind.rawValue))
                row.append(person.papers.map(\.number))
                append(person.origin, to: &row)
                row.append(person.kin.map(\.kind.rawValue))
                row.append(person.kin.map(\.name.kind.rawValue))
                row.append(person.kin.map(\.name.value?.written))
                row.append(person.kin.map { $0.name.value?.k3 ?? "" })
            }
        }
    }

    /// What nobody asked has no row.
    private static func answer(_ kind: StatedKind) -> String? {
        kind == .notAsked ? nil : kind.rawValue
    }

    private static func append(_ birth: Stated<BirthSet>, to row: inout CopyRow) {
        let set = birth.value
        row.append(answer(birth.kind))
        row.append(set?.statement.written)
        row.append(set?.statement.precision.rawValue)
        row.append(set?.statement.calendar.rawValue)
        row.append((set?.statement.basis ?? .declaration).rawValue)
        row.append(set?.statement.ageKind?.rawValue)
        row.append(set?.bound)
        row.append(set?.earliest.date)
        row.append(set?.latest.date)
    }

    private static func append(_ origin: PersonRow.Origin?, to row: inout CopyRow) {
        row.append(origin.flatMap { answer($0.answer) })
        row.append(origin?.written)
        row.append(origin?.province)
        row.append(origin?.district)
        row.append(origin?.commune)
        row.append(origin?.resolution.areaID)
        row.append(origin?.resolution.level)
        row.append(origin?.resolution.unsureBelow)
    }

    /// Everything that follows from the staged rows, in the order of the foreign keys; ends with the rows gone.
    static func applyPersons(_ scope: BatchScope, persons: [NewPerson], requestID: String) -> [SQL] {
        let staged: SQL = "staging.person as row"
        let batch: SQL = "row.import_id = \(scope.importID) and row.batch = \(scope.batch)"
        // A fact is believed since the day on which the commune wrote it down, so that reports as of a day are true.
        let believed: SQL = "row.registered_on::timestamp at time zone 'Asia/Ho_Chi_Minh'"
        let fact: SQL = "'commune', row.registered_on, row.source, \(believed), (select auth.user_id())"
        let factColumns: SQL = "said_by, said_on, source, recorded_at, recorded_by"
        var statements: [SQL] = [
            """
            insert into registry.resident (book_id, id, recorded_at, recorded_by)
            select row.book_id, row.resident_id, \(believed), (select auth.user_id()) from \(staged) where \(batch)
            """,
            """
            insert into registry.import_record (book_id, import_id, kind, record_id, batch, source, row_no, content_hash,
                resident_id, recorded_by)
            select row.book_id, row.import_id, 'person', row.record_id, row.batch, \(scope.source), row.row_no,
                   row.content_hash, row.resident_id, (select auth.user_id())
            from \(staged) where \(batch)
            """,
            """
            insert into registry.stay (book_id, resident_id, opened_on, opened_by_way, recorded_at, recorded_by)
            select row.book_id, row.resident_id, row.registered_on, 'registered', \(believed), (select auth.user_id())
            from \(staged) where \(batch)
            """,
            """
            insert into registry.name_fact (book_id, resident_id, kind, name, basis, \(factColumns))
            select row.book_id, row.resident_id, name.kind, name.name, 'import', \(fact)
            from \(staged) cross join lateral unnest(row.name_kinds, row.names) as name (kind, name)
            where \(batch)
            """,
            """
            insert into registry.birth_fact (book_id, resident_id, answer, written, "precision", calendar, basis, age_kind,
                candidates, earliest, latest, \(factColumns))
            select row.book_id, row.resident_id, row.birth_answer, row.birth_written, row.birth_precision,
                   row.birth_calendar, row.birth_basis, row.birth_age_kind,
                   case when row.birth_candidates is not null then datemultirange(variadic row.birth_candidates) end,
                   row.birth_earliest, row.birth_latest, \(fact)
            from \(staged) where \(batch) and row.birth_answer is not null
            """,
            """
            insert into registry.attribute_fact (book_id, resident_id, attribute, answer, sex, ethnic_code, phone, year,
                declared, basis, \(factColumns))
            select row.book_id, row.resident_id, fact.attribute, fact.answer, fact.sex, fact.ethnic_code, fact.phone,
                   fact.year, fact.declared, 'import', \(fact)
            from \(staged)
            cross join lateral (values
                ('sex', row.sex_answer, row.sex, null::text, null::text, null::int2, null::text),
                ('ethnicity', row.ethnic_answer, null, row.ethnic_code, null, null, row.ethnic_declared),
                ('phone', row.phone_answer, null, null, row.phone, null, null),
                ('arrival_year', row.arrival_answer, null, null, null, row.arrival_year, null),
                ('papers', row.papers_answer, null, null, null, null, null)
            ) as fact (attribute, answer, sex, ethnic_code, phone, year, declared)
            where \(batch) and fact.answer is not null
            """,
            """
            insert into registry.origin_claim (book_id, resident_id, position, answer, written, province_text, district_text,
                commune_text, area_id, resolved_level, unsure_below, \(factColumns))
            select row.book_id, row.resident_id, 1, row.origin_answer, row.origin_written, row.origin_province,
                   row.origin_district, row.origin_commune, row.origin_area_id, row.origin_level, row.origin_unsure, \(fact)
            from \(staged) where \(batch) and row.origin_answer is not null
            """,
            """
            insert into registry.paper_fact (book_id, resident_id, kind, number, \(factColumns))
            select row.book_id, row.resident_id, paper.kind, paper.number, \(fact)
            from \(staged) cross join lateral unnest(row.paper_kinds, row.paper_numbers) as paper (kind, number)
            where \(batch)
            """,
            """
            insert into registry.kin_fact (book_id, resident_id, kind, answer, name, tokens, \(factColumns))
            select row.book_id, row.resident_id, kin.kind, kin.answer, kin.name, string_to_array(kin.k3, ' '), \(fact)
            from \(staged)
            cross join lateral unnest(row.kin_kinds, row.kin_answers, row.kin_names, row.kin_k3)
                as kin (kind, answer, name, k3)
            where \(batch)
            """,
            """
            insert into registry.household_member (book_id, household_id, resident_id, relation, declared, valid_from,
                recorded_at, recorded_by)
            select row.book_id, row.household_id, row.resident_id, row.relation, row.relation_declared, row.registered_on,
                   \(believed), (select auth.user_id())
            from \(staged) where \(batch) and row.household_id is not null
            """,
            """
            select derive.write_versions(array_agg(row.book_id), array_agg(row.resident_id), array_agg(\(believed)))
            from \(staged) where \(batch)
            """,
        ]
        if persons.contains(where: { $0.household != nil }) {
            statements.append(
                """
                select derive.write_household_versions(array_agg(row.book_id), array_agg(row.household_id),
                    array_agg(\(believed)))
                from \(staged) where \(batch) and row.household_id is not null
                """
            )
        }
        statements.append(
            """
            select audit.write('import.batch', written.book_id, written.residents, \(requestID),
                jsonb_build_object('import', \(scope.importID), 'batch', \(scope.batch)))
            from (
                select row.book_id, array_agg(row.resident_id) as residents from \(staged) where \(batch) group by row.book_id
            ) as written
            """
        )
        statements.append("delete from \(staged) where \(batch)")
        return statements
    }
}
