import ArgumentParser
import FoundationEssentials
import Registry

/// Logs a user in at the service, for the commands that act as a user.
struct Login: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Log in at the service; the session is kept for the commands that act as a user.",
        discussion: """
            Password and code are asked on the terminal, or come from SOGOC_PASSWORD_FILE (or SOGOC_PASSWORD) and \
            SOGOC_CODE; a new password, where one is due, from SOGOC_NEW_PASSWORD_FILE (or SOGOC_NEW_PASSWORD). The session \
            stands in SOGOC_SESSION_FILE, else in ~/.config/sogoc/session.

            Example: sogoc login lan.ialop
            """
    )
    @Argument(help: "The account's name; asked for if left out.") var user: String?
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let settings = try Settings()
        let service = try ServiceClient(settings)
        let name = try user ?? Terminal.ask(Sentence(vi: "Tài khoản", en: "User"))
        var attempt = Attempt(
            user: name,
            password: try Self.secret("password", settings)
                ?? Terminal.ask(
                    Sentence(vi: "Mật khẩu", en: "Password"),
                    secretly: true
                )
        )
        while true {
            let answer = try await service.send("POST", "/api/v1/session", body: attempt)
            if answer.status == 201 {
                let opened: Opened = try answer.decode()
                try SessionFile.write(SessionToken(opened.token))
                let end = (try? Date(opened.expiresAt, strategy: .iso8601)).map { Moment.short($0) } ?? opened.expiresAt
                return try output.print(Result(user: name, expiresAt: opened.expiresAt)) {
                    Sentence(vi: "Đã đăng nhập \(name), đến \(end).", en: "Logged in as \(name), until \(end).").text
                }
            }
            try complete(&attempt, answer, settings)
        }
    }

    /// Adds what the service asks for.
    ///
    /// - Throws: ``CommandFailure`` when it asks for nothing, or for what it was given.
    private func complete(_ attempt: inout Attempt, _ answer: ServiceClient.Answer, _ settings: Settings) throws {
        let problem: ServiceClient.Problem = try answer.decode()
        switch problem.kind {
        case "code-required" where attempt.code == nil:
            attempt.code = try Self.code(Sentence(vi: "Mã xác thực", en: "Code"), settings)
        case "password-change-required" where attempt.newPassword == nil:
            attempt.newPassword = try Self.newPassword(settings)
        case "totp-enrolment-required" where attempt.code == nil:
            guard let totp = problem.secret.flatMap(TOTP.init(base32:)) else { throw try CommandFailure(answer) }
            Standard.error(
                Sentence(
                    vi: "Tài khoản này cần mã thứ hai. Hãy đưa khóa sau vào ứng dụng tạo mã:",
                    en: "This account needs a second factor. Put this key into an authenticator app:"
                ).text
            )
            Standard.error("  \(totp.base32)\n  \(totp.uri(account: attempt.user))")
            attempt.code = try Self.code(Sentence(vi: "Mã của ứng dụng", en: "The app's code"), settings)
        case "invalid" where attempt.newPassword != nil && Terminal.isPresent:
            try CommandFailure(answer).report()
            attempt.newPassword = try Self.newPassword(settings)
        default:
            throw try CommandFailure(answer)
        }
    }

    private static func code(_ question: Sentence, _ settings: Settings) throws -> String {
        try settings.value("code") ?? Terminal.ask(question)
    }

    private static func newPassword(_ settings: Settings) throws -> String {
        if let password = try secret("new.password", settings) { return password }
        let first = try Terminal.ask(
            Sentence(vi: "Mật khẩu mới (ít nhất 12 ký tự)", en: "New password (at least 12 characters)"),
            secretly: true
        )
        let second = try Terminal.ask(Sentence(vi: "Nhập lại", en: "Again"), secretly: true)
        guard first == second else {
            throw CommandFailure(.badData, vi: "Hai lần nhập không giống nhau.", en: "The two are not the same.")
        }
        return first
    }

    /// From the file that `SOGOC_<NAME>_FILE` names, or from `SOGOC_<NAME>`; without the line's end.
    private static func secret(_ name: String, _ settings: Settings) throws -> String? {
        guard let path = settings.value("\(name).file") else { return settings.value(name) }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw CommandFailure(.configuration, vi: "Không đọc được \(path).", en: "\(path) cannot be read.")
        }
        return String(text.prefix { !$0.isNewline })
    }

    private struct Attempt: Encodable {
        let user: String
        let password: String
        var code: String?
        var newPassword: String?
    }

    private struct Opened: Decodable {
        let token: String
        let expiresAt: String
    }

    private struct Result: Encodable {
        let user: String
        let expiresAt: String
    }
}

/// Ends the session that `sogoc login` has opened.
struct Logout: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "End the session of sogoc login, here and at the service.",
        discussion: "Example: sogoc logout"
    )
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let token = try SessionFile.read()
        let service = try ServiceClient(Settings())
        let answer = try await service.send("DELETE", "/api/v1/session", token: token)
        // 401: it was over already, and that is what was wanted.
        guard (200..<300).contains(answer.status) || answer.status == 401 else { throw try CommandFailure(answer) }
        SessionFile.remove()
        try output.print(["loggedOut": true]) { Sentence(vi: "Đã đăng xuất.", en: "Logged out.").text }
    }
}
