package import CivilIdentity
import Postgres

extension Reports {
    /// The article's table of an area as of the end of a day, one row per commune that the caller's reach opens.
    ///
    /// Who is counted where, and of which people and age, is what was believed by that day; cards and accounts count by the
    /// days of their steps. Of an area that has ended it counts the books of its last day (A8).
    package static func article(of area: Area, asOf day: CalendarDay) -> Query<Article> {
        Query([
            counted(area, day).named("reports.article"), clusters(area, day).named("reports.article.clusters"),
            "select exists (select from registry.demonstration) as is_generated",
        ]) { results in
            guard results.count == 3, let mark = results[2].first else { throw RegistryError.unavailable }
            return Article(
                area: area,
                day: day,
                communes: try results[0].decode(ArticleRow.self),
                clusters: try results[1].decode(ArticleCluster.self),
                isGenerated: try mark["is_generated"]
            )
        }
    }

    private static func communes(_ area: Area, _ day: CalendarDay) -> SQL {
        "commune as materialized (\(Areas.communes(of: area, on: "\(day.date)")))"
    }

    /// Each of the four sets is read once and summed by book, before anything is joined to communes.
    private static func counted(_ area: Area, _ day: CalendarDay) -> SQL {
        let moment = Day.lastMoment(of: day)
        let turning14: SQL = "(select (\(day.date) - interval '14 years')::date)"
        let counts = ArticleRow.counts.map { entry -> SQL in
            "coalesce(sum(counted.\(identifier: entry.name)), 0)::bigint as \(identifier: entry.name)"
        }
        return """
            with \(communes(area, day)),
            person as materialized (
                select version.book_id, version.resident_id, version.born_earliest, version.born_latest,
                       version.ethnic_code in ('08', '09', '02', '07') as is_of_four,
                       version.ethnic_code is null as is_unknown, version.ethnic_code <> '01' as is_minority,
                       version.born_earliest > \(turning14) as is_child
                from registry.resident_version as version
                where version.book_id in (select commune.book_id from commune)
                  and version.believed_from <= \(moment) and \(moment) < version.believed_to
                  and version.status = 'present'
            ),
            people as (
                select person.book_id, count(*) as residents,
                       count(*) filter (where person.is_unknown) as ethnicity_unknown,
                       count(*) filter (where person.is_minority) as minorities,
                       count(*) filter (where person.is_of_four) as four_peoples,
                       count(*) filter (where person.is_child) as under_14
                from person
                group by person.book_id
            ),
            home as (
                select version.book_id, count(*) as households,
                       count(*) filter (where version.poverty_class = 'POOR') as poor,
                       count(*) filter (where version.poverty_class = 'NEAR_POOR') as near_poor
                from registry.household_version as version
                where version.book_id in (select commune.book_id from commune)
                  and version.believed_from <= \(moment) and \(moment) < version.believed_to
                  and version.members > 0 and not version.closed
                group by version.book_id
            ),
            holding as (
                select card.book_id,
                       count(distinct card.resident_id) filter (where \(held(on: day))) as card_holders,
                       count(distinct card.resident_id) filter (where \(held(on: day)) and person.is_of_four)
                           as card_holders_of_four,
                       count(distinct card.resident_id) filter (where \(held(on: day)) and person.is_unknown)
                           as card_holders_unknown,
                       \(registered(by: day))
                from registry.card
                join person on (person.book_id, person.resident_id) = (card.book_id, card.resident_id)
                where card.requested_on <= \(day.date)
                group by card.book_id
            ),
            account as (
                select told.book_id, \(accounts())
                from (
                    select distinct on (event.book_id, event.identity_id) event.book_id, event.identity_id, event.step
                    from registry.e_identity_event as event
                    where event.book_id in (select commune.book_id from commune)
                      and event.on_day <= \(day.date) and event.step not in ('phone_stated', 'card_changed')
                    order by event.book_id, event.identity_id, event.id desc
                ) as told
                join registry.e_identity as account on (account.book_id, account.id) = (told.book_id, told.identity_id)
                join person on (person.book_id, person.resident_id) = (account.book_id, account.resident_id)
                group by told.book_id
            ),
            certificate as (
                select certificate.book_id, count(distinct certificate.resident_id) as birth_certificates
                from registry.birth_certificate as certificate
                join person
                    on (person.book_id, person.resident_id) = (certificate.book_id, certificate.resident_id)
                where certificate.registered_on <= \(day.date) and person.is_child
                  and coalesce(certificate.revoked_on, 'infinity') > \(day.date)
                group by certificate.book_id
            ),
            counted as (
                select *
                from (select commune.book_id from commune) as every
                left join people using (book_id)
                left join home using (book_id)
                left join holding using (book_id)
                left join account using (book_id)
                left join certificate using (book_id)
            )
            select commune.code, commune.name, \(counts.joined())
            from commune
            join counted using (book_id)
            group by commune.code, commune.name
            order by commune.code
            """
    }

    /// In hand and good on the day.
    ///
    /// Only of a card that has ended since do the events say whether it had by then.
    private static func held(on day: CalendarDay) -> SQL {
        """
        card.handed_over_on <= \(day.date) and coalesce(card.expires_on, 'infinity') >= \(day.date)
        and case when card.state = 'handed_over' then true else not exists (
            select from registry.card_event as ended
            where (ended.book_id, ended.card_id) = (card.book_id, card.id) and ended.on_day <= \(day.date)
              and ended.step in ('expired', 'lost', 'revoked', 'replaced')) end
        """
    }

    /// The four counts of cards requested since the law came into force, and the ages on the day of the request.
    private static func registered(by day: CalendarDay) -> SQL {
        let isOurs: SQL = "card.requested_on >= \(Article.law.date)"
        let age: SQL = "registry.reached(14, person.born_earliest, person.born_latest, card.requested_on)"
        return """
            count(*) filter (where \(isOurs)) as registered,
            count(*) filter (where \(isOurs) and \(age) is false) as registered_under_14,
            count(*) filter (where \(isOurs) and \(age) is null) as registered_unsure,
            count(*) filter (where \(isOurs) and card.issued_on <= \(day.date)) as approved,
            count(*) filter (where \(isOurs) and card.printed_on <= \(day.date)) as printed,
            count(*) filter (where \(isOurs) and card.handed_over_on <= \(day.date)) as handed_over
            """
    }

    private static func accounts() -> SQL {
        let states = ElectronicIdentity.State.allCases.map { state -> SQL in
            "count(*) filter (where told.step = \(state.rawValue)) as \(identifier: "accounts_" + state.rawValue)"
        }
        return """
            \(states.joined()),
            count(*) filter (where told.step = 'activated' and person.is_of_four) as activated_of_four,
            count(*) filter (where told.step = 'activated' and person.is_unknown) as activated_unknown
            """
    }

    /// Places that were no village on the day, with who lived there.
    private static func clusters(_ area: Area, _ day: CalendarDay) -> SQL {
        let moment = Day.lastMoment(of: day)
        return """
            with \(communes(area, day))
            select commune.name as commune, status.name::text as name,
                   (select count(*) from registry.household_version as version
                    where (version.book_id, version.settlement_id) = (status.book_id, status.settlement_id)
                      and version.believed_from <= \(moment) and \(moment) < version.believed_to
                      and version.members > 0 and not version.closed) as households,
                   (select count(*) from registry.resident_version as version
                    where (version.book_id, version.settlement_id) = (status.book_id, status.settlement_id)
                      and version.believed_from <= \(moment) and \(moment) < version.believed_to
                      and version.status = 'present') as residents
            from commune
            join registry.settlement_status as status on status.book_id = commune.book_id
            where status.kind = 'cum_dan_cu' and status.valid_from <= \(day.date) and \(day.date) < status.valid_to
            order by commune.code, status.name collate "vi-x-icu"
            """
    }
}
