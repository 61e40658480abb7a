import FoundationEssentials
import Postgres
import Testing

@Suite("COPY") struct CopyTests {
    let server: ClientServer

    init() async throws {
        server = try await ClientServer.shared
    }

    @Test("Rows written in binary are the rows that a SELECT and a COPY TO give back")
    func roundTrip() async throws {
        try await server.withClient { client in
            let columns: SQL = "id, small, big, name, born, key, ratio, flag, note"
            _ = try await client.segment(
                [
                    """
                    create table copied (id int, small int2, big int8, name text, born date, key uuid, ratio float8,
                                         flag bool, note text)
                    """
                ],
                access: .write
            )
            let keys = (0..<2000).map { _ in UUID() }
            let written = try await client.copyIn("copy copied (\(columns)) from stdin (format binary)") { writer in
                for (index, key) in keys.enumerated() {
                    if index.isMultiple(of: 2) {
                        try await writer.write { row in
                            row.append(Int32(index))
                            row.append(Int16(index))
                            row.append(index * 10_000_000_000)
                            row.append("Nguyễn Thị \(index)")
                            row.append(PostgresDate(daysSince2000: Int32(-index)))
                            row.append(key)
                            row.append(Double(index) / 3)
                            row.append(true)
                            row.appendNull()
                        }
                    } else {
                        try await writer.write(
                            row: Int32(index),
                            Int16(index),
                            index * 10_000_000_000,
                            "Nguyễn Thị \(index)",
                            PostgresDate(daysSince2000: Int32(-index)),
                            key,
                            Double(index) / 3,
                            true,
                            nil as String?
                        )
                    }
                }
            }
            #expect(written == 2000)
            let rows = try await client.rows("select \(columns) from copied order by id", access: .readOnly)
            for (index, row) in rows.enumerated() {
                #expect(try row["id"] == Int32(index))
                #expect(try row["big"] == index * 10_000_000_000)
                #expect(try row["name"] == "Nguyễn Thị \(index)")
                #expect(try row["key"] == keys[index])
                #expect(try row.isNull("note"))
            }
            let query: SQL = "copy (select \(columns) from copied order by id) to stdout (format binary)"
            let read = try await client.copyOut(query) { reader in
                var read = 0
                for try await row in reader.rows {
                    #expect(row.count == 9)
                    #expect(try row[0] == Int32(read))
                    #expect(try row[3] == "Nguyễn Thị \(read)")
                    #expect(try row[5] == keys[read])
                    #expect(try (row[8] as String?) == nil)
                    read += 1
                }
                return read
            }
            #expect(read == 2000)
        }
    }

    @Test("Text goes through as it is, both ways")
    func text() async throws {
        try await server.withClient { client in
            _ = try await client.segment(["create table lines (n int, t text)"], access: .write)
            let count = try await client.copyIn("copy lines from stdin (format csv)") { writer in
                try await writer.write(bytes: "1,\"a,b\"\n2,ư\n".utf8)
            }
            #expect(count == 2)
            let text = try await client.copyOut("copy (select * from lines order by n) to stdout (format csv)") {
                reader in
                var bytes: [UInt8] = []
                for try await piece in reader { bytes += piece }
                return String(decoding: bytes, as: UTF8.self)
            }
            #expect(text == "1,\"a,b\"\n2,ư\n")
        }
    }

    @Test("A row that the server refuses ends a long COPY early, with its own error, and nothing is kept")
    func refused() async throws {
        try await server.withClient(connections: 1) { client in
            _ = try await client.segment(["create table strict (n int primary key)"], access: .write)
            let error = await #expect(throws: PostgresError.self) {
                _ = try await client.copyIn("copy strict from stdin (format binary)") { writer in
                    try await writer.write { $0.append(Int32(1)) }
                    for _ in 0..<50_000_000 {
                        try await writer.write { $0.append(Int32(1)) }
                    }
                }
            }
            #expect(error?.sqlState == .uniqueViolation)
            #expect(error?.constraint == "strict_pkey")
            let count: Int = try await client.rows("select count(*) as n from strict", access: .readOnly)[0]["n"]
            #expect(count == 0)
            #expect(client.statistics.losses == 0)
        }
    }

    private struct Mistake: Error {}

    @Test("A writer that throws keeps nothing, and the connection goes on")
    func givenUp() async throws {
        try await server.withClient(connections: 1) { client in
            _ = try await client.segment(["create table undone (n int)"], access: .write)
            await #expect(throws: Mistake.self) {
                _ = try await client.copyIn("copy undone from stdin (format binary)") { writer in
                    for n in 0..<100_000 { try await writer.write { $0.append(Int32(n)) } }
                    throw Mistake()
                }
            }
            let count: Int = try await client.rows("select count(*) as n from undone", access: .readOnly)[0]["n"]
            #expect(count == 0)
            #expect(client.statistics.losses == 0)
        }
    }

    @Test("COPY goes on in a transaction with other statements")
    func inTransaction() async throws {
        try await server.withClient(connections: 1) { client in
            let total: Int = try await client.transaction { transaction in
                try await transaction.script("create table staged (n int); create index on staged (n);")
                try await transaction.copyIn("copy staged from stdin (format binary)") { writer in
                    for n in 1...1000 { try await writer.write { $0.append(Int32(n)) } }
                }
                return try await transaction.rows("select sum(n)::int8 as s from staged")[0]["s"]
            }
            #expect(total == 500_500)
        }
    }

    @Test("What is no COPY is refused, and so are binds")
    func misuse() async throws {
        try await server.withClient(connections: 1) { client in
            let first = await #expect(throws: PostgresError.self) {
                _ = try await client.copyIn("select 1") { _ in }
            }
            #expect(first?.kind == .misuse)
            let second = await #expect(throws: PostgresError.self) {
                _ = try await client.copyIn("copy x from \("y") stdin") { _ in }
            }
            #expect(second?.kind == .misuse)
            let third = await #expect(throws: PostgresError.self) {
                _ = try await client.copyOut("copy nowhere to stdout") { _ in }
            }
            #expect(third?.sqlState == .undefinedTable)
            let one: Int = try await client.rows("select 1 as one", access: .read)[0]["one"]
            #expect(one == 1)
        }
    }
}
