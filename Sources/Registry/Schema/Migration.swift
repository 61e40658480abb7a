import Crypto
import FoundationEssentials

/// One numbered file of `sql/migrations`: applied once, in order, in a transaction of its own, and never edited after.
package struct Migration: Sendable {
    /// The number that the file's name begins with.
    package let number: Int
    /// The file's name without its ending: `0004_residents`.
    package let name: String
    package let text: String
    /// sha256 of the file's bytes, in hexadecimal.
    package let checksum: String

    /// The migrations of a folder, in order.
    ///
    /// - Throws: ``MigrationError`` when numbers are missing or doubled, or a file cannot be read.
    package static func all(in folder: String) throws -> [Migration] {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".sql") }.sorted()
        var migrations: [Migration] = []
        for file in files {
            let name = String(file.dropLast(4))
            guard let number = Int(name.prefix(4)), number == migrations.count + 1 else {
                throw MigrationError.misnumbered(file: file, expected: migrations.count + 1)
            }
            let bytes = try Data(contentsOf: URL(filePath: "\(folder)/\(file)"))
            migrations.append(
                Migration(
                    number: number,
                    name: name,
                    text: String(decoding: bytes, as: UTF8.self),
                    checksum: hexadecimal(SHA256.hash(data: bytes))
                )
            )
        }
        return migrations
    }
}

/// The lower-case hexadecimal form of some bytes.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}

/// Why the schema was not brought up to date.
package enum MigrationError: Error, Equatable, CustomStringConvertible {
    case misnumbered(file: String, expected: Int)
    /// A file differs from what was applied under its number: it was edited, or another version's schema is here.
    case changed(name: String)
    /// The database is ahead of this program.
    case unknown(name: String)
    /// Another migration is running.
    case locked

    package var description: String {
        switch self {
        case .misnumbered(let file, let expected):
            "\(file): expected number \(expected); migrations are numbered without gaps"
        case .changed(let name):
            "\(name) differs from what was applied; a migration is never edited, write a new one"
        case .unknown(let name):
            "the database has \(name), which this program does not know; use the newer program"
        case .locked:
            "another migration is running"
        }
    }
}
