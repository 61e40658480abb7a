import Crypto
package import FoundationEssentials

/// Time-based one-time codes (RFC 6238): SHA-1, six digits, thirty seconds, as every authenticator app computes them.
package struct TOTP: Sendable, CustomStringConvertible {
    /// 160 random bits, the size that RFC 4226 recommends (section 4, R6).
    package let secret: [UInt8]

    package init(secret: [UInt8]) {
        self.secret = secret
    }

    /// Reads a secret in base32; nil if it is none.
    package init?(base32 text: String) {
        guard let secret = Base32.decode(text), !secret.isEmpty else { return nil }
        self.init(secret: secret)
    }

    package static func make() -> TOTP { TOTP(secret: SecretBytes.random(20)) }

    package var description: String { "TOTP(••••)" }

    /// The secret as it is typed into an app.
    package var base32: String { Base32.encode(secret) }

    /// What an app reads from a QR code; `account` is the sign-in name.
    package func uri(account: String) -> String {
        "otpauth://totp/SoGoc:\(account)?secret=\(base32)&issuer=SoGoc&algorithm=SHA1&digits=6&period=30"
    }

    /// The step in which a moment lies.
    package static func step(at date: Date) -> Int { Int((date.timeIntervalSince1970 / 30).rounded(.down)) }

    /// The code of a step, six digits.
    package func code(step: Int) -> String {
        let digits = String(number(step: step, modulus: 1_000_000))
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// The step that a typed code belongs to: the present one or a neighbour, and later than the last one used.
    ///
    /// Spaces are ignored, because apps show "123 456". All three steps are computed whatever the code.
    package func step(of code: String, at date: Date, after lastStep: Int) -> Int? {
        let typed = Array(code.utf8.filter { $0 != UInt8(ascii: " ") })
        let present = Self.step(at: date)
        var found: Int?
        for step in [present - 1, present, present + 1] where isEqual(Array(self.code(step: step).utf8), typed) {
            if step > lastStep { found = found ?? step }
        }
        return found
    }

    /// RFC 4226, section 5.3: four bytes from the place that the last half-byte names.
    func number(step: Int, modulus: UInt32) -> UInt32 {
        let message = withUnsafeBytes(of: Int64(step).bigEndian) { Array($0) }
        let mac = HMAC<Insecure.SHA1>.authenticationCode(for: message, using: SymmetricKey(data: secret))
        let bytes = Array(mac)
        let offset = Int(bytes[19] & 0xf)
        let value = bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
        return (value & 0x7fff_ffff) % modulus
    }

    private func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        SymmetricKey(data: left) == SymmetricKey(data: right)
    }
}

/// Base32 of RFC 4648, section 6, without padding; spaces and lower case are read as well.
enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                text.append(alphabet[Int(buffer >> UInt32(bits - 5) & 31)])
                bits -= 5
            }
            buffer &= (1 << UInt32(bits)) - 1
        }
        if bits > 0 { text.append(alphabet[Int(buffer << UInt32(5 - bits) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }

    static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for character in text.uppercased().utf8 where character != UInt8(ascii: " ") && character != UInt8(ascii: "=") {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            buffer = buffer << 5 | UInt32(value)
            bits += 5
            if bits >= 8 {
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits - 8)))
                bits -= 8
            }
            buffer &= (1 << UInt32(bits)) - 1
        }
        return bytes
    }
}
