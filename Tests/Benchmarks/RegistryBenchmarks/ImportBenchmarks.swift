import Foundation
import RegistryTestSupport

/// The import of the district, everything included, against an INSERT … SELECT of the rows that it results in.
///
/// Generated data; nobody in it exists. Both run on one server, the yardstick right after its import, so that the machine's
/// load weighs on both alike.
struct ImportBenchmarks {
    let full: Bool

    func figures() async throws -> [Figure] {
        var imports: [Double] = []
        var ratios: [Double] = []
        for _ in 0..<(full ? 3 : 1) {
            let database = try await TestServer.shared.clone()
            let seconds = try await importing(into: database)
            let yardstick = try await copying(database)
            FileHandle.standardError.write(
                Data("import/district: import \(seconds) s, INSERT … SELECT \(yardstick) s\n".utf8)
            )
            imports.append(seconds)
            ratios.append(seconds / yardstick)
            try await TestServer.shared.drop(database)
        }
        return [
            Figure("import/district", imports.median, "s", atMost: 25),
            Figure("import/district-to-insert-select", ratios.median, "×", atMost: 2.5),
        ]
    }

    /// Seconds that the program takes for both files of the district.
    private func importing(into database: TestDatabase) async throws -> Double {
        var seconds = 0.0
        for file in ["persons.csv", "households.csv"] {
            let begin = ContinuousClock.now
            let result = try await SogocBinary.run(
                ["import", "\(District.files)/\(file)"],
                environment: database.environment,
                deadline: .seconds(900)
            )
            guard [0, 65].contains(result.status) else { throw BenchmarkError(said: result.stderr) }
            seconds += Self.seconds(since: begin)
        }
        return seconds
    }

    /// The tables that an import fills, in the order of their foreign keys.
    private static let tables = [
        "settlement", "settlement_status", "import", "import_batch", "resident", "household", "import_record", "stay",
        "name_fact", "birth_fact", "attribute_fact", "origin_claim", "paper_fact", "kin_fact", "household_place",
        "household_member", "resident_version", "household_version", "birth_year",
    ]

    /// Seconds to copy the rows into tables with the same checks, indexes, exclusions and foreign keys.
    private func copying(_ database: TestDatabase) async throws -> Double {
        let names = Self.tables.map { "'\($0)'" }.joined(separator: ", ")
        let likes = Self.tables.map { "create table yardstick.\"\($0)\" (like registry.\"\($0)\" including all);" }
        try await database.superuserSQL(
            """
            create schema yardstick;
            \(likes.joined(separator: "\n"))
            select format('alter table yardstick.%I add constraint %I %s', owner.relname, known.conname,
                          regexp_replace(pg_get_constraintdef(known.oid), 'registry\\.("?(\(Self.tables.joined(separator: "|")))"?\\()',
                                         'yardstick.\\1'))
            from pg_constraint as known
            join pg_class as owner on owner.oid = known.conrelid
            where known.contype = 'f' and owner.relnamespace = 'registry'::regnamespace and owner.relname in (\(names))
            \\gexec
            checkpoint;
            """
        )
        let inserts = Self.tables.map {
            "insert into yardstick.\"\($0)\" overriding system value select * from registry.\"\($0)\";"
        }
        let begin = ContinuousClock.now
        try await database.superuserSQL(inserts.joined(separator: "\n"))
        return Self.seconds(since: begin)
    }

    private static func seconds(since begin: ContinuousClock.Instant) -> Double {
        let elapsed = ContinuousClock.now - begin
        return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    }
}
