import CivilIdentity
import Foundation
import Postgres
import RegistryTestSupport
import Testing

@testable import Registry

/// Random attempts on a small district's cases, as somebody with SQL access would make them, against ``CaseModel``.
@Suite(.registryDatabase) struct CaseModelTests {
    /// 10,000 attempts with `SOGOC_FULL=1`, else enough to reach every state.
    static let isFull = ProcessInfo.processInfo.environment["SOGOC_FULL"] == "1"
    static let attempts = isFull ? 10_000 : 1_500

    @Test(
        "B1 B9 random step attempts, legal and illegal, by the right and the wrong person: 0 differences from case_steps.csv"
    )
    func attempts() async throws {
        var world = try await CaseWorld.plant(TestDatabase.current)
        var reached: Set<String> = []
        var taken: Set<String> = []
        var refusals: Set<String> = []
        while world.count < Self.attempts {
            for (expected, answered, attempt) in try await world.batch(of: Self.isFull ? 250 : 75) {
                let differs = expected != answered
                #expect(!differs, "\(attempt): the model says \(expected), the database \(answered)")
                // What follows a difference differs too.
                try #require(!differs)
                reached.insert(answered.state)
                if answered.sqlState == "00000" { taken.insert(attempt.step) }
                refusals.insert(answered.sqlState + answered.constraint)
            }
        }
        #expect(try await world.differences() == "")
        // The attempts were worth making: every state, every step that somebody may take, every guard.
        let states = try Set(CaseTable().states)
        #expect(reached == states, "\(states.subtracting(reached)) was never reached")
        let steps = try Set(CaseTable().steps).subtracting(["open", "release"])
        #expect(taken == steps, "\(steps.subtracting(taken)) was never taken")
        var guards: Set = [
            "00000", "SG404", "SG412", "SG403office_missing", "SG409case_step_illegal", "SG409four_eyes",
            "SG409four_eyes_household", "SG409case_search_missing", "SG409case_claims_left", "SG409request_question",
            "SG409case_strength_below", "SG409case_reason_missing", "SG409case_no_new_fact",
        ]
        // Ten thousand come across the rarer ones too.
        if Self.isFull {
            guards.formUnion([
                "SG409request_not_due", "SG409request_asked_before", "SG409request_of_case", "SG409request_closed",
                "SG409request_answered", "SG409case_claims_missing", "SG409case_outcome_no_match",
                "SG409case_rests_on_missing", "SG409case_extended_once", "SG409case_awaited", "SG409case_awaited_over",
                "SG409case_wait_cycle", "SG409case_not_identified", "SG409number_sex", "SG409number_form",
                "SG409identity_case_withdrawal", "23505personal_number_pkey",
            ])
        }
        #expect(guards.isSubset(of: refusals), "\(guards.subtracting(refusals)) never refused")
    }

    @Test(
        "B1 registry.case_step holds the rows of case_steps.csv, and of its own only what the register does by itself"
    )
    func table() async throws {
        let rows = try await TestDatabase.current.superuserSQL(
            """
            select concat_ws('|', coalesce(from_state, ''), step, to_state, role, four_eyes, coalesce(working_days::text, ''), rule)
            from registry.case_step order by 1
            """
        )
        let known = Set(rows.split(separator: "\n").map(String.init))
        let given = try Set(
            CaseTable().rules.map { key, rule in
                [
                    key.from, key.step, rule.to, rule.role, rule.fourEyes ? "t" : "f",
                    rule.workingDays.map(String.init) ?? "", rule.rule,
                ].joined(separator: "|")
            }
        )
        #expect(given.subtracting(known) == [])
        #expect(
            known.subtracting(given).sorted() == [
                "decided|withdraw|withdrawn|system|f||A12", "escalated|withdraw|withdrawn|system|f||A12",
                "held|withdraw|withdrawn|system|f||A12", "proposed|withdraw|withdrawn|system|f||A12",
            ]
        )
        #expect(known.count == given.count + 4)
        // And of replies those of verification_outcomes.csv.
        let outcomes = try CodeTable(file: "\(Checkout.root)/../shared/domain/verification_outcomes.csv")
        let replies = try await TestDatabase.current.superuserSQL(
            "select string_agg(concat_ws('|', code, text_vi, closes_case), e'\\n' order by code) from registry.reply_outcome"
        )
        let codes = try outcomes.values("code").map { $0 ?? "" }
        let texts = try outcomes.values("text_vi").map { $0 ?? "" }
        let closing = try outcomes.values("closes_case").map { $0 == "1" ? "t" : "f" }
        let expected = codes.indices.map { [codes[$0], texts[$0], closing[$0]].joined(separator: "|") }
        #expect(Set(replies.split(separator: "\n").map(String.init)) == Set(expected))
        #expect(codes.sorted() == ReplyOutcome.allCases.map(\.rawValue).sorted())
    }
}
