import Postgres
import Testing

@Suite("SQL text") struct SQLTests {
    @Test("Interpolated values are bound, never spliced")
    func binding() {
        let name = "x'; drop table resident; --"
        let sql: SQL = "select * from resident where name = \(name) and id = \(7)"
        #expect(sql.text == "select * from resident where name = $1 and id = $2")
        #expect(sql.binds.types == [25, 20])
        #expect(sql.binds[0] == Array(name.utf8))
        #expect(sql.binds[1] == [0, 0, 0, 0, 0, 0, 0, 7])
    }

    @Test("A string literal inside of an interpolation is a value too")
    func literal() {
        let sql: SQL = "select \("drop")"
        #expect(sql.text == "select $1")
        #expect(sql.binds[0] == Array("drop".utf8))
    }

    @Test("Nil is bound as NULL of its type, arrays as arrays, bytes as bytea")
    func nilAndArrays() {
        let missing: Int32? = nil
        let sql: SQL = "\(missing) \([1, 2]) \(["a", nil]) \([UInt8](arrayLiteral: 1, 2)) \([[UInt8]]())"
        #expect(sql.binds.types == [23, 1016, 1009, 17, 1001])
        #expect(sql.binds[0] == nil)
        #expect(sql.binds[3] == [1, 2])
    }

    @Test("Nested statements keep their binds under new numbers, also beyond nine")
    func nesting() {
        let inner: SQL = "(\(1), \(2))"
        let pairs = Array(repeating: inner, count: 6).joined()
        #expect(pairs.text == "($1, $2), ($3, $4), ($5, $6), ($7, $8), ($9, $10), ($11, $12)")
        let outer: SQL = "insert into t select \(0), * from (values \(pairs)) where \(true) and '$9' = \(raw: "'$9'")"
        #expect(
            outer.text == "insert into t select $1, * from (values ($2, $3), ($4, $5), ($6, $7), ($8, $9), ($10, $11), "
                + "($12, $13)) where $14 and '$9' = '$9'"
        )
        #expect(outer.binds.count == 14)
        let twice: SQL = "\(outer) union \(outer)"
        #expect(twice.text.hasSuffix("and '$9' = '$9'"))
        #expect(twice.text.contains("$28"))
        #expect(twice.binds.types == outer.binds.types + outer.binds.types)
    }

    @Test("Parameters keep their place behind text of more than one byte a letter")
    func unicode() {
        let inner: SQL = "sổ gốc = \("ưở") và \(2)"
        let outer: SQL = "Đắk Lắk \(1): \(inner)"
        #expect(outer.text == "Đắk Lắk $1: sổ gốc = $2 và $3")
    }

    @Test("A quoted name can be nothing but a name")
    func identifiers() async throws {
        let name = "a\"; drop table x; --"
        let sql: SQL = "select 1 as \(identifier: name)"
        #expect(sql.text == "select 1 as \"a\"\"; drop table x; --\"")
        try await ClientServer.shared.withClient(connections: 1) { client in
            let rows = try await client.rows(sql, access: .read)
            #expect(rows.columns.names == [name])
        }
    }

    @Test("Hostile strings come back as they were sent")
    func injection() async throws {
        try await ClientServer.shared.withClient(connections: 1) { client in
            for text in [
                "'", "''", "\\", "$1", "$$", "\"", "'; select pg_sleep(10); --", "\u{202E}", "x\ny\tz", "", "NULL",
                "Nguyễn Thị Hằng", "e\u{301}", "😀",
            ] {
                let back: String = try await client.rows("select \(text) as text", access: .read)[0]["text"]
                #expect(Array(back.utf8) == Array(text.utf8))
            }
        }
    }

    @Test("Reports show a name or the text, but no text that came in raw")
    func labels() {
        #expect("\("select \(1)\n  as one" as SQL)" == "select $1 as one")
        #expect("\("select 'Nguyễn Văn A' \(raw: "")" as SQL)" == "(unnamed statement)")
        #expect("\(SQL(raw: "select 'Nguyễn Văn A'", name: "own query"))" == "own query")
    }
}
