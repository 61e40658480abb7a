import ArgumentParser
import FoundationEssentials
import Registry

extension UserCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List all accounts with the roles they hold now.",
            discussion: "Example: sogoc user list --json"
        )
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let accounts = try await Connecting.asAdministrator { try await $0.users() }
            try output.print(accounts.map(AccountJSON.init)) {
                var table = DisplayTable([
                    .init(vi: "Tài khoản", en: "User"), .init(vi: "Họ tên", en: "Name"),
                    .init(vi: "Trạng thái", en: "State"), .init(vi: "Vai trò", en: "Roles"),
                    .init(vi: "Đăng nhập cuối", en: "Last sign-in"),
                ])
                for account in accounts {
                    table.append([
                        account.name, account.displayName, account.state.text,
                        account.offices.map { "\($0.role) @ \($0.area)" }.joined(separator: ", "),
                        Moment.short(account.lastSignIn),
                    ])
                }
                return "\(table)"
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one account with all its grants.",
            discussion: "Example: sogoc user show lan.ialop"
        )
        @OptionGroup var account: UserArgument
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let (shown, grants) = try await Connecting.asAdministrator { accounts in
                (try await accounts.user(account.user), try await accounts.grants(of: account.user))
            }
            try output.print(AccountDetailJSON(account: AccountJSON(shown), grants: grants.map(GrantJSON.init))) {
                var table = DisplayTable([.init(vi: "Mục", en: "Field"), .init(vi: "Giá trị", en: "Value")])
                table.append([Sentence(vi: "Tài khoản", en: "User").text, shown.name])
                table.append([Sentence(vi: "Họ tên", en: "Name").text, shown.displayName])
                table.append([Sentence(vi: "Trạng thái", en: "State").text, shown.state.text])
                table.append([Sentence(vi: "Yếu tố thứ hai", en: "Second factor").text, shown.secondFactor.text])
                table.append([
                    Sentence(vi: "Tạo lúc", en: "Added").text,
                    Moment.short(shown.created) + (shown.createdBy.map { " · \($0)" } ?? ""),
                ])
                table.append([Sentence(vi: "Đăng nhập cuối", en: "Last sign-in").text, Moment.short(shown.lastSignIn)])
                table.append([Sentence(vi: "Phiên đang mở", en: "Open sessions").text, "\(shown.openSessions)"])
                return "\(table)\n\n\(GrantJSON.table(of: grants))"
            }
        }
    }

    struct Sessions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List an account's last sessions: since when, from where, and how they ended.",
            discussion: "Example: sogoc user sessions lan.ialop"
        )
        @OptionGroup var account: UserArgument
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let sessions = try await Connecting.asAdministrator { try await $0.sessions(of: account.user) }
            try output.print(sessions.map(SessionJSON.init)) {
                var table = DisplayTable([
                    .init(vi: "Phiên", en: "Session", alignment: .right), .init(vi: "Bắt đầu", en: "Opened"),
                    .init(vi: "Dùng cuối", en: "Last seen"), .init(vi: "Địa chỉ", en: "Address"),
                    .init(vi: "Trạng thái", en: "State"),
                ])
                for session in sessions {
                    table.append([
                        "\(session.id)", Moment.short(session.created), Moment.short(session.lastSeen),
                        session.address ?? "–", session.stateSentence.text,
                    ])
                }
                return "\(table)"
            }
        }
    }
}

extension Account {
    fileprivate var state: Sentence {
        if isDisabled { return Sentence(vi: "đã khóa", en: "disabled") }
        if isPasswordChangeDue { return Sentence(vi: "chờ đổi mật khẩu", en: "password change due") }
        return Sentence(vi: "hoạt động", en: "active")
    }

    fileprivate var secondFactor: Sentence {
        if hasSecondFactor { return Sentence(vi: "đã đăng ký", en: "enrolled") }
        return needsSecondFactor
            ? Sentence(vi: "đăng ký ở lần đăng nhập tới", en: "enrolled at the next sign-in")
            : Sentence(vi: "không cần", en: "not needed")
    }
}

extension AccountSession {
    fileprivate var stateSentence: Sentence {
        switch state {
        case "open": Sentence(vi: "đang mở", en: "open")
        case "closed": Sentence(vi: "đã đăng xuất", en: "signed out")
        case "idle": Sentence(vi: "để yên quá lâu", en: "idle")
        case "expired": Sentence(vi: "hết hạn", en: "expired")
        case "disabled": Sentence(vi: "tài khoản bị khóa", en: "account disabled")
        case "revoked": Sentence(vi: "quyền bị thu hồi", en: "grant revoked")
        case "reset": Sentence(vi: "đã đặt lại", en: "account reset")
        case "password": Sentence(vi: "đã đổi mật khẩu", en: "password changed")
        case "second_factor": Sentence(vi: "cần mã thứ hai", en: "second factor needed")
        default: Sentence(vi: "đã kết thúc", en: "ended")
        }
    }
}

/// An account as programs read it; the names of the fields stay.
private struct AccountJSON: Encodable {
    private struct Office: Encodable {
        let role: String
        let area: String
    }

    private let user: String
    private let name: String
    private let state: String
    private let passwordChangeDue: Bool
    private let codeExpires: Date?
    private let secondFactor: Bool
    private let roles: [Office]
    private let added: Date
    private let addedBy: String?
    private let disabled: Date?
    private let lastSignIn: Date?
    private let openSessions: Int

    init(_ account: Account) {
        user = account.name
        name = account.displayName
        state = account.isDisabled ? "disabled" : "active"
        passwordChangeDue = account.isPasswordChangeDue
        codeExpires = account.codeExpires
        secondFactor = account.hasSecondFactor
        roles = account.offices.map { Office(role: $0.role, area: $0.area) }
        added = account.created
        addedBy = account.createdBy
        disabled = account.disabled
        lastSignIn = account.lastSignIn
        openSessions = account.openSessions
    }
}

private struct AccountDetailJSON: Encodable {
    let account: AccountJSON
    let grants: [GrantJSON]
}

private struct SessionJSON: Encodable {
    private let session: Int
    private let loginClass: String
    private let opened: Date
    private let lastSeen: Date
    private let expires: Date
    private let address: String?
    private let state: String

    init(_ session: AccountSession) {
        self.session = session.id
        loginClass = session.loginClass
        opened = session.created
        lastSeen = session.lastSeen
        expires = session.expires
        address = session.address
        state = session.state
    }
}
