/// A strong ETag of ours: the revision of a record (RFC 9110, 8.8.3).
package struct EntityTag: Hashable, Sendable {
    package let version: Int32

    package init(version: Int32) {
        self.version = version
    }

    /// Reads `"12"`; nil for a weak one, a list, or another service's.
    package init?(_ text: some StringProtocol) {
        let trimmed = text.drop { $0 == " " }
        guard trimmed.count >= 3, trimmed.first == "\"", trimmed.last == "\"",
            trimmed.dropFirst().dropLast().utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let version = Int32(trimmed.dropFirst().dropLast())
        else { return nil }
        self.version = version
    }

    package var text: String { "\"\(version)\"" }
}
