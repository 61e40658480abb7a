import FoundationEssentials
import Glibc

/// Times in Asia/Ho_Chi_Minh, which has no summer time: always seven hours ahead of UTC.
enum Moment {
    private static let offset: TimeInterval = 7 * 3600

    /// `2026-11-24T12:59:08+07:00`.
    static func iso(_ date: Date) -> String { written(date, separator: "T") + "+07:00" }

    /// `2026-11-24 12:59`, for tables; a dash for none.
    static func short(_ date: Date?) -> String {
        date.map { String(written($0, separator: " ").dropLast(3)) } ?? "–"
    }

    /// Midnight at the beginning of a day written `2026-11-24`; nil if there is no such day.
    static func startOfDay(_ text: String) -> Date? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        var seconds = tm()
        seconds.tm_year = Int32(year - 1900)
        seconds.tm_mon = Int32(month - 1)
        seconds.tm_mday = Int32(day)
        let date = Date(timeIntervalSince1970: TimeInterval(timegm(&seconds)) - offset)
        // timegm turns 30 February into 1 March.
        return written(date, separator: " ").hasPrefix(text) ? date : nil
    }

    private static func written(_ date: Date, separator: String) -> String {
        var seconds = time_t((date.timeIntervalSince1970 + offset).rounded(.down))
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let day = "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
        return "\(day)\(separator)\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
    }
}
