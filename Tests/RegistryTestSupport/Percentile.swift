extension [Double] {
    /// The value below which `share` of them lie; of none, zero.
    package func percentile(_ share: Double) -> Double {
        guard !isEmpty else { return 0 }
        let place = Int((Double(count) * share).rounded(.up)) - 1
        return sorted()[Swift.max(0, Swift.min(count - 1, place))]
    }

    package var median: Double { percentile(0.5) }
}
