import Foundation
import NIOHTTP1
import Registry
import RegistryTestSupport

/// The reform of 2025 on the imported district: how long the command takes, and whether then and now sum alike.
///
/// Generated data; nobody in it exists.
struct AreaBenchmarks {
    let district: District

    private static let table = "\(Checkout.root)/../shared/domain/admin_unit_changes.csv"

    /// Officers as the ten communes have them: after the change everybody's reach is written anew.
    private static let officersOfEach = 4

    func figures() async throws -> [Figure] {
        let officer = try await district.database.officer("district_officer", of: "646")
        let communes = try await district.database.superuserSQL(
            "select code from registry.area where parent_id = (select id from registry.area where code = '646')"
        ).split(separator: "\n").map(String.init)
        for commune in communes {
            for _ in 0..<Self.officersOfEach { _ = try await district.database.officer(of: commune) }
        }
        _ = try await apply(["--dry-run"])
        let seconds = try await apply([])
        let difference = try await district.serving { base, _ in
            let client = HTTPBench(base: base)
            let path = "/api/v1/reports/coverage?area=646&as_of=2025-06-30"
            let then = try await totals(client, path, officer, communes: 10)
            let now = try await totals(client, path + "&as_now=true", officer, communes: 5)
            guard then.keys == now.keys, then["residents"] ?? 0 > 60_000 else {
                throw BenchmarkError(said: "the reports do not count the same")
            }
            return then.reduce(0) { $0 + abs($1.value - (now[$1.key] ?? 0)) }
        }
        return [
            Figure("areas/apply", seconds, "s", atMost: 1),
            Figure("areas/then-less-now", Double(difference), "people and households", atMost: 0),
        ]
    }

    /// Seconds of the whole command, from its start to its end.
    private func apply(_ options: [String]) async throws -> Double {
        let begin = ContinuousClock.now
        let result = try await SogocBinary.run(
            ["areas", "apply", Self.table] + options,
            environment: district.database.environment
        )
        guard result.status == 0 else { throw BenchmarkError(said: result.stderr + result.stdout) }
        return (ContinuousClock.now - begin) / .seconds(1)
    }

    /// The counts of the report's last line.
    private func totals(
        _ client: HTTPBench,
        _ path: String,
        _ officer: TestOfficer,
        communes: Int
    ) async throws -> [String: Int] {
        let body = try await client.send(.GET, path, token: officer.token.secret)
        guard let report = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any],
            let rows = report["communes"] as? [Any], rows.count == communes,
            let total = report["total"] as? [String: Any]
        else { throw BenchmarkError(said: "the report has not \(communes) communes") }
        return CoverageColumn.all.reduce(into: [:]) { counts, column in
            counts[column.name] = total[column.name] as? Int
        }
    }
}
