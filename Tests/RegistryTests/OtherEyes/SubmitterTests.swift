import CivilIdentity
import FoundationEssentials
import Postgres
import Registry
import RegistryTestSupport
import Testing

/// Who had a part in what a case rests on does not decide it, and what lies before whoever decides does not change unseen.
@Suite(.registryDatabase, .serialized) struct SubmitterTests {
    /// A case that two households vouch for, before it is proposed.
    private func vouched(_ registry: Registry) async throws -> EvidenceBench {
        let bench = try await EvidenceBench.gathering(registry) { draft in
            draft.birth = .stated(.year(1978, BirthSaying(on: articleDay)))
        }
        for lives in ["nhà 1", "nhà 2"] {
            try await bench.attest(.named("Bàn Văn Hai", lives: lives), paper: "can_cuoc")
        }
        return bench
    }

    private func decide(
        _ bench: EvidenceBench,
        as officer: TestOfficer,
        _ outcome: String = "identified",
        revision: Int32? = nil
    ) async throws -> String {
        let revision = revision ?? bench.made.revision
        return try await bench.database.refusal(
            of: "select cases.decide(8, '\(bench.made.id)', \(revision), '\(outcome)', 'đủ căn cứ', 'nhân chứng')",
            as: officer
        )
    }

    /// Whether somebody may decide, without deciding: what the case shows as its next step for him.
    private func refused(_ bench: EvidenceBench, _ officer: TestOfficer) async throws -> [String?] {
        let show = IdentityCases.show(bench.made.id)
        let record = try await bench.registry.read(show, as: officer.caller, action: "cases.show")
        return (record?.nextSteps ?? []).filter { $0.step == "decide" }.map { $0.refusal?.rule }
    }

    private func write(_ statement: String, _ bench: EvidenceBench, as officer: TestOfficer) async throws {
        let state = try await bench.database.refusal(of: statement, as: officer)
        try #require(state == "00000", "\(state): \(statement)")
    }

    enum Part: String, CaseIterable {
        case evidence, evidenceWithoutCase, file, attestation, setAside, name, birth, attribute, kin, origin, paper,
            choice
    }

    /// Has somebody do something that the case rests on.
    private func take(_ part: Part, in bench: EvidenceBench, as officer: TestOfficer) async throws {
        let (id, who) = (bench.made.id, bench.made.resident.id)
        let said: (String, String) -> String = { columns, values in
            "(book_id, resident_id, \(columns), recorded_by) values (8, '\(who)', \(values), auth.user_id())"
        }
        let statement =
            switch part {
            case .evidence, .evidenceWithoutCase:
                """
                select cases.record_evidence(8, gen_random_uuid(), '\(who)', \(part == .evidence ? "'\(id)'" : "null"),
                    'school_or_army_record', null, null, 'học bạ', null, null, null)
                """
            case .file:
                """
                select cases.attach_file(8, '\(try await bench.record("school_or_army_record"))', sha256('\(id)'), 9,
                    'application/pdf')
                """
            case .attestation:
                """
                select cases.attest(8, gen_random_uuid(), '\(id)', null, null, 'Lý A Sáu', 'nhà 9', 'hàng xóm', 'biết từ nhỏ',
                    '2024-09-17', null)
                """
            case .setAside:
                """
                select cases.set_aside(8, gen_random_uuid(), '\(try await bench.record("own_statement"))', null, 'ghi nhầm')
                """
            case .name:
                "insert into registry.name_fact \(said("kind, name, said_by, basis", "'COMMON', 'Giàng Thị Mỷ', 'người khai', 'statement'"))"
            case .birth:
                """
                insert into registry.birth_fact \(said("answer, basis, said_by, said_on", "'unknown', 'declaration', 'người khai', '2024-09-17'"))
                """
            case .attribute:
                """
                insert into registry.attribute_fact \(said("attribute, answer, said_by, basis", "'sex', 'unknown', 'người khai', 'statement'"))
                """
            case .kin:
                "insert into registry.kin_fact \(said("kind, answer, said_by", "'father', 'unknown', 'người khai'"))"
            case .origin:
                "insert into registry.origin_claim \(said("position, answer, said_by", "9, 'unknown', 'người khai'"))"
            case .paper: "insert into registry.paper_fact \(said("kind, said_by", "'cmnd', 'người khai'"))"
            case .choice:
                """
                insert into registry.choice (book_id, resident_id, attribute, birth_fact_id, reason, recorded_by)
                select 8, '\(who)', 'birth', max(id), 'hỏi lại', auth.user_id() from registry.birth_fact
                where resident_id = '\(who)'
                """
            }
        try await write(statement, bench, as: officer)
    }

    @Test("B9 whoever recorded any part of what a case rests on does not decide it", arguments: Part.allCases)
    func parts(_ part: Part) async throws {
        try await TestDatabase.current.withRegistry { registry in
            var bench = try await vouched(registry)
            let both = try await bench.database.bothOffices()
            let clean = try await bench.database.bothOffices()
            try await take(part, in: bench, as: both)
            try await bench.propose()
            #expect(try await decide(bench, as: both) == "SG409 four_eyes")
            #expect(try await refused(bench, both) == ["B9"])
            // The office is not the matter, nor is a part in another case.
            #expect(try await refused(bench, clean) == [nil])
            #expect(try await decide(bench, as: bench.supervisor) == "00000")
        }
    }

    @Test("B9 a part in an earlier round, or in what was recorded in another commune before she moved, is a part")
    func rounds() async throws {
        try await TestDatabase.current.withRegistry { registry in
            var bench = try await vouched(registry)
            let both = try await bench.database.bothOffices()
            try await registry.lead(by: "propose", in: &bench.made, as: both)
            try await bench.database.superuserSQL(
                """
                alter table registry.identity_case disable trigger user;
                update registry.identity_case set round = 2 where id = '\(bench.made.id)';
                alter table registry.identity_case enable trigger user
                """
            )
            #expect(try await decide(bench, as: both) == "SG409 four_eyes")

            // What a move carried was said to whoever wrote it down first, not to whoever accepted the move.
            var moved = try await vouched(registry)
            let (first, accepting) = (try await bench.database.bothOffices(), try await bench.database.bothOffices())
            let who = moved.made.resident.id
            try await bench.database.superuserSQL(
                """
                insert into registry.resident (book_id, id, recorded_by) values (4, '\(who)', 1);
                insert into registry.transfer (book_id, id, side, from_book, to_book, resident_id, state, moves_on, reason,
                    ended_at, recorded_by)
                values (4, gen_random_uuid(), 'out', 4, 8, '\(who)', 'accepted', '2024-01-01', 'theo chồng', now(), 1);
                insert into registry.name_fact (book_id, resident_id, kind, name, said_by, basis, recorded_by)
                values (4, '\(who)', 'COMMON', 'Giàng Thị Mỷ', 'người khai', 'statement', \(first.userID));
                insert into registry.name_fact (book_id, resident_id, kind, name, said_by, basis, carried_from, recorded_by)
                values (8, '\(who)', 'COMMON', 'Giàng Thị Mỷ', 'người khai', 'statement', 4, \(accepting.userID))
                """
            )
            try await moved.propose()
            #expect(try await refused(moved, first) == ["B9"])
            #expect(try await refused(moved, accepting) == [nil])
        }
    }

    @Test(
        "B9 what is added or set aside while a case waits for its decision changes it: a decision on what was read before is stale",
        arguments: [Part.evidence, .evidenceWithoutCase, .file, .attestation, .setAside]
    )
    func stale(_ part: Part) async throws {
        try await TestDatabase.current.withRegistry { registry in
            var bench = try await vouched(registry)
            // Recorded before, so that only the step itself is new.
            let piece = try await bench.record("own_statement")
            try await bench.propose()
            switch part {
            case .file:
                let file = "select cases.attach_file(8, '\(piece)', sha256('x'), 9, 'application/pdf')"
                try await write(file, bench, as: bench.officer)
                // The same file once more is nothing new.
                try await write(file, bench, as: bench.officer)
            case .setAside:
                let aside = "select cases.set_aside(8, gen_random_uuid(), '\(piece)', null, 'ghi nhầm')"
                try await write(aside, bench, as: bench.officer)
            default: try await take(part, in: bench, as: bench.officer)
            }
            #expect(try await decide(bench, as: bench.supervisor) == "SG412")
            bench.made.revision += 1
            let show = IdentityCases.show(bench.made.id)
            let record = try await registry.read(show, as: bench.supervisor.caller, action: "cases.show")
            let last = try #require(record?.events.last)
            #expect(last.from == .proposed && last.to == .proposed && last.revision == bench.made.revision)
            #expect(last.actor != nil)
            #expect(try await decide(bench, as: bench.supervisor) == "00000")
        }
    }

    @Test("B4 B5 a decision weighs again: what the proposal stood on and was set aside since identifies nobody")
    func weighedAgain() async throws {
        try await TestDatabase.current.withRegistry { registry in
            var bench = try await vouched(registry)
            try await bench.propose()
            let witness = try await bench.database.superuserSQL(
                "select id from registry.attestation where case_id = '\(bench.made.id)' order by id limit 1"
            )
            let aside = "select cases.set_aside(8, gen_random_uuid(), null, '\(witness)', 'rút lời làm chứng')"
            try await write(aside, bench, as: bench.officer)
            bench.made.revision += 1
            #expect(try await decide(bench, as: bench.supervisor) == "SG409 case_strength_below")
            #expect(try await decide(bench, as: bench.supervisor, "not_identified") == "00000")
        }
    }

    @Test("A9 a decision rests on replies of its own case, whatever id another case's reply has")
    func basis() async throws {
        try await TestDatabase.current.withRegistry { registry in
            let database = TestDatabase.current
            let officer = try await database.officer(of: cuKbang.code)
            let supervisor = try await database.officer("commune_supervisor", of: cuKbang.code)
            let reply = UUID.v7()
            var cases: [TestCase] = []
            for _ in 0..<2 {
                var draft = try ResidentDraft.named("Giàng Thị Mỷ", .birth)
                draft.origins = [ResidentDraft.Origin(province: "Hà Giang")]
                let key = try await registry.register(draft, in: cuKbang.book, as: officer)
                var made = try await registry.searchedCase(of: key, as: officer)
                let request = try await registry.ask("send_request", in: &made, as: officer)
                try await registry.take(
                    """
                    select cases.record_reply(\(made.book), \(made.id), \(made.revision), \(request), \(reply), jobs.today(),
                        'MATCH')
                    """,
                    in: &made,
                    as: officer
                )
                try await registry.lead(by: "propose", in: &made, as: officer)
                cases.append(made)
            }
            let made = try #require(cases.first)
            let decide = """
                select cases.decide_fact(8, gen_random_uuid(), '\(made.id)', \(made.revision), 'name.BIRTH', fact.id,
                    'nơi ấy xác nhận', '{}', '{}', array['\(reply)'::uuid])
                from registry.name_fact as fact where fact.resident_id = '\(made.resident.id)' and fact.kind = 'BIRTH'
                """
            #expect(try await database.refusal(of: decide, as: supervisor) == "00000")
            let rests = try await database.superuserSQL(
                """
                select request.case_id from registry.decision_basis as basis
                join registry.verification_request as request on request.id = basis.request_id
                """
            )
            #expect(rests == "\(made.id)".lowercased())
        }
    }

    @Test("F5 whom a proposed transfer opens to the other commune is in the audit by the function that opens her")
    func opened() async throws {
        try await TestDatabase.current.withRegistry { registry in
            let database = TestDatabase.current
            let clerk = try await database.officer(of: cuKbang.code)
            let here = try await database.officer("commune_supervisor", of: cuKbang.code)
            let there = try await database.officer("commune_supervisor", of: eaRok.code)
            let key = try await registry.register(
                .named("Sùng Thị Dua", .birth, on: day("2024-01-10")),
                in: 8,
                as: clerk
            )
            let transfer = UUID.v7()
            let propose = Transfers.propose(
                transfer,
                of: key,
                to: eaRok.book,
                on: day("2024-06-01"),
                because: "theo chồng"
            )
            try await registry.change(key, propose, as: here)
            let events = """
                select count(*) from audit.event
                where kind = 'read' and action = 'transfers.person' and residents = array['\(key.id)'::uuid] and user_id =
                """
            let person = "select name from moves.person('\(transfer)')"
            #expect(try await database.refusal(of: person, as: there) == "00000")
            #expect(try await database.superuserSQL("\(events) \(there.userID)") == "1")
            // Whoever sees her anyway is not shown her by that; who is shown nobody leaves nothing.
            #expect(try await database.refusal(of: person, as: here) == "00000")
            let stranger = try await database.officer("commune_supervisor", of: "24232")
            #expect(try await database.refusal(of: person, as: stranger) == "00000")
            #expect(try await database.superuserSQL("\(events) any ('{\(here.userID),\(stranger.userID)}')") == "0")
        }
    }
}
