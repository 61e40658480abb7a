import ArgumentParser
import FoundationEssentials
import Registry

extension RoleCommand {
    struct Give: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "grant",
            abstract: "Grant a role to a user over an area.",
            discussion: """
                The period runs from the beginning of the first day to the end of the last one, in Vietnamese time; it \
                ends by itself.

                Example: sogoc role grant lan.ialop commune_officer --area 24214 --to 2026-12-31 --reason 'Thay thai sản'
                """
        )
        @OptionGroup var account: UserArgument
        @Argument(help: "The role's code, from sogoc role list.") var role: String
        @Option(help: "The code of a commune, district or province.") var area: String
        @Option(help: "The first day (YYYY-MM-DD); now if left out.", transform: Self.day) var from: Date?
        @Option(help: "The last day (YYYY-MM-DD); without end if left out.", transform: Self.day) var to: Date?
        @Option(help: "Why: the decision or the occasion, at least 3 characters.") var reason: String
        @OptionGroup var output: OutputOptions

        private static func day(_ text: String) throws -> Date {
            guard let day = Moment.startOfDay(text) else {
                throw ValidationError("'\(text)' is no day; write YYYY-MM-DD.")
            }
            return day
        }

        func validate() throws {
            guard (3...500).contains(reason.count) else {
                throw ValidationError("--reason takes 3 to 500 characters.")
            }
            if let from, let to, to < from { throw ValidationError("--to lies before --from.") }
        }

        func run() async throws {
            let end = to.map { $0.addingTimeInterval(86_400) }
            if let end, end <= Date() { throw ValidationError("--to lies in the past.") }
            let grant = try await Connecting.asAdministrator { accounts in
                try await accounts.grant(account.user, role: role, area: area, from: from, to: end, reason: reason)
            }
            let result = GrantResult(grant: grant.id, state: grant.isConfirmed ? "confirmed" : "unconfirmed")
            try output.print(result) {
                if grant.isConfirmed {
                    return Sentence(
                        vi: "Đã cấp \(role) @ \(area) cho \(account.user), số \(grant.id).",
                        en: "Granted \(role) @ \(area) to \(account.user), grant \(grant.id)."
                    ).text
                }
                return Sentence(
                    vi: "Đã ghi số \(grant.id); chờ quản trị viên khác: sogoc role confirm \(grant.id)",
                    en: "Noted as grant \(grant.id); it waits for another administrator: sogoc role confirm \(grant.id)"
                ).text
            }
        }
    }

    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Confirm another administrator's grant of a wide reach.",
            discussion: "Example: sogoc role confirm 17"
        )
        @Argument(help: "The grant's number.") var grant: Int32
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let hasChanged = try await Connecting.asAdministrator { try await $0.confirm(grant) }
            try output.print(GrantChange(grant: grant, changed: hasChanged)) {
                hasChanged
                    ? Sentence(vi: "Đã xác nhận số \(grant).", en: "Confirmed grant \(grant).").text
                    : Sentence(vi: "Số \(grant) đã được xác nhận.", en: "Grant \(grant) was confirmed already.").text
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revoke a grant; it opens nothing from now on.",
            discussion: "Example: sogoc role revoke 17"
        )
        @Argument(help: "The grant's number.") var grant: Int32
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let hasChanged = try await Connecting.asAdministrator { try await $0.revoke(grant) }
            try output.print(GrantChange(grant: grant, changed: hasChanged)) {
                hasChanged
                    ? Sentence(vi: "Đã thu hồi số \(grant).", en: "Revoked grant \(grant).").text
                    : Sentence(vi: "Số \(grant) đã được thu hồi.", en: "Grant \(grant) was revoked already.").text
            }
        }
    }
}

private struct GrantResult: Encodable {
    let grant: Int32
    let state: String
}

private struct GrantChange: Encodable {
    let grant: Int32
    let changed: Bool
}
