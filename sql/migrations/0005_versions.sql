-- 0005_versions.sql: what the register believed of whom, when; derived from facts and choices by one function.
--
-- Lists, search and reports read versions only, so that "as of" costs what today costs (design/architecture.md, "Three
-- layers of truth"). The functions below belong to sogoc_register, which stands under the caller's own reach: whoever
-- may not edit a book cannot make them write there.

set local role sogoc_owner;

create table registry.resident_version (
    book_id        int  not null,
    resident_id    uuid not null,
    believed_from  timestamptz not null,
    believed_to    timestamptz not null default 'infinity',
    -- Counts every write to the resident: the ETag.
    revision       int  not null,
    status         text not null check (status in ('present', 'departed', 'dead', 'withdrawn')),
    name           text not null,
    name_kind      text not null,
    given_name     text not null,
    sex            text,
    sex_answer     registry.answer,
    ethnic_code    text,
    ethnic_answer  registry.answer,
    birth_answer   registry.answer,
    birth_fact_id  bigint,
    born_precision text,
    born_ranges    datemultirange,
    born_earliest  date,
    born_latest    date,
    household_id   uuid,
    relation       text,
    settlement_id  uuid,
    -- seen, or the answer given instead, or null where nobody asked.
    papers         text check (papers in ('seen', 'unknown', 'refused', 'none')),
    has_number     boolean not null,
    seal           smallint not null,
    primary key (book_id, resident_id, believed_from),
    constraint resident_version_resident foreign key (book_id, resident_id) references registry.resident (book_id, id),
    constraint resident_version_period check (believed_from < believed_to)
);
create unique index resident_version_current on registry.resident_version (book_id, resident_id)
    where believed_to = 'infinity';
-- Lists: by settlement, and by given name as Vietnamese alphabetises (R9.1).
create index resident_version_list on registry.resident_version
    (book_id, given_name collate "vi-x-icu", name collate "vi-x-icu", resident_id)
    where believed_to = 'infinity' and status = 'present';
create index resident_version_settlement on registry.resident_version (book_id, settlement_id)
    where believed_to = 'infinity' and status = 'present';
create index resident_version_household on registry.resident_version (book_id, household_id)
    where believed_to = 'infinity';
-- Reports count without touching the table: whoever was believed present at a moment, with what is counted (E1, E3).
create index resident_version_counts on registry.resident_version (book_id, believed_to, believed_from)
    include (seal, status, has_number, papers, born_precision, born_earliest, born_latest, ethnic_code);

-- The candidate years of who is here now: scalars that an index may serve under row security.
create table registry.birth_year (
    book_id     int      not null,
    year        smallint not null,
    resident_id uuid     not null,
    seal        smallint not null default 0,
    primary key (book_id, year, resident_id),
    constraint birth_year_resident foreign key (book_id, resident_id) references registry.resident (book_id, id)
);
create index birth_year_resident_key on registry.birth_year (book_id, resident_id);

create table registry.household_version (
    book_id       int  not null,
    household_id  uuid not null,
    believed_from timestamptz not null,
    believed_to   timestamptz not null default 'infinity',
    revision      int  not null,
    settlement_id uuid,
    head_id       uuid,
    members       int  not null check (members >= 0),
    -- Null: unassessed.
    poverty_class text,
    poverty_year  smallint,
    closed        boolean not null,
    primary key (book_id, household_id, believed_from),
    constraint household_version_household
        foreign key (book_id, household_id) references registry.household (book_id, id),
    constraint household_version_period check (believed_from < believed_to)
);
create unique index household_version_current on registry.household_version (book_id, household_id)
    where believed_to = 'infinity';
create index household_version_counts on registry.household_version (book_id, believed_to, believed_from)
    include (members, closed, poverty_class);
create index household_version_settlement on registry.household_version (book_id, settlement_id)
    where believed_to = 'infinity';

call auth.protect('registry.resident_version');
call auth.protect('registry.birth_year');
call auth.protect('registry.household_version');
grant select on registry.resident_version, registry.birth_year, registry.household_version
    to sogoc_app, sogoc_import, sogoc_register, sogoc_search, sogoc_jobs;
grant insert, update on registry.resident_version, registry.household_version to sogoc_register;
grant insert, delete on registry.birth_year to sogoc_register;
-- Derived rows that are replaced are not records: the one table of persons with a DELETE, for its one owner of truth.
create policy edit_reach_delete on registry.birth_year for delete to sogoc_register
    using (book_id = any ((select auth.edit_books())::int[]));

grant update (seal) on registry.resident to sogoc_register;
grant insert on registry.stay, registry.life_event_consequence, registry.settlement_status, registry.household_member,
    registry.personal_number, registry.personal_number_event to sogoc_register;
grant update (closed_on, closed_by_way, moved_to_book, closed_at, closed_by) on registry.stay to sogoc_register;
grant update (valid_to, ended_by_way, ended_at) on registry.household_member to sogoc_register;
grant update (valid_to) on registry.settlement_status to sogoc_register;
grant update (closed_on, closed_at) on registry.household to sogoc_register;
grant usage on all sequences in schema registry to sogoc_register;

-- A period that was closed stays closed as it was: a counter-entry says otherwise, never an update.
create function registry.refuse_reopening() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception 'a closed period is not changed' using errcode = 'SG409', constraint = 'closed_period_stays', table = tg_table_name;
end
$$;
create trigger stay_closed_once before update on registry.stay
    for each row when (old.closed_on is not null) execute function registry.refuse_reopening();
create trigger household_member_ended_once before update on registry.household_member
    for each row when (old.valid_to <> 'infinity') execute function registry.refuse_reopening();
create trigger settlement_status_ended_once before update on registry.settlement_status
    for each row when (old.valid_to <> 'infinity') execute function registry.refuse_reopening();

reset role;
set local role sogoc_register;

-- Writes the residents' versions as believed from the given instants: a new one where something was believed before,
-- in place where it is the same instant's. `at` runs beside `residents`.
create function derive.write_versions(books int[], residents uuid[], at timestamptz[]) returns int
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    written int;
begin
    -- One writer of a resident at a time, in one order, so that two never wait for each other. NO KEY: whoever adds a fact
    -- holds KEY SHARE on the row by its foreign key, and two of them must not wait for each other's.
    perform from (
        select distinct asked.book_id, asked.id from unnest(books, residents) as asked (book_id, id)
        order by asked.book_id, asked.id
    ) as asked
    cross join lateral (
        select from registry.resident
        where (resident.book_id, resident.id) = (asked.book_id, asked.id)
        for no key update
    ) as locked;

    -- Each question is asked of one resident's rows by their key: where the CTEs were sets to be joined, the planner
    -- expected one row of each and ran a batch of a thousand as a thousand times a thousand.
    with target as materialized (
        select asked.book_id, asked.resident_id, max(asked.at) as at
        from unnest(books, residents, at) as asked (book_id, resident_id, at)
        group by asked.book_id, asked.resident_id
    ),
    fresh as materialized (
        select target.book_id, target.resident_id,
               greatest(target.at, believed.believed_from) as believed_from,
               coalesce(believed.revision, 0) + 1 as revision,
               case coalesce(stayed.closed_by_way, 'open')
                   when 'open' then 'present' when 'death' then 'dead' when 'withdrawn' then 'withdrawn' else 'departed'
               end as status,
               named.name, named.kind as name_kind, spelled.given_name,
               sex.sex, sex.answer as sex_answer, ethnicity.ethnic_code, ethnicity.answer as ethnic_answer,
               born.answer as birth_answer, born.id as birth_fact_id,
               believed.revision as believed_revision, believed.birth_fact_id as believed_birth_fact_id,
               born."precision" as born_precision, born.candidates as born_ranges,
               born.earliest as born_earliest, born.latest as born_latest,
               housed.household_id, housed.relation, placed.settlement_id,
               case when papered.seen then 'seen' else papers.answer::text end as papers,
               numbered.number is not null as has_number,
               resident.seal
        from target
        join registry.resident on (resident.book_id, resident.id) = (target.book_id, target.resident_id)
        cross join lateral (
            select stay.closed_by_way from registry.stay
            where (stay.book_id, stay.resident_id) = (target.book_id, target.resident_id)
            order by (stay.closed_on is null) desc, stay.opened_on desc, stay.id desc
            limit 1
        ) as stayed
        cross join lateral (
            select name.name, name.kind
            from registry.name_fact as name
            join registry.name_kind as kind on kind.code = name.kind
            where (name.book_id, name.resident_id) = (target.book_id, target.resident_id)
            order by kind.display_rank, (name.id = (
                         select choice.name_fact_id from registry.choice
                         where (choice.book_id, choice.resident_id) = (target.book_id, target.resident_id)
                           and choice.attribute = 'name.' || name.kind
                         order by choice.id desc limit 1)) desc nulls last, name.id
            limit 1
        ) as named
        left join lateral (
            select spelling.given_name from registry.name_spelling as spelling
            where spelling.name = named.name
            limit 1
        ) as spelled on true
        left join lateral (
            select birth.id, birth.answer, birth."precision", birth.candidates, birth.earliest, birth.latest
            from registry.birth_fact as birth
            where (birth.book_id, birth.resident_id) = (target.book_id, target.resident_id)
            order by (birth.id = (
                         select choice.birth_fact_id from registry.choice
                         where (choice.book_id, choice.resident_id) = (target.book_id, target.resident_id)
                           and choice.attribute = 'birth'
                         order by choice.id desc limit 1)) desc nulls last, birth.id
            limit 1
        ) as born on true
        left join lateral (
            select fact.sex, fact.answer from registry.attribute_fact as fact
            where (fact.book_id, fact.resident_id) = (target.book_id, target.resident_id) and fact.attribute = 'sex'
            order by (fact.id = (
                         select choice.attribute_fact_id from registry.choice
                         where (choice.book_id, choice.resident_id) = (target.book_id, target.resident_id)
                           and choice.attribute = 'sex'
                         order by choice.id desc limit 1)) desc nulls last, fact.id
            limit 1
        ) as sex on true
        left join lateral (
            select fact.ethnic_code, fact.answer from registry.attribute_fact as fact
            where (fact.book_id, fact.resident_id) = (target.book_id, target.resident_id) and fact.attribute = 'ethnicity'
            order by (fact.id = (
                         select choice.attribute_fact_id from registry.choice
                         where (choice.book_id, choice.resident_id) = (target.book_id, target.resident_id)
                           and choice.attribute = 'ethnicity'
                         order by choice.id desc limit 1)) desc nulls last, fact.id
            limit 1
        ) as ethnicity on true
        left join lateral (
            select fact.answer from registry.attribute_fact as fact
            where (fact.book_id, fact.resident_id) = (target.book_id, target.resident_id) and fact.attribute = 'papers'
            order by (fact.id = (
                         select choice.attribute_fact_id from registry.choice
                         where (choice.book_id, choice.resident_id) = (target.book_id, target.resident_id)
                           and choice.attribute = 'papers'
                         order by choice.id desc limit 1)) desc nulls last, fact.id
            limit 1
        ) as papers on true
        left join lateral (
            select true as seen from registry.paper_fact as paper
            where (paper.book_id, paper.resident_id) = (target.book_id, target.resident_id)
            limit 1
        ) as papered on true
        left join lateral (
            select member.household_id, member.relation from registry.household_member as member
            where (member.book_id, member.resident_id) = (target.book_id, target.resident_id)
              -- "is not false" keeps the planner off the exclusion constraint's GiST, ten times the price of the key.
              and member.principal is not false and member.valid_to = 'infinity'
            limit 1
        ) as housed on true
        left join lateral (
            select place.settlement_id from registry.household_place as place
            where (place.book_id, place.household_id) = (target.book_id, housed.household_id)
            order by place.id desc
            limit 1
        ) as placed on true
        left join lateral (
            select version.believed_from, version.revision, version.birth_fact_id
            from registry.resident_version as version
            where (version.book_id, version.resident_id) = (target.book_id, target.resident_id)
              and version.believed_to = 'infinity'
            limit 1
        ) as believed on true
        left join lateral (
            select known.number from registry.personal_number as known
            where (known.book_id, known.resident_id) = (target.book_id, target.resident_id) and known.state = 'confirmed'
            limit 1
        ) as numbered on true
    ),
    closed as (
        update registry.resident_version as version set believed_to = fresh.believed_from
        from fresh
        where (version.book_id, version.resident_id) = (fresh.book_id, fresh.resident_id)
          and version.believed_to = 'infinity' and version.believed_from < fresh.believed_from
        returning version.resident_id
    ),
    forgotten as (
        delete from registry.birth_year as year
        using fresh
        where (year.book_id, year.resident_id) = (fresh.book_id, fresh.resident_id)
          and fresh.believed_revision is not null
          and (fresh.status <> 'present' or fresh.birth_fact_id is distinct from fresh.believed_birth_fact_id)
        returning year.resident_id
    )
    insert into registry.resident_version (
        book_id, resident_id, believed_from, revision, status, name, name_kind, given_name, sex, sex_answer,
        ethnic_code, ethnic_answer, birth_answer, birth_fact_id, born_precision, born_ranges, born_earliest,
        born_latest, household_id, relation, settlement_id, papers, has_number, seal)
    select fresh.book_id, fresh.resident_id, fresh.believed_from, fresh.revision, fresh.status, fresh.name, fresh.name_kind,
           fresh.given_name, fresh.sex, fresh.sex_answer, fresh.ethnic_code, fresh.ethnic_answer,
           fresh.birth_answer, fresh.birth_fact_id, fresh.born_precision, fresh.born_ranges,
           fresh.born_earliest, fresh.born_latest, fresh.household_id, fresh.relation, fresh.settlement_id, fresh.papers,
           fresh.has_number, fresh.seal
    from fresh
    -- Reading the closing and the forgetting first makes them run first.
    where (select count(*) from closed) >= 0 and (select count(*) from forgotten) >= 0
    on conflict (book_id, resident_id, believed_from) do update set
        (revision, status, name, name_kind, given_name, sex, sex_answer, ethnic_code, ethnic_answer, birth_answer,
         birth_fact_id, born_precision, born_ranges, born_earliest, born_latest, household_id, relation,
         settlement_id, papers, has_number, seal)
        = (excluded.revision, excluded.status, excluded.name, excluded.name_kind, excluded.given_name,
           excluded.sex, excluded.sex_answer, excluded.ethnic_code, excluded.ethnic_answer, excluded.birth_answer,
           excluded.birth_fact_id, excluded.born_precision, excluded.born_ranges,
           excluded.born_earliest, excluded.born_latest, excluded.household_id, excluded.relation,
           excluded.settlement_id, excluded.papers, excluded.has_number, excluded.seal);
    get diagnostics written = row_count;

    insert into registry.birth_year (book_id, year, resident_id, seal)
    select distinct version.book_id, candidate.year, version.resident_id, version.seal
    from (select distinct * from unnest(books, residents)) as target (book_id, resident_id)
    join registry.resident_version as version using (book_id, resident_id)
    cross join lateral unnest(version.born_ranges) as stretch (days)
    cross join lateral generate_series(
        extract(year from lower(stretch.days))::int, extract(year from upper(stretch.days) - 1)::int) as candidate (year)
    where version.believed_to = 'infinity' and version.status = 'present'
    on conflict do nothing;
    return written;
end
$$;

create function derive.write_household_versions(books int[], households uuid[], at timestamptz[]) returns int
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    written int;
begin
    perform from (
        select distinct asked.book_id, asked.id from unnest(books, households) as asked (book_id, id)
        order by asked.book_id, asked.id
    ) as asked
    cross join lateral (
        select from registry.household
        where (household.book_id, household.id) = (asked.book_id, asked.id)
        for no key update
    ) as locked;

    with target as materialized (
        select asked.book_id, asked.household_id, max(asked.at) as at
        from unnest(books, households, at) as asked (book_id, household_id, at)
        group by asked.book_id, asked.household_id
    ),
    fresh as materialized (
        select target.book_id, target.household_id, greatest(target.at, believed.believed_from) as believed_from,
               coalesce(believed.revision, 0) + 1 as revision, placed.settlement_id, peopled.head_id, peopled.members,
               assessed.class as poverty_class, assessed.review_year as poverty_year,
               household.closed_on is not null as closed
        from target
        join registry.household on (household.book_id, household.id) = (target.book_id, target.household_id)
        cross join lateral (
            select count(*)::int as members,
                   max(member.resident_id::text) filter (where member.relation = '01')::uuid as head_id
            from registry.household_member as member
            where (member.book_id, member.household_id) = (target.book_id, target.household_id)
              and member.valid_to = 'infinity' and member.principal
        ) as peopled
        left join lateral (
            select place.settlement_id from registry.household_place as place
            where (place.book_id, place.household_id) = (target.book_id, target.household_id)
            order by place.id desc
            limit 1
        ) as placed on true
        left join lateral (
            select status.class, status.review_year from registry.poverty_status as status
            where (status.book_id, status.household_id) = (target.book_id, target.household_id)
            order by status.review_year desc, status.id desc
            limit 1
        ) as assessed on true
        left join lateral (
            select version.believed_from, version.revision from registry.household_version as version
            where (version.book_id, version.household_id) = (target.book_id, target.household_id)
              and version.believed_to = 'infinity'
            limit 1
        ) as believed on true
    ),
    closed as (
        update registry.household_version as version set believed_to = fresh.believed_from
        from fresh
        where (version.book_id, version.household_id) = (fresh.book_id, fresh.household_id)
          and version.believed_to = 'infinity' and version.believed_from < fresh.believed_from
        returning version.household_id
    )
    insert into registry.household_version (
        book_id, household_id, believed_from, revision, settlement_id, head_id, members, poverty_class, poverty_year, closed)
    select fresh.book_id, fresh.household_id, fresh.believed_from, fresh.revision, fresh.settlement_id, fresh.head_id,
           fresh.members, fresh.poverty_class, fresh.poverty_year, fresh.closed
    from fresh
    where (select count(*) from closed) >= 0
    on conflict (book_id, household_id, believed_from) do update set
        (revision, settlement_id, head_id, members, poverty_class, poverty_year, closed)
        = (excluded.revision, excluded.settlement_id, excluded.head_id, excluded.members, excluded.poverty_class,
           excluded.poverty_year, excluded.closed);
    get diagnostics written = row_count;
    return written;
end
$$;

-- The service's own writes are believed from now on; only an import may say that a commune knew it earlier.
create function derive.refresh(book int, resident uuid) returns int
    language sql security definer
    set search_path = pg_catalog, pg_temp
as $$ select derive.write_versions(array[book], array[resident], array[now()]) $$;
create function derive.refresh_household(book int, household uuid) returns int
    language sql security definer
    set search_path = pg_catalog, pg_temp
as $$ select derive.write_household_versions(array[book], array[household], array[now()]) $$;

-- The guard for If-Match: an earlier statement of the segment, which raises, so that nothing after it stays.
create function derive.expect_resident(book int, resident uuid, expected int) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    found int;
begin
    perform from registry.resident where resident.book_id = book and resident.id = expect_resident.resident for no key update;
    select version.revision into found
    from registry.resident_version as version
    where version.book_id = book and version.resident_id = expect_resident.resident and version.believed_to = 'infinity';
    if found is null then
        raise exception 'no such resident' using errcode = 'SG404';
    elsif found <> expected then
        raise exception 'the resident was changed meanwhile' using errcode = 'SG412';
    end if;
end
$$;

-- Ends a membership on a day, and says how.
create function derive.end_membership(book int, household uuid, resident uuid, ends_on date, way text) returns int
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    ended int;
begin
    if ends_on > registry.today() then
        raise exception 'the day has not come' using errcode = 'SG409', constraint = 'not_in_the_future';
    end if;
    update registry.household_member as member
    set valid_to = greatest(ends_on, member.valid_from), ended_by_way = way, ended_at = now()
    where member.book_id = book and member.household_id = household and member.resident_id = resident
      and member.valid_to = 'infinity';
    get diagnostics ended = row_count;
    return ended;
end
$$;

-- What follows from a life event that was recorded: stays, memberships, and what must be seen to (A12). Refreshes the
-- versions it touches. Refuses any event of someone already dead, and a death or departure of someone not here.
create function derive.apply_life_event(book int, resident uuid, event uuid) returns int
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    happening registry.life_event;
    open_stay registry.stay;
    membership registry.household_member;
    caller int := auth.user_id();
    way text;
    followed int := 0;
begin
    perform from registry.resident where resident.book_id = book and resident.id = apply_life_event.resident for no key update;
    select * into happening from registry.life_event as life
    where life.book_id = book and life.resident_id = apply_life_event.resident and life.id = event;
    if happening.id is null then
        raise exception 'no such event' using errcode = 'SG404';
    end if;
    if happening.effective_on > registry.today() then
        raise exception 'the day has not come' using errcode = 'SG409', constraint = 'not_in_the_future';
    end if;
    if exists (
        select from registry.life_event as life
        where life.book_id = book and life.resident_id = apply_life_event.resident and life.kind = 'death' and life.id <> event)
    then
        raise exception 'the person is dead' using errcode = 'SG409', constraint = 'life_event_after_death';
    end if;
    select * into open_stay from registry.stay
    where stay.book_id = book and stay.resident_id = apply_life_event.resident and stay.closed_on is null;

    if happening.kind in ('death', 'departure') then
        if open_stay.id is null then
            raise exception 'the person has no open stay here' using errcode = 'SG409', constraint = 'life_event_needs_open_stay';
        end if;
        way := happening.kind;
        update registry.stay set closed_on = happening.effective_on, closed_by_way = way, closed_at = now(), closed_by = caller
        where stay.book_id = book and stay.resident_id = apply_life_event.resident and stay.id = open_stay.id;
        insert into registry.life_event_consequence (book_id, resident_id, event_id, consequence, subject, recorded_by, seal)
        values (book, apply_life_event.resident, event, 'stay_closed', open_stay.id::text, caller, happening.seal);
        followed := followed + 1;
        for membership in
            select * from registry.household_member as member
            where member.book_id = book and member.resident_id = apply_life_event.resident and member.valid_to = 'infinity'
        loop
            perform derive.end_membership(book, membership.household_id, apply_life_event.resident, happening.effective_on, way);
            insert into registry.life_event_consequence (book_id, resident_id, event_id, consequence, subject, recorded_by, seal)
            values (book, apply_life_event.resident, event, 'membership_ended', membership.household_id::text, caller, happening.seal);
            followed := followed + 1;
            if membership.relation = '01' then
                insert into registry.life_event_consequence
                    (book_id, resident_id, event_id, consequence, subject, recorded_by, seal)
                values (book, apply_life_event.resident, event, 'household_without_head', membership.household_id::text,
                        caller, happening.seal);
                followed := followed + 1;
            end if;
            perform derive.refresh_household(book, membership.household_id);
        end loop;
        insert into registry.life_event_consequence (book_id, resident_id, event_id, consequence, subject, recorded_by, seal)
        select book, apply_life_event.resident, event, 'number_kept', 'confirmed', caller, happening.seal
        from registry.personal_number as numbered
        where numbered.book_id = book and numbered.resident_id = apply_life_event.resident and numbered.state = 'confirmed';
    elsif happening.kind in ('arrival', 'return') and open_stay.id is null then
        insert into registry.stay (book_id, resident_id, opened_on, opened_by_way, recorded_by, seal)
        values (book, apply_life_event.resident, happening.effective_on, happening.kind, caller, happening.seal);
        insert into registry.life_event_consequence (book_id, resident_id, event_id, consequence, subject, recorded_by, seal)
        values (book, apply_life_event.resident, event, 'stay_opened', happening.kind, caller, happening.seal);
        followed := followed + 1;
    end if;
    perform derive.refresh(book, apply_life_event.resident);
    return followed;
end
$$;

-- A settlement takes on another status, name or code from a day on; its people and its history stay where they are (A7).
create function derive.change_settlement(
    book int, settlement uuid, kind text, name text, name_key text, code text, from_day date, decision text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    update registry.settlement_status as status set valid_to = from_day
    where status.book_id = book and status.settlement_id = settlement
      and status.valid_to = 'infinity' and status.valid_from < from_day;
    if not found then
        raise exception 'no current status before that day' using errcode = 'SG409', constraint = 'settlement_status_follows';
    end if;
    insert into registry.settlement_status
        (book_id, settlement_id, kind, name, name_key, code, valid_from, decision, recorded_by)
    values (book, settlement, kind, name, name_key, code, from_day, decision, auth.user_id());
end
$$;

-- Confirms a number by a decision or a document (R1.8); whose it may be already is not said (personal_number_pkey).
create function derive.confirm_number(book int, resident uuid, number text, reason text, rests_on text, happened_on date)
    returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform from registry.resident
    where resident.book_id = book and resident.id = confirm_number.resident for no key update;
    if not found then
        raise exception 'no such resident' using errcode = 'SG404';
    end if;
    insert into registry.personal_number (number, book_id, resident_id, state, recorded_by)
    values (number, book, resident, 'confirmed', auth.user_id());
    insert into registry.personal_number_event
        (book_id, resident_id, number, kind, happened_on, reason, rests_on, recorded_by)
    values (book, resident, number, 'confirmed', happened_on, reason, rests_on, auth.user_id());
    perform derive.refresh(book, resident);
end
$$;

grant execute on function derive.refresh(int, uuid), derive.refresh_household(int, uuid),
    derive.expect_resident(int, uuid, int), derive.end_membership(int, uuid, uuid, date, text),
    derive.apply_life_event(int, uuid, uuid),
    derive.change_settlement(int, uuid, text, text, text, text, date, text),
    derive.confirm_number(int, uuid, text, text, text, date)
    to sogoc_app, sogoc_import;
grant execute on function derive.write_versions(int[], uuid[], timestamptz[]),
    derive.write_household_versions(int[], uuid[], timestamptz[]) to sogoc_import;

reset role;
set local role sogoc_owner;
grant insert (book_id, resident_id, id, kind, written, earliest, latest, effective_on, place, said_by, source, recorded_by)
    on registry.life_event to sogoc_app;
