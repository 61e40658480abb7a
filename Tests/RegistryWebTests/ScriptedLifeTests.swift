import Foundation
import RegistryTestSupport
import Testing

/// `sogoc serve` and eight offices that lead people without papers to a card and an e-identity.
@Suite(.registryDatabase) struct ScriptedLifeTests {
    /// A thousand with `SOGOC_FULL=1`, else enough for every office to print several cards together.
    static let residents = ProcessInfo.processInfo.environment["SOGOC_FULL"] == "1" ? 1_000 : 24

    @Test(
        "Figure: residents from an everyday name to an e-identity, eight officers at once over HTTP: 0 errors, 0 illegal states, every step in the audit"
    )
    func life() async throws {
        let outcome = try await ScriptedLife(residents: Self.residents, on: TestDatabase.current).run()
        #expect(outcome.errors == [])
        #expect(outcome.illegalStates == [])
        #expect(outcome.stepsWithoutAudit == [])
        #expect(outcome.completed == Self.residents)
        // Registration, a case with 13 steps, a search, 3 statements, 2 corrections, 4 decisions, 3 steps of a card and 3 of an
        // account; besides what an office does for several at once.
        #expect(outcome.steps > Self.residents * 31)
        print("life: \(outcome.summary), \(outcome.stepsPerSecond) steps/s")
    }
}
