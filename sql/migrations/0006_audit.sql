-- 0006_audit.sql: who read, searched, wrote, administered. Append-only for everyone, monthly partitions.

set local role sogoc_owner;

create table audit.event (
    id          bigint generated always as identity,
    at          timestamptz not null default clock_timestamp(),
    kind        text not null check (kind in ('read', 'search', 'export', 'write', 'denied', 'session', 'administration', 'operation')),
    -- What was done, in the vocabulary of the API: "residents.show", "user.disable".
    action      text not null check (length(action) between 1 and 100),
    user_id     int,
    login_role  text not null default session_user,
    os_user     text,
    address     text,
    request_id  text,
    -- Why, where one must say so (J3).
    purpose     text check (length(purpose) <= 500),
    book_id     int,
    -- The residents shown or changed.
    residents   uuid[] not null default '{}',
    -- Facts about the event without persons in them; before and after of a write stand in the facts themselves.
    detail      jsonb not null default '{}',
    transaction xid8 not null default pg_current_xact_id(),
    primary key (at, id)
) partition by range (at);
create index event_user on audit.event (user_id, at);
create index event_residents on audit.event using gin (residents);

-- Nothing is lost if nobody made the month's partition in time.
create table audit.event_default partition of audit.event default;

create function audit.add_partitions(from_month date, months int) returns int
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    month date;
    made int := 0;
    partition_name text;
begin
    for step in 0 .. months - 1 loop
        month := (date_trunc('month', from_month::timestamp) + make_interval(months => step))::date;
        partition_name := 'event_' || to_char(month, 'YYYY_MM');
        if to_regclass('audit.' || partition_name) is null
           and not exists (select from audit.event_default
                           where at >= month::timestamptz and at < (month + interval '1 month')::timestamptz)
        then
            execute format(
                'create table audit.%I partition of audit.event for values from (%L) to (%L)',
                partition_name, month::timestamptz, (month + interval '1 month')::timestamptz);
            execute format('alter table audit.%I enable row level security, force row level security', partition_name);
            made := made + 1;
        end if;
    end loop;
    return made;
end
$$;

create function audit.refuse_change() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception 'the audit is append-only' using errcode = 'SG403', table = tg_table_name;
end
$$;
create trigger event_is_append_only before update or delete on audit.event
    for each row execute function audit.refuse_change();

alter table audit.event enable row level security, force row level security;
alter table audit.event_default enable row level security, force row level security;
create policy append on audit.event for insert to sogoc_audit, sogoc_auth, sogoc_register, sogoc_owner with check (true);
create policy nights on audit.event for select to sogoc_jobs using (true);
grant insert on audit.event to sogoc_audit, sogoc_auth, sogoc_register;
grant select on audit.event to sogoc_jobs;

-- A write's own record, in the write's own transaction.
create function audit.write(action text, book int, residents uuid[], request_id text, detail jsonb) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    -- Nobody writes in the name of nobody, nor of a book that is not theirs to write in: to edit, or to approve.
    if auth.user_id() is null then
        raise exception 'no session' using errcode = 'SG401';
    elsif book is not null and book <> all (auth.edit_books() || auth.approve_books()) or length(request_id) > 100
        or pg_column_size(detail) > 4096
    then
        raise exception 'not to be recorded by this session' using errcode = 'SG403';
    end if;
    insert into audit.event (kind, action, user_id, book_id, residents, request_id, detail)
    values ('write', action, auth.user_id(), book, coalesce(residents, '{}'), request_id, coalesce(detail, '{}'));
end
$$;
grant execute on function audit.write(text, int, uuid[], text, jsonb) to sogoc_app, sogoc_import, sogoc_register;
grant execute on function audit.add_partitions(date, int) to sogoc_jobs, sogoc_migrator;

reset role;
select audit.add_partitions(registry.today(), 3);
