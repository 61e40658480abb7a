import ArgumentParser
import Registry

/// A generated district, to try the installation with.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "A generated district, to try the installation with: nobody in it exists.",
        discussion: "Example: sogoc demo load",
        subcommands: [Generate.self, Load.self]
    )

    /// Which district.
    struct Options: ParsableArguments {
        @Option(help: "Another number, another district; the same number, the same bytes.")
        var seed = DemonstrationDistrict.defaultSeed

        @Option(help: "Registrations, 500 to 2,000,000; beyond 70,000 further communes of the province open books.")
        var size = DemonstrationDistrict.defaultSize

        func validate() throws {
            guard DemonstrationDistrict.sizes.contains(size) else {
                throw ValidationError("--size is 500 to 2000000 · --size từ 500 đến 2000000")
            }
        }

        func district() throws -> DemonstrationDistrict {
            let vocabulary = try DemonstrationVocabulary(folder: Settings().home() + "/sql")
            return DemonstrationDistrict(vocabulary, seed: seed, size: size)
        }
    }

    struct Generate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a district as the sheets that communes hand in.",
            discussion: "Example: sogoc demo generate /tmp/district --seed 7 --size 70000"
        )
        @Argument(help: "The folder; files of the same names in it are replaced.")
        var folder: String
        @OptionGroup var options: Options
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let bar = ProgressBar(Sentence(vi: "Tạo", en: "Generating").text, total: options.size)
            let rows = try DemonstrationFolder.write(options.district(), to: folder) { bar.update($0) }
            bar.finish()
            try output.print(Result(folder: folder, seed: options.seed, registrations: rows)) {
                Sentence(
                    vi: "\(folder): \(ProgressBar.grouped(rows)) lượt đăng ký (dữ liệu do máy tạo ra)",
                    en: "\(folder): \(ProgressBar.grouped(rows)) registrations (generated: nobody exists)"
                ).text
            }
        }

        private struct Result: Encodable {
            let folder: String
            let seed: UInt64
            let registrations: Int
        }
    }
}
