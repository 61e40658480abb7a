/// What the comments at the top of a check's file say of it.
package struct CheckHeader: Sendable, Hashable {
    /// How bad it is when the check finds something; ascending.
    package enum Severity: String, Sendable, CaseIterable, Comparable {
        case info
        case warning
        case serious
        case critical

        package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

        package var vi: String {
            switch self {
            case .info: "thông tin"
            case .warning: "cảnh báo"
            case .serious: "nghiêm trọng"
            case .critical: "khẩn cấp"
            }
        }
    }

    /// What one run of the statement looks at.
    package enum Slice: String, Sendable, CaseIterable {
        /// One book, `$1`.
        case book
        /// The whole register, because it must look across books.
        case register
    }

    /// How long a check may take on one slice, and how many rows it may return there.
    package struct Budget: Sendable, Hashable {
        package var time: Duration = .seconds(20)
        package var rows = 10_000
    }

    package let title: String
    package let titleVi: String
    package let severity: Severity
    /// Why it matters.
    package let why: String
    package let whyVi: String
    /// What to do about it.
    package let remedy: String
    package let remedyVi: String
    package let slice: Slice
    /// Whether what it finds depends on the day: it asks `jobs.now()` or `jobs.today()`, and no other clock.
    package let usesClock: Bool
    /// Whether a constraint of the database rules out what it looks for, so that only a dropped one could let it fire.
    package let guardsConstraint: Bool
    package let budget: Budget
    /// For incremental nights: which changes concern which subjects, as written.
    package let affects: String?
}

/// The lines of a header as keys and values, with where they stand.
struct CheckHeaderLines {
    struct Entry {
        let line: Int
        var value: String
    }

    private(set) var entries: [String: Entry] = [:]
    /// How many lines the header takes.
    private(set) var count = 0

    static let keys = [
        "title", "title_vi", "severity", "why", "why_vi", "remedy", "remedy_vi", "slice", "clock", "guards", "budget",
        "affects",
    ]
    static let required = [
        "title", "title_vi", "severity", "why", "why_vi", "remedy", "remedy_vi", "slice", "clock",
    ]

    /// Reads the block of comment lines that a file begins with, and notes what is wrong with it.
    init(_ text: String, _ faults: inout CheckFaults) {
        var open: String?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("--") else { break }
            count += 1
            let content = line.dropFirst(2)
            if content.hasPrefix("  ") {
                let more = content.trimmed
                if let key = open, let entry = entries[key], !more.isEmpty {
                    entries[key]?.value = entry.value.isEmpty ? more : entry.value + " " + more
                } else {
                    faults.note(.headerLine, line: count, .continuesNothing)
                }
                continue
            }
            open = nil
            guard content.hasPrefix(" "), let colon = content.firstIndex(of: ":") else {
                faults.note(.headerLine, line: count, .noHeaderLine)
                continue
            }
            let key = String(content[..<colon].dropFirst())
            guard Self.keys.contains(key) else {
                faults.note(.unknownKey, line: count, key: key, .unknownKey(Self.keys))
                continue
            }
            guard entries[key] == nil else {
                faults.note(.repeatedKey, line: count, key: key, .repeatedKey)
                continue
            }
            entries[key] = Entry(line: count, value: content[content.index(after: colon)...].trimmed)
            open = key
        }
        for key in Self.required where entries[key] == nil {
            faults.note(.missingKey, line: 1, key: key, .missingKey)
        }
        for (key, entry) in entries where entry.value.isEmpty {
            faults.note(.emptyValue, line: entry.line, key: key, .emptyValue)
        }
    }
}

extension Substring {
    /// Without blanks at its ends.
    var trimmed: String {
        let rest = drop { $0.isWhitespace }
        return rest.lastIndex { !$0.isWhitespace }.map { String(rest[...$0]) } ?? ""
    }
}
