import CivilIdentity

/// A password in clear text, between the request and its hash.
///
/// Two spellings of the same letters (é in one or two code points) are one password.
package struct Password: Sendable, CustomStringConvertible, CustomReflectable {
    let bytes: [UInt8]
    private let characters: String

    /// Nil when it is longer than any password: hashing starts with a pass over it.
    package init?(_ text: String) {
        guard text.utf8.count <= 1024 else { return nil }
        characters = PlainText.composed(text)
        bytes = Array(characters.utf8)
    }

    package var description: String { "••••" }
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// Why nobody may choose this password; nil when it is good.
    ///
    /// Length counts and nothing else does (ASVS 5.0, 6.2): at least 12 characters, no rule about their kinds, and none
    /// of the words that everybody tries first. `account` is the sign-in name.
    package func refusal(account: String, field: String = "new_password") -> FieldError? {
        if characters.count < 12 {
            return FieldError(
                field: field,
                rule: "password_length",
                message: "A password has at least 12 characters.",
                messageVi: "Mật khẩu phải có ít nhất 12 ký tự."
            )
        }
        if PasswordWords.isGuessable(characters, account: account) {
            return FieldError(
                field: field,
                rule: "password_common",
                message: "This password is among the first that are guessed; take several words of your own.",
                messageVi: "Mật khẩu này nằm trong số dễ đoán nhất; hãy dùng vài từ của riêng mình."
            )
        }
        return nil
    }

    /// Whether both are the same password.
    package func isSame(as other: Password) -> Bool { bytes == other.bytes }
}
