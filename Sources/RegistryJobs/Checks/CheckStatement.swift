/// The statement of a check as text, judged before a database sees it.
///
/// What can only be known there is refused there: a check runs in a READ ONLY transaction as `sogoc_jobs`, wrapped as
/// `select … from (TEXT) as found`, in which a data-modifying WITH or a second statement is an error of syntax.
struct CheckStatement {
    private let text: String
    private let firstLine: Int

    init(_ text: String, firstLine: Int) {
        self.text = text
        self.firstLine = firstLine
    }

    func judge(_ header: CheckHeader?, _ lines: CheckHeaderLines, _ faults: inout CheckFaults) {
        let tokens: [SQLToken]
        do {
            tokens = try SQLToken.scan(text)
        } catch {
            faults.note(.unterminated, line: firstLine + error.line - 1, .unterminated(error.what))
            return
        }
        guard let first = tokens.first, first.isWord("select") || first.isWord("with") else {
            faults.note(.oneStatement, line: tokens.first.map(line) ?? firstLine, .noStatement)
            return
        }
        judgeUnity(tokens, &faults)
        judgeReading(tokens, &faults)
        guard let header else { return }
        judgeClock(tokens, header, lines, &faults)
        judgeBook(tokens, header, lines, &faults)
    }

    /// The statement without the semicolon it may end with, and what follows that: it is sent between brackets.
    static func withoutEnd(_ statement: String) -> String {
        guard let last = try? SQLToken.scan(statement).last, last.isMark(";") else { return statement }
        return String(decoding: Array(statement.utf8)[..<last.range.lowerBound], as: UTF8.self)
    }

    private func line(_ token: SQLToken) -> Int { firstLine + token.line - 1 }

    // MARK: One statement

    private func judgeUnity(_ tokens: [SQLToken], _ faults: inout CheckFaults) {
        var open: [SQLToken] = []
        for (index, token) in tokens.enumerated() where token.kind == .mark {
            switch token.text {
            case "(", "[": open.append(token)
            case ")", "]":
                guard let opening = open.popLast(), (opening.text == "(") == (token.text == ")") else {
                    faults.note(.oneStatement, line: line(token), .brackets)
                    return
                }
            case ";" where index + 1 < tokens.count:
                faults.note(.oneStatement, line: line(tokens[index + 1]), .secondStatement)
                return
            default: break
            }
        }
        if let opening = open.last { faults.note(.oneStatement, line: line(opening), .brackets) }
    }

    // MARK: Reads only

    /// Words of statements that write, lock or define.
    ///
    /// A column of such a name is written in double quotes.
    private static let writing: Set = [
        "insert", "update", "delete", "merge", "truncate", "into", "copy", "create", "alter", "drop", "grant", "revoke",
        "lock", "call", "vacuum", "reindex", "refresh", "execute", "prepare", "deallocate", "listen", "notify",
        "commit",
        "rollback", "savepoint",
    ]

    private func judgeReading(_ tokens: [SQLToken], _ faults: inout CheckFaults) {
        for (index, token) in tokens.enumerated() where token.kind == .word {
            // A column of a table ("x.update") is not the key word.
            let isQualified = index > 0 && tokens[index - 1].isMark(".")
            if !isQualified, Self.writing.contains(token.text) {
                faults.note(.readsOnly, line: line(token), .writes(token.text))
            } else if token.text == "for", index + 1 < tokens.count,
                ["share", "no", "key"].contains(tokens[index + 1].text)
            {
                faults.note(.readsOnly, line: line(token), .writes("for " + tokens[index + 1].text))
            } else if token.text == "set_config" {
                faults.note(.readsOnly, line: line(token), .writes(token.text))
            }
        }
    }

    // MARK: Clock

    private static let clocks: Set = [
        "now", "current_date", "current_time", "current_timestamp", "localtime", "localtimestamp", "clock_timestamp",
        "statement_timestamp", "transaction_timestamp", "timeofday",
    ]
    /// Constants that PostgreSQL's date types read as the moment of planning or execution.
    private static let dayWords: Set = ["'now'", "'today'", "'yesterday'", "'tomorrow'"]

    private func judgeClock(
        _ tokens: [SQLToken],
        _ header: CheckHeader,
        _ lines: CheckHeaderLines,
        _ faults: inout CheckFaults
    ) {
        var asksOurs = false
        for (index, token) in tokens.enumerated() {
            let qualifier = index > 1 && tokens[index - 1].isMark(".") ? tokens[index - 2].text : nil
            let isCall = index + 1 < tokens.count && tokens[index + 1].isMark("(")
            if token.kind == .string, Self.dayWords.contains(token.text.lowercased()) {
                faults.note(.clock, line: line(token), .foreignClock(token.text))
            }
            guard token.kind == .word else { continue }
            switch (qualifier, token.text) {
            case ("jobs", "now") where isCall, ("jobs", "today") where isCall:
                asksOurs = true
                if !header.usesClock { faults.note(.clock, line: line(token), key: "clock", .undeclaredClock) }
            case ("registry", "today") where isCall:
                faults.note(.clock, line: line(token), .foreignClock("registry.today"))
            case (nil, let word) where Self.clocks.contains(word) && (isCall || word != "now"),
                ("pg_catalog", let word) where Self.clocks.contains(word):
                faults.note(.clock, line: line(token), .foreignClock(word))
            // age(x) counts from today; age(x, y) does not.
            case (nil, "age") where isCall && !hasSecondArgument(tokens, after: index + 1),
                ("pg_catalog", "age") where isCall && !hasSecondArgument(tokens, after: index + 1):
                faults.note(.clock, line: line(token), .foreignClock("age"))
            default: break
            }
        }
        if header.usesClock, !asksOurs {
            faults.note(.clock, line: lines.entries["clock"]?.line ?? 1, key: "clock", .unusedClock)
        }
    }

    private func hasSecondArgument(_ tokens: [SQLToken], after opening: Int) -> Bool {
        var depth = 0
        for token in tokens[opening...] {
            if token.isMark("(") { depth += 1 }
            if token.isMark(")") { depth -= 1 }
            if depth == 0 { return false }
            if depth == 1, token.isMark(",") { return true }
        }
        return false
    }

    // MARK: Book

    private func judgeBook(
        _ tokens: [SQLToken],
        _ header: CheckHeader,
        _ lines: CheckHeaderLines,
        _ faults: inout CheckFaults
    ) {
        let parameters = tokens.filter { $0.kind == .parameter }
        let sliceLine = lines.entries["slice"]?.line ?? 1
        switch header.slice {
        case .register:
            if let parameter = parameters.first { faults.note(.book, line: line(parameter), .noParameter) }
        case .book:
            if parameters.isEmpty { faults.note(.book, line: sliceLine, key: "slice", .noBook) }
            if let other = parameters.first(where: { $0.text != "$1" }) {
                faults.note(.book, line: line(other), .noBook)
            }
        }
    }
}
