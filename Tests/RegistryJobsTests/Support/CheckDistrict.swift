import Foundation
import Logging
import Postgres
import Registry
import RegistryTestSupport

@testable import RegistryJobs

/// A generated district in which sections of fixtures are planted many times over; nobody in it exists.
struct CheckDistrict {
    let laboratory: CheckLaboratory
    /// As `sogoc_jobs`, which reads what the nights read.
    private let reader: CheckReader
    private let books: [Int32]

    /// Loads the district into the suite's database, and the words of the fixtures beside it.
    static func open<Value>(
        _ database: TestDatabase,
        size: Int,
        _ body: (CheckDistrict) async throws -> Value
    ) async throws -> Value {
        let vocabulary = try DemonstrationVocabulary(folder: "\(Checkout.root)/sql")
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        // The fixtures number the letters and certificates of 2024 themselves, in the same books.
        _ = try await DemonstrationLoader(access: database.access, osUser: "test", logger: logger)
            .load(DemonstrationDistrict(vocabulary, seed: 1, size: size), papers: false)
        try await database.superuserSQL("vacuum analyze")
        return try await CheckBench.open(database) { bench in
            try await CheckLaboratory.open(database) { laboratory in
                let words = try CheckFixture.words
                try await laboratory.client.transaction { transaction in
                    let isThere: Bool = try await transaction.rows(
                        "select to_regnamespace('fixture') is not null as is_there"
                    )[0]["is_there"]
                    if !isThere { try await laboratory.run(words, transaction) }
                }
                let reader = CheckReader(client: bench.client)
                return try await body(
                    CheckDistrict(laboratory: laboratory, reader: reader, books: try await reader.books())
                )
            }
        }
    }

    /// What a check finds before anything was planted, read as a night reads it, within its budget.
    func before(_ check: Check) async throws -> (findings: Set<CheckFixture.Expected>, took: Duration) {
        let reading = try await reader.read(check, books: books)
        return (Set(reading.rows.map { CheckFixture.Expected($0) }), reading.took)
    }

    /// What a check finds where a section was planted as so many copies; nothing of them stays.
    func found(
        by check: Check,
        in section: CheckFixture.Section,
        copies: ClosedRange<Int>
    ) async throws -> CheckLaboratory.Result {
        let statements = try SQLText.statements(section.statements)
        var result: CheckLaboratory.Result?
        do {
            try await laboratory.client.transaction(deadline: .seconds(900)) { transaction in
                _ = try await transaction.execute(
                    "select fixture.plant(\(statements), \(Int32(copies.lowerBound)), \(Int32(copies.upperBound)))"
                )
                _ = try await transaction.pipeline(["set constraints all immediate", "reset role"])
                let books: [Int32?] =
                    check.header.slice == .book ? try await CheckLaboratory.books(transaction) : [nil]
                result = try await laboratory.result(of: check.statement, books, transaction)
                throw CheckLaboratory.RollBack()
            }
        } catch is CheckLaboratory.RollBack {}
        return result ?? .failed("nothing was read")
    }

    /// What each check comes to where whatever may go wrong has gone wrong; nothing of it stays.
    func inDisorder(_ checks: [Check]) async throws -> [(check: Check, result: CheckLaboratory.Result)] {
        let disorder = try String(contentsOfFile: "\(CheckFixture.folder)/disorder.fixture.sql", encoding: .utf8)
        var results: [(check: Check, result: CheckLaboratory.Result)] = []
        do {
            try await laboratory.client.transaction(deadline: .seconds(900)) { transaction in
                try await laboratory.run(disorder, transaction)
                for check in checks {
                    let books: [Int32?] = check.header.slice == .book ? self.books : [nil]
                    results.append((check, try await laboratory.result(of: check.statement, books, transaction)))
                }
                throw CheckLaboratory.RollBack()
            }
        } catch is CheckLaboratory.RollBack {}
        return results
    }
}

/// How many of the defects planted were found, and what else was.
struct Recall {
    private(set) var checks = 0
    private(set) var defects = 0
    private(set) var found = 0
    private(set) var nearMisses = 0
    /// Found of nobody in whom a defect was planted, or of somebody of the district no longer found.
    private(set) var wrong = 0

    /// Of all that was to be found, how much was.
    var recall: Double { defects == 0 ? 0 : Double(found) / Double(defects) }
    /// Of all that was found on account of the planting, how much was planted.
    var precision: Double { found + wrong == 0 ? 0 : Double(found) / Double(found + wrong) }

    mutating func beginCheck() { checks += 1 }

    /// Compares what a check finds where copies of a section were planted with what it found before.
    ///
    /// Returns in words each finding that is missing or too many.
    mutating func note(
        _ result: CheckLaboratory.Result,
        before: Set<CheckFixture.Expected>,
        section: CheckFixture.Section,
        of fixture: CheckFixture,
        copies: ClosedRange<Int>
    ) -> [String] {
        var planted: [CheckFixture.Expected: Int] = [:]
        for copy in copies {
            for defect in section.expected { planted[defect.of(copy: copy)] = copy }
        }
        var stays = before
        if fixture.isAboutRows == false {
            // What there is once may have the defect already, as an installation without administrators has, and is
            // without it where the near miss was planted; in another year it may have others.
            for copy in copies { stays.subtract(fixture.defects.map { $0.of(copy: copy) }) }
        }
        defects += planted.count
        if !section.fires { nearMisses += copies.count }
        guard case .found(let after) = result else {
            wrong += 1
            return ["\(result)"]
        }
        let missing = Set(planted.keys).subtracting(after)
        let extra = after.subtracting(stays).subtracting(planted.keys)
        let lost = fixture.isAboutRows == false ? [] : stays.subtracting(after)
        found += planted.count - missing.count
        wrong += extra.count + lost.count
        return missing.map { "copy \(planted[$0] ?? 0): not found: \($0)" }.sorted()
            + extra.map { "\($0.copy.map { "copy \($0)" } ?? "district"): found, not planted: \($0)" }.sorted()
            + lost.map { "district: found before, not any more: \($0)" }.sorted()
    }
}
