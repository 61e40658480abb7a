/// A code that an administrator hands over, good for one sign-in, at which its owner chooses a password.
///
/// 100 random bits in letters and digits that are not mistaken for each other on paper or on the telephone.
package struct OneTimeCode: Sendable, CustomStringConvertible {
    package let text: String

    package static func make() -> OneTimeCode {
        var generator = SystemRandomNumberGenerator()
        return make(using: &generator)
    }

    static func make(using generator: inout some RandomNumberGenerator) -> OneTimeCode {
        // Crockford's base 32: without i, l, o and u.
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
        let groups = (0..<4).map { _ in
            String((0..<5).map { _ in alphabet[Int.random(in: 0..<32, using: &generator)] })
        }
        return OneTimeCode(text: groups.joined(separator: "-"))
    }

    package var description: String { "••••" }
}
