package import CivilIdentity
package import Postgres

extension CalendarDay {
    /// The day a `date` stands for; nil for the infinities.
    package init?(_ date: PostgresDate) {
        guard date.isFinite else { return nil }
        self.init(ordinal: date.daysSince2000)
    }

    /// The same day as a value to bind.
    package var date: PostgresDate { PostgresDate(daysSince2000: ordinal) }
}

/// Days and the moments at which a question "as of" them is answered.
enum Day {
    /// A bound day, or the business day; a subselect, so that it is asked once per statement and not once per row.
    static func orToday(_ day: CalendarDay?) -> SQL {
        day.map { "\($0.date)" } ?? "(select registry.today())"
    }

    /// The last moment of a day in Asia/Ho_Chi_Minh, or now: what was believed by then is what counts as of that day.
    static func lastMoment(of day: CalendarDay?) -> SQL {
        day.map { "(select (\($0.date) + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh' - interval '1 microsecond')" }
            ?? "now()"
    }
}
