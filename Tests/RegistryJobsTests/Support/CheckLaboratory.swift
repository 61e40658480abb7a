import Foundation
import Logging
import Postgres
import RegistryTestSupport

@testable import RegistryJobs

/// Runs checks on the states that fixtures describe, each in a transaction that is rolled back.
struct CheckLaboratory {
    let client: PostgresClient

    /// Connects as a superuser of the suite's server, because fixtures may drop constraints.
    static func open<Value>(
        _ database: TestDatabase,
        _ body: (CheckLaboratory) async throws -> Value
    ) async throws -> Value {
        var configuration = PostgresConfiguration("host=\(database.server.socketFolder) dbname=\(database.name)")
        configuration.user = Self.role
        configuration.password = PostgresPassword(try await password.value)
        configuration.maximumConnections = 1
        configuration.idleInTransactionTimeout = .seconds(120)
        return try await PostgresClient.withClient(configuration, logger: Self.silent) { client in
            try await body(CheckLaboratory(client: client))
        }
    }

    private static let role = "fixture_\(ProcessInfo.processInfo.processIdentifier)"
    /// The role of this process on the tests' server, made once; it goes with the server.
    private static let password = Task {
        let password = UUID().uuidString
        _ = try await TestServer.shared.superuserSQL(
            "create role \(role) superuser login password '\(password)'",
            database: "postgres"
        )
        return password
    }
    private static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    struct RollBack: Error {}

    /// What came of a statement: what it found, or the server's refusal.
    enum Result: Equatable {
        case found(Set<CheckFixture.Expected>)
        /// Rows that no fixture could expect: two of one identity.
        case twice
        /// To a commune a row names somebody, or a household, of other books only.
        case leaks
        case failed(String)
    }

    /// Makes a section's state and answers what each of the statements finds in it.
    ///
    /// - Parameters:
    ///   - section: Nil for a register without anybody.
    ///   - statements: Texts of one check: the one of its file and, for the mutation run, its mutants.
    ///   - slice: Of slice book each text is run for every book that the fixture names or opens, book 1, and one in which
    ///     nothing is expected, so that a text that forgets its book is found out.
    /// - Returns: A result for each text.
    /// - Throws: What goes wrong in making the state.
    func results(
        in section: CheckFixture.Section?,
        of statements: [String],
        slice: CheckHeader.Slice
    ) async throws -> [Result] {
        var results: [Result] = []
        do {
            try await client.transaction(deadline: .seconds(300)) { transaction in
                if let section {
                    try await run(try CheckFixture.words, transaction)
                    try await run(section.statements, transaction)
                    // What deferred constraints would have refused at the end of the transaction.
                    _ = try await transaction.execute("set constraints all immediate")
                }
                let opened: [Int32] = try await Self.books(transaction).filter { $0 > 10 }
                let named = Set(section?.expected.compactMap(\.book) ?? []).union([1]).union(opened)
                let other = (1...10).map { Int32($0) }.first { !named.contains($0) }
                let books: [Int32?] = slice == .book ? named.sorted() + [other] : [nil]
                for statement in statements {
                    results.append(try await result(of: statement, books, transaction))
                }
                throw RollBack()
            }
        } catch is RollBack {}
        return results
    }

    /// Runs a text of several statements, as a DO of EXECUTE would not: one by one.
    func run(_ text: String, _ transaction: PostgresTransaction) async throws {
        for statement in try SQLText.statements(text) {
            _ = try await transaction.execute(SQL(raw: statement, name: "fixture"))
        }
    }

    static func books(_ transaction: PostgresTransaction) async throws -> [Int32] {
        try await transaction.rows("select id from registry.book order by id").map { try $0["id"] }
    }

    /// What a text finds in the state that the transaction has made, as `sogoc_jobs`.
    func result(
        of statement: String,
        _ books: [Int32?],
        _ transaction: PostgresTransaction
    ) async throws -> Result {
        _ = try await transaction.pipeline(["savepoint look", "set local role sogoc_jobs"])
        var found: Set<CheckFixture.Expected> = []
        var isTwice = false
        var told: [(book: Int32, text: String)] = []
        do {
            for book in books {
                let text: SQL =
                    if let book {
                        "select book_id, subject, subject_id, key, facts, shown from (\n\(raw: statement)\n) as found where \(book)::int is not null"
                    } else {
                        "select book_id, subject, subject_id, key, facts, shown from (\n\(raw: statement)\n) as found"
                    }
                for row in try await transaction.rows(text, deadline: .seconds(10)) {
                    let read = try FoundRow(row: row)
                    let finding = CheckFixture.Expected(read)
                    if read.book > 0 {
                        told.append((read.book, "\(read.key) \(read.facts.text) \(read.shown.text)"))
                    }
                    // The engine refuses a row of a book that was not asked for.
                    if let book, read.book != book { isTwice = true }
                    if !found.insert(finding).inserted { isTwice = true }
                }
            }
            if try await Self.leaks(told, transaction) {
                _ = try await transaction.pipeline(["rollback to savepoint look"])
                return .leaks
            }
        } catch let error as PostgresError {
            guard let state = error.sqlState else { throw error }
            _ = try await transaction.pipeline(["rollback to savepoint look"])
            return .failed(state.rawValue)
        } catch let error as RowDecodingError {
            _ = try await transaction.pipeline(["rollback to savepoint look"])
            return .failed("\(error)")
        }
        _ = try await transaction.pipeline(["rollback to savepoint look"])
        return isTwice ? .twice : .found(found)
    }
}

extension CheckLaboratory {
    /// Whether texts that a commune reads hold an id that is of other books and not of its own.
    ///
    /// The row's own subject is left out: it stands in the book, even where the defect is that nobody of that id does.
    private static func leaks(
        _ told: [(book: Int32, text: String)],
        _ transaction: PostgresTransaction
    ) async throws -> Bool {
        guard !told.isEmpty else { return false }
        return try await transaction.rows(
            """
            select exists (
                select from unnest(\(told.map(\.book)), \(told.map(\.text))) as line (book, text)
                cross join lateral regexp_matches(
                    line.text, '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', 'g') as named
                join (select book_id, id from registry.resident union all select book_id, id from registry.household)
                    as known on known.id = named[1]::uuid
                group by line.book, line.text, named[1]
                having line.book <> all (array_agg(known.book_id))
            ) as leaks
            """
        )[0]["leaks"]
    }
}

/// SQL scripts as single statements.
enum SQLText {
    /// The statements of a text; a semicolon within brackets, strings or a function's BEGIN ATOMIC body does not end one.
    static func statements(_ text: String) throws -> [String] {
        let bytes = Array(text.utf8)
        var statements: [String] = []
        var start = 0
        var depth = 0
        var isEmpty = true
        for token in try SQLToken.scan(text) {
            if token.isMark("(") || token.isMark("[") { depth += 1 }
            if token.isMark(")") || token.isMark("]") { depth -= 1 }
            if token.isMark(";"), depth == 0 {
                if !isEmpty {
                    statements.append(String(decoding: bytes[start..<token.range.lowerBound], as: UTF8.self))
                }
                (start, isEmpty) = (token.range.upperBound, true)
            } else {
                isEmpty = false
            }
        }
        if !isEmpty { statements.append(String(decoding: bytes[start...], as: UTF8.self)) }
        return statements
    }
}
