extension Refusal {
    static let birthNoSuchDay = Refusal(
        code: "birth.no-such-day",
        rule: "R9.8",
        vi: "Ngày này không có trong tháng; dạng đúng: ngày/tháng/năm hoặc năm-tháng-ngày.",
        en: "The month has no such day; write dd/mm/yyyy or yyyy-mm-dd."
    )
    static let birthNoSuchMonth = Refusal(
        code: "birth.no-such-month",
        rule: "R9.8",
        vi: "Không có tháng này (1 đến 12); dạng đúng: ngày/tháng/năm hoặc năm-tháng-ngày.",
        en: "There is no such month (1 to 12); write dd/mm/yyyy or yyyy-mm-dd."
    )
    static let birthYearTooEarly = Refusal(
        code: "birth.year-too-early",
        rule: "R9.8",
        vi: "Năm sinh cách ngày khai quá 130 năm.",
        en: "The birth year is more than 130 years before the day it was stated."
    )
    static let birthYearTooLate = Refusal(
        code: "birth.year-too-late",
        rule: "R9.8",
        vi: "Năm sinh sau ngày khai quá 10 năm.",
        en: "The birth year is more than 10 years after the day it was stated."
    )
    static let birthTwoDigitYear = Refusal(
        code: "birth.two-digit-year",
        rule: "R9.8",
        vi: "Năm phải có bốn chữ số; nếu là số tuổi, hãy ghi thêm chữ \"tuổi\".",
        en: "A year has four digits; for an age write \"tuổi\" after it."
    )
    static let birthNotUnderstood = Refusal(
        code: "birth.not-understood",
        rule: "R9.8",
        vi: "Không hiểu ngày sinh; ví dụ đúng: 17/05/1990, 05/1990, 1990, khoảng 1968, tuổi Thân, 45 tuổi, không rõ.",
        en: "Not understood; write for example 17/05/1990, 05/1990, 1990, khoảng 1968, tuổi Thân, 45 tuổi, không rõ."
    )
    static let birthAmbiguousAnimal = Refusal(
        code: "birth.ty-without-tone",
        rule: "R9.10",
        vi: "\"Ty\" không dấu có thể là Tý (chuột) hoặc Tỵ (rắn); hãy ghi rõ.",
        en: "\"Ty\" without a tone is Tý (rat) or Tỵ (snake); write which."
    )
    static let birthNoSuchAnimalYear = Refusal(
        code: "birth.no-such-animal-year",
        rule: "R9.10",
        vi: "Con giáp không khớp với năm sinh hoặc số tuổi đã ghi.",
        en: "The animal does not fit the year or age beside it."
    )
    static let birthNoSuchLunarDay = Refusal(
        code: "birth.no-such-lunar-day",
        rule: "R9.14",
        vi: "Không có ngày hoặc tháng nhuận này trong năm âm lịch đó.",
        en: "The lunar year has no such day or leap month."
    )
    static let birthMonthOne = Refusal(
        code: "birth.lunar-month-one",
        rule: "R9.14",
        vi: "\"Tháng Một\" âm lịch có thể là tháng Giêng hoặc tháng 11; hãy ghi rõ.",
        en: "Lunar \"tháng Một\" is month 1 or month 11 by custom; write which."
    )
    static let birthLunarWithoutYear = Refusal(
        code: "birth.lunar-without-year",
        rule: "R9.14",
        vi: "Ngày âm lịch phải có năm, con giáp hoặc số tuổi.",
        en: "A lunar day needs a year, an animal or an age."
    )
    static let birthAgeTooHigh = Refusal(
        code: "birth.age-too-high",
        rule: "R9.8",
        vi: "Tuổi trên 130.",
        en: "An age above 130."
    )
    static let birthAgeZero = Refusal(
        code: "birth.mu-age-zero",
        rule: "R9.10",
        vi: "Tuổi mụ bắt đầu từ 1.",
        en: "Tuổi mụ starts at 1."
    )
}
