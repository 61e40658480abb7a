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

    /// Steps that are asked only where a condition holds: of 70,000 people most are asked few questions.
    private struct Stage {
        let condition: SQL
        let steps: [Step]
    }

    private let done: SQL
    private let stages: [Stage]
    let joins: SQL

    /// To a birth certificate.
    init(done: SQL, _ sources: Sources) {
        self.done = done
        stages = [Stage(condition: "true", steps: Self.birth)]
        joins = sources.certificates
    }

    /// To a number; `turning14` is the last day of birth of whoever is 14.
    init(done: SQL, _ sources: Sources, toNumber turning14: SQL) {
        self.done = done
        stages = [Stage(condition: "true", steps: Self.number(turning14))]
        joins = sources.numbers
    }

    /// To a card, for which one needs a number.
    init(done: SQL, _ sources: Sources, toCard turning14: SQL) {
        self.done = done
        stages = [
            Stage(condition: "not person.has_number", steps: Self.number(turning14)),
            Stage(condition: "true", steps: Self.card),
        ]
        joins = sources.numbers + sources.cards
    }

    /// To an account, for which one needs a card.
    init(done: SQL, _ sources: Sources, toAccount turning14: SQL) {
        self.done = done
        stages = [
            Stage(condition: "held.resident_id is not null", steps: Self.account),
            Stage(condition: "not person.has_number", steps: Self.number(turning14)),
            Stage(condition: "true", steps: Self.card),
        ]
        joins = sources.numbers + sources.cards + sources.accounts
    }

    /// `obstacle`, `since` and `due_on` of a person.
    var columns: SQL {
        let obstacle: SQL = "\(choice { "\($0.obstacle.rawValue)::text" }) as obstacle"
        return "\(obstacle), \(choice(\.since)) as since, \(choice(\.due)) as due_on"
    }

    private func choice(_ value: (Step) -> SQL) -> SQL {
        let branches = stages.map { stage -> SQL in
            let steps = stage.steps.map { step -> SQL in "when \(step.condition) then \(value(step))" }
            return "when \(stage.condition) then case \(steps.joined(separator: " ")) end"
        }
        return "case when \(done) then null \(branches.joined(separator: " ")) end"
    }

    // MARK: Steps

    /// Late from the sixty-first day after the latest possible birth (R7.1).
    private static let birth = [
        Step(obstacle: .birthCertificateRevoked, condition: "certificate.resident_id is not null"),
        Step(
            obstacle: .birthNotRegistered,
            condition: "true",
            since: "person.born_latest",
            due: "person.born_latest + 60"
        ),
    ]

    /// An open case says what is missing; without one a child's birth is registered, and somebody else gets a case.
    private static func number(_ turning14: SQL) -> [Step] {
        let inState = { (obstacle: Obstacle, condition: SQL) -> Step in
            Step(
                obstacle: obstacle,
                condition: condition,
                since: "known.since",
                due: "known.due_on"
            )
        }
        let states: [(Obstacle, SQL)] = [
            (.claimsMissing, "known.state = 'declared'"), (.searchMissing, "known.state = 'claimed'"),
            (.requestMissing, "known.state = 'searched'"),
        ]
        let laterStates: [(Obstacle, SQL)] = [
            (.replyToFollow, "known.state = 'replied'"), (.otherCaseAwaited, "known.state = 'held'"),
            (.evidenceMissing, "known.state = 'gathering'"), (.decisionAwaited, "known.state = 'proposed'"),
            (.districtDecisionAwaited, "known.state = 'escalated'"),
            (.notIdentified, "known.state = 'decided' and known.outcome = 'not_identified'"),
            (.numberAwaited, "known.state = 'decided'"),
        ]
        let isAwaiting: SQL = "known.state = 'awaiting_reply'"
        let isYoung: SQL = "person.born_earliest > \(turning14)"
        return states.map(inState) + [
            // A reminder does not make a request less overdue (B2).
            Step(
                obstacle: .replyOverdue,
                condition: "\(isAwaiting) and asked.is_overdue",
                since: "known.since",
                due: "asked.due_on"
            ),
            Step(obstacle: .replyAwaited, condition: isAwaiting, since: "known.since", due: "asked.due_on"),
        ] + laterStates.map(inState) + [
            Step(obstacle: .numberCancelled, condition: "cancelled.resident_id is not null"),
            Step(obstacle: .numberAwaited, condition: "certificate.is_valid"),
            Step(
                obstacle: .birthNotRegistered,
                condition: isYoung,
                since: "person.born_latest",
                due: "person.born_latest + 60"
            ),
            Step(obstacle: .noCase, condition: "true"),
        ]
    }

    /// What a card prints comes before its approval, which asks for it.
    private static let card = [
        Step(
            obstacle: .cardToHandOver,
            condition: "latest.state = 'printed'",
            since: "latest.since",
            due: """
                latest.since + (select parameter.value::int from registry.parameter
                                where parameter.key = 'card.uncollected_after')
                """
        ),
        Step(
            obstacle: .cardToPrint,
            condition: "latest.state = 'approved'",
            since: "latest.since",
            due: "latest.due_on"
        ),
        Step(obstacle: .birthNameMissing, condition: "person.name_kind <> 'BIRTH'"),
        Step(obstacle: .sexMissing, condition: "person.sex is null"),
        Step(
            obstacle: .birthYearMissing,
            condition: """
                (person.born_earliest is null
                 or extract(year from person.born_earliest) <> extract(year from person.born_latest))
                """
        ),
        Step(
            obstacle: .cardToApprove,
            condition: "latest.state = 'requested'",
            since: "latest.since",
            due: "latest.due_on"
        ),
        // A card past its last day is no longer good, whether or not the night has written that down.
        Step(
            obstacle: .cardExpired,
            condition: "latest.state in ('expired', 'handed_over')",
            since: "latest.expires_on"
        ),
        Step(obstacle: .cardLost, condition: "latest.state = 'lost'"),
        Step(obstacle: .cardRevoked, condition: "latest.state = 'revoked'"),
        Step(obstacle: .cardRefused, condition: "latest.state = 'refused'"),
        Step(obstacle: .cardNotRequested, condition: "true"),
    ]

    private static let account = [
        Step(
            obstacle: .phoneMissing,
            condition: "account.state = 'requested' and not account.has_phone",
            since: "account.since",
            due: "account.due_on"
        ),
        Step(
            obstacle: .accountToGrant,
            condition: "account.state = 'requested'",
            since: "account.since",
            due: "account.due_on"
        ),
        Step(
            obstacle: .accountToActivate,
            condition: "account.state = 'granted'",
            since: "account.since",
            due: "account.activate_by"
        ),
        Step(
            obstacle: .accountLapsed,
            condition: "account.state = 'lapsed'",
            since: "account.since",
            due: "account.activate_by"
        ),
        Step(obstacle: .accountLocked, condition: "account.state = 'locked'"),
        Step(obstacle: .accountRefused, condition: "account.state = 'refused'"),
        Step(obstacle: .accountNotRequested, condition: "true"),
    ]
}
