/// A strong ETag of ours (RFC 9110, 8.8.3): a resident's revision in each book that the answer shows, `"17.4-18.2"`.
package struct EntityTag: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package let book: Int32
        package let revision: Int32

        package init(book: Int32, revision: Int32) {
            self.book = book
            self.revision = revision
        }
    }

    package let entries: [Entry]

    package init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// Reads what ``text`` wrote; nil for a weak tag, a list of tags, or another service's.
    package init?(reading text: String) {
        let trimmed = text.drop { $0 == " " }
        guard trimmed.count >= 5, trimmed.first == "\"", trimmed.last == "\"" else { return nil }
        var entries: [Entry] = []
        for part in trimmed.dropFirst().dropLast().split(separator: "-", omittingEmptySubsequences: false) {
            let numbers = part.split(separator: ".", omittingEmptySubsequences: false).map(Self.number)
            guard numbers.count == 2, let book = numbers[0], let revision = numbers[1] else { return nil }
            entries.append(Entry(book: book, revision: revision))
        }
        self.entries = entries
    }

    /// Whether a text has the form of an entity tag, anybody's, of which ``pattern`` tells the document.
    static func isTag(_ text: String) -> Bool {
        let opaque = (text.hasPrefix("W/") ? text.dropFirst(2) : text[...]).utf8
        return opaque.count >= 2 && opaque.first == UInt8(ascii: "\"") && opaque.last == UInt8(ascii: "\"")
            && opaque.dropFirst().dropLast().allSatisfy { $0 != UInt8(ascii: "\"") && (0x21..<0x7f).contains($0) }
    }

    static let pattern = #"^(W/)?"[!#-~]*"$"#

    private static func number(_ text: Substring) -> Int32? {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int32(text)
    }

    package var text: String {
        "\"" + entries.map { "\($0.book).\($0.revision)" }.joined(separator: "-") + "\""
    }

    func revision(inBook book: Int32) -> Int32? {
        entries.first { $0.book == book }?.revision
    }
}
