/// Reads CSV from a source of bytes, row by row (RFC 4180): comma or semicolon, quotes, line ends of any kind.
///
/// UTF-8 only, with or without a byte order mark. Holds one chunk and one row, however long the file is. The header's row
/// decides between comma and semicolon. What breaks the format is a ``CSVFault``, after which nothing more is read.
struct CSVReader {
    static let longestField = 65_536
    static let mostFields = 512

    /// Fills the array with the next bytes of the file; leaves it empty at the end.
    typealias Source = (inout [UInt8]) throws -> Void

    private let source: Source
    private var chunk: [UInt8] = []
    private var position = 0
    /// The file's offset of the chunk's first byte.
    private var offset = 0
    private var row = 0
    private var isAfterCarriageReturn = false
    private var utf8 = UTF8Check()
    let delimiter: UInt8

    /// Reads the first chunk.
    ///
    /// - Throws: What the source throws.
    init(source: @escaping Source) throws {
        self.source = source
        try source(&chunk)
        position = chunk.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        delimiter = Self.delimiter(of: chunk[position...])
    }

    /// Whichever of comma and semicolon the header's row holds more of, outside of quotes.
    private static func delimiter(of bytes: ArraySlice<UInt8>) -> UInt8 {
        var isQuoted = false
        var balance = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: ","): balance += isQuoted ? 0 : 1
            case UInt8(ascii: ";"): balance -= isQuoted ? 0 : 1
            case 0x0A where !isQuoted, 0x0D where !isQuoted:
                return balance < 0 ? UInt8(ascii: ";") : UInt8(ascii: ",")
            default: break
            }
        }
        return balance < 0 ? UInt8(ascii: ";") : UInt8(ascii: ",")
    }

    private enum Place {
        case fieldStart
        case plain
        case quoted
        case quoteInQuoted
    }

    /// Reads the next row that is not blank; false at the end of the file.
    ///
    /// - Throws: ``CSVFault``, or what the source throws.
    mutating func next(_ record: inout CSVRecord) throws -> Bool {
        while true {
            row += 1
            record.begin(row: row)
            guard try read(&record) else { return false }
            // A blank row is one empty field.
            if record.count > 1 || !record.bytes.isEmpty { return true }
        }
    }

    /// Reads one row, blank or not; false if nothing is left.
    private mutating func read(_ record: inout CSVRecord) throws -> Bool {
        var place = Place.fieldStart
        var quoteOpenedAt = 0
        while true {
            if position == chunk.count {
                offset += chunk.count
                position = 0
                try source(&chunk)
                guard !chunk.isEmpty else { return try end(&record, place, quoteOpenedAt) }
            }
            let byte = chunk[position]
            position += 1
            if byte == 0 { throw fault(.nul, record) }
            guard utf8.accepts(byte) else { throw fault(.notUTF8, record) }
            if isAfterCarriageReturn {
                isAfterCarriageReturn = false
                if byte == 0x0A, place == .fieldStart, record.count == 0 { continue }
            }
            switch place {
            case .quoted:
                if byte == UInt8(ascii: "\"") { place = .quoteInQuoted } else { try append(byte, to: &record) }
                continue
            case .quoteInQuoted where byte == UInt8(ascii: "\""):
                try append(byte, to: &record)
                place = .quoted
                continue
            default: break
            }
            switch byte {
            case delimiter:
                record.endField()
                if record.count > Self.mostFields { throw fault(.tooManyFields, record) }
                place = .fieldStart
            case 0x0A, 0x0D:
                isAfterCarriageReturn = byte == 0x0D
                record.endField()
                return true
            case UInt8(ascii: "\""):
                guard place == .fieldStart else { throw fault(.strayQuote, record) }
                quoteOpenedAt = offset + position - 1
                place = .quoted
            default:
                if place == .quoteInQuoted { throw fault(.afterQuote, record) }
                try append(byte, to: &record)
                place = .plain
            }
        }
    }

    private mutating func append(_ byte: UInt8, to record: inout CSVRecord) throws {
        record.append(byte)
        if record.openLength > Self.longestField { throw fault(.fieldTooLong, record) }
    }

    /// What the end of the file means in the middle of a row.
    private func end(_ record: inout CSVRecord, _ place: Place, _ quoteOpenedAt: Int) throws -> Bool {
        if !utf8.isComplete { throw fault(.notUTF8, record) }
        if place == .quoted {
            throw CSVFault(kind: .unterminatedQuote, row: row, column: record.count + 1, byte: quoteOpenedAt)
        }
        if place == .fieldStart, record.count == 0 { return false }
        record.endField()
        return true
    }

    private func fault(_ kind: CSVFault.Kind, _ record: CSVRecord) -> CSVFault {
        CSVFault(kind: kind, row: row, column: record.count + 1, byte: offset + position - 1)
    }
}

/// Whether bytes that come one by one are UTF-8 (RFC 3629: no surrogates, nothing overlong).
struct UTF8Check {
    private var missing = 0
    private var low: UInt8 = 0x80
    private var high: UInt8 = 0xBF

    var isComplete: Bool { missing == 0 }

    mutating func accepts(_ byte: UInt8) -> Bool {
        if missing > 0 {
            guard low...high ~= byte else { return false }
            (missing, low, high) = (missing - 1, 0x80, 0xBF)
            return true
        }
        switch byte {
        case 0x00...0x7F: return true
        case 0xC2...0xDF: missing = 1
        case 0xE0: (missing, low) = (2, 0xA0)
        case 0xED: (missing, high) = (2, 0x9F)
        case 0xE1...0xEF: missing = 2
        case 0xF0: (missing, low) = (3, 0x90)
        case 0xF1...0xF3: missing = 3
        case 0xF4: (missing, high) = (3, 0x8F)
        default: return false
        }
        return true
    }
}
