-- 0017_working_days.sql: Vietnam's working days, by which periods run (R7.9; Civil Code 2015, articles 147 and 148).

set local role sogoc_owner;

-- Days on which work differs from what the weekday says: public holidays, and Saturdays worked in exchange. The government
-- sets them year by year; sql/reference/holiday.csv holds the years that are known, the district adds the next.
create table registry.holiday (
    day     date primary key,
    name_vi text not null,
    kind    text not null check (kind in ('off', 'work'))
);
grant select on registry.holiday to sogoc_register, sogoc_search, sogoc_report, sogoc_app, sogoc_import, sogoc_jobs;

-- Monday to Friday, unless the calendar says otherwise.
create function registry.is_working_day(day date) returns boolean
    language plpgsql stable parallel safe strict
    set search_path = pg_catalog, pg_temp
as $$
begin
    return coalesce(
        (select holiday.kind = 'work' from registry.holiday where holiday.day = is_working_day.day),
        extract(isodow from is_working_day.day) < 6);
end
$$;

-- The first working day that is not before `day`: where a period ends that would end on a day off.
create function registry.working_day_from(day date) returns date
    language plpgsql stable parallel safe strict
    set search_path = pg_catalog, pg_temp
as $$
begin
    while not registry.is_working_day(day) loop
        day := day + 1;
    end loop;
    return day;
end
$$;

-- The last day of a period of so many working days after what happened on `since`; the day itself does not count.
-- A period of none ends on that day, or on the next working day.
create function registry.working_days_after(since date, days int) returns date
    language plpgsql stable parallel safe strict
    set search_path = pg_catalog, pg_temp
as $$
declare
    last date := since;
begin
    if days not between 0 and 2000 then
        raise exception 'a period of % working days', days using errcode = '22003';
    end if;
    for n in 1 .. days loop
        last := registry.working_day_from(last + 1);
    end loop;
    return registry.working_day_from(last);
end
$$;

-- The last day of a period of so many days of the calendar after `since`.
create function registry.days_after(since date, days int) returns date
    language plpgsql stable parallel safe strict
    set search_path = pg_catalog, pg_temp
as $$ begin return registry.working_day_from(since + days); end $$;

-- How many working days are left after `since`, `until` included; none where it has passed.
create function registry.working_days_between(since date, until date) returns int
    language plpgsql stable parallel safe strict
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select count(*) from generate_series(since + 1, until, interval '1 day') as days (day)
        where registry.is_working_day(days.day::date));
end
$$;

grant execute on function registry.is_working_day(date), registry.working_day_from(date),
    registry.working_days_after(date, int), registry.days_after(date, int), registry.working_days_between(date, date)
    to sogoc_register, sogoc_report, sogoc_app, sogoc_jobs;
