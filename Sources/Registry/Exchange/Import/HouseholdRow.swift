import CivilIdentity

/// A valid row of households.csv.
struct HouseholdRow: Sendable {
    let row: Int
    let recordID: String
    let contentHash: [UInt8]
    let book: Int32
    let village: VillageName?
    /// The source's id of the head's record; for comparison only.
    let head: String?
    /// For comparison only: the register counts its members itself.
    let members: Int32?
    let bookNumber: String?
    let phone: String?
}

/// Reads rows of households.csv.
struct HouseholdRowReader {
    let columns: ImportColumns
    let directory: ImportDirectory
    let onlyCommune: String?

    /// The row, or nil when it is refused; `cells` then says why.
    func read(_ cells: inout ImportCells) -> HouseholdRow? {
        guard let recordID = cells.begin(.householdID, vi: "Thiếu mã hộ.", en: "The household has no id.") else {
            return nil
        }
        let book = CommuneCell.book(&cells, on: directory.today, directory: directory, onlyCommune: onlyCommune)
        let villageText = cells.text(.village)
        let village = villageText.isEmpty ? nil : VillageName(villageText)
        if let village, !village.isKindSaid { cells.remark(.village, .villageKindNotSaid, rule: "R0.1") }
        let head = cells.identifier(.headRecordID)
        let bookNumber = cells.text(.bookNumber, longest: 40)
        let members = members(&cells)
        let phone = cells.phone()
        guard !cells.isRefused, let book else { return nil }
        return HouseholdRow(
            row: cells.row,
            recordID: recordID,
            contentHash: cells.contentHash(.households),
            book: book,
            village: village,
            head: head.isEmpty ? nil : head,
            members: members,
            bookNumber: bookNumber.isEmpty ? nil : bookNumber,
            phone: phone.value
        )
    }

    private func members(_ cells: inout ImportCells) -> Int32? {
        let text = cells.text(.members)
        if text.isEmpty { return nil }
        guard let members = Int32(text), (0...200).contains(members) else {
            cells.refuse(
                .members,
                "household.members-number",
                rule: "K1",
                vi: "Số người phải là số từ 0 đến 200.",
                en: "The number of members is a number from 0 to 200."
            )
            return nil
        }
        return members
    }
}

extension ImportCells {
    /// Begins a row of either file: nil, refused, for one whose cells cannot be told apart; else the record's id.
    ///
    /// Empty where there is none, which is refused too, in these words; what is said from then on names the record.
    mutating func begin(_ column: ImportColumn, vi: String, en: String) -> String? {
        guard hasAllCells() else { return nil }
        let id = identifier(column)
        if id.isEmpty, !isRefused { refuse(column, "record.missing", rule: "K1", vi: vi, en: en) }
        recordID = id.isEmpty ? nil : id
        return id
    }

    /// The cell of a person's or a household's telephone.
    mutating func phone() -> Stated<String> {
        stated(.phone, longest: 30) { cells, text in
            if PersonRowReader.isPhone(text) { return text }
            cells.refuse(
                .phone,
                "phone.form",
                rule: "K1",
                vi: "Số điện thoại gồm 6 đến 20 chữ số, có thể bắt đầu bằng +.",
                en: "A phone number has 6 to 20 digits and may begin with +."
            )
            return nil
        }
    }
}

/// The commune's cell, which decides the book.
enum CommuneCell {
    static func book(
        _ cells: inout ImportCells,
        on day: CalendarDay,
        directory: ImportDirectory,
        onlyCommune: String?
    ) -> Int32? {
        let text = cells.text(.commune)
        if text.isEmpty {
            if !cells.isRefused {
                cells.refuse(
                    .commune,
                    "commune.missing",
                    rule: "R5.6",
                    vi: "Thiếu tên xã.",
                    en: "The commune is missing."
                )
            }
            return nil
        }
        switch directory.communes.find(text, on: day) {
        case .unknown:
            cells.refuse(
                .commune,
                "commune.unknown",
                rule: "R5.6",
                vi: "Không có xã nào tên này trong huyện.",
                en: "The district has no commune of this name."
            )
        case .ambiguous:
            cells.refuse(
                .commune,
                "commune.ambiguous",
                rule: "R5.4",
                vi: "Xã này có nhiều sổ từ khi sáp nhập; hãy ghi tên xã cũ.",
                en: "The commune has several books since the merger; write the name from before."
            )
        case .found(let entry):
            if let onlyCommune, entry.code != onlyCommune {
                cells.refuse(
                    .commune,
                    "commune.other",
                    rule: "K1",
                    vi: "Dòng này thuộc xã khác với xã đã chọn.",
                    en: "The row belongs to another commune than the one chosen."
                )
                return nil
            }
            guard directory.editBooks.contains(entry.book) else {
                cells.refuse(
                    .commune,
                    "commune.out-of-reach",
                    rule: "F3",
                    vi: "Bạn không có quyền ghi sổ của xã này.",
                    en: "You may not write in this commune's book."
                )
                return nil
            }
            if let opened = CalendarDay(entry.openedOn), day < opened {
                cells.remark(.registeredOn, .beforeBookOpened)
            }
            return entry.book
        }
        return nil
    }
}
