import Foundation
import Registry
import RegistryTestSupport
import Testing

/// The commands about checks as the real program, with a catalogue of the test's own.
@Suite("sogoc check", .registryDatabase, .serialized) struct CheckCommandTests {
    private let database = TestDatabase.current

    /// A check that finds every resident of a book.
    private static let sound = text("from registry.resident where resident.book_id = $1::int")

    private static func text(_ rest: String, severity: String = "warning") -> String {
        """
        -- title: Somebody is there
        -- title_vi: Có người
        -- severity: \(severity)
        -- why: To be tested.
        -- why_vi: Để thử.
        -- remedy: Nothing.
        -- remedy_vi: Không.
        -- slice: book
        -- clock: no
        select $1::int as book_id, 'resident' as subject, resident.id::text as subject_id, '' as key,
               '{}'::jsonb as facts, '{}'::jsonb as shown
        \(rest)
        """
    }

    /// A home whose `sql/checks` holds these files; the rest of `sql` is the checkout's.
    private func withCatalogue(_ files: [String: String], _ body: ([String: String]) async throws -> Void) async throws
    {
        let home = NSTemporaryDirectory() + "sogoc-check-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: home) }
        for (name, text) in files {
            let path = "\(home)/sql/checks/\(name).sql"
            let folder = URL(filePath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        try await body(database.environment.merging(["SOGOC_HOME": home, "LC_ALL": "en_US.UTF-8"]) { $1 })
    }

    private struct Line: Decodable {
        struct Row: Decodable {
            let book: Int
            let subjectId: String
        }
        let check: String
        let opened: Int
        let carried: Int
        let standing: Int
        let error: String?
        let found: [Row]?
    }

    private func lines(_ result: ChildProcess.Result) throws -> [String: Line] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let lines = try decoder.decode([Line].self, from: Data(result.stdout.utf8))
        return Dictionary(uniqueKeysWithValues: lines.map { ($0.check, $0) })
    }

    @Test(
        "H2 sogoc check run 'a/*' works without the night; a failing check stops no other; exit codes say what came of it"
    )
    func runs() async throws {
        try await database.superuserSQL(
            """
            insert into registry.resident (book_id, id, recorded_by)
            select book, gen_random_uuid(), 1 from (values (8), (8), (9)) as planted (book)
            """
        )
        let files = [
            "a/one": Self.sound, "a/erring": Self.text("from registry.resident where 1 / 0 > $1::int"),
            "b/two": Self.sound,
        ]
        try await withCatalogue(files) { environment in
            func check(_ arguments: String...) async throws -> ChildProcess.Result {
                try await SogocBinary.run(["check"] + arguments, environment: environment)
            }
            // A look records nothing, and tells identities only.
            let dry = try await check("run", "--dry-run", "--json", "a/one", "b/*")
            #expect(dry.status == 0, "\(dry.stderr)")
            #expect(try lines(dry).mapValues(\.standing) == ["a/one": 3, "b/two": 3])
            #expect(try lines(dry)["a/one"]?.found?.map(\.book) == [8, 8, 9])
            #expect(try await database.superuserSQL("select count(*) from registry.finding") == "0")

            let failing = try await check("run", "a/*", "--json")
            #expect(failing.status == 3, "\(failing.stderr)")
            #expect(try lines(failing)["a/one"]?.opened == 3)
            #expect(try lines(failing)["a/erring"]?.error?.contains("22012") == true)

            let commune = try await check("run", "a/one", "--commune", "24226", "--json", "--fail-on", "serious")
            #expect(try commune.status == 0 && lines(commune)["a/one"]?.carried == 2)
            let failOn = try await check("run", "a/one", "--commune", "24226", "--fail-on", "warning")
            #expect(failOn.status == 2 && failOn.stdout.contains("a/one"))
            let none = try await check("run", "a/one", "--commune", "24211", "--fail-on", "info", "--json")
            #expect(try none.status == 0 && lines(none)["a/one"]?.standing == 0)

            #expect(try await check("run", "nothing").status == 66)
            #expect(try await check("run", "--commune", "99999").status == 66)
            #expect(try await check("run", "--fail-on", "bad").status == 64)
            #expect(try await check("run", "--workers", "0").status == 64)
        }
    }

    @Test(
        "H1 sogoc check list and show tell title, why and remedy in both languages; a file that is no check is told of"
    )
    func shows() async throws {
        let broken = "-- title: x\n-- severity: bad\nselect 1; select 2"
        try await withCatalogue(["a/one": Self.sound, "a/broken": broken]) { environment in
            let list = try await SogocBinary.run(["check", "list"], environment: environment)
            #expect(list.status == 65 && list.stdout.contains("Somebody is there") && list.stdout.contains("warning"))
            #expect(list.stderr.contains("a/broken.sql:2: severity: The value is one of"))
            #expect(list.stderr.contains("a/broken.sql:3: Another statement begins here"))
            let show = try await SogocBinary.run(["check", "show", "a/one", "--sql"], environment: environment)
            #expect(show.status == 0)
            for text in ["Somebody is there", "Có người", "To be tested.", "Để thử.", "Nothing.", "Không.", "$1::int"] {
                #expect(show.stdout.contains(text))
            }
            #expect(try await SogocBinary.run(["check", "show", "a/two"], environment: environment).status == 66)
            // The broken file fails its part of the run, and no other.
            let run = try await SogocBinary.run(["check", "run", "--json"], environment: environment)
            #expect(try run.status == 3 && lines(run)["a/one"] != nil)
            #expect(run.stderr.contains("a/broken.sql:2"))
        }
    }

    @Test("Findings are asked for as the logged-in user; without a session the command says so")
    func findings() async throws {
        let environment = ["SOGOC_SESSION_FILE": "/nonexistent/session", "LC_ALL": "en_US.UTF-8"]
        let list = try await SogocBinary.run(["check", "findings", "--state", "open"], environment: environment)
        #expect(list.status == 77)
        let wrong = try await SogocBinary.run(["check", "findings", "--state", "gone"], environment: environment)
        #expect(wrong.status == 64)
        let id = try await SogocBinary.run(["check", "findings", "show", "x"], environment: environment)
        #expect(id.status == 64)
    }
}
