import ArgumentParser
import FoundationEssentials
import Registry

/// The weights, limits and periods of the district.
struct ParameterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parameter",
        abstract: "Show and set the district's weights, limits and periods.",
        discussion: """
            Acts as the administrator who has logged in with sogoc login. Every change keeps the value before, the reason \
            and who made it.

            Example: sogoc parameter set reply.due --to 20 --reason 'theo công văn 12/CAH'
            """,
        subcommands: [List.self, Set.self, History.self],
        defaultSubcommand: List.self
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List all parameters with what reads them.",
            discussion: "Example: sogoc parameter list --json"
        )
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let parameters = try await Connecting.withDistrictSettings { try await $0.parameters() }
            try output.print(parameters.map(ParameterJSON.init)) {
                var table = DisplayTable([
                    .init(vi: "Tham số", en: "Parameter"), .init(vi: "Giá trị", en: "Value", alignment: .right),
                    .init(vi: "Đơn vị", en: "Unit"), .init(vi: "Dùng cho", en: "Used by"),
                    .init(vi: "Sửa lúc", en: "Changed"), .init(vi: "Ghi chú", en: "Note"),
                ])
                for parameter in parameters {
                    table.append([
                        parameter.key, parameter.value, parameter.unit, parameter.usedBy,
                        Moment.short(parameter.changed) + (parameter.changedBy.map { " · \($0)" } ?? ""),
                        parameter.note ?? "",
                    ])
                }
                return "\(table)"
            }
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set one parameter.",
            discussion: "Example: sogoc parameter set case.threshold --to 70 --reason 'quyết định 5/QĐ-UBND'"
        )
        @Argument(help: "As sogoc parameter list names it.")
        var key: String
        @Option(
            name: .customLong("to"),
            parsing: .unconditional,
            help: "A number: points from -100 to 100, anything else a whole number from 1 to 1,000,000."
        )
        var value: String
        @Option(help: "Why, for whoever asks later: 3 to 500 characters.")
        var reason: String
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let changed = try await Connecting.withDistrictSettings {
                try await $0.set(key, to: value, reason: reason)
            }
            try output.print(SettingChangeJSON(changed: changed)) {
                changed
                    ? Sentence(vi: "Đã đặt \(key) = \(value).", en: "Set \(key) to \(value).").text
                    : Sentence(vi: "\(key) vốn là \(value).", en: "\(key) was \(value) already.").text
            }
        }
    }

    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What a parameter was, newest first.",
            discussion: "Example: sogoc parameter history case.threshold"
        )
        @Argument(help: "As sogoc parameter list names it.")
        var key: String
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let changes = try await Connecting.withDistrictSettings { try await $0.changes(of: key) }
            try output.print(changes.map(ParameterChangeJSON.init)) {
                var table = DisplayTable([
                    .init(vi: "Lúc", en: "Time"), .init(vi: "Trước", en: "Before", alignment: .right),
                    .init(vi: "Sau", en: "After", alignment: .right), .init(vi: "Người sửa", en: "User"),
                    .init(vi: "Lý do", en: "Reason"),
                ])
                for change in changes {
                    table.append([Moment.short(change.time), change.old, change.new, change.user, change.reason])
                }
                return "\(table)"
            }
        }
    }
}

/// What became of a setting that may have been so before.
struct SettingChangeJSON: Encodable {
    let changed: Bool
}

private struct ParameterJSON: Encodable {
    let key: String
    let value: String
    let unit: String
    let usedBy: String
    let note: String?
    let changed: Date?
    let changedBy: String?

    init(_ parameter: DistrictSettings.Parameter) {
        key = parameter.key
        value = parameter.value
        unit = parameter.unit
        usedBy = parameter.usedBy
        note = parameter.note
        changed = parameter.changed
        changedBy = parameter.changedBy
    }
}

private struct ParameterChangeJSON: Encodable {
    let time: Date
    let old: String
    let new: String
    let reason: String
    let user: String

    init(_ change: DistrictSettings.Change) {
        time = change.time
        old = change.old
        new = change.new
        reason = change.reason
        user = change.user
    }
}
