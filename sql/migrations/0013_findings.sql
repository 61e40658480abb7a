-- 0013_findings.sql: what the checks found, and what became of it (design/jobs.md, "Findings").
--
-- Findings stand under row security like the people they speak of. They are written by functions of sogoc_finding only,
-- which apply their caller's reach themselves: the nights record, officers handle, supervisors waive.

create schema finding authorization sogoc_finding;
alter default privileges for role sogoc_finding revoke execute on functions from public;
grant usage on schema finding to sogoc_app, sogoc_jobs;
grant usage on schema jobs to sogoc_app, sogoc_finding;
grant usage on schema registry, auth to sogoc_finding;

set local role sogoc_owner;

-- The business day of jobs and findings (design/jobs.md, point 9).
create function jobs.today() returns date
    language sql stable
    set search_path = pg_catalog, pg_temp
    return (jobs.now() at time zone 'Asia/Ho_Chi_Minh')::date;
grant execute on function jobs.today() to sogoc_jobs, sogoc_app, sogoc_finding;
grant execute on function jobs.now() to sogoc_finding;

-- Every text that a check ever ran with; the highest version is the current one, also where an old text came back.
create table jobs.check_version (
    name         text not null check (name ~ '^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$'),
    version      int  not null check (version > 0),
    -- sha256 of the file's bytes.
    text_hash    bytea not null check (length(text_hash) = 32),
    title        text not null,
    title_vi     text not null,
    severity     text not null check (severity in ('info', 'warning', 'serious', 'critical')),
    why          text not null,
    why_vi       text not null,
    remedy       text not null,
    remedy_vi    text not null,
    slice        text not null check (slice in ('book', 'register')),
    -- The run that first used it.
    first_run    bigint not null,
    first_run_at timestamptz not null default jobs.now(),
    primary key (name, version)
);

-- When a check was last run to its end on a book: since when its open findings were last seen, and what a slower run that
-- began before it may no longer write. Book 0: what concerns no single book.
create table jobs.check_mark (
    name    text not null,
    book_id int  not null check (book_id >= 0),
    -- When the snapshot was taken by the server's own clock, not by jobs.now(): it orders what was seen.
    as_of   timestamptz not null,
    run_id  bigint not null,
    at      timestamptz not null,
    primary key (name, book_id)
);
grant select on jobs.check_version, jobs.check_mark to sogoc_app, sogoc_jobs;
grant select, insert on jobs.check_version to sogoc_finding;
grant select, insert, update on jobs.check_mark to sogoc_finding;

-- A finding lives for ever. Its book is that of the people it speaks of; book 0 is the district's own shelf, for what
-- concerns no single book (a pair across communes, a user, the system): auth.flatten opens it to grants above a commune,
-- so that the one policy form serves these rows too.
create table registry.finding (
    book_id       int  not null check (book_id >= 0),
    -- hash(book, check, subject, key): finding.identity.
    id            uuid not null,
    check_name    text not null,
    subject       text not null check (subject ~ '^[a-z][a-z_]{0,39}$'),
    subject_id    text not null check (length(subject_id) between 1 and 200),
    key           text not null check (length(key) <= 500),
    severity      text not null check (severity in ('info', 'warning', 'serious', 'critical')),
    -- What a waiver was given for: it falls when these change.
    facts         jsonb not null check (jsonb_typeof(facts) = 'object'),
    -- What a reader sees; may change nightly.
    shown         jsonb not null check (jsonb_typeof(shown) = 'object'),
    first_run     bigint not null,
    first_seen    timestamptz not null,
    -- Null while the latest complete run saw it: then jobs.check_mark says when that was, and no row is rewritten nightly.
    last_run      bigint,
    last_seen     timestamptz,
    resolved_run  bigint,
    resolved_at   timestamptz,
    reopenings    int  not null default 0 check (reopenings >= 0),
    assignee      int,
    assignee_name text,
    due_on        date,
    -- The last day of the waiver.
    waived_until  date,
    waived_reason text check (length(btrim(waived_reason)) between 3 and 1000),
    waived_by     int,
    seal          smallint not null default 0,
    primary key (book_id, id),
    constraint finding_resolved_whole check (num_nulls(last_run, last_seen, resolved_run, resolved_at) in (0, 4)),
    constraint finding_assigned_whole check (num_nulls(assignee, assignee_name, due_on) in (0, 3)),
    constraint finding_waived_whole check (num_nulls(waived_until, waived_reason, waived_by) in (0, 3))
);
create index finding_standing on registry.finding (check_name, book_id) where resolved_at is null;
create index finding_subject on registry.finding (subject_id, book_id);

-- What happened to a finding after it was first seen, by nights and by people.
create table registry.finding_event (
    book_id    int  not null,
    finding_id uuid not null,
    id         bigint generated always as identity,
    at         timestamptz not null default jobs.now(),
    kind       text not null check (kind in (
                   'facts_changed', 'resolved', 'reopened', 'waiver_fell', 'waiver_ended',
                   'assigned', 'unassigned', 'commented', 'waived', 'waiver_withdrawn')),
    run_id     bigint,
    user_id    int,
    user_name  text,
    said       text check (length(btrim(said)) between 1 and 2000),
    -- Whose it became and until when; for a waiver its last day.
    assignee_name text,
    until      date,
    seal       smallint not null default 0,
    primary key (book_id, finding_id, id),
    constraint finding_event_finding foreign key (book_id, finding_id) references registry.finding (book_id, id),
    constraint finding_event_by_night_or_person check (num_nulls(run_id, user_id) = 1),
    constraint finding_comment_says_something check (kind <> 'commented' or said is not null)
);

-- Counts of one run, per book and seal, so that a count tells nobody of people sealed from him.
create table registry.finding_trend (
    book_id    int  not null,
    check_name text not null,
    run_id     bigint not null,
    -- The day in Asia/Ho_Chi_Minh on which the run was.
    night      date not null,
    seal       smallint not null,
    opened     int  not null,
    reopened   int  not null,
    healed     int  not null,
    carried    int  not null,
    primary key (book_id, check_name, run_id, seal)
);
create index finding_trend_night on registry.finding_trend (book_id, night);

do $$
declare
    guarded text;
begin
    foreach guarded in array array['finding', 'finding_event', 'finding_trend'] loop
        call auth.protect(format('registry.%I', guarded)::regclass);
        execute format('grant select on registry.%I to sogoc_app, sogoc_jobs', guarded);
        -- The functions below ask for the reach themselves: a supervisor waives where he may not edit.
        execute format('create policy life on registry.%I to sogoc_finding using (true) with check (true)', guarded);
        execute format('grant select, insert, update on registry.%I to sogoc_finding', guarded);
    end loop;
end
$$;

-- Whom a finding speaks of decides its seal (F10).
create policy seals on registry.resident for select to sogoc_finding using (true);
create policy seals on registry.household_member for select to sogoc_finding using (true);
grant select (book_id, id, seal) on registry.resident to sogoc_finding;
grant select (book_id, household_id, resident_id, valid_to) on registry.household_member to sogoc_finding;
create index resident_sealed on registry.resident (id) where seal > 0;
grant select on registry.book to sogoc_finding;

-- Where a finding stands today. Never stored, so that a waiver ends on its day without a job.
create function registry.finding_state(resolved_at timestamptz, waived_until date, assignee int, reopenings int)
    returns text
    language sql stable parallel safe
    set search_path = pg_catalog, pg_temp
    return case
        when resolved_at is not null then 'resolved'
        -- The day is asked only where it matters.
        when waived_until is not null and waived_until >= jobs.today() then 'waived'
        when assignee is not null then 'acknowledged'
        when reopenings > 0 then 'reopened'
        else 'open'
    end;
create function registry.severity_rank(severity text) returns int
    language sql immutable parallel safe
    return array_position(array['info', 'warning', 'serious', 'critical'], severity);
grant execute on function registry.finding_state(timestamptz, date, int, int), registry.severity_rank(text)
    to sogoc_app, sogoc_jobs, sogoc_finding;

reset role;
set local role sogoc_auth;

-- Who handles findings of a book, by the name one signs in with; null where nobody of that name does.
create function auth.handler(user_name text, book int) returns int
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select account.id
    from auth."user" as account
    where account.name = lower(user_name) and account.state = 'active'
      and exists (
          select from auth.scope
          where scope.user_id = account.id and scope.reach in ('edit', 'approve') and scope.book_id = book
            and scope.valid_from <= now() and now() < scope.valid_to)
$$;
create function auth.user_name() returns text
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$ select account.name from auth."user" as account where account.id = auth.user_id() $$;
grant execute on function auth.handler(text, int), auth.user_name(), auth.user_id(), auth.require(), auth.view_books(), auth.edit_books(),
    auth.approve_books(), auth.clearance() to sogoc_finding;

reset role;
set local role sogoc_finding;

create function finding.identity(book int, check_name text, subject text, subject_id text, key text) returns uuid
    language sql immutable parallel safe
    set search_path = pg_catalog, pg_temp
    return substr(encode(sha256(convert_to(
        concat_ws(chr(31), book::text, check_name, subject, subject_id, key), 'UTF8')), 'hex'), 1, 32)::uuid;

-- Remembers the text that a check is run with and answers its version.
create function finding.note_check(
    run bigint, check_name text, text_hash bytea, title text, title_vi text, severity text, why text, why_vi text,
    remedy text, remedy_vi text, slice text) returns int
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    latest jobs.check_version;
begin
    loop
        select * into latest from jobs.check_version as known
        where known.name = check_name order by known.version desc limit 1;
        if latest.text_hash = note_check.text_hash then
            return latest.version;
        end if;
        -- Two tasks of one check may meet here; who comes second finds the first one's row.
        insert into jobs.check_version
            (name, version, text_hash, title, title_vi, severity, why, why_vi, remedy, remedy_vi, slice, first_run)
        values (check_name, coalesce(latest.version, 0) + 1, note_check.text_hash, note_check.title, note_check.title_vi,
                note_check.severity, note_check.why, note_check.why_vi, note_check.remedy, note_check.remedy_vi,
                note_check.slice, run)
        on conflict on constraint check_version_pkey do nothing;
    end loop;
end
$$;

-- Compares what a complete run of a check saw in some books with what was known of them: opens, carries, heals, reopens.
-- The arrays are the rows that were seen, side by side; `complete` are the books that were looked at, 0 the district's
-- shelf. Answers one row of counts, and `overtaken` where a run that looked later has already recorded: then nothing is
-- written. Raises SG409 for a row of a book that was not looked at (finding_of_another_book) and for two rows of one
-- identity (finding_twice).
create function finding.record(
    run bigint, check_name text, severity text, complete int[], as_of timestamptz,
    books int[], subjects text[], subject_ids text[], keys text[], facts jsonb[], shown jsonb[])
    returns table (opened bigint, reopened bigint, healed bigint, carried bigint, overtaken boolean)
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    recorded_at timestamptz := jobs.now();
    today date := jobs.today();
begin
    insert into jobs.check_mark (name, book_id, as_of, run_id, at)
    select record.check_name, book, '-infinity', record.run, recorded_at
    from unnest(record.complete) as book
    order by book
    on conflict do nothing;
    -- One recorder at a time for a check and a book.
    perform from jobs.check_mark as mark
    where mark.name = record.check_name and mark.book_id = any (record.complete)
    order by mark.book_id
    for update;
    if exists (
        select from jobs.check_mark as mark
        where mark.name = record.check_name and mark.book_id = any (record.complete) and mark.as_of > record.as_of)
    then
        return query select 0::bigint, 0::bigint, 0::bigint, 0::bigint, true;
        return;
    end if;
    if exists (select from unnest(record.books) as book where book <> all (record.complete)) then
        raise exception 'a row of a book that was not looked at'
            using errcode = 'SG409', constraint = 'finding_of_another_book';
    elsif exists (
        select from unnest(record.books, record.subjects, record.subject_ids, record.keys) as line (book, subject, id, key)
        group by line.book, line.subject, line.id, line.key having count(*) > 1)
    then
        raise exception 'two rows of one finding' using errcode = 'SG409', constraint = 'finding_twice';
    end if;

    return query
    with given as materialized (
        select finding.identity(line.book_id, record.check_name, line.subject, line.subject_id, line.key) as id, line.*
        from unnest(record.books, record.subjects, record.subject_ids, record.keys, record.facts, record.shown)
            as line (book_id, subject, subject_id, key, facts, shown)
    ),
    sealed as materialized (
        select resident.id::text as id, max(resident.seal) as seal
        from registry.resident where resident.seal > 0 group by resident.id
        union all
        select member.household_id::text, max(resident.seal)
        from registry.resident
        join registry.household_member as member
            on (member.book_id, member.resident_id) = (resident.book_id, resident.id) and member.valid_to = 'infinity'
        where resident.seal > 0 group by member.household_id
    ),
    seen as materialized (
        select given.*, coalesce((
            select max(sealed.seal) from sealed
            where sealed.id = given.subject_id
               or strpos(concat_ws(' ', given.key, given.facts::text, given.shown::text), sealed.id) > 0), 0::smallint) as seal
        from given
    ),
    -- Two parts, because an OR would walk through all that was ever resolved.
    known as materialized (
        select known.book_id, known.id, known.facts, known.shown, known.severity, known.seal, known.resolved_at,
               known.waived_until
        from registry.finding as known
        where known.check_name = record.check_name and known.book_id = any (record.complete)
          and known.resolved_at is null
        union all
        select known.book_id, known.id, known.facts, known.shown, known.severity, known.seal, known.resolved_at,
               known.waived_until
        from seen join registry.finding as known on (known.book_id, known.id) = (seen.book_id, seen.id)
        where known.resolved_at is not null
    ),
    -- The one comparison; a full join is never a nested loop, whatever the planner believes of arrays. A waiver was given
    -- for the facts, or until its day; either way its end is written down.
    met as materialized (
        select coalesce(seen.book_id, known.book_id) as book_id, coalesce(seen.id, known.id) as id,
               seen.subject, seen.subject_id, seen.key, seen.facts, seen.shown, coalesce(seen.seal, known.seal) as seal,
               case when known.id is null then 'new'
                    when seen.id is null then 'gone'
                    when known.resolved_at is not null then 'back'
                    else 'carried' end as fate,
               known.facts <> seen.facts as is_changed,
               known.seal <> seen.seal as is_resealed,
               case when known.resolved_at is not null then null
                    when known.waived_until < today then 'waiver_ended'
                    when known.waived_until is not null and known.facts <> seen.facts then 'waiver_fell' end as waiver,
               (known.facts, known.shown, known.severity, known.seal)
                   is distinct from (seen.facts, seen.shown, record.severity, seen.seal) as is_different
        from seen full join known on known.id = seen.id and known.book_id = seen.book_id
    ),
    fresh as (
        insert into registry.finding
            (book_id, id, check_name, subject, subject_id, key, severity, facts, shown, first_run, first_seen, seal)
        select met.book_id, met.id, record.check_name, met.subject, met.subject_id, met.key, record.severity, met.facts,
               met.shown, record.run, recorded_at, met.seal
        from met where met.fate = 'new'
        returning 1
    ),
    back as (
        update registry.finding as stored
        set resolved_run = null, resolved_at = null, last_run = null, last_seen = null, reopenings = stored.reopenings + 1,
            assignee = null, assignee_name = null, due_on = null,
            waived_until = null, waived_reason = null, waived_by = null,
            facts = met.facts, shown = met.shown, severity = record.severity, seal = met.seal
        from met
        where (stored.book_id, stored.id) = (met.book_id, met.id) and met.fate = 'back'
        returning 1
    ),
    carried as (
        update registry.finding as stored
        set facts = met.facts, shown = met.shown, severity = record.severity, seal = met.seal,
            waived_until = case when met.waiver is null then stored.waived_until end,
            waived_reason = case when met.waiver is null then stored.waived_reason end,
            waived_by = case when met.waiver is null then stored.waived_by end
        from met
        where (stored.book_id, stored.id) = (met.book_id, met.id) and met.fate = 'carried'
          and (met.is_different or met.waiver is not null)
        returning 1
    ),
    gone as (
        update registry.finding as stored
        set resolved_run = record.run, resolved_at = recorded_at, last_run = mark.run_id, last_seen = mark.at
        from met join jobs.check_mark as mark on mark.name = record.check_name and mark.book_id = met.book_id
        where (stored.book_id, stored.id) = (met.book_id, met.id) and met.fate = 'gone'
        returning 1
    ),
    told as (
        insert into registry.finding_event (book_id, finding_id, kind, run_id, seal, at)
        select what.book_id, what.id, what.kind, record.run, what.seal, recorded_at
        from (
            select met.book_id, met.id, 'reopened' as kind, met.seal from met where met.fate = 'back'
            union all
            select met.book_id, met.id, 'resolved', met.seal from met where met.fate = 'gone'
            union all
            select met.book_id, met.id, 'facts_changed', met.seal from met where met.fate = 'carried' and met.is_changed
            union all
            select met.book_id, met.id, met.waiver, met.seal from met where met.fate = 'carried' and met.waiver is not null
        ) as what
        returning 1
    ),
    hidden as (
        update registry.finding_event as event set seal = met.seal
        from met
        where (event.book_id, event.finding_id) = (met.book_id, met.id) and met.is_resealed
        returning 1
    ),
    counted as (
        select met.book_id, met.seal,
               count(*) filter (where met.fate = 'new') as opened, count(*) filter (where met.fate = 'back') as reopened,
               count(*) filter (where met.fate = 'gone') as healed, count(*) filter (where met.fate = 'carried') as carried
        from met group by met.book_id, met.seal
        union all
        -- A night on which nothing was found is a point of the trend too.
        select book, 0::smallint, 0, 0, 0, 0 from unnest(record.complete) as book
    ),
    trend as (
        -- A task that is done twice within its run (it never is, but by hand) adds to the run's counts.
        insert into registry.finding_trend as stored
            (book_id, check_name, run_id, night, seal, opened, reopened, healed, carried)
        select counted.book_id, record.check_name, record.run, today, counted.seal, sum(counted.opened),
               sum(counted.reopened), sum(counted.healed), sum(counted.carried)
        from counted group by counted.book_id, counted.seal
        on conflict on constraint finding_trend_pkey do update
            set opened = stored.opened + excluded.opened, reopened = stored.reopened + excluded.reopened,
                healed = stored.healed + excluded.healed, carried = excluded.carried
        returning 1
    )
    select coalesce(sum(counted.opened), 0)::bigint, coalesce(sum(counted.reopened), 0)::bigint,
           coalesce(sum(counted.healed), 0)::bigint, coalesce(sum(counted.carried), 0)::bigint, false
    from counted;

    update jobs.check_mark as mark
    set as_of = record.as_of, run_id = record.run, at = recorded_at
    where mark.name = record.check_name and mark.book_id = any (record.complete);
end
$$;

-- The guard of every act of a person on a finding: locks and answers it. SG404 where it is out of reach or does not exist,
-- SG403 where the caller sees it and may not do this: `handle` is for who edits or approves in the book, `waive` for who
-- approves there.
create function finding.expect(book int, id uuid, act text) returns registry.finding
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    wanted registry.finding;
begin
    perform auth.require();
    select * into wanted from registry.finding as known
    where known.book_id = book and known.id = expect.id and known.book_id = any (auth.view_books())
      and known.seal <= auth.clearance()
    for update;
    if wanted.id is null then
        raise exception 'no such finding' using errcode = 'SG404';
    elsif book <> all (case act when 'waive' then auth.approve_books() else auth.edit_books() || auth.approve_books() end)
    then
        raise exception 'not allowed' using errcode = 'SG403';
    end if;
    return wanted;
end
$$;

create function finding.tell(of registry.finding, kind text, said text, assignee_name text, until date) returns void
    language sql
    set search_path = pg_catalog, pg_temp
as $$
    insert into registry.finding_event (book_id, finding_id, kind, user_id, user_name, said, assignee_name, until, seal)
    values ((of).book_id, (of).id, kind, auth.user_id(), auth.user_name(), nullif(btrim(said), ''), assignee_name, until,
            (of).seal)
$$;

-- Gives a finding to somebody who handles findings of its book, until a day; a null name takes it from whoever had it.
create function finding.assign(book int, id uuid, to_name text, due_on date, said text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    wanted registry.finding := finding.expect(book, assign.id, 'handle');
    handler int := auth.handler(to_name, book);
    handler_name text := lower(to_name);
begin
    if wanted.resolved_at is not null then
        raise exception 'resolved' using errcode = 'SG409', constraint = 'finding_resolved';
    elsif to_name is not null and handler is null then
        raise exception 'nobody of that name handles findings of this book'
            using errcode = 'SG409', constraint = 'finding_assignee';
    elsif to_name is not null and due_on is null or due_on < jobs.today() then
        raise exception 'the day has passed' using errcode = 'SG409', constraint = 'finding_due_on';
    end if;
    update registry.finding as stored
    set assignee = handler, assignee_name = handler_name, due_on = case when handler is not null then assign.due_on end
    where stored.book_id = book and stored.id = assign.id;
    perform finding.tell(wanted, case when handler is null then 'unassigned' else 'assigned' end, said, handler_name,
                         case when handler is not null then assign.due_on end);
end
$$;

create function finding.comment(book int, id uuid, said text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform finding.tell(finding.expect(book, comment.id, 'handle'), 'commented', said, null, null);
end
$$;

-- Sets a finding aside with a reason until a day, that day included; at most a year, so that nothing is waived for ever.
create function finding.waive(book int, id uuid, until date, reason text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    wanted registry.finding := finding.expect(book, waive.id, 'waive');
begin
    if wanted.resolved_at is not null then
        raise exception 'resolved' using errcode = 'SG409', constraint = 'finding_resolved';
    elsif until not between jobs.today() and jobs.today() + 366 then
        raise exception 'no such period' using errcode = 'SG409', constraint = 'finding_waiver_period';
    end if;
    update registry.finding as stored
    set waived_until = until, waived_reason = btrim(reason), waived_by = auth.user_id()
    where stored.book_id = book and stored.id = waive.id;
    perform finding.tell(wanted, 'waived', reason, null, until);
end
$$;

-- Takes a waiver back before its day.
create function finding.withdraw_waiver(book int, id uuid, said text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    wanted registry.finding := finding.expect(book, withdraw_waiver.id, 'waive');
begin
    if wanted.resolved_at is not null or wanted.waived_until is null or wanted.waived_until < jobs.today() then
        raise exception 'not waived' using errcode = 'SG409', constraint = 'finding_not_waived';
    end if;
    update registry.finding as stored set waived_until = null, waived_reason = null, waived_by = null
    where stored.book_id = book and stored.id = withdraw_waiver.id;
    perform finding.tell(wanted, 'waiver_withdrawn', said, null, null);
end
$$;

grant execute on function finding.note_check(bigint, text, bytea, text, text, text, text, text, text, text, text),
    finding.record(bigint, text, text, int[], timestamptz, int[], text[], text[], text[], jsonb[], jsonb[]) to sogoc_jobs;
grant execute on function finding.assign(int, uuid, text, date, text), finding.comment(int, uuid, text),
    finding.waive(int, uuid, date, text), finding.withdraw_waiver(int, uuid, text) to sogoc_app;
