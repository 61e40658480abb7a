import Postgres

/// The conditions on the way, in the order of <doc:Targets>.
extension Way {
    /// Late from the sixty-first day after the latest possible birth (R7.1).
    static let birth = [
        Step(obstacle: .birthCertificateRevoked, condition: "certificate.resident_id is not null"),
        Step(
            obstacle: .birthNotRegistered,
            condition: "true",
            since: "person.born_latest",
            due: "person.born_latest + 60"
        ),
    ]

    /// An open case says what is missing; without one a child's birth is registered, and somebody else gets a case.
    static func number(_ turning14: SQL) -> [Step] {
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
    static let card = [
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

    static let account = [
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
