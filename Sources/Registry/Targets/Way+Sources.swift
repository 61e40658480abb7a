import CivilIdentity
import Postgres

extension Way {
    /// Where the joined rows come from: the states as they are, or as the days of the steps say that they were.
    ///
    /// A row for a person at most, so that nobody is counted twice; and joined by her id alone: where the book is part of the
    /// condition, a planner that expects few rows goes by the ten books and compares a book's people with all of its cases.
    /// What another book holds of somebody who moved is told by functions (`targets.cards_elsewhere` and its kin), because
    /// papers stay where they were made.
    struct Sources {
        /// Nil: now.
        let asOf: CalendarDay?

        private var day: SQL { asOf.map { "\($0.date)" } ?? "(select jobs.today())" }

        var numbers: SQL {
            """

            left join (\(cases)) as known on known.resident_id = person.resident_id
            left join (\(pending)) as asked on asked.case_id = known.id
            left join (\(cancelled)) as cancelled on cancelled.resident_id = person.resident_id
            """ + certificates
        }

        private var isValid: SQL {
            "card.state = 'handed_over' and coalesce(card.expires_on, 'infinity') >= \(day)"
        }

        /// Whoever has a valid card.
        var held: SQL {
            """

            left join (
                select card.resident_id from (\(cardsInHand)) as card where \(isValid) group by card.resident_id
            ) as held on held.resident_id = person.resident_id
            """
        }

        /// Of whoever has no valid card the one that is being made, else the last.
        var latest: SQL {
            """

            left join (
                select distinct on (card.resident_id) card.resident_id, card.state, card.since, card.due_on,
                       card.expires_on
                from (\(otherCards)) as card
                where card.state <> 'replaced' and not (\(isValid))
                order by card.resident_id, card.state in ('requested', 'approved', 'printed') desc,
                         card.asked_on desc nulls last, card.state
            ) as latest on latest.resident_id = person.resident_id
            """
        }

        /// Of two accounts the one that is furthest.
        var accounts: SQL {
            """

            left join (
                select distinct on (account.resident_id) account.*,
                       account.state in ('activated', 'unlocked') as is_active
                from (\(allAccounts)) as account
                order by account.resident_id, account.state in ('activated', 'unlocked') desc,
                         array_position(
                             array['granted', 'requested', 'lapsed', 'locked', 'refused'], account.state) nulls last
            ) as account on account.resident_id = person.resident_id
            """
        }

        var certificates: SQL {
            let (since, isValid): (SQL, SQL) =
                asOf == nil
                ? ("true", "certificate.revoked_on is null")
                : (
                    "certificate.registered_on <= \(day)",
                    "(certificate.revoked_on is null or certificate.revoked_on > \(day))"
                )
            return """

                left join (
                    select certificate.resident_id, bool_or(\(isValid)) as is_valid
                    from (
                        select own.resident_id, own.registered_on, own.revoked_on from registry.birth_certificate as own
                        union all
                        select kept.resident_id, kept.registered_on, kept.revoked_on
                        from targets.births_elsewhere() as kept
                    ) as certificate
                    where \(since)
                    group by certificate.resident_id
                ) as certificate on certificate.resident_id = person.resident_id
                """
        }

        // MARK: One table each

        private var cases: SQL {
            let source: SQL = asOf == nil ? "registry.identity_case" : "targets.cases_on(\(day))"
            return """
                select distinct on (found.resident_id)
                       found.id, found.resident_id, found.state, found.since, found.due_on, found.outcome
                from \(source) as found where found.state not in ('closed', 'withdrawn')
                order by found.resident_id, found.since desc, found.id
                """
        }

        /// The requests that nobody has answered, by case, with the first day on which an answer is due.
        private var pending: SQL {
            let (sent, received): (SQL, SQL) =
                asOf == nil ? ("true", "true") : ("request.sent_on <= \(day)", "reply.received_on <= \(day)")
            return """
                select request.case_id, min(request.due_on) as due_on,
                       min(request.due_on) < \(day) as is_overdue
                from registry.verification_request as request
                where \(sent) and not exists (
                    select from registry.verification_reply as reply
                    where reply.book_id = request.book_id and reply.request_id = request.id and \(received))
                group by request.case_id
                """
        }

        /// Whoever had a number that was cancelled: today's rows, or the events by the end of the day.
        private var cancelled: SQL {
            guard asOf != nil else {
                return """
                    select number.resident_id from registry.personal_number as number
                    where number.state = 'cancelled' group by number.resident_id
                    """
            }
            return """
                select event.resident_id from registry.personal_number_event as event
                where event.kind = 'cancelled' and event.recorded_at <= \(Day.lastMoment(of: asOf))
                group by event.resident_id
                """
        }

        private var cardsElsewhere: SQL {
            """
            select kept.resident_id, kept.state, kept.since, kept.due_on, kept.expires_on, kept.asked_on
            from targets.cards_elsewhere(\(day)) as kept
            """
        }

        private var cardsThen: SQL {
            """
            select own.resident_id, own.state, own.since, own.due_on, own.expires_on,
                   case when own.state <> 'handed_over' then own.asked_on end as asked_on
            from targets.cards_on(\(day)) as own union all \(cardsElsewhere)
            """
        }

        /// Of cards in hand only what their index holds.
        private var cardsInHand: SQL {
            guard asOf == nil else { return cardsThen }
            return "\(ownCardsInHand) union all \(cardsElsewhere)"
        }

        private var ownCardsInHand: SQL {
            """
            select own.resident_id, own.state, null::date as since, null::date as due_on, own.expires_on,
                   null::date as asked_on
            from registry.card as own where own.state = 'handed_over'
            """
        }

        private var otherCards: SQL {
            guard asOf == nil else { return cardsThen }
            return """
                select own.resident_id, own.state,
                       case own.state when 'printed' then own.printed_on when 'approved' then own.issued_on
                                      when 'requested' then own.requested_on end as since,
                       own.due_on, own.expires_on, own.requested_on as asked_on
                from registry.card as own
                where own.state in (
                    'requested', 'refused', 'cancelled', 'approved', 'printed', 'expired', 'lost', 'revoked')
                union all \(ownCardsInHand) union all \(cardsElsewhere)
                """
        }

        private var allAccounts: SQL {
            let own: SQL =
                asOf == nil
                ? """
                select own.resident_id, own.state,
                       case own.state when 'granted' then own.notified_on when 'requested' then own.requested_on end as since,
                       own.due_on, own.activate_by, own.phone is not null and own.own_name = 'yes' as has_phone
                from registry.e_identity as own
                """
                : """
                select own.resident_id, own.state, own.since, own.due_on, own.activate_by, own.has_phone
                from targets.accounts_on(\(day)) as own
                """
            return """
                \(own) union all
                select kept.resident_id, kept.state, kept.since, kept.due_on, kept.activate_by, kept.has_phone
                from targets.accounts_elsewhere(\(day)) as kept
                """
        }
    }
}
