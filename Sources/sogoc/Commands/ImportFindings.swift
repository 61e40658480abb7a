import FoundationEssentials
import Glibc
import Registry
import Synchronization

/// What an import said, kept within bounds: errors to be shown, remarks to be counted, everything in the report file.
final class ImportFindings: Sendable {
    /// Issues that `--json` holds of each sort; the report file holds all.
    static let kept = 10_000

    /// What one code means and how often it was said.
    struct Tally: Encodable {
        let code: String
        let severity: ImportIssue.Severity
        let rule: String
        let message: String
        let messageVi: String
        var count: Int
    }

    private struct State {
        var errors: [ImportIssue] = []
        var remarks: [ImportIssue] = []
        var tallies: [String: Tally] = [:]
    }

    private let state = Mutex(State())
    private let report: ReportFile?

    init(report: ReportFile?) {
        self.report = report
    }

    func add(_ issue: ImportIssue) throws {
        try report?.write(issue)
        state.withLock { state in
            let kind = "\(issue.severity.rawValue) \(issue.code)"
            state.tallies[
                kind,
                default: Tally(
                    code: issue.code,
                    severity: issue.severity,
                    rule: issue.rule,
                    message: issue.message,
                    messageVi: issue.messageVi,
                    count: 0
                )
            ].count += 1
            if issue.severity == .remark {
                if state.remarks.count < Self.kept { state.remarks.append(issue) }
            } else if state.errors.count < Self.kept {
                state.errors.append(issue)
            }
        }
    }

    func add(_ proposals: [DuplicateProposal]) throws {
        for proposal in proposals { try report?.write(proposal) }
    }

    var errors: [ImportIssue] { state.withLock { $0.errors } }
    var remarks: [ImportIssue] { state.withLock { $0.remarks } }
    /// Most frequent first.
    var tallies: [Tally] {
        state.withLock { $0.tallies.values.sorted { ($1.count, $0.code) < ($0.count, $1.code) } }
    }
}

/// A file of JSON objects, one a line, that only its owner reads.
final class ReportFile: Sendable {
    private let descriptor: Int32
    private let buffer = Mutex<[UInt8]>([])

    /// - Throws: ``CommandFailure`` when the file cannot be made.
    init(_ path: String) throws {
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let why = String(cString: strerror(errno))
            throw CommandFailure(
                .usage,
                vi: "Không tạo được tệp báo cáo: \(why).",
                en: "The report file cannot be made: \(why)."
            )
        }
    }

    deinit {
        buffer.withLock { Standard.write(String(decoding: $0, as: UTF8.self), to: descriptor) }
        close(descriptor)
    }

    func write(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let line = try encoder.encode(value)
        buffer.withLock { buffer in
            buffer += line
            buffer.append(0x0A)
            guard buffer.count > 65_536 else { return }
            Standard.write(String(decoding: buffer, as: UTF8.self), to: descriptor)
            buffer.removeAll(keepingCapacity: true)
        }
    }
}

/// The whole answer, as `--json` prints it.
struct ImportAnswer: Encodable {
    let report: ImportReport?
    let errors: [ImportIssue]
    let remarks: [ImportIssue]
    let tallies: [ImportFindings.Tally]

    init(_ report: ImportReport?, _ findings: ImportFindings) {
        self.report = report
        errors = findings.errors
        remarks = findings.remarks
        tallies = findings.tallies
    }
}

/// The answer for people.
struct ImportSummary {
    let text: String

    init(_ answer: ImportAnswer) {
        guard let report = answer.report else {
            text = ""
            return
        }
        var lines: [String] = []
        if report.isDryRun {
            lines.append(Sentence(vi: "Chạy thử: không ghi gì.", en: "Dry run: nothing was written.").text)
        } else if let number = report.importID {
            lines.append(Sentence(vi: "Lần nhập số \(number)", en: "Import \(number)").text)
        }
        let counts = report.counts
        var table = DisplayTable([.init(vi: "Kết quả", en: "Result"), .init(vi: "Số", en: "Count", alignment: .right)])
        for (name, count) in [
            (Sentence(vi: "dòng", en: "rows"), counts.rows),
            (Sentence(vi: "đã nhập", en: "accepted"), counts.accepted),
            (Sentence(vi: "từ chối", en: "rejected"), counts.rejected),
            (Sentence(vi: "đã có", en: "already there"), counts.alreadyThere),
            (Sentence(vi: "đã đổi, chưa áp dụng", en: "changed since, not applied"), counts.changed),
            (Sentence(vi: "hộ mới", en: "new households"), counts.newHouseholds),
            (Sentence(vi: "thôn, buôn, cụm mới", en: "new settlements"), counts.newSettlements),
            (Sentence(vi: "cặp có thể trùng", en: "pairs that may be one person"), report.proposalCount),
        ] {
            table.append([name.text, ProgressBar.grouped(count)])
        }
        lines.append("\(table)")
        if !answer.tallies.isEmpty {
            var said = DisplayTable([
                .init(vi: "Số", en: "Count", alignment: .right), .init(vi: "Mã", en: "Code"),
                .init(vi: "Nội dung", en: "What"),
            ])
            for tally in answer.tallies {
                said.append([
                    ProgressBar.grouped(tally.count), "\(tally.code) (\(tally.rule))",
                    Sentence(vi: tally.messageVi, en: tally.message).text,
                ])
            }
            lines.append("\n\(said)")
        }
        if !answer.errors.isEmpty {
            lines.append("")
            lines += Self.lines(of: answer.errors)
            if counts.rejected > 0 {
                lines.append(
                    Sentence(
                        vi:
                            "\(counts.rejected) dòng bị từ chối; các dòng khác đã \(report.isDryRun ? "hợp lệ" : "nhập").",
                        en:
                            "\(counts.rejected) rows were rejected; the others \(report.isDryRun ? "are valid" : "were imported")."
                    ).text
                )
            }
        }
        text = lines.joined(separator: "\n")
    }

    /// The first errors, a line each.
    static func lines(of issues: [ImportIssue]) -> [String] {
        let shown = 20
        var lines = issues.prefix(shown).map { issue in
            let row = issue.row.map { Sentence(vi: "dòng \($0)", en: "row \($0)").text }
            let place = [row, issue.column].compactMap { $0 }.joined(separator: ", ")
            let sentence = Sentence(vi: issue.messageVi, en: issue.message).text
            return "  \(place.isEmpty ? "" : place + ": ")\(sentence) [\(issue.code), \(issue.rule)]"
        }
        if issues.count > shown { lines.append("  … --report FILE, --json") }
        return lines
    }
}
