import Foundation
import RegistryTestSupport
import Testing

@testable import RegistryJobs

/// A check's fixture: states of the register in which it must fire, and near misses in which it must stay silent.
struct CheckFixture {
    struct Section {
        let fires: Bool
        /// The line of the file on which it begins.
        let line: Int
        /// What must be found, all of it and nothing else.
        let expected: Set<Expected>
        /// Statements of a superuser that make the state.
        let statements: String
    }

    /// What identifies a finding in a fixture.
    struct Expected: Hashable, CustomStringConvertible {
        /// Nil: of the district's own shelf.
        let book: Int32?
        let subject: String
        let subjectID: String
        let key: String

        var description: String { "\(subject) \(subjectID) \(key) book=\(book.map(String.init) ?? "-")" }
    }

    let sections: [Section]

    /// Where the catalogue is.
    static let folder = "\(Checkout.root)/sql/checks"

    /// The words that fixtures are written in, loaded before each section.
    static var words: String {
        get throws {
            try ["fixture.sql", "people.fixture.sql", "cases.fixture.sql", "installation.fixture.sql"]
                .map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
                .joined(separator: "\n")
        }
    }

    init(of check: String) throws {
        try self.init(text: String(contentsOfFile: "\(Self.folder)/\(check).fixture.sql", encoding: .utf8))
    }

    /// Throws ``Malformed`` with the line where the text is no fixture.
    init(text: String) throws {
        var sections: [Section] = []
        var head: (fires: Bool, line: Int, expected: Set<Expected>)?
        var statements = ""
        var isHead = false
        func close() {
            guard let head else { return }
            sections.append(
                Section(fires: head.fires, line: head.line, expected: head.expected, statements: statements)
            )
        }
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let number = index + 1
            if line.hasPrefix("-- fires:") || line.hasPrefix("-- silent:") {
                close()
                head = (line.hasPrefix("-- fires:"), number, [])
                (statements, isHead) = ("", true)
            } else if isHead, line.hasPrefix("--   ") {
                guard head?.fires == true, let expected = Self.expected(line.dropFirst(5)) else {
                    throw Malformed(line: number)
                }
                guard head?.expected.insert(expected).inserted == true else { throw Malformed(line: number) }
            } else {
                guard head != nil || line.isEmpty || line.hasPrefix("--") else { throw Malformed(line: number) }
                isHead = false
                statements += line + "\n"
            }
        }
        close()
        for section in sections where section.fires == section.expected.isEmpty { throw Malformed(line: section.line) }
        self.sections = sections
    }

    struct Malformed: Error {
        let line: Int
    }

    /// `<subject> <subject_id> <key or -> [book=N]`; a key may hold spaces, `book=-` is the district's shelf.
    private static func expected(_ line: Substring) -> Expected? {
        var words = line.split(separator: " ")
        var book: Int32? = 1
        if let last = words.last, last.hasPrefix("book=") {
            words.removeLast()
            book = Int32(last.dropFirst(5))
            guard book != nil || last == "book=-" else { return nil }
        }
        guard words.count >= 3 else { return nil }
        let key = words[2...].joined(separator: " ")
        return Expected(
            book: book,
            subject: String(words[0]),
            subjectID: String(words[1]),
            key: key == "-" ? "" : key
        )
    }
}
