package import FoundationEssentials

/// A moment as PostgreSQL's `timestamptz` counts it, or one of its two infinities.
package struct PostgresTimestamp: Hashable, Sendable, Comparable {
    /// Microseconds since 2000-01-01 00:00 UTC; the extremes of the type stand for the infinities.
    package let microsecondsSince2000: Int64

    package init(microsecondsSince2000: Int64) {
        self.microsecondsSince2000 = microsecondsSince2000
    }

    package static let infinity = PostgresTimestamp(microsecondsSince2000: .max)
    package static let negativeInfinity = PostgresTimestamp(microsecondsSince2000: .min)

    package var isFinite: Bool { self != .infinity && self != .negativeInfinity }

    /// Seconds between 1970-01-01 and 2000-01-01.
    private static let epochShift: Int64 = 946_684_800

    /// The moment of `date`, rounded to the microsecond.
    package init(_ date: Date) {
        let seconds = date.timeIntervalSince1970 - Double(Self.epochShift)
        self.init(microsecondsSince2000: Int64((seconds * 1_000_000).rounded()))
    }

    /// The moment as Foundation has it, exact to the microsecond for centuries around today; nil for the infinities.
    package var date: Date? {
        guard isFinite else { return nil }
        let (seconds, micros) = microsecondsSince2000.quotientAndRemainder(dividingBy: 1_000_000)
        return Date(timeIntervalSince1970: Double(seconds + Self.epochShift) + Double(micros) / 1_000_000)
    }

    package static func < (left: PostgresTimestamp, right: PostgresTimestamp) -> Bool {
        left.microsecondsSince2000 < right.microsecondsSince2000
    }
}

extension PostgresTimestamp: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .timestamptz }

    package func encode(into buffer: inout [UInt8]) {
        buffer.append(bigEndian: microsecondsSince2000)
    }

    package init(postgres bytes: UnsafeRawBufferPointer, oid: UInt32) throws(DecodingFailure) {
        guard oid == PostgresType.timestamptz.oid else { throw .typeMismatch }
        self.init(microsecondsSince2000: try bytes.integer(as: Int64.self))
    }
}

/// A `timestamptz`; the infinities, which `Date` cannot hold, are out of range.
extension Date: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .timestamptz }

    package func encode(into buffer: inout [UInt8]) {
        PostgresTimestamp(self).encode(into: &buffer)
    }

    package init(postgres bytes: UnsafeRawBufferPointer, oid: UInt32) throws(DecodingFailure) {
        guard let date = try PostgresTimestamp(postgres: bytes, oid: oid).date else { throw .outOfRange }
        self = date
    }
}
