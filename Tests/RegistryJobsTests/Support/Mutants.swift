@testable import RegistryJobs

/// A check with one condition dropped or turned round, as an author might have got it wrong.
struct Mutant {
    /// What was done where: "line 14, dropped: a.x = b.x".
    let description: String
    let statement: String
}

/// Finds the conditions of a statement (WHERE, ON, HAVING, FILTER, searched CASE) and makes mutants of it.
///
/// Works on tokens: a clause runs to the next word or bracket that ends it, and falls apart at its ANDs and ORs, also
/// within brackets. A dropped condition becomes what changes nothing in its place: true beside AND, false beside OR.
struct Mutants {
    private let bytes: [UInt8]
    private let tokens: [SQLToken]

    init(of statement: String) throws {
        bytes = Array(statement.utf8)
        tokens = try SQLToken.scan(statement)
    }

    /// Every condition once dropped and once negated.
    var all: [Mutant] {
        conditions.flatMap { condition in
            let text = self.text(condition.range)
            let line = tokens[condition.range.lowerBound].line
            let label = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            return [
                Mutant(
                    description: "line \(line), dropped: \(label)",
                    statement: replacing(condition.range, with: condition.isBesideOr ? "false" : "true")
                ),
                Mutant(
                    description: "line \(line), negated: \(label)",
                    statement: replacing(condition.range, with: "not coalesce((\(text)), false)")
                ),
            ]
        }
    }

    // MARK: Conditions

    private struct Condition {
        let range: Range<Int>
        let isBesideOr: Bool
    }

    private var conditions: [Condition] {
        var found: [Condition] = []
        for (index, token) in tokens.enumerated() where token.kind == .word {
            switch token.text {
            // "distinct on (…)" has no condition.
            case "on" where index > 0 && tokens[index - 1].isWord("distinct"): continue
            case "where", "on", "having":
                found += split(index + 1..<end(of: index + 1))
            // A CASE with an operand compares values; only one without holds conditions.
            case "when" where isSearched(index):
                found += split(index + 1..<end(of: index + 1))
            default: continue
            }
        }
        return found
    }

    /// Words that end a condition when they stand outside of its brackets.
    private static let ending: Set = [
        "where", "group", "having", "order", "limit", "offset", "fetch", "union", "intersect", "except", "window",
        "join",
        "left", "right", "inner", "full", "cross", "natural", "for", "then", "when", "else", "end", "on", "returning",
    ]

    private func end(of start: Int) -> Int {
        var depth = 0
        var cases = 0
        for index in start..<tokens.count {
            let token = tokens[index]
            if token.isMark("(") || token.isMark("[") { depth += 1 }
            if token.isMark(")") || token.isMark("]") {
                if depth == 0 { return index }
                depth -= 1
            }
            guard depth == 0 else { continue }
            if token.isWord("case") {
                cases += 1
            } else if token.isWord("end"), cases > 0 {
                cases -= 1
            } else if cases == 0,
                token.isMark(",") || token.isMark(";") || token.kind == .word && Self.ending.contains(token.text)
            {
                // left(…) and right(…) are functions too.
                if ["left", "right"].contains(token.text), index + 1 < tokens.count, tokens[index + 1].isMark("(") {
                    continue
                }
                return index
            }
        }
        return tokens.count
    }

    private func isSearched(_ when: Int) -> Bool {
        var depth = 0
        for index in stride(from: when - 1, through: 0, by: -1) {
            let token = tokens[index]
            if token.isMark(")") || token.isWord("end") { depth += 1 }
            if token.isMark("(") { depth -= 1 }
            if token.isWord("case") {
                if depth == 0 { return tokens[index + 1].isWord("when") }
                depth -= 1
            }
        }
        return false
    }

    /// The smallest conditions that AND, OR and brackets divide a range into.
    private func split(_ range: Range<Int>, besideOr: Bool = false) -> [Condition] {
        // "on true" says that there is no condition.
        guard !range.isEmpty, !(range.count == 1 && tokens[range.lowerBound].isWord("true")) else { return [] }
        for (word, isOr) in [("or", true), ("and", false)] {
            let parts = self.parts(of: range, divided: word)
            if parts.count > 1 { return parts.flatMap { split($0, besideOr: isOr) } }
        }
        // (a and b), not (a or b): their parts, where brackets hold a condition and not a row or a subquery.
        var inner = range
        if tokens[inner.lowerBound].isWord("not"), inner.count > 1 { inner = inner.lowerBound + 1..<inner.upperBound }
        if isBracketed(inner) {
            let within = inner.lowerBound + 1..<inner.upperBound - 1
            if ["and", "or"].contains(where: { parts(of: within, divided: $0).count > 1 }),
                !tokens[within.lowerBound].isWord("select")
            {
                return split(within)
            }
        }
        return [Condition(range: range, isBesideOr: besideOr)]
    }

    private func isBracketed(_ range: Range<Int>) -> Bool {
        guard range.count > 2, tokens[range.lowerBound].isMark("("), tokens[range.upperBound - 1].isMark(")") else {
            return false
        }
        var depth = 0
        for index in range {
            if tokens[index].isMark("(") { depth += 1 }
            if tokens[index].isMark(")") { depth -= 1 }
            if depth == 0 { return index == range.upperBound - 1 }
        }
        return false
    }

    /// The pieces between the given word outside of brackets and CASE; the AND of a BETWEEN divides nothing.
    private func parts(of range: Range<Int>, divided word: String) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = range.lowerBound
        var (depth, cases, betweens) = (0, 0, 0)
        for index in range {
            let token = tokens[index]
            if token.isMark("(") || token.isMark("[") { depth += 1 }
            if token.isMark(")") || token.isMark("]") { depth -= 1 }
            if token.isWord("case") { cases += 1 }
            if token.isWord("end") { cases -= 1 }
            guard depth == 0, cases == 0 else { continue }
            if token.isWord("between") { betweens += 1 }
            if token.isWord("and"), betweens > 0 {
                betweens -= 1
            } else if token.isWord(word) {
                parts.append(start..<index)
                start = index + 1
            }
        }
        parts.append(start..<range.upperBound)
        return parts.allSatisfy { !$0.isEmpty } ? parts : [range]
    }

    // MARK: Text

    private func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[bounds(range)], as: UTF8.self)
    }

    private func replacing(_ range: Range<Int>, with other: String) -> String {
        let bounds = bounds(range)
        return String(decoding: bytes[..<bounds.lowerBound], as: UTF8.self) + other
            + String(decoding: bytes[bounds.upperBound...], as: UTF8.self)
    }

    private func bounds(_ range: Range<Int>) -> Range<Int> {
        tokens[range.lowerBound].range.lowerBound..<tokens[range.upperBound - 1].range.upperBound
    }
}
