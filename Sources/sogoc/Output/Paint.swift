import Glibc

/// Colour, only where a person looks at a terminal that wants it (no-color.org).
struct Paint {
    let isOn: Bool

    static let standardOutput = Paint(isOn: wanted && isatty(STDOUT_FILENO) == 1)
    static let standardError = Paint(isOn: wanted && isatty(STDERR_FILENO) == 1)

    /// Whether a person reads standard output.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    private static var wanted: Bool { getenv("NO_COLOR") == nil }

    func red(_ text: String) -> String { painted(text, "31") }
    func green(_ text: String) -> String { painted(text, "32") }
    func yellow(_ text: String) -> String { painted(text, "33") }

    private func painted(_ text: String, _ code: String) -> String {
        isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
