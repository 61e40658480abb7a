import Foundation
import RegistryTestSupport
import Testing

@testable import RegistryJobs

/// Whether the fixtures would notice if a check were wrong.
@Suite(.registryDatabase) struct MutationTests {
    /// Every mutant with `SOGOC_FULL=1`; else every third, a different third of each check's.
    static let isFull = ProcessInfo.processInfo.environment["SOGOC_FULL"] == "1"
    static let goal = 0.95

    @Test("H8 at least 95 % of checks with a condition dropped or turned round turn a fixture red")
    func mutantsAreKilled() async throws {
        let catalogue = try CheckCatalogue.load(from: CheckFixture.folder)
        var (killed, made) = (0, 0)
        var survivors: [String] = []
        try await CheckLaboratory.open(TestDatabase.current) { laboratory in
            for (number, check) in catalogue.checks.enumerated() {
                let mutants = try Mutants(of: check.statement).all.enumerated()
                    .filter { Self.isFull || ($0.offset + number) % 3 == 0 }.map(\.element)
                var alive = Set(mutants.indices)
                for section in try CheckFixture(of: check.name).sections where !alive.isEmpty {
                    let tried = alive.sorted()
                    let results = try await laboratory.results(
                        in: section,
                        of: tried.map { mutants[$0].statement },
                        slice: check.header.slice
                    )
                    for (index, result) in zip(tried, results) {
                        // A mutant that is no SQL says nothing of the fixtures: the maker of mutants is wrong.
                        if case .failed(let state) = result, state.hasPrefix("42") {
                            Issue.record("\(check.name), \(mutants[index].description): \(state)")
                        }
                        if result != .found(section.expected) { alive.remove(index) }
                    }
                }
                made += mutants.count
                killed += mutants.count - alive.count
                survivors += alive.sorted().map { "\(check.name), \(mutants[$0].description)" }
            }
        }
        #expect(made > 0)
        let share = Double(killed) / Double(max(made, 1))
        print("mutation\t\(killed) of \(made) killed\t≥ 95 %\t\(share >= Self.goal ? "holds" : "short")")
        for survivor in survivors { print("survived\t\(survivor)") }
        #expect(share >= Self.goal, "survived:\n\(survivors.joined(separator: "\n"))")
    }

    @Test("Mutants are made of every condition, and of nothing else")
    func mutants() throws {
        func made(_ statement: String) throws -> [String] {
            try Mutants(of: statement).all.filter { $0.description.contains("dropped") }.map(\.statement)
        }
        #expect(
            try made(
                "select 1 from a join b on (a.x, a.y) = (b.x, b.y) where a.z = 1 and b.z between 1 and 2 group by 1"
            )
                == [
                    "select 1 from a join b on true where a.z = 1 and b.z between 1 and 2 group by 1",
                    "select 1 from a join b on (a.x, a.y) = (b.x, b.y) where true and b.z between 1 and 2 group by 1",
                    "select 1 from a join b on (a.x, a.y) = (b.x, b.y) where a.z = 1 and true group by 1",
                ]
        )
        #expect(
            try made("select 1 from a where not (x or y) and (z = 1 or exists (select from b where b.q)) order by 1")
                == [
                    "select 1 from a where not (false or y) and (z = 1 or exists (select from b where b.q)) order by 1",
                    "select 1 from a where not (x or false) and (z = 1 or exists (select from b where b.q)) order by 1",
                    "select 1 from a where not (x or y) and (false or exists (select from b where b.q)) order by 1",
                    "select 1 from a where not (x or y) and (z = 1 or false) order by 1",
                    "select 1 from a where not (x or y) and (z = 1 or exists (select from b where true)) order by 1",
                ]
        )
        #expect(
            try made("select case when a then 1 else 2 end, case b when 1 then 2 end, count(*) filter (where c) from d")
                == [
                    "select case when true then 1 else 2 end, case b when 1 then 2 end, count(*) filter (where c) from d",
                    "select case when a then 1 else 2 end, case b when 1 then 2 end, count(*) filter (where true) from d",
                ]
        )
        #expect(
            try made("select distinct on (a) a from b left join c on true having left(a, 1) = 'x' limit 3") == [
                "select distinct on (a) a from b left join c on true having true limit 3"
            ]
        )
    }
}
