import CivilIdentity

/// Reads rows of persons.csv by the rules of the domain; what is odd but possible is taken with a remark.
struct PersonRowReader {
    let columns: ImportColumns
    let directory: ImportDirectory
    /// The commune that rows are limited to; nil for none.
    let onlyCommune: String?

    /// The row, or nil when it is refused; `cells` then says why.
    func read(_ cells: inout ImportCells) -> PersonRow? {
        guard let recordID = cells.begin(.recordID, vi: "Thiếu mã bản ghi.", en: "The record has no id.") else {
            return nil
        }
        let registeredOn = registeredOn(&cells)
        let book = CommuneCell.book(&cells, on: registeredOn, directory: directory, onlyCommune: onlyCommune)
        let village = villageName(&cells)
        let household = cells.identifier(.householdID)
        let (relation, declared) = relation(&cells, hasHousehold: !household.isEmpty)
        let names = names(&cells)
        let sex: Stated<Sex> = cells.stated(.sex) { cells, text in
            if let sex = Sex(word: text) { return sex }
            cells.refuse(
                .sex,
                "sex.unknown-word",
                rule: "K1",
                vi: "Giới tính ghi M/F hoặc Nam/Nữ.",
                en: "Sex is M or F, Nam or Nữ."
            )
            return nil
        }
        let ethnicity: Stated<EthnicWord> = cells.stated(.ethnicity) { cells, text in
            let word = EthnicWord(text)
            if let remark = word.remark { cells.remark(.ethnicity, remark, rule: "R4.3") }
            return word
        }
        let (papersAnswer, kinds) = papers(&cells)
        let birth = BirthCells(saidOn: registeredOn, papers: kinds).read(&cells)
        let papers = numbered(kinds, &cells, sex: sex.value, birth: birth.value, on: registeredOn)
        let phone = cells.phone()
        let arrival = arrivalYear(&cells, registeredOn: registeredOn, birth: birth.value)
        let origin = origin(&cells, on: registeredOn)
        let kin: [PersonRow.Kin] = [
            kinsman(.father, .fatherName, &cells), kinsman(.mother, .motherName, &cells),
            kinsman(.spouse, .spouseName, &cells),
        ].compactMap { $0 }
        if village != nil, household.isEmpty {
            cells.remark(.village, .villageWithoutHousehold, rule: "R0.1")
        }
        guard !cells.isRefused, let book else { return nil }
        return PersonRow(
            row: cells.row,
            recordID: recordID,
            contentHash: cells.contentHash(.persons),
            book: book,
            registeredOn: registeredOn,
            village: village,
            household: household.isEmpty ? nil : household,
            relation: relation,
            relationDeclared: declared,
            names: names,
            birth: birth,
            sex: sex,
            ethnicity: ethnicity,
            phone: phone,
            arrivalYear: arrival,
            papersAnswer: papersAnswer,
            papers: papers,
            origin: origin,
            kin: kin
        )
    }

    /// The day on which the commune wrote the person down; today, with a remark, where the cell is empty.
    private func registeredOn(_ cells: inout ImportCells) -> CalendarDay {
        let text = cells.text(.registeredOn)
        if text.isEmpty {
            cells.remark(.registeredOn, .noRegistrationDay)
            return directory.today
        }
        guard
            let day = CalendarDay(iso: text)
                ?? ((try? ImportDate.parse(text, saidOn: directory.today))?.birth.value?.onlyDay)
        else {
            cells.refuse(
                .registeredOn,
                "registered.no-such-day",
                rule: "R9.8",
                vi: "Ngày đăng ký không phải một ngày có thật (yyyy-mm-dd hoặc dd/mm/yyyy).",
                en: "The day of registration is no day (yyyy-mm-dd or dd/mm/yyyy)."
            )
            return directory.today
        }
        if day > directory.today {
            cells.refuse(
                .registeredOn,
                "registered.to-come",
                rule: "R9.8",
                vi: "Ngày đăng ký chưa tới.",
                en: "The day of registration has not come yet."
            )
        }
        return day
    }

    private func villageName(_ cells: inout ImportCells) -> VillageName? {
        let text = cells.text(.village)
        if text.isEmpty { return nil }
        guard let village = VillageName(text) else {
            cells.refuse(
                .village,
                "village.no-letter",
                rule: "K1",
                vi: "Tên thôn, buôn không có chữ.",
                en: "The village's name has no letter."
            )
            return nil
        }
        if !village.isKindSaid { cells.remark(.village, .villageKindNotSaid, rule: "R0.1") }
        return village
    }

    private func relation(_ cells: inout ImportCells, hasHousehold: Bool) -> (RelationToHead, String?) {
        let text = cells.text(.relation)
        if text.isEmpty {
            if hasHousehold { cells.remark(.relation, .relationMissing) }
            return (.other, nil)
        }
        guard let reading = RelationToHead.read(text) else {
            cells.remark(.relation, .relationUnknown)
            return (.other, text)
        }
        if let remark = reading.remark { cells.remark(.relation, remark) }
        return (reading.relation, text == reading.relation.vi || text == reading.relation.rawValue ? nil : text)
    }

    private func names(_ cells: inout ImportCells) -> [PersonRow.Name] {
        var names: [PersonRow.Name] = []
        for (column, kind) in [(ImportColumn.formalName, NameKind.birth), (.commonName, .common)] {
            let stated: Stated<PersonName> = cells.stated(column, longest: .max) { cells, text in
                Self.name(text, column, &cells)
            }
            guard let name = stated.value else { continue }
            if let refusal = kind.refusal(of: name) { cells.refuse(column, refusal) }
            names.append(PersonRow.Name(kind: kind, name: name))
        }
        if names.isEmpty, !cells.isRefused {
            cells.refuse(
                .formalName,
                "name.none",
                rule: "R9.1",
                vi: "Phải có ít nhất một tên: tên khai sinh hoặc tên thường gọi.",
                en: "At least one name is needed: the birth name or the common name."
            )
        }
        return names
    }

    static func name(_ text: String, _ column: ImportColumn, _ cells: inout ImportCells) -> PersonName? {
        do throws(Refusal) {
            let name = try PersonName(text)
            for remark in name.remarks { cells.remark(column, remark, rule: "R9.5") }
            return name
        } catch {
            cells.refuse(column, error)
            return nil
        }
    }

    private func kinsman(
        _ kind: ResidentDraft.Kin.Kind,
        _ column: ImportColumn,
        _ cells: inout ImportCells
    ) -> PersonRow.Kin? {
        let stated: Stated<PersonName> = cells.stated(column, longest: .max) { cells, text in
            Self.name(text, column, &cells)
        }
        return stated.kind == .notAsked ? nil : PersonRow.Kin(kind: kind, name: stated)
    }

    private func papers(_ cells: inout ImportCells) -> (StatedKind, [PaperKind]) {
        let stated: Stated<[PaperKind]> = cells.stated(.papers, longest: 200) { cells, text in
            var (kinds, unknown) = PaperKind.list(text)
            if !unknown.isEmpty {
                cells.remark(.papers, .paperUnknown)
                if !kinds.contains(.other) { kinds.append(.other) }
            }
            return kinds
        }
        if let kinds = stated.value { return (.notAsked, kinds) }
        return (stated.kind, [])
    }

    /// The papers, with the personal number on the first that carries one (a claim, rule R1.7).
    private func numbered(
        _ kinds: [PaperKind],
        _ cells: inout ImportCells,
        sex: Sex?,
        birth: BirthSet?,
        on day: CalendarDay
    ) -> [ResidentDraft.Paper] {
        var papers = kinds.map { ResidentDraft.Paper(kind: $0) }
        let text = cells.text(.personalNumber).filter { $0 != " " }
        guard !text.isEmpty, StatedKind(word: text) == nil else { return papers }
        let isOld = text.utf8.count == 9 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        if isOld, let place = kinds.firstIndex(where: { $0 == .oldIdentityCard || $0 == .oldIdentityCardOfNineDigits })
        {
            papers[place].number = text
            return papers
        }
        do throws(Refusal) {
            let number = try PersonalNumber(checking: text)
            for remark in number.remarks { cells.remark(.personalNumber, remark, rule: "R1.5") }
            for mismatch in number.agreement(with: sex, birth: birth) {
                cells.remark(.personalNumber, mismatch.remark, rule: "R1.7")
            }
            if let refusal = number.refusal(on: day) {
                cells.remark(
                    .personalNumber,
                    Remark(code: refusal.code, vi: refusal.vi, en: refusal.en),
                    rule: refusal.rule
                )
            }
        } catch {
            // What stands on a paper is a claim: a number that can never be confirmed is kept as it was read, unless it
            // is no number of twelve digits at all.
            guard error.code == "number.no-such-province" else {
                cells.refuse(.personalNumber, error)
                return papers
            }
            cells.remark(.personalNumber, Remark(code: error.code, vi: error.vi, en: error.en), rule: error.rule)
        }
        if let place = kinds.firstIndex(where: \.carriesPersonalNumber) {
            papers[place].number = text
        } else {
            cells.remark(.personalNumber, .numberWithoutPaper, rule: "R1.2")
            papers.append(ResidentDraft.Paper(kind: .other, number: text))
        }
        return papers
    }

    static func isPhone(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (6...20).contains(bytes.count), let first = bytes.first, first == 0x2B || (0x30...0x39).contains(first)
        else { return false }
        return bytes.dropFirst().allSatisfy { (0x30...0x39).contains($0) || $0 == 0x20 || $0 == 0x2E || $0 == 0x2D }
    }

    private func arrivalYear(
        _ cells: inout ImportCells,
        registeredOn: CalendarDay,
        birth: BirthSet?
    ) -> Stated<Int16> {
        cells.stated(.arrivalYear) { cells, text in
            guard text.utf8.count == 4, let year = Int16(text), (1900...2200).contains(year) else {
                cells.refuse(
                    .arrivalYear,
                    "arrival.no-year",
                    rule: "K1",
                    vi: "Năm đến phải là một năm có bốn chữ số.",
                    en: "The year of arrival is a year of four digits."
                )
                return nil
            }
            if Int(year) > registeredOn.year { cells.remark(.arrivalYear, .arrivalToCome) }
            if let birth, Int(year) < birth.earliest.year { cells.remark(.arrivalYear, .arrivalBeforeBirth) }
            return year
        }
    }

    private func origin(_ cells: inout ImportCells, on day: CalendarDay) -> PersonRow.Origin? {
        let province = cells.text(.originProvince)
        let district = cells.text(.originDistrict)
        let commune = cells.text(.originCommune)
        let parts = [commune, district, province].filter { !$0.isEmpty }
        guard !parts.isEmpty else { return nil }
        if parts.count == 1, let kind = StatedKind(word: parts[0]), kind != .notAsked {
            return PersonRow.Origin(
                answer: kind,
                written: nil,
                province: nil,
                district: nil,
                commune: nil,
                resolution: .init()
            )
        }
        let resolution = directory.origins.resolve(province: province, district: district, commune: commune, on: day)
        switch resolution.unsureBelow {
        case "province": cells.remark(.originProvince, .originUnknown, rule: "R5.7")
        case "district": cells.remark(.originDistrict, .originUnknown, rule: "R5.7")
        case "commune": cells.remark(.originCommune, .originUnknown, rule: "R5.7")
        default: break
        }
        return PersonRow.Origin(
            answer: .stated,
            written: parts.joined(separator: ", "),
            province: province.isEmpty ? nil : province,
            district: district.isEmpty ? nil : district,
            commune: commune.isEmpty ? nil : commune,
            resolution: resolution
        )
    }
}
