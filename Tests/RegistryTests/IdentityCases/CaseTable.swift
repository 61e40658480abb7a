import Foundation
import RegistryTestSupport

@testable import Registry

/// `domain/case_steps.csv` as a test reads it, on its own: what a case may do, and whose it is.
struct CaseTable {
    struct Rule: Hashable {
        let to: String
        let role: String
        let fourEyes: Bool
        let workingDays: Int?
        let rule: String
    }

    struct Key: Hashable {
        /// Empty for no state at all.
        let from: String
        let step: String
    }

    let rules: [Key: Rule]
    let steps: [String]
    /// The states, and the steps that lead on from each.
    let states: [String]
    let stepsFrom: [String: [String]]

    init() throws {
        let table = try CodeTable(file: "\(Checkout.root)/../shared/domain/case_steps.csv")
        let from = try table.values("from")
        let step = try table.values("step").map { $0 ?? "" }
        let to = try table.values("to").map { $0 ?? "" }
        let role = try table.values("role").map { $0 ?? "" }
        let eyes = try table.values("four_eyes")
        let days = try table.values("clock_working_days")
        let rule = try table.values("rule").map { $0 ?? "" }
        var rules: [Key: Rule] = [:]
        for row in step.indices {
            for state in (from[row] ?? "").split(separator: "|", omittingEmptySubsequences: false) {
                rules[Key(from: String(state), step: step[row])] = Rule(
                    to: to[row],
                    role: role[row],
                    fourEyes: eyes[row] == "yes",
                    workingDays: days[row].flatMap { Int($0) },
                    rule: rule[row]
                )
            }
        }
        self.rules = rules
        steps = Set(rules.keys.map(\.step)).sorted()
        states = Set(rules.keys.map(\.from) + rules.values.map(\.to)).subtracting([""]).sorted()
        stepsFrom = Dictionary(grouping: rules.keys, by: \.from).mapValues { $0.map(\.step).sorted() }
    }
}
