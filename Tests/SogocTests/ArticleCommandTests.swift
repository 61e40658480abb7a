import CivilIdentity
import FoundationEssentials
import Glibc
import Logging
import Registry
import RegistryTestSupport
import Testing

/// `sogoc report article` and the page, against a service of its own, on the commune of the article.
///
/// Loaded as it is in the whole district of the first seed: the other nine communes would only take time.
@Suite("sogoc report article", .registryDatabase, .serialized) struct ArticleCommandTests {
    private let database = TestDatabase.current

    private struct Report: Decodable {
        struct Row: Decodable {
            let households, poorOrNearPoor, residents: Int
            let minoritiesShare, fourPeoplesShare: Double
            let cardHolders: Int
            let cardHoldersOfFourShare: Double
            let accountsActivated: Int
            let activatedOfFourShare: Double
            let cardsRegistered, cardsRegisteredUnder14: Int
            let cardsApproved, cardsPrinted, cardsHandedOver: Int
            let under14, birthCertificates: Int

            private enum CodingKeys: String, CodingKey {
                case households, residents
                case poorOrNearPoor = "poor_or_near_poor"
                case minoritiesShare = "minorities_share"
                case fourPeoplesShare = "four_peoples_share"
                case cardHolders = "card_holders"
                case cardHoldersOfFourShare = "card_holders_of_four_share"
                case accountsActivated = "accounts_activated"
                case activatedOfFourShare = "activated_of_four_share"
                case cardsRegistered = "cards_registered"
                case cardsRegisteredUnder14 = "cards_registered_under_14"
                case cardsApproved = "cards_approved"
                case cardsPrinted = "cards_printed"
                case cardsHandedOver = "cards_handed_over"
                case under14 = "under_14"
                case birthCertificates = "birth_certificates"
            }
        }

        struct Cluster: Decodable {
            let name: String
            let households, residents: Int
        }

        let total: Row
        let clusters: [Cluster]
    }

    /// The commune of `size` of a seed, and the commands of an officer of it while a service answers.
    private func serving(
        seed: UInt64,
        size: Int,
        _ body: (_ sogoc: ([String]) async throws -> ChildProcess.Result) async throws -> Void
    ) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .error
        let loader = DemonstrationLoader(access: database.access, osUser: "test", logger: logger)
        let vocabulary = try DemonstrationVocabulary(folder: "\(Checkout.root)/sql")
        let answer = try await loader.load(
            DemonstrationDistrict(vocabulary, seed: seed, size: size, commune: "24226")
        )
        #expect(!answer.wasThere && answer.rejected == 0)

        let officer = try await database.officer(of: "24226")
        let folder = "/tmp/sogoc-article-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try PrivateFile.write(String(repeating: "5e", count: 32), to: "\(folder)/key")
        try PrivateFile.write(officer.token.secret, to: "\(folder)/session")
        let port = try FreePort.take()
        let environment = database.environment.merging([
            "SOGOC_TOTP_KEY_FILE": "\(folder)/key", "SOGOC_SESSION_FILE": "\(folder)/session",
            "SOGOC_URL": "http://127.0.0.1:\(port)", "SOGOC_LISTEN": "127.0.0.1:\(port)",
            "SOGOC_METRICS_LISTEN": "127.0.0.1:\(try FreePort.take())", "LC_ALL": "en_US.UTF-8",
        ]) { $1 }
        let sogoc = { (arguments: [String]) in try await SogocBinary.run(arguments, environment: environment) }
        let service = try SogocBinary.start(["serve"], environment: environment)
        defer { service.signal(SIGTERM) }
        let isReady = try await eventually {
            try await sogoc(["report", "article", "--area", "24226", "--as-of", "2024-01-01"]).status == 0
        }
        #expect(isReady)
        try await body(sogoc)
    }

    private static let asked = ["report", "article", "--area", "24226", "--as-of", "2024-09-17"]

    private func report(_ sogoc: ([String]) async throws -> ChildProcess.Result) async throws -> Report {
        let answer = try await sogoc(Self.asked + ["--json"])
        #expect(answer.status == 0, "\(answer.stderr)")
        return try JSONDecoder().decode(Report.self, from: Data(answer.stdout.utf8))
    }

    @Test(
        """
        E2 One command and one page print the seed article's table (cards, e-identity, children, share of the four peoples, \
        poor households) for an area and a date
        """
    )
    func article() async throws {
        try await serving(seed: DemonstrationDistrict.defaultSeed, size: DemonstrationDistrict.defaultSize) { sogoc in
            let report = try await report(sogoc)
            let total = report.total
            #expect((2_597...2_600).contains(total.households) && total.poorOrNearPoor == 1_636)
            #expect(abs(total.minoritiesShare - 0.98) < 0.005, "98 % minorities: \(total.minoritiesShare)")
            #expect(total.cardHolders > 11_000, "more than 11,000 with cards: \(total.cardHolders)")
            #expect((7_900..<8_000).contains(total.accountsActivated), "nearly 8,000: \(total.accountsActivated)")
            #expect(total.cardHoldersOfFourShare > 0.7 && total.activatedOfFourShare > 0.7)
            #expect(total.cardsRegistered == 2_928 && total.cardsRegisteredUnder14 == 2_740)
            // Registered, approved, printed and handed over are four counts (R0.2).
            #expect(
                total.cardsHandedOver < total.cardsPrinted && total.cardsPrinted <= total.cardsApproved
                    && total.cardsApproved <= total.cardsRegistered
            )
            #expect(total.birthCertificates > 0 && total.birthCertificates <= total.under14)
            let cluster = try #require(report.clusters.first)
            #expect(report.clusters.count == 1 && cluster.name == "Cụm dân cư 10")
            #expect(cluster.households == 100 && cluster.residents > 400)

            let table = try await sogoc(Self.asked)
            #expect(table.status == 0 && table.stdout.contains("nobody in it exists"), "\(table.stderr)")
            for (figure, count) in [
                ("Poor and near-poor households", "1636"), ("Cards registered since 1 July 2024", "2928"),
                ("Under 14", "2740"), ("People with a valid identity card in hand", String(total.cardHolders)),
                ("Cụm dân cư 10", "100"),
            ] {
                #expect(
                    table.stdout.split(separator: "\n").contains { $0.contains(figure) && $0.contains(count) },
                    "\(figure): \(table.stdout)"
                )
            }
            let page = try await sogoc(Self.asked + ["--html"])
            let shown = ["1.636", "2.928", "2.740", "Cụm dân cư 10", "17/09/2024", "<svg", "không ai trong đó có thật"]
            for text in shown {
                #expect(page.stdout.contains(text), "\(text)")
            }

            // A figure is counted from rows: without one of them it is another.
            try await database.superuserSQL(
                """
                set session_replication_role = replica;
                delete from registry.card
                where id = (select id from registry.card
                            where handed_over_on <= '2024-09-17' and requested_on < '2024-07-01' and state = 'handed_over' limit 1)
                """
            )
            let without = try await self.report(sogoc)
            #expect(without.total.cardHolders == total.cardHolders - 1)
            #expect(without.total.cardsRegistered == 2_928)
            try await database.superuserSQL(
                """
                set session_replication_role = replica;
                delete from registry.card
                where id = (select id from registry.card
                            where ground = 'first' and applicant = 'representative' and requested_on = '2024-07-01' limit 1)
                """
            )
            let younger = try await self.report(sogoc)
            #expect(younger.total.cardsRegistered == 2_927 && younger.total.cardsRegisteredUnder14 == 2_739)
        }
    }
}

/// The same commune of another seed, made smaller.
@Suite("sogoc report article of another seed", .registryDatabase) struct OtherArticleTests {
    private let database = TestDatabase.current

    @Test("E2 Another seed prints other figures, a smaller size smaller ones; E3 any day is asked for")
    func otherSeed() async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .error
        let loader = DemonstrationLoader(access: database.access, osUser: "test", logger: logger)
        let vocabulary = try DemonstrationVocabulary(folder: "\(Checkout.root)/sql")
        _ = try await loader.load(DemonstrationDistrict(vocabulary, seed: 8, size: 7_000, commune: "24226"))
        let officer = try await database.officer(of: "24226")
        try await database.withRegistry { registry in
            func total(_ day: String) async throws -> ArticleRow {
                let day = try #require(CalendarDay(iso: day))
                let area = try #require(
                    try await registry.readPublic(Areas.show(code: "24226", on: day), as: officer.caller)
                )
                return try await registry.read(
                    Reports.article(of: area, asOf: day),
                    as: officer.caller,
                    action: "reports.article"
                ).total
            }
            let article = try await total("2024-09-17")
            // A tenth of the people, and one per cent more or less of the first seed's.
            #expect((255...265).contains(article.households) && article.households != 260)
            #expect(article.registered != 293 && (288...298).contains(article.registered))
            #expect(article.cardHolders > 950 && article.cardHolders != 1_100)
            let before = try await total("2024-06-30")
            #expect(before.registered == 0 && before.registeredUnder14 == 0)
            #expect(before.cardHolders > 0 && before.cardHolders < article.cardHolders)
            let after = try await total("2024-10-31")
            #expect(after.registered > article.registered)
        }
    }
}
