import Foundation
import RegistryTestSupport

/// The catalogue of checks by the runner, against the same statements one by one in psql (issue 3, "Figures").
///
/// Three things are measured. The *first* night on a register: everything that is found is new and written. A *settled*
/// night, the figure itself: as every later one, it finds what is known already. And psql, which only reads; the ratios are
/// those of settled nights, since psql records nothing. In both parallel query is off, and the rounds of psql, one worker
/// and two workers alternate, so that the machine's load weighs on all three. Generated data; nobody in it exists.
struct NightBenchmarks {
    let checks: NightlyChecks
    /// What the names of the figures begin with.
    let name: String
    /// Seconds that a night may take.
    let bound: Double
    let rounds: Int

    /// On the district of 70,000 registrations.
    static func ofDistrict(full: Bool) async throws -> [Figure] {
        let district = try await District.loaded()
        let figures = try await NightBenchmarks(
            checks: NightlyChecks(database: district.database),
            name: "night/70k",
            bound: 20,
            rounds: full ? 7 : 3
        ).figures()
        try await TestServer.shared.drop(district.database)
        return figures
    }

    /// On a generated register of two million, which takes some twenty minutes to make: in the long form only.
    ///
    /// - Parameters:
    ///   - full: Else there is nothing to measure.
    ///   - folder: Where the register is kept, or is already; without, it is made and forgotten.
    /// - Returns: The figures, none in the short form.
    /// - Throws: When something cannot be measured.
    static func ofTwoMillions(full: Bool, keptIn folder: String?) async throws -> [Figure] {
        guard full else {
            note("night/2m: only with --full")
            return []
        }
        return try await TestServer.withServer(keptIn: folder) { server in
            let database = try await TwoMillions.database(on: server)
            return try await NightBenchmarks(
                checks: NightlyChecks(database: database),
                name: "night/2m",
                bound: 600,
                rounds: 1
            ).figures()
        }
    }

    func figures() async throws -> [Figure] {
        try await checks.prepare()
        try await checks.forget()
        let first = try await checks.night(workers: 1)
        try await tell("first night", first)
        note("  counted: \(try await checks.counts())")
        for failure in try await checks.failures() { note("  failed: \(failure)") }
        // Else the server would do it by itself, some time within the rounds.
        try await checks.database.superuserSQL("vacuum analyze registry.finding")
        var costs: (psql: [NightlyChecks.Cost], one: [NightlyChecks.Cost], two: [NightlyChecks.Cost]) = ([], [], [])
        var failed = 0
        for round in 0..<rounds {
            // Forth and back, so that none always comes first.
            for step in round.isMultiple(of: 2) ? [0, 1, 2] : [2, 1, 0] {
                switch step {
                case 0:
                    costs.psql.append(try await checks.psql())
                    try await tell("psql", costs.psql.last)
                case 1:
                    costs.one.append(try await checks.night(workers: 1))
                    try await tell("settled night, one worker", costs.one.last)
                    failed = max(failed, try await checks.failures().count)
                    if round == rounds - 1 { for line in try await checks.table() { note("  \(line)") } }
                default:
                    costs.two.append(try await checks.night(workers: 2))
                    try await tell("settled night, two workers", costs.two.last)
                }
            }
        }
        return [
            Figure("\(name)-first", first.seconds, "s", atMost: bound),
            Figure(name, costs.one.map(\.seconds).median, "s", atMost: bound),
            Figure("\(name)-failed", Double(failed), "tasks", atMost: 0),
            Figure("\(name)-to-psql", Self.ratio(costs.one, costs.psql), "×", atMost: 1.05),
            Figure("\(name)-two-workers-to-psql", Self.ratio(costs.two, costs.psql), "×", atMost: 0.65),
        ]
    }

    private func tell(_ what: String, _ cost: NightlyChecks.Cost?) async throws {
        note("\(name): \(what) \(cost?.text ?? "")")
        note("  in statements: \(try await checks.account())")
    }

    /// The median of the rounds' own ratios.
    private static func ratio(_ ours: [NightlyChecks.Cost], _ theirs: [NightlyChecks.Cost]) -> Double {
        zip(ours, theirs).map { $0.seconds / $1.seconds }.median
    }
}
