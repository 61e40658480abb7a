-- 0027_cards.sql: identity cards from the request to the hand-over, and what becomes of them (C1 to C4).
--
-- Every step is a function of schema issuance, which asks for the office, the revision and the state; the login roles read.
-- Biometrics are nowhere: only whether they were captured, and why not (R2.11).

create schema issuance authorization sogoc_office;
grant usage on schema issuance to sogoc_app, sogoc_jobs, sogoc_register;

set local role sogoc_owner;

-- The rules of ages, said once for functions, reports and checks; CivilIdentity says the same to officers. -------------------

-- The day on which somebody born on a day turns an age; 29 February counts on 1 March (card_expiry_vectors).
create function registry.birthday(born date, age int) returns date
    language sql immutable parallel safe strict
    return (born + make_interval(years => age))::date
        + case when extract(day from born) = 29 and extract(day from born + make_interval(years => age)) = 28 then 1 else 0 end;

-- Until when a card is good (R2.4): the first exchange age that is more than two years away on the day of issue; null where
-- there is none, and the card has no end.
create function registry.card_expiry(born date, issued date) returns date
    language sql immutable parallel safe strict
    return case
        when registry.birthday(registry.birthday(born, 14), -2) > issued then registry.birthday(born, 14)
        when registry.birthday(registry.birthday(born, 25), -2) > issued then registry.birthday(born, 25)
        when registry.birthday(registry.birthday(born, 40), -2) > issued then registry.birthday(born, 40)
        when registry.birthday(registry.birthday(born, 60), -2) > issued then registry.birthday(born, 60)
    end;

-- The earliest and the latest day on which a card may expire, over all days on which its holder may have been born (C2);
-- infinity: never. Between two ages the expiry rises with the birth, so the ends of each range and the days around each
-- age's boundary hold both.
create function registry.card_expiries(born datemultirange, issued date) returns daterange
    language sql immutable parallel safe strict
    set search_path = pg_catalog, pg_temp
as $$
    select daterange(min(expiry.day), max(expiry.day), '[]')
    from unnest(born) as stretch (days)
    cross join lateral (
        select lower(stretch.days) as day
        union all select upper(stretch.days) - 1
        union all
        select (issued - make_interval(years => age - 2))::date + shift
        from unnest(array[14, 25, 40, 60]) as age, generate_series(-2, 2) as shift
    ) as candidate
    cross join lateral (select coalesce(registry.card_expiry(candidate.day, issued), 'infinity'::date) as day) as expiry
    where candidate.day <@ stretch.days
$$;

-- Whether somebody has turned an age on a day: null where the candidate days of birth disagree, or nobody knows (R9.9).
create function registry.reached(age int, earliest date, latest date, on_day date) returns boolean
    language sql immutable parallel safe
    return case
        when registry.birthday(latest, age) <= on_day then true
        when registry.birthday(earliest, age) > on_day then false
    end;

-- A birth as a card prints it, no more precise than it is known; null where not even the year is decided (A1).
create function registry.printed_birth(earliest date, latest date) returns text
    language sql stable parallel safe strict
    return case
        when earliest = latest then to_char(earliest::timestamp, 'DD/MM/YYYY')
        when date_trunc('month', earliest::timestamp) = date_trunc('month', latest::timestamp)
            then to_char(earliest::timestamp, 'MM/YYYY')
        when date_trunc('year', earliest::timestamp) = date_trunc('year', latest::timestamp)
            then to_char(earliest::timestamp, 'YYYY')
    end;

-- The tables ---------------------------------------------------------------------------------------------------------------

-- Approved cards that go to the printer together; who and when at each step, its events say (C3).
create table registry.card_batch (
    book_id     int  not null references registry.book,
    id          uuid not null,
    revision    int  not null default 1,
    state       text not null check (state in ('made', 'sent', 'received', 'printed')),
    cards       int  not null check (cards > 0),
    recorded_at timestamptz not null default now(),
    recorded_by int  not null,
    primary key (book_id, id)
);
call registry.protect_procedure('registry.card_batch');

create table registry.card_batch_event (
    book_id     int  not null,
    batch_id    uuid not null,
    id          bigint generated always as identity,
    state       text not null check (state in ('made', 'sent', 'received', 'printed')),
    on_day      date not null,
    recorded_at timestamptz not null default now(),
    recorded_by int  not null,
    primary key (book_id, batch_id, id),
    constraint card_batch_event_batch foreign key (book_id, batch_id) references registry.card_batch (book_id, id)
);
call registry.protect_procedure('registry.card_batch_event');

create table registry.card (
    book_id           int  not null,
    id                uuid not null,
    resident_id       uuid not null,
    revision          int  not null default 1,
    state             text not null check (state in (
        'requested', 'refused', 'cancelled', 'approved', 'printed', 'handed_over', 'expired', 'lost', 'revoked', 'replaced')),
    -- Why it is made (R2.8).
    ground            text not null check (ground in (
        'first', 'age', 'name_or_birth', 'sex', 'appearance', 'print_error', 'number', 'area', 'wish', 'lost', 'unusable',
        'correction')),
    -- The card it takes the place of, in whichever book that stands.
    replaces_book_id  int,
    replaces_id       uuid,
    requested_on      date not null,
    -- Seven working days from the complete dossier (R2.5).
    due_on            date not null,
    applicant         text not null check (applicant in ('self', 'representative')),
    representative    registry.said,
    -- Captured or not: never what was captured (R2.2, R2.11).
    face              text not null check (face in ('yes', 'no', 'not_due')),
    fingerprints      text not null check (fingerprints in ('yes', 'no', 'not_due')),
    iris              text not null check (iris in ('yes', 'no', 'not_due')),
    why_not_captured  registry.said,
    batch_id          uuid,
    issued_on         date,
    -- Null in an approved card: no end (R2.4).
    expires_on        date,
    -- Whether all days on which the holder may be born give this expiry; else it is that of the earliest of them.
    expiry_certain    boolean,
    -- What stands on the card (R2.7), as it was believed when it was approved.
    printed           jsonb,
    printed_on        date,
    handed_over_on    date,
    recorded_at       timestamptz not null default now(),
    recorded_by       int  not null,
    seal              smallint not null default 0,
    primary key (book_id, id),
    constraint card_resident foreign key (book_id, resident_id) references registry.resident (book_id, id),
    constraint card_replaces foreign key (replaces_book_id, replaces_id) references registry.card (book_id, id),
    constraint card_batch foreign key (book_id, batch_id) references registry.card_batch (book_id, id),
    constraint card_replaces_whole check ((replaces_book_id is null) = (replaces_id is null)),
    constraint card_representative check ((applicant = 'representative') = (representative is not null)),
    constraint card_why_not_captured check (
        (why_not_captured is not null) = ('no' in (face, fingerprints, iris))),
    constraint card_approved_whole check (
        (printed is null) = (issued_on is null) and (printed is null) = (expiry_certain is null)
        and (state not in ('approved', 'printed', 'handed_over', 'expired', 'replaced') or printed is not null)),
    constraint card_expiry_after_issue check (expires_on > issued_on),
    constraint card_printed_day check (state not in ('printed', 'handed_over', 'expired', 'replaced') or printed_on is not null),
    constraint card_handed_over_day check (state not in ('handed_over', 'expired', 'replaced') or handed_over_on is not null)
);
call registry.protect_procedure('registry.card');

-- One valid card, and beside it at most one that is being made, which will replace it (C1). Over all books a check looks.
create unique index card_one_valid on registry.card (book_id, resident_id) where state = 'handed_over';
create unique index card_one_in_progress on registry.card (book_id, resident_id)
    where state in ('requested', 'approved', 'printed');
create index card_resident_key on registry.card (resident_id, book_id);
create index card_state on registry.card (book_id, state, requested_on);
create index card_batch_key on registry.card (book_id, batch_id) where batch_id is not null;

create table registry.card_event (
    book_id     int  not null,
    card_id     uuid not null,
    id          bigint generated always as identity,
    step        text not null check (step in (
        'requested', 'refused', 'cancelled', 'approved', 'batched', 'printed', 'handed_over', 'expired', 'lost', 'revoked',
        'replaced')),
    on_day      date not null,
    reason      registry.said,
    -- The decision or paper that it rests on, or who took the card.
    document    registry.said,
    recorded_at timestamptz not null default now(),
    -- 0: a night.
    recorded_by int  not null,
    seal        smallint not null default 0,
    primary key (book_id, card_id, id),
    constraint card_event_card foreign key (book_id, card_id) references registry.card (book_id, id),
    constraint card_event_reason check (step not in ('refused', 'cancelled', 'lost', 'revoked') or reason is not null)
);
call registry.protect_procedure('registry.card_event');
create index card_event_counts on registry.card_event (book_id, step, on_day) include (card_id, seal);
-- What happened stays as it was written down, also for the functions.
revoke update on registry.card_event, registry.card_batch_event from sogoc_office;

-- A step holds the resident against others at the same person, and changes nothing of her row.
create policy procedure_lock on registry.resident for update to sogoc_office using (true) with check (false);
grant update (seal) on registry.resident to sogoc_office;

-- What a card of this resident would say now (R2.7), without the days of the card itself; no row for nobody. Read under the
-- caller's own policies.
create function registry.printed_fields(book int, resident uuid) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'name', version.name,
        'born', registry.printed_birth(version.born_earliest, version.born_latest),
        'sex', version.sex,
        'number', (
            select known.number from registry.personal_number as known
            where known.resident_id = version.resident_id and known.state = 'confirmed'
            order by known.book_id = version.book_id desc limit 1),
        'nationality', 'Việt Nam',
        'residence', concat_ws(', ', (
            select status.name from registry.settlement_status as status
            where (status.book_id, status.settlement_id) = (version.book_id, version.settlement_id)
            order by status.valid_from desc limit 1), commune.name, district.name, province.name),
        'issuer', 'Bộ Công an')
    from registry.resident_version as version
    join registry.book_area on book_area.book_id = version.book_id
        and book_area.valid_from <= jobs.today() and jobs.today() < book_area.valid_to
    join registry.area as commune on commune.id = book_area.area_id
    left join registry.area as district on district.id = commune.parent_id
    left join registry.area as province on province.id = district.parent_id
    where version.book_id = book and version.resident_id = resident and version.believed_to = 'infinity'
$$;
create index personal_number_resident on registry.personal_number (resident_id, book_id);

-- The printed fields that the record now says otherwise, so that the card must be made anew (C7). Not the residence: a merger
-- of units forces nobody to exchange (R2.15).
create function registry.differing_fields(printed jsonb, now_printed jsonb) returns text[]
    language sql immutable parallel safe strict
    set search_path = pg_catalog, pg_temp
as $$
    select coalesce(array_agg(field order by field), '{}')
    from unnest(array['name', 'born', 'sex', 'number']) as field
    where printed ->> field is distinct from now_printed ->> field
$$;

grant execute on function registry.birthday(date, int), registry.card_expiry(date, date),
    registry.card_expiries(datemultirange, date), registry.reached(int, date, date, date),
    registry.printed_birth(date, date), registry.printed_fields(int, uuid), registry.differing_fields(jsonb, jsonb)
    to sogoc_office, sogoc_app, sogoc_jobs, sogoc_register, sogoc_report;

reset role;
set local role sogoc_office;

-- Guards -------------------------------------------------------------------------------------------------------------------

-- Holds the resident for this step and answers her seal. SG404 for nobody, and for somebody sealed above the caller.
create function issuance.hold(book int, resident uuid) returns smallint
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    found_seal smallint;
begin
    select held.seal into found_seal from registry.resident as held
    where held.book_id = book and held.id = resident
    for no key update;
    if found_seal is null or found_seal > auth.clearance() then
        raise exception 'no such resident' using errcode = 'SG404';
    end if;
    return found_seal;
end
$$;

-- Whether who somebody is, is still being decided by an identity case.
create function issuance.is_under_case(book int, resident uuid) returns boolean
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select from registry.identity_case as known
        where (known.book_id, known.resident_id) = (book, resident)
          and known.state not in ('closed', 'withdrawn', 'numbered', 'decided'))
$$;

-- The confirmed number of somebody. Refuses whoever has none, and says why a cancelled one no longer serves (C4).
create function issuance.require_number(resident uuid) returns text
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    confirmed text := (
        select known.number from registry.personal_number as known
        where known.resident_id = resident and known.state = 'confirmed' limit 1);
begin
    if confirmed is null then
        if exists (
            select from registry.personal_number as known where known.resident_id = resident and known.state = 'cancelled')
        then
            raise exception 'the number is cancelled' using errcode = 'SG409', constraint = 'number_cancelled';
        end if;
        raise exception 'no confirmed number' using errcode = 'SG409', constraint = 'issuance_needs_number';
    end if;
    return confirmed;
end
$$;

-- Refuses papers to whoever is dead, has left the book, or is under an open identity case.
create function issuance.require_present(book int, resident uuid) returns void
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    way text := (
        select coalesce(stay.closed_by_way, 'open') from registry.stay
        where stay.book_id = book and stay.resident_id = resident
        order by (stay.closed_on is null) desc, stay.opened_on desc, stay.id desc limit 1);
begin
    if way = 'death' or exists (
        select from registry.life_event as life
        where life.book_id = book and life.resident_id = resident and life.kind = 'death')
    then
        raise exception 'the person is dead' using errcode = 'SG409', constraint = 'issuance_to_dead';
    elsif way <> 'open' then
        raise exception 'the person is not in this book any more' using errcode = 'SG409', constraint = 'issuance_to_absent';
    elsif issuance.is_under_case(book, resident) then
        raise exception 'under an identity case' using errcode = 'SG409', constraint = 'issuance_under_case';
    end if;
end
$$;

-- The valid card of somebody, in whichever book; no row where there is none.
create function issuance.valid_card(resident uuid) returns registry.card
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select card from registry.card
    where card.resident_id = resident and card.state = 'handed_over'
      and coalesce(card.expires_on, 'infinity') >= jobs.today()
    order by card.issued_on desc
    limit 1
$$;

-- Locks a card for a step of the caller's, who holds the office; compares the revision that was read and the state.
create function issuance.take_card(office text, book int, card uuid, expected int, states text[]) returns registry.card
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.card;
    holder uuid;
begin
    perform office.require(office, book);
    select held.resident_id into holder from registry.card as held
    where held.book_id = book and held.id = card;
    if holder is null then
        raise exception 'no such card' using errcode = 'SG404';
    end if;
    -- The person first, then the card: the order of every step, so that two never wait for each other.
    perform issuance.hold(book, holder);
    select * into taken from registry.card as held where held.book_id = book and held.id = card for no key update;
    if taken.revision is distinct from expected then
        raise exception 'the card was changed meanwhile' using errcode = 'SG412';
    elsif taken.state <> all (states) then
        raise exception 'not from this state' using errcode = 'SG409', constraint = 'card_state';
    end if;
    return taken;
end
$$;

-- Writes down what happened to a card; `by` 0 is a night.
create function issuance.note_card(card registry.card, step text, reason text, document text, by int) returns void
    language sql security definer
    set search_path = pg_catalog, pg_temp
as $$
    insert into registry.card_event (book_id, card_id, step, on_day, reason, document, recorded_by, seal)
    values (card.book_id, card.id, step, jobs.today(), reason, document, by, card.seal)
$$;

-- Brings a card into a state and writes that down.
create function issuance.move_card(moved registry.card, to_state text, reason text, document text, by int) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    update registry.card as kept set
        state = to_state, revision = kept.revision + 1,
        printed_on = case when to_state = 'printed' then jobs.today() else kept.printed_on end,
        handed_over_on = case when to_state = 'handed_over' then jobs.today() else kept.handed_over_on end
    where kept.book_id = moved.book_id and kept.id = moved.id;
    perform issuance.note_card(moved, to_state, reason, document, by);
end
$$;

-- Steps --------------------------------------------------------------------------------------------------------------------

-- Requests a card for a resident. With a valid card in hand the new one is an exchange or a re-issue, without one a first
-- card or a re-issue of a lost one (R2.8).
create function issuance.request_card(
    book int, card uuid, resident uuid, ground text, applicant text, representative text,
    face text, fingerprints text, iris text, why_not text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := office.require('commune_officer', book);
    seal smallint := issuance.hold(book, resident);
    present registry.card;
    known registry.resident_version;
    over_6 boolean;
    over_14 boolean;
    made registry.card;
begin
    perform issuance.require_present(book, resident);
    perform issuance.require_number(resident);
    select * into known from registry.resident_version as version
    where version.book_id = book and version.resident_id = request_card.resident and version.believed_to = 'infinity';
    over_6 := registry.reached(6, known.born_earliest, known.born_latest, jobs.today());
    over_14 := registry.reached(14, known.born_earliest, known.born_latest, jobs.today());
    if over_6 is false and (face, fingerprints, iris) <> ('not_due', 'not_due', 'not_due') then
        raise exception 'no biometrics of the small' using errcode = 'SG409', constraint = 'card_biometrics_under_6';
    elsif over_6 and 'not_due' in (face, fingerprints, iris) then
        raise exception 'biometrics are due' using errcode = 'SG409', constraint = 'card_biometrics_due';
    elsif over_14 is false and applicant <> 'representative' then
        raise exception 'a child is represented' using errcode = 'SG409', constraint = 'card_child_represented';
    end if;
    present := issuance.valid_card(resident);
    if present.id is not null and ground = 'first' then
        raise exception 'there is a valid card' using errcode = 'SG409', constraint = 'card_one_valid';
    elsif present.id is null and ground not in ('first', 'lost') and not exists (
        select from registry.card as earlier
        where earlier.resident_id = request_card.resident
          and earlier.state in ('handed_over', 'expired', 'lost', 'revoked', 'replaced'))
    then
        raise exception 'there is nothing to exchange' using errcode = 'SG409', constraint = 'card_nothing_to_exchange';
    end if;
    insert into registry.card (
        book_id, id, resident_id, state, ground, replaces_book_id, replaces_id, requested_on, due_on, applicant, representative,
        face, fingerprints, iris, why_not_captured, recorded_by, seal)
    values (book, card, resident, 'requested', ground, present.book_id, present.id, jobs.today(),
            registry.working_days_after(jobs.today(), 7), applicant, representative, face, fingerprints, iris, why_not, caller,
            seal)
    returning * into made;
    perform issuance.note_card(made, 'requested', null, null, caller);
end
$$;

-- Takes a request back before the card is printed.
create function issuance.cancel_card(book int, card uuid, expected int, reason text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.card := issuance.take_card('commune_officer', book, card, expected, array['requested', 'approved']);
begin
    if taken.batch_id is not null then
        raise exception 'the card is with the printer' using errcode = 'SG409', constraint = 'card_in_batch';
    end if;
    perform issuance.move_card(taken, 'cancelled', reason, null, auth.user_id());
end
$$;

create function issuance.refuse_card(book int, card uuid, expected int, reason text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.card := issuance.take_card('commune_supervisor', book, card, expected, array['requested']);
begin
    perform office.require_other_eyes(array[taken.recorded_by], book, taken.resident_id);
    perform issuance.move_card(taken, 'refused', reason, null, auth.user_id());
end
$$;

-- Approves a request with other eyes: takes down what will be printed and until when the card is good.
create function issuance.approve_card(book int, card uuid, expected int) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.card := issuance.take_card('commune_supervisor', book, card, expected, array['requested']);
    known registry.resident_version;
    fields jsonb;
    expiries daterange;
    expiry date;
begin
    perform office.require_other_eyes(array[taken.recorded_by], book, taken.resident_id);
    perform issuance.require_present(book, taken.resident_id);
    perform issuance.require_number(taken.resident_id);
    select * into known from registry.resident_version as version
    where version.book_id = book and version.resident_id = taken.resident_id and version.believed_to = 'infinity';
    fields := registry.printed_fields(book, taken.resident_id);
    if known.name_kind <> 'BIRTH' then
        raise exception 'no birth name' using errcode = 'SG409', constraint = 'card_needs_birth_name';
    elsif known.sex is null then
        raise exception 'no sex' using errcode = 'SG409', constraint = 'card_needs_sex';
    elsif fields ->> 'born' is null then
        raise exception 'no decided year' using errcode = 'SG409', constraint = 'card_needs_birth_year';
    end if;
    expiries := registry.card_expiries(known.born_ranges, jobs.today());
    expiry := registry.card_expiry(known.born_earliest, jobs.today());
    update registry.card as kept set
        issued_on = jobs.today(), expires_on = expiry,
        expiry_certain = lower(expiries) + 1 = upper(expiries) or lower(expiries) = 'infinity',
        printed = fields || jsonb_build_object('issued_on', jobs.today(), 'expires_on', expiry)
    where kept.book_id = book and kept.id = card;
    perform issuance.move_card(taken, 'approved', null, null, auth.user_id());
end
$$;

-- Hands the card over to the person or her representative; the one it takes the place of ends with that.
create function issuance.hand_over_card(book int, card uuid, expected int, taken_by text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.card := issuance.take_card('commune_officer', book, card, expected, array['printed']);
    earlier registry.card;
begin
    perform issuance.require_present(book, taken.resident_id);
    if issuance.require_number(taken.resident_id) <> taken.printed ->> 'number' then
        raise exception 'printed with another number' using errcode = 'SG409', constraint = 'card_other_number';
    end if;
    for earlier in
        select * from registry.card as old
        where old.resident_id = taken.resident_id and old.state = 'handed_over'
        for no key update
    loop
        perform issuance.move_card(earlier, 'replaced', null, null, auth.user_id());
    end loop;
    perform issuance.move_card(taken, 'handed_over', null, taken_by, auth.user_id());
end
$$;

-- Records that the holder lost the card, or that it was lost on its way.
create function issuance.report_card_lost(book int, card uuid, expected int, reason text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.card := issuance.take_card('commune_officer', book, card, expected, array['printed', 'handed_over']);
begin
    perform issuance.move_card(taken, 'lost', reason, null, auth.user_id());
end
$$;

-- Revokes a card (R2.8, Article 29) with other eyes, by a decision.
create function issuance.revoke_card(book int, card uuid, expected int, reason text, document text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.card := issuance.take_card(
        'commune_supervisor', book, card, expected, array['approved', 'printed', 'handed_over', 'lost']);
begin
    perform office.require_other_eyes(array[taken.recorded_by], book, taken.resident_id);
    perform issuance.move_card(taken, 'revoked', reason, document, auth.user_id());
end
$$;

-- Batches ------------------------------------------------------------------------------------------------------------------

-- Collects approved cards for the printer: those named, or all that wait. Answers how many.
create function issuance.make_batch(book int, batch uuid, cards uuid[]) returns int
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := office.require('commune_officer', book);
    collected registry.card[];
    taken registry.card;
begin
    select array_agg(held) into collected from (
        select card from registry.card
        where card.book_id = book and card.state = 'approved' and card.batch_id is null and card.seal <= auth.clearance()
          and (cards is null or card.id = any (cards))
        order by card.id
        for no key update
    ) as waiting (held);
    if collected is null
        or cards is not null and cardinality(collected) <> (select count(distinct id) from unnest(cards) as id)
    then
        raise exception 'only approved cards that wait' using errcode = 'SG409', constraint = 'card_batch_takes_approved';
    end if;
    insert into registry.card_batch (book_id, id, state, cards, recorded_by)
    values (book, batch, 'made', cardinality(collected), caller);
    insert into registry.card_batch_event (book_id, batch_id, state, on_day, recorded_by)
    values (book, batch, 'made', jobs.today(), caller);
    foreach taken in array collected loop
        update registry.card as kept set batch_id = batch, revision = kept.revision + 1
        where kept.book_id = book and kept.id = taken.id;
        perform issuance.note_card(taken, 'batched', null, null, caller);
    end loop;
    return cardinality(collected);
end
$$;

-- Takes a batch one step on; when it is printed so is every card of it that was not revoked meanwhile.
create function issuance.advance_batch(book int, batch uuid, expected int, to_state text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := office.require('commune_officer', book);
    way constant text[] := array['made', 'sent', 'received', 'printed'];
    held registry.card_batch;
    taken registry.card;
begin
    select * into held from registry.card_batch as known where known.book_id = book and known.id = batch for no key update;
    if held.id is null then
        raise exception 'no such batch' using errcode = 'SG404';
    elsif held.revision <> expected then
        raise exception 'the batch was changed meanwhile' using errcode = 'SG412';
    elsif array_position(way, to_state) is distinct from array_position(way, held.state) + 1 then
        raise exception 'not from this state' using errcode = 'SG409', constraint = 'card_batch_state';
    end if;
    update registry.card_batch as known set state = to_state, revision = known.revision + 1
    where known.book_id = book and known.id = batch;
    insert into registry.card_batch_event (book_id, batch_id, state, on_day, recorded_by)
    values (book, batch, to_state, jobs.today(), caller);
    if to_state = 'printed' then
        for taken in
            select * from registry.card
            where card.book_id = book and card.batch_id = batch and card.state = 'approved'
            order by card.id
            for no key update
        loop
            perform issuance.move_card(taken, 'printed', null, null, caller);
        end loop;
    end if;
end
$$;

-- Nights and deaths --------------------------------------------------------------------------------------------------------

-- Marks the cards whose last day has passed. For the nights.
create function issuance.expire_cards() returns bigint
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.card;
    expired bigint := 0;
begin
    for taken in
        select * from registry.card
        where card.state = 'handed_over' and card.expires_on < jobs.today()
        order by card.book_id, card.id
        for no key update skip locked
    loop
        perform issuance.move_card(taken, 'expired', null, null, 0);
        expired := expired + 1;
    end loop;
    return expired;
end
$$;

grant execute on function
    issuance.request_card(int, uuid, uuid, text, text, text, text, text, text, text),
    issuance.cancel_card(int, uuid, int, text), issuance.refuse_card(int, uuid, int, text),
    issuance.approve_card(int, uuid, int), issuance.hand_over_card(int, uuid, int, text),
    issuance.report_card_lost(int, uuid, int, text), issuance.revoke_card(int, uuid, int, text, text),
    issuance.make_batch(int, uuid, uuid[]), issuance.advance_batch(int, uuid, int, text)
    to sogoc_app;
grant execute on function issuance.expire_cards() to sogoc_jobs;
