import CivilIdentity
import FoundationEssentials
import Postgres
import Registry
import RegistryTestSupport
import Testing

@Suite(.registryDatabase) struct StrengthTests {
    @Test("B4 evidence has type, origin, file hash and weight; a case shows its strength as an explained sum")
    func sum() async throws {
        try await TestDatabase.current.withRegistry { registry in
            let bench = try await EvidenceBench.gathering(registry)
            #expect(try await bench.strength()?.value == 0)
            let certificate = UUID.v7()
            let draft = EvidenceDraft(
                kind: "school_or_army_record",
                identityCase: bench.made.id,
                issuedBy: "Trường Tiểu học Lũng Phìn",
                issuedOn: day("1989-09-05"),
                says: "học bạ ghi sinh năm 1980"
            )
            try await registry.change(
                bench.made.resident,
                CaseEvidence.record(draft, as: certificate, of: bench.made.resident),
                as: bench.officer
            )
            let file = StoredFile(
                hash: try #require(ContentHash(bytes: [UInt8](repeating: 7, count: 32))),
                length: 1234,
                kind: .pdf
            )
            try await registry.change(
                bench.made.resident,
                CaseEvidence.attach(file, to: certificate, in: bench.made.book),
                as: bench.officer
            )
            let shown = try await registry.read(
                CaseEvidence.list(.ofCase(bench.made.id)),
                as: bench.officer.caller,
                action: "evidence.list"
            )
            let record = try #require(shown.first)
            #expect(
                shown.count == 1 && record.kindVi == "Hồ sơ trường học, quân đội" && record.issuedOn == draft.issuedOn
            )
            #expect(record.issuedBy == draft.issuedBy && record.files.map(\.hash) == [file.hash])

            // Each kind as often as it may count, kin by the person.
            for _ in 0..<2 { try await bench.record("own_statement") }
            let kin = try await bench.resident("Giàng A Páo")
            let sister = try await bench.resident("Giàng Thị Dợ")
            let cousin = try await bench.resident("Giàng A Sính")
            for (relation, key) in [("father", kin), ("uncle_or_aunt", kin), ("sibling", sister), ("cousin", cousin)] {
                try await bench.record("kin_already_registered", kin: .init(relation: relation, key: key))
            }
            // Seen before the case was there, and of somebody else.
            try await bench.record("church_or_clan_record", of: bench.made.resident)
            try await bench.record("birth_certificate", of: kin)

            let strength = try #require(try await bench.strength())
            #expect(strength.value == 35 + 5 + 2 * 15 + 20 && strength.threshold == 60)
            #expect(strength.parts.count == 8)
            let counted = strength.parts.filter(\.isCounted)
            #expect(counted.map(\.points).reduce(0, +) == Double(strength.value))
            #expect(
                counted.map(\.code).sorted() == [
                    "church_or_clan_record", "kin_already_registered", "kin_already_registered", "own_statement",
                    "school_or_army_record",
                ]
            )
            let reasons = strength.parts.filter { !$0.isCounted }.map(\.reason).sorted()
            #expect(reasons == ["enough_of_kind", "enough_of_kind", "same_kin"])
            #expect(strength.parts.allSatisfy { !$0.reasonVi.isEmpty && !$0.reasonEn.isEmpty && !$0.titleVi.isEmpty })

            // Other parameters, another sum; what is set aside counts no more, and is not gone.
            try await bench.database.superuserSQL(
                "update registry.parameter set value = 12 where key = 'evidence.school_or_army_record'"
            )
            #expect(try await bench.strength()?.value == strength.value - 35 + 12)
            try await registry.change(
                bench.made.resident,
                CaseEvidence.setAside(.evidence(certificate), in: bench.made.book, because: "học bạ của người khác"),
                as: bench.officer
            )
            let later = try #require(try await bench.strength())
            #expect(later.value == strength.value - 35)
            #expect(later.parts.first { $0.source == certificate }?.reason == "set_aside")
            await #expect(throws: RegistryError.self) {
                try await registry.change(
                    bench.made.resident,
                    CaseEvidence.setAside(.evidence(certificate), in: bench.made.book, because: "lần nữa"),
                    as: bench.officer
                )
            }
            try await bench.database.superuserSQL(
                "update registry.parameter set value = 35 where key = 'evidence.school_or_army_record'"
            )
        }
    }

    /// A witness who is only named: where he lives, and whether he showed a paper.
    struct Named: Sendable, CustomStringConvertible {
        let lives: String
        let hasPaper: Bool
        var description: String { "\(lives)\(hasPaper ? " with papers" : "")" }

        static func with(_ lives: String) -> Named { Named(lives: lives, hasPaper: true) }
        static func without(_ lives: String) -> Named { Named(lives: lives, hasPaper: false) }
    }

    @Test(
        "B5 two witnesses of different households suffice by rule; a witness without papers counts less, not zero",
        arguments: [
            ([], 0),
            ([.with("nhà 1")], 20),
            ([.without("nhà 1")], 12),
            // Two of different households suffice; two of one household are one voice.
            ([.with("nhà 1"), .with("nhà 2")], 60),
            ([.with("nhà 1"), .with("Nhà 1 ")], 20),
            ([.with("nhà 1"), .with("nhà 1"), .with("nhà 1")], 20),
            ([.without("nhà 1"), .with("nhà 1")], 20),
            // Without papers it takes more of them: three households of which one has papers.
            ([.with("nhà 1"), .without("nhà 2")], 32),
            ([.without("nhà 1"), .without("nhà 2")], 24),
            ([.with("nhà 1"), .without("nhà 2"), .without("nhà 3")], 60),
            ([.without("nhà 1"), .without("nhà 2"), .without("nhà 3")], 36),
            // Three are counted, the best ones.
            ([.without("nhà 1"), .without("nhà 2"), .without("nhà 3"), .without("nhà 4")], 36),
            ([.without("nhà 1"), .with("nhà 2"), .with("nhà 3"), .with("nhà 4")], 60),
        ] as [([Named], Int)]
    )
    func witnesses(_ witnesses: [Named], _ expected: Int) async throws {
        try await TestDatabase.current.withRegistry { registry in
            let bench = try await EvidenceBench.gathering(registry)
            for (number, witness) in witnesses.enumerated() {
                try await bench.attest(
                    .named("Bàn Văn \(number)", lives: witness.lives),
                    paper: witness.hasPaper ? "can_cuoc" : nil
                )
            }
            let strength = try #require(try await bench.strength())
            #expect(strength.value == expected)
            #expect(
                strength.parts.filter(\.isCounted).map(\.points).reduce(0, +) == Double(expected),
                "the parts that count are the sum"
            )
        }
    }

    @Test("B5 a witness of the person's own household is none of another; a number makes papers, a cancelled one none")
    func residents() async throws {
        try await TestDatabase.current.withRegistry { registry in
            let bench = try await EvidenceBench.gathering(registry)
            let home = try await bench.household()
            try await bench.join(bench.made.resident, home)
            let brother = try await bench.resident("Giàng A Chu", household: home, number: "066180000101")
            let neighbour = try await bench.resident(
                "Sùng A Dơ",
                household: try await bench.household(),
                number: "066180000102"
            )
            let other = try await bench.resident("Vàng Thị Mai", household: try await bench.household())

            let statement = try await bench.attest(.resident(brother))
            #expect(try await bench.strength()?.value == 20)
            let vouched = try await bench.attest(.resident(neighbour))
            var strength = try #require(try await bench.strength())
            // One household besides her own has spoken: one voice, the neighbour's, since it is of another household.
            #expect(strength.value == 20)
            #expect(strength.parts.first { $0.source == statement }?.reason == "households_missing")
            #expect(strength.parts.first { $0.source == vouched }?.isCounted == true)

            try await bench.attest(.resident(other))
            strength = try #require(try await bench.strength())
            #expect(strength.value == 20 + 20 + 12)
            try await bench.attest(.resident(other))
            #expect(try await bench.strength()?.value == strength.value, "who says it twice says it once")
            // A second household with papers: now it suffices, and the rule says so.
            let third = try await bench.resident(
                "Lý A Sì",
                household: try await bench.household(),
                number: "066180000103"
            )
            try await bench.attest(.resident(third))
            strength = try #require(try await bench.strength())
            #expect(
                strength.value == 60 && strength.parts.filter { $0.kind == .attestation && $0.isCounted }.count == 3
            )

            // A number that was cancelled makes nobody a witness with papers.
            try await bench.database.superuserSQL(
                "update registry.personal_number set state = 'cancelled' where number in ('066180000103', '066180000102')"
            )
            #expect(try await bench.strength()?.value == 20 + 12 + 12)
            #expect(try await bench.strength()?.parts.filter { $0.code == "witness_documented" }.count == 1)
        }
    }

    @Test("B5 what places answer weighs by the parameters, never below zero; two witnesses suffice all the same")
    func replies() async throws {
        try await TestDatabase.current.withRegistry { registry in
            let database = TestDatabase.current
            let officer = try await database.officer(of: cuKbang.code)
            var draft = try ResidentDraft.named("Giàng Thị Mỷ", .birth)
            draft.origins = ["Hà Giang", "Cao Bằng", "Lào Cai"].map { ResidentDraft.Origin(province: $0) }
            let key = try await registry.register(draft, in: cuKbang.book, as: officer)
            var made = try await registry.searchedCase(of: key, as: officer)
            for step in ["send_request", "ask_next", "ask_next"] {
                let request = try await registry.ask(step, in: &made, as: officer)
                _ = try await registry.reply("NOT_FOUND", to: request, in: &made, as: officer)
            }
            try await registry.lead(by: "rely_on_evidence", in: &made, as: officer)
            let bench = EvidenceBench(
                database: database,
                registry: registry,
                officer: officer,
                supervisor: officer,
                made: made
            )
            var strength = try #require(try await bench.strength())
            #expect(strength.value == 0 && strength.parts.map(\.points) == [-10, -10, -10, 30])
            #expect(strength.parts.last?.kind == .floor)
            try await bench.record("school_or_army_record")
            #expect(try await bench.strength()?.value == 5)
            try await bench.attest(.named("Bàn Văn Hai", lives: "nhà 1"), paper: "cccd")
            #expect(try await bench.strength()?.value == 25)
            try await bench.attest(.named("Lý Thị Ba", lives: "nhà 2"), paper: "cmnd_9")
            strength = try #require(try await bench.strength())
            #expect(strength.value == 60)
            let rule = try #require(strength.parts.last)
            #expect(rule.kind == .rule && rule.points == 15 && rule.reason == "witnesses_suffice")
            // It suffices: the case may be proposed.
            try await registry.lead(by: "propose", in: &made, as: officer)
        }
    }

    @Test("R7.7 a second answer may contradict the first: the last one counts, and the first stands beside it")
    func contradiction() async throws {
        try await TestDatabase.current.withRegistry { registry in
            let officer = try await TestDatabase.current.officer(of: cuKbang.code)
            var draft = try ResidentDraft.named("Giàng Thị Mỷ", .birth)
            draft.origins = [ResidentDraft.Origin(province: "Hà Giang")]
            let key = try await registry.register(draft, in: cuKbang.book, as: officer)
            var made = try await registry.searchedCase(of: key, as: officer)
            let request = try await registry.ask("send_request", in: &made, as: officer)
            let first = try await registry.reply("NOT_FOUND", to: request, in: &made, as: officer)
            try await registry.take(
                """
                select cases.record_late_reply(\(made.book), \(made.id), \(made.revision), \(request), \(UUID.v7()),
                    jobs.today(), 'MATCH')
                """,
                in: &made,
                as: officer
            )
            let shown = try await registry.read(
                CaseStrength.show(made.id),
                as: officer.caller,
                action: "cases.strength"
            )
            let strength = try #require(shown)
            #expect(strength.value == 60 && strength.parts.map(\.reason) == ["counted", "answered_again"])
            #expect(strength.parts.last?.source == first && strength.parts.last?.isCounted == false)
        }
    }

    @Test("B4 nobody weighs, adds to or reads a case beyond his reach, and no SQL writes what it rests on")
    func reach() async throws {
        try await TestDatabase.current.withRegistry { registry in
            let bench = try await EvidenceBench.gathering(registry)
            let evidence = try await bench.record("own_statement")
            let (book, id, resident) = (bench.made.book, bench.made.id, bench.made.resident.id)
            let stranger = try await bench.database.officer(of: eaRok.code)
            #expect(try await registry.read(CaseStrength.show(id), as: stranger.caller, action: "x") == nil)
            #expect(
                try await registry.read(CaseEvidence.list(.one(evidence)), as: stranger.caller, action: "x").isEmpty
            )
            let record = """
                select cases.record_evidence(\(book), gen_random_uuid(), '\(resident)', '\(id)', 'own_statement', null, null,
                    'lời khai', null, null, null)
                """
            let attempts: [(TestOfficer, String, String)] = [
                (stranger, record, "SG404"),
                (bench.supervisor, record, "SG403"),
                (bench.officer, record, "00000"),
                (bench.officer, record.replacing("'lời khai'", with: "''"), "23514"),
                (bench.officer, record.replacing("own_statement", with: "gossip"), "23514"),
                (bench.officer, record.replacing("null, null,\n", with: "null, jobs.today() + 1,\n"), "23514"),
                (stranger, "select cases.strength(\(book), '\(id)')", "00000"),
                (bench.officer, "select * from cases.weigh(\(book), '\(id)')", "42501"),
                (bench.officer, "update registry.evidence set says = 'khác'", "42501"),
                (bench.officer, "insert into registry.attestation (book_id) values (\(book))", "42501"),
                (bench.officer, "insert into registry.decision (book_id) values (\(book))", "42501"),
                (bench.officer, "delete from registry.set_aside", "42501"),
                (bench.officer, "insert into registry.letter (book_id) values (\(book))", "42501"),
                (
                    bench.officer,
                    """
                    select cases.attest(\(book), gen_random_uuid(), '\(id)', \(book), '\(resident)', null, null, 'bản thân',
                        'tôi là tôi', jobs.today(), null)
                    """, "23514"
                ),
                (
                    bench.officer,
                    """
                    select cases.attest(\(book), gen_random_uuid(), '\(id)', null, null, 'Bàn Văn Hai', 'nhà 1', 'bạn', 'biết rõ',
                        '2025-03-01', 'cmnd_9')
                    """, "23514"
                ),
            ]
            for (officer, statement, expected) in attempts {
                let state = try await bench.database.sqlState(as: .app, token: officer.token, statement)
                #expect(state == expected, "\(statement)")
            }
            let foreign = try await bench.database.superuserSQL(
                "select count(*) from registry.evidence where kind = 'gossip'"
            )
            #expect(foreign == "0")
        }
    }
}
