package import FoundationEssentials

extension UUID {
    /// A new version 7 id (RFC 9562, 5.7): milliseconds first, so that rows made together lie together, then 74 random bits.
    package static func v7() -> UUID {
        v7(milliseconds: UInt(Date().timeIntervalSince1970 * 1000))
    }

    /// The same with a given clock reading, in milliseconds since 1970.
    package static func v7(milliseconds: UInt) -> UUID {
        var generator = SystemRandomNumberGenerator()
        return v7(milliseconds: milliseconds, using: &generator)
    }

    /// The same with a given source of randomness, for generated districts that come out alike.
    package static func v7(milliseconds: UInt, using generator: inout some RandomNumberGenerator) -> UUID {
        let high: UInt = generator.next()
        let low: UInt = generator.next()
        let first = milliseconds << 16 | 0x7000 | high & 0x0fff
        let second = 0x8000_0000_0000_0000 | low & 0x3fff_ffff_ffff_ffff
        func byte(_ word: UInt, _ index: UInt) -> UInt8 { UInt8(truncatingIfNeeded: word >> (56 - 8 * index)) }
        return UUID(
            uuid: (
                byte(first, 0), byte(first, 1), byte(first, 2), byte(first, 3), byte(first, 4), byte(first, 5),
                byte(first, 6), byte(first, 7), byte(second, 0), byte(second, 1), byte(second, 2), byte(second, 3),
                byte(second, 4), byte(second, 5), byte(second, 6), byte(second, 7)
            )
        )
    }
}
