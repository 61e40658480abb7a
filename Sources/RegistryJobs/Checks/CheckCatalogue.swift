import FoundationEssentials

/// The checks of an installation: the files of `sql/checks`, by name.
package struct CheckCatalogue: Sendable {
    /// By name, each once.
    package let checks: [Check]

    package init(_ checks: [Check]) {
        self.checks = checks.sorted { $0.name < $1.name }
    }

    /// Reads every check below a folder; fixtures (`….fixture.sql`, `fixture.sql`) are for tests and left alone.
    ///
    /// - Parameter folder: `sql/checks` beside the program or in `SOGOC_HOME`.
    /// - Returns: The catalogue; empty where the folder does not exist.
    /// - Throws: ``CheckRefusal`` with everything that is wrong with any file: a catalogue is whole or not used.
    package static func load(from folder: String) throws -> CheckCatalogue {
        var checks: [Check] = []
        var faults: [CheckFault] = []
        for path in try paths(in: folder) {
            let bytes = Array(try Data(contentsOf: URL(filePath: "\(folder)/\(path)")))
            switch Check.read(path, bytes) {
            case .success(let check): checks.append(check)
            case .failure(let refusal): faults += refusal.faults
            }
        }
        guard faults.isEmpty else { throw CheckRefusal(faults: faults) }
        return CheckCatalogue(checks)
    }

    /// The files that are meant to be checks, relative to the folder, in order.
    package static func paths(in folder: String) throws -> [String] {
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        return try FileManager.default.subpathsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".sql") && !$0.hasSuffix(".fixture.sql") && $0 != "fixture.sql" }
            .sorted()
    }

    package func check(named name: String) -> Check? {
        checks.first { $0.name == name }
    }

    /// The checks that any of the patterns names; all of them where none is given.
    ///
    /// - Parameter patterns: A name, or one with `*` for anything and `?` for one character: `cards/*`, `*/no-*`.
    package func matching(_ patterns: [String]) -> [Check] {
        guard !patterns.isEmpty else { return checks }
        let globs = patterns.map { Glob($0) }
        return checks.filter { check in globs.contains { $0.matches(check.name) } }
    }
}

/// A pattern with `*` and `?`, as shells have it; here `*` also passes a slash.
struct Glob {
    private let pattern: [UInt8]

    init(_ pattern: String) {
        self.pattern = Array(pattern.utf8)
    }

    func matches(_ text: String) -> Bool {
        let text = Array(text.utf8)
        var (at, place) = (0, 0)
        // Where the last star stands, and how much of the text it has taken so far.
        var star: (pattern: Int, text: Int)?
        while place < text.count {
            if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
                star = (at, place)
                at += 1
            } else if at < pattern.count, pattern[at] == text[place] || pattern[at] == UInt8(ascii: "?") {
                at += 1
                place += 1
            } else if let last = star {
                star = (last.pattern, last.text + 1)
                at = last.pattern + 1
                place = last.text + 1
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
