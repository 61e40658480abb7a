import CivilIdentity
import FoundationEssentials
import Postgres
import Registry
import RegistryTestSupport
import Testing

/// What one clerk may choose, and what takes two.
@Suite(.registryDatabase, .serialized) struct ChoiceTests {
    /// Says something by SQL and chooses it, as somebody with the application's SQL access would.
    private func choose(
        _ key: ResidentKey,
        _ what: String,
        as officer: TestOfficer,
        in office: Office
    ) async throws
        -> String
    {
        let (table, columns, values, attribute, column): (String, String, String, String, String) =
            switch what {
            case "birth":
                (
                    "birth_fact",
                    "answer, written, \"precision\", calendar, basis, candidates, earliest, latest, said_by, said_on",
                    """
                    'stated', '1999', 'year', 'solar', 'declaration', '{[1999-01-01,2000-01-01)}', '1999-01-01', '1999-12-31',
                    'người khai', '2024-09-17'
                    """, "birth", "birth_fact_id"
                )
            case "sex":
                (
                    "attribute_fact", "attribute, answer, sex, said_by, basis",
                    "'sex', 'stated', 'M', 'người khai', 'statement'",
                    "sex", "attribute_fact_id"
                )
            case "religion":
                (
                    "attribute_fact", "attribute, answer, religion, said_by, basis",
                    "'religion', 'stated', 'Tin Lành', 'người khai', 'statement'", "religion", "attribute_fact_id"
                )
            case "mother":
                (
                    "kin_fact", "kind, answer, name, tokens, said_by",
                    "'mother', 'stated', 'Sùng Thị Dua', '{}', 'người khai'",
                    "kin.mother", "kin_fact_id"
                )
            default:
                (
                    "name_fact", "kind, name, said_by, basis", "'\(what)', 'Giàng Thị Mỷ', 'người khai', 'statement'",
                    "name.\(what)", "name_fact_id"
                )
            }
        return try await office.database.refusal(
            of: """
                with said as (
                    insert into registry.\(table) (book_id, resident_id, \(columns), recorded_by)
                    values (\(key.book), '\(key.id)', \(values), auth.user_id()) returning id)
                insert into registry.choice (book_id, resident_id, attribute, \(column), reason, recorded_by)
                select \(key.book), '\(key.id)', '\(attribute)', said.id, 'tự chọn', auth.user_id() from said
                """,
            as: officer
        )
    }

    private let settled = "SG409 choice_needs_correction"

    @Test("C7 a clerk alone chooses what nobody has settled; what a card says is corrected by two people, also by SQL")
    func card() async throws {
        try await Office.open { office in
            let holder = try await office.numbered()
            for what in ["birth", "BIRTH", "sex"] {
                let free = try await office.resident()
                #expect(try await choose(free, what, as: office.officer, in: office) == "00000", "\(what)")
            }
            let card = try await office.requested(for: holder)
            #expect(try await choose(holder, "COMMON", as: office.officer, in: office) == "00000")
            try await office.step(card, as: office.supervisor) { Cards.approve($0) }
            for what in ["birth", "BIRTH", "sex"] {
                #expect(try await choose(holder, what, as: office.officer, in: office) == settled, "\(what)")
            }
            // Not on the card, and decided by nobody.
            for what in ["COMMON", "religion", "mother"] {
                #expect(try await choose(holder, what, as: office.officer, in: office) == "00000", "\(what)")
            }
            // By the service with the rule; a statement beside is recorded as ever.
            let birth = try #require(try ImportDate.parse("1991-06-05", saidOn: articleDay).birth.value)
            let alone = Correction(fact: .birth(.stated(birth)), speaker: speaker(), choose: .init(reason: "nghe lại"))
            let revision = try await office.revision(of: holder)
            #expect(
                await office.refused {
                    let correct = Residents.correct(alone, of: holder, revision: revision)
                    try await office.registry.change(holder, correct, as: office.officer)
                } == "C7"
            )
            let record = try #require(try await office.registry.record(of: holder, as: office.officer))
            #expect(record.summary.birth?.onlyDay == day("1990-05-05") && record.births.count == 1)
            // Beyond one's reach the answer is that of a policy, whatever is settled there.
            let stranger = try await office.database.officer(of: eaRok.code)
            #expect(try await choose(holder, "birth", as: stranger, in: office) == "42501")
        }
    }

    @Test("C7 a valid birth certificate names the mother: who she is takes two as well, by a correction")
    func certificate() async throws {
        try await Office.open { office in
            let child = try await office.resident(born: "2024-02-02")
            #expect(try await choose(child, "mother", as: office.officer, in: office) == "00000")
            try await office.database.superuserSQL(
                """
                insert into registry.birth_certificate (book_id, id, resident_id, register_year, number, registered_on, basis,
                    basis_document, mother_answer, father_answer, parents_married, declared_by, registrar, signer, recorded_by)
                values (8, gen_random_uuid(), '\(child.id)', 2024, 77, '2024-03-01', 'witness', 'văn bản', 'unknown', 'unknown',
                    'unknown', 'mẹ', 'cán bộ', 'chủ tịch', 1)
                """
            )
            for what in ["mother", "birth", "BIRTH", "sex"] {
                #expect(try await choose(child, what, as: office.officer, in: office) == settled, "\(what)")
            }
            let mother = ResidentDraft.Kin(kind: .mother, name: try PersonName("Sùng Thị Dùa"))
            let said = Correction(fact: .kin(mother), speaker: speaker("mother"))
            let revision = try await office.revision(of: child)
            let correct = Residents.correct(said, of: child, revision: revision)
            try await office.registry.change(child, correct, as: office.officer)
            let fact = try #require(
                Int(
                    try await office.database.superuserSQL(
                        "select max(id) from registry.kin_fact where resident_id = '\(child.id)'"
                    )
                )
            )
            let id = UUID.v7()
            let ask = CorrectionRequests.request(
                id,
                of: child,
                attribute: "kin.mother",
                fact: fact,
                because: "ghi sai tên mẹ"
            )
            try await office.registry.change(child, ask, as: office.officer)
            let show = CorrectionRequests.show(id)
            let asked = try #require(
                try await office.registry.read(show, as: office.officer.caller, action: "corrections.show")
            )
            #expect(asked.fact == fact)
            try await office.registry.change(child, CorrectionRequests.approve(asked.key), as: office.supervisor)
            let kept = try await office.database.superuserSQL(
                """
                select correction.before #>> '{mother,name}', correction.after #>> '{mother,name}', choice.kin_fact_id
                from registry.correction
                join registry.choice on choice.resident_id = correction.resident_id and choice.attribute = 'kin.mother'
                where correction.id = '\(id)' order by choice.id desc limit 1
                """
            )
            #expect(kept == "Sùng Thị Dua|Sùng Thị Dùa|\(fact)")
        }
    }

    @Test(
        "C7 B9 what lies before the supervisor, was decided in a case or was corrected is not chosen anew by one clerk"
    )
    func decided() async throws {
        try await TestDatabase.current.withRegistry { registry in
            let bench = try await EvidenceBench.gathering(registry) { draft in
                draft.birth = .stated(.year(1978, BirthSaying(on: articleDay)))
            }
            let office = Office(
                database: bench.database,
                registry: registry,
                officer: bench.officer,
                supervisor: bench.supervisor
            )
            var made = bench.made
            #expect(try await choose(made.resident, "birth", as: office.officer, in: office) == "00000")
            for lives in ["nhà 1", "nhà 2"] {
                try await bench.attest(.named("Bàn Văn Hai", lives: lives), paper: "can_cuoc")
            }
            try await registry.lead(by: "propose", in: &made, as: office.officer)
            for what in ["birth", "BIRTH"] {
                #expect(try await choose(made.resident, what, as: office.officer, in: office) == settled, "\(what)")
            }
            #expect(try await choose(made.resident, "COMMON", as: office.officer, in: office) == "00000")
            try await registry.take(
                "select cases.decide(\(made.book), \(made.id), \(made.revision), 'identified', 'đủ căn cứ', 'nhân chứng')",
                in: &made,
                as: office.supervisor
            )
            for what in ["birth", "BIRTH", "sex"] {
                #expect(try await choose(made.resident, what, as: office.officer, in: office) == settled, "\(what)")
            }
        }
    }
}
