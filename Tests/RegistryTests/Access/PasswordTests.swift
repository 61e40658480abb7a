import Dispatch
import FoundationEssentials
import Testing

@testable import Registry

@Suite("Passwords")
struct PasswordTests {
    /// Small parameters: these tests are about the form, not about the cost.
    private static let small = PasswordHash.Parameters(costExponent: 10, blockSize: 8, parallelism: 1)

    private func password(_ text: String) throws -> Password { try #require(Password(text)) }

    @Test("A hash verifies its password and no other, also after a way through its written form")
    func verifies() throws {
        let hash = try PasswordHash.make(of: password("bốn mươi con trâu"), parameters: Self.small)
        let read = try #require(PasswordHash(hash.text))
        #expect(read == hash)
        #expect(try read.matches(password("bốn mươi con trâu")))
        #expect(try !read.matches(password("bốn mươi con bò")))
        #expect(try !read.matches(password("")))
        #expect(hash.text.hasPrefix("$scrypt$ln=10,r=8,p=1$"))
    }

    @Test("The parameters decided on: 32 MiB, one pass")
    func parameters() throws {
        let hash = try PasswordHash.make(of: password("bốn mươi con trâu"))
        #expect(hash.text.hasPrefix("$scrypt$ln=15,r=8,p=1$"))
        #expect(try hash.matches(password("bốn mươi con trâu")))
    }

    @Test("scrypt agrees with RFC 7914, section 12")
    func vector() throws {
        // P = "pleaseletmein", S = "SodiumChloride", N = 16384, r = 8, p = 1; salt and key in base64 without padding.
        let written =
            "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU"
            + "$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw"
        let hash = try #require(PasswordHash(written))
        #expect(try hash.matches(password("pleaseletmein")))
        #expect(try !hash.matches(password("pleaseletmeout")))
        #expect(hash.text == written)
    }

    @Test("Two hashes of one password differ")
    func salted() throws {
        let first = try PasswordHash.make(of: password("bốn mươi con trâu"), parameters: Self.small)
        let second = try PasswordHash.make(of: password("bốn mươi con trâu"), parameters: Self.small)
        #expect(first != second)
    }

    @Test(
        "What is no hash of ours is not read",
        arguments: [
            "", "geheim", "$scrypt$", "$argon2id$ln=15,r=8,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=30,r=8,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=15,r=8$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=15,r=8,p=1$AA$AAAAAAAAAAAAAAAAAAAAAA", "$scrypt$ln=15,r=8,p=1$AAAAAAAAAAA$AA",
            "$scrypt$ln=15,r=8,p=1$AAAAAAAAAAA$!!!!!!!!!!!!!!!!!!!!!!",
        ]
    )
    func unreadable(text: String) {
        #expect(PasswordHash(text) == nil)
    }

    @Test(
        "Long passwords of one's own words are good",
        arguments: ["con trâu ăn cỏ non", "correct horse battery", "Sáu giờ sáng ra rẫy", "k7mq2-x9d4t-w3hfs-0vnpr"]
    )
    func good(text: String) throws {
        #expect(try password(text).refusal(account: "lan.ialop") == nil)
    }

    @Test(
        "Short ones, common ones, and the words of this place and of the account are refused",
        arguments: [
            ("Mười hai ký", "password_length"), ("aaaaaaaaaaaaaaaa", "password_common"),
            ("passwordpassword", "password_common"), ("P@ssw0rd12345", "password_common"),
            ("matkhau123456", "password_common"), ("Mật khẩu 2026!", "password_common"),
            ("congan-easup-2026", "password_common"), ("Sổ gốc Đắk Lắk", "password_common"),
            ("qwertyuiop123", "password_common"), ("abcdefghijklmnop", "password_common"),
            ("lan.ialop-2026", "password_common"), ("123456789012", "password_common"),
        ]
    )
    func refused(text: String, rule: String) throws {
        let refusal = try #require(try password(text).refusal(account: "lan.ialop"))
        #expect(refusal.rule == rule)
        #expect(refusal.field == "new_password")
        #expect(!refusal.messageVi.isEmpty)
    }

    @Test("é in one code point and in two is one password")
    func composed() throws {
        let hash = try PasswordHash.make(of: password("caf\u{E9} sữa đá mỗi sáng"), parameters: Self.small)
        #expect(try hash.matches(password("cafe\u{301} sữa đá mỗi sáng")))
    }

    @Test("A password of a megabyte is none")
    func tooLong() {
        #expect(Password(String(repeating: "a", count: 1_000_000)) == nil)
    }

    @Test("Neither password, hash nor code shows itself in a log line")
    func silent() throws {
        let password = try password("bốn mươi con trâu")
        let hash = try PasswordHash.make(of: password, parameters: Self.small)
        let code = OneTimeCode.make()
        #expect(!"\(password)\(hash)\(code)".contains("trâu"))
        #expect(!"\(hash)".contains("scrypt$"))
        #expect(!"\(code)".contains(code.text))
        var dumped = ""
        dump(password, to: &dumped)
        #expect(!dumped.contains("trâu"))
    }

    @Test("A one-time code has twenty letters and digits that are not mistaken, and is never the same twice")
    func oneTimeCode() {
        let codes = (0..<200).map { _ in OneTimeCode.make().text }
        #expect(Set(codes).count == 200)
        for code in codes {
            #expect(code.split(separator: "-").map(\.count) == [5, 5, 5, 5])
            #expect(!code.contains { "ilouILOU".contains($0) })
        }
    }
}

@Suite("Hashing passwords, few at a time")
struct PasswordHasherTests {
    private static let small = PasswordHash.Parameters(costExponent: 10, blockSize: 8, parallelism: 1)

    @Test("Without a hash the answer is no, and takes as long as with one")
    func unknown() async throws {
        let hasher = PasswordHasher(parallel: 1)
        let password = try #require(Password("bốn mươi con trâu"))
        let hash = try await hasher.hash(password)
        #expect(try await hasher.verify(password, against: hash))
        #expect(try await !hasher.verify(password, against: nil))
        // The fastest of several: a busy machine only makes a try slower. Of the quickest tries of both the times come
        // together, however busy it is, if the work is the same; if it is not they never do.
        let clock = ContinuousClock()
        var known = Duration.seconds(600)
        var unknown = Duration.seconds(600)
        for round in 0..<200 where round < 3 || unknown <= known * 0.7 || known <= unknown * 0.7 {
            known = min(known, try await clock.measure { _ = try await hasher.verify(password, against: hash) })
            unknown = min(unknown, try await clock.measure { _ = try await hasher.verify(password, against: nil) })
        }
        #expect(unknown > known * 0.7)
        #expect(known > unknown * 0.7)
    }

    @Test("What exceeds the queue is shed, what is within it is answered")
    func sheds() async throws {
        let hasher = PasswordHasher(parallel: 1, queueLimit: 3, parameters: Self.small)
        let password = try #require(Password("bốn mươi con trâu"))
        // One that takes as long as the test wants.
        let finish = DispatchSemaphore(value: 0)
        let long = Task { try await hasher.limited { finish.wait() } }
        while await hasher.running < 1 { await Task.yield() }
        let queued = (0..<3).map { _ in Task { try await hasher.hash(password) } }
        while await hasher.waiting.count < 3 { await Task.yield() }
        for _ in 0..<3 {
            await #expect(throws: RegistryError.busy) { try await hasher.hash(password) }
        }
        finish.signal()
        try await long.value
        for task in queued { #expect(try await task.value.matches(password)) }
        // The places are free again.
        _ = try await hasher.hash(password)
        #expect(await hasher.running == 0)
    }

    @Test("A hash under other parameters is outdated")
    func outdated() async throws {
        let password = try #require(Password("bốn mươi con trâu"))
        let old = try await PasswordHasher(parameters: Self.small).hash(password)
        let hasher = PasswordHasher()
        #expect(hasher.isOutdated(old))
        #expect(try await hasher.verify(password, against: old))
        #expect(try await !hasher.isOutdated(hasher.hash(password)))
    }
}
