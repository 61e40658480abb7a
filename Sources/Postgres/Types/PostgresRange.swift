/// A type of which PostgreSQL has ranges that we use.
package protocol PostgresRangeBound: PostgresEncodable, PostgresDecodable, Comparable, Hashable, Sendable {
    static var rangeType: PostgresType { get }
}

extension Int32: PostgresRangeBound {
    package static var rangeType: PostgresType { .int4range }
}

extension PostgresDate: PostgresRangeBound {
    package static var rangeType: PostgresType { .daterange }
}

/// An `int4range` or `daterange`, which may be empty or without end on either side.
///
/// The server rewrites ranges of whole numbers and days as `[lower, upper)`; two values are equal here when they are
/// written alike, so compare what the server has sent, not what was sent to it.
package enum PostgresRange<Bound: PostgresRangeBound>: Hashable, Sendable {
    case empty
    case between(Limit, Limit)

    package enum Limit: Hashable, Sendable {
        case unbounded
        case inclusive(Bound)
        case exclusive(Bound)
    }

    /// From the lower bound up to, not including, the upper one; an empty Swift range is `empty`.
    package init(_ range: Range<Bound>) {
        self = range.isEmpty ? .empty : .between(.inclusive(range.lowerBound), .exclusive(range.upperBound))
    }

    /// From `lower` on; nil means without end on that side.
    package init(from lower: Bound?, before upper: Bound?) {
        self = .between(
            lower.map(Limit.inclusive) ?? .unbounded,
            upper.map(Limit.exclusive) ?? .unbounded
        )
    }
}

/// The flags of PostgreSQL's `rangetypes.h`.
private enum RangeFlag {
    static let empty: UInt8 = 0x01
    static let lowerInclusive: UInt8 = 0x02
    static let upperInclusive: UInt8 = 0x04
    static let lowerUnbounded: UInt8 = 0x08
    static let upperUnbounded: UInt8 = 0x10
}

extension PostgresRange: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { Bound.rangeType }

    package func encode(into buffer: inout [UInt8]) {
        guard case .between(let lower, let upper) = self else {
            buffer.append(RangeFlag.empty)
            return
        }
        buffer.append(
            lower.flags(inclusive: RangeFlag.lowerInclusive, unbounded: RangeFlag.lowerUnbounded)
                | upper.flags(inclusive: RangeFlag.upperInclusive, unbounded: RangeFlag.upperUnbounded)
        )
        for bound in [lower.bound, upper.bound] {
            guard let bound else { continue }
            buffer.appendWithLength { bound.encode(into: &$0) }
        }
    }

    package init(postgres bytes: UnsafeRawBufferPointer, oid: UInt32) throws(DecodingFailure) {
        guard oid == Bound.rangeType.oid else { throw .typeMismatch }
        let flags = try bytes.integer(as: UInt8.self)
        guard flags & RangeFlag.empty == 0 else {
            self = .empty
            return
        }
        var offset = 1
        let lower = try Limit(
            in: bytes,
            at: &offset,
            unbounded: flags & RangeFlag.lowerUnbounded != 0,
            inclusive: flags & RangeFlag.lowerInclusive != 0
        )
        let upper = try Limit(
            in: bytes,
            at: &offset,
            unbounded: flags & RangeFlag.upperUnbounded != 0,
            inclusive: flags & RangeFlag.upperInclusive != 0
        )
        self = .between(lower, upper)
    }
}

extension PostgresRange.Limit {
    fileprivate var bound: Bound? {
        switch self {
        case .unbounded: nil
        case .inclusive(let bound), .exclusive(let bound): bound
        }
    }

    fileprivate func flags(inclusive: UInt8, unbounded: UInt8) -> UInt8 {
        switch self {
        case .unbounded: unbounded
        case .inclusive: inclusive
        case .exclusive: 0
        }
    }

    fileprivate init(
        in bytes: UnsafeRawBufferPointer,
        at offset: inout Int,
        unbounded: Bool,
        inclusive: Bool
    ) throws(DecodingFailure) {
        guard !unbounded else {
            self = .unbounded
            return
        }
        let length = Int(try bytes.integer(at: offset, as: Int32.self))
        guard length >= 0, offset + 4 + length <= bytes.count else { throw .malformed }
        let part = UnsafeRawBufferPointer(rebasing: bytes[(offset + 4)..<(offset + 4 + length)])
        let bound = try Bound(postgres: part, oid: Bound.postgresType.oid)
        offset += 4 + length
        self = inclusive ? .inclusive(bound) : .exclusive(bound)
    }
}
