import CivilIdentity
import FoundationEssentials

extension CalendarDay {
    /// The business day in Asia/Ho_Chi_Minh, which has kept UTC+7 since 1975, at a moment.
    static func businessDay(at moment: Date = Date()) -> CalendarDay {
        let days = ((moment.timeIntervalSinceReferenceDate + 7 * 3600) / 86_400).rounded(.down)
        // The reference date, 2001-01-01, is 366 days after PostgreSQL's 2000-01-01.
        return CalendarDay(ordinal: Int(days) + 366) ?? .latest
    }
}
