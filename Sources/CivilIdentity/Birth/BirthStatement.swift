/// How exactly a birth was told (rule R9.8); raw values are those of the database.
package enum BirthPrecision: String, Hashable, Sendable, CaseIterable {
    case day
    case month
    case year
    /// Between two days, or about a year or age.
    case range
    /// By the animal of the lunar year.
    case zodiac
    case unknown

    package var vi: String {
        switch self {
        case .day: "ngày"
        case .month: "tháng"
        case .year: "năm"
        case .range: "khoảng"
        case .zodiac: "tuổi con giáp"
        case .unknown: "không rõ"
        }
    }

    package var en: String {
        switch self {
        case .day: "day"
        case .month: "month"
        case .year: "year"
        case .range: "range"
        case .zodiac: "zodiac year"
        case .unknown: "unknown"
        }
    }
}

/// What a birth date rests on (rule R9.8); raw values are those of the database.
package enum BirthBasis: String, Hashable, Sendable, CaseIterable {
    /// An identity card, an old card, a household book.
    case document
    case birthCertificate = "birth_certificate"
    /// A date the person or the family states, with nothing to show for it.
    case declaration
    case zodiac
    case age
    /// Before or after something people remember (rule R9.11).
    case event
    case estimate

    package var vi: String {
        switch self {
        case .document: "giấy tờ"
        case .birthCertificate: "giấy khai sinh"
        case .declaration: "lời khai"
        case .zodiac: "con giáp"
        case .age: "số tuổi"
        case .event: "sự kiện"
        case .estimate: "ước lượng"
        }
    }

    package var en: String {
        switch self {
        case .document: "document"
        case .birthCertificate: "birth certificate"
        case .declaration: "declaration"
        case .zodiac: "zodiac"
        case .age: "age"
        case .event: "event"
        case .estimate: "estimate"
        }
    }
}

/// The calendar in which a birth was told.
package enum BirthCalendar: String, Hashable, Sendable, CaseIterable {
    case solar
    case lunar
}

/// How an age is counted (rule R9.10).
package enum AgeKind: String, Hashable, Sendable, CaseIterable {
    /// Birthdays reached.
    case western
    /// Tuổi mụ: one at birth, one more at every Tết.
    case mu

    package var vi: String { self == .western ? "tuổi tròn" : "tuổi mụ" }
    package var en: String { self == .western ? "Western age" : "tuổi mụ (lunar years begun)" }
}

/// What was said about a birth, kept as it was said (rows A2, A3).
package struct BirthStatement: Hashable, Sendable {
    /// The words themselves: "tuổi Thân, khoảng 50", "1990-01-01", "mùng 5 tháng Chạp năm Thìn".
    package let written: String
    package let precision: BirthPrecision
    package let basis: BirthBasis
    package let calendar: BirthCalendar
    /// Only where an age was said.
    package let ageKind: AgeKind?
    /// The day it was said; ages and animals are counted from here and never move.
    package let saidOn: CalendarDay

    package init(
        written: String,
        precision: BirthPrecision,
        basis: BirthBasis,
        calendar: BirthCalendar = .solar,
        ageKind: AgeKind? = nil,
        saidOn: CalendarDay
    ) {
        self.written = written
        self.precision = precision
        self.basis = basis
        self.calendar = calendar
        self.ageKind = ageKind
        self.saidOn = saidOn
    }

    /// "Không rõ": asked on a day, and nobody knows.
    ///
    /// There is no ``BirthSet`` beside it.
    package static func unknown(written: String, saidOn: CalendarDay) -> BirthStatement {
        BirthStatement(written: written, precision: .unknown, basis: .declaration, saidOn: saidOn)
    }
}
