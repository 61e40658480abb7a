import RegistryTestSupport

/// A scripted life of 1,000 residents, eight officers at once over HTTP (issue 4, "Figures"); the short form has 48.
///
/// Each resident brings three letters to be set as PDF, one at a time: most of what a step takes is that, and a note says
/// how much. Generated people.
struct LifeBenchmarks {
    let full: Bool

    func figures() async throws -> [Figure] {
        let database = try await TestServer.shared.clone()
        let residents = full ? 1_000 : 48
        let outcome = try await ScriptedLife(residents: residents, on: database).run()
        note("life: \(outcome.summary)")
        for fault in (outcome.errors + outcome.illegalStates + outcome.stepsWithoutAudit).prefix(20) {
            note("life: \(fault)")
        }
        try await TestServer.shared.drop(database)
        // A resident who did not come to the end is an error, whatever else is said of her.
        let errors = max(outcome.errors.count, residents - outcome.completed)
        return [
            Figure("life/errors", Double(errors), "errors", atMost: 0),
            Figure("life/illegal-states", Double(outcome.illegalStates.count), "states", atMost: 0),
            Figure("life/steps-without-audit", Double(outcome.stepsWithoutAudit.count), "steps", atMost: 0),
            Figure("life/steps-per-second", outcome.stepsPerSecond, "steps/s"),
        ]
    }
}
