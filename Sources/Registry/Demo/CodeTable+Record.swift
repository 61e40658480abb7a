extension CodeTable {
    /// A row that is read by the names of its columns.
    struct Record {
        private let fields: [String]
        private let columns: [String: Int]

        fileprivate init(fields: [String], columns: [String: Int]) {
            self.fields = fields
            self.columns = columns
        }

        func text(_ column: String) throws -> String {
            guard let index = columns[column] else { throw CodeTableError.missing(column: column) }
            return fields[index]
        }

        /// An empty field as nil.
        func optional(_ column: String) throws -> String? {
            let text = try text(column)
            return text.isEmpty ? nil : text
        }

        func number(_ column: String) throws -> Int {
            guard let number = Int(try text(column)) else { throw CodeTableError.missing(column: column) }
            return number
        }

        func share(_ column: String) throws -> Double {
            guard let share = Double(try text(column)) else { throw CodeTableError.missing(column: column) }
            return share
        }

        /// `word:weight|word:weight`.
        func weights(_ column: String) throws -> [(String, Int)] {
            try text(column).split(separator: "|").map { entry in
                let parts = entry.split(separator: ":")
                guard parts.count == 2, let weight = Int(parts[1]) else { throw CodeTableError.missing(column: column) }
                return (String(parts[0]), weight)
            }
        }
    }

    func records() -> [Record] {
        let indices = Dictionary(uniqueKeysWithValues: zip(columns, columns.indices))
        return rows.map { Record(fields: $0, columns: indices) }
    }
}
