import Foundation
import Registry
import RegistryTestSupport
import Testing

/// The import as the real program, with everything that may happen to it.
@Suite(.registryDatabase) struct ImportCommandTests {
    private let database = TestDatabase.current

    @Test("the import says what it did, in text and JSON, with the exit codes of every command")
    func answers() async throws {
        try await Sheet(rows: 30, wrong: 4).withFile { path, _ in
            let refused = try await SogocBinary.run(
                ["import", path, "--json", "--source", "cli"],
                environment: database.environment
            )
            #expect(refused.status == 65, "\(refused.stderr)")
            let answer = try JSONDecoder().decode(Answer.self, from: Data(refused.stdout.utf8))
            #expect(answer.report?.counts.accepted == 29)
            #expect(
                answer.errors.map { "\($0.row ?? 0) \($0.column ?? "") \($0.code)" } == [
                    "5 birth_date birth.no-such-day"
                ]
            )
            #expect(answer.errors.first?.messageVi.isEmpty == false)
            #expect(answer.errors.first?.rule == "R9.8")

            let report = "\(path).report"
            defer { try? FileManager.default.removeItem(atPath: report) }
            let again = try await SogocBinary.run(
                ["import", path, "--source", "cli", "--report", report],
                environment: database.environment
            )
            #expect(again.status == 65)
            #expect(again.stdout.contains("29"))
            #expect(try String(contentsOfFile: report, encoding: .utf8).contains("\"code\":\"birth.no-such-day\""))
            let mode = try FileManager.default.attributesOfItem(atPath: report)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
        try await Sheet.withFile("not,a\nsheet,1\n") { path, _ in
            let result = try await SogocBinary.run(["import", path], environment: database.environment)
            #expect(result.status == 65)
        }
        let missing = try await SogocBinary.run(["import", "/nonexistent.csv"], environment: database.environment)
        #expect(missing.status == 65)
        let nothing = try await SogocBinary.run(["import"], environment: database.environment)
        #expect(nothing.status == 64)
        let unknown = try await SogocBinary.run(["import", "--withdraw", "4000"], environment: database.environment)
        #expect(unknown.status == 66)
        let unreachable = try await SogocBinary.run(
            ["import", "--list"],
            environment: ["SOGOC_DATABASE_URL": "postgresql:///x?host=/nonexistent"]
        )
        #expect(unreachable.status == 69)
    }

    @Test("a signed-in officer imports for the own commune; nobody and a viewer do not")
    func officers() async throws {
        let officer = try await database.officer(of: "24226")
        let viewer = try await database.officer("district_officer", of: "646")
        try await Sheet(rows: 5).withFile { path, _ in
            func run(_ token: String) async throws -> ChildProcess.Result {
                let session = "\(path).session"
                try PrivateFile.write(token, to: session)
                defer { try? FileManager.default.removeItem(atPath: session) }
                return try await SogocBinary.run(
                    ["import", path, "--json", "--source", "officers"],
                    environment: database.environment.merging(["SOGOC_SESSION_FILE": session]) { $1 }
                )
            }
            #expect(try await run(officer.token.secret).status == 0)
            let refused = try await run(viewer.token.secret)
            #expect(refused.status == 65)
            #expect(refused.stdout.contains("commune.out-of-reach"))
            #expect(try await run("nobody").status == 77)
        }
        #expect(
            try await database.superuserSQL(
                "select count(*) from registry.import_record where source = 'officers' and recorded_by = \(officer.userID) and kind = 'person'"
            ) == "5"
        )
    }

    @Test("kill -9 at random points: an import given again loses nothing and does nothing twice; two at once neither")
    func killed() async throws {
        let server = try await TestServer.shared
        try await Sheet(rows: 5_400).withFile { path, names in
            let undisturbed = try await server.clone()
            let whole = try await SogocBinary.run(
                ["import", path],
                environment: undisturbed.environment,
                deadline: .seconds(200)
            )
            #expect(whole.status == 0, "\(whole.stderr)")
            let expected = try await undisturbed.register()

            let disturbed = try await server.clone()
            // The first time between the commits of the first thousand's two batches, where the import stands until it is
            // killed.
            try await disturbed.holdImports()
            let first = try SogocBinary.start(["import", path], environment: disturbed.environment)
            #expect(try await eventually { try await disturbed.isImportHeld(after: 1) })
            first.signal(SIGKILL)
            #expect(await first.result().status == 137)
            let firstBatch = try await disturbed.firstBatch()
            try await disturbed.allowImports(batches: .max)
            var generator = SystemRandomNumberGenerator()
            var batches = try await disturbed.batches()
            for _ in 0..<5 {
                let child = try SogocBinary.start(["import", path], environment: disturbed.environment)
                // Somewhere between the first connection and the middle of a later batch.
                let target = batches + Int.random(in: 0...1, using: &generator)
                while child.status == nil, try await disturbed.batches() < target {
                    try await Task.sleep(for: .milliseconds(5))
                }
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...400, using: &generator)))
                guard child.status == nil else { break }
                child.signal(SIGKILL)
                _ = await child.result()
                let now = try await disturbed.batches()
                #expect(now >= batches, "a batch that was committed is gone")
                batches = now
            }
            // Two of the same file at once finish it.
            async let one = SogocBinary.run(
                ["import", path],
                environment: disturbed.environment,
                deadline: .seconds(200)
            )
            async let other = SogocBinary.run(
                ["import", path],
                environment: disturbed.environment,
                deadline: .seconds(200)
            )
            for result in try await [one, other] { #expect(result.status == 0, "\(result.stderr)") }
            #expect(try await disturbed.register() == expected)
            #expect(try await disturbed.batches() == 12)
            // What was committed before the first kill was not done again.
            #expect(try await disturbed.firstBatch() == firstBatch)

            // No person stands in anything that was logged or printed.
            let log = try server.log()
            for name in names.prefix(200) { #expect(!log.contains(name) && !whole.stdout.contains(name)) }
            for database in [undisturbed, disturbed] { try await server.drop(database) }
        }
    }

    @Test("PostgreSQL restarted and crashed during an import: nothing lost, nothing twice")
    func restarted() async throws {
        try await TestServer.withServer { server in
            try await Sheet(rows: 4_300).withFile { path, _ in
                let undisturbed = try await server.clone()
                let whole = try await SogocBinary.run(
                    ["import", path],
                    environment: undisturbed.environment,
                    deadline: .seconds(200)
                )
                #expect(whole.status == 0, "\(whole.stderr)")
                let expected = try await undisturbed.register()
                let disturbed = try await server.clone()
                try await disturbed.holdImports()
                let child = try SogocBinary.start(["import", path], environment: disturbed.environment)
                for (immediately, reached) in [(false, 1), (true, 4)] {
                    try await disturbed.allowImports(batches: Int32(reached))
                    #expect(try await eventually { try await disturbed.isImportHeld(after: reached) })
                    try await server.restart(immediately: immediately)
                }
                try await disturbed.allowImports(batches: .max)
                let result = await child.result(within: .seconds(200))
                #expect(result.status == 0, "\(result.stderr)")
                #expect(try await disturbed.register() == expected)
            }
        }
    }
}

extension TestDatabase {
    /// Lets imports do the first batch and come as far as the middle of the second, where they stand until more are allowed.
    fileprivate func holdImports() async throws {
        try await superuserSQL(
            """
            create table public.pace (allowed int not null);
            insert into public.pace values (1);
            create function public.keep_pace() returns trigger language plpgsql security definer as $$
            begin
                while new.number > (select allowed from public.pace) loop
                    perform pg_sleep(0.01);
                end loop;
                return new;
            end
            $$;
            create trigger keep_pace before insert on registry.import_batch
                for each row execute function public.keep_pace()
            """
        )
    }

    fileprivate func allowImports(batches: Int32) async throws {
        try await superuserSQL("update public.pace set allowed = \(batches)")
    }

    /// Whether an import has committed that many batches and stands in the next one.
    fileprivate func isImportHeld(after batches: Int) async throws -> Bool {
        try await superuserSQL(
            """
            select (select count(*) from registry.import_batch) = \(batches) and exists (
                select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep')
            """
        ) == "t"
    }

    /// The transaction that wrote the first batch's row, and all that the batch counts.
    fileprivate func firstBatch() async throws -> String {
        try await superuserSQL("select xmin, batch from registry.import_batch as batch where number = 1")
    }

    fileprivate func batches() async throws -> Int {
        Int(try await superuserSQL("select count(*) from registry.import_batch")) ?? 0
    }

    /// All that an import has made of a file, without the ids and times that differ from run to run.
    fileprivate func register() async throws -> String {
        try await superuserSQL(
            """
            select count(*), md5(string_agg(line, ';' order by line)) from (
                select concat_ws(',', record.record_id, version.name, version.born_earliest, version.sex, version.relation,
                    home.record_id, settlement.name_key, stay.opened_on,
                    (select count(*) from registry.name_fact f where f.resident_id = record.resident_id),
                    (select count(*) from registry.attribute_fact f where f.resident_id = record.resident_id),
                    (select count(*) from registry.paper_fact f where f.resident_id = record.resident_id),
                    (select count(*) from registry.kin_fact f where f.resident_id = record.resident_id)) as line
                from registry.import_record as record
                join registry.resident_version as version using (book_id, resident_id)
                join registry.stay using (book_id, resident_id)
                join registry.import_record as home
                    on home.kind = 'household' and home.household_id = version.household_id
                join registry.settlement_status as settlement on settlement.settlement_id = version.settlement_id
                where record.kind = 'person'
            ) as lines
            union all
            select count(*), string_agg(members::text, ',' order by members) from registry.household_version
            where believed_to = 'infinity'
            union all
            select count(*), '' from registry.resident
            union all
            select count(*), '' from staging.person
            order by 1, 2
            """
        )
    }
}

/// The part of `--json` that the tests read.
private struct Answer: Decodable {
    struct Report: Decodable {
        struct Counts: Decodable { let accepted: Int }
        let counts: Counts
    }

    struct Issue: Decodable {
        let row: Int?
        let column: String?
        let code: String
        let rule: String
        let messageVi: String

        enum CodingKeys: String, CodingKey {
            case row
            case column
            case code
            case rule
            case messageVi = "message_vi"
        }
    }

    let report: Report?
    let errors: [Issue]
}

/// A spreadsheet of generated people, nobody of whom exists.
private struct Sheet {
    let text: String
    let names: [String]

    /// - Parameters:
    ///   - rows: How many.
    ///   - wrong: The row, counted from 1, that has a day that is none.
    init(rows: Int, wrong: Int? = nil) {
        let columns = [
            "record_id", "commune", "village", "household_id", "rel_to_head", "formal_name", "common_name", "sex",
            "ethnicity", "birth_precision", "birth_date", "birth_year_min", "birth_year_max", "birth_zodiac",
            "origin_province", "origin_district", "origin_commune", "papers", "personal_no", "phone", "father_name",
            "mother_name", "spouse_name", "arrival_year", "registered_on",
        ]
        let syllables = ["Sùng", "Giàng", "Thào", "Vừ", "Lý", "Páo", "Dê", "Chớ", "Mỷ", "Sếnh", "Pà", "Vảng"]
        var lines = [columns.joined(separator: ",")]
        var names: [String] = []
        for number in 0..<rows {
            let name = "\(syllables[number % 5]) A \(syllables[5 + number % 7])zq\(Self.letters(number))"
            names.append(name)
            let day =
                number + 1 == wrong ? "30/02/1990" : "\(1950 + number % 60)-0\(1 + number % 9)-\(10 + number % 18)"
            let cells = [
                "R\(number)", number / 5 % 3 == 1 ? "Ea Bung" : "Cư Kbang", "Thôn \(1 + number % 17)", "H\(number / 5)",
                number % 5 == 0 ? "chủ hộ" : "con", name,
                "", number % 2 == 0 ? "M" : "F", "Mông", "", day, "", "", "", "Cao Bằng", "", "", "so_ho_khau", "",
                "09\(10_000_000 + number)", "Sùng A Pó", "", "", "2004", "2024-0\(1 + number % 9)-15",
            ]
            lines.append(cells.joined(separator: ","))
        }
        text = lines.joined(separator: "\n") + "\n"
        self.names = names
    }

    private static func letters(_ number: Int) -> String {
        String(String(number).utf8.map { Character(Unicode.Scalar(0x61 + $0 - 0x30)) })
    }

    func withFile(_ body: (String, [String]) async throws -> Void) async throws {
        try await Self.withFile(text, names: names, body)
    }

    static func withFile(
        _ text: String,
        names: [String] = [],
        _ body: (String, [String]) async throws -> Void
    ) async throws {
        let path = "/tmp/sogoc-import-\(UUID().uuidString).csv"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path, names)
    }
}
