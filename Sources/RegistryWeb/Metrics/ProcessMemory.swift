import FoundationEssentials

/// The memory of this process, as Linux tells it (proc(5)).
package enum ProcessMemory {
    /// Bytes that are resident, nil where there is no /proc.
    package static func resident() -> Double? {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
            let kilobytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Double($0) })
        else { return nil }
        return kilobytes * 1024
    }
}
