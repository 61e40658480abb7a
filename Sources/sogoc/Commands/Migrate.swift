import ArgumentParser
import Registry

/// Brings the schema to this program's version.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the database schema up to date, or say where it stands.",
        discussion: "Example: sogoc migrate up",
        subcommands: [Up.self, Status.self]
    )

    struct Up: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Apply what is missing and load the reference data; safe to repeat."
        )
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let folder = try Settings().home() + "/sql"
            var applied: [String] = []
            _ = try await Connecting.withClient(of: .migrator) { client in
                try await Migrator(client: client, folder: folder).up { name in
                    applied.append(name)
                    if !output.json { Standard.error(name) }
                }
            }
            try output.print(Result(applied: applied)) {
                applied.isEmpty
                    ? Sentence(vi: "Lược đồ đã mới nhất.", en: "The schema is up to date.").text
                    : Sentence(
                        vi: "Đã áp dụng \(applied.count) bước.",
                        en: "Applied \(applied.count) migrations."
                    ).text
            }
        }

        private struct Result: Encodable {
            let applied: [String]
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the migrations and which are applied; exit code 1 if some are not."
        )
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let folder = try Settings().home() + "/sql"
            let status = try await Connecting.withClient(of: .migrator) { client in
                try await Migrator(client: client, folder: folder).status()
            }
            try output.print(status.map { Line(name: $0.name, isApplied: $0.isApplied) }) {
                var table = DisplayTable([
                    .init(vi: "Bước", en: "Migration"), .init(vi: "Trạng thái", en: "State"),
                ])
                for migration in status {
                    table.append([
                        migration.name,
                        migration.isApplied
                            ? Sentence(vi: "đã áp dụng", en: "applied").text
                            : Sentence(vi: "còn thiếu", en: "missing").text,
                    ])
                }
                return "\(table)"
            }
            if status.contains(where: { !$0.isApplied }) { throw ExitCode(ExitStatus.no.rawValue) }
        }

        private struct Line: Encodable {
            let name: String
            let isApplied: Bool
        }
    }
}
