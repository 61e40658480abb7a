import CLibpq

/// Names and types of a statement's columns, made once per prepared statement and shared by all of its results.
///
/// A prepared statement cannot change its shape: after DDL the server answers 0A000 instead, and the statement is
/// prepared anew.
package final class ColumnLayout: Sendable {
    package let names: [String]
    package let types: [UInt32]
    /// What errors call the statement.
    let statement: String
    /// Positions by name, for layouts that are too wide to search one name after another.
    private let positions: [String: Int]?

    init(names: [String], types: [UInt32], statement: String) {
        self.names = names
        self.types = types
        self.statement = statement
        positions =
            names.count <= 8
            ? nil : Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    }

    convenience init(_ result: OpaquePointer, statement: String) {
        let columns = 0..<PQnfields(result)
        self.init(
            names: columns.map { PQfname(result, $0).map { String(cString: $0) } ?? "" },
            types: columns.map { PQftype(result, $0) },
            statement: statement
        )
    }

    static let none = ColumnLayout(names: [], types: [], statement: "")

    /// The first column of that name.
    func position(of name: String) -> Int? {
        if let positions { return positions[name] }
        return names.firstIndex(of: name)
    }
}
