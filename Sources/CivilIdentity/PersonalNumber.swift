/// The twelve digits a person keeps for life (rules R1.1 to R1.5).
///
/// Recorded, never made: only the Ministry of Public Security sets numbers up (rule R1.11).
package struct PersonalNumber: Hashable, Sendable {
    package let digits: String

    /// Nil unless `digits` are twelve ASCII digits whose first three are a province or a country (rules R1.2, R1.5).
    ///
    /// There is no check digit (rule R1.4). Blanks are not trimmed here.
    package init?(_ digits: some StringProtocol) {
        try? self.init(checking: digits)
    }

    /// As ``init(_:)``, and says why not.
    package init(checking digits: some StringProtocol) throws(Refusal) {
        let bytes = digits.utf8
        guard bytes.count == 12, bytes.allSatisfy({ (48...57).contains($0) }) else {
            throw Refusal(
                code: "number.not-twelve-digits",
                rule: "R1.1",
                vi: "Số định danh cá nhân phải có đúng 12 chữ số.",
                en: "A personal number has exactly twelve digits."
            )
        }
        guard bytes.first != 48 || Province.isCode(digits.dropFirst().prefix(2)) else {
            throw Refusal(
                code: "number.no-such-province",
                rule: "R1.5",
                vi: "Ba chữ số đầu không phải mã tỉnh.",
                en: "The first three digits are not the code of a province."
            )
        }
        self.digits = String(digits)
    }

    /// The first three digits: where the birth was registered, not where the person lives (rule R1.6).
    package var placeCode: String { String(digits.prefix(3)) }

    /// A country of birth registration abroad; their table is not published, so such a number is only taken with a
    /// remark (rule R1.5).
    package var isForeign: Bool { digits.utf8.first != 48 }

    /// The province of birth registration under the names valid when the number was set up (rule R1.10).
    ///
    /// Nil for a country, and for a code that meant no province on that day.
    package func province(setUpOn day: CalendarDay) -> Province? {
        isForeign ? nil : Province(code: placeCode.dropFirst(), on: day)
    }

    /// The digit for century and sex (rule R1.3).
    private var century: Int { digit(3) }

    private func digit(_ place: Int) -> Int {
        Int(digits.utf8[digits.utf8.index(digits.utf8.startIndex, offsetBy: place)]) - 48
    }

    /// Rule R1.3: even is male, odd is female.
    package var sex: Sex { century.isMultiple(of: 2) ? .male : .female }

    /// Rule R1.3: 1900 + 100 × ⌊C ÷ 2⌋ + YY.
    package var birthYear: Int { 1900 + 100 * (century / 2) + 10 * digit(4) + digit(5) }

    /// A refusal when the number names a year after `day`: nobody has one before birth.
    package func refusal(on day: CalendarDay) -> Refusal? {
        guard birthYear > day.year else { return nil }
        return Refusal(
            code: "number.year-to-come",
            rule: "R1.3",
            vi: "Số định danh ghi năm sinh chưa tới.",
            en: "The number names a birth year that has not come yet."
        )
    }

    /// What is odd about the number by itself.
    package var remarks: [Remark] {
        guard isForeign else { return [] }
        return [
            Remark(
                code: "number.country-unverified",
                vi: "Số định danh đăng ký ở nước ngoài; chưa kiểm tra được mã nước.",
                en: "A number registered abroad; the country code cannot be verified."
            )
        ]
    }

    /// Where a number and the record disagree.
    package enum Mismatch: String, Hashable, Sendable, CaseIterable {
        case sex
        case birthYear = "birth_year"
        case province
    }

    /// Where the number says otherwise than the record (rule R1.7).
    ///
    /// A warning, because a corrected person may keep the old number; at first assignment the same list is an error.
    /// A birth agrees when the number's year is one of its candidate years; `province` is the two-digit code of the
    /// birth registration. What is nil is not compared.
    package func agreement(
        with sex: Sex?,
        birth: BirthSet?,
        registeredIn province: String? = nil
    ) -> [Mismatch] {
        var mismatches: [Mismatch] = []
        if let sex, sex != self.sex { mismatches.append(.sex) }
        if let birth, !birth.touches(year: birthYear) { mismatches.append(.birthYear) }
        if let province, !isForeign, placeCode.dropFirst() != province { mismatches.append(.province) }
        return mismatches
    }

    /// All twelve digits, for those whose role shows them.
    package func formatted() -> String { digits }
}

extension PersonalNumber: CustomStringConvertible {
    /// Masked, so that a stray log line gives nobody away; ``formatted()`` shows it.
    package var description: String { "••••••••••" + digits.suffix(2) }
}

extension PersonalNumber.Mismatch {
    package var remark: Remark {
        switch self {
        case .sex:
            Remark(
                code: "number.other-sex",
                vi: "Số định danh ghi giới tính khác hồ sơ.",
                en: "The number states another sex than the record."
            )
        case .birthYear:
            Remark(
                code: "number.other-birth-year",
                vi: "Số định danh ghi năm sinh khác hồ sơ.",
                en: "The number states another birth year than the record."
            )
        case .province:
            Remark(
                code: "number.other-province",
                vi: "Số định danh ghi tỉnh đăng ký khai sinh khác hồ sơ.",
                en: "The number states another province of birth registration than the record."
            )
        }
    }
}
