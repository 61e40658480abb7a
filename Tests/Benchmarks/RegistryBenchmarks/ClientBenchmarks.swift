import Dispatch
import FoundationEssentials
import Glibc
import Postgres
import Synchronization

/// The PostgreSQL client held against C on the same libpq, on one database in one run.
///
/// The database needs nothing but the right to create a schema; what is written into it is generated. Figures are ratios
/// of medians over paired rounds, because two runs minutes apart differ by more than the client does.
struct ClientBenchmarks {
    let configuration: PostgresConfiguration
    /// The C program of `Tests/Benchmarks/yardstick`, compiled.
    let yardstick: String
    /// What the yardstick itself is held against.
    let pgbenchScript: String
    /// The same database as a connection string for C and `psql`, password included if one is needed.
    let conninfo: String
    var rounds = 7
    var seconds = 2.0

    static let rowCount = 100_000
    static let connections = 16
    static let clients = 32

    /// Creates and fills the table that all benchmarks read.
    func prepare() async throws {
        try await PostgresClient.withClient(configuration) { client in
            try await client.transaction(deadline: .seconds(120)) { transaction in
                try await transaction.script(
                    """
                    drop schema if exists bench cascade;
                    create schema bench;
                    create table bench.person (
                        id int primary key, book_id int not null, name text not null, born date not null,
                        key uuid not null, note text);
                    """
                )
                try await transaction.copyIn("copy bench.person from stdin (format binary)", Self.writePeople)
            }
            try await client.transaction { try await $0.script("analyze bench.person") }
        }
    }

    /// Writes generated people: none of them exists.
    static func writePeople(_ writer: CopyWriter) async throws {
        for id in 1...rowCount { try await writePerson(id, to: writer) }
    }

    /// Values to choose from, made beforehand: making a random UUID opens a device file each time.
    private static let names = (0..<1000).map { "Nguyễn Văn \($0)" }
    private static let keys = (0..<1000).map { _ in UUID() }

    static func writePerson(_ id: Int, to writer: CopyWriter) async throws(PostgresError) {
        let name = names[id % 1000]
        let key = keys[id % 1000]
        try await writer.write { row in
            row.append(Int32(id))
            row.append(Int32(id % 24))
            row.append(name)
            row.append(PostgresDate(daysSince2000: Int32(id % 20_000) - 15_000))
            row.append(key)
            row.append(id.isMultiple(of: 3) ? "generated" : nil)
        }
    }

    // MARK: Scoped reads

    struct Throughput {
        var perSecond: Double
        /// Of the requests that were not made slow on purpose, in milliseconds.
        var p50: Double
        var p99: Double
    }

    /// Requests per second of 32 tasks on 16 connections: a setting and a row by key in one flush.
    ///
    /// As with C, all connections are made and have prepared their statements before the clock starts.
    ///
    /// - Parameters:
    ///   - slowShare: The share of requests that take 20 ms on the server.
    ///   - onReader: Whether the tasks run on the client's executor, as C does everything on one thread too.
    /// - Returns: The rate, and how long requests took.
    /// - Throws: What the client throws.
    func scopedRead(slowShare: Double = 0, onReader: Bool = true) async throws -> Throughput {
        var configuration = configuration
        configuration.maximumConnections = Self.connections
        configuration.minimumConnections = Self.connections
        configuration.waitTimeout = .seconds(10)
        return try await PostgresClient.withClient(configuration) { client in
            let executor: any TaskExecutor = onReader ? client.executor : globalConcurrentExecutor
            _ = try await Self.times(of: client, on: executor, for: .milliseconds(300))
            let start = ContinuousClock.now
            let times = try await Self.times(of: client, on: executor, slowShare: slowShare, for: .seconds(seconds))
            let took = ContinuousClock.now - start
            let sorted = times.sorted()
            return Throughput(
                perSecond: Double(sorted.count) / (took / .seconds(1)),
                p50: sorted[sorted.count / 2],
                p99: sorted[sorted.count * 99 / 100]
            )
        }
    }

    /// How long each request of 32 tasks took, in milliseconds.
    private static func times(
        of client: PostgresClient,
        on executor: any TaskExecutor,
        slowShare: Double = 0,
        for duration: Duration
    ) async throws -> [Double] {
        let end = ContinuousClock.now + duration
        return try await withThrowingTaskGroup(of: [Double].self) { group in
            for _ in 0..<clients {
                group.addTask(executorPreference: executor) {
                    try await requests(of: client, slowShare: slowShare, until: end)
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    private static func requests(
        of client: PostgresClient,
        slowShare: Double,
        until end: ContinuousClock.Instant
    ) async throws -> [Double] {
        var times: [Double] = []
        times.reserveCapacity(16_384)
        var sum = 0
        // C measures its requests together; here each is, so the clock must not cost what it measures.
        let end = Self.nanoseconds + UInt64((end - ContinuousClock.now) / .nanoseconds(1))
        var start = Self.nanoseconds
        // The system's generator is a system call, C's random() is not.
        var random = UInt64.random(in: 1 ... .max)
        while start < end {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let id = Int32(truncatingIfNeeded: (random >> 33) % UInt64(rowCount)) + 1
            let enter: SQL = "select set_config('app.token', \("0123456789abcdef0123456789abcdef"), true)"
            if slowShare > 0, Double((random >> 20) % 4096) < slowShare * 4096 {
                _ = try await client.segment([enter, "select pg_sleep(0.02)"], access: .read)
                start = Self.nanoseconds
                continue
            }
            let row = try await client.segment(
                [enter, "select id, book_id, name, born, key, note from bench.person where id = \(id)"],
                access: .read
            )[1][0]
            sum &+= try checksum(row)
            let now = Self.nanoseconds
            times.append(Double(now - start) / 1e6)
            start = now
        }
        precondition(sum != 0)
        return times
    }

    /// CLOCK_MONOTONIC, on Linux.
    private static var nanoseconds: UInt64 { DispatchTime.now().uptimeNanoseconds }

    /// Reads every value of a row as what it is.
    private static func checksum(_ row: Row) throws(RowDecodingError) -> Int {
        let id: Int32 = try row["id"]
        let book: Int32 = try row["book_id"]
        let name: String = try row["name"]
        let born: PostgresDate = try row["born"]
        let key: UUID = try row["key"]
        let note: String? = try row["note"]
        return Int(id) &+ Int(book) &+ name.utf8.count &+ Int(born.daysSince2000) &+ Int(key.uuid.0)
            &+ (note?.utf8.count ?? 0)
    }

    /// What C does, relative to pgbench with the same requests in its `\\startpipeline`.
    func yardstickAgainstPgbench() async throws -> Double {
        try await medianOfRounds {
            let c = try scopedReadInC()
            let text = try Self.output(of: [
                "/usr/lib/postgresql/15/bin/pgbench", "-n", "-M", "prepared", "-f", pgbenchScript,
                "-c", "\(Self.connections)", "-j", "1", "-T", "\(Int(seconds.rounded(.up)))", conninfo,
            ])
            let line = text.split(separator: "\n").first { $0.hasPrefix("tps = ") }
            guard let line, let tps = Double(line.dropFirst(6).prefix { !$0.isWhitespace }) else {
                throw CommandFailed(command: "pgbench")
            }
            return c / tps
        }
    }

    private func scopedReadInC() throws -> Double {
        try Self.figure(of: [
            yardstick, "scoped", conninfo, "\(Self.connections)", "\(seconds)", "\(Self.rowCount)",
        ])
    }

    /// Scoped reads per second, relative to C with as many connections.
    func scopedReadAgainstC() async throws -> Double {
        try await medianOfRounds {
            let c = try scopedReadInC()
            return try await scopedRead().perSecond / c
        }
    }

    /// The p99 of ordinary requests among which 1 % take 20 ms, relative to their p99 alone.
    func p99WithSlowRequests() async throws -> Double {
        try await medianOfRounds {
            let alone = try await scopedRead().p99
            return try await scopedRead(slowShare: 0.01).p99 / alone
        }
    }

    // MARK: Streams and COPY

    /// Rows per second of a streamed result, every value decoded, relative to C that takes the whole result.
    func streamAgainstC() async throws -> Double {
        try await PostgresClient.withClient(configuration) { client in
            try await medianOfRounds {
                let c = try Self.figure(of: [yardstick, "rows", conninfo, "\(Self.rowCount)"])
                let start = ContinuousClock.now
                let sum = try await client.stream(
                    "select id, book_id, name, born, key, note from bench.person order by id limit \(Self.rowCount)"
                ) { stream in
                    var sum = 0
                    for try await chunk in stream {
                        for row in chunk { sum &+= try Self.checksumByPosition(row) }
                    }
                    return sum
                }
                precondition(sum != 0)
                return Double(Self.rowCount) / ((ContinuousClock.now - start) / .seconds(1)) / c
            }
        }
    }

    private static func checksumByPosition(_ row: Row) throws(RowDecodingError) -> Int {
        let id: Int32 = try row[0]
        let book: Int32 = try row[1]
        let name: String = try row[2]
        let born: PostgresDate = try row[3]
        let key: UUID = try row[4]
        let note: String? = try row[5]
        return Int(id) &+ Int(book) &+ name.utf8.count &+ Int(born.daysSince2000) &+ Int(key.uuid.0)
            &+ (note?.utf8.count ?? 0)
    }

    /// Rows per second of a binary COPY from values, relative to `psql \copy` of a text file of the same rows.
    func copyAgainstPsql(rows: Int = 500_000) async throws -> Double {
        let file = "/tmp/bench-\(getpid()).tsv"
        defer { unlink(file) }
        return try await PostgresClient.withClient(configuration) { client in
            let table: SQL = """
                drop table if exists bench.copied;
                create unlogged table bench.copied (
                    id int, book_id int, name text, born date, key uuid, note text)
                """
            try await client.transaction { try await $0.script(table) }
            _ = try await client.copyIn("copy bench.copied from stdin (format binary)", deadline: .seconds(120)) {
                for id in 1...rows { try await Self.writePerson(id, to: $0) }
            }
            _ = try Self.output(of: ["psql", "-qAt", conninfo, "-c", "\\copy bench.copied to '\(file)'"])
            return try await medianOfRounds {
                try await client.transaction { try await $0.script("truncate bench.copied") }
                let psqlStart = ContinuousClock.now
                _ = try Self.output(of: ["psql", "-qAt", conninfo, "-c", "\\copy bench.copied from '\(file)'"])
                let psql = ContinuousClock.now - psqlStart
                try await client.transaction { try await $0.script("truncate bench.copied") }
                let start = ContinuousClock.now
                _ = try await client.copyIn("copy bench.copied from stdin (format binary)", deadline: .seconds(120)) {
                    for id in 1...rows { try await Self.writePerson(id, to: $0) }
                }
                return psql / (ContinuousClock.now - start)
            }
        }
    }

    // MARK: Support

    private func medianOfRounds(_ round: () async throws -> Double) async throws -> Double {
        var ratios: [Double] = []
        for _ in 0..<rounds { ratios.append(try await round()) }
        return ratios.sorted()[ratios.count / 2]
    }

    struct CommandFailed: Error {
        let command: String
    }

    /// The figure that a command prints.
    private static func figure(of command: [String]) throws -> Double {
        let text = try output(of: command)
        guard let figure = Double(text.prefix { !$0.isWhitespace }) else { throw CommandFailed(command: command[0]) }
        return figure
    }

    /// Runs a command; its standard output.
    static func output(of command: [String]) throws -> String {
        let quoted = command.map { "'" + $0.replacing("'", with: "'\\''") + "'" }.joined(separator: " ")
        guard let pipe = popen(quoted + " 2>/dev/null", "r") else { throw CommandFailed(command: command[0]) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = fread(&piece, 1, piece.count, pipe)
            guard count > 0 else { break }
            bytes += piece[..<count]
        }
        guard pclose(pipe) == 0 else { throw CommandFailed(command: command[0]) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
