import CivilIdentity
import Postgres

/// The way to a paper: what has to be there one after the other, as conditions on rows of `person` and what is joined to it.
struct Way {
    /// What stands in the way where the condition holds and nothing before it did.
    struct Step {
        let obstacle: Obstacle
        let condition: SQL
        var since: SQL = "null::date"
        /// The last day of the act that removes it; null where no clock runs.
        var due: SQL = "null::date"
    }

    /// Steps that are asked only where a condition holds.
    struct Stage {
        let condition: SQL
        let steps: [Step]
    }

    /// People of whom the same is asked; of 70,000 most need not be looked up among the cases.
    struct Branch {
        /// Which rows of `person` it takes.
        let takes: SQL
        let done: SQL
        let stages: [Stage]
        let joins: SQL

        /// `obstacle`, `since` and `due_on` of a person.
        var columns: SQL {
            let obstacle: SQL = "\(choice { "\($0.obstacle.rawValue)::text" })::text as obstacle"
            return "\(obstacle), \(choice(\.since))::date as since, \(choice(\.due))::date as due_on"
        }

        private func choice(_ value: (Step) -> SQL) -> SQL {
            let branches = stages.map { stage -> SQL in
                let steps = stage.steps.map { step -> SQL in "when \(step.condition) then \(value(step))" }
                return "when \(stage.condition) then case \(steps.joined(separator: " ")) end"
            }
            return "case when \(done) then null \(branches.joined(separator: " ")) end"
        }
    }

    let branches: [Branch]

    /// To a birth certificate.
    init(toBirthCertificate sources: Sources) {
        let steps = [Stage(condition: "true", steps: Self.birth)]
        branches = [
            Branch(takes: "true", done: "certificate.is_valid", stages: steps, joins: sources.certificates)
        ]
    }

    /// To a number; `turning14` is the last day of birth of whoever is 14.
    init(toNumber sources: Sources, turning14: SQL) {
        let steps = [Stage(condition: "true", steps: Self.number(turning14))]
        branches = [
            Branch(takes: "person.has_number", done: "true", stages: [], joins: ""),
            Branch(takes: "not person.has_number", done: "false", stages: steps, joins: sources.numbers),
        ]
    }

    /// To a card, for which one needs a number.
    init(toCard sources: Sources, turning14: SQL) {
        let isHeld: SQL = "held.resident_id is not null"
        branches = [
            Branch(
                takes: "person.has_number",
                done: isHeld,
                stages: [Stage(condition: "true", steps: Self.card)],
                joins: sources.held + sources.latest
            ),
            Branch(
                takes: "not person.has_number",
                done: isHeld,
                stages: [Stage(condition: "true", steps: Self.number(turning14))],
                joins: sources.held + sources.numbers
            ),
        ]
    }

    /// To an account, for which one needs a card.
    init(toAccount sources: Sources, turning14: SQL) {
        let account = Stage(condition: "held.resident_id is not null", steps: Self.account)
        branches = [
            Branch(
                takes: "person.has_number",
                done: "account.is_active",
                stages: [account, Stage(condition: "true", steps: Self.card)],
                joins: sources.held + sources.latest + sources.accounts
            ),
            Branch(
                takes: "not person.has_number",
                done: "account.is_active",
                stages: [account, Stage(condition: "true", steps: Self.number(turning14))],
                joins: sources.held + sources.numbers + sources.accounts
            ),
        ]
    }
}
