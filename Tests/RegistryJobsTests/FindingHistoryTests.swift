import CivilIdentity
import Foundation
import Postgres
import Registry
import RegistryTestSupport
import Testing

@testable import RegistryJobs

/// Scripted lives of findings, on the database and on a model of ten lines a step, compared night by night.
@Suite(.registryDatabase) struct FindingHistoryTests {
    static let isFull = ProcessInfo.processInfo.environment["SOGOC_FULL"] == "1"
    static let nights = 14

    @Test(
        "H3 H4 the lives of findings (opened, carried, healed, retired, reopened, assigned, commented, waived) are the model's"
    )
    func lives() async throws {
        let database = TestDatabase.current
        let seed = ProcessInfo.processInfo.environment["SOGOC_SEED"].flatMap { UInt64($0) } ?? 20_260_101
        var script = Script(seed: seed)
        let people = try await People(database)
        let checks = try (0..<3).map { number in
            try CheckBench.check("lives/check-\(number)", CheckBench.residents)
        }
        var lives = (0..<(Self.isFull ? 1_000 : 100)).map { number in
            FindingModel(check: number % checks.count, book: number % 2 == 0 ? 1 : 2, subject: "subject-\(number)")
        }
        try await CheckBench.open(database) { bench in
            try await database.withRegistry { registry in
                for night in 1...Self.nights {
                    try await recordNight(night, of: checks, &lives, &script, bench)
                    let today = try #require(CalendarDay(iso: try await database.today()))
                    let ids = try await ids(bench)
                    for index in lives.indices where lives[index].isKnown {
                        let id = try #require(ids[lives[index].subject])
                        try await actAtRandom(on: &lives[index], id, night, today, &script, people, registry, bench)
                    }
                    try await compare(lives, night, database, seed)
                    try await bench.advance(days: 1)
                    // Time alone ends a waiver, before any night.
                    try await compare(lives, night + 1, database, seed)
                }
            }
        }
        let events = try await database.superuserSQL(
            """
            select finding.subject_id, coalesce((
                select string_agg(event.kind, ' ' order by event.id) from registry.finding_event as event
                where event.finding_id = finding.id), '')
            from registry.finding order by 1
            """
        )
        let expected = lives.filter(\.isKnown).map { "\($0.subject)|\($0.events.joined(separator: " "))" }.sorted()
        #expect(events.split(separator: "\n").map(String.init).sorted() == expected, "seed \(seed)")
        // The script has been everywhere.
        let kinds = Set(lives.flatMap(\.events))
        #expect(kinds == Set(FindingHistory.Event.Kind.allCases.map(\.rawValue)), "seed \(seed)")
    }

    /// Accounts of two communes: officers who handle, a supervisor who waives, a stranger.
    struct People {
        let officers: [Int32: TestOfficer]
        let supervisors: [Int32: TestOfficer]
        let names: [Int32: String]
        let stranger: TestOfficer

        init(_ database: TestDatabase) async throws {
            let communes: [Int32: String] = [1: "24211", 2: "24214"]
            var (officers, supervisors, names): ([Int32: TestOfficer], [Int32: TestOfficer], [Int32: String]) =
                ([:], [:], [:])
            for (book, commune) in communes {
                let officer = try await database.officer(of: commune)
                officers[book] = officer
                supervisors[book] = try await database.officer("commune_supervisor", of: commune)
                names[book] = try await database.superuserSQL(
                    "select name from auth.\"user\" where id = \(officer.userID)"
                )
            }
            (self.officers, self.supervisors, self.names) = (officers, supervisors, names)
            stranger = try await database.officer(of: "24217")
        }
    }

    /// One night: some checks err, some are not in the catalogue, some runs are overtaken, the others see what the script
    /// says is there.
    private func recordNight(
        _ night: Int,
        of checks: [Check],
        _ lives: inout [FindingModel],
        _ script: inout Script,
        _ bench: CheckBench
    ) async throws {
        let gone = checks.indices.filter { _ in script.happens(1, in: 10) }
        for (number, check) in checks.enumerated() where !gone.contains(number) {
            // A check that errs records nothing, and closes nothing.
            guard !script.happens(1, in: 10) else { continue }
            var rows: [FoundRow] = []
            var expected = (opened: 0, reopened: 0, healed: 0, carried: 0)
            for index in lives.indices where lives[index].check == number {
                let truth = script.truth(of: lives[index])
                if let truth {
                    rows.append(
                        FoundRow(
                            lives[index].subject,
                            book: lives[index].book,
                            facts: "{\"version\": \(truth)}",
                            shown: "{\"night\": \(night)}"
                        )
                    )
                }
                switch lives[index].seen(facts: truth, night: night) {
                case .opened: expected.opened += 1
                case .reopened: expected.reopened += 1
                case .healed: expected.healed += 1
                case .carried: expected.carried += 1
                case .nothing: break
                }
            }
            let counts = try await bench.record(check, run: night, complete: [1, 2, 3], rows: rows)
            #expect(
                (counts.opened, counts.reopened, counts.healed, counts.carried)
                    == (expected.opened, expected.reopened, expected.healed, expected.carried)
            )
            // A slower run that looked before it comes too late.
            if script.happens(1, in: 4) {
                let late = try await bench.record(
                    check,
                    run: night,
                    complete: [1, 2, 3],
                    rows: [],
                    asOf: PostgresTimestamp(Date().addingTimeInterval(-3600))
                )
                #expect(late.isOvertaken && late.healed == 0)
            }
        }
        try await retire(checks.indices.filter { !gone.contains($0) }.map { checks[$0].name }, &lives, gone, bench)
    }

    /// Ends a whole night whose catalogue was these checks, some of them as files that nobody could read.
    private func retire(
        _ catalogue: [String],
        _ lives: inout [FindingModel],
        _ gone: [Int],
        _ bench: CheckBench
    ) async throws {
        let files = catalogue.enumerated().map { $0.offset == 0 ? $0.element + ".sql" : $0.element }
        let run = try await bench.database.superuserSQL(
            """
            select jobs.announce('nightly-checks', 'a', 'b', '{}', '{}');
            with night as (
                insert into jobs.run (job, slot, origin, state, os_user, host, version, started_at, ended_at)
                values ('nightly-checks', clock_timestamp(), 'request', 'done', 'u', 'h', 'v', now(), now()) returning id
            ), planned as (
                insert into jobs.task (run_id, position, name, books, timeout)
                select night.id, 0, name, '{}', interval '1 minute'
                from night, unnest(array[\((files + [CheckJob.catalogueTask]).map { "'\($0)'" }.joined(separator: ", "))]) as name
            )
            select id from night
            """
        ).split(separator: "\n").last
        let closed: Int = try await bench.client.rows(
            "select finding.retire(\(try #require(run.flatMap { Int($0) }))) as closed",
            access: .write
        )[0]["closed"]
        let expected = lives.count { gone.contains($0.check) && $0.isKnown && $0.isSeen }
        #expect(closed == expected)
        for index in lives.indices where gone.contains(lives[index].check) { lives[index].retired() }
    }

    private func ids(_ bench: CheckBench) async throws -> [String: UUID] {
        let rows = try await bench.client.rows("select subject_id, id from registry.finding", access: .readOnly)
        return Dictionary(
            uniqueKeysWithValues: try rows.map { (try $0["subject_id"] as String, try $0["id"] as UUID) }
        )
    }

    private func actAtRandom(
        on life: inout FindingModel,
        _ id: UUID,
        _ night: Int,
        _ today: CalendarDay,
        _ script: inout Script,
        _ people: People,
        _ registry: Registry,
        _ bench: CheckBench
    ) async throws {
        guard script.happens(2, in: 5), let officer = people.officers[life.book],
            let supervisor = people.supervisors[life.book], let name = people.names[life.book]
        else { return }
        let book = life.book
        let days = script.number(0...3)
        let until = today.advanced(by: days)
        let isWithdrawn = life.state(today: night) == "waived" && script.happens(1, in: 3)
        let act =
            isWithdrawn
            ? .withdrawWaiver : FindingModel.Act.allCases[script.number(0...FindingModel.Act.allCases.count - 1)]
        let query: Query<Void> =
            switch act {
            case .assign: Findings.assign(id, in: book, to: name, due: until, said: "xin xem")
            case .unassign: Findings.assign(id, in: book, to: nil, due: nil, said: nil)
            case .comment: Findings.comment(id, in: book, said: "đã hỏi gia đình")
            case .waive: Findings.waive(id, in: book, until: until, reason: "chờ văn bản")
            case .withdrawWaiver: Findings.withdrawWaiver(id, in: book, said: nil)
            }
        let isWaiving = act == .waive || act == .withdrawWaiver
        // Who may not see it, or may not do this, changes nothing.
        #expect(try await bench.act(registry, as: people.stranger, query, book: book) == .notFound)
        if isWaiving { #expect(try await bench.act(registry, as: officer, query, book: book) == .notAllowed) }
        let refusal = try await bench.act(registry, as: isWaiving ? supervisor : officer, query, book: book)
        let isDone = life.apply(act, today: night, until: night + days)
        if case .conflict = refusal {
            #expect(!isDone, "\(act) of \(life)")
        } else {
            #expect(refusal == nil && isDone, "\(act) of \(life)")
        }
    }

    /// Every finding as the database has it, against the model.
    private func compare(_ lives: [FindingModel], _ today: Int, _ database: TestDatabase, _ seed: UInt64) async throws {
        let rows = try await database.superuserSQL(
            """
            select subject_id, registry.finding_state(resolved_at, waived_until, assignee, reopenings), reopenings,
                   facts->>'version', first_run, coalesce(last_run, (
                       select run_id from jobs.check_mark as mark
                       where mark.name = finding.check_name and mark.book_id = finding.book_id))
            from registry.finding order by 1
            """
        )
        let expected = lives.filter(\.isKnown).map { life in
            "\(life.subject)|\(life.state(today: today))|\(life.reopenings)|\(life.facts)|\(life.firstNight)|\(life.lastNight)"
        }
        .sorted()
        #expect(rows.split(separator: "\n").map(String.init).sorted() == expected, "day \(today), seed \(seed)")
    }
}
