import FoundationEssentials

/// The checks of an installation: the files of `sql/checks`, by name.
package struct CheckCatalogue: Sendable {
    /// By name, each once.
    package let checks: [Check]
    /// Files that are no checks, each with all that is wrong with it; they stop no other.
    package let refused: [CheckRefusal]

    package init(_ checks: [Check], refused: [CheckRefusal] = []) {
        self.checks = checks.sorted { $0.name < $1.name }
        self.refused = refused
    }

    /// Reads every check below a folder; fixtures (`….fixture.sql`, `fixture.sql`) are for tests and left alone.
    ///
    /// - Parameter folder: `sql/checks` beside the program or in `SOGOC_HOME`.
    /// - Returns: The catalogue; empty where the folder does not exist.
    /// - Throws: Foundation's error when a file or folder cannot be read.
    package static func load(from folder: String) throws -> CheckCatalogue {
        var checks: [Check] = []
        var refused: [CheckRefusal] = []
        for path in try paths(in: folder) {
            switch Check.read(path, Array(try Data(contentsOf: URL(filePath: "\(folder)/\(path)")))) {
            case .success(let check): checks.append(check)
            case .failure(let refusal): refused.append(refusal)
            }
        }
        return CheckCatalogue(checks, refused: refused)
    }

    /// Reads the file of one check alone.
    ///
    /// - Returns: Nil where there is no such file.
    /// - Throws: ``CheckRefusal`` where it is no check, Foundation's error when it cannot be read.
    static func check(named name: String, in folder: String) throws -> Check? {
        let path = "\(folder)/\(name).sql"
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return try Check.read(name + ".sql", Array(try Data(contentsOf: URL(filePath: path)))).get()
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
    /// - Returns: The part of the catalogue that they name, files that were refused included.
    package func matching(_ patterns: [String]) -> CheckCatalogue {
        guard !patterns.isEmpty else { return self }
        let globs = patterns.map { Glob($0) }
        return CheckCatalogue(
            checks.filter { check in globs.contains { $0.matches(check.name) } },
            refused: refused.filter { refusal in globs.contains { $0.matches(String(refusal.file.dropLast(4))) } }
        )
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
