import Foundation
import NIOHTTP1
import Registry
import RegistryTestSupport

/// Search over HTTP, the coverage report in PostgreSQL, and the service's memory, on the imported district.
struct ServiceBenchmarks {
    let district: District
    let full: Bool

    func figures() async throws -> [Figure] {
        let officer = try await district.database.officer("district_officer", of: "646")
        let token = officer.token.secret
        return try await district.serving { base, service in
            let client = HTTPBench(base: base)
            try await Task.sleep(for: .seconds(1))
            let atRest = try Self.residentMegabytes(of: service.pid)
            var figures = try await search(client, token)
            figures += try await coverage(token)
            let underLoad = try Self.peakMegabytes(of: service.pid)
            figures.append(Figure("service/memory-at-rest", atRest, "MB", atMost: 48))
            figures.append(Figure("service/memory-under-load", underLoad, "MB", atMost: 96))
            return figures
        }
    }

    // MARK: Search

    /// Names as people of the district have them, with and without tones, whole and in part.
    static let names = [
        "giang a pao", "Sùng Thị Mỷ", "nguyen van minh", "pao giang", "Triệu Mùi Phẩy", "ly a chu", "Y Bhăm Niê",
        "hoang thi lan", "thao a", "nong van", "ban van ba", "vang thi sua 1980", "tran thi hoa 40-50 tuổi", "dang duc",
        "giagn a pao", "h'juan ksor",
    ]

    private func search(_ client: HTTPBench, _ token: String) async throws -> [Figure] {
        let bodies = Self.names.map { "{\"text\":\"\($0)\",\"limit\":20}" }
        let request: @Sendable (Int) async throws -> Void = { index in
            let body = bodies[index % bodies.count]
            try await client.send(.POST, "/api/v1/residents/search", body: body, token: token)
        }
        _ = try await client.times(clients: 8, count: 200, request)
        let before = try await scans()
        let count = full ? 8_000 : 1_600
        let times = try await client.times(clients: 8, count: count, request)
        try await Task.sleep(for: .seconds(2))
        let sequential = try await scans() - before
        return [
            Figure("search/name-70k", times.percentile(0.95), "ms", atMost: 15),
            Figure("search/sequential-scans", Double(sequential), "scans", atMost: 0),
        ]
    }

    /// Sequential scans of the tables of residents so far.
    private func scans() async throws -> Int {
        let answer = try await district.database.superuserSQL(
            """
            select sum(seq_scan) from pg_stat_user_tables
            where schemaname = 'registry' and relname in ('resident', 'resident_version', 'name_fact', 'birth_fact', 'birth_year')
            """
        )
        return Int(answer) ?? 0
    }

    // MARK: Coverage

    /// The report's statement as PostgreSQL times it, by pg_stat_statements, today and as of two years ago.
    private func coverage(_ token: String) async throws -> [Figure] {
        let officer = try await district.database.officer("district_officer", of: "646")
        let rounds = full ? 40 : 15
        let now = try await milliseconds(of: officer, asOf: nil, rounds)
        let then = try await milliseconds(of: officer, asOf: "2024-11-24", rounds)
        return [
            Figure("report/coverage-today", now, "ms", atMost: 40),
            Figure("report/coverage-two-years-ago", then, "ms", atMost: 40),
            Figure("report/coverage-ratio", max(now, then) / min(now, then), "×", atMost: 2),
        ]
    }

    private func milliseconds(of officer: TestOfficer, asOf day: String?, _ rounds: Int) async throws -> Double {
        try await district.database.superuserSQL("select extensions.pg_stat_statements_reset()")
        try await district.serving { base, _ in
            let client = HTTPBench(base: base)
            let path = "/api/v1/reports/coverage?area=646" + (day.map { "&as_of=\($0)" } ?? "")
            for _ in 0..<rounds { try await client.send(.GET, path, token: officer.token.secret) }
        }
        let answer = try await district.database.superuserSQL(
            """
            select mean_exec_time from extensions.pg_stat_statements
            where query like '%without_number%' order by total_exec_time desc limit 1
            """
        )
        guard let mean = Double(answer) else { throw BenchmarkError(said: "the report's statement was not found") }
        return mean
    }

    // MARK: Memory

    static func residentMegabytes(of pid: Int32) throws -> Double { try status("VmRSS", of: pid) }
    static func peakMegabytes(of pid: Int32) throws -> Double { try status("VmHWM", of: pid) }

    private static func status(_ field: String, of pid: Int32) throws -> Double {
        let text = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix(field + ":") }
        let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }
        guard let kilobytes else { throw BenchmarkError(said: "\(field) of the service cannot be read") }
        return kilobytes / 1024
    }
}
