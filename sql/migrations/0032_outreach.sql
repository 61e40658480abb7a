-- 0032_outreach.sql: teams that go from door to door, and their visits (B10, K3).
--
-- A visit is planned or comes unplanned; what came of it is recorded once, often on a device without network, and arrives
-- later. The device's own time is kept as it was, beside when it arrived and how far the device's clock was off.

set local role sogoc_owner;

create table registry.outreach_team (
    book_id     int  not null references registry.book,
    id          uuid not null,
    name        registry.said not null,
    recorded_at timestamptz not null default now(),
    recorded_by int  not null,
    primary key (book_id, id),
    constraint outreach_team_name unique (book_id, name)
);
call registry.protect_procedure('registry.outreach_team');

create table registry.outreach_member (
    book_id     int  not null,
    team_id     uuid not null,
    -- No foreign key from people's tables to accounts: the function asks for the account.
    user_id     int  not null,
    recorded_at timestamptz not null default now(),
    recorded_by int  not null,
    primary key (book_id, team_id, user_id),
    constraint outreach_member_team foreign key (book_id, team_id) references registry.outreach_team (book_id, id)
);
call registry.protect_procedure('registry.outreach_member');

create table registry.visit (
    book_id      int  not null,
    id           uuid not null,
    household_id uuid not null,
    team_id      uuid,
    state        text not null check (state in ('planned', 'done', 'nobody_home', 'elderly_at_home')),
    -- Null for a visit that nobody had planned.
    planned_on   date,
    -- The device's time, as it said it.
    done_at      timestamptz,
    -- When it reached the register, and by how many seconds the device's clock was ahead then.
    received_at  timestamptz,
    skew_seconds int,
    -- The day by the register's clock.
    visited_on   date,
    note         registry.said,
    -- Somebody too old to come asks for a card to be made at home.
    home_issuing boolean not null default false,
    recorded_at  timestamptz not null default now(),
    recorded_by  int  not null,
    visited_by   int,
    primary key (book_id, id),
    constraint visit_household foreign key (book_id, household_id) references registry.household (book_id, id),
    constraint visit_team foreign key (book_id, team_id) references registry.outreach_team (book_id, id),
    constraint visit_planned check (state <> 'planned' or planned_on is not null),
    constraint visit_done_whole check (
        (state = 'planned') = (done_at is null) and (done_at is null) = (received_at is null)
        and (done_at is null) = (skew_seconds is null) and (done_at is null) = (visited_on is null)
        and (done_at is null) = (visited_by is null)),
    constraint visit_home_issuing check (not home_issuing or state in ('done', 'elderly_at_home'))
);
create unique index visit_once_a_day on registry.visit (book_id, household_id, planned_on) where state = 'planned';
create index visit_household_key on registry.visit (book_id, household_id, visited_on);
call registry.protect_procedure('registry.visit');

-- For whom something was done: one visit may bring several people's cases on.
create table registry.visit_person (
    book_id     int  not null,
    visit_id    uuid not null,
    resident_id uuid not null,
    what        text not null check (what in ('spoken_to', 'statement', 'papers_seen', 'witness', 'home_issuing')),
    recorded_at timestamptz not null default now(),
    recorded_by int  not null,
    seal        smallint not null default 0,
    primary key (book_id, visit_id, resident_id, what),
    constraint visit_person_visit foreign key (book_id, visit_id) references registry.visit (book_id, id),
    constraint visit_person_resident foreign key (book_id, resident_id) references registry.resident (book_id, id)
);
create index visit_person_resident_key on registry.visit_person (book_id, resident_id);
call registry.protect_procedure('registry.visit_person');

reset role;
set local role sogoc_auth;

-- The account of that name, if it is in use.
create function auth.active_account(of_name text) returns int
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select account.id from auth."user" as account where account.name = lower(of_name) and account.state = 'active'
$$;
grant execute on function auth.active_account(text) to sogoc_office;

reset role;
create schema outreach authorization sogoc_office;
grant usage on schema outreach to sogoc_app;
set local role sogoc_office;

-- Refuses whoever sends nobody out: the commune's officer and supervisor do.
create function outreach.require(book int) returns int
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.require();
begin
    if book <> all (auth.view_books()) then
        raise exception 'no such record' using errcode = 'SG404';
    elsif not (auth.holds('commune_officer', book) or auth.holds('commune_supervisor', book)) then
        raise exception 'not of this office' using errcode = 'SG403', constraint = 'office_missing';
    end if;
    return caller;
end
$$;

create function outreach.make_team(team uuid, book int, name text, members text[]) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := outreach.require(book);
begin
    if exists (select from unnest(members) as member where auth.active_account(member) is null) then
        raise exception 'no such account' using errcode = 'SG409', constraint = 'outreach_member_unknown';
    end if;
    insert into registry.outreach_team (book_id, id, name, recorded_by) values (book, team, make_team.name, caller);
    insert into registry.outreach_member (book_id, team_id, user_id, recorded_by)
    select distinct book, team, auth.active_account(member), caller from unnest(members) as member;
end
$$;

create function outreach.plan(visit uuid, book int, household uuid, team uuid, planned_on date) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := outreach.require(book);
begin
    if planned_on < registry.today() then
        raise exception 'the day is over' using errcode = 'SG409', constraint = 'visit_planned_in_the_past';
    end if;
    if not exists (
        select from registry.household as home where home.book_id = book and home.id = household and home.closed_on is null)
    then
        raise exception 'no such household' using errcode = 'SG404';
    end if;
    insert into registry.visit (book_id, id, household_id, team_id, state, planned_on, recorded_by)
    values (book, visit, household, team, 'planned', plan.planned_on, caller);
end
$$;

-- What came of a visit, planned or not. `device_time` is the device's clock when it sends: what it is ahead of ours, the visit
-- was noted ahead too. A visit that lies in the future all the same is refused. Answers false where it is known already.
create function outreach.record(
    visit uuid, book int, household uuid, outcome text, done_at timestamptz, device_time timestamptz, note text,
    home_issuing boolean, residents uuid[], what text[]) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := outreach.require(book);
    known registry.visit;
    skew int := round(extract(epoch from device_time - now()));
    happened timestamptz := record.done_at - make_interval(secs => skew);
begin
    perform from registry.household as home where home.book_id = book and home.id = household for no key update;
    if not found then
        raise exception 'no such household' using errcode = 'SG404';
    elsif happened > now() + interval '5 minutes' then
        raise exception 'the visit lies in the future' using errcode = 'SG409', constraint = 'visit_in_the_future';
    elsif happened < now() - interval '60 days' then
        raise exception 'too long ago' using errcode = 'SG409', constraint = 'visit_too_long_ago';
    end if;
    select * into known from registry.visit as own where own.book_id = book and own.id = visit for no key update;
    if known.id is not null and known.state <> 'planned' then
        if (known.household_id, known.state, known.done_at) = (household, outcome, record.done_at) then
            return false;
        end if;
        raise exception 'recorded otherwise' using errcode = 'SG409', constraint = 'visit_recorded';
    elsif known.id is not null and known.household_id <> household then
        raise exception 'planned for another household' using errcode = 'SG409', constraint = 'visit_recorded';
    end if;
    if exists (
        select from unnest(residents) as about (id)
        where not exists (
            select from registry.resident as person
            where person.book_id = book and person.id = about.id and person.seal <= auth.clearance()))
    then
        raise exception 'no such resident' using errcode = 'SG404';
    end if;
    insert into registry.visit as own (
        book_id, id, household_id, state, done_at, received_at, skew_seconds, visited_on, note, home_issuing, recorded_by,
        visited_by)
    values (book, visit, household, outcome, record.done_at, now(), skew,
            (happened at time zone 'Asia/Ho_Chi_Minh')::date, record.note, coalesce(record.home_issuing, false), caller, caller)
    on conflict (book_id, id) do update set
        state = excluded.state, done_at = excluded.done_at, received_at = excluded.received_at,
        skew_seconds = excluded.skew_seconds, visited_on = excluded.visited_on, note = excluded.note,
        home_issuing = excluded.home_issuing, visited_by = excluded.visited_by;
    insert into registry.visit_person (book_id, visit_id, resident_id, what, recorded_by, seal)
    select distinct book, visit, about.id, about.what, caller, person.seal
    from unnest(residents, record.what) as about (id, what)
    join registry.resident as person on person.book_id = book and person.id = about.id;
    return true;
end
$$;

-- A day's visits at once: each is recorded whole or told why not, and the others go on. Sent again it records nothing twice.
create function outreach.upload(book int, device_time timestamptz, visits jsonb)
    returns table (visit_id uuid, result text, refusal text)
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    sent record;
begin
    perform outreach.require(book);
    for sent in
        select given.id, given.household, given.outcome, given.done_at, given.note, given.home_issuing,
               array(select (person ->> 'resident')::uuid from jsonb_array_elements(given.people) as person) as residents,
               array(select person ->> 'what' from jsonb_array_elements(given.people) as person) as what
        from jsonb_to_recordset(visits) as given (
            id uuid, household uuid, outcome text, done_at timestamptz, note text, home_issuing boolean, people jsonb)
    loop
        visit_id := sent.id;
        refusal := null;
        begin
            result := case when outreach.record(
                sent.id, book, sent.household, sent.outcome, sent.done_at, device_time, sent.note, sent.home_issuing,
                sent.residents, sent.what) then 'recorded' else 'known' end;
        exception
            when sqlstate 'SG409' or check_violation then
                result := 'refused';
                get stacked diagnostics refusal = constraint_name;
            when sqlstate 'SG404' then
                result := 'refused';
                refusal := 'visit_subject_unknown';
        end;
        return next;
    end loop;
end
$$;

-- Whose identity case is not over, of a book in view. Cases are a module beside this one: nobody's, where it is not installed.
create function outreach.open_cases(book int) returns table (resident_id uuid)
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if book = any (auth.view_books()) and to_regclass('registry.identity_case') is not null then
        return query execute
            'select known.resident_id from registry.identity_case as known
             where known.book_id = $1 and known.state not in (''closed'', ''withdrawn'') and known.seal <= auth.clearance()'
            using book;
    end if;
end
$$;

grant execute on function outreach.make_team(uuid, int, text, text[]), outreach.plan(uuid, int, uuid, uuid, date),
    outreach.upload(int, timestamptz, jsonb), outreach.open_cases(int) to sogoc_app;
