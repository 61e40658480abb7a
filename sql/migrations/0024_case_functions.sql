-- 0024_case_functions.sql: the steps of identity cases, who may take them, and what each one needs.
--
-- Every step begins with cases.begin, which holds the case and asks registry.case_step, and ends with cases.finish, which
-- moves it and adds the event. What lies between is what the step needs (column requires_en of that table). Days are those
-- of the one clock (jobs.today).

create schema cases authorization sogoc_office;
grant usage on schema cases to sogoc_app, sogoc_jobs, sogoc_owner;

set local role sogoc_office;

-- What is asked of a place ------------------------------------------------------------------------------------------------

-- The unit of that code on a day under which a unit lives on, null where nobody knows of one.
create function cases.successor(area int, on_day date) returns int
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select later.id from registry.area as unit
    join registry.area as later on (later.level, later.code) = (unit.level, unit.code)
    where unit.id = successor.area and later.valid_from <= on_day and on_day < later.valid_to
$$;

-- The unit above, as it is on a day.
create function cases.unit_above(area int, on_day date) returns int
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select cases.successor(unit.parent_id, on_day) from registry.area as unit where unit.id = unit_above.area
$$;

-- Whom one writes to about a place: the unit as it is on the day, or the nearest above that there still is.
create function cases.addressee(area int, on_day date) returns int
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    unit int := area;
    found_unit int;
begin
    while unit is not null loop
        found_unit := cases.successor(unit, on_day);
        exit when found_unit is not null;
        select above.parent_id into unit from registry.area as above where above.id = unit;
    end loop;
    return found_unit;
end
$$;

-- A unit's name with those above it, and its province, as they are called on the day.
create function cases.full_name(area int, on_day date)
    returns table (name text, province_code text, province text)
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    with recursive above as (
        select 1 as step, unit.id, unit.name, unit.level, unit.code, unit.parent_id
        from registry.area as unit where unit.id = full_name.area
        union all
        select above.step + 1, unit.id, unit.name, unit.level, unit.code, unit.parent_id
        from above
        join registry.area as unit on unit.id = coalesce(cases.successor(above.parent_id, on_day), above.parent_id)
    )
    select string_agg(above.name, ', ' order by above.step),
           max(above.code) filter (where above.level = 'province'), max(above.name) filter (where above.level = 'province')
    from above
$$;

-- The questions that have not been asked: the person's names × the places she claims, in the order of the claims, then of
-- the names (A10, B3). A place that answers it is not the one is followed by the unit that took its place, else by the one
-- above it. None once somebody has said yes. Under the caller's own reach.
create function cases.next_questions(book int, case_id uuid)
    returns table (rank int, claim_id bigint, "position" smallint, area_id int, addressee text, name_fact_id bigint, name text,
                   name_kind text, reason_vi text, reason_en text)
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    with day as materialized (select jobs.today() as today),
    asked as (
        select request.*, unit.level, unit.code
        from registry.verification_request_now as request
        join registry.area as unit on unit.id = request.area_id
        where (request.book_id, request.case_id) = (next_questions.book, next_questions.case_id)
    ),
    claim as (
        select claim.id, claim.position, claim.area_id, claim.resident_id
        from registry.identity_case as known
        join registry.origin_claim as claim on (claim.book_id, claim.resident_id) = (known.book_id, known.resident_id)
        where (known.book_id, known.id) = (next_questions.book, next_questions.case_id)
          and claim.answer = 'stated' and claim.area_id is not null
    ),
    place as (
        select distinct on (unit.level, unit.code) told.id, told.position, told.way, unit.id as area_id, unit.level, unit.code
        from (
            select claim.id, claim.position, 1 as way, cases.addressee(claim.area_id, day.today) as area_id from claim, day
            union all
            select claim.id, claim.position, case when later.id is not null then 2 else 3 end,
                   coalesce(later.id, cases.unit_above(asked.area_id, day.today))
            from asked
            join claim on claim.id = asked.claim_id
            cross join day
            left join lateral (
                select successor.id from cases.successor(asked.area_id, day.today) as successor (id)
                where successor.id <> asked.area_id
            ) as later on true
            where asked.outcome = 'WRONG_UNIT'
        ) as told
        join registry.area as unit on unit.id = told.area_id
        order by unit.level, unit.code, told.position, told.way, told.id
    ),
    called as (
        select distinct on (fact.name) fact.id, fact.name, fact.kind, kind.display_rank, kind.name_vi, kind.name_en
        from (select distinct claim.resident_id from claim) as person
        join registry.name_fact as fact on (fact.book_id, fact.resident_id) = (next_questions.book, person.resident_id)
        join registry.name_kind as kind on kind.code = fact.kind
        order by fact.name, kind.display_rank, fact.id
    )
    select row_number() over (order by place.position, place.way, place.id, called.display_rank, called.id)::int,
           place.id, place.position, place.area_id, named.name, called.id, called.name, called.kind,
           case when here.outcome is not null then
                    format('Nơi này đã trả lời “%s”; hỏi lại theo %s.', here.text_vi, called.name_vi)
                when place.way = 2 then format('Đơn vị đã hỏi đã sáp nhập hoặc đổi tên; hỏi đơn vị kế tục theo %s.', called.name_vi)
                when place.way = 3 then format('Đơn vị đã hỏi trả lời không thuộc địa bàn; hỏi cấp trên theo %s.', called.name_vi)
                when before.outcome is not null then
                    format('Nơi khai thứ %s đã trả lời “%s”; hỏi nơi khai thứ %s theo %s.', before.position, before.text_vi,
                           place.position, called.name_vi)
                else format('Nơi khai thứ %s, theo %s.', place.position, called.name_vi) end,
           case when here.outcome is not null then
                    format('The place has answered “%s”; ask again by the %s.', here.text_en, called.name_en)
                when place.way = 2 then format('The unit that was asked was merged or renamed; ask the one after it by the %s.', called.name_en)
                when place.way = 3 then format('The unit that was asked says it is not the one; ask the unit above by the %s.', called.name_en)
                when before.outcome is not null then
                    format('Place %s of those told has answered “%s”; ask place %s by the %s.', before.position, before.text_en,
                           place.position, called.name_en)
                else format('Place %s of those told, by the %s.', place.position, called.name_en) end
    from place
    cross join called
    cross join day
    cross join lateral cases.full_name(place.area_id, day.today) as named
    left join lateral (
        select asked.outcome, said.text_vi, said.text_en
        from asked left join registry.reply_outcome as said on said.code = asked.outcome
        where (asked.level, asked.code) = (place.level, place.code) and asked.outcome is not null
        order by asked.running desc limit 1
    ) as here on true
    left join lateral (
        select asked.outcome, said.text_vi, said.text_en, claim.position
        from asked
        join claim on claim.id = asked.claim_id
        left join registry.reply_outcome as said on said.code = asked.outcome
        where asked.outcome is not null
        order by asked.year desc, asked.running desc limit 1
    ) as before on true
    where not exists (
            select from asked where (asked.level, asked.code, asked.name) = (place.level, place.code, called.name))
      and not exists (select from asked where asked.outcome = 'MATCH')
    order by 1
$$;

-- How much speaks for who the person is: for now what the places that were asked have answered, each counted once by the
-- best it says, never below zero. Under the caller's own reach.
create function cases.strength(book int, case_id uuid) returns int
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select greatest(0, coalesce(sum(place.points), 0))::int
    from (
        select max(weight.value) as points
        from registry.verification_request_now as request
        join registry.parameter as weight on weight.key = 'evidence.reply_' || lower(request.outcome)
        where (request.book_id, request.case_id) = (strength.book, strength.case_id)
        group by request.area_id
    ) as place
$$;
grant execute on function cases.successor(int, date), cases.unit_above(int, date), cases.addressee(int, date),
    cases.full_name(int, date), cases.next_questions(int, uuid), cases.strength(int, uuid) to sogoc_app, sogoc_jobs;

-- The way of a step -------------------------------------------------------------------------------------------------------

create function cases.refuse(broken text) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception 'the case does not allow this' using errcode = 'SG409', constraint = broken;
end
$$;

-- The last day that a state entered on a day may last: the longest of its steps' clocks; null where none runs.
create function cases.due_on(state text, since date) returns date
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select registry.working_days_after(due_on.since, max(step.working_days))
    from registry.case_step as step where step.from_state = due_on.state
$$;

-- Who submitted what is to be decided: whoever opened the case, and the officers whose steps brought it here in this
-- round. The offices that rule on it (to send back, to escalate) submit nothing by that.
create function cases.submitters(known registry.identity_case) returns int[]
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select array_agg(distinct submitter.id)
    from (
        select known.recorded_by as id
        union all
        select event.actor
        from registry.case_event as event
        left join registry.case_step as step on step.from_state = event.from_state and step.step = event.step
        where (event.book_id, event.case_id, event.round) = (known.book_id, known.id, known.round)
          and (step.role = 'commune_officer' or event.step = 'late_reply')
    ) as submitter
    where submitter.id is not null
$$;

-- Holds the case for a step, or refuses: SG404 out of reach, SG412 changed meanwhile, SG409 where no such step leads from
-- its state, SG403 without the office, SG409 where the four eyes would be two.
create function cases.begin(book int, case_id uuid, expected int, wanted text) returns registry.identity_case
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    known registry.identity_case;
    rule registry.case_step;
begin
    perform auth.require();
    if book = any (auth.view_books()) then
        select * into known from registry.identity_case as found
        where (found.book_id, found.id) = (begin.book, begin.case_id) for no key update;
    end if;
    if known.id is null or known.seal > auth.clearance() then
        raise exception 'no such case' using errcode = 'SG404';
    elsif known.revision is distinct from expected then
        raise exception 'the case was changed meanwhile' using errcode = 'SG412';
    end if;
    -- What the register does by itself is no step of anybody's.
    select * into rule from registry.case_step as step
    where step.from_state = known.state and step.step = wanted and step.role <> 'system';
    if rule.step is null then
        perform cases.refuse('case_step_illegal');
    end if;
    perform office.require(rule.role, book);
    if rule.four_eyes then
        perform office.require_other_eyes(cases.submitters(known), book, known.resident_id);
    end if;
    return known;
end
$$;

-- Keeps the case as it is now and adds what happened to it. With a cause the register acts, else the caller.
create function cases.keep(
    known registry.identity_case, happened text, came_from text, reason text, rests_on text, attachment jsonb, cause text)
    returns int
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    update registry.identity_case as kept
    set (state, revision, since, due_on, extended, escalated_on, round, outcome, decided_at, withdrawal, waits_for_book,
         waits_for_case)
        = (known.state, kept.revision + 1, known.since, known.due_on, known.extended, known.escalated_on, known.round,
           known.outcome, known.decided_at, known.withdrawal, known.waits_for_book, known.waits_for_case)
    where (kept.book_id, kept.id) = (known.book_id, known.id);
    insert into registry.case_event (
        book_id, case_id, round, revision, step, from_state, to_state, on_day, due_on, actor, actor_name, cause, reason,
        rests_on, attachment, seal)
    values (known.book_id, known.id, known.round, known.revision + 1, happened, came_from, known.state, jobs.today(),
            known.due_on, case when cause is null then auth.user_id() end, case when cause is null then auth.user_name() end,
            cause, reason, rests_on, attachment, known.seal);
    return known.revision + 1;
end
$$;

-- Takes the step that cases.begin allowed. `known` is the case with what the step changes besides its state; a state that
-- is entered starts its clock.
create function cases.finish(
    known registry.identity_case, wanted text, reason text default null, rests_on text default null,
    attachment jsonb default null, cause text default null) returns int
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    came_from text := known.state;
begin
    select step.to_state into strict known.state
    from registry.case_step as step where step.from_state = came_from and step.step = wanted;
    if known.state <> came_from then
        known.since := jobs.today();
        -- Nothing is awaited of somebody who was not identified, until there is something new.
        known.due_on := case when known.outcome is distinct from 'not_identified' then cases.due_on(known.state, known.since) end;
    end if;
    return cases.keep(known, wanted, came_from, reason, rests_on, attachment, cause);
end
$$;

-- Releases whoever waits for a case that is over, in whatever book, and says what became of it (B7).
create function cases.release_waiting(over registry.identity_case, cause text) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    waiting registry.identity_case;
begin
    for waiting in
        select * from registry.identity_case as held
        where (held.waits_for_book, held.waits_for_case) = (over.book_id, over.id)
        order by held.book_id, held.id
        for no key update
    loop
        waiting.waits_for_book := null;
        waiting.waits_for_case := null;
        perform cases.finish(
            waiting, 'release', cause => release_waiting.cause,
            attachment => jsonb_build_object('book', over.book_id, 'case', over.id));
    end loop;
end
$$;

-- Whether anything was recorded of the person, or answered about her, since the decision.
create function cases.has_new_fact(known registry.identity_case) returns boolean
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    return exists (
        select entered_at from registry.name_fact where (book_id, resident_id) = (known.book_id, known.resident_id) and entered_at > known.decided_at
        union all
        select entered_at from registry.birth_fact where (book_id, resident_id) = (known.book_id, known.resident_id) and entered_at > known.decided_at
        union all
        select entered_at from registry.attribute_fact where (book_id, resident_id) = (known.book_id, known.resident_id) and entered_at > known.decided_at
        union all
        select entered_at from registry.origin_claim where (book_id, resident_id) = (known.book_id, known.resident_id) and entered_at > known.decided_at
        union all
        select entered_at from registry.paper_fact where (book_id, resident_id) = (known.book_id, known.resident_id) and entered_at > known.decided_at
        union all
        select entered_at from registry.kin_fact where (book_id, resident_id) = (known.book_id, known.resident_id) and entered_at > known.decided_at
        union all
        select reply.recorded_at
        from registry.verification_request as request
        join registry.verification_reply as reply on (reply.book_id, reply.request_id) = (request.book_id, request.id)
        where (request.book_id, request.case_id) = (known.book_id, known.id) and reply.recorded_at > known.decided_at);
end
$$;

create function cases.require_open_stay(book int, resident uuid) returns void
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if not exists (
        select from registry.stay
        where (stay.book_id, stay.resident_id) = (book, resident) and stay.closed_on is null)
    then
        perform cases.refuse('case_needs_open_stay');
    end if;
end
$$;

create function cases.require_words(said text, missing text) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    if length(btrim(coalesce(said, ''))) < 3 then
        perform cases.refuse(missing);
    end if;
end
$$;

-- The steps ---------------------------------------------------------------------------------------------------------------
--
-- Each answers the case's new revision. `expected` is the revision that the caller has seen.

create function cases.open(book int, resident uuid, case_id uuid) returns int
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := office.require('commune_officer', book);
    person registry.resident;
    rule registry.case_step;
begin
    select * into person from registry.resident where (resident.book_id, resident.id) = (open.book, open.resident);
    if person.id is null or person.seal > auth.clearance() then
        raise exception 'no such resident' using errcode = 'SG404';
    end if;
    perform derive.hold_resident(book, open.resident);
    perform cases.require_open_stay(book, open.resident);
    if not exists (
        select from registry.name_fact as name where (name.book_id, name.resident_id) = (open.book, open.resident))
    then
        perform cases.refuse('case_needs_name');
    end if;
    select * into strict rule from registry.case_step as step where step.from_state is null and step.step = 'open';
    insert into registry.identity_case
        (book_id, id, resident_id, state, opened_on, since, due_on, recorded_by, seal)
    values (book, case_id, open.resident, rule.to_state, jobs.today(), jobs.today(),
            cases.due_on(rule.to_state, jobs.today()), caller, person.seal);
    insert into registry.case_event
        (book_id, case_id, round, revision, step, to_state, on_day, due_on, actor, actor_name, seal)
    values (book, case_id, 1, 1, 'open', rule.to_state, jobs.today(), cases.due_on(rule.to_state, jobs.today()), caller,
            auth.user_name(), person.seal);
    return 1;
end
$$;

-- The steps that need words at most: record_claims, rely_on_evidence, propose, send_back, extend, escalate, close, reopen.
create function cases.take(
    book int, case_id uuid, expected int, wanted text, reason text default null, rests_on text default null) returns int
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    known registry.identity_case := cases.begin(book, case_id, expected, wanted);
begin
    if wanted in ('send_back', 'extend', 'escalate', 'reopen') then
        perform cases.require_words(reason, 'case_reason_missing');
    end if;
    case wanted
        when 'record_claims' then
            if not exists (
                select from registry.origin_claim as claim
                where (claim.book_id, claim.resident_id) = (known.book_id, known.resident_id)
                  and claim.answer in ('stated', 'unknown'))
            then
                perform cases.refuse('case_claims_missing');
            end if;
        when 'rely_on_evidence' then
            -- After a reply one may always go on with evidence (R7.7); before the first only where there is nobody to ask.
            if known.state = 'searched' and exists (select from cases.next_questions(book, case_id)) then
                perform cases.refuse('case_claims_left');
            end if;
        when 'propose' then
            if known.state = 'gathering' then
                if cases.strength(book, case_id) < office.parameter('case.threshold') then
                    perform cases.refuse('case_strength_below');
                end if;
            elsif coalesce((
                select reply.outcome
                from registry.verification_request as request
                join registry.verification_reply as reply on (reply.book_id, reply.request_id) = (request.book_id, request.id)
                where (request.book_id, request.case_id) = (known.book_id, known.id)
                order by reply.ordinal desc
                limit 1), '') not in ('MATCH', 'MATCH_DIFF')
            then
                perform cases.refuse('case_outcome_no_match');
            end if;
        when 'extend' then
            if known.extended then
                perform cases.refuse('case_extended_once');
            end if;
            known.extended := true;
            known.due_on := registry.working_days_after(known.since, 60);
        when 'escalate' then
            known.escalated_on := coalesce(known.escalated_on, jobs.today());
        when 'reopen' then
            perform cases.require_open_stay(book, known.resident_id);
            if not cases.has_new_fact(known) then
                perform cases.refuse('case_no_new_fact');
            end if;
            known.round := known.round + 1;
            known.outcome := null;
            known.decided_at := null;
        when 'send_back', 'close' then
            null;
        else
            perform cases.refuse('case_step_needs_more');
    end case;
    return cases.finish(known, wanted, take.reason, take.rests_on);
end
$$;

-- search_duplicates: `result` holds what was looked at, {"candidates": [{"book", "resident", "score"}], "said": "…"}, and
-- the officer's word on it; nobody to look at is an empty list.
create function cases.record_search(book int, case_id uuid, expected int, result jsonb) returns int
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    known registry.identity_case := cases.begin(book, case_id, expected, 'search_duplicates');
begin
    if jsonb_typeof(result) is distinct from 'object' or jsonb_typeof(result -> 'candidates') is distinct from 'array'
        or jsonb_typeof(result -> 'said') is distinct from 'string' or length(btrim(result ->> 'said')) not between 3 and 1000
    then
        perform cases.refuse('case_search_missing');
    elsif jsonb_array_length(result -> 'candidates') > 50 or exists (
        select from jsonb_array_elements(result -> 'candidates') as candidate
        where (jsonb_typeof(candidate -> 'book'), jsonb_typeof(candidate -> 'score'), jsonb_typeof(candidate -> 'resident'))
                is distinct from ('number', 'number', 'string')
           or candidate ->> 'resident' !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$')
    then
        perform cases.refuse('case_search_form');
    end if;
    return cases.finish(
        known, 'search_duplicates',
        attachment => jsonb_build_object(
            'searched_at', jobs.now(), 'candidates', result -> 'candidates', 'said', btrim(result ->> 'said')));
end
$$;

-- The name by which a book's register of letters goes: XM- and the capitals of the commune that opened the book.
create function cases.register_code(book int) returns text
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select 'XM-' || regexp_replace(
        regexp_replace(commune.name, '^(Xã|Phường|Thị trấn) ', ''), '[^[:upper:]]' collate "vi-x-icu", '', 'g')
    from registry.book_area
    join registry.area as commune on commune.id = book_area.area_id
    where book_area.book_id = register_code.book
    order by book_area.valid_from
    limit 1
$$;

-- The next number of a book's register in a year; without gaps, since a transaction that fails takes it back.
create function office.next_number(book int, of_register text, of_year int) returns int
    language sql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
    insert into registry.running_number as kept (book_id, register, year, last)
    values (book, of_register, of_year, 1)
    on conflict (book_id, register, year) do update set last = kept.last + 1
    returning kept.last
$$;

-- send_request and ask_next: writes the request for one of cases.next_questions. Without an area the first of the claim's.
create function cases.ask(
    book int, case_id uuid, expected int, wanted text, request uuid, claim bigint, name_fact bigint, channel text,
    area int default null) returns int
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    known registry.identity_case := cases.begin(book, case_id, expected, wanted);
    question record;
    today date := jobs.today();
    named record;
    running int;
begin
    if wanted not in ('send_request', 'ask_next') then
        perform cases.refuse('case_step_needs_more');
    end if;
    select * into question
    from cases.next_questions(book, case_id) as open
    where open.claim_id = claim and open.name_fact_id = name_fact and (ask.area is null or open.area_id = ask.area)
    order by open.rank
    limit 1;
    if question.rank is null then
        if exists (
            select from registry.verification_request as earlier
            join registry.name_fact as fact on (fact.book_id, fact.resident_id, fact.name) = (book, known.resident_id, earlier.name)
            where (earlier.book_id, earlier.case_id, earlier.claim_id) = (known.book_id, known.id, ask.claim)
              and fact.id = ask.name_fact and (ask.area is null or earlier.area_id = ask.area))
        then
            perform cases.refuse('request_asked_before');
        end if;
        perform cases.refuse('request_question');
    end if;
    running := office.next_number(book, 'verification', extract(year from today)::int);
    select * into named from cases.full_name(question.area_id, today);
    insert into registry.verification_request (
        book_id, id, case_id, resident_id, year, running, number, area_id, addressee, province_code, province, name_fact_id,
        name, name_kind, claim_id, channel, sent_on, due_on, recorded_by, seal)
    values (book, request, case_id, known.resident_id, extract(year from today)::int, running,
            running || '/' || extract(year from today) || '/' || cases.register_code(book), question.area_id, named.name,
            named.province_code, named.province, question.name_fact_id, question.name, question.name_kind,
            question.claim_id, ask.channel, today, registry.working_days_after(today, office.parameter('reply.due')::int),
            auth.user_id(), known.seal);
    return cases.finish(known, wanted, attachment => jsonb_build_object('request', request));
end
$$;

-- A request of the case as it stands, which somebody may still answer.
create function cases.open_request(known registry.identity_case, request uuid) returns registry.verification_request_now
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    sent registry.verification_request_now;
begin
    select * into sent from registry.verification_request_now as now
    where (now.book_id, now.id, now.case_id) = (known.book_id, request, known.id);
    if sent.id is null then
        perform cases.refuse('request_of_case');
    elsif not sent.is_open then
        perform cases.refuse('request_closed');
    end if;
    return sent;
end
$$;

create function cases.remind(book int, case_id uuid, expected int, request uuid, channel text) returns int
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    known registry.identity_case := cases.begin(book, case_id, expected, 'remind');
    sent registry.verification_request_now := cases.open_request(known, request);
    today date := jobs.today();
begin
    if sent.outcome is distinct from 'NO_REPLY' and sent.outcome is not null then
        perform cases.refuse('request_answered');
    elsif sent.awaited_until >= today then
        perform cases.refuse('request_not_due');
    end if;
    insert into registry.verification_reminder (book_id, request_id, channel, sent_on, due_on, recorded_by, seal)
    values (book, request, remind.channel, today,
            registry.working_days_after(today, office.parameter('reply.remind_every')::int), auth.user_id(), known.seal);
    return cases.finish(known, 'remind', attachment => jsonb_build_object('request', request));
end
$$;

create function cases.add_reply(
    known registry.identity_case, request uuid, reply uuid, received date, outcome text, words text) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    sent registry.verification_request_now := cases.open_request(known, request);
begin
    if not exists (select from registry.reply_outcome as said where said.code = add_reply.outcome) then
        perform cases.refuse('reply_outcome');
    elsif received < sent.sent_on then
        perform cases.refuse('reply_before_request');
    elsif received > jobs.today() then
        perform cases.refuse('not_in_the_future');
    -- That nobody has answered is known when the day has passed.
    elsif outcome = 'NO_REPLY' and sent.due_on >= jobs.today() then
        perform cases.refuse('reply_not_due');
    end if;
    insert into registry.verification_reply (book_id, request_id, id, received_on, outcome, words, recorded_by, seal)
    values (known.book_id, request, reply, received, add_reply.outcome, nullif(btrim(add_reply.words), ''), auth.user_id(),
            known.seal);
end
$$;

-- The reply that the case waits for.
create function cases.record_reply(
    book int, case_id uuid, expected int, request uuid, reply uuid, received date, outcome text, words text default null)
    returns int
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    known registry.identity_case := cases.begin(book, case_id, expected, 'record_reply');
begin
    perform cases.add_reply(known, request, reply, received, record_reply.outcome, record_reply.words);
    return cases.finish(
        known, 'record_reply',
        attachment => jsonb_build_object('request', request, 'reply', reply, 'outcome', record_reply.outcome));
end
$$;

-- A reply to a request when the case waits for none: a second that contradicts the first, or one that came late. It is
-- kept, and the case stays where it is (R7.7).
create function cases.record_late_reply(
    book int, case_id uuid, expected int, request uuid, reply uuid, received date, outcome text, words text default null)
    returns int
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    known registry.identity_case;
begin
    perform office.require('commune_officer', book);
    select * into known from registry.identity_case as found
    where (found.book_id, found.id) = (record_late_reply.book, record_late_reply.case_id) for no key update;
    if known.id is null or known.seal > auth.clearance() then
        raise exception 'no such case' using errcode = 'SG404';
    elsif known.revision is distinct from expected then
        raise exception 'the case was changed meanwhile' using errcode = 'SG412';
    elsif known.state = 'awaiting_reply' then
        perform cases.refuse('reply_is_a_step');
    end if;
    perform cases.add_reply(known, request, reply, received, record_late_reply.outcome, record_late_reply.words);
    return cases.keep(
        known, 'late_reply', known.state, null, null,
        jsonb_build_object('request', request, 'reply', reply, 'outcome', record_late_reply.outcome), null);
end
$$;

create function cases.decide(book int, case_id uuid, expected int, outcome text, reason text, rests_on text) returns int
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    known registry.identity_case := cases.begin(book, case_id, expected, 'decide');
    revision int;
begin
    perform cases.require_words(reason, 'case_reason_missing');
    perform cases.require_words(rests_on, 'case_rests_on_missing');
    if outcome is null or outcome not in ('identified', 'not_identified') then
        perform cases.refuse('identity_case_outcome');
    end if;
    known.outcome := decide.outcome;
    known.decided_at := now();
    revision := cases.finish(
        known, 'decide', decide.reason, decide.rests_on, jsonb_build_object('outcome', decide.outcome));
    perform cases.release_waiting(
        known, case decide.outcome when 'identified' then 'awaited_decided' else 'awaited_refused' end);
    return revision;
end
$$;

-- Refuses a number that was not given to this person: of no province of the day, of a year to come, or of another sex or
-- birth year than the register believes (R1.3, R1.5; at first a mismatch is an error, R1.7). What is unknown is not compared.
create function office.require_number_agrees(book int, resident uuid, number text, on_day date) returns void
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    believed registry.resident_version;
    century int;
    born int;
begin
    if number is null or number !~ '^[0-9]{12}$' then
        perform cases.refuse('number_form');
    end if;
    century := substr(number, 4, 1)::int;
    born := 1900 + 100 * (century / 2) + substr(number, 5, 2)::int;
    select * into believed from registry.resident_version as version
    where (version.book_id, version.resident_id) = (require_number_agrees.book, require_number_agrees.resident)
      and version.believed_to = 'infinity';
    -- From 100 on it is a country, of which there is no table.
    if left(number, 1) = '0' and not exists (
        select from registry.area
        where area.level = 'province' and area.code = substr(number, 2, 2) and area.valid_from <= on_day
          and make_date(born, 1, 1) < area.valid_to)
    then
        perform cases.refuse('number_province');
    elsif born > extract(year from on_day) then
        perform cases.refuse('number_year_to_come');
    elsif believed.sex is not null and believed.sex <> (array['M', 'F'])[century % 2 + 1] then
        perform cases.refuse('number_sex');
    elsif believed.born_ranges is not null
        and not believed.born_ranges && daterange(make_date(born, 1, 1), make_date(born + 1, 1, 1))
    then
        perform cases.refuse('number_birth_year');
    end if;
end
$$;

-- The number that the ministry gave the person, with the document that says so; never made here (R1.11).
create function cases.enter_number(
    book int, case_id uuid, expected int, number text, document text, happened_on date) returns int
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    known registry.identity_case := cases.begin(book, case_id, expected, 'enter_number');
begin
    if known.outcome <> 'identified' then
        perform cases.refuse('case_not_identified');
    elsif happened_on is null or happened_on > jobs.today() then
        perform cases.refuse('not_in_the_future');
    end if;
    perform cases.require_words(document, 'case_document_missing');
    -- One who was reopened and decided again may have it already.
    if not exists (
        select from registry.personal_number as had
        where (had.book_id, had.resident_id, had.number, had.state)
            = (known.book_id, known.resident_id, enter_number.number, 'confirmed'))
    then
        perform office.require_number_agrees(book, known.resident_id, number, happened_on);
        perform derive.confirm_number(book, known.resident_id, number, 'hồ sơ xác minh', document, happened_on);
    end if;
    return cases.finish(known, 'enter_number', rests_on => document);
end
$$;

-- Waits for another open case, of whatever book, in no circle. A case out of reach is refused as one that is not there,
-- unless it is of somebody who is named as this person's kin.
create function cases.hold(book int, case_id uuid, expected int, for_book int, for_case uuid) returns int
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    known registry.identity_case := cases.begin(book, case_id, expected, 'hold');
    awaited registry.identity_case;
begin
    -- Held, so that it is not decided before this one is seen to wait.
    select * into awaited from registry.identity_case as other
    where (other.book_id, other.id) = (for_book, for_case) and (other.book_id, other.id) <> (known.book_id, known.id)
    for share;
    if awaited.id is null
        or (awaited.book_id <> all (auth.view_books()) or awaited.seal > auth.clearance()) and not exists (
            select from registry.kin_fact as kin
            where (kin.book_id, kin.resident_id, kin.kin_book_id, kin.kin_id)
                = (known.book_id, known.resident_id, awaited.book_id, awaited.resident_id))
    then
        perform cases.refuse('case_awaited');
    elsif awaited.state in ('decided', 'numbered', 'closed', 'withdrawn') then
        perform cases.refuse('case_awaited_over');
    elsif exists (
        with recursive chain as (
            select awaited.waits_for_book as book_id, awaited.waits_for_case as id
            union
            select further.waits_for_book, further.waits_for_case
            from chain
            join registry.identity_case as further on (further.book_id, further.id) = (chain.book_id, chain.id)
        )
        select from chain where (chain.book_id, chain.id) = (known.book_id, known.id))
    then
        perform cases.refuse('case_wait_cycle');
    end if;
    known.waits_for_book := for_book;
    known.waits_for_case := for_case;
    return cases.finish(known, 'hold', attachment => jsonb_build_object('book', for_book, 'case', for_case));
end
$$;

-- `kind` is moved_away, dead, merged or registered_in_error.
create function cases.withdraw(book int, case_id uuid, expected int, kind text, reason text) returns int
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    known registry.identity_case := cases.begin(book, case_id, expected, 'withdraw');
    revision int;
begin
    perform cases.require_words(reason, 'case_reason_missing');
    if kind is null or kind not in ('moved_away', 'dead', 'merged', 'registered_in_error') then
        perform cases.refuse('identity_case_withdrawal');
    end if;
    known.withdrawal := kind;
    revision := cases.finish(known, 'withdraw', withdraw.reason);
    perform cases.release_waiting(known, 'awaited_withdrawn');
    return revision;
end
$$;

-- What may be done next, by whom, and whether the caller may: null in `refused` where he may, else the guard that says no.
-- No row of a case out of reach.
create function cases.next_steps(book int, case_id uuid)
    returns table (step text, to_state text, role text, four_eyes boolean, working_days int, title_vi text, title_en text,
                   requires_vi text, requires_en text, refused text)
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    known registry.identity_case;
    rule registry.case_step;
    guard text;
begin
    if book <> all (auth.view_books()) then
        return;
    end if;
    select * into known from registry.identity_case as found
    where (found.book_id, found.id) = (next_steps.book, next_steps.case_id) and found.seal <= auth.clearance();
    for rule in
        select * from registry.case_step as possible
        where possible.from_state = known.state and possible.role <> 'system'
        order by possible.role, possible.step
    loop
        guard := null;
        begin
            perform office.require(rule.role, book);
            if rule.four_eyes then
                perform office.require_other_eyes(cases.submitters(known), book, known.resident_id);
            end if;
        exception when sqlstate 'SG403' or sqlstate 'SG409' then
            get stacked diagnostics guard = constraint_name;
        end;
        return query
            select rule.step, rule.to_state, rule.role, rule.four_eyes, rule.working_days, rule.title_vi, rule.title_en,
                   rule.requires_vi, rule.requires_en, guard;
    end loop;
end
$$;

grant execute on function
    cases.open(int, uuid, uuid), cases.take(int, uuid, int, text, text, text), cases.record_search(int, uuid, int, jsonb),
    cases.ask(int, uuid, int, text, uuid, bigint, bigint, text, int), cases.remind(int, uuid, int, uuid, text),
    cases.record_reply(int, uuid, int, uuid, uuid, date, text, text),
    cases.record_late_reply(int, uuid, int, uuid, uuid, date, text, text),
    cases.decide(int, uuid, int, text, text, text), cases.enter_number(int, uuid, int, text, text, date),
    cases.hold(int, uuid, int, int, uuid), cases.withdraw(int, uuid, int, text, text), cases.next_steps(int, uuid)
    to sogoc_app;

-- What the register does by itself ----------------------------------------------------------------------------------------

-- Hands what is overdue to the district, each case once in its life (B8): from gathering it goes there, anywhere else it is
-- marked and stands on the district's list. Answers how many.
create function cases.escalate_overdue() returns int
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    known registry.identity_case;
    escalated int := 0;
begin
    for known in
        select * from registry.identity_case as overdue
        where overdue.due_on < (select jobs.today()) and overdue.escalated_on is null
          and overdue.state not in ('closed', 'withdrawn')
        order by overdue.book_id, overdue.id
        for no key update
    loop
        known.escalated_on := jobs.today();
        if known.state = 'gathering' then
            perform cases.finish(known, 'escalate', cause => 'clock');
        else
            perform cases.keep(known, 'overdue', known.state, null, null, null, 'clock');
        end if;
        escalated := escalated + 1;
    end loop;
    return escalated;
end
$$;
grant execute on function cases.escalate_overdue() to sogoc_jobs;

-- Whoever is not in the book any more has no case in it (A12): a stay that ends withdraws the case, or closes one that has
-- brought its number. All the resident's cases are held, so that none is reopened meanwhile.
create function cases.end_with_stay() returns trigger
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    known registry.identity_case;
    event uuid;
    wanted text;
begin
    for known in
        select * from registry.identity_case as theirs
        where (theirs.book_id, theirs.resident_id) = (new.book_id, new.resident_id)
        order by theirs.id
        for no key update
    loop
        continue when known.state in ('closed', 'withdrawn');
        wanted := case known.state when 'numbered' then 'close' else 'withdraw' end;
        if wanted = 'withdraw' then
            known.withdrawal := case new.closed_by_way when 'death' then 'dead' when 'withdrawn' then 'registered_in_error'
                                                       else 'moved_away' end;
            known.waits_for_book := null;
            known.waits_for_case := null;
        end if;
        select life.id into event
        from registry.life_event as life
        where (life.book_id, life.resident_id, life.kind, life.effective_on)
            = (new.book_id, new.resident_id, new.closed_by_way, new.closed_on)
        order by life.recorded_at desc, life.id desc
        limit 1;
        perform cases.finish(
            known, wanted, cause => new.closed_by_way,
            attachment => case when event is not null then jsonb_build_object('life_event', event) end);
        if wanted = 'withdraw' then
            perform cases.release_waiting(known, 'awaited_withdrawn');
        end if;
        if event is not null then
            insert into registry.life_event_consequence
                (book_id, resident_id, event_id, consequence, subject, recorded_by, seal)
            values (new.book_id, new.resident_id, event,
                    case wanted when 'close' then 'case_closed' else 'case_withdrawn' end, known.id::text,
                    coalesce(auth.user_id(), new.closed_by), known.seal);
        end if;
    end loop;
    return null;
end
$$;
grant execute on function cases.end_with_stay() to sogoc_owner;

reset role;
set local role sogoc_owner;

create trigger stay_ends_cases after update of closed_on on registry.stay
    for each row when (old.closed_on is null and new.closed_on is not null)
    execute function cases.end_with_stay();
