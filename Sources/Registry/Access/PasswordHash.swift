import Crypto
import CryptoExtras
import FoundationEssentials

/// A password under scrypt, with the parameters it was made with, so that they can grow while old hashes still verify.
///
/// Written in the form of the PHC strings: `$scrypt$ln=15,r=8,p=1$SALT$KEY`, base64 without padding. The clear text is
/// nowhere kept.
package struct PasswordHash: Hashable, Sendable, CustomStringConvertible {
    /// What one hash costs; memory is 128 · N · r bytes.
    package struct Parameters: Hashable, Sendable {
        /// log2 of N.
        package let costExponent: Int
        package let blockSize: Int
        package let parallelism: Int

        package init(costExponent: Int, blockSize: Int, parallelism: Int) {
            self.costExponent = costExponent
            self.blockSize = blockSize
            self.parallelism = parallelism
        }

        /// N = 2^15, r = 8, p = 1: 32 MiB a hash (design/access.md, "Sessions, passwords, HTTP").
        package static let current = Parameters(costExponent: 15, blockSize: 8, parallelism: 1)

        /// Bounds for what is read from the database, so that a mistaken row cannot exhaust the machine.
        fileprivate var isReasonable: Bool {
            (10...20).contains(costExponent) && (1...16).contains(blockSize) && (1...4).contains(parallelism)
        }
    }

    package let parameters: Parameters
    fileprivate let salt: [UInt8]
    fileprivate let key: [UInt8]

    /// Reads the written form, nil if it is not one of ours.
    package init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
            let parameters = Self.parameters(parts[2]), parameters.isReasonable,
            let salt = Base64.decode(parts[3]), salt.count >= 8,
            let key = Base64.decode(parts[4]), key.count >= 16
        else { return nil }
        self.parameters = parameters
        self.salt = salt
        self.key = key
    }

    private init(parameters: Parameters, salt: [UInt8], key: [UInt8]) {
        self.parameters = parameters
        self.salt = salt
        self.key = key
    }

    /// Hashes a password under a new salt; takes some 60 ms of one core, so it goes through ``PasswordHasher``.
    static func make(of password: Password, parameters: Parameters = .current) throws -> PasswordHash {
        let salt = SecretBytes.random(16)
        return PasswordHash(
            parameters: parameters,
            salt: salt,
            key: try derive(password, salt: salt, parameters: parameters, count: 32)
        )
    }

    /// A hash that no password has, for names that do not exist: comparing with it costs what any comparison costs.
    static let nobody = PasswordHash(
        parameters: .current,
        salt: SecretBytes.random(16),
        key: SecretBytes.random(32)
    )

    /// Whether the password is the one, compared in constant time.
    func matches(_ password: Password) throws -> Bool {
        let derived = try Self.derive(password, salt: salt, parameters: parameters, count: key.count)
        return SymmetricKey(data: derived) == SymmetricKey(data: key)
    }

    private static func derive(
        _ password: Password,
        salt: [UInt8],
        parameters: Parameters,
        count: Int
    ) throws -> [UInt8] {
        try KDF.Scrypt.deriveKey(
            from: password.bytes,
            salt: salt,
            outputByteCount: count,
            rounds: 1 << parameters.costExponent,
            blockSize: parameters.blockSize,
            parallelism: parameters.parallelism
        ).withUnsafeBytes { Array($0) }
    }

    /// The form that is stored.
    package var text: String {
        "$scrypt$ln=\(parameters.costExponent),r=\(parameters.blockSize),p=\(parameters.parallelism)"
            + "$\(Base64.encode(salt))$\(Base64.encode(key))"
    }

    package var description: String { "PasswordHash(••••)" }

    private static func parameters(_ text: Substring) -> Parameters? {
        var values: [Substring: Int] = [:]
        for pair in text.split(separator: ",") {
            let sides = pair.split(separator: "=")
            guard sides.count == 2, let value = Int(sides[1]) else { return nil }
            values[sides[0]] = value
        }
        guard values.count == 3, let cost = values["ln"], let block = values["r"], let parallelism = values["p"] else {
            return nil
        }
        return Parameters(costExponent: cost, blockSize: block, parallelism: parallelism)
    }
}

/// Base64 without padding, as the PHC strings have it.
private enum Base64 {
    static func encode(_ bytes: [UInt8]) -> String {
        var text = Data(bytes).base64EncodedString()
        while text.hasSuffix("=") { text.removeLast() }
        return text
    }

    static func decode(_ text: Substring) -> [UInt8]? {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: text + padding).map { Array($0) }
    }
}
