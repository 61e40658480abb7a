/// Random numbers that are the same on every machine for the same seed: xoshiro256**, seeded by SplitMix64.
///
/// The system's generator is never used here, and no function of the mathematics library either: its last bit may differ
/// from one machine to the next, and the demonstration district must not.
struct SeededRandom {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    /// - Parameters:
    ///   - seed: Any number.
    ///   - stream: Tells apart what is drawn from one seed for different purposes.
    init(seed: UInt64, stream: UInt64) {
        var mixer = seed &* 0x9E37_79B9_7F4A_7C15 ^ stream
        func mixed() -> UInt64 {
            mixer &+= 0x9E37_79B9_7F4A_7C15
            var word = mixer
            word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
            return word ^ word >> 31
        }
        state = (mixed(), mixed(), mixed(), mixed())
    }

    mutating func next() -> UInt64 {
        let scaled = state.1 &* 5
        let result = (scaled << 7 | scaled >> 57) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = state.3 << 45 | state.3 >> 19
        return result
    }

    /// 0 ..< `bound`; the bias of the multiplication is below 2⁻⁴⁰ for the bounds used here.
    mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.count)
    }

    /// True with probability `share`.
    mutating func chance(_ share: Double) -> Bool {
        // 53 bits make every fraction exact.
        Double(next() >> 11) * 0x1p-53 < share
    }

    mutating func element<Element>(of elements: [Element]) -> Element {
        elements[below(elements.count)]
    }
}

/// Things to draw, each with its weight.
struct WeightedChoice<Element> {
    let elements: [Element]
    private let sums: [Int]

    /// Never empty, and no weight below one.
    init(_ weighted: [(Element, Int)]) {
        precondition(!weighted.isEmpty && weighted.allSatisfy { $0.1 > 0 }, "nothing to draw from")
        elements = weighted.map(\.0)
        var sum = 0
        sums = weighted.map { choice in
            sum += choice.1
            return sum
        }
    }

    func draw(_ random: inout SeededRandom) -> Element {
        guard sums.count > 1 else { return elements[0] }
        let drawn = random.below(sums[sums.count - 1])
        var low = 0
        var high = sums.count - 1
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > drawn { high = middle } else { low = middle + 1 }
        }
        return elements[low]
    }
}

extension WeightedChoice: Sendable where Element: Sendable {}
