import FoundationEssentials
import Testing

@testable import Registry

@Suite("Time-based codes (RFC 6238)")
struct TOTPTests {
    /// Appendix B's secret for SHA-1: the ASCII digits twice.
    private let totp = TOTP(secret: Array("12345678901234567890".utf8))

    @Test(
        "The vectors of appendix B",
        arguments: [
            (59, 94_287_082), (1_111_111_109, 7_081_804), (1_111_111_111, 14_050_471), (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037), (20_000_000_000, 65_353_130),
        ] as [(Int, UInt32)]
    )
    func vectors(seconds: Int, number: UInt32) {
        let step = TOTP.step(at: Date(timeIntervalSince1970: Double(seconds)))
        #expect(step == seconds / 30)
        #expect(totp.number(step: step, modulus: 100_000_000) == number)
        let digits = String(number % 1_000_000)
        #expect(totp.code(step: step) == String(repeating: "0", count: 6 - digits.count) + digits)
    }

    @Test("A code counts in its own step and in the neighbours, and in no other")
    func window() {
        let now = Date(timeIntervalSince1970: 1_700_000_010)
        let present = TOTP.step(at: now)
        for distance in -3...3 {
            let found = totp.step(of: totp.code(step: present + distance), at: now, after: 0)
            #expect(found == (abs(distance) <= 1 ? present + distance : nil))
        }
    }

    @Test("A step that was used opens nothing again, nor does an earlier one")
    func once() {
        let now = Date(timeIntervalSince1970: 1_700_000_010)
        let present = TOTP.step(at: now)
        #expect(totp.step(of: totp.code(step: present), at: now, after: present) == nil)
        #expect(totp.step(of: totp.code(step: present - 1), at: now, after: present) == nil)
        #expect(totp.step(of: totp.code(step: present + 1), at: now, after: present) == present + 1)
    }

    @Test("Spaces are ignored; anything else is no code", arguments: ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦"])
    func forms(text: String) {
        let now = Date(timeIntervalSince1970: 1_700_000_010)
        let code = totp.code(step: TOTP.step(at: now))
        #expect(totp.step(of: code.prefix(3) + " " + code.suffix(3), at: now, after: 0) != nil)
        #expect(totp.step(of: text, at: now, after: 0) == nil)
    }

    @Test(
        "Base32 as in RFC 4648, section 10",
        arguments: [
            ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ]
    )
    func base32(clear: String, encoded: String) {
        #expect(Base32.encode(Array(clear.utf8)) == encoded)
        #expect(Base32.decode(encoded) == Array(clear.utf8))
        #expect(Base32.decode(encoded.lowercased() + "======") == Array(clear.utf8))
        #expect(Base32.decode(encoded + "1") == nil)
    }

    @Test("A secret goes into an app and comes back; its address names account and issuer")
    func uri() throws {
        let made = TOTP.make()
        #expect(made.secret.count == 20)
        #expect(try #require(TOTP(base32: made.base32)).secret == made.secret)
        #expect(
            totp.uri(account: "lan")
                == "otpauth://totp/SoGoc:lan?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=SoGoc&algorithm=SHA1&digits=6&period=30"
        )
        #expect(!"\(made)".contains(made.base32))
    }

    @Test("A sealed secret opens under its key for its user, and else not at all")
    func sealed() throws {
        let key = try #require(SecondFactorKey(hexadecimal: SecondFactorKey.makeHexadecimal()))
        let other = try #require(SecondFactorKey(hexadecimal: SecondFactorKey.makeHexadecimal() + "\n"))
        let sealed = try key.seal(totp, user: 7)
        #expect(try key.open(sealed, user: 7).secret == totp.secret)
        #expect(try key.seal(totp, user: 7) != sealed)
        #expect(throws: (any Error).self) { try key.open(sealed, user: 8) }
        #expect(throws: (any Error).self) { try other.open(sealed, user: 7) }
        var altered = sealed
        altered[altered.count - 1] ^= 1
        #expect(throws: (any Error).self) { try key.open(altered, user: 7) }
    }

    @Test("What is no key is not taken for one", arguments: ["", "00", String(repeating: "g", count: 64)])
    func noKey(text: String) {
        #expect(SecondFactorKey(hexadecimal: text) == nil)
    }
}

@Suite("Session tokens")
struct SessionTokenTests {
    @Test("128 random bits in base64url, never the same twice, silent in logs")
    func make() {
        let tokens = (0..<1_000).map { _ in SessionToken.make() }
        #expect(Set(tokens).count == 1_000)
        for token in tokens {
            #expect(token.secret.utf8.count == 22)
            #expect(token.secret.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
            #expect(token.hash.count == 32)
            #expect(!"\(token)".contains(token.secret))
        }
    }

    @Test("The hash is sha256 of the text, as the database computes it")
    func hash() {
        #expect(
            hexadecimal(SessionToken("abc").hash)
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
    }
}
