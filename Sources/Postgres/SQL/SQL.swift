import Glibc

/// A statement and the values bound to it.
///
/// Written as a string literal; what is interpolated is bound, never spliced:
/// ```swift
/// let sql: SQL = "select \(Resident.columns) from registry.resident where id = \(id) and book_id = any(\(books))"
/// sql.text  // "select … where id = $1 and book_id = any($2)"
/// ```
/// Another `SQL` nests, and its parameters are renumbered. Text that is neither bound nor quoted has one visible door,
/// `\(raw:)`; names are quoted by `\(identifier:)`. Every bind is sent in binary with its own type, so the server
/// guesses nothing: write `\(value)::some_enum` where text is not what is wanted.
package struct SQL: Sendable, Hashable {
    /// The statement with `$1`, `$2`, … where values are bound.
    package private(set) var text: String
    /// The values, in the order of their numbers.
    package private(set) var binds: Binds
    /// What error reports call the statement; nil shows the beginning of its text.
    package private(set) var name: String?
    /// Whether text came in through `\(raw:)`, so that reports must not show it.
    private(set) var isRaw: Bool

    /// An empty statement.
    package init() {
        text = ""
        binds = Binds()
        isRaw = false
    }

    /// An empty statement with room for text.
    init(capacity: Int) {
        self.init()
        text.reserveCapacity(capacity)
    }

    /// A statement without binds from text that the caller vouches for, such as a migration file.
    package init(raw text: String, name: String? = nil) {
        self.init()
        self.text = text
        self.name = name
        isRaw = true
    }

    /// The same statement under a name for error reports.
    package func named(_ name: String) -> SQL {
        var copy = self
        copy.name = name
        return copy
    }

    /// What error reports call this statement: its name, or the beginning of its text, which holds no values.
    var label: String {
        if let name { return name }
        if isRaw { return "(unnamed statement)" }
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.count > 80 ? String(words.prefix(79)) + "…" : words
    }

    /// Why the statement cannot be sent, in words for a programmer; nil where it can.
    ///
    /// libpq takes C strings: what follows a NUL would silently be left out.
    var problem: String? {
        if hasNUL { return "a statement contains NUL" }
        return binds.count > Int(UInt16.max) ? "more than 65,535 values are bound" : nil
    }

    /// Whether the text contains a NUL, at which C would end it.
    var hasNUL: Bool {
        let found = text.utf8.withContiguousStorageIfAvailable { bytes in
            bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false
        }
        return found ?? text.utf8.contains(0)
    }

    /// Appends text that binds nothing.
    mutating func append(text more: String) {
        text += more
    }

    /// Appends unbound text from outside of the program's own source.
    mutating func append(raw more: String) {
        text += more
        isRaw = true
    }

    mutating func append<Value: PostgresEncodable>(value: Value) {
        binds.append(value, mark: text.utf8.count)
        appendMark()
    }

    mutating func appendNull(of type: PostgresType) {
        binds.appendNull(of: type, mark: text.utf8.count)
        appendMark()
    }

    private mutating func appendMark() {
        text += binds.count < Self.marks.count ? Self.marks[binds.count] : "$\(binds.count)"
    }

    private static let marks = (0...32).map { "$\($0)" }

    /// Appends another statement, whose first parameter becomes the one after our last.
    mutating func append(_ other: SQL) {
        isRaw = isRaw || other.isRaw
        guard !other.binds.isEmpty else {
            text += other.text
            return
        }
        let source = other.text.utf8
        var copied = source.startIndex
        var marks: [Int] = []
        for (number, entry) in other.binds.entries.enumerated() {
            let dollar = source.index(source.startIndex, offsetBy: entry.mark)
            text += other.text[copied..<dollar]
            marks.append(text.utf8.count)
            text += "$"
            text += String(binds.count + number + 1)
            copied = source.index(dollar, offsetBy: 1 + String(number + 1).utf8.count)
        }
        text += other.text[copied...]
        binds.append(contentsOf: other.binds, marks: marks)
    }

    package static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.append(right)
        return sum
    }

    package static func += (left: inout SQL, right: SQL) {
        left.append(right)
    }
}

extension SQL: CustomStringConvertible {
    /// The text without any value.
    package var description: String { label }
}

extension Sequence where Element == SQL {
    /// The statements one after another with `separator` between them, parameters renumbered.
    package func joined(separator: SQL = ", ") -> SQL {
        var sum = SQL()
        var first = true
        for part in self {
            if !first { sum.append(separator) }
            sum.append(part)
            first = false
        }
        return sum
    }
}
