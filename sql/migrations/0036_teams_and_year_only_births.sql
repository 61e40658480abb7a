-- 0036_teams_and_year_only_births.sql: teams of outreach end and their members come and go; and which day counts for a
-- birth of which only the year is known is the district's to say (R2.4).

set local role sogoc_owner;

-- Of a team that has ended the visits stay as they are; its name may be given again.
alter table registry.outreach_team
    add column ended_on date,
    add column ended_by int,
    add constraint outreach_team_ended_by check ((ended_on is null) = (ended_by is null)),
    drop constraint outreach_team_name;
create unique index outreach_team_name on registry.outreach_team (book_id, name) where ended_on is null;

-- One row for each time that somebody belongs to a team.
alter table registry.outreach_member
    add column left_on date,
    add column left_by int,
    add constraint outreach_member_left_by check ((left_on is null) = (left_by is null)),
    drop constraint outreach_member_pkey,
    add primary key (book_id, team_id, user_id, recorded_at);
create unique index outreach_member_once on registry.outreach_member (book_id, team_id, user_id) where left_on is null;

reset role;
set local role sogoc_auth;

-- The account of that name, if it is in use and its owner works in the book's commune: of anybody else this says what it says
-- of nobody, so that no commune learns the district's accounts by trying names.
create function auth.account_of_book(of_name text, book int) returns int
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select account.id from auth."user" as account
    where account.name = lower(of_name) and account.state = 'active' and exists (
        select from auth."grant" as held
        join registry.area as place on place.id = held.area_id and place.level = 'commune'
        cross join lateral auth.books_within(held.area_id) as inside
        where held.user_id = account.id and inside.book_id = account_of_book.book
          and inside.book_from <= now() and now() < inside.book_to
          and held.confirmed_at is not null and held.revoked_at is null
          and held.valid_from <= now() and now() < held.valid_to)
$$;
grant execute on function auth.account_of_book(text, int) to sogoc_office;

reset role;
set local role sogoc_office;

create or replace function outreach.make_team(team uuid, book int, name text, members text[]) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := outreach.require(book);
begin
    if exists (select from unnest(members) as member where auth.account_of_book(member, book) is null) then
        raise exception 'no such account' using errcode = 'SG409', constraint = 'outreach_member_unknown';
    end if;
    insert into registry.outreach_team (book_id, id, name, recorded_by) values (book, team, make_team.name, caller);
    insert into registry.outreach_member (book_id, team_id, user_id, recorded_by)
    select distinct book, team, auth.account_of_book(member, book), caller from unnest(members) as member;
end
$$;

reset role;
set local role sogoc_auth;
drop function auth.active_account(text);

reset role;
set local role sogoc_office;

-- A team that goes on, held for a change; SG404 where there is none in the book.
create function outreach.hold_team(book int, team uuid) returns registry.outreach_team
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    known registry.outreach_team;
begin
    select * into known from registry.outreach_team as own where (own.book_id, own.id) = (book, team) for no key update;
    if known.id is null then
        raise exception 'no such team' using errcode = 'SG404';
    elsif known.ended_on is not null then
        raise exception 'the team has ended' using errcode = 'SG409', constraint = 'outreach_team_ended';
    end if;
    return known;
end
$$;

-- Ends a team: its members leave with it.
create function outreach.end_team(book int, team uuid) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := outreach.require(book);
begin
    perform outreach.hold_team(book, team);
    update registry.outreach_member as member set left_on = registry.today(), left_by = caller
    where (member.book_id, member.team_id) = (end_team.book, end_team.team) and member.left_on is null;
    update registry.outreach_team as own set ended_on = registry.today(), ended_by = caller
    where (own.book_id, own.id) = (end_team.book, end_team.team);
end
$$;

create function outreach.join_team(book int, team uuid, account text) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := outreach.require(book);
    joining int := auth.account_of_book(account, book);
begin
    perform outreach.hold_team(book, team);
    if joining is null then
        raise exception 'no such account' using errcode = 'SG409', constraint = 'outreach_member_unknown';
    end if;
    insert into registry.outreach_member (book_id, team_id, user_id, recorded_by) values (book, team, joining, caller);
end
$$;

-- Somebody leaves a team, by the user's number; SG404 where she does not belong to it.
create function outreach.leave_team(book int, team uuid, leaving int) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := outreach.require(book);
begin
    perform outreach.hold_team(book, team);
    update registry.outreach_member as member set left_on = registry.today(), left_by = caller
    where (member.book_id, member.team_id, member.user_id) = (leave_team.book, leave_team.team, leave_team.leaving)
      and member.left_on is null;
    if not found then
        raise exception 'no such member' using errcode = 'SG404';
    end if;
end
$$;

-- As before, and only for a team of the book that goes on.
create or replace function outreach.plan(visit uuid, book int, household uuid, team uuid, planned_on date) returns void
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
    if team is not null then
        perform outreach.hold_team(book, team);
    end if;
    insert into registry.visit (book_id, id, household_id, team_id, state, planned_on, recorded_by)
    values (book, visit, household, team, 'planned', plan.planned_on, caller);
end
$$;

grant execute on function outreach.end_team(int, uuid), outreach.join_team(int, uuid, text), outreach.leave_team(int, uuid, int)
    to sogoc_app;

reset role;
set local role sogoc_owner;

-- A year has no more days.
alter table registry.parameter add constraint parameter_day_of_year check (unit <> 'day of the year' or value <= 366);

-- The day from which the law counts the ages of somebody whose birth lies between two days (R2.4): where no more than the
-- year is known the day of it that the district has set (`card.birth_day_of_year`), 1 January unless told; else the first.
create function registry.counted_birth(earliest date, latest date) returns date
    language sql stable parallel safe strict
    set search_path = pg_catalog, pg_temp
as $$
    select case
        when date_trunc('year', earliest::timestamp) = date_trunc('year', latest::timestamp)
            and date_trunc('month', earliest::timestamp) <> date_trunc('month', latest::timestamp)
            -- Never a day on which she was not born.
            then greatest(earliest, least(latest, date_trunc('year', earliest::timestamp)::date - 1 + coalesce((
                select setting.value::int from registry.parameter as setting
                where setting.key = 'card.birth_day_of_year'), 1)))
        else earliest
    end
$$;
grant execute on function registry.counted_birth(date, date)
    to sogoc_office, sogoc_app, sogoc_jobs, sogoc_register, sogoc_report;

reset role;
set local role sogoc_office;

-- As before, but for the day that counts (the card keeps it, so that its expiry stays explicable when the district sets
-- another), and that nobody without a name has a birth name.
create or replace function issuance.approve_card(book int, card uuid, expected int) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    taken registry.card := issuance.take_card('commune_supervisor', book, card, expected, array['requested']);
    known registry.resident_version;
    fields jsonb;
    counted date;
    expiries daterange;
    expiry date;
begin
    perform office.require_other_eyes(array[taken.recorded_by], book, taken.resident_id);
    perform issuance.require_present(book, taken.resident_id);
    perform issuance.require_number(taken.resident_id);
    select * into known from registry.resident_version as version
    where version.book_id = book and version.resident_id = taken.resident_id and version.believed_to = 'infinity';
    fields := registry.printed_fields(book, taken.resident_id);
    if known.name_kind is distinct from 'BIRTH' then
        raise exception 'no birth name' using errcode = 'SG409', constraint = 'card_needs_birth_name';
    elsif known.sex is null then
        raise exception 'no sex' using errcode = 'SG409', constraint = 'card_needs_sex';
    elsif fields ->> 'born' is null then
        raise exception 'no decided year' using errcode = 'SG409', constraint = 'card_needs_birth_year';
    end if;
    counted := registry.counted_birth(known.born_earliest, known.born_latest);
    expiries := registry.card_expiries(known.born_ranges, jobs.today());
    expiry := registry.card_expiry(counted, jobs.today());
    update registry.card as kept set
        issued_on = jobs.today(), expires_on = expiry,
        expiry_certain = lower(expiries) + 1 = upper(expiries) or lower(expiries) = 'infinity',
        printed = fields || jsonb_build_object(
            'issued_on', jobs.today(), 'expires_on', expiry, 'birth_counted', counted)
    where kept.book_id = book and kept.id = card;
    perform issuance.move_card(taken, 'approved', null, null, auth.user_id());
end
$$;
