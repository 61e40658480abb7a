-- 0012_jobs.sql: what is done night after night: jobs with their schedules, runs, tasks, who is at work, and one clock.
--
-- The guarantees (design/jobs.md) stand here and not in the program, which may be killed anywhere: a unique key decides
-- who begins a run, a row lock who takes a task, a fence who may still write. Functions of tasks lock one task; functions
-- of runs lock no task that somebody holds; so nobody waits in a ring. No row here leads to a person.

create schema jobs authorization sogoc_owner;
grant usage on schema jobs to sogoc_jobs, sogoc_admin, sogoc_app;

set local role sogoc_owner;

-- The clock ------------------------------------------------------------------------------------------------------------

-- How far jobs.now() is ahead of the database's clock: zero, except in a test.
create table jobs.clock (
    only_one boolean primary key default true check (only_one),
    ahead    interval not null default interval '0'
);
insert into jobs.clock default values;

-- A database is marked by `alter database … set sogoc.test_database = on`; read from the catalogue, because any session
-- may set a setting of that name for itself. The mark is not copied with a template and not part of a dump.
create function jobs.guard_clock() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    if not (select rolsuper from pg_roles where rolname = session_user)
       or not exists (
           select from pg_db_role_setting as setting
           where setting.setdatabase = (select oid from pg_database where datname = current_database())
             and setting.setrole = 0 and 'sogoc.test_database=on' = any (setting.setconfig))
    then
        raise exception 'the clock is only for a superuser of a test database' using errcode = 'SG403', table = 'clock';
    end if;
    return new;
end
$$;
create trigger clock_guard before insert or update or delete on jobs.clock
    for each row execute function jobs.guard_clock();
create trigger clock_guard_truncate before truncate on jobs.clock
    for each statement execute function jobs.guard_clock();

-- The one clock of jobs, leases included. Not now(): a transaction may have waited for a lock since it began.
create function jobs.now() returns timestamptz
    language sql volatile security definer
    set search_path = pg_catalog, pg_temp
    return clock_timestamp() + (select clock.ahead from jobs.clock);
grant execute on function jobs.now() to sogoc_jobs, sogoc_admin, sogoc_app;

-- Jobs and their slots ---------------------------------------------------------------------------------------------------

create table jobs.job (
    name     text primary key check (name ~ '^[a-z][a-z0-9-]{1,62}$'),
    title_vi text not null,
    title_en text not null,
    -- Minutes after midnight in Asia/Ho_Chi_Minh; none: only when asked for.
    minutes  smallint[] not null check (0 <= all (minutes) and 1440 > all (minutes)),
    -- ISO 8601: Monday 1 to Sunday 7; none: every day.
    weekdays smallint[] not null check (1 <= all (weekdays) and 7 >= all (weekdays)),
    -- Slots missed for longer are skipped.
    catch_up interval not null default interval '26 hours' check (catch_up > interval '0'),
    since    timestamptz not null
);

-- One run for each slot: a scheduled instant, or the one at which somebody asked.
create table jobs.run (
    id           bigint generated always as identity primary key,
    job          text not null references jobs.job,
    slot         timestamptz not null,
    origin       text not null check (origin in ('schedule', 'request')),
    state        text not null default 'running'
                 check (state in ('running', 'done', 'failed', 'stopped', 'cancelled', 'skipped')),
    -- Slots missed before its own that it stands for as well.
    missed       int not null default 0 check (missed >= 0),
    os_user      text not null,
    host         text not null,
    version      text not null,
    started_at   timestamptz not null,
    ended_at     timestamptz,
    cancelled_by text,
    constraint run_slot unique (job, slot),
    constraint run_ended check ((ended_at is null) = (state = 'running')),
    constraint run_cancelled check ((state = 'cancelled') = (cancelled_by is not null))
);
-- A job's runs follow one another: what one night finds is compared with the night before.
create unique index run_one_at_a_time on jobs.run (job) where state = 'running';
create index run_age on jobs.run (ended_at);

-- Who is at work. On one host a runner that cron started leaves another alone; those told to join help it.
create table jobs.runner (
    id         uuid primary key,
    host       text not null,
    pid        int  not null,
    os_user    text not null,
    version    text not null,
    joins      boolean not null,
    started_at timestamptz not null,
    seen_at    timestamptz not null,
    -- Taken for dead from then on, unless it says otherwise before.
    alive_to   timestamptz not null,
    ended_at   timestamptz
);
create unique index runner_one_per_host on jobs.runner (host) where ended_at is null and not joins;

create table jobs.task (
    id         bigint generated always as identity primary key,
    run_id     bigint not null references jobs.run on delete cascade,
    position   int not null,
    name       text not null check (length(name) between 1 and 200),
    -- None: the whole register.
    books      int[] not null,
    timeout    interval not null check (timeout > interval '0'),
    state      text not null default 'waiting' check (state in ('waiting', 'leased', 'done', 'failed', 'cancelled')),
    -- Attempts begun; one that a kill, a restart or a stop cut short is not counted.
    attempts   smallint not null default 0,
    -- Leases that ran out, and those that a lost database ended.
    lapses     smallint not null default 0,
    -- Grows with each lease; who holds an older number may no longer write.
    fence      bigint not null default 0,
    not_before timestamptz not null default '-infinity',
    leased_to  timestamptz,
    -- Who has it, or had it last.
    runner_id  uuid references jobs.runner,
    -- Of the last attempt.
    started_at timestamptz,
    ended_at   timestamptz,
    counts     jsonb not null default '{}' check (jsonb_typeof(counts) = 'object'),
    -- Why the last attempt failed; without a person in it.
    error      text check (length(error) <= 2000),
    constraint task_once unique (run_id, name, books),
    constraint task_leased check ((state = 'leased') = (leased_to is not null))
);
create index task_open on jobs.task (run_id, position) where state in ('waiting', 'leased');

grant select on jobs.job, jobs.run, jobs.task, jobs.runner to sogoc_jobs, sogoc_admin;
-- The service measures runs; findings name the run that saw them first and last.
grant select on jobs.job, jobs.run to sogoc_app;

-- The slots after one instant and up to another, ascending.
create function jobs.slots(minutes smallint[], weekdays smallint[], after timestamptz, up_to timestamptz)
    returns setof timestamptz
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select slot.at
    from generate_series(
             (after at time zone 'Asia/Ho_Chi_Minh')::date::timestamp,
             (up_to at time zone 'Asia/Ho_Chi_Minh')::date::timestamp,
             interval '1 day') as day
    cross join unnest(slots.minutes) as minute
    cross join lateral (
        select (day + make_interval(mins => minute)) at time zone 'Asia/Ho_Chi_Minh' as at) as slot
    where slot.at > after and slot.at <= up_to
      and (cardinality(slots.weekdays) = 0 or extract(isodow from day)::smallint = any (slots.weekdays))
    order by slot.at
$$;

-- Lets the database know a job as this program has it.
create function jobs.announce(name text, title_vi text, title_en text, minutes smallint[], weekdays smallint[])
    returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into jobs.job (name, title_vi, title_en, minutes, weekdays, since)
    values (announce.name, announce.title_vi, announce.title_en, announce.minutes, announce.weekdays, jobs.now())
    on conflict on constraint job_pkey do update
    set title_vi = excluded.title_vi, title_en = excluded.title_en,
        minutes = excluded.minutes, weekdays = excluded.weekdays
    where (job.title_vi, job.title_en, job.minutes, job.weekdays)
          is distinct from (excluded.title_vi, excluded.title_en, excluded.minutes, excluded.weekdays);
end
$$;

-- The slot that is due of each of these jobs; `missed` are those since its last run, this one included, `skipped` those
-- beyond the catch-up. None for a job that is running: its next run waits for the end of this one.
create function jobs.due(names text[])
    returns table (job text, slot timestamptz, missed timestamptz[], skipped timestamptz[])
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
    rows 10
as $$
declare
    at timestamptz := jobs.now();
begin
    return query
    select known.name, slots.newest, slots.missed, slots.skipped
    from jobs.job as known
    cross join lateral (
        -- A job that is new here may still have missed last night.
        select coalesce(max(run.slot), known.since - known.catch_up) as slot
        from jobs.run where run.job = known.name and run.origin = 'schedule'
    ) as last
    cross join lateral (
        select max(known_slot) as newest,
               array_agg(known_slot order by known_slot) filter (where known_slot >= at - known.catch_up) as missed,
               array_agg(known_slot order by known_slot) filter (where known_slot < at - known.catch_up) as skipped
        from jobs.slots(known.minutes, known.weekdays, last.slot, at) as known_slot
    ) as slots
    where known.name = any (names) and slots.newest >= at - known.catch_up
      and not exists (select from jobs.run where run.job = known.name and run.state = 'running')
    order by slots.newest, array_position(names, known.name);
end
$$;

-- Begins a run with these tasks (position, name, books, seconds) and answers its number; null where somebody else was
-- first, or the slot is not due any more. Without a slot it is one that somebody asks for.
create function jobs.open_run(
    for_job text, at_slot timestamptz, tasks jsonb, os_user text, host text, version text)
    returns bigint
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    at timestamptz := jobs.now();
    opened bigint;
    missed timestamptz[];
    skipped timestamptz[];
begin
    -- Whoever comes second waits here, and then finds the run that the first has opened.
    perform from jobs.job where job.name = for_job for no key update;
    if not found then
        raise exception 'no such job' using errcode = 'SG404';
    end if;
    if at_slot is not null then
        select due.missed, due.skipped into missed, skipped
        from jobs.due(array[for_job]) as due where due.slot = at_slot;
        if not found then
            return null;
        end if;
        insert into jobs.run (job, slot, origin, state, os_user, host, version, started_at, ended_at)
        select for_job, slot, 'schedule', 'skipped', open_run.os_user, open_run.host, open_run.version, at, at
        from unnest(skipped) as slot
        on conflict on constraint run_slot do nothing;
    elsif exists (select from jobs.run where run.job = for_job and run.state = 'running') then
        return null;
    else
        insert into audit.event (kind, action, os_user, detail)
        values ('operation', 'jobs.run', open_run.os_user, jsonb_build_object('job', for_job, 'host', open_run.host));
    end if;
    insert into jobs.run (job, slot, origin, missed, os_user, host, version, started_at)
    values (for_job, coalesce(at_slot, at), case when at_slot is null then 'request' else 'schedule' end,
            greatest(coalesce(cardinality(missed), 0) - 1, 0), open_run.os_user, open_run.host, open_run.version, at)
    on conflict on constraint run_slot do nothing
    returning id into opened;
    insert into jobs.task (run_id, position, name, books, timeout)
    select opened, task.position, task.name,
           array(select book::int from jsonb_array_elements_text(task.books) as book),
           make_interval(secs => task.seconds)
    from jsonb_to_recordset(tasks) as task (position int, name text, books jsonb, seconds double precision)
    where opened is not null;
    return opened;
end
$$;

-- Runners ----------------------------------------------------------------------------------------------------------------

-- Enrols a runner, or says no: another one of this host is at work, and this one was not told to join it.
create function jobs.enlist(
    runner uuid, on_host text, pid int, os_user text, version text, joining boolean, lease interval)
    returns boolean
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    at timestamptz := jobs.now();
begin
    -- Those that were killed have not said goodbye.
    update jobs.runner as dead set ended_at = dead.alive_to
    where dead.host = on_host and dead.ended_at is null and dead.alive_to < at;
    insert into jobs.runner (id, host, pid, os_user, version, joins, started_at, seen_at, alive_to)
    values (runner, on_host, enlist.pid, enlist.os_user, enlist.version, joining, at, at, at + lease)
    on conflict (host) where ended_at is null and not joins do nothing;
    return found;
end
$$;

-- Says that a runner is alive, renews its leases of these tasks, and answers those it still has; it has lost the others.
-- A task that is being committed is answered without being renewed: its row is locked, which is as good as a lease.
-- Only tasks that the runner names: one that it took without hearing of it, because the answer was lost, must run out.
create function jobs.heartbeat(runner uuid, tasks bigint[], lease interval) returns setof bigint
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
    rows 10
as $$
declare
    at timestamptz := jobs.now();
begin
    update jobs.runner as alive set seen_at = at, alive_to = at + lease, ended_at = null
    where alive.id = runner
      -- One that was stopped and wakes late may find its place taken.
      and (alive.ended_at is null or alive.joins
           or not exists (select from jobs.runner as other
                          where other.host = alive.host and other.ended_at is null and not other.joins));
    update jobs.task as held set leased_to = at + lease
    where held.id in (
        select mine.id from jobs.task as mine
        where mine.id = any (tasks) and mine.runner_id = runner and mine.state = 'leased'
        order by mine.id
        for no key update skip locked);
    return query
    select held.id
    from jobs.task as held
    join jobs.run on run.id = held.run_id and run.state = 'running'
    where held.id = any (tasks) and held.runner_id = runner and held.state = 'leased';
end
$$;

create function jobs.retire(runner uuid) returns void
    language sql security definer
    set search_path = pg_catalog, pg_temp
as $$ update jobs.runner set ended_at = jobs.now() where runner.id = retire.runner and runner.ended_at is null $$;

-- Tasks ------------------------------------------------------------------------------------------------------------------

-- Leases the next task: of the oldest slot, in the order of its plan; one that waits for its turn, or one whose lease has
-- run out. None when there is none to take right now. `only_run` limits it to one run.
create function jobs.take(runner uuid, lease interval, known_jobs text[], only_run bigint default null)
    returns table (
        task bigint, run bigint, job text, slot timestamptz, name text, books int[], attempt smallint, fence bigint,
        seconds double precision)
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
    rows 1
as $$
declare
    at timestamptz := jobs.now();
    taken jobs.task;
begin
    loop
        select candidate.* into taken
        from jobs.task as candidate
        join jobs.run as active on active.id = candidate.run_id and active.state = 'running'
        where active.job = any (known_jobs) and (only_run is null or active.id = only_run)
          and (candidate.state = 'waiting' and candidate.not_before <= at
               or candidate.state = 'leased' and candidate.leased_to < at)
        order by active.slot, active.id, candidate.position
        limit 1
        for update of candidate skip locked;
        if not found then
            return;
        end if;
        -- Whoever takes it is gone each time: it kills its runners or the server, and must not do so for ever.
        exit when taken.lapses < 10;
        update jobs.task as poison
        set state = 'failed', leased_to = null, ended_at = at, error = 'its runner was lost ' || taken.lapses || ' times'
        where poison.id = taken.id;
    end loop;
    update jobs.task as mine
    set state = 'leased', leased_to = at + lease, runner_id = runner, fence = mine.fence + 1, started_at = at,
        ended_at = null,
        attempts = mine.attempts + (mine.state = 'waiting')::int,
        lapses = mine.lapses + (mine.state = 'leased')::int
    where mine.id = taken.id
    returning mine.* into taken;
    return query
    select taken.id, taken.run_id, active.job, active.slot, taken.name, taken.books, taken.attempts, taken.fence,
           extract(epoch from taken.timeout)::double precision
    from jobs.run as active where active.id = taken.run_id;
end
$$;

-- The first statement of a task's writing transaction: locks the task, so that nobody takes it over until the end, and
-- raises where it is not this fence's any more, or its run was ended.
create function jobs.hold(task bigint, fence bigint) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform from jobs.task as held
    where held.id = hold.task and held.fence = hold.fence and held.state = 'leased'
    for no key update;
    if not found or not exists (
        select from jobs.task as held join jobs.run on run.id = held.run_id
        where held.id = hold.task and run.state = 'running')
    then
        raise exception 'the task is not held any more' using errcode = 'SG409', constraint = 'task_fence';
    end if;
end
$$;

-- The last statement of that transaction: the mark that commits together with all that it wrote.
create function jobs.finish(task bigint, fence bigint, counts jsonb) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    update jobs.task as held
    set state = 'done', leased_to = null, ended_at = jobs.now(), counts = finish.counts, error = null
    where held.id = finish.task and held.fence = finish.fence and held.state = 'leased';
    if not found then
        raise exception 'the task is not held any more' using errcode = 'SG409', constraint = 'task_fence';
    end if;
end
$$;

-- Ends an attempt that failed: tried again after 2, 4, … seconds, each half as much more or less by chance so that those
-- who failed together do not come back together; failed for good after the third. Answers the task's state; null where
-- it is not this fence's any more.
create function jobs.fail(task bigint, fence bigint, error text, may_retry boolean) returns text
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    at timestamptz := jobs.now();
    new_state text;
begin
    update jobs.task as held
    set state = case when may_retry and held.attempts < 3 then 'waiting' else 'failed' end,
        not_before = at + make_interval(secs => 2 ^ held.attempts * (0.5 + random())),
        leased_to = null, ended_at = at, error = left(fail.error, 2000)
    where held.id = fail.task and held.fence = fail.fence and held.state = 'leased'
    returning held.state into new_state;
    return new_state;
end
$$;

-- Gives a task back undone, which is no attempt: the runner is told to stop at once, or (`lost`) lost its database.
create function jobs.give_back(task bigint, fence bigint, lost boolean) returns boolean
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    update jobs.task as held
    set state = 'waiting', leased_to = null, ended_at = jobs.now(), attempts = held.attempts - 1,
        lapses = held.lapses + lost::int
    where held.id = give_back.task and held.fence = give_back.fence and held.state = 'leased';
    return found;
end
$$;

-- Runs -------------------------------------------------------------------------------------------------------------------

-- Ends the runs whose tasks have all ended, and those that are hopeless: more than half failed of 20 or more that ended.
-- Answers them; each is answered to one caller only. Tasks left over in runs that are over are cancelled.
create function jobs.close_runs() returns setof bigint
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
    rows 2
as $$
declare
    active bigint;
    tally record;
begin
    for active in
        select run.id from jobs.run where run.state = 'running' order by run.id for no key update skip locked
    loop
        select count(*) filter (where task.state in ('waiting', 'leased')) as open,
               count(*) filter (where task.state = 'failed') as failed,
               count(*) filter (where task.state in ('done', 'failed')) as ended
        into tally
        from jobs.task where task.run_id = active;
        if tally.open = 0 or tally.ended >= 20 and tally.failed * 2 > tally.ended then
            update jobs.run
            set state = case when tally.open > 0 then 'stopped' when tally.failed > 0 then 'failed' else 'done' end,
                ended_at = jobs.now()
            where run.id = active;
            return next active;
        end if;
    end loop;
    -- Left to whoever is at it: a task under commit was done in time, one under way is told by its runner's heartbeat.
    update jobs.task as rest set state = 'cancelled', leased_to = null, ended_at = jobs.now()
    where rest.id in (
        select open.id from jobs.task as open
        join jobs.run on run.id = open.run_id
        where open.state in ('waiting', 'leased') and run.state <> 'running'
          and (open.state = 'waiting' or open.leased_to < jobs.now())
        order by open.id
        for update of open skip locked);
end
$$;

-- Ends a run for good. What is being committed right now stays; nothing else of it can be, from here on. Answers false
-- where the run was over; raises SG404 where there is none.
create function jobs.cancel(run bigint, os_user text) returns boolean
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    at timestamptz := jobs.now();
begin
    update jobs.run as active set state = 'cancelled', cancelled_by = cancel.os_user, ended_at = at
    where active.id = cancel.run and active.state = 'running';
    if not found then
        if not exists (select from jobs.run as known where known.id = cancel.run) then
            raise exception 'no such run' using errcode = 'SG404';
        end if;
        return false;
    end if;
    insert into audit.event (kind, action, os_user, detail)
    values ('operation', 'jobs.cancel', cancel.os_user, jsonb_build_object('run', cancel.run));
    update jobs.task as rest set state = 'cancelled', leased_to = null, ended_at = at
    where rest.id in (
        select open.id from jobs.task as open
        where open.run_id = cancel.run and open.state in ('waiting', 'leased')
        order by open.id
        for update skip locked);
    return true;
end
$$;

-- History is kept 400 days.
create function jobs.forget_history() returns bigint
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    forgotten bigint;
    until timestamptz := jobs.now() - interval '400 days';
begin
    -- The newest slot of each job stays: by it the next one is known.
    delete from jobs.run as old
    where old.ended_at < until
      and exists (select from jobs.run as newer
                  where newer.job = old.job and newer.origin = 'schedule' and newer.slot > old.slot);
    get diagnostics forgotten = row_count;
    delete from jobs.runner as gone
    where gone.alive_to < until and not exists (select from jobs.task where task.runner_id = gone.id);
    return forgotten;
end
$$;
create index task_of_runner on jobs.task (runner_id);

grant execute on function
    jobs.announce(text, text, text, smallint[], smallint[]), jobs.due(text[]),
    jobs.slots(smallint[], smallint[], timestamptz, timestamptz),
    jobs.open_run(text, timestamptz, jsonb, text, text, text),
    jobs.enlist(uuid, text, int, text, text, boolean, interval), jobs.heartbeat(uuid, bigint[], interval), jobs.retire(uuid),
    jobs.take(uuid, interval, text[], bigint), jobs.hold(bigint, bigint), jobs.finish(bigint, bigint, jsonb),
    jobs.fail(bigint, bigint, text, boolean), jobs.give_back(bigint, bigint, boolean), jobs.close_runs(),
    jobs.cancel(bigint, text), jobs.forget_history()
    to sogoc_jobs;

-- The statistics of a night ----------------------------------------------------------------------------------------------

-- What the coverage report says of each book as of the end of a day, kept so that a trend costs nothing and a later
-- recount can be compared. By book, which keeps its number for ever; the map says which commune it belongs to.
create table registry.coverage_snapshot (
    book_id           int    not null references registry.book,
    day               date   not null,
    residents         bigint not null,
    households        bigint not null,
    without_number    bigint not null,
    without_paper     bigint not null,
    papers_not_asked  bigint not null,
    birth_unknown     bigint not null,
    birth_uncertain   bigint not null,
    under_14          bigint not null,
    under_14_unsure   bigint not null,
    four_peoples      bigint not null,
    ethnicity_unknown bigint not null,
    poor              bigint not null,
    near_poor         bigint not null,
    unassessed        bigint not null,
    run_id            bigint not null,
    taken_at          timestamptz not null default now(),
    primary key (book_id, day)
);
create index coverage_snapshot_day on registry.coverage_snapshot (day);

-- Counts only, but of a book: seen within its reach. Written by the nights and nobody else.
call auth.protect('registry.coverage_snapshot');
create policy nights_insert on registry.coverage_snapshot for insert to sogoc_jobs with check (true);
create policy nights_update on registry.coverage_snapshot for update to sogoc_jobs using (true) with check (true);
grant select, insert, update on registry.coverage_snapshot to sogoc_jobs;
grant select on registry.coverage_snapshot to sogoc_app;

reset role;
