/// What a file holds, told by its header row (design/interfaces.md, "Files").
package enum ImportKind: String, Sendable, Codable {
    case persons
    case households

    var columns: [ImportColumn] {
        switch self {
        case .persons:
            [
                .recordID, .commune, .village, .householdID, .relation, .formalName, .commonName, .sex, .ethnicity,
                .birthPrecision, .birthDate, .birthYearMin, .birthYearMax, .birthZodiac, .originProvince,
                .originDistrict, .originCommune, .papers, .personalNumber, .phone, .fatherName, .motherName,
                .spouseName, .arrivalYear, .registeredOn,
            ]
        case .households: [.householdID, .commune, .village, .headRecordID, .bookNumber, .members, .phone]
        }
    }

    /// The columns that only this kind has and that tell it.
    private var mark: ImportColumn { self == .persons ? .recordID : .headRecordID }

    init?(header names: Set<String>) {
        switch (names.contains(Self.persons.mark.rawValue), names.contains(Self.households.mark.rawValue)) {
        case (true, false): self = .persons
        case (false, true): self = .households
        default: return nil
        }
    }
}

/// The columns of the import files, by the names of `data/README.md`.
enum ImportColumn: String, Sendable, CaseIterable {
    case recordID = "record_id"
    case commune
    case village
    case householdID = "household_id"
    case relation = "rel_to_head"
    case formalName = "formal_name"
    case commonName = "common_name"
    case sex
    case ethnicity
    case birthPrecision = "birth_precision"
    case birthDate = "birth_date"
    case birthYearMin = "birth_year_min"
    case birthYearMax = "birth_year_max"
    case birthZodiac = "birth_zodiac"
    case originProvince = "origin_province"
    case originDistrict = "origin_district"
    case originCommune = "origin_commune"
    case papers
    case personalNumber = "personal_no"
    case phone
    case fatherName = "father_name"
    case motherName = "mother_name"
    case spouseName = "spouse_name"
    case arrivalYear = "arrival_year"
    case registeredOn = "registered_on"
    case headRecordID = "head_record_id"
    case bookNumber = "book_no"
    case members

    /// Its place in ``allCases``.
    var slot: Int { Self.slots[self] ?? 0 }

    private static let slots = Dictionary(uniqueKeysWithValues: zip(allCases, allCases.indices))
}

/// Where the columns stand in a row.
struct ImportColumns: Sendable {
    private var places = [Int](repeating: -1, count: ImportColumn.allCases.count)
    /// How many fields a row has.
    let width: Int

    init(_ places: [ImportColumn: Int], width: Int) {
        for (column, place) in places { self.places[column.slot] = place }
        self.width = width
    }

    subscript(column: ImportColumn) -> Int { places[column.slot] }
}

/// The header row, checked: every column of its kind once.
struct ImportHeader {
    let kind: ImportKind
    let columns: ImportColumns
    let unknown: [String]

    /// - Throws: ``ImportRefusal`` for a kind that cannot be told, missing and duplicate columns.
    init(_ record: CSVRecord) throws {
        let names = (0..<record.count).map { Self.trimmed(record.text($0)) }
        guard let kind = ImportKind(header: Set(names)) else {
            throw ImportRefusal(issues: [
                ImportIssue(
                    severity: .error,
                    row: 1,
                    code: "header.unknown-kind",
                    rule: "K1",
                    message:
                        "The header is neither that of a persons file (record_id …) nor of a households file (head_record_id …).",
                    messageVi:
                        "Dòng tiêu đề không phải của tệp nhân khẩu (record_id …) cũng không phải của tệp hộ (head_record_id …)."
                )
            ])
        }
        var places: [ImportColumn: Int] = [:]
        var issues: [ImportIssue] = []
        var unknown: [String] = []
        for (place, name) in names.enumerated() {
            guard let column = ImportColumn(rawValue: name), kind.columns.contains(column) else {
                unknown.append(name)
                continue
            }
            guard places.updateValue(place, forKey: column) != nil else { continue }
            issues.append(
                Self.issue(column, "header.duplicate-column", "appears more than once", "xuất hiện hơn một lần")
            )
        }
        for column in kind.columns where places[column] == nil {
            issues.append(Self.issue(column, "header.missing-column", "is missing", "bị thiếu"))
        }
        guard issues.isEmpty else { throw ImportRefusal(issues: issues) }
        (self.kind, self.unknown) = (kind, unknown)
        columns = ImportColumns(places, width: record.count)
    }

    private static func trimmed(_ name: String) -> String {
        name.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
    }

    private static func issue(_ column: ImportColumn, _ code: String, _ en: String, _ vi: String) -> ImportIssue {
        ImportIssue(
            severity: .error,
            row: 1,
            column: column.rawValue,
            code: code,
            rule: "K1",
            message: "The column \(column.rawValue) \(en).",
            messageVi: "Cột \(column.rawValue) \(vi)."
        )
    }
}
