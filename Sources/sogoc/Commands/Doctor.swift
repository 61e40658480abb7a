import ArgumentParser

/// Says what is wrong with this installation, and the command that mends it.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what is wrong with this installation, and the command that mends it.",
        discussion: """
            Looks at settings, secrets, database roles, schema, administrators and the running service; changes nothing. \
            Exit code 1 if something is wrong.

            Example: sogoc doctor --json
            """
    )
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let findings = await Diagnosis().findings()
        try output.print(findings) {
            var table = DisplayTable([
                .init(vi: "", en: ""), .init(vi: "Mục", en: "Subject"), .init(vi: "Kết quả", en: "Result"),
                .init(vi: "Lệnh khắc phục", en: "Remedy"),
            ])
            for finding in findings {
                table.append([finding.state.mark, finding.subject, finding.sentence.text, finding.remedy ?? ""])
            }
            return "\(table)"
        }
        if findings.contains(where: { $0.state == .wrong }) { throw ExitCode(ExitStatus.no.rawValue) }
    }
}
