import Foundation
import Logging
import RegistryTestSupport

@testable import Registry

/// A spreadsheet of a test: rows by column name, written as CSV to a file of its own.
struct ImportSheet {
    let kind: ImportKind
    private var rows: [[String: String]] = []

    static let persons = ImportSheet(kind: .persons)
    static let households = ImportSheet(kind: .households)

    private init(kind: ImportKind) {
        self.kind = kind
    }

    /// The sheet with one more row; what is not named is what a careful clerk would have written.
    func row(_ cells: [String: String]) -> ImportSheet {
        var sheet = self
        let number = rows.count + 1
        let defaults: [String: String] =
            kind == .persons
            ? [
                "record_id": "P\(number)", "commune": "Cư KBang", "village": "Thôn 3", "household_id": "H1",
                "rel_to_head": number == 1 ? "chủ hộ" : "con", "formal_name": "Giàng A Thử \(Self.letters(number))",
                "sex": "M", "ethnicity": "Mông", "registered_on": "2024-05-10",
            ]
            : [
                "household_id": "H\(number)", "commune": "Cư KBang", "village": "Thôn 3", "head_record_id": "P1",
                "book_no": "100\(number)", "members": "1",
            ]
        sheet.rows.append(defaults.merging(cells) { $1 })
        return sheet
    }

    func rows(_ count: Int, _ cells: (Int) -> [String: String]) -> ImportSheet {
        (1...count).reduce(self) { sheet, number in sheet.row(cells(number)) }
    }

    /// A number in letters, since names hold no digits.
    static func letters(_ number: Int) -> String {
        String(String(number).utf8.map { Character(Unicode.Scalar(0x61 + $0 - 0x30)) })
    }

    /// The text of the file.
    func text(delimiter: String = ",", columns: [String]? = nil) -> String {
        let names = columns ?? kind.columns.map(\.rawValue)
        let lines = rows.map { row in
            names.map { name in
                let cell = row[name] ?? ""
                return cell.contains(where: { $0 == "," || $0 == ";" || $0 == "\"" || $0.isNewline })
                    ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
            }.joined(separator: delimiter)
        }
        return ([names.joined(separator: delimiter)] + lines).joined(separator: "\n") + "\n"
    }

    /// Lends the path of the file.
    func withFile<Value>(_ text: String? = nil, _ body: (String) async throws -> Value) async throws -> Value {
        try await Self.withFile(Array((text ?? self.text()).utf8), body)
    }

    static func withFile<Value>(_ bytes: [UInt8], _ body: (String) async throws -> Value) async throws -> Value {
        let path = "/tmp/sogoc-import-\(UUID().uuidString).csv"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(path)
    }
}

let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// What an import said.
final class Heard: @unchecked Sendable {
    private let lock = NSLock()
    private var all: [ImportIssue] = []

    var listener: Importer.Listener {
        Importer.Listener(progress: { _ in }, issue: { issue in self.lock.withLock { self.all.append(issue) } })
    }

    var issues: [ImportIssue] { lock.withLock { all } }
    /// "row column code" of each, in order.
    var short: [String] { issues.map { "\($0.row ?? 0) \($0.column ?? "-") \($0.code)" } }
    func codes(_ severity: ImportIssue.Severity) -> Set<String> {
        Set(issues.filter { $0.severity == severity }.map(\.code))
    }
}

extension TestDatabase {
    /// Imports a sheet as an officer.
    @discardableResult
    func importing(
        _ sheet: ImportSheet,
        as officer: TestOfficer,
        _ options: ImportOptions = ImportOptions(),
        heard: Heard = Heard(),
        text: String? = nil
    ) async throws -> ImportReport {
        try await sheet.withFile(text) { path in
            try await importer(officer) { try await $0.run(ImportFile(path: path), options, heard.listener) }
        }
    }

    func importer<Value: Sendable>(
        _ officer: TestOfficer,
        _ body: (Importer) async throws -> Value
    ) async throws -> Value {
        try await Importer.connected(access: access, token: officer.token, logger: silent, body)
    }

    func count(_ table: String, _ condition: String = "true") async throws -> Int {
        Int(try await superuserSQL("select count(*) from \(table) where \(condition)")) ?? -1
    }

    /// How many rows every table that an import writes has.
    func census() async throws -> String {
        let tables = [
            "registry.resident", "registry.stay", "registry.name_fact", "registry.birth_fact",
            "registry.attribute_fact",
            "registry.origin_claim", "registry.paper_fact", "registry.kin_fact", "registry.household",
            "registry.household_place", "registry.household_member", "registry.settlement",
            "registry.settlement_status",
            "registry.resident_version", "registry.household_version", "registry.birth_year", "registry.import_record",
            "staging.person",
        ]
        return try await superuserSQL(
            tables.map { "select '\($0) ' || count(*) from \($0)" }.joined(separator: " union all ")
        )
    }
}
