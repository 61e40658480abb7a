import Crypto

/// An integrity check: one statement that finds what should not be, and what its header says of it.
package struct Check: Sendable, Hashable {
    /// `residents/name-missing`: the folder is the subject, the file's name the rest.
    package let name: String
    package let header: CheckHeader
    /// One SELECT or WITH that returns `book_id, subject, subject_id, key, facts, shown`.
    package let statement: String
    /// The line of the file on which the statement's text begins, counted from 1.
    package let statementLine: Int
    /// sha256 of the file's bytes: which version of the check it is.
    package let hash: [UInt8]

    package var subject: String { String(name.prefix { $0 != "/" }) }
}

extension Check {
    /// Reads a check's file strictly.
    ///
    /// - Parameters:
    ///   - path: Relative to the catalogue, `residents/name-missing.sql`.
    ///   - bytes: The file's.
    /// - Returns: The check, or everything that is wrong with it.
    package static func read(_ path: String, _ bytes: [UInt8]) -> Result<Check, CheckRefusal> {
        var faults = CheckFaults(file: path)
        let name = checkName(path)
        if name == nil { faults.note(.fileName, line: 1, .fileName) }
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            faults.note(.encoding, line: 1, .encoding)
            return .failure(CheckRefusal(faults: faults.all))
        }
        let lines = CheckHeaderLines(text, &faults)
        let header = CheckHeader(lines, &faults)
        let statement = text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(lines.count)
            .joined(separator: "\n")
        CheckStatement(statement, firstLine: lines.count + 1).judge(header, lines, &faults)
        guard let name, let header, faults.all.isEmpty else {
            return .failure(CheckRefusal(faults: faults.all.sorted { $0.line < $1.line }))
        }
        return .success(
            Check(
                name: name,
                header: header,
                statement: CheckStatement.withoutEnd(statement),
                statementLine: lines.count + 1,
                hash: Array(SHA256.hash(data: bytes))
            )
        )
    }

    private static func checkName(_ path: String) -> String? {
        guard path.hasSuffix(".sql") else { return nil }
        let name = path.dropLast(4)
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isName = parts.allSatisfy { part in
            part.utf8.first.map { (0x61...0x7a).contains($0) } == true
                && part.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d }
        }
        return parts.count == 2 && isName ? String(name) : nil
    }
}

/// Why a file is no check: everything at once.
package struct CheckRefusal: Error, Hashable, Sendable {
    package let faults: [CheckFault]

    /// The file, relative to the catalogue.
    package var file: String { faults.first?.file ?? "" }
}

extension CheckRefusal: CustomStringConvertible {
    package var description: String { faults.map(\.description).joined(separator: "\n") }
}
