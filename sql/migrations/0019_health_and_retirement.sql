-- 0019_health_and_retirement.sql: what the nights verify of the database itself, what becomes of findings whose check is no
-- longer there, and what of all this administrators see: runs, and the findings about users and the system.

set local role sogoc_owner;

-- The database's own health ----------------------------------------------------------------------------------------------

-- What verification found in a table or an index and has not found mended since: no row for what is sound. The check
-- system/relation-corrupt makes findings of it. By name, because a dump and its restore keep names and no numbers.
create table jobs.relation_fault (
    relation    text primary key check (length(relation) between 3 and 260),
    -- A TOAST table is a table here.
    kind        text not null check (kind in ('table', 'index')),
    -- The table it is, belongs to, or indexes.
    of_table    text not null check (length(of_table) between 3 and 260),
    -- How many the last verification counted; one where the server could not read on.
    faults      bigint not null check (faults > 0),
    -- The first of them in PostgreSQL's words, which name blocks, offsets and lengths and never a value.
    first_fault text not null check (length(first_fault) between 1 and 500),
    -- The run that saw it so first.
    run_id      bigint not null,
    at          timestamptz not null
);
grant select on jobs.relation_fault to sogoc_jobs;

-- Verifies one table (verify_heapam, TOAST pointers included) or one B-tree index (bt_index_check: its order, and that it
-- holds each row of its table). Neither takes more than ACCESS SHARE. No row where the relation is not there any more.
--
-- amcheck reads whatever it is pointed at, so its functions are granted to the owner alone (sql/roles.sql) and called here
-- only: whoever verifies learns how many faults there are and where the first one stands, and no value.
create function jobs.verify_relation(relation oid) returns table (pages bigint, faults bigint, first_fault text)
    language plpgsql security definer rows 1
    set search_path = pg_catalog, pg_temp
as $$
declare
    verified record;
    fault record;
begin
    select known.oid, known.relkind into verified from pg_class as known where known.oid = verify_relation.relation;
    if not found then
        return;
    end if;
    pages := coalesce(pg_relation_size(verified.oid), 0) / current_setting('block_size')::bigint;
    faults := 0;
    begin
        if verified.relkind = 'i' then
            perform extensions.bt_index_check(verified.oid::regclass, true);
        else
            for fault in
                select broken.blkno, broken.offnum, broken.msg
                from extensions.verify_heapam(verified.oid::regclass, check_toast => true) as broken
            loop
                faults := faults + 1;
                first_fault := coalesce(
                    first_fault, left(concat('block ', fault.blkno, ', offset ' || fault.offnum, ': ', fault.msg), 500));
            end loop;
        end if;
    exception
        -- A page whose checksum is wrong or that cannot be read, an index that lies, a file that is gone, a tuple that the
        -- server cannot make sense of. What else may go wrong says nothing of the relation and is the caller's.
        when data_corrupted or index_corrupted or io_error or undefined_file or internal_error then
            if not exists (select from pg_class as known where known.oid = verified.oid) then
                return;
            end if;
            faults := 1;
            first_fault := left(sqlerrm, 500);
    end;
    return next;
end
$$;

-- Writes down what was verified, side by side: faults, and that there are none (any more). Forgets relations that are
-- gone. Answers whether the findings have to be told: one of these is faulty or was, or a faulty one is gone.
create function jobs.note_relations(
    run bigint, relations text[], kinds text[], of_tables text[], faults bigint[], first_faults text[]) returns boolean
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    gone text[] := array(
        select known.relation from jobs.relation_fault as known
        where not exists (
            select from pg_class as relation
            join pg_namespace as schema on schema.oid = relation.relnamespace
            where format('%I.%I', schema.nspname, relation.relname) = known.relation));
begin
    if 0 = all (note_relations.faults) and gone = '{}'
       and not exists (select from jobs.relation_fault as known where known.relation = any (note_relations.relations))
    then
        return false;
    end if;
    -- Whoever comes second waits, and then compares with what the first has written.
    lock table jobs.relation_fault in share row exclusive mode;
    delete from jobs.relation_fault as known
    where known.relation = any (gone)
       or exists (
           select from unnest(note_relations.relations, note_relations.faults) as seen (relation, faults)
           where seen.relation = known.relation and seen.faults = 0);
    insert into jobs.relation_fault as known (relation, kind, of_table, faults, first_fault, run_id, at)
    select seen.relation, seen.kind, seen.of_table, seen.faults, seen.first_fault, note_relations.run, jobs.now()
    from unnest(note_relations.relations, note_relations.kinds, note_relations.of_tables, note_relations.faults,
                note_relations.first_faults) as seen (relation, kind, of_table, faults, first_fault)
    where seen.faults > 0
    on conflict on constraint relation_fault_pkey do update
        set faults = excluded.faults, first_fault = excluded.first_fault, run_id = excluded.run_id, at = excluded.at
        where (known.faults, known.first_fault) is distinct from (excluded.faults, excluded.first_fault);
    return true;
end
$$;
grant execute on function jobs.verify_relation(oid),
    jobs.note_relations(bigint, text[], text[], text[], bigint[], text[]) to sogoc_jobs;

reset role;

set local role sogoc_owner;

-- Findings whose check is gone ----------------------------------------------------------------------------------------

-- A finding whose check was taken out of the catalogue is closed by that, which says nothing of the defect.
alter table registry.finding_event
    drop constraint finding_event_kind_check,
    add constraint finding_event_kind_check check (kind in (
        'facts_changed', 'resolved', 'retired', 'reopened', 'waiver_fell', 'waiver_ended',
        'assigned', 'unassigned', 'commented', 'waived', 'waiver_withdrawn'));
grant select on jobs.task to sogoc_finding;

reset role;
set local role sogoc_finding;

-- Closes what stands of checks that a whole night knows no more: renamed, or taken out of the catalogue. If one comes back
-- and sees the same, the finding is reopened, as anything that comes back. Answers how many were closed.
--
-- The night's catalogue is what it planned: a task for each check, also for a file that was refused (`….sql`), so a file
-- that nobody could read retires nothing. Only a run with the task `catalogue` is a whole night; a run of some checks is
-- none, and raises SG409 (finding_retire_whole_night).
create function finding.retire(run bigint) returns bigint
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    recorded_at timestamptz := jobs.now();
    closed_count bigint;
begin
    if not exists (select from jobs.task as planned where planned.run_id = retire.run and planned.name = 'catalogue') then
        raise exception 'the run is not of the whole catalogue'
            using errcode = 'SG409', constraint = 'finding_retire_whole_night';
    end if;
    with without_check as materialized (
        -- As a recorder of these checks would: one at a time for a check and a book.
        select mark.name, mark.book_id, mark.run_id, mark.at
        from jobs.check_mark as mark
        where exists (
                select from registry.finding as standing
                where standing.check_name = mark.name and standing.book_id = mark.book_id and standing.resolved_at is null)
          and not exists (
                select from jobs.task as planned
                where planned.run_id = retire.run and planned.name in (mark.name, mark.name || '.sql'))
        order by mark.name, mark.book_id
        for update of mark
    ),
    closed as (
        update registry.finding as stored
        set resolved_run = retire.run, resolved_at = recorded_at, last_run = without_check.run_id, last_seen = without_check.at
        from without_check
        where (stored.check_name, stored.book_id) = (without_check.name, without_check.book_id) and stored.resolved_at is null
        returning stored.book_id, stored.id, stored.seal
    ),
    told as (
        insert into registry.finding_event (book_id, finding_id, kind, run_id, seal, at)
        select closed.book_id, closed.id, 'retired', retire.run, closed.seal, recorded_at from closed
        returning 1
    )
    select count(*) into closed_count from told;
    return closed_count;
end
$$;
grant execute on function finding.retire(bigint) to sogoc_jobs;

reset role;

set local role sogoc_owner;

-- Findings about users and the system ------------------------------------------------------------------------------------

-- Whether a check is about what administrators are there for: accounts and the installation, never a resident.
create function registry.is_of_administration(check_name text) returns boolean
    language sql immutable parallel safe
    return split_part(check_name, '/', 1) in ('users', 'system');

reset role;
set local role sogoc_auth;

-- Whether the current token is an administrator's, whose grant counts now.
create function auth.is_administrator() returns boolean
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp
    cost 10000
as $$
declare
    caller int := auth.user_id();
begin
    return caller is not null and exists (
        select from auth.grant_now where grant_now.user_id = caller and grant_now.role = 'administrator');
end
$$;

-- The guard of what only administrators ask for; unlike auth.require_administrator it writes nothing, so it may stand in a
-- READ ONLY segment.
create function auth.expect_administrator() returns void
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform auth.require();
    if not auth.is_administrator() then
        raise exception 'not an administrator' using errcode = 'SG403';
    end if;
end
$$;
grant execute on function auth.is_administrator() to sogoc_owner, sogoc_finding, sogoc_admin;
grant execute on function auth.expect_administrator() to sogoc_admin;

-- What administrators write over HTTP is answered once, as everybody's is.
grant usage on schema idem to sogoc_admin;
grant execute on function idem.claim(text, text, bytea), idem.finish(text, int, text), idem.answer(text) to sogoc_admin;

reset role;
set local role sogoc_owner;

grant usage on schema registry to sogoc_admin;
grant select on registry.area, registry.book_area, jobs.check_version, jobs.check_mark to sogoc_admin;
grant execute on function registry.finding_state(timestamptz, date, int, int), registry.severity_rank(text), jobs.today()
    to sogoc_admin;
grant execute on function registry.is_of_administration(text) to sogoc_admin, sogoc_finding;

-- Of the district's shelf alone, and only what is about users and the system. An administrator's token opens no book, so
-- the policies of the books have nothing to do with it.
grant select on registry.finding, registry.finding_event, registry.finding_trend to sogoc_admin;
create policy administration on registry.finding for select to sogoc_admin using (
    book_id = 0 and registry.is_of_administration(check_name) and seal <= (select auth.clearance())
    and (select auth.is_administrator()));
create policy administration on registry.finding_trend for select to sogoc_admin using (
    book_id = 0 and registry.is_of_administration(check_name) and seal <= (select auth.clearance())
    and (select auth.is_administrator()));
-- The finding is looked up under its own policy.
create policy administration on registry.finding_event for select to sogoc_admin using (
    book_id = 0 and exists (
        select from registry.finding
        where (finding.book_id, finding.id) = (finding_event.book_id, finding_event.finding_id)));

-- A write's own record, in the write's own transaction; also an administrator's, on the shelf.
create or replace function audit.write(action text, book int, residents uuid[], request_id text, detail jsonb) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    -- Nobody writes in the name of nobody, nor of a book that is not theirs to write in: to edit, or to approve.
    if auth.user_id() is null then
        raise exception 'no session' using errcode = 'SG401';
    elsif book is not null and book <> all (auth.edit_books() || auth.approve_books())
              and not (book = 0 and auth.is_administrator())
        or length(request_id) > 100
        or pg_column_size(detail) > 4096
    then
        raise exception 'not to be recorded by this session' using errcode = 'SG403';
    end if;
    insert into audit.event (kind, action, user_id, book_id, residents, request_id, detail)
    values ('write', action, auth.user_id(), book, coalesce(residents, '{}'), request_id, coalesce(detail, '{}'));
end
$$;
grant execute on function audit.write(text, int, uuid[], text, jsonb) to sogoc_admin;

reset role;
set local role sogoc_finding;

-- The guard of every act of a person on a finding: locks and answers it. SG404 where it is out of reach or does not exist,
-- SG403 where the caller sees it and may not do this: `handle` is for who edits or approves in the book, `waive` for who
-- approves there. On the shelf administrators do both, with what is about users and the system.
create or replace function finding.expect(book int, id uuid, act text) returns registry.finding
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    wanted registry.finding;
    administers boolean := book = 0 and auth.is_administrator();
begin
    perform auth.require();
    select * into wanted from registry.finding as known
    where known.book_id = book and known.id = expect.id
      and (known.book_id = any (auth.view_books())
           or administers and registry.is_of_administration(known.check_name))
      and known.seal <= auth.clearance()
    for update;
    if wanted.id is null then
        raise exception 'no such finding' using errcode = 'SG404';
    elsif not administers
        and book <> all (case act when 'waive' then auth.approve_books() else auth.edit_books() || auth.approve_books() end)
    then
        raise exception 'not allowed' using errcode = 'SG403';
    end if;
    return wanted;
end
$$;

grant usage on schema finding to sogoc_admin;
-- Not finding.assign: whom an administrator might name handles findings of books, and that is the district's to say.
grant execute on function finding.comment(int, uuid, text), finding.waive(int, uuid, date, text),
    finding.withdraw_waiver(int, uuid, text) to sogoc_admin;

reset role;

set local role sogoc_owner;

-- Runs, as administrators see them ---------------------------------------------------------------------------------------

-- How the tasks of a run stand, and what those that are done counted, summed by name.
create function jobs.tally(run bigint)
    returns table (waiting bigint, leased bigint, done bigint, failed bigint, cancelled bigint, counts jsonb)
    language sql stable rows 1
    set search_path = pg_catalog, pg_temp
as $$
    select count(*) filter (where task.state = 'waiting'), count(*) filter (where task.state = 'leased'),
           count(*) filter (where task.state = 'done'), count(*) filter (where task.state = 'failed'),
           count(*) filter (where task.state = 'cancelled'),
           coalesce((
               select jsonb_object_agg(summed.key, summed.value)
               from (select entry.key, sum(entry.value::bigint) as value
                     from jobs.task as counted cross join jsonb_each_text(counted.counts) as entry
                     where counted.run_id = tally.run and counted.state = 'done'
                     group by entry.key) as summed), '{}')
    from jobs.task where task.run_id = tally.run
$$;
grant execute on function jobs.tally(bigint) to sogoc_jobs, sogoc_admin;
grant execute on function jobs.slots(smallint[], smallint[], timestamptz, timestamptz) to sogoc_admin;

reset role;
