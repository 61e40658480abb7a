/// A piece of SQL text as PostgreSQL's scanner sees it (manual, "Lexical Structure"), without white space and comments.
package struct SQLToken: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// A key word or an unquoted name.
        case word
        /// A name in double quotes.
        case quotedName
        /// A character constant, however it is quoted.
        case string
        case number
        /// `$1`.
        case parameter
        /// A run of operator characters, `::` or `:=`.
        case operation
        /// One of `( ) [ ] , ; . :`.
        case mark
    }

    package let kind: Kind
    /// As written; words in lower case.
    package let text: String
    /// The line it begins on, counted from 1.
    package let line: Int
    /// Where it stands, in UTF-8 bytes of the whole text.
    package let range: Range<Int>

    package func isWord(_ word: String) -> Bool { kind == .word && text == word }
    package func isMark(_ mark: String) -> Bool { kind == .mark && text == mark }
}

extension SQLToken {
    /// Why a text cannot be read to its end.
    package struct Unterminated: Error, Hashable {
        package let what: String
        package let line: Int
    }

    /// The tokens of a text.
    ///
    /// - Throws: ``Unterminated`` where a comment, string or quoted name does not end.
    package static func scan(_ text: String) throws(Unterminated) -> [SQLToken] {
        var scanner = SQLScanner(text)
        return try scanner.tokens()
    }
}

/// Walks over the bytes of a text; everything that matters to SQL is ASCII.
private struct SQLScanner {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    mutating func tokens() throws(SQLToken.Unterminated) -> [SQLToken] {
        var tokens: [SQLToken] = []
        while true {
            try skipBlank()
            guard position < bytes.count else { return tokens }
            let (start, startLine) = (position, line)
            let kind = try next()
            for byte in bytes[start..<position] where byte == Self.newline { line += 1 }
            let text = String(decoding: bytes[start..<position], as: UTF8.self)
            tokens.append(
                SQLToken(
                    kind: kind,
                    text: kind == .word ? text.lowercased() : text,
                    line: startLine,
                    range: start..<position
                )
            )
        }
    }

    private static let newline = UInt8(ascii: "\n")

    private func byte(_ offset: Int = 0) -> UInt8 {
        position + offset < bytes.count ? bytes[position + offset] : 0
    }

    private func stands(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes[position...].starts(with: $0) }
    }

    private mutating func skipBlank() throws(SQLToken.Unterminated) {
        while position < bytes.count {
            if Self.isSpace(byte()) {
                if byte() == Self.newline { line += 1 }
                position += 1
            } else if stands("--") {
                while position < bytes.count, byte() != Self.newline { position += 1 }
            } else if stands("/*") {
                try skipComment()
            } else {
                return
            }
        }
    }

    /// Comments in this form nest, unlike those of C.
    private mutating func skipComment() throws(SQLToken.Unterminated) {
        let start = line
        var depth = 0
        repeat {
            guard position < bytes.count else { throw SQLToken.Unterminated(what: "comment", line: start) }
            if stands("/*") {
                depth += 1
                position += 2
            } else if stands("*/") {
                depth -= 1
                position += 2
            } else {
                if byte() == Self.newline { line += 1 }
                position += 1
            }
        } while depth > 0
    }

    private mutating func next() throws(SQLToken.Unterminated) -> SQLToken.Kind {
        let first = byte()
        // E'…', B'…', X'…', N'…' and U&'…' or U&"…".
        if [UInt8(ascii: "e"), UInt8(ascii: "b"), UInt8(ascii: "x"), UInt8(ascii: "n")].contains(first | 0x20),
            byte(1) == UInt8(ascii: "'")
        {
            position += 1
            try skipQuoted(UInt8(ascii: "'"), backslash: first | 0x20 == UInt8(ascii: "e"))
            return .string
        }
        if first | 0x20 == UInt8(ascii: "u"), byte(1) == UInt8(ascii: "&"),
            byte(2) == UInt8(ascii: "'") || byte(2) == UInt8(ascii: "\"")
        {
            let quote = byte(2)
            position += 2
            try skipQuoted(quote, backslash: false)
            return quote == UInt8(ascii: "'") ? .string : .quotedName
        }
        if Self.isNameStart(first) {
            while Self.isNameStart(byte()) || Self.isDigit(byte()) || byte() == UInt8(ascii: "$") { position += 1 }
            return .word
        }
        if Self.isDigit(first) || first == UInt8(ascii: ".") && Self.isDigit(byte(1)) {
            skipNumber()
            return .number
        }
        switch first {
        case UInt8(ascii: "'"):
            try skipQuoted(first, backslash: false)
            return .string
        case UInt8(ascii: "\""):
            try skipQuoted(first, backslash: false)
            return .quotedName
        case UInt8(ascii: "$"):
            return try skipDollar()
        case UInt8(ascii: ":") where byte(1) == first || byte(1) == UInt8(ascii: "="):
            position += 2
            return .operation
        default:
            guard Self.operators.contains(first) else {
                position += 1
                return .mark
            }
            // A comment ends an operator; what begins like one is skipped as such.
            repeat { position += 1 } while Self.operators.contains(byte()) && !stands("--") && !stands("/*")
            return .operation
        }
    }

    private mutating func skipNumber() {
        while Self.isDigit(byte()) || byte() == UInt8(ascii: ".") && byte(1) != UInt8(ascii: ".") { position += 1 }
        guard byte() | 0x20 == UInt8(ascii: "e") else { return }
        let sign = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-") ? 1 : 0
        guard Self.isDigit(byte(1 + sign)) else { return }
        position += 1 + sign
        while Self.isDigit(byte()) { position += 1 }
    }

    private mutating func skipQuoted(_ quote: UInt8, backslash: Bool) throws(SQLToken.Unterminated) {
        let start = line
        position += 1
        while true {
            guard position < bytes.count else {
                throw SQLToken.Unterminated(what: quote == UInt8(ascii: "'") ? "string" : "quoted name", line: start)
            }
            if backslash, byte() == UInt8(ascii: "\\") {
                position += 2
            } else if byte() == quote, byte(1) == quote {
                position += 2
            } else if byte() == quote {
                position += 1
                return
            } else {
                position += 1
            }
        }
    }

    /// `$1`, or a string between `$tag$` and `$tag$`.
    private mutating func skipDollar() throws(SQLToken.Unterminated) -> SQLToken.Kind {
        if Self.isDigit(byte(1)) {
            repeat { position += 1 } while Self.isDigit(byte())
            return .parameter
        }
        var end = position + 1
        while end < bytes.count, Self.isNameStart(bytes[end]) || Self.isDigit(bytes[end]) { end += 1 }
        guard end < bytes.count, bytes[end] == UInt8(ascii: "$") else {
            position += 1
            return .mark
        }
        let tag = bytes[position...end]
        let start = line
        position = end + 1
        while position < bytes.count {
            if bytes[position...].starts(with: tag) {
                position += tag.count
                return .string
            }
            position += 1
        }
        throw SQLToken.Unterminated(what: "string", line: start)
    }

    private static let operators = Set("+-*/<>=~!@#%^&|`?".utf8)

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isNameStart(_ byte: UInt8) -> Bool {
        (0x61...0x7a).contains(byte | 0x20) && byte < 0x80 || byte == UInt8(ascii: "_") || byte >= 0x80
    }
}
