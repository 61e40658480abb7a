import ArgumentParser

/// Accounts: who may sign in.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Add, disable, show and reset the accounts of the register.",
        discussion: """
            Acts as the administrator who has logged in with sogoc login, on the machine of the installation. The first two \
            administrators are added by the installation's owner, with --administrator.

            Example: sogoc user add lan.ialop --name 'Hoàng Thị Lan'
            """,
        subcommands: [
            Add.self, Disable.self, Enable.self, List.self, Show.self, Reset.self, Sessions.self,
        ]
    )
}

/// The account that a command is about.
struct UserArgument: ParsableArguments {
    @Argument(help: "The account's name, as typed at sign-in: 2 to 63 of a-z, 0-9, dot, hyphen and underscore.")
    var user: String

    mutating func validate() throws {
        user = user.lowercased()
        let isName =
            (2...63).contains(user.utf8.count) && user.first.map { ("a"..."z").contains($0) } == true
            && user.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) || "._-".contains($0) }
        guard isName else {
            throw ValidationError("'\(user)' is no account's name: 2 to 63 of a-z, 0-9, dot, hyphen, underscore.")
        }
    }
}
