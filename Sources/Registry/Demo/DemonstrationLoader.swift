import CivilIdentity
import FoundationEssentials
import Glibc
package import Logging
import Postgres

/// Loads a generated district into an empty register, by the way on which real sheets come: the import.
///
/// Every step may be repeated, so a load that was cut short is taken up by running it again: the import passes over the
/// batches that are there, and what follows it adds what is missing.
package struct DemonstrationLoader: Sendable {
    private let access: DatabaseAccess
    private let osUser: String
    private let logger: Logger

    package init(access: DatabaseAccess, osUser: String, logger: Logger) {
        self.access = access
        self.osUser = osUser
        self.logger = logger
    }

    /// What is being done.
    package enum Step: Sendable, CaseIterable {
        case generating
        case persons
        case households
        /// Poverty statuses and numbers.
        case decisions
        /// Identity cases, cards, accounts, certificates, visits; counted in communes.
        case papers
    }

    /// What is in the register now.
    package struct Answer: Sendable {
        package let seed: UInt64
        package let size: Int
        /// It had been loaded before, and nothing was changed.
        package let wasThere: Bool
        package fileprivate(set) var rejected = 0
    }

    /// Loads the district, unless one is loaded.
    ///
    /// - Parameters:
    ///   - district: From its beginning.
    ///   - papers: Whether cases, cards, accounts, certificates and visits are drawn as well.
    ///   - progress: Told what is being done and how far it has come: rows, and of how many if that is known.
    /// - Returns: Which district the register holds; another one than was asked for is left alone.
    /// - Throws: ``RegistryError/conflict(_:)`` in a register that holds anybody else, and where another district was begun;
    ///   ``DemonstrationFileError``, `PostgresError`.
    package func load(
        _ district: DemonstrationDistrict,
        papers: Bool = true,
        progress: @escaping @Sendable (Step, Int, Int?) -> Void = { _, _, _ in }
    ) async throws -> Answer {
        try await PostgresClient.withClient(
            try access.configuration(for: .migrator, connections: 1),
            logger: logger
        ) { client in
            if let loaded = try await begin(district, client) { return loaded }
            let rejected = try await fill(district, progress)
            // New tables have plans made for empty ones until somebody counts.
            try await owner(client, DemonstrationPapers.counting(DemonstrationPapers.sources))
            if papers { try await draw(district, client, progress) }
            try await owner(client, "select registry.finish_demonstration()")
            return Answer(seed: district.seed, size: district.size, wasThere: false, rejected: rejected)
        }
    }

    // MARK: As the migrator

    /// The mark of the register, if it says that a district is loaded.
    private func begin(_ district: DemonstrationDistrict, _ client: PostgresClient) async throws -> Answer? {
        let rows = try await owner(
            client,
            """
            select seed::text as seed, size, loaded_at is not null as is_loaded
            from registry.begin_demonstration(\(String(district.seed))::numeric, \(Int32(district.size)), \(Self.source(district)))
            """
        )
        guard let mark = rows.first else { throw RegistryError.unavailable }
        if try mark["is_loaded"] as Bool {
            let seed = UInt64(try mark["seed"] as String) ?? 0
            return Answer(seed: seed, size: Int(try mark["size"] as Int32), wasThere: true)
        }
        try await owner(client, "select registry.open_books(\(district.plan.parts.map(\.code)))")
        return nil
    }

    private func draw(
        _ district: DemonstrationDistrict,
        _ client: PostgresClient,
        _ progress: @Sendable (Step, Int, Int?) -> Void
    ) async throws {
        for (index, part) in district.plan.parts.enumerated() {
            for statement in DemonstrationPapers.statements(for: part) { try await owner(client, statement) }
            progress(.papers, index + 1, district.plan.parts.count)
        }
        try await owner(client, DemonstrationPapers.counting(DemonstrationPapers.made))
    }

    @discardableResult
    private func owner(_ client: PostgresClient, _ statement: SQL) async throws -> Rows {
        do {
            return try await client.rows(statement, access: .write, deadline: .seconds(120))
        } catch {
            throw RegistryError(error)
        }
    }

    private static func source(_ district: DemonstrationDistrict) -> String { "demo-\(district.seed)" }

    // MARK: As the operator

    private func fill(
        _ district: DemonstrationDistrict,
        _ progress: @escaping @Sendable (Step, Int, Int?) -> Void
    ) async throws -> Int {
        let folder = try Self.makeTemporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try DemonstrationFolder.write(district, to: folder) { progress(.generating, $0, district.size) }
        return try await InstallationOwner.connected(access: access, osUser: osUser, logger: logger) { owner in
            try await owner.withOperatorSession(reason: "sogoc demo load") { token in
                try await Importer.connected(access: access, token: token, logger: logger) { importer in
                    let facts = DemonstrationFacts(importer: importer, source: Self.source(district))
                    try await facts.addSettlements(district.plan)
                    var rejected = 0
                    for (step, name) in [
                        (Step.persons, DemonstrationFolder.persons), (.households, DemonstrationFolder.households),
                    ] {
                        let file = try ImportFile(path: "\(folder)/\(name)")
                        let listener = Importer.Listener(
                            progress: { progress(step, $0, file.rowCount) },
                            issue: { _ in }
                        )
                        let options = ImportOptions(source: Self.source(district))
                        rejected += try await importer.run(file, options, listener).counts.rejected
                    }
                    try await facts.addDecisions(of: district) { progress(.decisions, $0, $1) }
                    return rejected
                }
            }
        }
    }

    /// A folder that nobody else reads: what is generated looks like people.
    private static func makeTemporaryFolder() throws -> String {
        var template = Array("\(FileManager.default.temporaryDirectory.path)/sogoc-demo.XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else {
            throw DemonstrationFileError(path: FileManager.default.temporaryDirectory.path, code: errno)
        }
        return String(cString: made)
    }
}
