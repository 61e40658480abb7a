import Testing

@testable import Registry

/// The bytes of a text in chunks of a size, as a file would give them.
private func source(_ bytes: [UInt8], chunk: Int) -> CSVReader.Source {
    var rest = bytes[...]
    return { buffer in
        buffer = Array(rest.prefix(chunk))
        rest = rest.dropFirst(chunk)
    }
}

private func rows(_ bytes: [UInt8], chunk: Int = 7) throws -> [[String]] {
    var reader = try CSVReader(source: source(bytes, chunk: max(chunk, 3)))
    var record = CSVRecord()
    var rows: [[String]] = []
    while try reader.next(&record) { rows.append((0..<record.count).map { record.text($0) }) }
    return rows
}

private func rows(_ text: String, chunk: Int = 7) throws -> [[String]] {
    try rows(Array(text.utf8), chunk: chunk)
}

private func fault(_ bytes: [UInt8], chunk: Int = 64) -> CSVFault? {
    do {
        _ = try rows(bytes, chunk: chunk)
        return nil
    } catch {
        return error as? CSVFault
    }
}

@Suite struct ImportCSVTests {
    @Test("RFC 4180: quotes, doubled quotes, delimiters and line ends inside quotes")
    func quotes() throws {
        #expect(
            try rows("a,b\n\"x,1\",\"y\"\"z\"\r\n\"l1\nl2\",\"\"\n", chunk: 256) == [
                ["a", "b"], ["x,1", "y\"z"], ["l1\nl2", ""],
            ]
        )
    }

    @Test("line ends LF, CRLF and CR, with or without the last one; blank rows are passed over and counted")
    func lineEnds() throws {
        for end in ["\n", "\r\n", "\r"] {
            for last in ["", end] {
                #expect(try rows("a,b\(end)1,2\(end)3,4\(last)", chunk: 3) == [["a", "b"], ["1", "2"], ["3", "4"]])
            }
        }
        var reader = try CSVReader(source: source(Array("a,b\n\n\r\n1,2\n".utf8), chunk: 5))
        var record = CSVRecord()
        #expect(try reader.next(&record) && record.row == 1)
        #expect(try reader.next(&record) && record.row == 4)
        #expect(try !reader.next(&record))
    }

    @Test("a byte order mark is skipped; the header decides between comma and semicolon")
    func delimiters() throws {
        #expect(try rows("\u{FEFF}a;b\n1,5;2\n", chunk: 64) == [["a", "b"], ["1,5", "2"]])
        #expect(try rows("\"a;b\",c\n1,2\n", chunk: 64) == [["a;b", "c"], ["1", "2"]])
        #expect(try rows("một\nhai\n", chunk: 64) == [["một"], ["hai"]])
    }

    @Test("what breaks the format is told with row, column and byte", arguments: [3, 64])
    func faults(chunk: Int) {
        #expect(
            fault(Array("a,b\n1,x\"y\n".utf8), chunk: chunk)
                == CSVFault(kind: .strayQuote, row: 2, column: 2, byte: 7)
        )
        #expect(
            fault(Array("a,b\n1,\"x\"y\n".utf8), chunk: chunk)
                == CSVFault(kind: .afterQuote, row: 2, column: 2, byte: 9)
        )
        #expect(
            fault(Array("a,b\n1,\"x\n2,3\n".utf8), chunk: chunk)
                == CSVFault(kind: .unterminatedQuote, row: 2, column: 2, byte: 6)
        )
        #expect(fault(Array("a,b\n1,".utf8) + [0], chunk: chunk) == CSVFault(kind: .nul, row: 2, column: 2, byte: 6))
        // "đ" of Windows-1258, a lone continuation byte, a surrogate, an overlong "/", half a letter at the end.
        for wrong: [UInt8] in [[0xF0, 0x61], [0x80], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xE1, 0xBA]] {
            let found = fault(Array("a,b\n1,".utf8) + wrong, chunk: chunk)
            #expect(found?.kind == .notUTF8)
            #expect(found?.row == 2)
            #expect(found?.column == 2)
        }
        #expect(fault([0xFF, 0xFE, 0x61, 0x00], chunk: chunk) == CSVFault(kind: .notUTF8, row: 1, column: 1, byte: 0))
    }

    @Test("a field of 64 KiB is read, one byte more is refused, and 10 MB are refused without being held")
    func longFields() throws {
        let longest = [UInt8](repeating: 0x61, count: CSVReader.longestField)
        #expect(
            try rows(Array("a,b\n".utf8) + longest + Array(",2\n".utf8), chunk: 4096).last?.first?.utf8.count == 65_536
        )
        #expect(fault(Array("a,b\n".utf8) + longest + [0x61], chunk: 4096)?.kind == .fieldTooLong)
        var served = 0
        var reader = try CSVReader { chunk in
            chunk = served == 0 ? Array("a,b\n\"".utf8) : [UInt8](repeating: 0x61, count: 65_536)
            served += chunk.count
        }
        var record = CSVRecord()
        _ = try reader.next(&record)
        #expect(throws: CSVFault.self) { _ = try reader.next(&record) }
        #expect(served < 3 * 65_536)
        #expect(fault([UInt8](repeating: 0x2C, count: 10_000_000), chunk: 65_536)?.kind == .tooManyFields)
    }

    @Test("what is written by the rules is read back, whatever the fields hold and wherever the chunks end")
    func roundTrip() throws {
        var generator = SplitMix(state: 20_240_917)
        let pieces = ["Giàng A Páo", "", "a", "\"", "\"\"", ",", ";", "\n", "\r\n", "ừ", "Ê-đê", " ", "🙂", "x\"y"]
        for _ in 0..<300 {
            let delimiter = Bool.random(using: &generator) ? "," : ";"
            let width = Int.random(in: 2...6, using: &generator)
            let header = (0..<width).map { "c\($0)" }
            let table = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
                (0..<width).map { _ in
                    (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                        pieces.randomElement(using: &generator) ?? ""
                    }
                    .joined()
                }
            }
            let text = ([header] + table).map { row in
                row.map { field in
                    let mustQuote = field.utf8.contains { [0x22, 0x2C, 0x3B, 0x0A, 0x0D].contains($0) }
                    return mustQuote || Bool.random(using: &generator)
                        ? "\""
                            + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
                            + "\""
                        : field
                }.joined(separator: delimiter)
            }.joined(separator: Bool.random(using: &generator) ? "\n" : "\r\n")
            // The first chunk holds the header, as every real one does.
            let read = try rows(text, chunk: Int.random(in: 40...90, using: &generator))
            // The last row has no line end; when it is one empty unquoted field it cannot be told from none.
            #expect(read == [header] + table, "seed 20240917")
        }
    }
}

/// A generator that gives the same fields in every run.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
