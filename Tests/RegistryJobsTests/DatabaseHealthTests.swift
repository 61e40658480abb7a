import Foundation
import Postgres
import Registry
import RegistryTestSupport
import Testing

@testable import RegistryJobs

/// The health job on databases that are truly damaged: bytes of their files are overwritten, and an index is made to lie.
struct DatabaseHealthTests {
    /// Two tables of the test's own, one of them with an index on what a function says.
    private static let planted = """
        create schema probe;
        create table probe.paged (id int primary key, note text not null);
        insert into probe.paged select number, repeat('x', 100) from generate_series(1, 2000) as number;
        create function probe.place(id int) returns int immutable language sql as 'select id';
        create table probe.lied (id int primary key);
        insert into probe.lied select generate_series(1, 2000);
        create index lied_place on probe.lied (probe.place(id));
        vacuum (freeze) probe.paged;
        checkpoint;
        """

    @Test(
        "What is damaged becomes a finding and stops no other table; what is mended heals; history and exit state agree"
    )
    func damage() async throws {
        try await TestServer.withServer(settings: ["fsync=off", "autovacuum=off"]) { server in
            let database = try await server.clone()
            try await database.superuserSQL(Self.planted)
            let sound = try await run(database)
            #expect(sound.state == .done && sound.counts["faults"] == 0 && sound.counts["indexes_skipped"] == nil)
            #expect(try await findings(database) == [])

            // A page whose bytes are not those that were written, and an index whose order is not that of its values.
            let file = try await RelationFile("probe.paged", database)
            try await server.stop()
            let original = try file.overwrite(at: 8192 + 4000, with: Array(repeating: 0xa5, count: 16))
            try await server.start()
            try await database.superuserSQL(
                "create or replace function probe.place(id int) returns int immutable language sql as 'select -id'"
            )
            let broken = try await run(database)
            #expect(broken.state == .done && broken.failed == 0 && broken.counts["faults"] == 2)
            // Every other table was verified all the same; of the damaged one's indexes (its key's, its TOAST table's) nothing
            // can be said.
            #expect(broken.counts["tables"] == sound.counts["tables"] && broken.tasks == sound.tasks)
            #expect(broken.counts["indexes_skipped"] == 2)
            #expect(
                try await findings(database) == [
                    "index probe.lied_place open critical, of probe.lied",
                    "table probe.paged open critical, of probe.paged",
                ]
            )
            let words = try await database.superuserSQL(
                "select string_agg(facts ->> 'first', '; ' order by subject_id) from registry.finding"
            )
            #expect(words.contains("lied_place") && words.contains("invalid page in block 1"), "\(words)")

            // Seen again it is carried, by the job and by the nightly check alike.
            let again = try await run(database)
            #expect(again.counts["faults"] == 2)
            try await CheckBench.open(database) { bench in
                let text = try String(
                    contentsOfFile: "\(CheckFixture.folder)/\(DatabaseHealth.check).sql",
                    encoding: .utf8
                )
                #expect(try await bench.night([DatabaseHealth.check: text]).0.counts["carried"] == 2)
            }
            #expect(try await database.superuserSQL("select count(*) from registry.finding_event") == "0")

            try await server.stop()
            try file.overwrite(at: 8192 + 4000, with: original)
            try await server.start()
            // One index is mended, the other is removed.
            try await database.superuserSQL("drop index probe.lied_place")
            let mended = try await run(database)
            #expect(mended.state == .done && mended.counts["faults"] == 0)
            #expect(
                try await findings(database) == [
                    "index probe.lied_place resolved critical, of probe.lied",
                    "table probe.paged resolved critical, of probe.paged",
                ]
            )
            #expect(try await database.superuserSQL("select count(*) from jobs.relation_fault") == "0")
        }
    }

    @Test("Rows that no checksum gives away are found too: a line pointer that leads out of its page")
    func heap() async throws {
        // As on a server without checksums: the page is read, whatever stands in it.
        try await TestServer.withServer(settings: ["fsync=off", "autovacuum=off", "ignore_checksum_failure=on"]) {
            server in
            let database = try await server.clone()
            try await database.superuserSQL(Self.planted)
            let file = try await RelationFile("probe.paged", database)
            try await server.stop()
            // The first line pointer follows the page's header of 24 bytes (storage/itemid.h): offset 8184, normal, 100 long.
            let pointer = UInt32(8184) | 1 << 15 | 100 << 17
            try file.overwrite(at: 24, with: withUnsafeBytes(of: pointer.littleEndian) { Array($0) })
            try await server.start()
            let run = try await run(database)
            #expect(run.state == .done && run.counts["faults"] == 1)
            #expect(try await findings(database) == ["table probe.paged open critical, of probe.paged"])
            let words = try await database.superuserSQL("select facts ->> 'first' from registry.finding")
            #expect(words.hasPrefix("block 0, offset 1: line pointer to page offset 8184"), "\(words)")
        }
    }

    @Test("A run tells how many tables, indexes and pages it verified, the oldest transaction and the fullest sequence")
    func numbers() async throws {
        let server = try await TestServer.shared
        let database = try await server.clone()
        try await database.superuserSQL(Self.planted + "select setval('registry.import_id_seq', 1073741824);")
        let (run, tasks) = try await runWithTasks(database)
        #expect(run.state == .done)
        let stored = try await database.superuserSQL(
            """
            select count(*) filter (where relkind in ('r', 'm')), count(*) filter (where relkind = 'i' and relam = 403)
            from pg_class where relpersistence <> 't'
            """
        )
        #expect(stored == "\(run.counts["tables"] ?? 0)|\(run.counts["indexes"] ?? 0)")
        #expect(run.counts["fullest_sequence_percent"] == 50)
        let age = try await database.superuserSQL(
            "select age(datfrozenxid) from pg_database where datname = current_database()"
        )
        let (told, now) = (try #require(run.counts["oldest_xid_age"]), try #require(Int(age)))
        #expect(told > 0 && told <= now)
        // Each table with all that belongs to it, and all catalogs together, once.
        let paged = try #require(tasks.first { $0.name == "table probe.paged" })
        #expect(paged.counts["tables"] == 1 && paged.counts["indexes"] == 2 && paged.counts["faults"] == 0)
        #expect(tasks.filter { $0.name == "catalogs" }.count == 1 && tasks.allSatisfy { $0.attempts == 1 })
        try await server.drop(database)
    }

    @Test("What is large is a task for each relation; small tables come first")
    func plan() async throws {
        let server = try await TestServer.shared
        let database = try await server.clone()
        // A row a page.
        try await database.superuserSQL(
            """
            create schema probe;
            create table probe.large (id int primary key, note text) with (fillfactor = 10);
            alter table probe.large alter note set storage plain;
            insert into probe.large select number, repeat('x', 1000) from generate_series(1, 9000) as number;
            """
        )
        try await CheckBench.open(database) { bench in
            let tasks = try await DatabaseHealth(home: Checkout.root).plan(
                with: Planning(client: bench.client, usualSeconds: [:])
            )
            let names = tasks.map(\.name)
            #expect(names.starts(with: ["ages", "catalogs"]))
            #expect(names.contains("table registry.resident") && !names.contains("table probe.large"))
            let large = names.suffix(4)
            #expect(large.first == "relation probe.large" && large.last == "relation probe.large_pkey")
            #expect(large.dropFirst().dropLast().allSatisfy { $0.hasPrefix("relation pg_toast.") })
            #expect(Set(names).count == names.count)
            #expect(tasks.allSatisfy { $0.timeout >= .seconds(60) })
        }
        let run = try await run(database)
        #expect(run.state == .done && run.counts["faults"] == 0)
        try await server.drop(database)
    }

    @Test("Nobody but the nights may verify, and they only through the one function; without amcheck the task says so")
    func rights() async throws {
        let server = try await TestServer.shared
        let database = try await server.clone()
        let may = try await database.superuserSQL(
            """
            select string_agg(login.rolname || ' ' || routine.proname, ', ' order by login.rolname, routine.proname)
            from pg_roles as login, pg_proc as routine
            where login.rolname like 'sogoc\\_%' and login.rolcanlogin and not login.rolsuper
              and login.rolname <> 'sogoc_migrator'
              and routine.proname in ('verify_heapam', 'bt_index_check', 'bt_index_parent_check', 'verify_relation',
                                      'note_relations')
              and has_function_privilege(login.oid, routine.oid, 'execute')
            """
        )
        #expect(may == "sogoc_jobs note_relations, sogoc_jobs verify_relation")
        try await database.superuserSQL("drop extension amcheck")
        let (run, tasks) = try await runWithTasks(database)
        #expect(run.hasFailures)
        #expect(tasks.contains { $0.error == "the extension amcheck is missing; deploy/up makes it" })
        try await server.drop(database)
    }

    // MARK: Running

    private func runWithTasks(_ database: TestDatabase) async throws -> (RunRecord, [TaskRecord]) {
        let job = DatabaseHealth(home: Checkout.root)
        return try await database.only(try await database.runner([job], joins: true).run(job.name))
    }

    private func run(_ database: TestDatabase) async throws -> RunRecord {
        try await runWithTasks(database).0
    }

    private func findings(_ database: TestDatabase) async throws -> [String] {
        try await database.superuserSQL(
            """
            select concat(subject, ' ', subject_id, ' ',
                          registry.finding_state(resolved_at, waived_until, assignee, reopenings), ' ', severity, ', of ',
                          shown ->> 'table')
            from registry.finding where check_name = '\(DatabaseHealth.check)' and book_id = 0 order by 1
            """
        ).split(separator: "\n").map(String.init)
    }
}

/// The first file of a relation, to be written to while the server is stopped.
private struct RelationFile {
    private let path: String

    init(_ relation: String, _ database: TestDatabase) async throws {
        let inside = try await database.superuserSQL("select pg_relation_filepath('\(relation)')")
        path = "\(database.server.folder)/pgdata/\(inside)"
    }

    /// Writes bytes over those that stand there, and answers these.
    @discardableResult
    func overwrite(at offset: UInt64, with bytes: [UInt8]) throws -> [UInt8] {
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        defer { try? file.close() }
        try file.seek(toOffset: offset)
        let known = try #require(try file.read(upToCount: bytes.count))
        try file.seek(toOffset: offset)
        try file.write(contentsOf: Data(bytes))
        return Array(known)
    }
}
