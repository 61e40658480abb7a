import ArgumentParser
import FoundationEssentials
import Glibc
import Registry

/// Imports a commune's spreadsheet, or takes an import back.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import a commune's CSV of persons or households, or take an import back.",
        discussion: """
            The header row tells persons (record_id …) from households (head_record_id …). UTF-8 with comma or semicolon. An \
            empty cell is "not asked". A row with an error is refused and the others are imported; what is odd but possible is \
            imported with a remark. A file that is no whole CSV imports nothing.

            Interrupted, give the same command again: it goes on where it stopped, with at most 1000 rows done again. A file \
            that was imported before changes nothing; a row that was changed since is named and not applied.

            It acts as whoever is logged in (sogoc login), else as the operator of this installation.

            Example: sogoc import persons.csv --commune 24226 --dry-run
            """
    )

    @Argument(help: "The CSV file.", completion: .file(extensions: ["csv"])) var file: String?
    @Option(help: "Only rows of this commune, by code; others are errors.") var commune: String?
    @Flag(help: "Do everything but the commit, and print the same report.") var dryRun = false
    @Option(help: "Whose record ids these are: one word for each series of spreadsheets.") var source = "csv"
    @Option(help: "Write every error, remark and proposed pair to this file, one JSON object a line.") var report:
        String?
    @Flag(help: "Act as the operator of this installation, also when somebody is logged in.") var asOperator = false
    @Option(help: "Take this import back, by its number.") var withdraw: Int32?
    @Option(help: "With --withdraw: only this batch.") var batch: Int32?
    @Option(help: "With --withdraw: why.") var reason: String?
    @Flag(help: "List the imports that this user has made.") var list = false
    @OptionGroup var output: OutputOptions

    func validate() throws {
        let modes = [file != nil, withdraw != nil, list].filter { $0 }.count
        guard modes == 1 else { throw ValidationError("Name a file, or --withdraw NUMBER, or --list.") }
        guard withdraw != nil || (batch == nil && reason == nil) else {
            throw ValidationError("--batch and --reason go with --withdraw.")
        }
        let letters = source.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F
        }
        guard (1...40).contains(source.utf8.count), letters, source.first != "-", source.first != ".",
            source.first != "_"
        else { throw ValidationError("--source is a word of a-z, 0-9, . _ -") }
        guard commune.map({ $0.utf8.count == 5 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) ?? true else {
            throw ValidationError("--commune is a code of 5 digits.")
        }
        guard reason.map({ (1...500).contains($0.count) }) ?? true else {
            throw ValidationError("--reason has at most 500 characters.")
        }
    }

    func run() async throws {
        if let file {
            try await load(file)
        } else if let withdraw {
            try await takeBack(withdraw)
        } else {
            let imports = try await withImporter { try await $0.list() }
            try output.print(imports) { Self.table(imports) }
        }
    }

    // MARK: Importing

    private func load(_ path: String) async throws {
        let source: ImportFile
        let findings = ImportFindings(report: try report.map { try ReportFile($0) })
        do {
            source = try ImportFile(path: path)
        } catch let refusal as ImportRefusal {
            try refuse(refusal, findings)
        }
        let bar = ProgressBar(Sentence(vi: "Nhập", en: "Import").text, total: source.rowCount)
        let listener = Importer.Listener(progress: { bar.update($0) }, issue: { try findings.add($0) })
        let options = ImportOptions(source: self.source, commune: commune, isDryRun: dryRun)
        let result: ImportReport
        do {
            result = try await withImporter { try await $0.run(source, options, listener) }
            bar.finish()
        } catch let refusal as ImportRefusal {
            bar.finish()
            try refuse(refusal, findings)
        } catch {
            bar.finish()
            throw error
        }
        try findings.add(result.proposals)
        let answer = ImportAnswer(result, findings)
        try output.print(answer) { ImportSummary(answer).text }
        guard result.isClean else { throw ExitCode(ExitStatus.badData.rawValue) }
    }

    /// Nothing of the file was imported.
    private func refuse(_ refusal: ImportRefusal, _ findings: ImportFindings) throws -> Never {
        for issue in refusal.issues { try findings.add(issue) }
        try output.print(ImportAnswer(nil, findings)) {
            ImportSummary.lines(of: findings.errors).joined(separator: "\n")
        }
        Standard.error(
            Sentence(vi: "Không nhập gì từ tệp này.", en: "Nothing was imported from this file.").text
        )
        throw ExitCode(ExitStatus.badData.rawValue)
    }

    // MARK: Taking back

    private func takeBack(_ number: Int32) async throws {
        let bar = ProgressBar(Sentence(vi: "Rút lại", en: "Withdraw").text, total: nil)
        defer { bar.finish() }
        let result = try await withImporter {
            try await $0.withdraw(number, batch: batch, reason: reason) { bar.update($0, total: $1) }
        }
        bar.finish()
        try output.print(result) {
            var lines = [
                Sentence(
                    vi:
                        "Đã rút lại \(result.batches) lô của lần nhập \(number); \(result.kept.count) bản ghi được giữ.",
                    en:
                        "\(result.batches) batches of import \(number) were taken back; \(result.kept.count) records were kept."
                ).text
            ]
            lines += result.kept.prefix(50).map { "  \($0.recordID) (\($0.kind)): \(Self.because($0.because).text)" }
            if result.kept.count > 50 { lines.append("  … --json") }
            return lines.joined(separator: "\n")
        }
    }

    private static func because(_ reason: String) -> Sentence {
        switch reason {
        case "fact": Sentence(vi: "đã có thông tin từ nguồn khác", en: "something was recorded from elsewhere")
        case "choice": Sentence(vi: "đã có đính chính", en: "a correction was decided")
        case "life_event": Sentence(vi: "đã có sự kiện", en: "an event was recorded")
        case "number": Sentence(vi: "đã có số định danh", en: "a number was confirmed")
        case "kin": Sentence(vi: "đã là thân nhân của người khác", en: "another resident names them as kin")
        case "stay": Sentence(vi: "nơi cư trú đã thay đổi", en: "the stay has changed")
        case "membership": Sentence(vi: "hộ đã thay đổi", en: "the membership has changed")
        default:
            Sentence(vi: "hộ vẫn có người hoặc được nơi khác dùng", en: "somebody lives in the household or uses it")
        }
    }

    private static func table(_ imports: [ImportSummaryRow]) -> String {
        var table = DisplayTable([
            .init(vi: "Số", en: "No.", alignment: .right), .init(vi: "Loại", en: "Kind"),
            .init(vi: "Bắt đầu", en: "Started"), .init(vi: "Dòng", en: "Rows", alignment: .right),
            .init(vi: "Đã nhập", en: "Accepted", alignment: .right),
            .init(vi: "Từ chối", en: "Rejected", alignment: .right),
            .init(vi: "Tình trạng", en: "State"),
        ])
        for row in imports {
            let state =
                switch row.state {
                case .finished: Sentence(vi: "xong", en: "finished")
                case .unfinished: Sentence(vi: "dở dang", en: "unfinished")
                case .withdrawn: Sentence(vi: "đã rút lại", en: "withdrawn")
                }
            table.append([
                "\(row.id)", row.kind.rawValue, row.startedAt, "\(row.rows)", "\(row.accepted)", "\(row.rejected)",
                state.text,
            ])
        }
        return "\(table)"
    }

    // MARK: Who acts

    private func withImporter<Value: Sendable>(_ body: (Importer) async throws -> Value) async throws -> Value {
        let access = try Settings().databaseAccess()
        if !asOperator, FileManager.default.fileExists(atPath: SessionFile.path) {
            return try await Importer.connected(
                access: access,
                token: try SessionFile.read(),
                logger: Connecting.silent,
                body
            )
        }
        return try await Connecting.asOwner { owner in
            try await owner.withOperatorSession(reason: "sogoc import") { token in
                try await Importer.connected(access: access, token: token, logger: Connecting.silent, body)
            }
        }
    }
}
