/// One row of a CSV file: its fields' bytes one after another, without quotes.
///
/// Filled again and again by ``CSVReader/next(_:)``, so that reading a million rows allocates nothing.
struct CSVRecord {
    /// As a spreadsheet counts: the header is row 1, and blank rows count.
    var row = 0
    var bytes: [UInt8] = []
    /// Where each field ends in ``bytes``.
    var ends: [Int] = []

    var count: Int { ends.count }

    /// The field at a place counted from 0.
    func text(_ index: Int) -> String {
        String(decoding: bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]], as: UTF8.self)
    }

    mutating func begin(row: Int) {
        self.row = row
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    /// Bytes of the field that is being read.
    var openLength: Int { bytes.count - (ends.last ?? 0) }

    mutating func append(_ byte: UInt8) { bytes.append(byte) }
    mutating func endField() { ends.append(bytes.count) }
}
