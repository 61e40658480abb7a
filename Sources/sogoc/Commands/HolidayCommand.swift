import ArgumentParser
import CivilIdentity
import FoundationEssentials
import Registry

/// The calendar by which working days are counted.
struct HolidayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "holiday",
        abstract: "Show and enter public holidays, and days worked in exchange.",
        discussion: """
            Periods in working days (R7.9) skip weekends and these days off. The government announces them year by year; \
            the check system/holidays-missing finds a year that is not entered. Acts as the administrator who has logged in.

            Example: sogoc holiday set 2027-01-01 --name 'Tết Dương lịch'
            """,
        subcommands: [List.self, Set.self, Remove.self],
        defaultSubcommand: List.self
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the days of a year, or all that are entered.",
            discussion: "Example: sogoc holiday list 2025"
        )
        @Argument(help: "The year; all years unless given.")
        var year: Int32?
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let holidays = try await Connecting.withDistrictSettings { try await $0.holidays(of: year) }
            try output.print(holidays.map(HolidayJSON.init)) {
                var table = DisplayTable([
                    .init(vi: "Ngày", en: "Day"), .init(vi: "Tên", en: "Name"), .init(vi: "Loại", en: "Kind"),
                ])
                for holiday in holidays {
                    let kind =
                        holiday.isWorked ? Sentence(vi: "làm bù", en: "worked") : Sentence(vi: "nghỉ", en: "off")
                    table.append([holiday.day.description, holiday.name, kind.text])
                }
                return "\(table)"
            }
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enter a day off, or a day worked in exchange for another.",
            discussion: "Example: sogoc holiday set 2025-04-26 --name 'làm bù' --worked"
        )
        @OptionGroup var day: DayArgument
        @Option(help: "What the day is called.")
        var name: String
        @Flag(help: "The day is worked, although it falls on a weekend.")
        var worked = false
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let holiday = DistrictSettings.Holiday(day: day.day, name: name, isWorked: worked)
            let changed = try await Connecting.withDistrictSettings { try await $0.set(holiday) }
            try output.print(SettingChangeJSON(changed: changed)) {
                changed
                    ? Sentence(vi: "Đã nhập ngày \(day.day).", en: "Entered \(day.day).").text
                    : Sentence(vi: "Ngày \(day.day) đã nhập từ trước.", en: "\(day.day) was entered already.").text
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a day be what its weekday says.",
            discussion: "Example: sogoc holiday remove 2027-01-04"
        )
        @OptionGroup var day: DayArgument
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let changed = try await Connecting.withDistrictSettings { try await $0.removeHoliday(day.day) }
            try output.print(SettingChangeJSON(changed: changed)) {
                changed
                    ? Sentence(vi: "Đã bỏ ngày \(day.day).", en: "Removed \(day.day).").text
                    : Sentence(vi: "Ngày \(day.day) chưa nhập.", en: "\(day.day) was not entered.").text
            }
        }
    }
}

/// The day that a command is about.
struct DayArgument: ParsableArguments {
    @Argument(help: "The day, as in 2027-01-01.", transform: Self.read)
    var day: CalendarDay

    private static func read(_ text: String) throws -> CalendarDay {
        guard let day = CalendarDay(iso: text) else {
            throw ValidationError("'\(text)' is no day; write it as 2027-01-01.")
        }
        return day
    }
}

private struct HolidayJSON: Encodable {
    let day: String
    let name: String
    let worked: Bool

    init(_ holiday: DistrictSettings.Holiday) {
        day = holiday.day.description
        name = holiday.name
        worked = holiday.isWorked
    }
}
