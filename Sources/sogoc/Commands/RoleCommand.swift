import ArgumentParser
import FoundationEssentials
import Registry

/// Roles and grants: who may do what, where, and how long.
struct RoleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "role",
        abstract: "Grant roles over an area for a period, confirm and revoke them.",
        discussion: """
            Acts as the administrator who has logged in with sogoc login. A grant of `administrator`, or of a reach beyond \
            one commune, counts only after another administrator has confirmed it.

            Example: sogoc role grant lan.ialop commune_officer --area 24214 --reason 'Quyết định 12/QĐ-CAH'
            """,
        subcommands: [List.self, Give.self, Revoke.self, Confirm.self, Show.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the roles, or all grants.",
            discussion: "Example: sogoc role list --grants"
        )
        @Flag(help: "All grants of all users, also those that are over.") var grants = false
        @OptionGroup var output: OutputOptions

        func run() async throws {
            if grants {
                let grants = try await Connecting.asAdministrator { try await $0.grants() }
                return try output.print(grants.map(GrantJSON.init)) { "\(GrantJSON.table(of: grants))" }
            }
            let roles = try await Connecting.asAdministrator { try await $0.roles() }
            try output.print(roles.map(RoleJSON.init)) {
                var table = DisplayTable([
                    .init(vi: "Vai trò", en: "Role"), .init(vi: "Tên", en: "Name"),
                    .init(vi: "Quyền", en: "Rights"), .init(vi: "Mã thứ hai", en: "Second factor"),
                    .init(vi: "Người giữ", en: "Holders", alignment: .right),
                ])
                for role in roles {
                    table.append([
                        role.code, Sentence(vi: role.nameVi, en: role.nameEn).text, role.rightsSentence.text,
                        role.needsSecondFactor ? Sentence(vi: "có", en: "yes").text : "–", "\(role.holders)",
                    ])
                }
                return "\(table)"
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a user's grants, or one grant by its number.",
            discussion: "Example: sogoc role show lan.ialop"
        )
        @Argument(help: "An account's name or a grant's number.") var subject: String
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let grants = try await Connecting.asAdministrator { accounts in
                if let number = Int32(subject) { return [try await accounts.grant(number)] }
                return try await accounts.grants(of: subject)
            }
            try output.print(grants.map(GrantJSON.init)) { "\(GrantJSON.table(of: grants))" }
        }
    }
}

extension Role {
    fileprivate var rights: [String] {
        [(mayView, "view"), (mayEdit, "edit"), (mayApprove, "approve")].filter(\.0).map(\.1)
    }

    fileprivate var rightsSentence: Sentence {
        let words = ["view": "xem", "edit": "sửa", "approve": "duyệt"]
        return Sentence(
            vi: rights.compactMap { words[$0] }.joined(separator: ", "),
            en: rights.joined(separator: ", ")
        )
    }
}

private struct RoleJSON: Encodable {
    private let role: String
    private let nameVi: String
    private let nameEn: String
    private let loginClass: String
    private let rights: [String]
    private let secondFactor: Bool
    private let holders: Int

    init(_ role: Role) {
        self.role = role.code
        nameVi = role.nameVi
        nameEn = role.nameEn
        loginClass = role.loginClass
        rights = role.rights
        secondFactor = role.needsSecondFactor
        holders = role.holders
    }
}
