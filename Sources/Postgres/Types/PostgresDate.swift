/// A day of the Gregorian calendar as PostgreSQL's `date` counts it, or one of its two infinities.
///
/// This is the value on the wire, not the register's notion of a day (CivilIdentity has that one).
package struct PostgresDate: Hashable, Sendable, Comparable {
    /// Days since 2000-01-01; the extremes of the type stand for the infinities, as in PostgreSQL's `date.h`.
    package let daysSince2000: Int32

    package init(daysSince2000: Int32) {
        self.daysSince2000 = daysSince2000
    }

    package static let infinity = PostgresDate(daysSince2000: .max)
    package static let negativeInfinity = PostgresDate(daysSince2000: .min)

    package var isFinite: Bool { self != .infinity && self != .negativeInfinity }

    /// The day of this calendar date; nil when there is none, such as 30 February.
    ///
    /// By Howard Hinnant's `days_from_civil`: years begin in March, so that the leap day comes last.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), (1...31).contains(day), (-4713...5_874_897).contains(year) else { return nil }
        let marchYear = month > 2 ? year : year - 1
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        // 730,425 days lie between 0000-03-01, where the count begins, and 2000-01-01.
        self.init(daysSince2000: Int32(era * 146_097 + dayOfEra - 730_425))
        guard let parts, parts.month == month, parts.day == day else { return nil }
    }

    /// Year (0 is 1 BC), month and day; nil for the infinities.
    package var parts: (year: Int, month: Int, day: Int)? {
        guard isFinite else { return nil }
        let days = Int(daysSince2000) + 730_425
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    package static func < (left: PostgresDate, right: PostgresDate) -> Bool {
        left.daysSince2000 < right.daysSince2000
    }
}

extension PostgresDate: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .date }

    package func encode(into buffer: inout [UInt8]) {
        buffer.append(bigEndian: daysSince2000)
    }

    package init(postgres bytes: UnsafeRawBufferPointer, oid: UInt32) throws(DecodingFailure) {
        guard oid == PostgresType.date.oid else { throw .typeMismatch }
        self.init(daysSince2000: try bytes.integer(as: Int32.self))
    }
}
