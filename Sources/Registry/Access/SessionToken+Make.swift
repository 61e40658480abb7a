import Crypto
import FoundationEssentials

extension SessionToken {
    /// A new token: 128 random bits in base64url.
    package static func make() -> SessionToken {
        let text = Data(SecretBytes.random(16)).base64EncodedString()
        return SessionToken(text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: ""))
    }

    /// sha256, 32 bytes: what the database keeps of it.
    package var hash: [UInt8] { Array(SHA256.hash(data: Array(secret.utf8))) }
}
