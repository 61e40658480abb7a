-- 0018_district_settings.sql: an administrator changes the district's weights, limits and periods, and its calendar.

set local role sogoc_owner;

-- Points weigh evidence and may count against it; everything else is a number of things.
alter table registry.parameter add constraint parameter_value check (
    case when unit = 'points' then value between -100 and 100
         else value between 1 and 1000000 and value = trunc(value) end);

-- What a value was before, why it was changed, and by whom: a decision made under the old one stays explicable.
create table registry.parameter_change (
    id         bigint generated always as identity primary key,
    key        text not null references registry.parameter,
    old_value  numeric not null,
    new_value  numeric not null,
    reason     text not null,
    changed_by int not null,
    changed_at timestamptz not null default now(),
    constraint parameter_change_reason check (length(btrim(reason)) between 3 and 500)
);
alter table registry.holiday
    add constraint holiday_name check (length(btrim(name_vi)) between 2 and 100),
    add constraint holiday_year check (day between '2000-01-01' and '2100-12-31');

grant select on registry.holiday to sogoc_auth;
grant update (value) on registry.parameter to sogoc_auth;
grant select, insert on registry.parameter_change to sogoc_auth;
grant insert, update, delete on registry.holiday to sogoc_auth;
grant select on registry.parameter_change to sogoc_jobs;

reset role;
set local role sogoc_auth;

create function auth.parameters()
    returns table (
        key text, value numeric, unit text, used_by text, note text, changed_at timestamptz, changed_by text)
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform auth.require_administrator();
    return query
        select setting.key, setting.value, setting.unit, setting.used_by, setting.note, last.changed_at, account.name
        from registry.parameter as setting
        left join lateral (
            select change.changed_at, change.changed_by from registry.parameter_change as change
            where change.key = setting.key order by change.id desc limit 1
        ) as last on true
        left join auth."user" as account on account.id = last.changed_by
        order by setting.key;
end
$$;

-- What one parameter was, newest first.
create function auth.parameter_changes(of_key text)
    returns table (changed_at timestamptz, old_value numeric, new_value numeric, reason text, changed_by text)
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform auth.require_administrator();
    if not exists (select from registry.parameter as setting where setting.key = of_key) then
        raise exception 'no such parameter' using errcode = 'SG404';
    end if;
    return query
        select change.changed_at, change.old_value, change.new_value, change.reason, account.name
        from registry.parameter_change as change
        join auth."user" as account on account.id = change.changed_by
        where change.key = of_key
        order by change.id desc;
end
$$;

-- False if that is its value already.
create function auth.set_parameter(of_key text, value numeric, reason text, os_user text) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.require_administrator();
    known registry.parameter;
begin
    -- Two administrators at once: the second sees what the first has set.
    select * into known from registry.parameter as setting where setting.key = of_key for no key update;
    if known.key is null then
        raise exception 'no such parameter' using errcode = 'SG404';
    end if;
    if known.value = set_parameter.value then
        return false;
    end if;
    update registry.parameter as setting set value = set_parameter.value where setting.key = of_key;
    insert into registry.parameter_change (key, old_value, new_value, reason, changed_by)
    values (of_key, known.value, set_parameter.value, set_parameter.reason, caller);
    perform auth.record(
        'administration', 'parameter.set', caller, null, os_user,
        jsonb_build_object('parameter', of_key, 'before', known.value, 'after', set_parameter.value));
    return true;
end
$$;

-- The days of a year, or all of them, on which work differs from what the weekday says.
create function auth.holidays(of_year int default null)
    returns table (day date, name text, kind text)
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform auth.require_administrator();
    return query
        select holiday.day, holiday.name_vi, holiday.kind
        from registry.holiday
        where of_year is null or extract(year from holiday.day) = of_year
        order by holiday.day;
end
$$;

-- False if the day is entered so already.
create function auth.set_holiday(of_day date, name text, kind text, os_user text) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.require_administrator();
    before text := (select holiday.kind from registry.holiday where holiday.day = of_day);
begin
    insert into registry.holiday as known (day, name_vi, kind) values (of_day, btrim(set_holiday.name), set_holiday.kind)
    on conflict (day) do update set name_vi = excluded.name_vi, kind = excluded.kind
        where (known.name_vi, known.kind) <> (excluded.name_vi, excluded.kind);
    if not found then
        return false;
    end if;
    perform auth.record(
        'administration', 'holiday.set', caller, null, os_user,
        jsonb_build_object('day', of_day, 'before', before, 'after', set_holiday.kind));
    return true;
end
$$;

-- False if the day was as its weekday says already.
create function auth.remove_holiday(of_day date, os_user text) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.require_administrator();
    before text;
begin
    delete from registry.holiday where holiday.day = of_day returning holiday.kind into before;
    if not found then
        return false;
    end if;
    perform auth.record(
        'administration', 'holiday.remove', caller, null, os_user,
        jsonb_build_object('day', of_day, 'before', before, 'after', null));
    return true;
end
$$;

grant execute on function auth.parameters(), auth.parameter_changes(text), auth.set_parameter(text, numeric, text, text),
    auth.holidays(int), auth.set_holiday(date, text, text, text), auth.remove_holiday(date, text)
    to sogoc_admin;
