/// A file of SQL taken apart into its statements, because the extended protocol takes one at a time.
///
/// Knows what a semicolon may stand in without ending a statement: quoted strings and names, dollar quotes, and both kinds
/// of comments (PostgreSQL manual, 4.1 "Lexical Structure"). Not for escape strings (`E'…'`) and `begin atomic`, which
/// migrations do without.
enum SQLScript {
    /// The statements in order, without their semicolons; what is only comment or space is none.
    static func statements(of text: String) -> [String] {
        var scanner = Scanner(Array(text.utf8))
        return scanner.statements()
    }

    private struct Scanner {
        private let bytes: [UInt8]
        private var place = 0
        private var current: [UInt8] = []
        private var found: [String] = []

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
        }

        mutating func statements() -> [String] {
            while place < bytes.count {
                switch bytes[place] {
                case UInt8(ascii: "'"), UInt8(ascii: "\""): take(through: [bytes[place]], from: place + 1)
                case UInt8(ascii: "-") where starts("--"): skip(through: "\n")
                case UInt8(ascii: "/") where starts("/*"): skip(through: "*/")
                case UInt8(ascii: "$"): takeDollar()
                case UInt8(ascii: ";"): end()
                default:
                    current.append(bytes[place])
                    place += 1
                }
            }
            end()
            return found
        }

        private func starts(_ text: StaticString) -> Bool {
            text.withUTF8Buffer { bytes[place...].starts(with: $0) }
        }

        /// Copies up to and with the next occurrence of `end` at or after `from`; a doubled quote is two quotations.
        private mutating func take(through end: [UInt8], from: Int) {
            var stop = from
            while stop < bytes.count, !bytes[stop...].starts(with: end) { stop += 1 }
            let next = min(bytes.count, stop + end.count)
            current += bytes[place..<next]
            place = next
        }

        private mutating func skip(through end: String) {
            let end = Array(end.utf8)
            while place < bytes.count, !bytes[place...].starts(with: end) { place += 1 }
            place = min(bytes.count, place + end.count)
            current.append(UInt8(ascii: " "))
        }

        /// `$tag$ … $tag$`; a `$` that opens none, as in `$1`, is copied.
        private mutating func takeDollar() {
            var stop = place + 1
            while stop < bytes.count, Self.isTag(bytes[stop], first: stop == place + 1) { stop += 1 }
            guard stop < bytes.count, bytes[stop] == UInt8(ascii: "$") else {
                current.append(bytes[place])
                place += 1
                return
            }
            take(through: Array(bytes[place...stop]), from: stop + 1)
        }

        private static func isTag(_ byte: UInt8, first: Bool) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): !first
            default: false
            }
        }

        private mutating func end() {
            place += 1
            let isBlank = current.allSatisfy { $0 == 32 || (9...13).contains($0) }
            if !isBlank { found.append(String(decoding: current, as: UTF8.self)) }
            current = []
        }
    }
}
