-- 0011_demonstration.sql: the mark by which a register of a generated district is known, and what its loading needs.
--
-- Everything of the district is imported as a commune's sheets are; each record says `demo-SEED` as its source.

set local role sogoc_owner;

-- At most one row; none in a register of real people. The console may say so on every page.
create table registry.demonstration (
    only_one  boolean primary key default true check (only_one),
    seed      numeric(20) not null check (seed >= 0),
    size      int not null check (size > 0),
    -- The source of its imports.
    source    text not null,
    begun_at  timestamptz not null default now(),
    -- Null while it is being loaded, or after a load that was cut short.
    loaded_at timestamptz
);
grant select on registry.demonstration to sogoc_app, sogoc_import, sogoc_jobs, sogoc_report;

-- Marks the register as that of the generated district and answers the mark. A district that is loaded is left alone,
-- whichever was asked for; one that was cut short may only be taken up again. Raises SG409 where anybody is registered who
-- does not come from the district (demonstration_register_in_use), and for another district than the one that was begun
-- (demonstration_is_another). As the migrator, who sees all residents: under FORCE the owner of the tables sees none.
create function registry.begin_demonstration(wanted_seed numeric, wanted_size int, wanted_source text)
    returns registry.demonstration
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    mark registry.demonstration;
begin
    -- Two at the same time must not begin two.
    lock table registry.demonstration in share row exclusive mode;
    select * into mark from registry.demonstration;
    if mark.loaded_at is not null then
        return mark;
    end if;
    if exists (
        select from registry.resident
        where not exists (
            select from registry.import_record as record
            where record.book_id = resident.book_id and record.resident_id = resident.id
              and record.source = coalesce(mark.source, wanted_source)))
    then
        raise exception 'the register holds residents' using errcode = 'SG409', constraint = 'demonstration_register_in_use';
    end if;
    if mark.source is null then
        insert into registry.demonstration (seed, size, source) values (wanted_seed, wanted_size, wanted_source)
        returning * into mark;
    elsif (mark.seed, mark.size) <> (wanted_seed, wanted_size) then
        raise exception 'another district was begun' using errcode = 'SG409', constraint = 'demonstration_is_another';
    end if;
    return mark;
end
$$;

-- Opens a book for each of these communes that has none, on the first day of the campaign.
create function registry.open_books(codes text[]) returns int
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    opened int;
begin
    with missing as (
        select commune.id as area_id,
               (select coalesce(max(book.id), 0) from registry.book)
                   + row_number() over (order by commune.code)::int as book_id
        from registry.area as commune
        where commune.level = 'commune' and commune.code = any (codes) and commune.valid_from = '-infinity'
          and not exists (select from registry.book_area as known where known.area_id = commune.id)
    ),
    book as (
        insert into registry.book (id, opened_on) select missing.book_id, date '2024-01-01' from missing returning id
    )
    insert into registry.book_area (book_id, area_id)
    select book.id, missing.area_id from book join missing on missing.book_id = book.id;
    get diagnostics opened = row_count;
    return opened;
end
$$;

create function registry.finish_demonstration() returns void
    language sql
    set search_path = pg_catalog, pg_temp
as $$ update registry.demonstration set loaded_at = now() where loaded_at is null $$;

grant execute on function registry.begin_demonstration(numeric, int, text), registry.open_books(text[]),
    registry.finish_demonstration() to sogoc_migrator;

reset role;
set local role sogoc_register;

-- Lets the versions of households say what was decided about their poverty, from the first on that was believed when the
-- decision was there: for decisions that are recorded later than they were known. Answers the versions it changed.
create function derive.assess_households(books int[], households uuid[]) returns int
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    changed int;
begin
    perform from registry.household
    where (household.book_id, household.id) in (select * from unnest(books, households))
    order by household.book_id, household.id
    for no key update;

    with target as (
        select distinct * from unnest(books, households) as asked (book_id, household_id)
    ),
    assessed as (
        select version.book_id, version.household_id, version.believed_from, status.class, status.review_year
        from target
        join registry.household_version as version using (book_id, household_id)
        cross join lateral (
            select known.class, known.review_year
            from registry.poverty_status as known
            where (known.book_id, known.household_id) = (version.book_id, version.household_id)
              and known.recorded_at <= version.believed_from
            order by known.review_year desc, known.id desc
            limit 1
        ) as status
    )
    update registry.household_version as version
    set poverty_class = assessed.class, poverty_year = assessed.review_year
    from assessed
    where (version.book_id, version.household_id, version.believed_from)
          = (assessed.book_id, assessed.household_id, assessed.believed_from)
      and (version.poverty_class, version.poverty_year) is distinct from (assessed.class, assessed.review_year);
    get diagnostics changed = row_count;
    return changed;
end
$$;
grant execute on function derive.assess_households(int[], uuid[]) to sogoc_import;
