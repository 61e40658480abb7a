import ArgumentParser
import Registry

/// Administrative units over time.
struct AreasCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "areas",
        abstract: "Apply mergers, splits and renamings of administrative units.",
        subcommands: [Apply.self]
    )

    struct Apply: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Apply a table of area changes in one transaction; safe to repeat.",
            discussion: """
                The table is a CSV with the columns effective_date, kind, old_code, old_name, new_code, new_name, note, source; \
                kind is merge, split, create_from, continue, rename or abolish. Units end and begin on the day, books \
                follow their commune, and nobody's record is touched. A grant on a unit that ends keeps the books that the \
                unit had on its last day.

                The table is refused as a whole where the register is not as it assumes. Applied again it does nothing. Acts \
                as the owner of this installation.

                Example: sogoc areas apply admin_unit_changes.csv --dry-run
                """
        )
        @Argument(help: "The table.", completion: .file(extensions: ["csv"]))
        var file: String
        @Flag(help: "Do everything but the commit, and print the same report.")
        var dryRun = false
        @OptionGroup var output: OutputOptions

        func run() async throws {
            do {
                let report = try await AreaChanges.apply(
                    AreaChangeTable(path: file),
                    access: Settings().databaseAccess(),
                    osUser: OSUser.current,
                    isDryRun: dryRun,
                    logger: Connecting.silent
                )
                try output.print(report) { AreaChangeText(report).text }
            } catch let refusal as AreaChangeRefusal {
                try output.print(RefusalJSON(errors: refusal.issues)) {
                    ImportSummary.lines(of: refusal.issues).joined(separator: "\n")
                }
                Standard.error(
                    Sentence(
                        vi: "Không áp dụng gì từ bảng này.",
                        en: "Nothing of this table was applied."
                    ).text
                )
                throw ExitCode(ExitStatus.badData.rawValue)
            }
        }

        private struct RefusalJSON: Encodable {
            let errors: [ImportIssue]
        }
    }
}

/// What a table of area changes did, for people.
private struct AreaChangeText {
    private let report: AreaChangeReport

    init(_ report: AreaChangeReport) {
        self.report = report
    }

    var text: String {
        guard !report.isNothingToDo else {
            return Sentence(
                vi: "Không có gì để làm: cả \(report.alreadyApplied) thay đổi đã được áp dụng trước đó.",
                en: "Nothing to do: all \(report.alreadyApplied) changes were applied before."
            ).text
        }
        var parts = [heading, "\(changes)"]
        if report.followers > 0 {
            parts.append(
                Sentence(
                    vi: "\(report.followers) đơn vị trực thuộc được chuyển theo đơn vị cấp trên.",
                    en: "\(report.followers) units below follow theirs."
                ).text
            )
        }
        for opened in report.openedBooks {
            parts.append(
                Sentence(
                    vi: "Mở sổ \(opened.book) cho xã \(opened.communeCode) từ \(opened.openedOn).",
                    en: "Book \(opened.book) is opened for commune \(opened.communeCode) on \(opened.openedOn)."
                ).text
            )
        }
        if report.grants.isEmpty {
            parts.append(Sentence(vi: "Không quyền nào thay đổi.", en: "No grant changes.").text)
        } else {
            parts.append("\(grants)")
        }
        return parts.joined(separator: "\n\n")
    }

    private var heading: String {
        let count = report.changes.count
        return report.isDryRun
            ? Sentence(
                vi: "Chạy thử: \(count) thay đổi sẽ được áp dụng; chưa ghi gì.",
                en: "Dry run: \(count) changes would be applied; nothing was written."
            ).text
            : Sentence(vi: "Đã áp dụng \(count) thay đổi.", en: "Applied \(count) changes.").text
    }

    private var changes: DisplayTable {
        var table = DisplayTable([
            .init(vi: "Dòng", en: "Row", alignment: .right), .init(vi: "Từ ngày", en: "From"),
            .init(vi: "Loại", en: "Kind"), .init(vi: "Đơn vị cũ", en: "Old unit"),
            .init(vi: "Đơn vị mới", en: "New unit"), .init(vi: "Sổ", en: "Books"),
        ])
        for change in report.changes {
            table.append([
                change.row.map(String.init) ?? "–", change.effectiveOn, change.kind,
                "\(change.oldCode) \(change.oldName)",
                change.newCode.map { "\($0) \(change.newName ?? "")" } ?? "–",
                Self.list(change.books),
            ])
        }
        return table
    }

    private var grants: DisplayTable {
        var table = DisplayTable([
            .init(vi: "Quyền", en: "Grant", alignment: .right), .init(vi: "Tài khoản", en: "User"),
            .init(vi: "Vai trò", en: "Role"), .init(vi: "Đơn vị", en: "Area"), .init(vi: "Trở thành", en: "Becomes"),
            .init(vi: "Sổ trước", en: "Books before"), .init(vi: "Sổ sau", en: "Books after"),
        ])
        for grant in report.grants {
            table.append([
                "\(grant.grant)", grant.user, grant.role, "\(grant.areaCode) \(grant.areaName)",
                Self.becomes(grant).text, Self.list(grant.booksBefore), Self.list(grant.booksAfter),
            ])
        }
        return table
    }

    private static func becomes(_ grant: AreaChangeReport.Grant) -> Sentence {
        let successor = grant.successorCode.map { "\($0) \(grant.successorName ?? "")" }
        switch grant.becomes {
        case .follows:
            return Sentence(vi: "theo \(successor ?? "")", en: "follows to \(successor ?? "")")
        case .carried:
            return Sentence(
                vi: "giữ các sổ của đơn vị cũ" + (successor.map { " (nay thuộc \($0))" } ?? ""),
                en: "keeps the old unit's books" + (successor.map { " (now of \($0))" } ?? "")
            )
        case .changed:
            return Sentence(vi: "đơn vị có sổ khác", en: "the unit has other books")
        }
    }

    /// "1–3, 7": ten books in a narrow column.
    private static func list(_ books: [Int32]) -> String {
        var runs: [ClosedRange<Int32>] = []
        for book in books.sorted() {
            if let last = runs.last, last.upperBound + 1 == book {
                runs[runs.count - 1] = last.lowerBound...book
            } else {
                runs.append(book...book)
            }
        }
        return runs.map { $0.count > 1 ? "\($0.lowerBound)–\($0.upperBound)" : "\($0.lowerBound)" }
            .joined(separator: ", ")
    }
}
