import FoundationEssentials
import Postgres
import Testing

/// Every type both ways: what we encode is what the server writes as text, and what it sends is what we decode.
@Suite("Types") struct TypeTests {
    let server: ClientServer

    init() async throws {
        server = try await ClientServer.shared
    }

    /// Checks values whose text on the server is known.
    private func check<Value: PostgresEncodable & PostgresDecodable & Equatable>(
        _ client: PostgresClient,
        _ type: String,
        _ pairs: [(Value, String)],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for (value, text) in pairs {
            let row = try await client.rows(
                """
                select \(value)::text as sent, \(value) as back, \(text)::\(raw: type) as read,
                       pg_typeof(\(value))::text as type, null::\(raw: type) as nothing
                """,
                access: .read
            )[0]
            #expect(try row["sent"] == text, sourceLocation: sourceLocation)
            #expect(try row["back"] == value, sourceLocation: sourceLocation)
            #expect(try row["read"] == value, sourceLocation: sourceLocation)
            #expect(try row["type"] == type, sourceLocation: sourceLocation)
            #expect(try (row["nothing"] as Value?) == nil, sourceLocation: sourceLocation)
        }
    }

    @Test("Booleans and integers, with their extremes")
    func integers() async throws {
        try await server.withClient(connections: 1) { client in
            try await check(client, "boolean", [(true, "true"), (false, "false")])
            let small: [Int16] = [0, 1, -1, .min, .max] + (0..<20).map { _ in .random(in: .min ... .max) }
            try await check(client, "smallint", small.map { ($0, "\($0)") })
            let medium: [Int32] = [0, 1, -1, .min, .max] + (0..<20).map { _ in .random(in: .min ... .max) }
            try await check(client, "integer", medium.map { ($0, "\($0)") })
            let big: [Int] = [0, 1, -1, .min, .max] + (0..<20).map { _ in .random(in: .min ... .max) }
            try await check(client, "bigint", big.map { ($0, "\($0)") })
        }
    }

    @Test("Wider integers read narrower ones, narrower refuse wider ones")
    func widening() async throws {
        try await server.withClient(connections: 1) { client in
            let row = try await client.rows(
                "select 1::int2 as small, 2::int4 as medium, 3::int8 as big, 4::oid as oid, 1.5::float4 as single",
                access: .read
            )[0]
            #expect(try [row["small"] as Int, row["medium"], row["big"], row["oid"]] == [1, 2, 3, 4])
            #expect(try row["small"] as Int32 == 1)
            #expect(try row["single"] as Double == 1.5)
            let error = #expect(throws: RowDecodingError.self) { _ = try row["big"] as Int32 }
            #expect(error?.reason == .typeMismatch)
            #expect(error?.column == "big")
            #expect(error?.wanted == "integer")
        }
    }

    @Test("Doubles, with their oddities")
    func doubles() async throws {
        try await server.withClient(connections: 1) { client in
            try await check(
                client,
                "double precision",
                [
                    (0, "0"), (1.5, "1.5"), (-0.1, "-0.1"), (.infinity, "Infinity"), (-.infinity, "-Infinity"),
                    (.greatestFiniteMagnitude, "1.7976931348623157e+308"), (.leastNonzeroMagnitude, "5e-324"),
                ]
            )
            let nan: Double = try await client.rows("select \(Double.nan) as n", access: .read)[0]["n"]
            #expect(nan.isNaN)
            let random = (0..<50).map { _ in Double(bitPattern: .random(in: 0 ... .max)) }.filter(\.isFinite)
            let back = try await client.rows("select unnest(\(random)) as d", access: .read)
            #expect(try back.map { try $0["d"] as Double } == random)
        }
    }

    @Test("Numerics keep every digit and the scale")
    func numerics() async throws {
        try await server.withClient(connections: 1) { client in
            var texts = [
                "0", "0.00", "1", "-1", "10", "100", "1000", "9999", "10000", "10001", "100000000", "0.1", "0.0001",
                "0.00001", "-0.000000012", "12345678901234567890.123456789", "1.50", "1000000.0000001", "NaN",
                "Infinity", "-Infinity", String(repeating: "9", count: 200) + "." + String(repeating: "1", count: 90),
            ]
            for _ in 0..<100 {
                let whole = (0..<Int.random(in: 1...25)).map { _ in String(Int.random(in: 0...9)) }.joined()
                let fraction = (0..<Int.random(in: 1...25)).map { _ in String(Int.random(in: 0...9)) }.joined()
                texts.append("\(Bool.random() ? "-" : "")\(whole).\(fraction)")
            }
            for text in texts {
                let value = try #require(PostgresNumeric(text))
                let row = try await client.rows(
                    "select \(value)::text as sent, \(text)::numeric as back, \(text)::numeric::text as canonical",
                    access: .read
                )[0]
                let canonical: String = try row["canonical"]
                #expect(try row["sent"] == canonical)
                #expect(try (row["back"] as PostgresNumeric).text == canonical)
            }
            for text in ["", ".", "-", "1e5", "1.2.3", "abc", " 1", "1 ", "١"] { #expect(PostgresNumeric(text) == nil) }
        }
    }

    @Test("Text of every kind, and bytes")
    func texts() async throws {
        try await server.withClient(connections: 1) { client in
            try await check(client, "text", [("", ""), ("Đắk Lắk", "Đắk Lắk"), ("a'b\\c", "a'b\\c")])
            try await check(client, "bytea", [([UInt8](), "\\x"), ([0, 255, 39, 92], "\\x00ff275c")])
            let row = try await client.rows(
                """
                select 'v'::varchar as v, 'c '::char(3) as c, 'n'::name as n, '{"a":1}'::json as j, 'x'::"char" as x,
                       unnest(array['p']::varchar[]) as p, array['q']::varchar[] as q
                """,
                access: .read
            )[0]
            #expect(
                try [row["v"] as String, row["n"], row["j"], row["x"], row["p"]] == ["v", "n", #"{"a":1}"#, "x", "p"]
            )
            #expect(try row["c"] as String == "c  ")
            #expect(try row["q"] as [String] == ["q"])
            let random = (0..<256).map { _ in UInt8.random(in: 0...255) }
            let back: [UInt8] = try await client.rows("select \(random) as b", access: .read)[0]["b"]
            #expect(back == random)
        }
    }

    @Test("A NUL in text is refused by the server, and nothing is cut off")
    func nulInText() async throws {
        try await server.withClient(connections: 1) { client in
            let error = await #expect(throws: PostgresError.self) {
                _ = try await client.rows("select \("a\0b") as t", access: .read)
            }
            #expect(error?.sqlState == .characterNotInRepertoire)
        }
    }

    @Test("UUIDs")
    func uuids() async throws {
        try await server.withClient(connections: 1) { client in
            let values = (0..<20).map { _ in UUID() }
            try await check(client, "uuid", values.map { ($0, $0.uuidString.lowercased()) })
            let back: [UUID] = try await client.rows("select \(values) as u", access: .read)[0]["u"]
            #expect(back == values)
        }
    }

    @Test("Dates from the beginning of the calendar to its end, and both infinities")
    func dates() async throws {
        try await server.withClient(connections: 1) { client in
            try await check(
                client,
                "date",
                [
                    (PostgresDate(daysSince2000: 0), "2000-01-01"), (.infinity, "infinity"),
                    (.negativeInfinity, "-infinity"),
                ]
            )
            let days =
                [0, 59, 60, -1, -36_524, -730_425, 2_921_575]
                + (0..<200).map { _ in Int.random(in: -900_000...900_000) }
            for day in days {
                let date = PostgresDate(daysSince2000: Int32(day))
                let row = try await client.rows(
                    """
                    select extract(year from \(date))::int as y, extract(month from \(date))::int as m,
                           extract(day from \(date))::int as d
                    """,
                    access: .read
                )[0]
                let parts = try #require(date.parts)
                // PostgreSQL has no year 0: 1 BC is -1.
                let year: Int = try row["y"]
                #expect(parts.year == (year < 0 ? year + 1 : year))
                #expect(try parts.month == row["m"])
                #expect(try parts.day == row["d"])
                #expect(PostgresDate(year: parts.year, month: parts.month, day: parts.day) == date)
            }
            #expect(PostgresDate(year: 2023, month: 2, day: 29) == nil)
            #expect(PostgresDate(year: 2024, month: 2, day: 29) != nil)
            #expect(PostgresDate(year: 1900, month: 2, day: 29) == nil)
            #expect(PostgresDate(year: 2024, month: 13, day: 1) == nil)
            #expect(PostgresDate(year: 2024, month: 4, day: 31) == nil)
        }
    }

    @Test("Moments to the microsecond, and both infinities")
    func timestamps() async throws {
        try await server.withClient(server.configuration(connections: 1).with(\.settings, ["timezone": "UTC"])) {
            client in
            try await check(
                client,
                "timestamp with time zone",
                [
                    (PostgresTimestamp(microsecondsSince2000: 1), "2000-01-01 00:00:00.000001+00"),
                    (PostgresTimestamp(microsecondsSince2000: -1), "1999-12-31 23:59:59.999999+00"),
                    (.infinity, "infinity"), (.negativeInfinity, "-infinity"),
                ]
            )
            let date = Date(timeIntervalSince1970: 1_700_000_000.25)
            let row = try await client.rows(
                "select \(date)::text as t, \(date) as back, 'infinity'::timestamptz as never",
                access: .read
            )[0]
            #expect(try row["t"] == "2023-11-14 22:13:20.25+00")
            #expect(try row["back"] as Date == date)
            let error = #expect(throws: RowDecodingError.self) { _ = try row["never"] as Date }
            #expect(error?.reason == .outOfRange)
        }
    }

    @Test("Ranges: empty, bounded, without end, and with infinite days")
    func ranges() async throws {
        try await server.withClient(connections: 1) { client in
            func day(_ year: Int) throws -> PostgresDate { try #require(PostgresDate(year: year, month: 1, day: 1)) }
            try await check(
                client,
                "int4range",
                [
                    (PostgresRange<Int32>.empty, "empty"), (PostgresRange(1..<10), "[1,10)"),
                    (PostgresRange(from: nil, before: 3), "(,3)"), (PostgresRange(from: 3, before: nil), "[3,)"),
                    (PostgresRange(from: nil as Int32?, before: nil), "(,)"), (PostgresRange(5..<5), "empty"),
                ]
            )
            try await check(
                client,
                "daterange",
                [
                    (PostgresRange(try day(2000)..<day(2020)), "[2000-01-01,2020-01-01)"),
                    (.between(.inclusive(try day(2000)), .inclusive(.infinity)), "[2000-01-01,infinity]"),
                    (PostgresRange(from: try day(1962), before: nil), "[1962-01-01,)"),
                ]
            )
            let canonical: PostgresRange<Int32> = try await client.rows(
                "select \(PostgresRange<Int32>.between(.exclusive(1), .inclusive(4))) as r",
                access: .read
            )[0]["r"]
            #expect(canonical == PostgresRange(2..<5))
        }
    }

    @Test("JSON as text")
    func json() async throws {
        try await server.withClient(connections: 1) { client in
            try await check(client, "jsonb", [(JSONB(#"{"a": [1, null, "ư"]}"#), #"{"a": [1, null, "ư"]}"#)])
            let json: JSONB = try await client.rows(#"select '{"b":2}'::json as j"#, access: .read)[0]["j"]
            #expect(json.text == #"{"b":2}"#)
            let error = await #expect(throws: PostgresError.self) {
                _ = try await client.rows("select \(JSONB("{")) as j", access: .read)
            }
            #expect(error?.sqlState == .invalidTextRepresentation)
        }
    }

    @Test("Arrays, with and without NULL, of every type")
    func arrays() async throws {
        try await server.withClient(connections: 1) { client in
            try await check(client, "bigint[]", [([1, -2], "{1,-2}"), ([Int](), "{}")])
            try await check(client, "integer[]", [([1 as Int32?, nil], "{1,NULL}")])
            try await check(client, "text[]", [(["a", "b c", "\"", ""], #"{a,"b c","\"",""}"#)])
            try await check(client, "boolean[]", [([true, false], "{t,f}")])
            try await check(client, "bytea[]", [([[UInt8(1)], []], #"{"\\x01","\\x"}"#)])
            try await check(client, "int4range[]", [([PostgresRange<Int32>(1..<3), .empty], #"{"[1,3)",empty}"#)])
            let row = try await client.rows(
                "select array[1,2]::int4[] as four, array[[1],[2]]::int8[] as deep, array[1,null]::int8[] as holes, 7 as n",
                access: .read
            )[0]
            #expect(try row["four"] as [Int] == [1, 2])
            let deep = #expect(throws: RowDecodingError.self) { _ = try row["deep"] as [Int] }
            #expect(deep?.reason == .outOfRange)
            let holes = #expect(throws: RowDecodingError.self) { _ = try row["holes"] as [Int] }
            #expect(holes?.reason == .null)
            let none = #expect(throws: RowDecodingError.self) { _ = try row["n"] as [Int] }
            #expect(none?.reason == .typeMismatch)
        }
    }

    private struct Person: RowDecodable, Equatable {
        let name: String
        let phone: String?

        init(row: Row) throws(RowDecodingError) {
            name = try row["name"]
            phone = try row["phone"]
        }
    }

    @Test("Rows become values; NULL where a value is wanted is an error that shows no value")
    func decoding() async throws {
        try await server.withClient(connections: 1) { client in
            let sql: SQL = "select * from (values ('Hmok', '0905'), ('Y Thắng', null)) as p (name, phone)"
            let people = try await client.rows(sql, access: .read).decode(Person.self)
            #expect(people.map(\.phone) == ["0905", nil])
            let rows = try await client.rows(
                ("select null::text as name, 'secret number' as phone" as SQL).named("people"),
                access: .read
            )
            let error = #expect(throws: RowDecodingError.self) { _ = try rows.decode(Person.self) }
            #expect(error?.reason == .null)
            #expect(error?.column == "name")
            #expect(error?.statement == "people")
            let mismatch = #expect(throws: RowDecodingError.self) { _ = try rows[0]["phone"] as Int }
            #expect(mismatch.map { !"\($0)".contains("secret") } == true)
            let missing = #expect(throws: RowDecodingError.self) { _ = try rows[0]["address"] as String }
            #expect(missing?.reason == .noSuchColumn)
            #expect(try rows[0].isNull("name"))
        }
    }

    @Test("An error carries names of the schema and our own sentences, never a value")
    func errors() async throws {
        try await server.withClient(connections: 1) { client in
            _ = try await client.segment(
                [
                    "create table secretive (number text unique, born date constraint plausible check (born > '1900-01-01'))"
                ],
                access: .write
            )
            let secret = "040185001234"
            let insert: SQL = "insert into secretive values (\(secret), \(PostgresDate(daysSince2000: -90_000)))"
            let cast: SQL = "select \(secret + "x")::int8"
            let raise: SQL = """
                do $$ begin raise exception 'the number is taken' using errcode = 'SG001', detail = 'Nguyen Van A'; end $$
                """
            for (statement, state, message) in [
                (insert, "23514", nil), (cast, "22P02", nil), (raise, "SG001", "the number is taken"),
            ] as [(SQL, String, String?)] {
                let error = await #expect(throws: PostgresError.self) {
                    _ = try await client.segment([statement], access: .write)
                }
                #expect(error?.sqlState?.rawValue == state)
                #expect(error?.message == message)
                let shown = error.map { "\($0)" + String(reflecting: $0) } ?? ""
                #expect(!shown.contains(secret) && !shown.contains("Nguyen") && !shown.isEmpty)
                #expect(shown.contains("TypeTests.swift"))
            }
        }
    }
}
