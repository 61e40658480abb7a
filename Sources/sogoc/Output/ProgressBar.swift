import Glibc
import Synchronization

/// How far long work has come, on standard error, and only if that is a terminal: logs and mails of cron stay clean.
///
/// Drawn anew ten times a second at most; ``finish()`` wipes it, so that what the command prints stands alone.
final class ProgressBar: Sendable {
    private struct State {
        var done = 0
        var total: Int?
        var drawn: ContinuousClock.Instant?
    }

    private let label: String
    private let isShown: Bool
    private let begin = ContinuousClock.now
    private let state: Mutex<State>

    /// A bar for `total` pieces; nil where nobody knows how many there are.
    init(_ label: String, total: Int?, isShown: Bool = isatty(STDERR_FILENO) == 1) {
        self.label = label
        self.isShown = isShown
        state = Mutex(State(total: total))
    }

    /// Says that `done` pieces are done in all.
    func update(_ done: Int, total: Int? = nil) {
        state.withLock { state in
            state.done = done
            if let total { state.total = total }
            let now = ContinuousClock.now
            guard isShown, state.drawn.map({ now - $0 >= .milliseconds(100) }) ?? true else { return }
            state.drawn = now
            draw(Self.line(label, done: state.done, total: state.total, elapsed: now - begin, columns: Self.columns))
        }
    }

    /// Wipes the bar.
    func finish() {
        state.withLock { state in
            if state.drawn != nil { draw("") }
            state.drawn = nil
        }
    }

    private func draw(_ line: String) {
        Standard.write("\r\u{1B}[2K\(line)", to: STDERR_FILENO)
    }

    private static var columns: Int {
        var size = winsize()
        return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    /// `Nhập  ████████░░░░  62 %  43 400 / 70 000  2 900/s  còn 9 s`, as much of it as fits into the columns.
    static func line(_ label: String, done: Int, total: Int?, elapsed: Duration, columns: Int) -> String {
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
        let rate = seconds > 0 ? Double(done) / seconds : 0
        var parts: [String] = []
        if let total, total > 0 {
            let share = min(1, Double(done) / Double(total))
            parts.append("\(Int(share * 100)) %")
            parts.append("\(grouped(done)) / \(grouped(total))")
            if rate > 0, share < 1 {
                parts.append("\(grouped(Int(rate)))/s")
                let left = Int((Double(total - done) / rate).rounded(.up))
                parts.append(Sentence(vi: "còn \(left) s", en: "\(left) s left").text)
            }
            let text = parts.joined(separator: "  ")
            let room = columns - DisplayWidth.of(label) - DisplayWidth.of(text) - 5
            if room >= 8 {
                let width = min(room, 40)
                let full = Int(share * Double(width))
                let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
                return "\(label)  \(bar)  \(text)"
            }
            return "\(label)  \(text)"
        }
        parts.append(grouped(done))
        if rate > 0 { parts.append("\(grouped(Int(rate)))/s") }
        return "\(label)  " + parts.joined(separator: "  ")
    }

    /// Thousands apart by a space that does not break.
    static func grouped(_ number: Int) -> String {
        var digits = Array(String(number.magnitude))
        var index = digits.count - 3
        while index > 0 {
            digits.insert("\u{A0}", at: index)
            index -= 3
        }
        return (number < 0 ? "-" : "") + String(digits)
    }
}
