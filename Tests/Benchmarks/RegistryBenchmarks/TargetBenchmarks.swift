import Foundation
import NIOHTTP1
import Registry
import RegistryTestSupport

/// "Who is left and why" of the district over HTTP, as it stands and computed as of a day a year ago.
///
/// On the imported district with numbers, cases, cards, accounts and birth certificates planted for its people. Generated
/// data; nobody in it exists.
struct TargetBenchmarks {
    let district: District
    let full: Bool

    private static let measures = ["personal_number", "card", "e_identity", "birth_certificate"]

    func figures() async throws -> [Figure] {
        try await plant()
        let officer = try await district.database.officer("district_officer", of: "646")
        let count = full ? 400 : 100
        let pastDay = try await district.database.superuserSQL("select (registry.today() - interval '1 year')::date")
        return try await district.serving { base, _ in
            let client = HTTPBench(base: base)
            // Everybody in all measures, so that nobody is left out of what is asked.
            let times = { (day: String) in
                try await client.times(clients: 1, count: count) { index in
                    let measure = Self.measures[index % Self.measures.count]
                    let path = "/api/v1/reports/left?area=646&ages=all&measure=\(measure)\(day)"
                    try await client.send(.GET, path, token: officer.token.secret)
                }
            }
            _ = try await times("")
            let now = try await times("")
            let then = try await times("&as_of=\(pastDay)")
            try await check(client, officer, "&as_of=\(pastDay)")
            try await check(client, officer, "")
            return [
                Figure("targets/left-from-versions", now.percentile(0.95), "ms", atMost: 150),
                Figure("targets/left-computed", then.percentile(0.95), "ms", atMost: 400),
            ]
        }
    }

    /// That what was measured is the district, with people at many obstacles.
    private func check(_ client: HTTPBench, _ officer: TestOfficer, _ day: String) async throws {
        let path = "/api/v1/reports/left?area=646&ages=all&measure=e_identity\(day)"
        let body = try await client.send(.GET, path, token: officer.token.secret)
        guard let report = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any],
            let total = report["total"] as? [String: Any], let residents = total["residents"] as? Int,
            let done = total["done"] as? Int, let obstacles = total["obstacles"] as? [Any]
        else { throw BenchmarkError(said: "the report cannot be read") }
        note("e_identity\(day): \(residents) people, \(done) done, \(obstacles.count) obstacles")
        guard residents > 60_000, done > 5_000, obstacles.count > 20 else {
            throw BenchmarkError(said: "the district is not what was to be measured")
        }
    }

    private func plant() async throws {
        for statement in Self.planting { try await district.database.superuserSQL(statement) }
        try await district.database.superuserSQL("vacuum analyze")
    }

    /// Who has what: a chance drawn from the person's id, so that each measurement is of the same people.
    ///
    /// Two thirds have a number; of these four fifths a card, in every state; of these three fifths an account, in every
    /// state. Of the others two fifths have a case, in every state. Half the children's births are registered.
    private static let planting = [
        """
        create table public.chance as
        select version.book_id, version.resident_id, row_number() over (order by version.resident_id) as place,
               ('x' || substr(md5(version.resident_id::text), 1, 7))::bit(28)::int % 1000 as number,
               ('x' || substr(md5(version.resident_id::text), 8, 7))::bit(28)::int % 1000 as card,
               ('x' || substr(md5(version.resident_id::text), 15, 7))::bit(28)::int % 1000 as account,
               registry.today() - 400 - ('x' || substr(md5(version.resident_id::text), 22, 7))::bit(28)::int % 300 as day,
               resident.recorded_by, gen_random_uuid() as id
        from registry.resident_version as version
        join registry.resident on (resident.book_id, resident.id) = (version.book_id, version.resident_id)
        where version.believed_to = 'infinity' and version.status = 'present'
        """,
        """
        insert into registry.personal_number (number, book_id, resident_id, state, recorded_by)
        select '901' || lpad(place::text, 9, '0'), book_id, resident_id,
               case when number < 5 then 'cancelled' else 'confirmed' end, recorded_by
        from public.chance where number < 665
        on conflict do nothing;
        insert into registry.personal_number_event (
            book_id, resident_id, number, kind, ground, happened_on, reason, rests_on, recorded_at, recorded_by)
        select chance.book_id, chance.resident_id, known.number, kind.kind,
               case kind.kind when 'cancelled' then 'collection_error' end, chance.day, 'mẫu', 'mẫu', chance.day,
               chance.recorded_by
        from public.chance
        join registry.personal_number as known using (book_id, resident_id)
        join (values ('confirmed'), ('cancelled')) as kind (kind) on kind.kind = 'confirmed' or chance.number < 5;
        update registry.resident_version as version set has_number = true
        from public.chance
        where (chance.book_id, chance.resident_id) = (version.book_id, version.resident_id) and chance.number between 5 and 664
        """,
        """
        insert into registry.card (
            book_id, id, resident_id, state, ground, requested_on, due_on, applicant, face, fingerprints, iris, issued_on,
            expires_on, expiry_certain, printed, printed_on, handed_over_on, recorded_by)
        select book_id, id, resident_id, state, 'first', day, day + 9, 'self', 'yes', 'yes', 'yes', issued,
               case when issued is not null then date '2040-01-01' end, case when issued is not null then true end,
               case when issued is not null then jsonb_build_object(
                   'name', 'Giàng Thị Mẫu', 'born', '05/05/1980', 'sex', 'F', 'number', '901000000000', 'nationality',
                   'Việt Nam', 'residence', 'Thôn 1, xã Cư KBang, huyện Ea Súp, tỉnh Đắk Lắk', 'issuer', 'Bộ Công an') end,
               case when state not in ('requested', 'refused', 'approved') then day + 5 end,
               case when state in ('handed_over', 'expired') then day + 8 end, recorded_by
        from (
            select *, case when state not in ('requested', 'refused') then day + 3 end as issued
            from (
                select *, case when card < 640 then 'handed_over' when card < 670 then 'requested' when card < 700 then 'approved'
                               when card < 740 then 'printed' when card < 760 then 'expired' when card < 780 then 'lost'
                               when card < 790 then 'revoked' else 'refused' end as state
                from public.chance where number between 5 and 664 and card < 800
            ) as stated
        ) as made;
        insert into registry.card_event (book_id, card_id, step, on_day, reason, recorded_by)
        select card.book_id, card.id, step.step, card.requested_on + step.days, 'mẫu', card.recorded_by
        from registry.card
        join (values ('requested', 0), ('approved', 3), ('batched', 4), ('printed', 5), ('handed_over', 8)) as step (step, days)
            on step.days <= case when card.handed_over_on is not null then 8 when card.printed_on is not null then 5
                                 when card.issued_on is not null then 3 else 0 end
        order by card.id, step.days;
        insert into registry.card_event (book_id, card_id, step, on_day, reason, recorded_by)
        select card.book_id, card.id, card.state, card.requested_on + 20, 'mẫu', card.recorded_by
        from registry.card where card.state in ('refused', 'expired', 'lost', 'revoked')
        """,
        """
        insert into registry.e_identity (
            book_id, id, resident_id, level, state, card_book_id, card_id, phone_answer, phone, own_name, requested_on, due_on,
            notified_on, activate_by, activated_on, recorded_by)
        select chance.book_id, gen_random_uuid(), chance.resident_id, 2, chance.state, card.book_id, card.id, 'stated', '0905 000 000',
               case when account < 20 then 'unknown' else 'yes' end, chance.day + 10, chance.day + 13,
               case when chance.state not in ('requested', 'refused') then chance.day + 12 end,
               case when chance.state not in ('requested', 'refused') then chance.day + 19 end,
               case when chance.state in ('activated', 'locked') then chance.day + 15 end, chance.recorded_by
        from (
            select *, case when account < 40 then 'requested' when account < 80 then 'granted' when account < 110 then 'lapsed'
                           when account < 120 then 'locked' when account < 130 then 'refused' else 'activated' end as state
            from public.chance where account < 600
        ) as chance
        join registry.card on card.id = chance.id and card.state = 'handed_over';
        insert into registry.e_identity_event (book_id, identity_id, step, on_day, reason, recorded_by)
        select account.book_id, account.id, step.step, account.requested_on + step.days, 'mẫu', account.recorded_by
        from registry.e_identity as account
        join (values ('requested', 0), ('granted', 2), ('activated', 5)) as step (step, days)
            on step.days <= case when account.activated_on is not null then 5 when account.notified_on is not null then 2 else 0 end
        union all
        select account.book_id, account.id, account.state, account.requested_on + 20, 'mẫu', account.recorded_by
        from registry.e_identity as account where account.state in ('lapsed', 'locked', 'refused')
        """,
        """
        with opened as (
            insert into registry.identity_case (
                book_id, id, resident_id, state, opened_on, since, due_on, outcome, decided_at, recorded_by)
            select book_id, id, resident_id, state, day, day + 20, day + 60, outcome,
                   case when outcome is not null then now() end, recorded_by
            from (
                select *, (array['declared', 'claimed', 'searched', 'awaiting_reply', 'awaiting_reply', 'replied', 'gathering',
                                 'proposed', 'escalated', 'decided'])[1 + card % 10] as state,
                       case when card % 10 = 9 then case when account < 300 then 'not_identified' else 'identified' end end as outcome
                from public.chance where number >= 665 and account < 400
            ) as chance
            returning *
        )
        insert into registry.case_event (
            book_id, case_id, round, revision, step, to_state, on_day, due_on, actor, actor_name, attachment)
        select book_id, id, 1, step, 'step', case step when 6 then state else 'claimed' end, opened_on + 3 * step, due_on, 1,
               'Cán bộ', case when step = 6 then jsonb_strip_nulls(jsonb_build_object('outcome', outcome)) end
        from opened, generate_series(1, 6) as step
        """,
        """
        insert into registry.verification_request (
            book_id, id, case_id, resident_id, year, running, number, area_id, addressee, province_code, province, name_fact_id,
            name, name_kind, claim_id, channel, sent_on, due_on, recorded_by)
        select known.book_id, gen_random_uuid(), known.id, known.resident_id, 2025,
               row_number() over (partition by known.book_id order by known.id), 'mẫu', asked.area_id, 'Tỉnh Hà Giang', '02',
               'Tỉnh Hà Giang', called.id, called.name, called.kind, asked.id, 'post', known.since,
               case when known.id::text < '8' then date '2020-01-01' + 4000 else known.since + 21 end, 1
        from registry.identity_case as known
        cross join lateral (
            select claim.id, claim.area_id from registry.origin_claim as claim
            where (claim.book_id, claim.resident_id) = (known.book_id, known.resident_id) and claim.area_id is not null limit 1
        ) as asked
        cross join lateral (
            select name.id, name.name, name.kind from registry.name_fact as name
            where (name.book_id, name.resident_id) = (known.book_id, known.resident_id) limit 1
        ) as called
        where known.state = 'awaiting_reply'
        """,
        """
        insert into registry.birth_certificate (
            book_id, id, resident_id, register_year, number, registered_on, is_late, basis, basis_document, mother_answer,
            father_answer, parents_married, declared_by, registrar, signer, recorded_by)
        select chance.book_id, gen_random_uuid(), chance.resident_id, extract(year from chance.day)::int,
               row_number() over (partition by chance.book_id, extract(year from chance.day)), chance.day, true, 'commitment',
               'mẫu', 'unknown', 'unknown', 'unknown', 'mẹ', 'Nguyễn Thị Hộ', 'Trần Văn Chủ', chance.recorded_by
        from public.chance
        join registry.resident_version as version
            on (version.book_id, version.resident_id) = (chance.book_id, chance.resident_id) and version.believed_to = 'infinity'
        where version.born_earliest > registry.today() - interval '14 years' and chance.account % 2 = 0;
        drop table public.chance
        """,
    ]
}
