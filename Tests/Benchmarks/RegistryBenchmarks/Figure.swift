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

    /// A figure that the issue asks to print, and of which it wants nothing.
    init(_ name: String, _ value: Double, _ unit: String) {
        self.name = name
        self.value = value
        self.unit = unit
        goal = "printed"
        holds = true
    }

    var line: String { "\(name)\t\(Self.text(value)) \(unit)\t\(goal)\t\(holds ? "holds" : "short")" }

    private static func text(_ value: Double) -> String {
        let rounded = (value * 100).rounded() / 100
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }
}
