import CivilIdentity
import FoundationEssentials
import Testing

/// The reference data and vectors of the project, which stand beside the package.
enum Reference {
    /// The 70,013 registrations of the generated district, read once.
    static let district = Result { try rows("persons.csv", in: "data/district-dev") }

    static func rows(
        _ file: String,
        in folder: String = "domain",
        filePath: String = #filePath
    ) throws -> [[String: String]] {
        let package = filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let path = "/\(package)/../shared/\(folder)/\(file)"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        return Self.rows(csv: text)
    }

    /// RFC 4180: quoted fields, doubled quotes; every file starts with a header row.
    static func rows(csv text: String) -> [[String: String]] {
        var records: [[String]] = []
        var fields: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var previous: UInt8 = 0
        func endField() {
            fields.append(String(decoding: field, as: UTF8.self))
            field = []
        }
        for byte in text.utf8 {
            defer { previous = byte }
            switch byte {
            case UInt8(ascii: "\""):
                if isQuoted {
                    isQuoted = false
                } else {
                    // A quote right behind a closing one is a literal quote.
                    if previous == byte, !field.isEmpty || fields.count > 0 { field.append(byte) }
                    isQuoted = true
                }
            case UInt8(ascii: ",") where !isQuoted: endField()
            case UInt8(ascii: "\n") where !isQuoted:
                endField()
                records.append(fields)
                fields = []
            case UInt8(ascii: "\r") where !isQuoted: break
            default: field.append(byte)
            }
        }
        if !field.isEmpty || !fields.isEmpty {
            endField()
            records.append(fields)
        }
        guard let header = records.first else { return [] }
        return records.dropFirst().map { Dictionary(zip(header, $0)) { first, _ in first } }
    }
}

/// An ISO day that exists.
func day(_ iso: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> CalendarDay {
    try #require(CalendarDay(iso: iso), sourceLocation: sourceLocation)
}

/// Numbers that look random and are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
