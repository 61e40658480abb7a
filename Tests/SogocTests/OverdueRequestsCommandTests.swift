import CivilIdentity
import Foundation
import Registry
import RegistryTestSupport
import Testing

/// `sogoc report overdue-requests` against a service of its own, and the night that hands overdue cases to the district.
@Suite("sogoc report overdue-requests and the job overdue-cases", .registryDatabase)
struct OverdueRequestsCommandTests {
    private let database = TestDatabase.current

    private struct List: Decodable {
        struct Item: Decodable {
            let province: String
            let requests: Int
            let notReminded: Int
        }

        let items: [Item]
    }

    /// A case whose request to Hà Giang was sent today, in sql/reference's book 8.
    private func sendRequest(as officer: TestOfficer) async throws {
        try await database.withRegistry { registry in
            func write(_ query: Query<Void>) async throws {
                try await registry.write(query, as: officer.caller, action: "test", book: 8, residents: [])
            }
            var draft = ResidentDraft(
                names: [.init(kind: .birth, name: try PersonName("Sùng A Dơ"))],
                speaker: Speaker(saidBy: "self", saidOn: try #require(CalendarDay(iso: "2024-09-17")))
            )
            draft.origins = [ResidentDraft.Origin(province: "Hà Giang")]
            let person = ResidentKey(book: 8, id: .v7())
            try await write(Residents.register(draft, as: person))
            let key = CaseKey(book: 8, id: .v7())
            try await write(IdentityCases.open(key, of: person.id))
            try await write(IdentityCases.take(.plain(.recordClaims, .init()), of: key, revision: 1))
            let search = CaseStep.SearchResult(candidates: [], said: "không ai trùng")
            try await write(IdentityCases.take(.searchDuplicates(search), of: key, revision: 2))
            let record = try await registry.read(
                IdentityCases.show(key.id),
                as: officer.caller,
                action: "cases.show"
            )
            let question = try #require(record?.questions.first)
            let asked = CaseStep.Question(claim: question.claim, nameFact: question.nameFact, channel: .post)
            try await write(IdentityCases.take(.ask(.sendRequest, asked), of: key, revision: 3))
        }
    }

    @Test("B2 'overdue by province' is one list for the clerk; B8 the night escalates once, and says how many")
    func overdue() async throws {
        let officer = try await database.officer(of: "24226")
        try await sendRequest(as: officer)
        let folder = NSTemporaryDirectory() + "sogoc-overdue-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try SecondFactorKey.makeHexadecimal().write(toFile: "\(folder)/key", atomically: true, encoding: .utf8)
        try PrivateFile.write(officer.token.secret, to: "\(folder)/session")
        let port = try FreePort.take()
        let environment = database.environment.merging([
            "SOGOC_TOTP_KEY_FILE": "\(folder)/key", "SOGOC_SESSION_FILE": "\(folder)/session",
            "SOGOC_URL": "http://127.0.0.1:\(port)", "SOGOC_LISTEN": "127.0.0.1:\(port)",
            "SOGOC_METRICS_LISTEN": "127.0.0.1:\(try FreePort.take())", "LC_ALL": "en_US.UTF-8",
        ]) { $1 }
        func sogoc(_ arguments: String...) async throws -> ChildProcess.Result {
            try await SogocBinary.run(arguments, environment: environment)
        }
        #expect(try await sogoc("report", "overdue-requests").status == 69)
        let service = try SogocBinary.start(["serve"], environment: environment)
        defer { service.signal(SIGTERM) }
        #expect(try await eventually { try await sogoc("report", "overdue-requests").status == 0 })
        #expect(try await sogoc("report", "overdue-requests").stdout.contains("No request is overdue"))

        // Sixty days on: past 15 working days for the letter, and past 30 for the case.
        try await database.superuserSQL(
            """
            alter database \(database.name) set sogoc.test_database = on;
            update jobs.clock set ahead = interval '60 days'
            """
        )
        let table = try await sogoc("report", "overdue-requests", "--area", "646").stdout
        #expect(table.contains("Tỉnh Hà Giang") && table.contains("Not reminded"))
        let json = try await sogoc("report", "overdue-requests", "--json").stdout
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let list = try decoder.decode(List.self, from: Data(json.utf8))
        #expect(list.items.map(\.province) == ["Tỉnh Hà Giang"])
        #expect(list.items.map(\.requests) == [1] && list.items.map(\.notReminded) == [1])
        #expect(try await sogoc("report", "overdue-requests", "--area", "x").status == 64)

        for escalated in [1, 0] {
            let night = try await sogoc("jobs", "run", "overdue-cases", "--json")
            #expect(night.status == 0, "\(night.stderr)")
            #expect(night.stdout.filter { !$0.isWhitespace }.contains("\"escalated\":\(escalated)"))
        }
        let marked = try await database.superuserSQL(
            "select count(*) from registry.case_event where step = 'overdue' and cause = 'clock'"
        )
        #expect(marked == "1")
    }
}
