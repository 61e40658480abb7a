/// One measured figure: its line is tab-separated, for people and for scripts (design/interfaces.md, "Measuring").
struct Figure {
    let name: String
    let value: Double
    let unit: String
    /// As the issue words it: "≤ 15 ms".
    let goal: String
    let holds: Bool

    init(_ name: String, _ value: Double, _ unit: String, atMost bound: Double) {
        self.name = name
        self.value = value
        self.unit = unit
        goal = "≤ \(Self.text(bound)) \(unit)"
        holds = value <= bound
    }

    init(_ name: String, _ value: Double, _ unit: String, atLeast bound: Double) {
        self.name = name
        self.value = value
        self.unit = unit
        goal = "≥ \(Self.text(bound)) \(unit)"
        holds = value >= bound
    }

    var line: String { "\(name)\t\(Self.text(value)) \(unit)\t\(goal)\t\(holds ? "holds" : "short")" }

    private static func text(_ value: Double) -> String {
        let rounded = (value * 100).rounded() / 100
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }
}

/// Several measurements that share what they are taken on.
struct Battery {
    /// The names of its figures begin with this: "client/".
    let prefix: String
    let measure: (Bool) async throws -> [Figure]
}

extension [Double] {
    /// The value below which `share` of them lie; of none, zero.
    func percentile(_ share: Double) -> Double {
        guard !isEmpty else { return 0 }
        let place = Int((Double(count) * share).rounded(.up)) - 1
        return sorted()[Swift.max(0, Swift.min(count - 1, place))]
    }

    var median: Double { percentile(0.5) }
}
