-- 0037_targets.sql: targets by area and date (C8), and what stood with cards, accounts and cases on a day.
--
-- A target names no person: an area, what everybody there is to have, and by when. Who lacks it, and what stands in the way,
-- is asked of the register each time (Sources/Registry/Targets).

set local role sogoc_auth;

-- Whether the caller sets targets of an area: the district's officer or analyst, within what the grant covers
-- (design/access.md). An area that has ended counts as on its last day.
create function auth.sets_targets(area int) returns boolean
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.token_user();
begin
    return exists (
        select
        from auth.grant_now as held, registry.area as place
        where held.user_id = caller and held.role in ('district_officer', 'district_analyst') and place.id = area
          and area in (select registry.areas_within(
                  held.area_id, least(greatest(registry.today(), place.valid_from), place.valid_to - 1))));
end
$$;
grant execute on function auth.sets_targets(int) to sogoc_office;

reset role;
set local role sogoc_owner;

-- What everybody of an area is to have. INSERT only; until when, its settings say.
create table registry.target (
    id          uuid primary key,
    -- The unit and not a version of it: renamed it has the same targets (R5.1).
    unit_id     int  not null references registry.area,
    measure     text not null,
    -- Whose: by their age on the target's last day (R9.9).
    ages        text not null,
    recorded_at timestamptz not null default now(),
    recorded_by int  not null,
    constraint target_measure check (measure in ('personal_number', 'card', 'e_identity', 'birth_certificate')),
    constraint target_ages check (ages in ('all', 'from_14', 'under_14')),
    constraint target_once unique (unit_id, measure, ages)
);
-- What was announced, in order: the last one counts. INSERT only.
create table registry.target_setting (
    target_id   uuid not null references registry.target,
    revision    int  not null check (revision > 0),
    -- The last day, as announced: it does not move to the next working day. Null: withdrawn.
    deadline    date,
    -- What it rests on, or why it was changed.
    decision    registry.said not null,
    on_day      date not null,
    recorded_at timestamptz not null default now(),
    recorded_by int  not null,
    primary key (target_id, revision),
    constraint target_deadline check (deadline between '2000-01-01' and '2100-12-31')
);
grant select, insert on registry.target, registry.target_setting to sogoc_office;
grant select on registry.target, registry.target_setting to sogoc_app, sogoc_report, sogoc_jobs;

-- Targets as they stand, those withdrawn included.
create view registry.target_now with (security_invoker = true) as
    select target.id, target.unit_id, target.measure, target.ages, setting.revision, setting.deadline, setting.decision,
           setting.on_day, setting.recorded_at, setting.recorded_by
    from registry.target
    cross join lateral (
        select known.* from registry.target_setting as known
        where known.target_id = target.id
        order by known.revision desc
        limit 1
    ) as setting;
grant select on registry.target_now to sogoc_office, sogoc_app, sogoc_report, sogoc_jobs;

-- Who lacks something is asked of everybody at once. These hold what is asked, so that the tables need not be read.
create index resident_version_standing on registry.resident_version (book_id, believed_to, believed_from)
    include (resident_id, seal, status, has_number, name_kind, sex, born_earliest, born_latest);
create index card_held on registry.card (book_id, resident_id) include (expires_on, seal) where state = 'handed_over';
create index personal_number_cancelled on registry.personal_number (resident_id, book_id) include (seal)
    where state = 'cancelled';
create index transfer_arrived on registry.transfer (book_id, resident_id) where side = 'in' and state = 'accepted';

reset role;
create schema targets authorization sogoc_office;
grant usage on schema targets to sogoc_app, sogoc_jobs;
set local role sogoc_office;

-- Setting ------------------------------------------------------------------------------------------------------------------

-- Refuses whoever sets no targets there.
create function targets.require(area int) returns int
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.require();
begin
    if not auth.sets_targets(area) then
        raise exception 'not of this office' using errcode = 'SG403', constraint = 'office_missing';
    end if;
    return caller;
end
$$;

-- Announces a target of an area. One that there is already, or was, is changed instead (target_once).
create function targets.announce(target uuid, area int, measure text, ages text, deadline date, decision text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := targets.require(area);
begin
    if deadline is null then
        raise exception 'no last day' using errcode = 'SG409', constraint = 'target_deadline';
    end if;
    insert into registry.target (id, unit_id, measure, ages, recorded_by)
    select target, place.unit_id, announce.measure, announce.ages, caller
    from registry.area as place where place.id = area;
    insert into registry.target_setting (target_id, revision, deadline, decision, on_day, recorded_by)
    values (target, 1, announce.deadline, announce.decision, jobs.today(), caller);
end
$$;

-- Another last day, or none: then the target is withdrawn. SG412 where somebody was faster.
create function targets.change(target uuid, expected int, deadline date, decision text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    known registry.target_now;
    caller int;
begin
    select * into known from registry.target_now as present where present.id = target;
    if known.id is null then
        raise exception 'no such target' using errcode = 'SG404';
    end if;
    caller := targets.require((
        select place.id from registry.area as place
        where place.unit_id = known.unit_id order by place.valid_from desc limit 1));
    if known.revision is distinct from expected then
        raise exception 'the target was changed meanwhile' using errcode = 'SG412';
    elsif known.deadline is not distinct from change.deadline then
        raise exception 'as it is' using errcode = 'SG409', constraint = 'target_unchanged';
    end if;
    insert into registry.target_setting (target_id, revision, deadline, decision, on_day, recorded_by)
    values (target, expected + 1, change.deadline, change.decision, jobs.today(), caller)
    on conflict (target_id, revision) do nothing;
    if not found then
        raise exception 'the target was changed meanwhile' using errcode = 'SG412';
    end if;
end
$$;

-- What stood on a day --------------------------------------------------------------------------------------------------------
-- Cards, accounts and cases as they were at the end of a day, from the days of their steps; under the caller's own reach, and
-- without a search_path of their own, so that the planner puts them in their places. A test holds them against the states
-- that the steps write.

-- `since`: since when it waits for the next step; null where none follows.
create function targets.cards_on(on_day date)
    returns table (
        book_id int, id uuid, resident_id uuid, state text, since date, due_on date, expires_on date, asked_on date)
    language sql stable parallel safe
begin atomic
    select card.book_id, card.id, card.resident_id,
           case when ended.step is not null then ended.step
                when card.handed_over_on <= cards_on.on_day then 'handed_over'
                when card.printed_on <= cards_on.on_day then 'printed'
                when card.issued_on <= cards_on.on_day then 'approved'
                else 'requested' end,
           case when ended.step is not null or card.handed_over_on <= cards_on.on_day then null
                when card.printed_on <= cards_on.on_day then card.printed_on
                when card.issued_on <= cards_on.on_day then card.issued_on
                else card.requested_on end,
           card.due_on, card.expires_on, card.requested_on
    from registry.card
    left join (
        select distinct on (event.book_id, event.card_id) event.book_id, event.card_id, event.step
        from registry.card_event as event
        where event.step in ('refused', 'cancelled', 'expired', 'lost', 'revoked', 'replaced')
          and event.on_day <= cards_on.on_day
        order by event.book_id, event.card_id, event.id desc
    ) as ended on ended.book_id = card.book_id and ended.card_id = card.id
    where card.requested_on <= cards_on.on_day;
end;

-- An account that lapsed and was activated later by the hotline is active; what was locked is so until it is unlocked.
-- Whether a telephone in the own name is known is told as it is now.
create function targets.accounts_on(on_day date)
    returns table (
        book_id int, id uuid, resident_id uuid, state text, since date, due_on date, activate_by date, has_phone boolean)
    language sql stable parallel safe
begin atomic
    select account.book_id, account.id, account.resident_id,
           case when last.step in ('locked', 'unlocked', 'refused') then last.step
                when account.activated_on <= accounts_on.on_day then 'activated'
                when last.step = 'lapsed' then 'lapsed'
                when account.notified_on <= accounts_on.on_day then 'granted'
                else 'requested' end,
           case when last.step is not null or account.activated_on <= accounts_on.on_day then null
                when account.notified_on <= accounts_on.on_day then account.notified_on
                else account.requested_on end,
           account.due_on, account.activate_by, account.phone is not null and account.own_name = 'yes'
    from registry.e_identity as account
    left join (
        select distinct on (event.book_id, event.identity_id) event.book_id, event.identity_id, event.step
        from registry.e_identity_event as event
        where event.step in ('lapsed', 'locked', 'unlocked', 'refused') and event.on_day <= accounts_on.on_day
        order by event.book_id, event.identity_id, event.id desc
    ) as last on last.book_id = account.book_id and last.identity_id = account.id
    where account.requested_on <= accounts_on.on_day;
end;

create function targets.cases_on(on_day date)
    returns table (book_id int, id uuid, resident_id uuid, state text, since date, due_on date, outcome text)
    language sql stable parallel safe
begin atomic
    select distinct on (event.book_id, event.case_id) event.book_id, event.case_id, known.resident_id, event.to_state,
           event.on_day, event.due_on, coalesce(event.attachment ->> 'outcome', known.outcome)
    from registry.case_event as event
    join registry.identity_case as known on known.book_id = event.book_id and known.id = event.case_id
    where event.on_day <= cases_on.on_day
    order by event.book_id, event.case_id, event.id desc;
end;

-- Papers stay in the book in which they were made when a person moves (F5), beyond the reach of the commune that she moved
-- to. Of people who came, and stand in a book of the caller's view, what another book holds: the state alone, so that a
-- commune counts its people as the district does (E1, E4).
create function targets.arrived() returns table (resident_id uuid)
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select distinct came.resident_id
    from registry.transfer as came
    where came.side = 'in' and came.state = 'accepted'
      and came.book_id = any ((select auth.view_books())::int[]) and came.seal <= (select auth.clearance())
$$;

create function targets.cards_elsewhere(on_day date)
    returns table (resident_id uuid, state text, since date, due_on date, expires_on date, asked_on date)
    language sql stable security definer rows 50
    set search_path = pg_catalog, pg_temp
as $$
    select known.resident_id, known.state, known.since, known.due_on, known.expires_on, known.asked_on
    from targets.arrived() as came
    cross join lateral (
        select kept.* from targets.cards_on(cards_elsewhere.on_day) as kept where kept.resident_id = came.resident_id
    ) as known
    where known.book_id <> all ((select auth.view_books())::int[])
$$;

create function targets.accounts_elsewhere(on_day date)
    returns table (resident_id uuid, state text, since date, due_on date, activate_by date, has_phone boolean)
    language sql stable security definer rows 50
    set search_path = pg_catalog, pg_temp
as $$
    select known.resident_id, known.state, known.since, known.due_on, known.activate_by, known.has_phone
    from targets.arrived() as came
    cross join lateral (
        select kept.* from targets.accounts_on(accounts_elsewhere.on_day) as kept where kept.resident_id = came.resident_id
    ) as known
    where known.book_id <> all ((select auth.view_books())::int[])
$$;

create function targets.births_elsewhere()
    returns table (resident_id uuid, registered_on date, revoked_on date)
    language sql stable security definer rows 50
    set search_path = pg_catalog, pg_temp
as $$
    select kept.resident_id, kept.registered_on, kept.revoked_on
    from targets.arrived() as came
    join registry.birth_certificate as kept on kept.resident_id = came.resident_id
    where kept.book_id <> all ((select auth.view_books())::int[])
$$;

grant execute on function targets.announce(uuid, int, text, text, date, text), targets.change(uuid, int, date, text),
    targets.cards_elsewhere(date), targets.accounts_elsewhere(date), targets.births_elsewhere()
    to sogoc_app;
grant execute on function targets.cards_on(date), targets.accounts_on(date), targets.cases_on(date) to sogoc_app, sogoc_jobs;
