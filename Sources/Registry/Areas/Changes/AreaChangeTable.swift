import CivilIdentity
import FoundationEssentials

/// A table of area changes as a file holds it: UTF-8 with comma or semicolon, a header row, a row for each change.
package struct AreaChangeTable: Sendable {
    package let changes: [AreaChange]

    static let columns = [
        "effective_date", "kind", "old_code", "old_name", "new_code", "new_name", "note", "source",
    ]
    private static let needed = columns.prefix(6)
    /// A reform of the whole country is a tenth of this.
    private static let mostBytes = 8 << 20

    /// Reads a file.
    ///
    /// - Throws: ``AreaChangeRefusal`` with everything that is wrong with its form.
    package init(path: String) throws {
        let bytes: [UInt8]
        do {
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
            guard size <= Self.mostBytes else { throw AreaChangeRefusal(issues: [.areaFileTooLarge]) }
            bytes = Array(try Data(contentsOf: URL(filePath: path)))
        } catch let refusal as AreaChangeRefusal {
            throw refusal
        } catch {
            throw AreaChangeRefusal(issues: [.areaFileUnreadable])
        }
        try self.init(bytes: bytes)
    }

    /// Reads a text.
    ///
    /// - Throws: ``AreaChangeRefusal``.
    init(bytes: [UInt8]) throws {
        do {
            var unread: [UInt8]? = bytes
            var reader = try CSVReader { chunk in
                chunk = unread ?? []
                unread = nil
            }
            var record = CSVRecord()
            guard try reader.next(&record) else { throw AreaChangeRefusal(issues: [.areaFileEmpty]) }
            let header = (0..<record.count).map { AreaChangeRows.cell(record, $0) }
            let missing = Self.needed.filter { !header.contains($0) }
            guard missing.isEmpty else {
                throw AreaChangeRefusal(issues: missing.map(ImportIssue.areaColumnMissing))
            }
            var rows = AreaChangeRows(header: header)
            while try reader.next(&record) { rows.read(record) }
            guard rows.issues.isEmpty else { throw AreaChangeRefusal(issues: rows.issues) }
            guard !rows.changes.isEmpty else { throw AreaChangeRefusal(issues: [.areaFileEmpty]) }
            changes = rows.changes
        } catch let fault as CSVFault {
            throw AreaChangeRefusal(issues: [fault.issue])
        }
    }
}

/// Turns the rows of a file into changes, and gathers what is wrong with the form of each.
private struct AreaChangeRows {
    private let header: [String]
    private(set) var changes: [AreaChange] = []
    private(set) var issues: [ImportIssue] = []
    private var seen: Set<String> = []

    init(header: [String]) {
        self.header = header
    }

    mutating func read(_ record: CSVRecord) {
        let row = record.row
        guard record.count == header.count else {
            issues.append(.areaRowRagged(row))
            return
        }
        var cells: [String: String] = [:]
        for (index, name) in header.enumerated() {
            let text = Self.cell(record, index)
            if !text.isEmpty { cells[name] = text }
        }
        let before = issues.count
        let day = cells["effective_date"].flatMap { CalendarDay(iso: $0) }
        if day == nil { issues.append(.areaDayUnreadable(row)) }
        let kind = cells["kind"].flatMap(AreaChange.Kind.init(rawValue:))
        if kind == nil { issues.append(.areaKindUnknown(row)) }
        check(unit: "old", cells, isGiven: true, row)
        if let kind { check(unit: "new", cells, isGiven: kind != .abolish, row) }
        if let old = cells["old_code"], let new = cells["new_code"], issues.count == before,
            Area.Level(code: old) != Area.Level(code: new)
        {
            issues.append(.areaLevelsDiffer(row))
        }
        let identity = ["effective_date", "kind", "old_code", "new_code"].map { cells[$0] ?? "" }
        if !seen.insert(identity.joined(separator: "|")).inserted { issues.append(.areaRowTwice(row)) }
        guard issues.count == before, let day, let kind else { return }
        changes.append(
            AreaChange(
                row: row,
                effectiveOn: day,
                kind: kind,
                oldCode: cells["old_code"] ?? "",
                oldName: cells["old_name"] ?? "",
                newCode: cells["new_code"],
                newName: cells["new_name"],
                note: cells["note"],
                source: cells["source"]
            )
        )
    }

    /// A field in composed letters, without blanks around or doubled.
    static func cell(_ record: CSVRecord, _ index: Int) -> String {
        PlainText.composed(record.text(index)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Code and name of the old or the new unit: both given, or neither where the unit is abolished.
    private mutating func check(unit: String, _ cells: [String: String], isGiven: Bool, _ row: Int) {
        let (codeColumn, nameColumn) = ("\(unit)_code", "\(unit)_name")
        guard isGiven else {
            for column in [codeColumn, nameColumn] where cells[column] != nil {
                issues.append(.areaSuccessorOfAbolished(row, column))
            }
            return
        }
        if let code = cells[codeColumn] {
            if Area.Level(code: code) == nil { issues.append(.areaCodeMalformed(row, codeColumn)) }
        } else {
            issues.append(unit == "new" ? .areaSuccessorMissing(row) : .areaCodeMalformed(row, codeColumn))
        }
        if cells[nameColumn].flatMap({ AreaName($0) }) == nil { issues.append(.areaNameMissing(row, nameColumn)) }
    }
}
