/// What a caller likes to get (RFC 9110, 12.5.1), read leniently.
struct Accept: Sendable {
    private struct Range {
        let type: Substring
        let subtype: Substring
        let quality: Double
    }

    private let ranges: [Range]

    init(_ header: String) {
        ranges = header.split(separator: ",").compactMap { part in
            let pieces = part.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let name = pieces.first else { return nil }
            let halves = name.split(separator: "/", omittingEmptySubsequences: false)
            guard halves.count == 2 else { return nil }
            let quality = pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
            return Range(type: halves[0][...], subtype: halves[1][...], quality: quality ?? 1)
        }
    }

    /// The offered type that is liked best, the first among equals; nil where none is.
    func best(of offered: [String]) -> String? {
        // A header without one readable range says nothing.
        guard !ranges.isEmpty else { return offered.first }
        var best: (type: String, quality: Double)?
        for type in offered {
            let quality = quality(of: type)
            if quality > 0, quality > best?.quality ?? 0 { best = (type, quality) }
        }
        return best?.type
    }

    private func quality(of offered: String) -> Double {
        let halves = offered.split(separator: "/")
        var found: (precision: Int, quality: Double) = (-1, 0)
        for range in ranges {
            let precision: Int
            switch (range.type, range.subtype) {
            case ("*", "*"): precision = 0
            case (let type, "*") where type == halves[0]: precision = 1
            case (let type, let subtype) where type == halves[0] && subtype == halves[1]: precision = 2
            default: continue
            }
            if precision > found.precision { found = (precision, range.quality) }
        }
        return found.quality
    }
}
