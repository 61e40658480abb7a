-- 0021_offices.sql: who may take which step of a procedure: the office one holds, and four eyes (B9, C7).
--
-- A procedure (an identity case, a card, a correction, a move) goes on by steps, and a step belongs to an office: the
-- officer submits, the supervisor approves, the district decides what was escalated. Reach alone does not say that, so the
-- tables of procedures are written by functions of sogoc_office only, which ask for the caller's office in the book
-- themselves; what the caller sees is still the one policy form's to say.

create schema office authorization sogoc_office;
alter default privileges for role sogoc_office revoke execute on functions from public;
grant usage on schema office to sogoc_app, sogoc_jobs;
grant usage on schema registry, auth, derive, audit, jobs to sogoc_office;

set local role sogoc_auth;

-- Whether the caller holds this office in the book now.
create function auth.holds(wanted text, book int) returns boolean
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.token_user();
begin
    return exists (
        select from auth.scope
        join auth."grant" as g on g.id = scope.grant_id
        where scope.user_id = caller and scope.book_id = book and g.role = wanted
          and scope.valid_from <= now() and now() < scope.valid_to);
end
$$;

-- Whether the caller is one of these users, or lives in the household of one of them.
create function auth.shares_interest(users int[]) returns boolean
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.token_user();
begin
    return caller = any (users) or exists (
        select from auth."user" as mine
        join auth."user" as theirs
            on (theirs.household_book_id, theirs.household_id) = (mine.household_book_id, mine.household_id)
        where mine.id = caller and theirs.id = any (users));
end
$$;

-- The household the caller lives in; no row where none is known.
create function auth.household() returns table (book_id int, household_id uuid)
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.token_user();
begin
    return query
        select account.household_book_id, account.household_id from auth."user" as account
        where account.id = caller and account.household_id is not null;
end
$$;

grant execute on function auth.holds(text, int), auth.shares_interest(int[]), auth.household(), auth.user_id(),
    auth.user_name(), auth.require(), auth.view_books(), auth.edit_books(), auth.approve_books(), auth.clearance()
    to sogoc_office;

reset role;
set local role sogoc_owner;

-- Puts a table of a procedure under the one policy form, and lets its functions write. Called right after the table.
-- No login role inserts or updates it: a step is a function.
create procedure registry.protect_procedure(protected regclass)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    call auth.protect(protected);
    execute format('create policy procedure on %s to sogoc_office using (true) with check (true)', protected);
    execute format('grant select, insert, update on %s to sogoc_office', protected);
    execute format('grant select on %s to sogoc_app, sogoc_jobs', protected);
end
$$;

-- What the steps ask the register: whoever takes one has been asked for an office in that book before.
do $$
declare
    asked text;
begin
    foreach asked in array array[
        'settlement', 'settlement_status', 'resident', 'stay', 'name_fact', 'birth_fact', 'attribute_fact', 'origin_claim',
        'paper_fact', 'kin_fact', 'choice', 'household', 'household_place', 'household_member', 'life_event',
        'personal_number', 'personal_number_event', 'resident_version', 'household_version']
    loop
        execute format('create policy procedure on registry.%I for select to sogoc_office using (true)', asked);
        execute format('grant select on registry.%I to sogoc_office', asked);
    end loop;
end
$$;
grant select on registry.area, registry.book, registry.book_area, registry.parameter, registry.holiday, registry.name_kind,
    registry.name_spelling, registry.paper_kind, registry.ethnic_group, registry.relation to sogoc_office;
grant execute on function registry.is_working_day(date), registry.working_day_from(date),
    registry.working_days_after(date, int), registry.days_after(date, int), registry.working_days_between(date, date),
    jobs.today(), jobs.now()
    to sogoc_office;
alter default privileges in schema registry grant usage on sequences to sogoc_office;

reset role;
set local role sogoc_office;

-- The guards of a step. Each raises: nothing stays of a segment in which one did.

-- Refuses whoever does not hold the office in the book: SG404 where the caller does not even see the book, SG403 else.
create function office.require(wanted text, book int) returns int
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.require();
begin
    if book <> all (auth.view_books()) then
        raise exception 'no such record' using errcode = 'SG404';
    elsif not auth.holds(wanted, book) then
        raise exception 'not of this office' using errcode = 'SG403', constraint = 'office_missing';
    end if;
    return caller;
end
$$;

-- Refuses whoever submitted it, lives with whoever did, or lives with the person it is about (B9).
create function office.require_other_eyes(submitters int[], book int, resident uuid) returns void
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if auth.user_id() = any (submitters) then
        raise exception 'nobody approves what he submitted' using errcode = 'SG409', constraint = 'four_eyes';
    elsif auth.shares_interest(submitters) or exists (
        select from auth.household() as own
        join registry.household_member as member
            on (member.book_id, member.household_id) = (own.book_id, own.household_id) and member.valid_to = 'infinity'
        where (member.book_id, member.resident_id) = (book, resident))
    then
        raise exception 'nobody approves for his own household' using errcode = 'SG409', constraint = 'four_eyes_household';
    end if;
end
$$;

-- A parameter of the district (registry.parameter).
create function office.parameter(of_key text) returns numeric
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$ select parameter.value from registry.parameter where parameter.key = of_key $$;
