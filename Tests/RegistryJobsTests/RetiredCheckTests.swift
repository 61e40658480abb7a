import Foundation
import Postgres
import Registry
import RegistryTestSupport
import Testing

@testable import RegistryJobs

/// What becomes of findings whose check is taken out of the catalogue.
@Suite(.registryDatabase, .serialized) struct RetiredCheckTests {
    private let database = TestDatabase.current

    /// A folder of checks that changes from night to night.
    private struct Home {
        let path = NSTemporaryDirectory() + "sogoc-retired-\(UUID().uuidString)"

        func write(_ check: String, _ text: String) throws {
            let file = URL(fileURLWithPath: "\(path)/sql/checks/\(check).sql")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try text.write(to: file, atomically: true, encoding: .utf8)
        }

        func remove(_ check: String) throws {
            try FileManager.default.removeItem(atPath: "\(path)/sql/checks/\(check).sql")
        }
    }

    private static let everybody = CheckBench.text(CheckBench.residents)

    private func night(_ job: CheckJob) async throws -> (RunRecord, [TaskRecord]) {
        try await database.only(try await database.runner([job], joins: true).run(job.name))
    }

    private func states(_ check: String) async throws -> String {
        try await database.superuserSQL(
            """
            select string_agg(distinct registry.finding_state(resolved_at, waived_until, assignee, reopenings) || ' ' ||
                              coalesce((select string_agg(event.kind, ' ' order by event.id)
                                        from registry.finding_event as event where event.finding_id = finding.id), '-'),
                              ', ')
            from registry.finding where check_name = '\(check)'
            """
        )
    }

    @Test(
        "H3 a check that the catalogue holds no more leaves no finding open; a run of some checks, a file that is no check and a missing folder close nothing; what comes back is reopened"
    )
    func retires() async throws {
        try await database.superuserSQL(
            "insert into registry.resident (book_id, id, recorded_by) values (1, gen_random_uuid(), 1), (2, gen_random_uuid(), 1)"
        )
        let home = Home()
        defer { try? FileManager.default.removeItem(atPath: home.path) }
        for check in ["a/stays", "a/goes", "b/breaks"] { try home.write(check, Self.everybody) }
        #expect(try await night(CheckJob(home: home.path)).0.counts["opened"] == 6)
        #expect(try await states("a/goes") == "open -")

        try home.remove("a/goes")
        try home.write("b/breaks", "-- title: nothing but that\nselect 1")
        // Not the whole catalogue, although it is the only check there is left.
        let catalogue = try CheckCatalogue.load(from: home.path + "/sql/checks")
        #expect(try await night(CheckJob(catalogue)).1.map(\.name).sorted() == ["a/stays", "b/breaks.sql"])
        _ = try await night(CheckJob(catalogue, books: [1]))
        #expect(try await states("a/goes") == "open -")
        // No catalogue at all: as when the disk with it is not mounted.
        #expect(try await night(CheckJob(home: home.path + "/nowhere")).1.isEmpty)
        #expect(try await states("a/goes") == "open -")
        // A file that cannot be read, as a folder of that name: the night is not begun.
        let unreadable = "\(home.path)/sql/checks/b/unreadable.sql"
        try FileManager.default.createDirectory(atPath: unreadable, withIntermediateDirectories: true)
        await #expect(throws: (any Error).self) { try await night(CheckJob(home: home.path)) }
        try FileManager.default.removeItem(atPath: unreadable)
        #expect(try await states("a/goes") == "open -")

        let (run, tasks) = try await night(CheckJob(home: home.path))
        #expect(tasks.last?.name == CheckJob.catalogueTask && run.counts["retired"] == 2)
        // The file that is no check fails its task, and the finding of the check it was stands.
        #expect(run.state == .failed && run.failed == 1)
        #expect(try await states("a/goes") == "resolved retired")
        #expect(try await states("b/breaks") == "open -")
        #expect(try await states("a/stays") == "open -")
        // Since when it was last seen is when its check last ran.
        let seen = try await database.superuserSQL(
            """
            select count(*), bool_and(last_seen < resolved_at and last_run < resolved_run and resolved_run = \(run.id.rawValue))
            from registry.finding where check_name = 'a/goes'
            """
        )
        #expect(seen == "2|t")
        // A reader is told that it was not healed.
        let officer = try await database.officer(of: "24211")
        try await database.withRegistry { registry in
            var filter = Findings.Filter()
            (filter.check, filter.states) = ("a/goes", [.resolved])
            let found = try await registry.read(
                Findings.list(filter, after: nil, limit: 10),
                as: officer.caller,
                action: "findings.list"
            )
            #expect(found.map(\.resolution) == [.retired])
        }

        // A night of the same catalogue changes nothing more; the next one has the check again.
        #expect(try await night(CheckJob(home: home.path)).0.counts["retired"] == 0)
        try home.write("a/goes", Self.everybody)
        #expect(try await night(CheckJob(home: home.path)).0.counts["reopened"] == 2)
        #expect(try await states("a/goes") == "reopened retired reopened")
    }

    @Test("H3 whoever asks for it outside of a whole night is refused by the database")
    func onlyAtNight() async throws {
        try await CheckBench.open(database) { bench in
            let (run, _) = try await bench.night(["c/one": Self.everybody])
            await #expect(throws: PostgresError.self) {
                _ = try await bench.client.rows("select finding.retire(\(run.id.rawValue))", access: .write)
            }
        }
        let state = try await database.sqlState(
            as: .app,
            token: try await database.officer(of: "24211").token,
            "select finding.retire(1)"
        )
        #expect(state == "42501")
    }
}
