import ArgumentParser
import FoundationEssentials
import Registry

extension UserCommand {
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an account and print its one-time code.",
            discussion: """
                The code is shown once; at the first sign-in its owner chooses a password. The account can do nothing until \
                a role is granted to it.

                Example: sogoc user add lan.ialop --name 'Hoàng Thị Lan'
                """
        )
        @OptionGroup var account: UserArgument
        @Option(name: .customLong("name"), help: "The person's name, as colleagues read it.")
        var displayName: String
        @Flag(help: "Make one of the first two administrators, as the owner of the installation.")
        var administrator = false
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let code: OneTimeCode
            if administrator {
                code = try await Connecting.asOwner { owner in
                    _ = try Settings().secondFactorKey(isMaking: true)
                    return try await owner.addAdministrator(account.user, displayName: displayName)
                }
            } else {
                code = try await Connecting.asAdministrator { try await $0.add(account.user, displayName: displayName) }
            }
            try CodeResult(user: account.user, code: code).print(output)
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Disable an account; its sessions end at once.",
            discussion: "Example: sogoc user disable lan.ialop"
        )
        @OptionGroup var account: UserArgument
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let hasChanged = try await Connecting.asAdministrator { try await $0.disable(account.user) }
            try ChangeResult(user: account.user, changed: hasChanged).print(
                output,
                done: Sentence(vi: "Đã khóa \(account.user).", en: "Disabled \(account.user)."),
                before: Sentence(
                    vi: "\(account.user) đã bị khóa từ trước.",
                    en: "\(account.user) was disabled already."
                )
            )
        }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enable a disabled account again.",
            discussion: "Example: sogoc user enable lan.ialop"
        )
        @OptionGroup var account: UserArgument
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let hasChanged = try await Connecting.asAdministrator { try await $0.enable(account.user) }
            try ChangeResult(user: account.user, changed: hasChanged).print(
                output,
                done: Sentence(vi: "Đã mở lại \(account.user).", en: "Enabled \(account.user)."),
                before: Sentence(vi: "\(account.user) vốn đang hoạt động.", en: "\(account.user) was enabled already.")
            )
        }
    }

    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a new one-time code for a lost password, or take a lost second factor away.",
            discussion: """
                The account's sessions end. Password and second factor of one account are reset by two different \
                administrators; the owner of the installation resets an administrator whom nobody else can help.

                Example: sogoc user reset lan.ialop
                """
        )
        @OptionGroup var account: UserArgument
        @Flag(help: "Take the second factor away; the password stays.")
        var secondFactor = false
        @Flag(help: "As the owner of the installation: both, of an administrator.")
        var asOwner = false
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if secondFactor, asOwner { throw ValidationError("--as-owner resets both; leave --second-factor out.") }
        }

        func run() async throws {
            if secondFactor {
                try await Connecting.asAdministrator { try await $0.resetSecondFactor(account.user) }
                let done = Sentence(
                    vi: "Đã gỡ yếu tố thứ hai của \(account.user); lần đăng nhập tới sẽ đăng ký mới.",
                    en: "Took the second factor of \(account.user) away; the next sign-in enrols a new one."
                )
                try ChangeResult(user: account.user, changed: true).print(output, done: done, before: done)
                return
            }
            let code =
                if asOwner {
                    try await Connecting.asOwner { try await $0.resetAdministrator(account.user) }
                } else {
                    try await Connecting.asAdministrator { try await $0.reset(account.user) }
                }
            try CodeResult(user: account.user, code: code).print(output)
        }
    }
}

/// A one-time code, shown once.
private struct CodeResult: Encodable {
    let user: String
    let code: String
    let expires: Date

    init(user: String, code: OneTimeCode) {
        self.user = user
        self.code = code.text
        expires = Date().addingTimeInterval(Accounts.codeLifetime)
    }

    func print(_ output: OutputOptions) throws {
        try output.print(self) {
            Sentence(
                vi: "Mã dùng một lần của \(user), đến \(Moment.short(expires)): \(code)",
                en: "One-time code of \(user), until \(Moment.short(expires)): \(code)"
            ).text
        }
    }
}

/// What became of a change that may have been made before.
private struct ChangeResult: Encodable {
    let user: String
    let changed: Bool

    func print(_ output: OutputOptions, done: Sentence, before: Sentence) throws {
        try output.print(self) { changed ? done.text : before.text }
    }
}
