package import CivilIdentity
import Postgres

/// How far a target has come: done, left, what each working day would have to bring, and what the pace promises (C8).
package struct TargetProgress: Sendable {
    /// What one working day brought.
    package struct Gain: Sendable, Hashable {
        package let day: CalendarDay
        package let residents: Int
    }

    /// When nobody will be left: days, nil where they are not within ``Forecast/horizon``.
    package struct Finish: Sendable, Hashable {
        package let early: CalendarDay?
        package let likely: CalendarDay?
        package let late: CalendarDay?
    }

    package let target: Target
    package let deadline: CalendarDay
    /// As of which day: the question's, or today.
    package let day: CalendarDay
    package let report: LeftReport
    /// As it stood at the end of the last day; nil while that is not over.
    package let atDeadline: LeftReport?
    /// From the day on, the last day included; today counts while it lasts.
    package let workingDaysLeft: Int
    /// By working day, in order; what came on days off is counted with the working day before.
    package let gains: [Gain]
    package let forecast: Forecast
    package let finish: Finish?

    package var isPast: Bool { deadline < day || report.question.asOf == deadline }

    /// How many each working day that is left has to bring, rounded up; nil where none is left.
    package var neededPerWorkingDay: Int? {
        let left = report.total.left
        guard left > 0 else { return 0 }
        return workingDaysLeft > 0 ? (left + workingDaysLeft - 1) / workingDaysLeft : nil
    }

    package var outlook: Forecast.Outlook { forecast.outlook(workingDaysLeft: workingDaysLeft, isPast: isPast) }

    /// How many will have it at the end of the last day, at the measured pace; nil once that is over.
    package var expectedAtDeadline: (low: Int, likely: Int, high: Int)? {
        guard !isPast else { return nil }
        let gained = forecast.gained(in: workingDaysLeft)
        let done = report.total.done
        return (done + gained.low, done + gained.likely, done + gained.high)
    }
}

extension Targets {
    /// The progress of a target that was not withdrawn, within the caller's reach; ages are those of its last day.
    ///
    /// `asOf` is the day at whose end it is asked for; nil is now, and today still counts as a working day. `today` is the
    /// business day, which decides whether the last day is over.
    package static func progress(
        of target: Target,
        until deadline: CalendarDay,
        in area: Area,
        asOf: CalendarDay?,
        asNow: Bool,
        today: CalendarDay
    ) -> Query<TargetProgress> {
        let day = asOf ?? today
        var question = StandingQuestion(of: area, target.measure, target.ages, asOf: asOf, asNow: asNow)
        question.agesOn = deadline
        var atDeadline = question
        atDeadline.asOf = deadline
        let isOver = deadline < day || asOf == deadline
        let standing = Reports.left(question)
        let past = Reports.left(atDeadline)
        // The last day that is over: of today only a part is, so that it belongs to what is to come.
        let last = asOf ?? today.advanced(by: -1)
        let statements =
            standing.statements + [gains(question, upTo: last), calendar(after: last, until: deadline)]
            + (isOver ? past.statements : [])
        return Query(statements) { results in
            let report = try standing.decode([results[0]])
            let gains = try results[1].map { row in
                TargetProgress.Gain(
                    day: CalendarDay(try row["day"] as PostgresDate) ?? .earliest,
                    residents: try row["residents"]
                )
            }
            let calendar = try results[2].map { CalendarDay(try $0["day"] as PostgresDate) ?? .earliest }
            let left: Int32 = try results[2].first?["working_days_left"] ?? 0
            let forecast = Forecast(left: report.total.left, gains: gains.map(\.residents))
            let nth = { (count: Int?) in count.flatMap { calendar.indices.contains($0 - 1) ? calendar[$0 - 1] : nil } }
            return TargetProgress(
                target: target,
                deadline: deadline,
                day: day,
                report: report,
                atDeadline: isOver ? try past.decode([results[3]]) : nil,
                workingDaysLeft: Int(left),
                gains: gains,
                forecast: forecast,
                finish: forecast.toFinish.map {
                    .init(early: nth($0.early), likely: nth($0.likely), late: nth($0.late))
                }
            )
        }
    }

    /// The working days after a day, as many as a forecast looks ahead, and how many of them there are until the last day.
    private static func calendar(after day: CalendarDay, until deadline: CalendarDay) -> SQL {
        """
        select ahead.day::date as day,
               (select registry.working_days_between(\(day.date), \(deadline.date))) as working_days_left
        from generate_series(\(day.date) + 1, \(day.date) + \(Int32(2 * Forecast.horizon)), interval '1 day') as ahead (day)
        where registry.is_working_day(ahead.day::date)
        order by ahead.day
        limit \(Forecast.horizon)
        """
    }

    /// What each of the last working days brought of those whom it concerns.
    ///
    /// Who got it then for the first time, or again after having none. An exchange brings nobody, and whoever lost it since is among those left.
    private static func gains(_ question: StandingQuestion, upTo last: CalendarDay) -> SQL {
        let gained: SQL =
            switch question.measure {
            case .personalNumber:
                """
                select event.resident_id,
                       coalesce(event.happened_on, (event.recorded_at at time zone 'Asia/Ho_Chi_Minh')::date) as day
                from registry.personal_number_event as event where event.kind in ('confirmed', 're_established')
                """
            case .card:
                """
                select card.resident_id, card.handed_over_on as day from registry.card where card.replaces_id is null
                """
            case .electronicIdentity:
                """
                select account.resident_id, min(account.activated_on) as day from registry.e_identity as account
                group by account.resident_id
                """
            case .birthCertificate:
                """
                select certificate.resident_id, certificate.registered_on as day
                from registry.birth_certificate as certificate where certificate.revoked_on is null
                """
            }
        return """
            with \(question.parts),
            worked as materialized (
                select back.day::date as day,
                       coalesce(lead(back.day::date) over (order by back.day), \(last.date) + 1) as until
                from (
                    select before.day
                    from generate_series(\(last.date), \(last.date) - 90, interval '-1 day') as before (day)
                    where registry.is_working_day(before.day::date)
                    order by before.day desc
                    limit \(Forecast.window)
                ) as back
            ),
            gained as (
                select distinct gain.resident_id, gain.day from (\(gained)) as gain
                where gain.day >= (select min(worked.day) from worked) and gain.day <= \(last.date)
            )
            select worked.day, count(standing.resident_id) as residents
            from worked
            left join gained on gained.day >= worked.day and gained.day < worked.until
            left join standing on standing.resident_id = gained.resident_id and standing.obstacle is null
            group by worked.day
            order by worked.day
            """
    }
}
