import Registry

/// `domain/case_steps.csv` as a test reads it, on its own: what a case may do, and whose it is.
package struct CaseTable: Sendable {
    package struct Rule: Hashable, Sendable {
        package let to: String
        package let role: String
        package let fourEyes: Bool
        package let workingDays: Int?
        package let rule: String
    }

    package struct Key: Hashable, Sendable {
        /// Empty for no state at all.
        package let from: String
        package let step: String

        package init(from: String, step: String) {
            self.from = from
            self.step = step
        }
    }

    package let rules: [Key: Rule]
    package let steps: [String]
    /// The states, and the steps that lead on from each.
    package let states: [String]
    package let stepsFrom: [String: [String]]

    package init() throws {
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
