-- installation.fixture.sql: the words of the fixtures (fixture.sql) for imports, accounts, the audit and the jobs.

-- Imports ----------------------------------------------------------------------------------------------------------------

create function fixture.import(
    n int, rows int, started timestamptz default '2024-03-01', finished timestamptz default null,
    withdrawn timestamptz default null) returns void language sql as $$
    insert into registry.import
        (id, kind, source, file_sha256, user_id, rows, started_at, finished_at, withdrawn_at, withdrawn_by)
    overriding system value
    values (fixture.n(n), 'persons', 'mau-' || fixture.n(n), sha256(fixture.n(n)::text::bytea), 1, rows, started, finished,
            withdrawn, case when withdrawn is not null then 1 end) $$;

-- A batch of an import: of its rows, in this order, those accepted, rejected, already there and changed.
create function fixture.batch_of(
    import int, number int, first_row int, last_row int, accepted int default 0, rejected int default 0,
    already_there int default 0, changed int default 0, withdrawn timestamptz default null) returns void language sql as $$
    insert into registry.import_batch
        (import_id, number, first_row, last_row, accepted, rejected, already_there, changed, withdrawn_at)
    values (fixture.n(import), number, first_row, last_row, accepted, rejected, already_there, changed, withdrawn) $$;

-- The record of a row in a batch: of a resident, or of a household that a row names.
create function fixture.record(
    import int, batch int, who int default null, household int default null, book int default 1,
    withdrawn timestamptz default null, kept_because text default null) returns void language sql as $$
    insert into registry.import_record
        (book_id, import_id, kind, record_id, batch, source, resident_id, household_id, recorded_by, withdrawn_at, kept_because)
    values (fixture.book(book), fixture.n(import), case when who is null then 'household' else 'person' end,
            coalesce(who, household)::text, batch, 'mau-' || fixture.n(import), fixture.id(who), fixture.id(household), 1,
            withdrawn, kept_because) $$;

-- The next batch of `rows` accepted rows of an import, which is made and finished with its first one.
create function fixture.batch(rows int, source text default 'mau') returns registry.import_batch language plpgsql as $$
declare
    reading int;
    made registry.import_batch;
begin
    select id into reading from registry.import where import.source = fixture.word(batch.source);
    if reading is null then
        insert into registry.import (kind, source, file_sha256, user_id, rows, started_at, finished_at)
        values ('persons', fixture.word(batch.source), sha256(fixture.word(batch.source)::bytea), 1, 0, '2024-03-01',
                '2024-03-02')
        returning id into reading;
    end if;
    insert into registry.import_batch (import_id, number, first_row, last_row, accepted)
    select reading, count(*) + 1, coalesce(max(known.last_row), 1) + 1, coalesce(max(known.last_row), 1) + batch.rows, batch.rows
    from registry.import_batch as known where known.import_id = reading
    returning * into made;
    update registry.import set rows = import.rows + batch.rows where id = reading;
    return made;
end $$;

-- Accounts ---------------------------------------------------------------------------------------------------------------

-- An account without password, by its number.
create function fixture.account(n int, state text default 'active', created timestamptz default '2024-01-01') returns void
    language sql as $$
    insert into auth."user" (id, name, display_name, state, password_change_due, created_at, disabled_at) overriding system value
    values (fixture.n(n), 'user.' || fixture.n(n), 'Người dùng mẫu', state, false, created,
            case state when 'disabled' then created end) $$;

-- The household that the owner of an account says to live in.
create function fixture.home(account int, household int, book int default 1) returns void language sql as $$
    update auth."user" set household_book_id = fixture.book(book), household_id = fixture.id(household)
    where id = fixture.n(account) $$;

-- A one-time code in the place of a password, and until when it can be used.
create function fixture.code(account int, until timestamptz, due boolean default true) returns void language sql as $$
    update auth."user" set password_change_due = due, password_expires_at = until where id = fixture.n(account) $$;

-- A grant to account `who` that was confirmed and counts since 2024: on a commune by its code, or on the district (646) or
-- the province (66). What it opens is written by fixture.reach only: that takes its time for each grant of hundreds.
create function fixture.grant(
    n int, who int, role text default 'commune_officer', code text default '24211', since timestamptz default '2024-01-01',
    until timestamptz default 'infinity', granted_by int default null, confirmed_by int default null,
    confirmed timestamptz default '2024-01-01') returns void language plpgsql as $$
begin
    alter table auth."grant" disable trigger grant_flatten;
    insert into auth."grant" (
        id, user_id, role, area_id, valid_from, valid_to, reason, granted_by, granted_at, confirmed_by, confirmed_at)
    overriding system value
    values (fixture.n(n), fixture.n(who), role,
            fixture.area(case length(code) when 2 then 'province' when 3 then 'district' else 'commune' end, code),
            since, until, 'theo phân công', fixture.n(granted_by), since, fixture.n(confirmed_by), confirmed);
    alter table auth."grant" enable trigger grant_flatten;
end $$;

create function fixture.revoke(n int, at timestamptz default '2024-05-01') returns void language plpgsql as $$
begin
    alter table auth."grant" disable trigger grant_flatten;
    update auth."grant" set revoked_at = at where id = fixture.n(n);
    alter table auth."grant" enable trigger grant_flatten;
end $$;

-- What the grants of an account open.
create function fixture.reach(who int) returns void language sql as $$ select auth.flatten(fixture.n(who)) $$;

-- A session of account `who` that is open now unless told otherwise.
create function fixture.session(
    n int, who int, created timestamptz default jobs.now() - interval '1 hour', login_class text default 'app',
    seen timestamptz default jobs.now(), lasts interval default '12 hours', ended timestamptz default null) returns void
    language sql as $$
    insert into auth.session (id, user_id, token_hash, login_class, created_at, last_seen, expires_at, ended_at)
    overriding system value
    values (fixture.n(n), fixture.n(who), sha256(fixture.n(n)::text::bytea), login_class, created, seen, created + lasts,
            ended) $$;

-- The audit and the jobs -------------------------------------------------------------------------------------------------

-- An answer that showed so many residents.
create function fixture.shown(who int, at timestamptz, residents int, kind text default 'read') returns void language sql as $$
    insert into audit.event (at, kind, action, user_id, residents)
    select at, kind, 'residents.show', fixture.n(who), array_agg(fixture.id(n)) from generate_series(1, residents) as n $$;

-- So many times an account was told that a number is somebody's already.
create function fixture.number_taken(who int, at timestamptz, times int) returns void language sql as $$
    insert into audit.event (at, kind, action, user_id)
    select at, 'denied', 'personal-numbers.taken', fixture.n(who) from generate_series(1, times) $$;

-- An event of these residents; by default one that wrote them.
create function fixture.written(variadic residents int[]) returns void language sql as $$
    insert into audit.event (kind, action, book_id, residents)
    select 'write', 'residents.register', fixture.book(1), array_agg(fixture.id(n)) from unnest(residents) as n $$;

-- An event of reading, by its number.
create function fixture.audited(n int, at timestamptz) returns void language sql as $$
    insert into audit.event (id, at, kind, action) overriding system value
    values (fixture.n(n), at, 'read', 'residents.show') $$;

-- A job of every night that is known since long ago, and a run of it that ended so long ago.
create function fixture.job(
    n int, since timestamptz default '2024-01-01', minutes smallint[] default '{60}', weekdays smallint[] default '{}')
    returns void language sql as $$
    insert into jobs.job (name, title_vi, title_en, minutes, weekdays, since)
    values ('job-' || fixture.n(n), 'Việc mẫu', 'Sample', minutes, weekdays, since) $$;

create function fixture.run(job int, state text, ended interval) returns void language sql as $$
    insert into jobs.run (job, slot, origin, state, os_user, host, version, started_at, ended_at)
    values ('job-' || fixture.n(job), jobs.now() - ended, 'schedule', state, 'cron', 'host', '1', jobs.now() - ended,
            jobs.now() - ended) $$;

-- Targets ----------------------------------------------------------------------------------------------------------------

-- A target of an area with its first last day, and what was announced after that.
create function fixture.target(n int, area int, deadline date) returns void language sql as $$
    insert into registry.target (id, unit_id, measure, ages, recorded_by)
    values (fixture.id(n), area, 'card', 'all', 1);
    insert into registry.target_setting (target_id, revision, deadline, decision, on_day, recorded_by)
    values (fixture.id(n), 1, deadline, 'kế hoạch mẫu', '2024-01-01', 1) $$;

create function fixture.target_set(target int, revision int, deadline date) returns void language sql as $$
    insert into registry.target_setting (target_id, revision, deadline, decision, on_day, recorded_by)
    values (fixture.id(target), revision, deadline, 'điều chỉnh', '2024-02-01', 1) $$;

-- A commune of the copy's own for a target, which ends on a day; `n` is one digit.
create function fixture.place_code(n int) returns text language sql stable
    as $$ select (90000 + n + 10 * fixture.copy())::text $$;
create function fixture.place(n int, until date default 'infinity') returns int language sql as $$
    select fixture.unit('commune', fixture.place_code(n), '2020-01-01', until) $$;
