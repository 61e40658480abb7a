/// A birth date as an import file writes it, in any of the forms of `design/interfaces.md`.
///
/// What was written is kept in the statement. What is odd but possible is taken with a remark; what cannot be is refused
/// with the rule in Vietnamese and English. Nothing is guessed silently.
package struct ImportDate: Hashable, Sendable {
    /// The days; or not asked (an empty cell), unknown ("không rõ"), refused, none.
    package let birth: Stated<BirthSet>
    /// What was said, also where nobody knows; nil only for an empty cell.
    package let statement: BirthStatement?
    package let remarks: [Remark]

    /// Years before the day of saying within which a birth is possible; beyond it the year is a slip.
    package static let oldestYears = 130
    /// Years after the day of saying that are still taken, with a remark, as dates to come.
    package static let futureYears = 10

    /// Reads one cell.
    ///
    /// | written | taken as |
    /// | --- | --- |
    /// | `1990-05-17`, `17/05/1990`, `17-5-1990`, `19900517`, "ngày 17 tháng 5 năm 1990" | day |
    /// | `1990-05`, `05/1990`, `00/05/1990`, `19900500`, "tháng 5 năm 1990" | month |
    /// | `1990`, `00/00/1990`, `19900000`, "sinh năm 1990" | year |
    /// | "khoảng 1968", `~1968` | 1968 ± max(2, ⌈age ÷ 8⌉) years (rule R9.13) |
    /// | `~1987±3`, `1984-1990`, "khoảng 1984–1990", "từ 1984 đến 1990" | range |
    /// | "tuổi Thân", "Thân", "con khỉ", "Mậu Thân", "tuổi Thân, khoảng 50 tuổi" | zodiac |
    /// | "mùng 5 tháng Chạp năm Thìn", "15/7/1968 âm lịch", "tháng 4 nhuận năm 1982" | lunar day, month |
    /// | "45 tuổi", "50 tuổi mụ", "khoảng 50 tuổi" | age on the day of saying |
    /// | empty; "không rõ", "không biết"; "từ chối" | not asked; unknown; refused |
    ///
    /// - Parameters:
    ///   - text: The cell as it stands in the file.
    ///   - saidOn: From which ages and animals are counted.
    ///   - basis: What a plain date rests on: the paper that was shown, or a declaration.
    ///   - years: The solar years known beside the cell (`birth_year_min`, `birth_year_max`); they choose among the
    ///     years of an animal.
    /// - Returns: The days with what was said and what is odd about it.
    /// - Throws: `Refusal` with rule R9.8, R9.10 or R9.14.
    package static func parse(
        _ text: some StringProtocol,
        saidOn: CalendarDay,
        basis: BirthBasis = .declaration,
        within years: ClosedRange<Int>? = nil
    ) throws(Refusal) -> ImportDate {
        // Nearly every cell is an ISO day.
        if let day = CalendarDay(iso: text) {
            var reader = BirthReader(String(text), saidOn, basis, years)
            return try reader.day(day.year, day.month, day.day)
        }
        let written = PlainText.squeezed(text)
        if let kind = StatedKind(word: written) {
            return ImportDate(kind: kind, written: written, saidOn: saidOn)
        }
        var reader = BirthReader(written, saidOn, basis, years)
        return try reader.read()
    }

    init(birth: BirthSet, remarks: [Remark]) {
        self.birth = .stated(birth)
        statement = birth.statement
        self.remarks = remarks
    }

    private init(kind: StatedKind, written: String, saidOn: CalendarDay) {
        birth = Stated(kind: kind, value: nil) ?? .unknown
        statement = kind == .notAsked ? nil : .unknown(written: written, saidOn: saidOn)
        remarks = []
    }
}

extension Remark {
    /// Rule R9.8: other systems write 01/01 for "only the year is known".
    package static let firstOfJanuary = Remark(
        code: "birth.year?",
        vi: "Ngày 01/01 thường có nghĩa là chỉ biết năm sinh; vẫn giữ ngày đã khai.",
        en: "1 January often means that only the year is known; the stated day is kept."
    )
    package static let birthToCome = Remark(
        code: "birth.to-come",
        vi: "Ngày sinh sau ngày khai.",
        en: "The birth is later than the day it was stated."
    )
    /// Rule R9.10.
    package static let ageKindNotSaid = Remark(
        code: "birth.age-kind-not-said",
        vi: "Không ghi tuổi tròn hay tuổi mụ; tính theo tuổi tròn.",
        en: "Western age or tuổi mụ was not said; taken as Western age."
    )
    package static let animalWithoutAge = Remark(
        code: "birth.animal-without-age",
        vi: "Chỉ có con giáp, không có số tuổi: còn nhiều năm sinh.",
        en: "An animal without an age leaves many birth years."
    )
    package static let olderThanLongestLife = Remark(
        code: "birth.over-110",
        vi: "Tuổi trên 110.",
        en: "More than 110 years old."
    )
}
