-- 0039_demonstration_papers.sql: the papers, cases and visits of the generated district, drawn in the database.
--
-- Whom a card can be given to is what the register believes of her, so the draw is made here, and set by set: one call of a
-- function for each of seventy thousand people would take minutes. A draw depends on the seed and on the record's id only, so
-- the same seed gives the same papers. None of these people exists, nor do the officers -1 and -2 who are said to have acted.
--
-- The functions run with the rights of whoever calls them, and only the migrator has such rights: sogoc_office alone writes
-- these tables, and its steps go one by one. They refuse a register that is not being loaded as a demonstration, and they
-- leave a book alone that has what they would add.

set local role sogoc_owner;

-- The rules of ages as before (0027), said so that ten thousand cards cost a moment: a strict function of SQL is never written
-- out into the statement that calls it, and each of its calls sets up a plan of its own.

-- Not strict: null of null all the same, and the planner writes it out.
create or replace function registry.birthday(born date, age int) returns date
    language sql immutable parallel safe
    return (born + make_interval(years => age))::date
        + case when extract(day from born) = 29 and extract(day from born + make_interval(years => age)) = 28 then 1 else 0 end;

create or replace function registry.card_expiry(born date, issued date) returns date
    language plpgsql immutable parallel safe strict
    set search_path = pg_catalog, pg_temp
as $$
declare
    age int;
    turned date;
begin
    foreach age in array array[14, 25, 40, 60] loop
        turned := registry.birthday(born, age);
        if registry.birthday(turned, -2) > issued then
            return turned;
        end if;
    end loop;
    return null;
end
$$;

create or replace function registry.card_expiries(born datemultirange, issued date) returns daterange
    language plpgsql immutable parallel safe strict
    set search_path = pg_catalog, pg_temp
as $$
declare
    stretch daterange;
    candidate date;
    expiry date;
    earliest date;
    latest date;
begin
    for stretch in select unnest(born) loop
        for candidate in
            select lower(stretch)
            union all select upper(stretch) - 1
            union all
            select (issued - make_interval(years => age - 2))::date + shift
            from unnest(array[14, 25, 40, 60]) as age, generate_series(-2, 2) as shift
        loop
            continue when not candidate <@ stretch;
            expiry := coalesce(registry.card_expiry(candidate, issued), 'infinity');
            earliest := least(earliest, expiry);
            latest := greatest(latest, expiry);
        end loop;
    end loop;
    return daterange(earliest, latest, '[]');
end
$$;

-- The mark of the demonstration that is being loaded. SG409 in a register of real people, and once the load is finished.
create function registry.demonstration_in_loading() returns registry.demonstration
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    mark registry.demonstration;
begin
    select * into mark from registry.demonstration where loaded_at is null;
    if mark.source is null then
        raise exception 'no demonstration is being loaded' using errcode = 'SG409', constraint = 'demonstration_not_loading';
    end if;
    return mark;
end
$$;

-- A uuid of version 7 that is of a day and follows from a word: what is made of the same seed has the same ids.
create function registry.demonstration_id(of_day date, word text) returns uuid
    language sql immutable parallel safe strict
    return (lpad(to_hex(((of_day - date '1970-01-01')::bigint * 86400000)), 12, '0') || '7' || substr(md5(word), 1, 3)
            || '8' || substr(md5(word), 4, 15))::uuid;

-- The moment of a day at which generated steps were written down.
create function registry.demonstration_moment(of_day date) returns timestamptz
    language sql immutable parallel safe strict
    return (of_day + time '10:00') at time zone 'Asia/Ho_Chi_Minh';

-- Working days from 2024-01-01 to the end of 2025, and for each day of the calendar the place of the first that is not before it.
create function registry.demonstration_days(out working date[], out place int[])
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    with calendar as (
        select day::date as day, registry.is_working_day(day::date) as works
        from generate_series(timestamp '2024-01-01', timestamp '2025-12-31', interval '1 day') as day
    ),
    counted as (
        select calendar.day, calendar.works, count(*) filter (where calendar.works) over (order by calendar.day)::int as until
        from calendar
    )
    select array_agg(counted.day order by counted.day) filter (where counted.works),
           array_agg(counted.until + case when counted.works then 0 else 1 end order by counted.day)
    from counted
$$;

-- Identity cases of a book: of people whose number came long after they were written down, closed with it; of people without
-- one, open or over in other ways. A twelfth of the latter. Answers how many.
create function registry.add_demonstration_cases(of_book int) returns bigint
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
declare
    mark registry.demonstration := registry.demonstration_in_loading();
    days record;
    added bigint;
begin
    if exists (select from registry.identity_case as known where known.book_id = of_book) then
        return 0;
    end if;
    select * into days from registry.demonstration_days();

    -- Each way as its steps, with the days between opening and each, where no day of a number says when it was over. `actor`:
    -- -1 an officer, -2 a supervisor, null the register itself.
    with script (way, step_no, step, from_state, to_state, day, actor, cause) as (
        values
            ('answered', 1, 'open', null, 'declared', 0, -1, null),
            ('answered', 2, 'record_claims', 'declared', 'claimed', 1, -1, null),
            ('answered', 3, 'search_duplicates', 'claimed', 'searched', 2, -1, null),
            ('answered', 4, 'send_request', 'searched', 'awaiting_reply', 3, -1, null),
            ('answered', 5, 'record_reply', 'awaiting_reply', 'replied', 6, -1, null),
            ('answered', 6, 'propose', 'replied', 'proposed', 7, -1, null),
            ('answered', 7, 'decide', 'proposed', 'decided', 8, -2, null),
            ('answered', 8, 'enter_number', 'decided', 'numbered', 10, -1, null),
            ('answered', 9, 'close', 'numbered', 'closed', 10, -1, null),
            ('nobody', 1, 'open', null, 'declared', 0, -1, null),
            ('nobody', 2, 'record_claims', 'declared', 'claimed', 4, -1, null),
            ('nobody', 3, 'search_duplicates', 'claimed', 'searched', 6, -1, null),
            ('nobody', 4, 'send_request', 'searched', 'awaiting_reply', 9, -1, null),
            ('nobody', 5, 'record_reply', 'awaiting_reply', 'replied', 33, -1, null),
            ('nobody', 6, 'rely_on_evidence', 'replied', 'gathering', 38, -1, null),
            ('nobody', 7, 'escalate', 'gathering', 'escalated', 84, null, 'clock'),
            ('undecided', 1, 'open', null, 'declared', 0, -1, null),
            ('undecided', 2, 'record_claims', 'declared', 'claimed', 4, -1, null),
            ('undecided', 3, 'search_duplicates', 'claimed', 'searched', 6, -1, null),
            ('undecided', 4, 'send_request', 'searched', 'awaiting_reply', 9, -1, null),
            ('undecided', 5, 'record_reply', 'awaiting_reply', 'replied', 30, -1, null),
            ('undecided', 6, 'propose', 'replied', 'proposed', 33, -1, null),
            ('undecided', 7, 'decide', 'proposed', 'decided', 36, -2, null),
            ('declared', 1, 'open', null, 'declared', 0, -1, null),
            ('declared', 2, 'overdue', 'declared', 'declared', 9, null, 'clock'),
            ('claimed', 1, 'open', null, 'declared', 0, -1, null),
            ('claimed', 2, 'record_claims', 'declared', 'claimed', 4, -1, null),
            ('claimed', 3, 'overdue', 'claimed', 'claimed', 8, null, 'clock'),
            ('withdrawn', 1, 'open', null, 'declared', 0, -1, null),
            ('withdrawn', 2, 'withdraw', 'declared', 'withdrawn', 3, -2, null)
    ),
    person as materialized (
        select version.resident_id, version.name, version.name_kind, confirmed.number, confirmed.happened_on as ready,
               confirmed.rests_on, written.on_day as written_on, record.record_id,
               md5(mark.seed || ':case:' || record.record_id) as draw
        from registry.resident_version as version
        join registry.import_record as record
            on (record.book_id, record.resident_id) = (version.book_id, version.resident_id)
            and record.source = mark.source and record.kind = 'person' and record.withdrawn_at is null
        join (
            select stay.resident_id, min(stay.opened_on) as on_day
            from registry.stay where stay.book_id = of_book group by stay.resident_id
        ) as written on written.resident_id = version.resident_id
        left join registry.personal_number_event as confirmed
            on (confirmed.book_id, confirmed.resident_id, confirmed.kind)
                = (version.book_id, version.resident_id, 'confirmed')
        where version.book_id = of_book and version.believed_to = 'infinity' and version.status = 'present'
    ),
    claim as materialized (
        select distinct on (person.resident_id) person.resident_id, told.id as claim_id, told.area_id
        from person
        join registry.origin_claim as told on (told.book_id, told.resident_id) = (of_book, person.resident_id)
        where told.answer = 'stated' and told.area_id is not null
          and (person.number is null and get_byte(decode(person.draw, 'hex'), 0) < 21
               or person.ready > person.written_on + 9 and get_byte(decode(person.draw, 'hex'), 0) < 26)
        order by person.resident_id, told.position, told.id
    ),
    chosen as materialized (
        select person.*, claim.claim_id, claim.area_id, decode(person.draw, 'hex') as dice,
               case when person.number is not null then 'answered'
                    when get_byte(decode(person.draw, 'hex'), 1) < 120 then 'nobody'
                    when get_byte(decode(person.draw, 'hex'), 1) < 150 then 'undecided'
                    when get_byte(decode(person.draw, 'hex'), 1) < 200 then 'claimed'
                    when get_byte(decode(person.draw, 'hex'), 1) < 240 then 'declared'
                    else 'withdrawn' end as way,
               registry.demonstration_id(person.written_on, mark.seed || ':case:' || person.record_id) as case_id,
               registry.demonstration_id(person.written_on, mark.seed || ':request:' || person.record_id) as request_id,
               registry.demonstration_id(person.written_on, mark.seed || ':reply:' || person.record_id) as reply_id
        from person
        join claim using (resident_id)
    ),
    happened as materialized (
        select chosen.case_id, script.*, chosen.rests_on, chosen.request_id, chosen.reply_id,
               case when script.way = 'answered'
                    then chosen.written_on + ((chosen.ready - chosen.written_on) * script.day / 10)
                    else chosen.written_on + script.day end as on_day,
               row_number() over (partition by chosen.case_id order by script.step_no desc) = 1 as is_last
        from chosen
        join script using (way)
    ),
    -- Since when a case is in the state where it stands, when it was decided, and when the clock told the district.
    reached as (
        select happened.case_id, max(happened.step_no) as revision,
               max(happened.on_day) filter (where happened.from_state is distinct from happened.to_state) as since,
               max(happened.on_day) filter (where happened.step = 'decide') as decided_on,
               max(happened.on_day) filter (where happened.cause = 'clock') as escalated_on,
               max(happened.to_state) filter (where happened.is_last) as state
        from happened
        group by happened.case_id
    ),
    opened as (
        insert into registry.identity_case (
            book_id, id, resident_id, state, revision, opened_on, since, due_on, escalated_on, outcome, decided_at, withdrawal,
            recorded_at, recorded_by)
        select of_book, chosen.case_id, chosen.resident_id, reached.state, reached.revision, chosen.written_on, reached.since,
               case when reached.state not in ('decided', 'closed', 'withdrawn') then cases.due_on(reached.state, reached.since) end,
               reached.escalated_on,
               case chosen.way when 'answered' then 'identified' when 'undecided' then 'not_identified' end,
               registry.demonstration_moment(reached.decided_on),
               case when reached.state = 'withdrawn' then 'registered_in_error' end,
               registry.demonstration_moment(chosen.written_on), -1
        from chosen
        join reached using (case_id)
        returning id
    ),
    numbered as (
        select chosen.*, sent.on_day as sent_on, replied.on_day as received_on,
               row_number() over (partition by extract(year from sent.on_day) order by sent.on_day, chosen.case_id)::int as running
        from chosen
        join happened as sent on sent.case_id = chosen.case_id and sent.step = 'send_request'
        join happened as replied on replied.case_id = chosen.case_id and replied.step = 'record_reply'
    ),
    place as materialized (
        select asked.area_id, named.name as addressee, named.province_code, named.province
        from (select distinct numbered.area_id from numbered) as asked
        cross join lateral cases.full_name(asked.area_id, date '2024-07-01') as named
    ),
    asked as (
        insert into registry.verification_request (
            book_id, id, case_id, resident_id, year, running, number, area_id, addressee, province_code, province,
            name_fact_id, name, name_kind, claim_id, channel, sent_on, due_on, recorded_at, recorded_by)
        select of_book, numbered.request_id, numbered.case_id, numbered.resident_id, extract(year from numbered.sent_on),
               numbered.running,
               numbered.running || '/' || extract(year from numbered.sent_on) || '/' || cases.register_code(of_book),
               numbered.area_id, place.addressee, place.province_code, place.province, fact.id, fact.name, fact.kind,
               numbered.claim_id, case when get_byte(numbered.dice, 2) < 200 then 'post' else 'email' end, numbered.sent_on,
               days.working[days.place[numbered.sent_on - date '2023-12-31'] + 15],
               registry.demonstration_moment(numbered.sent_on), -1
        from numbered
        join place using (area_id)
        cross join lateral (
            select name.id, name.name, name.kind from registry.name_fact as name
            where (name.book_id, name.resident_id) = (of_book, numbered.resident_id)
            order by name.name = numbered.name desc, name.id
            limit 1
        ) as fact
        returning id
    ),
    counted as (
        insert into registry.running_number (book_id, register, year, last)
        select of_book, 'verification', extract(year from numbered.sent_on), max(numbered.running)
        from numbered
        group by extract(year from numbered.sent_on)
        returning last
    ),
    answered as (
        insert into registry.verification_reply (
            book_id, request_id, id, received_on, outcome, words, recorded_at, recorded_by)
        select of_book, numbered.request_id, numbered.reply_id, numbered.received_on, said.outcome,
               (select outcome.text_vi from registry.reply_outcome as outcome where outcome.code = said.outcome),
               registry.demonstration_moment(numbered.received_on), -1
        from numbered
        cross join lateral (
            select case numbered.way when 'answered' then 'MATCH' when 'undecided' then 'MATCH_DIFF' else 'NOT_FOUND' end as outcome
        ) as said
        returning id
    ),
    told as (
        insert into registry.case_event (
            book_id, case_id, round, revision, step, from_state, to_state, on_day, actor, actor_name, cause, reason, rests_on,
            attachment, recorded_at)
        select of_book, happened.case_id, 1, happened.step_no, happened.step, happened.from_state, happened.to_state,
               happened.on_day, happened.actor,
               case happened.actor when -1 then 'Cán bộ xã (trình diễn)' when -2 then 'Trưởng công an xã (trình diễn)' end,
               happened.cause,
               case happened.step when 'decide' then 'Đối chiếu lời khai với trả lời xác minh (dữ liệu trình diễn)'
                                  when 'withdraw' then 'Lập nhầm (dữ liệu trình diễn)' end,
               case happened.step when 'decide' then 'công văn trả lời (dữ liệu trình diễn)' when 'enter_number' then happened.rests_on end,
               case happened.step
                   when 'search_duplicates' then jsonb_build_object('candidates', '[]'::jsonb, 'said', 'không có ai trùng')
                   when 'send_request' then jsonb_build_object('request', happened.request_id)
                   when 'record_reply' then jsonb_build_object(
                       'request', happened.request_id, 'reply', happened.reply_id,
                       'outcome', case happened.way when 'answered' then 'MATCH' when 'undecided' then 'MATCH_DIFF' else 'NOT_FOUND' end)
                   when 'decide' then jsonb_build_object(
                       'outcome', case happened.way when 'answered' then 'identified' else 'not_identified' end)
               end,
               registry.demonstration_moment(happened.on_day)
        from happened
        order by happened.on_day, happened.case_id, happened.step_no
        returning id
    )
    select count(*) into added from opened;
    return added;
end
$$;

-- Cards of a book, each with its steps, and the batches they were printed in. A number asks for exactly so many cards, null for
-- a share of those who can have one, in the order of the second half of their draws: requested by people of 14 and over before the Law on Identification 26/2023 came into force
-- on 2024-07-01, and from then up to 2024-09-16, by anybody and by children under 14. Others follow until the winter.
create function registry.add_demonstration_cards(of_book int, before_law int, since_law int, under_14 int) returns bigint
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
declare
    mark registry.demonstration := registry.demonstration_in_loading();
    law constant date := '2024-07-01';
    article constant date := '2024-09-17';
    days record;
    residence text;
    added bigint;
begin
    if exists (select from registry.card as known where known.book_id = of_book) then
        return 0;
    end if;
    select * into days from registry.demonstration_days();
    select concat_ws(', ', commune.name, district.name, province.name) into residence
    from registry.book_area
    join registry.area as commune on commune.id = book_area.area_id
    left join registry.area as district on district.id = commune.parent_id
    left join registry.area as province on province.id = district.parent_id
    where book_area.book_id = of_book and book_area.valid_from <= article and article < book_area.valid_to;

    with person as materialized (
        select version.resident_id, version.name, version.sex, version.born_earliest, version.born_latest, version.born_ranges,
               version.settlement_id, confirmed.number, confirmed.happened_on as ready,
               registry.printed_birth(version.born_earliest, version.born_latest) as born,
               registry.reached(14, version.born_earliest, version.born_latest, confirmed.happened_on) as is_grown,
               registry.reached(14, version.born_earliest, version.born_latest, article) as was_grown, record.record_id,
               md5(mark.seed || ':card:' || record.record_id) as draw
        from registry.resident_version as version
        join registry.import_record as record
            on (record.book_id, record.resident_id) = (version.book_id, version.resident_id)
            and record.source = mark.source and record.kind = 'person' and record.withdrawn_at is null
        join registry.personal_number_event as confirmed
            on (confirmed.book_id, confirmed.resident_id, confirmed.kind) = (version.book_id, version.resident_id, 'confirmed')
        left join registry.identity_case as open
            on (open.book_id, open.resident_id) = (version.book_id, version.resident_id)
            and open.state not in ('closed', 'withdrawn', 'numbered', 'decided')
        where version.book_id = of_book and version.believed_to = 'infinity' and version.status = 'present'
          and version.has_number and version.name_kind = 'BIRTH' and version.sex is not null and open.id is null
    ),
    first_wave as materialized (
        select person.*,
               person.is_grown and person.ready <= law - 11 as may_before,
               person.was_grown is false and person.ready <= article - 7 as may_young,
               row_number() over (partition by person.is_grown and person.ready <= law - 11 order by substr(person.draw, 17)) as turn,
               row_number() over (partition by person.was_grown is false and person.ready <= article - 7 order by substr(person.draw, 17))
                   as young_turn,
               count(*) filter (where person.is_grown and person.ready <= law - 11) over () as all_before,
               count(*) filter (where person.was_grown is false and person.ready <= article - 7) over () as all_young
        from person
        where person.born is not null
    ),
    second_wave as materialized (
        select first_wave.*,
               case when first_wave.may_before and first_wave.turn <= coalesce(before_law, first_wave.all_before * 4 / 10)
                    then 'before'
                    when first_wave.may_young and first_wave.young_turn <= coalesce(under_14, first_wave.all_young * 2 / 10)
                    then 'young' end as wave,
               first_wave.is_grown and first_wave.ready <= article - 7 as may_grown
        from first_wave
    ),
    third_wave as materialized (
        select second_wave.*,
               row_number() over (
                   partition by second_wave.wave is null and second_wave.may_grown order by substr(second_wave.draw, 17)) as grown_turn,
               count(*) filter (where second_wave.wave is null and second_wave.may_grown) over () as all_grown
        from second_wave
    ),
    asked as materialized (
        select drawn.*, decode(drawn.draw, 'hex') as dice
        from (
            select third_wave.*,
                   coalesce(third_wave.wave,
                       case when third_wave.may_grown
                                 and third_wave.grown_turn <= coalesce(since_law - under_14, third_wave.all_grown * 2 / 10)
                            then 'grown'
                            when get_byte(decode(third_wave.draw, 'hex'), 15) < 40 then 'later' end) as drawn_wave
            from third_wave
        ) as drawn
        where drawn.drawn_wave is not null
    ),
    -- In the first days after the law came into force the most came.
    dated as (
        select asked.*,
               case asked.drawn_wave
                   when 'before' then least(asked.ready + get_byte(asked.dice, 0) % 10, law - 4)
                   when 'later' then greatest(asked.ready, article + 1) + get_byte(asked.dice, 0) % 30
                   else greatest(asked.ready, law)
                       + floor((article - 1 - greatest(asked.ready, law)) * pow(get_byte(asked.dice, 0) / 256.0, 3))::int
               end as wanted_on
        from asked
    ),
    placed as materialized (
        select dated.*, days.place[dated.wanted_on - date '2023-12-31'] as at
        from dated
    ),
    stepped as materialized (
        select placed.*, days.working[placed.at] as requested_on, days.working[placed.at + 7] as due_on,
               days.working[placed.at + 1 + get_byte(placed.dice, 1) % 2] as approved_on,
               ((placed.at + 2) / 2 + 1) * 2 as printed_at,
               days.working[((placed.at + 2) / 2 + 1) * 2] as printed_on,
               days.working[((placed.at + 2) / 2 + 1) * 2 + 1 + get_byte(placed.dice, 2) % 5] as handed_over_on,
               placed.drawn_wave = 'later' and get_byte(placed.dice, 3) < 8 as is_cancelled
        from placed
    ),
    made as materialized (
        select stepped.*, registry.card_expiry(stepped.born_earliest, stepped.approved_on) as expires_on,
               registry.reached(6, stepped.born_earliest, stepped.born_latest, stepped.requested_on) as is_over_6,
               registry.demonstration_id(stepped.requested_on, mark.seed || ':card:' || stepped.record_id) as id,
               registry.demonstration_id(stepped.printed_on, mark.seed || ':batch:' || of_book) as batch_id
        from stepped
    ),
    batch as (
        insert into registry.card_batch (book_id, id, revision, state, cards, recorded_at, recorded_by)
        select of_book, made.batch_id, 4, 'printed', count(*),
               registry.demonstration_moment(min(days.working[made.printed_at - 1])), -1
        from made
        where not made.is_cancelled
        group by made.batch_id
        returning id
    ),
    batch_told as (
        insert into registry.card_batch_event (book_id, batch_id, state, on_day, recorded_at, recorded_by)
        select of_book, batch.id, way.state, days.working[batch.printed_at - way.before],
               registry.demonstration_moment(days.working[batch.printed_at - way.before]), -1
        from (select distinct made.batch_id as id, made.printed_at from made where not made.is_cancelled) as batch
        cross join (values (1, 'made', 1), (2, 'sent', 1), (3, 'received', 0), (4, 'printed', 0)) as way (no, state, before)
        order by batch.printed_at, way.no
        returning id
    ),
    card as (
        insert into registry.card (
            book_id, id, resident_id, revision, state, ground, requested_on, due_on, applicant, representative, face,
            fingerprints, iris, why_not_captured, batch_id, issued_on, expires_on, expiry_certain, printed, printed_on,
            handed_over_on, recorded_at, recorded_by)
        select of_book, made.id, made.resident_id,
               case when made.is_cancelled then 2 when made.expires_on < jobs.today() then 6 else 5 end,
               case when made.is_cancelled then 'cancelled' when made.expires_on < jobs.today() then 'expired' else 'handed_over' end,
               'first', made.requested_on, made.due_on,
               case when made.is_grown then 'self' else 'representative' end,
               case when not coalesce(made.is_grown, false) then 'cha hoặc mẹ (dữ liệu trình diễn)' end,
               taken.face, taken.face, taken.iris,
               case when taken.iris = 'no' then 'trước ngày 01/7/2024 chưa thu nhận mống mắt' end,
               case when not made.is_cancelled then made.batch_id end,
               case when not made.is_cancelled then made.approved_on end,
               case when not made.is_cancelled then made.expires_on end,
               case when made.is_cancelled then null
                    when made.born_earliest = made.born_latest then true
                    else (select lower(expiry.days) + 1 = upper(expiry.days) or lower(expiry.days) = 'infinity'
                          from registry.card_expiries(made.born_ranges, made.approved_on) as expiry (days)) end,
               case when not made.is_cancelled then jsonb_build_object(
                   'name', made.name, 'born', made.born, 'sex', made.sex, 'number', made.number, 'nationality', 'Việt Nam',
                   'residence', concat_ws(', ', place.name, residence), 'issuer', 'Bộ Công an', 'issued_on', made.approved_on,
                   'expires_on', made.expires_on) end,
               case when not made.is_cancelled then made.printed_on end,
               case when not made.is_cancelled then made.handed_over_on end,
               registry.demonstration_moment(made.requested_on), -1
        from made
        cross join lateral (
            select case when made.is_over_6 then 'yes' else 'not_due' end as face,
                   case when not coalesce(made.is_over_6, false) then 'not_due' when made.requested_on < law then 'no' else 'yes' end as iris
        ) as taken
        left join (
            select distinct on (status.settlement_id) status.settlement_id, status.name
            from registry.settlement_status as status where status.book_id = of_book
            order by status.settlement_id, status.valid_from desc
        ) as place on place.settlement_id = made.settlement_id
        order by made.requested_on, made.id
        returning id
    ),
    told as (
        insert into registry.card_event (book_id, card_id, step, on_day, reason, document, recorded_at, recorded_by)
        select of_book, way.card_id, way.step, way.on_day, way.reason, way.document, registry.demonstration_moment(way.on_day),
               way.by
        from made
        cross join lateral (
            values (made.id, 1, 'requested', made.requested_on, null, null, -1),
                   (made.id, 2, 'approved', made.approved_on, null, null, -2),
                   (made.id, 3, 'batched', days.working[made.printed_at - 1], null, null, -1),
                   (made.id, 4, 'printed', made.printed_on, null, null, -1),
                   (made.id, 5, 'handed_over', made.handed_over_on, null,
                    case when made.is_grown then 'tự nhận' else 'cha hoặc mẹ nhận' end, -1),
                   (made.id, 2, 'cancelled', made.approved_on, 'người dân rút đề nghị (dữ liệu trình diễn)', null, -1),
                   (made.id, 6, 'expired', made.expires_on + 1, null, null, 0)
        ) as way (card_id, no, step, on_day, reason, document, by)
        where case way.step when 'requested' then true
                            when 'cancelled' then made.is_cancelled
                            when 'expired' then not made.is_cancelled and made.expires_on < jobs.today()
                            else not made.is_cancelled end
        order by way.on_day, way.card_id, way.no
        returning id
    )
    select count(*) into added from card;
    return added;
end
$$;

-- E-identity accounts of a book: so many that are activated by the day of the article, or nine in ten of those who can be; the
-- others of 14 and over let the seven days pass, or wait for a telephone of their own and are refused. Few children have one.
create function registry.add_demonstration_accounts(of_book int, activated int) returns bigint
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
declare
    mark registry.demonstration := registry.demonstration_in_loading();
    article constant date := '2024-09-17';
    days record;
    added bigint;
begin
    if exists (select from registry.e_identity as known where known.book_id = of_book) then
        return 0;
    end if;
    select * into days from registry.demonstration_days();

    with holder as materialized (
        select card.id as card_id, card.resident_id, card.state as card_state, card.expires_on, card.handed_over_on,
               registry.reached(14, version.born_earliest, version.born_latest, card.handed_over_on) as is_grown,
               registry.reached(6, version.born_earliest, version.born_latest, card.handed_over_on) as is_over_6,
               card.handed_over_on <= article - 21 as may_by_article, record.record_id,
               md5(mark.seed || ':account:' || record.record_id) as draw
        from registry.card
        join registry.resident_version as version
            on (version.book_id, version.resident_id) = (card.book_id, card.resident_id) and version.believed_to = 'infinity'
        join registry.import_record as record
            on (record.book_id, record.resident_id) = (card.book_id, card.resident_id)
            and record.source = mark.source and record.kind = 'person' and record.withdrawn_at is null
        where card.book_id = of_book and card.handed_over_on is not null
    ),
    ranked as (
        select holder.*, decode(holder.draw, 'hex') as dice,
               row_number() over (partition by holder.is_grown and holder.may_by_article order by substr(holder.draw, 17)) as turn,
               count(*) filter (where holder.is_grown and holder.may_by_article) over () as all_grown
        from holder
    ),
    asked as (
        select ranked.*, case when ranked.is_grown and ranked.may_by_article
                                   and ranked.turn <= coalesce(activated, ranked.all_grown * 9 / 10) then 'activated'
                              when ranked.is_grown and get_byte(ranked.dice, 0) < 150 then 'lapsed'
                              when ranked.is_grown then 'refused'
                              when ranked.is_over_6 and ranked.handed_over_on > article and get_byte(ranked.dice, 0) < 60
                              then 'activated' end as way
        from ranked
    ),
    placed as (
        select asked.*, days.place[asked.handed_over_on - date '2023-12-31'] + get_byte(asked.dice, 1) % 6 as at
        from asked
        where asked.way is not null
    ),
    made as materialized (
        select placed.*, days.working[placed.at] as requested_on, days.working[placed.at + 3] as due_on,
               days.working[placed.at + 1 + get_byte(placed.dice, 2) % 3] as notified_on,
               registry.demonstration_id(days.working[placed.at], mark.seed || ':account:' || placed.record_id) as id,
               placed.way = 'activated' and placed.expires_on < jobs.today() as is_locked
        from placed
    ),
    dated as materialized (
        select made.*,
               case when made.way <> 'refused' then days.working[days.place[made.notified_on + 7 - date '2023-12-31']] end as activate_by,
               case when made.way = 'activated' then made.notified_on + get_byte(made.dice, 3) % 6 end as activated_on
        from made
    ),
    account as (
        insert into registry.e_identity (
            book_id, id, resident_id, revision, level, state, card_book_id, card_id, phone_answer, phone, own_name, guardian,
            requested_on, due_on, notified_on, activate_by, activated_on, recorded_at, recorded_by)
        select of_book, dated.id, dated.resident_id, case when dated.way = 'refused' then 2 when dated.is_locked then 4 else 3 end,
               2, case when dated.is_locked then 'locked' else dated.way end, of_book, dated.card_id,
               case when dated.way = 'refused' then 'none' else 'stated' end,
               case when dated.way <> 'refused' then
                   '03' || lpad((('x' || substr(dated.draw, 9, 7))::bit(28)::int % 100000000)::text, 8, '0') end,
               case when dated.way = 'refused' then 'unknown' else 'yes' end,
               case when not coalesce(dated.is_grown, false) then 'cha hoặc mẹ (dữ liệu trình diễn)' end,
               dated.requested_on, dated.due_on, case when dated.way <> 'refused' then dated.notified_on end, dated.activate_by,
               dated.activated_on, registry.demonstration_moment(dated.requested_on), -1
        from dated
        order by dated.requested_on, dated.id
        returning id
    ),
    told as (
        insert into registry.e_identity_event (book_id, identity_id, step, on_day, reason, recorded_at, recorded_by)
        select of_book, way.id, way.step, way.on_day, way.reason, registry.demonstration_moment(way.on_day), way.by
        from dated
        cross join lateral (
            values (dated.id, 1, 'requested', dated.requested_on, null, -1),
                   (dated.id, 2, 'granted', dated.notified_on, null, -2),
                   (dated.id, 2, 'refused', dated.notified_on, 'chưa có thuê bao chính chủ (dữ liệu trình diễn)', -2),
                   (dated.id, 3, 'activated', dated.activated_on, null, -1),
                   (dated.id, 3, 'lapsed', dated.activate_by + 1, null, 0),
                   (dated.id, 4, 'locked', dated.expires_on + 1, 'thẻ hết hạn (dữ liệu trình diễn)', 0)
        ) as way (id, no, step, on_day, reason, by)
        where case way.step when 'requested' then true
                            when 'granted' then dated.way <> 'refused'
                            when 'locked' then dated.is_locked
                            else way.step = dated.way end
        order by way.on_day, way.id, way.no
        returning id
    )
    select count(*) into added from account;
    return added;
end
$$;

-- Birth certificates of children under 14 whose number a register of this province began: three in five were registered by the
-- commune since the campaign began. And certificates of identity for a few whom nothing proves to be of any nationality.
create function registry.add_demonstration_certificates(of_book int) returns bigint
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
declare
    mark registry.demonstration := registry.demonstration_in_loading();
    days record;
    added bigint;
begin
    if exists (select from registry.birth_certificate as known where known.book_id = of_book) then
        return 0;
    end if;
    select * into days from registry.demonstration_days();

    with child as materialized (
        select version.resident_id, version.born_earliest, version.born_latest, record.record_id,
               md5(mark.seed || ':birth:' || record.record_id) as draw,
               greatest(version.born_latest, confirmed.happened_on - 40) as earliest_on, confirmed.happened_on as ready
        from registry.resident_version as version
        join registry.personal_number_event as confirmed
            on (confirmed.book_id, confirmed.resident_id, confirmed.kind) = (version.book_id, version.resident_id, 'confirmed')
        join registry.import_record as record
            on (record.book_id, record.resident_id) = (version.book_id, version.resident_id)
            and record.source = mark.source and record.kind = 'person' and record.withdrawn_at is null
        where version.book_id = of_book and version.believed_to = 'infinity' and version.status = 'present'
          and version.name_kind = 'BIRTH' and version.born_earliest > date '2010-09-17'
          and version.born_latest <= confirmed.happened_on and confirmed.number like '066%'
    ),
    dated as materialized (
        select child.*, decode(child.draw, 'hex') as dice,
               child.earliest_on + (child.ready - child.earliest_on) * get_byte(decode(child.draw, 'hex'), 1) / 256 as registered_on,
               registry.demonstration_id(child.ready, mark.seed || ':birth:' || child.record_id) as id
        from child
        where get_byte(decode(child.draw, 'hex'), 0) < 154
    ),
    numbered as (
        select dated.*, registry.is_late_registration(dated.born_earliest, dated.born_latest, dated.registered_on) as is_late,
               row_number() over (
                   partition by extract(year from dated.registered_on) order by dated.registered_on, dated.id) as number
        from dated
    ),
    parent as materialized (
        select kin.resident_id, min(kin.name) filter (where kin.kind = 'mother') as mother,
               min(kin.name) filter (where kin.kind = 'father') as father
        from registry.kin_fact as kin
        where kin.book_id = of_book and kin.kind in ('mother', 'father') and kin.answer = 'stated'
        group by kin.resident_id
    ),
    certificate as (
        insert into registry.birth_certificate (
            book_id, id, resident_id, register_year, number, registered_on, is_late, basis, basis_document, mother_answer, mother,
            mother_papers, father_answer, father, parents_married, declared_by, registrar, signer, recorded_at, recorded_by)
        select of_book, numbered.id, numbered.resident_id, extract(year from numbered.registered_on), numbered.number,
               numbered.registered_on, numbered.is_late,
               case when numbered.is_late then 'commitment' else 'birth_notice' end,
               case when numbered.is_late then 'giấy cam đoan (dữ liệu trình diễn)' else 'giấy chứng sinh (dữ liệu trình diễn)' end,
               case when parent.mother is null then 'unknown' else 'stated' end, parent.mother,
               case when parent.mother is not null then case when get_byte(numbered.dice, 2) < 200 then 'seen' else 'none' end end,
               case when parent.father is null then 'unknown' else 'stated' end, parent.father, 'yes',
               case when get_byte(numbered.dice, 3) < 128 then 'mẹ' else 'cha' end,
               'Công chức tư pháp - hộ tịch (trình diễn)', 'Chủ tịch Ủy ban nhân dân xã (trình diễn)',
               registry.demonstration_moment(numbered.registered_on), -1
        from numbered
        left join parent using (resident_id)
        order by numbered.registered_on, numbered.number
        returning id
    )
    select count(*) into added from certificate;

    with person as (
        select version.resident_id, stay.opened_on, record.record_id, md5(mark.seed || ':identity:' || record.record_id) as draw
        from registry.resident_version as version
        join registry.import_record as record
            on (record.book_id, record.resident_id) = (version.book_id, version.resident_id)
            and record.source = mark.source and record.kind = 'person' and record.withdrawn_at is null
        join registry.stay
            on (stay.book_id, stay.resident_id) = (version.book_id, version.resident_id) and stay.closed_on is null
        left join registry.identity_case as known
            on (known.book_id, known.resident_id) = (version.book_id, version.resident_id)
        where version.book_id = of_book and version.believed_to = 'infinity' and version.status = 'present'
          and not version.has_number and known.id is null
    ),
    decided as (
        select person.*, days.working[days.place[(person.opened_on + interval '6 months')::date + 5 - date '2023-12-31']] as decided_on
        from person
        where get_byte(decode(person.draw, 'hex'), 0) = 0
    )
    insert into registry.identity_certificate (
        book_id, id, resident_id, revision, state, reason, document, resident_since, decided_on, handed_over_on, recorded_at,
        recorded_by)
    select of_book, registry.demonstration_id(decided.decided_on, mark.seed || ':identity:' || decided.record_id),
           decided.resident_id, 2, 'handed_over', 'không có giấy tờ chứng minh quốc tịch (dữ liệu trình diễn)',
           'quyết định (dữ liệu trình diễn)', decided.opened_on, decided.decided_on, decided.decided_on + 7,
           registry.demonstration_moment(decided.decided_on), -2
    from decided;
    return added;
end
$$;

-- Visits of a book by its outreach team: to two households in five. Where somebody is still without a number nobody was met, so
-- that no night finds a visit that was not followed up.
create function registry.add_demonstration_visits(of_book int) returns bigint
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
declare
    mark registry.demonstration := registry.demonstration_in_loading();
    team uuid := registry.demonstration_id('2024-01-01', mark.seed || ':team:' || of_book);
    added bigint;
begin
    if exists (select from registry.visit as known where known.book_id = of_book) then
        return 0;
    end if;
    insert into registry.outreach_team (book_id, id, name, recorded_at, recorded_by)
    values (of_book, team, 'Tổ công tác số 1 (trình diễn)', registry.demonstration_moment('2024-01-01'), -1)
    on conflict do nothing;

    with home as materialized (
        select version.household_id, version.head_id, household.opened_on, record.record_id,
               decode(md5(mark.seed || ':visit:' || record.record_id), 'hex') as dice
        from registry.household_version as version
        join registry.household on (household.book_id, household.id) = (version.book_id, version.household_id)
        join registry.import_record as record
            on (record.book_id, record.household_id) = (version.book_id, version.household_id)
            and record.source = mark.source and record.kind = 'household_row' and record.withdrawn_at is null
        where version.book_id = of_book and version.believed_to = 'infinity' and version.members > 0 and not version.closed
    ),
    waiting as (
        select distinct person.household_id
        from registry.resident_version as person
        where person.book_id = of_book and person.believed_to = 'infinity' and person.status = 'present' and not person.has_number
    ),
    made as materialized (
        select home.*, home.opened_on + get_byte(home.dice, 1) % 30 as visited_on,
               case when waiting.household_id is not null then 'nobody_home'
                    when get_byte(home.dice, 2) < 16 then 'elderly_at_home'
                    when get_byte(home.dice, 2) < 40 then 'nobody_home'
                    else 'done' end as state,
               get_byte(home.dice, 3) % 90 - 45 as skew_seconds,
               registry.demonstration_id(home.opened_on, mark.seed || ':visit:' || home.record_id) as id
        from home
        left join waiting on waiting.household_id = home.household_id
        where get_byte(home.dice, 0) < 102
    ),
    visit as (
        insert into registry.visit (
            book_id, id, household_id, team_id, state, planned_on, done_at, received_at, skew_seconds, visited_on, home_issuing,
            recorded_at, recorded_by, visited_by)
        select of_book, made.id, made.household_id, team, made.state, made.visited_on,
               registry.demonstration_moment(made.visited_on) + make_interval(secs => made.skew_seconds),
               registry.demonstration_moment(made.visited_on) + interval '6 hours', made.skew_seconds, made.visited_on,
               made.state = 'elderly_at_home', registry.demonstration_moment(made.opened_on), -1, -1
        from made
        order by made.visited_on, made.id
        returning id
    ),
    met as (
        insert into registry.visit_person (book_id, visit_id, resident_id, what, recorded_at, recorded_by)
        select of_book, made.id, made.head_id, case made.state when 'done' then 'spoken_to' else 'home_issuing' end,
               registry.demonstration_moment(made.visited_on), -1
        from made
        where made.state <> 'nobody_home' and made.head_id is not null
        returning visit_id
    )
    select count(*) into added from visit;
    return added;
end
$$;

grant execute on function registry.add_demonstration_cases(int), registry.add_demonstration_cards(int, int, int, int),
    registry.add_demonstration_accounts(int, int), registry.add_demonstration_certificates(int),
    registry.add_demonstration_visits(int), registry.demonstration_in_loading(), registry.demonstration_id(date, text),
    registry.demonstration_moment(date), registry.demonstration_days()
    to sogoc_migrator;
