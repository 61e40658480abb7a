import Foundation
import NIOHTTP1
import Registry
import RegistryTestSupport

/// How much slower the service answers while a night runs beside it with one worker (issue 3, "Figures").
///
/// Eight officers each wait for their answer and then a tenth of a second: one search, then two residents read. Phases
/// with and without a night alternate; the night is a settled one, begun again whenever it ends. Generated data.
struct NightHTTPBenchmarks {
    let full: Bool

    private static let clients = 8
    private static let pause: Duration = .milliseconds(100)

    func figures() async throws -> [Figure] {
        let district = try await District.loaded()
        let checks = NightlyChecks(database: district.database)
        try await checks.prepare()
        _ = try await checks.night(workers: 1)
        try await district.database.superuserSQL("vacuum analyze")
        let request = try await requests(district)
        let ratios = try await district.serving { base, _ in
            let send = request(HTTPBench(base: base))
            _ = try await HTTPBench(base: base).times(clients: Self.clients, count: 400, send)
            var ratios: [Double] = []
            for _ in 0..<(full ? 5 : 3) {
                let without = try await times(HTTPBench(base: base), send)
                let (with, nights) = try await whileNightsRun(district) { try await times(HTTPBench(base: base), send) }
                note(
                    "night/http: without \(Self.text(without)); with \(Self.text(with)), \(nights) nights; "
                        + "× \(NightlyChecks.Cost.rounded(with.percentile(0.95) / without.percentile(0.95)))"
                )
                ratios.append(with.percentile(0.95) / without.percentile(0.95))
            }
            return ratios
        }
        try await TestServer.shared.drop(district.database)
        return [Figure("night/http", ratios.median, "× p95", atMost: 2)]
    }

    private func times(
        _ client: HTTPBench,
        _ request: @escaping @Sendable (Int) async throws -> Void
    ) async throws -> [Double] {
        try await client.times(clients: Self.clients, count: full ? 2_400 : 800, pause: Self.pause, request)
    }

    private static func text(_ times: [Double]) -> String {
        let texts = [0.5, 0.95, 0.99].map { NightlyChecks.Cost.rounded(times.percentile($0)) }
        return "p50 \(texts[0]), p95 \(texts[1]), p99 \(texts[2]) ms"
    }

    /// The mix, as an officer of the district sends it.
    private func requests(
        _ district: District
    ) async throws -> @Sendable (HTTPBench) -> @Sendable (Int) async throws -> Void {
        let token = try await district.database.officer("district_officer", of: "646").token.secret
        let residents = try await district.database.superuserSQL(
            "select id from registry.resident order by md5(id::text) limit 2000"
        ).split(separator: "\n").map(String.init)
        let searches = ServiceBenchmarks.names.map { "{\"text\":\"\($0)\",\"limit\":20}" }
        return { client in
            { index in
                if index.isMultiple(of: 3) {
                    let body = searches[index / 3 % searches.count]
                    try await client.send(.POST, "/api/v1/residents/search", body: body, token: token)
                } else {
                    try await client.send(.GET, "/api/v1/residents/\(residents[index % residents.count])", token: token)
                }
            }
        }
    }

    /// Runs `body` while one night follows the other, and waits for the last to end.
    private func whileNightsRun<Value: Sendable>(
        _ district: District,
        _ body: () async throws -> Value
    ) async throws -> (Value, nights: Int) {
        let environment = district.database.environment
        let nights = Task {
            var nights = 0
            while !Task.isCancelled {
                let result = try await SogocBinary.run(
                    ["jobs", "run", "nightly-checks", "--workers", "1"],
                    environment: environment,
                    deadline: .seconds(600)
                )
                guard result.status == 0 else { throw BenchmarkError(said: result.stderr) }
                nights += 1
            }
            return nights
        }
        defer { nights.cancel() }
        let isAtIt = try await eventually {
            try await district.database.superuserSQL("select count(*) from jobs.task where state = 'leased'") != "0"
        }
        guard isAtIt else { throw BenchmarkError(said: "no night began") }
        let value = try await body()
        nights.cancel()
        return (value, try await nights.value)
    }
}
