import Foundation
import RegistryTestSupport
import Testing

@testable import Registry

@Suite struct CodeTableTests {
    @discardableResult
    private func table<Value>(_ text: String, _ body: (String) throws -> Value) throws -> Value {
        let path = "/tmp/sogoc-table-\(UUID().uuidString).csv"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }

    @Test("Reference data are CSV as the import reads it: quotes, doubled quotes, lines in a field, both line ends")
    func format() throws {
        let text = "code,name\r\n01,\"họ, chữ đệm\"\r\n\r\n02,\"\"\"Mán\"\"\nhay Dao\"\n03,\n"
        let read = try table(text) { try CodeTable(file: $0) }
        #expect(read.columns == ["code", "name"])
        #expect(try read.values("code") == ["01", "02", "03"])
        #expect(try read.values("name") == ["họ, chữ đệm", "\"Mán\"\nhay Dao", nil])
        #expect(throws: CodeTableError.missing(column: "unit")) { try read.values("unit") }
    }

    @Test("A file that is not what it should be is refused by its name, and by the row where there is one")
    func refused() throws {
        try table("") { path in
            #expect(throws: CodeTableError.empty(file: path)) { try CodeTable(file: path) }
        }
        // The blank row counts, as in an editor.
        try table("code,name\n01,Kinh\n\n02\n") { path in
            #expect(throws: CodeTableError.ragged(file: path, row: 4)) { try CodeTable(file: path) }
        }
        try table("code,name\n01,Ki\"nh\n") { path in
            let fault = CSVFault(kind: .strayQuote, row: 2, column: 2, byte: 15)
            #expect(throws: CodeTableError.malformed(file: path, fault)) { try CodeTable(file: path) }
        }
    }

    @Test("Every reference file and every file of the demonstration is one")
    func project() throws {
        for folder in ["reference", "demo"] {
            let files = try FileManager.default.contentsOfDirectory(atPath: "\(Checkout.root)/sql/\(folder)")
            for file in files.filter({ $0.hasSuffix(".csv") }) {
                #expect(try !CodeTable(file: "\(Checkout.root)/sql/\(folder)/\(file)").rows.isEmpty)
            }
        }
    }
}
