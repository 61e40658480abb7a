import Crypto
import FoundationEssentials

/// The key under which the secrets of second factors lie in the database: a copy of the database alone opens none.
///
/// 32 bytes as hexadecimal in the file `sogoc_totp_key` of the secrets folder, readable by its owner only. Whoever loses
/// it resets every second factor.
package struct SecondFactorKey: Sendable, CustomStringConvertible {
    private let key: SymmetricKey

    package static let fileName = "sogoc_totp_key"

    package init(_ key: [UInt8]) {
        self.key = SymmetricKey(data: key)
    }

    /// Reads the written form, nil if it is not 32 bytes in hexadecimal.
    package init?(hexadecimal text: String) {
        let digits = text.filter { !$0.isWhitespace }
        guard let bytes = SecretBytes.fromHexadecimal(digits), bytes.count == 32 else { return nil }
        self.init(bytes)
    }

    /// A new key in its written form.
    package static func makeHexadecimal() -> String { hexadecimal(SecretBytes.random(32)) }

    package var description: String { "SecondFactorKey(••••)" }

    /// AES-GCM, bound to the user: a secret moved to another row opens nothing there.
    func seal(_ secret: TOTP, user: Int32) throws -> [UInt8] {
        let box = try AES.GCM.seal(secret.secret, using: key, authenticating: Self.context(user))
        guard let combined = box.combined else { throw RegistryError.unavailable }
        return Array(combined)
    }

    /// - Throws: when it was sealed under another key or for another user.
    func open(_ sealed: [UInt8], user: Int32) throws -> TOTP {
        let box = try AES.GCM.SealedBox(combined: sealed)
        return TOTP(secret: Array(try AES.GCM.open(box, using: key, authenticating: Self.context(user))))
    }

    private static func context(_ user: Int32) -> [UInt8] { Array("sogoc second factor of user \(user)".utf8) }
}
