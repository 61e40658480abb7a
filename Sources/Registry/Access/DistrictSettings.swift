package import CivilIdentity
package import FoundationEssentials
import Postgres

/// What the district sets for itself, under an administrator's token: weights, limits and periods, and its calendar.
package struct DistrictSettings: Sendable {
    private let desk: AdministratorDesk

    package init(desk: AdministratorDesk) {
        self.desk = desk
    }

    /// One weight, limit or period.
    package struct Parameter: Sendable {
        package let key: String
        /// A decimal number in `unit`.
        package let value: String
        /// "points", "working days", "residents".
        package let unit: String
        /// The rows of the acceptance table, or the part of the system, that read it.
        package let usedBy: String
        package let note: String?
        /// When and by whom it was changed last; nil for a value that the installation came with.
        package let changed: Date?
        package let changedBy: String?
    }

    /// What a parameter was, and why no longer.
    package struct Change: Sendable {
        package let time: Date
        package let old: String
        package let new: String
        package let reason: String
        package let user: String
    }

    /// A day on which work differs from what its weekday says.
    package struct Holiday: Sendable {
        package let day: CalendarDay
        package let name: String
        /// Whether a day off is worked in exchange for another.
        package let isWorked: Bool

        package init(day: CalendarDay, name: String, isWorked: Bool) {
            self.day = day
            self.name = name
            self.isWorked = isWorked
        }
    }

    // MARK: Parameters

    package func parameters() async throws -> [Parameter] {
        try await desk.act("parameter.list", "select * from auth.parameters()") { rows in
            try rows.map { row in
                Parameter(
                    key: try row["key"],
                    value: (try row["value"] as PostgresNumeric).text,
                    unit: try row["unit"],
                    usedBy: try row["used_by"],
                    note: try row["note"],
                    changed: try row["changed_at"],
                    changedBy: try row["changed_by"]
                )
            }
        }
    }

    /// Newest first.
    ///
    /// - Throws: ``RegistryError/notFound``.
    package func changes(of key: String) async throws -> [Change] {
        try await desk.act("parameter.history", "select * from auth.parameter_changes(\(key))") { rows in
            try rows.map { row in
                Change(
                    time: try row["changed_at"],
                    old: (try row["old_value"] as PostgresNumeric).text,
                    new: (try row["new_value"] as PostgresNumeric).text,
                    reason: try row["reason"],
                    user: try row["changed_by"]
                )
            }
        }
    }

    /// Sets a parameter; false if that is its value already.
    ///
    /// - Parameters:
    ///   - key: As ``parameters()`` names it.
    ///   - value: A decimal number: points from -100 to 100, anything else a whole number from 1 to 1,000,000.
    ///   - reason: Three to five hundred characters, for whoever asks later.
    /// - Returns: Whether it changed.
    /// - Throws: ``RegistryError``: not found, not allowed, or an invalid value or reason.
    package func set(_ key: String, to value: String, reason: String) async throws -> Bool {
        guard let number = PostgresNumeric(value) else {
            throw RegistryError.invalid([ConstraintMessages.error(for: "parameter_value")])
        }
        return try await desk.flag(
            "parameter.set",
            "select auth.set_parameter(\(key), \(number), \(reason), \(desk.osUser)) as changed"
        )
    }

    // MARK: Calendar

    /// The days of a year; nil for all that are entered.
    package func holidays(of year: Int32? = nil) async throws -> [Holiday] {
        try await desk.act("holiday.list", "select * from auth.holidays(\(year))") { rows in
            try rows.map { row in
                guard let day = CalendarDay(try row["day"] as PostgresDate) else { throw RegistryError.unavailable }
                return Holiday(day: day, name: try row["name"], isWorked: try row["kind"] as String == "work")
            }
        }
    }

    /// Enters a day off, or a day worked in exchange; false if it is entered so already.
    package func set(_ holiday: Holiday) async throws -> Bool {
        let kind = holiday.isWorked ? "work" : "off"
        return try await desk.flag(
            "holiday.set",
            "select auth.set_holiday(\(holiday.day.date), \(holiday.name), \(kind), \(desk.osUser)) as changed"
        )
    }

    /// Lets a day be what its weekday says; false if it was.
    package func removeHoliday(_ day: CalendarDay) async throws -> Bool {
        try await desk.flag(
            "holiday.remove",
            "select auth.remove_holiday(\(day.date), \(desk.osUser)) as changed"
        )
    }
}
