import Foundation

/// Several measurements that share what they are taken on.
struct Battery {
    /// The names of its figures begin with one of these: "client/".
    let prefixes: [String]
    let measure: (Options) async throws -> [Figure]

    init(_ prefixes: String..., measure: @escaping (Options) async throws -> [Figure]) {
        self.prefixes = prefixes
        self.measure = measure
    }

    /// Whether it may hold a figure that the options ask for: what stands before the first wildcard decides.
    func isWanted(by options: Options) -> Bool {
        let literal = options.glob.prefix { !"*?[".contains($0) }
        let hasWildcard = literal.endIndex < options.glob.endIndex
        return prefixes.contains { literal.hasPrefix($0) || hasWildcard && $0.hasPrefix(literal) }
    }
}

/// What is to be measured, and how thoroughly.
struct Options {
    private(set) var glob = "*"
    /// The long form of each battery.
    private(set) var full = false
    /// Where a register that takes long to make is kept for the next time.
    private(set) var keep: String?

    init(_ arguments: some Sequence<String>) throws(BenchmarkError) {
        var arguments = Array(arguments)[...]
        while let argument = arguments.popFirst() {
            switch argument {
            case "--full": full = true
            case "--keep":
                guard let folder = arguments.popFirst(), folder.hasPrefix("/") else {
                    throw BenchmarkError(said: "--keep wants a folder, as an absolute path")
                }
                keep = folder
            case _ where argument.hasPrefix("-"):
                throw BenchmarkError(said: "usage: bench [GLOB] [--full] [--keep FOLDER]")
            default: glob = argument
            }
        }
    }

    /// The figure itself, those that its pattern names, or those whose names go on with a hyphen ("night/2m" and "night/2m-…").
    func names(_ figure: Figure) -> Bool {
        fnmatch(glob, figure.name, 0) == 0 || figure.name.hasPrefix(glob + "-")
    }
}

/// Says on standard error how a figure came about.
func note(_ line: String) {
    FileHandle.standardError.write(Data("# \(line)\n".utf8))
}
