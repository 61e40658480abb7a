/// What can be wrong with a table of area changes; never repeats a value.
extension ImportIssue {
    private static func area(
        _ code: String,
        _ rule: String,
        _ row: Int? = nil,
        _ column: String? = nil,
        vi: String,
        en: String
    ) -> ImportIssue {
        ImportIssue(
            severity: .error,
            row: row,
            column: column,
            code: "area." + code,
            rule: rule,
            message: en,
            messageVi: vi
        )
    }

    // MARK: The file's form

    static let areaFileUnreadable = area(
        "file-unreadable",
        "A8",
        vi: "Không đọc được tệp.",
        en: "The file cannot be read."
    )
    static let areaFileTooLarge = area(
        "file-too-large",
        "A8",
        vi: "Tệp lớn hơn 8 MiB, không phải bảng thay đổi đơn vị hành chính.",
        en: "More than 8 MiB are no table of area changes."
    )
    static let areaFileEmpty = area(
        "file-empty",
        "A8",
        vi: "Tệp không có dòng nào.",
        en: "The file holds no row."
    )
    static func areaColumnMissing(_ column: String) -> ImportIssue {
        area("column-missing", "A8", 1, column, vi: "Thiếu cột này.", en: "The column is missing.")
    }
    static func areaRowRagged(_ row: Int) -> ImportIssue {
        area(
            "row-ragged",
            "RFC 4180",
            row,
            vi: "Số ô khác với dòng tiêu đề.",
            en: "Another number of fields than the header has."
        )
    }
    static func areaRowTwice(_ row: Int) -> ImportIssue {
        area("row-twice", "A8", row, vi: "Thay đổi này đã có ở dòng trên.", en: "A row above says the same.")
    }
    static func areaDayUnreadable(_ row: Int) -> ImportIssue {
        area(
            "day",
            "R5.1",
            row,
            "effective_date",
            vi: "Ngày hiệu lực viết dạng 2025-07-01.",
            en: "The effective date is a day as 2025-07-01."
        )
    }
    static func areaKindUnknown(_ row: Int) -> ImportIssue {
        let kinds = AreaChange.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        return area("kind", "R5.1", row, "kind", vi: "Loại là một trong: \(kinds).", en: "The kind is one of \(kinds).")
    }
    static func areaCodeMalformed(_ row: Int, _ column: String) -> ImportIssue {
        area(
            "code",
            "R5.5",
            row,
            column,
            vi: "Mã đơn vị gồm 2, 3 hoặc 5 chữ số.",
            en: "A unit's code has 2, 3 or 5 digits."
        )
    }
    static func areaNameMissing(_ row: Int, _ column: String) -> ImportIssue {
        area("name", "R5.1", row, column, vi: "Thiếu tên đơn vị.", en: "The unit's name is missing.")
    }
    static func areaLevelsDiffer(_ row: Int) -> ImportIssue {
        area(
            "levels-differ",
            "R5.5",
            row,
            "new_code",
            vi: "Đơn vị mới phải cùng cấp với đơn vị cũ.",
            en: "The new unit is of another level than the old one."
        )
    }
    static func areaSuccessorOfAbolished(_ row: Int, _ column: String) -> ImportIssue {
        area(
            "successor-of-abolished",
            "R5.2",
            row,
            column,
            vi: "Đơn vị bị bãi bỏ thì không có đơn vị kế tiếp; nếu có thì ghi loại merge.",
            en: "An abolished unit has no successor; with one it is a merge."
        )
    }
    static func areaSuccessorMissing(_ row: Int) -> ImportIssue {
        area(
            "successor-missing",
            "R5.1",
            row,
            "new_code",
            vi: "Thiếu đơn vị kế tiếp: không có trong sổ và không dòng nào lập ra đơn vị đó vào ngày này.",
            en: "The successor is missing: neither the register nor a row of that day has such a unit."
        )
    }

    // MARK: Against the register

    static func areaUnknown(_ row: Int, _ column: String = "old_code") -> ImportIssue {
        area(
            "unknown",
            "R5.1",
            row,
            column,
            vi: "Trước ngày hiệu lực sổ không có đơn vị mang mã này.",
            en: "The register has no unit of this code before the effective date."
        )
    }
    static func areaNameDiffers(_ row: Int, _ column: String) -> ImportIssue {
        area(
            "name-differs",
            "R5.6",
            row,
            column,
            vi: "Sổ ghi đơn vị mang mã này với tên khác.",
            en: "The register knows the unit of this code by another name."
        )
    }
    static func areaChangedSince(_ row: Int) -> ImportIssue {
        area(
            "changed-since",
            "R5.1",
            row,
            "effective_date",
            vi: "Đơn vị đã thay đổi vào hoặc sau ngày này.",
            en: "The unit has changed on this day or after it."
        )
    }
    static func areaAppliedInPart(_ row: Int) -> ImportIssue {
        area(
            "applied-in-part",
            "A8",
            row,
            "effective_date",
            vi:
                "Các thay đổi khác của ngày này đã được áp dụng, dòng này thì chưa; hãy tách dòng này thành bảng riêng.",
            en: "Other changes of this day have been applied and this row has not; put it into a table of its own."
        )
    }
    static func areaContradicted(_ row: Int) -> ImportIssue {
        area(
            "contradicted",
            "R5.1",
            row,
            "old_code",
            vi: "Một dòng khác của ngày này nói khác về đơn vị cũ.",
            en: "Another row of this day says something else of the old unit."
        )
    }
    static func areaCycle(_ row: Int) -> ImportIssue {
        area(
            "cycle",
            "R5.1",
            row,
            "new_code",
            vi: "Vòng lặp: đơn vị kế tiếp lại nhập vào đơn vị cũ trong cùng ngày.",
            en: "A cycle: the successor becomes part of the old unit on the same day."
        )
    }
    static func areaSuccessorEnds(_ row: Int) -> ImportIssue {
        area(
            "successor-ends",
            "R5.1",
            row,
            "new_code",
            vi: "Đơn vị kế tiếp cũng chấm dứt trong cùng ngày.",
            en: "The successor ends on the same day."
        )
    }
    static func areaSuccessorNames(_ row: Int) -> ImportIssue {
        area(
            "successor-names",
            "R5.1",
            row,
            "new_name",
            vi: "Các dòng của ngày này gọi đơn vị kế tiếp bằng tên khác nhau.",
            en: "The rows of this day call the successor by different names."
        )
    }
    static func areaCodeTaken(_ row: Int) -> ImportIssue {
        area(
            "code-taken",
            "R5.1",
            row,
            "new_code",
            vi: "Vào ngày này mã đang thuộc một đơn vị khác.",
            en: "On this day the code belongs to another unit."
        )
    }
    static func areaParentUnclear(_ row: Int) -> ImportIssue {
        area(
            "parent-unclear",
            "R5.2",
            row,
            "new_code",
            vi: "Không rõ đơn vị mới thuộc đơn vị cấp trên nào.",
            en: "It is unclear which unit stands above the new one."
        )
    }
    static func areaSplitUnclear(_ row: Int) -> ImportIssue {
        area(
            "split-unclear",
            "R5.4",
            row,
            "new_code",
            vi: "Đơn vị bị chia nhưng không phần nào giữ mã: không rõ sổ và đơn vị trực thuộc về đâu.",
            en: "The unit is divided and no part keeps its code: whose its books and its units become is unclear."
        )
    }
    static func areaBookWithoutSuccessor(_ row: Int) -> ImportIssue {
        area(
            "book-without-successor",
            "A8",
            row,
            "old_code",
            vi: "Đơn vị bị bãi bỏ còn sổ hoặc đơn vị trực thuộc mà không có nơi tiếp nhận.",
            en: "The abolished unit has books or units below it, and nothing takes them over."
        )
    }
}
