-- 0010_import.sql: what came from which file of a commune, batch by batch, and how a batch is taken back (K1).
--
-- An import writes facts as any officer would: as sogoc_import, behind the officer's token, under row security. What it
-- may do besides is in the functions below. Nothing of it deletes.

set local role sogoc_owner;

-- One reading of one file by one user. Not a record of persons: counts only.
create table registry.import (
    id               int generated always as identity primary key,
    kind             text not null check (kind in ('persons', 'households')),
    -- Whose record ids these are: one name per series of spreadsheets, so that two series may both have a "1".
    source           text not null check (source ~ '^[a-z0-9][a-z0-9._-]{0,39}$'),
    file_sha256      bytea not null check (length(file_sha256) = 32),
    -- The one commune that the rows were limited to; null for none.
    only_commune     text check (only_commune ~ '^[0-9]{5}$'),
    user_id          int not null,
    -- Data rows of the file.
    rows             int not null check (rows >= 0),
    started_at       timestamptz not null default now(),
    finished_at      timestamptz,
    withdrawn_at     timestamptz,
    withdrawn_by     int,
    withdrawn_reason text check (length(withdrawn_reason) between 1 and 500),
    constraint import_withdrawn_whole check ((withdrawn_at is null) = (withdrawn_by is null))
);
-- A file that is being read is taken up where it stopped; one that was read whole is read anew, and finds its records.
create unique index import_one_open on registry.import (user_id, file_sha256, source, coalesce(only_commune, ''))
    where finished_at is null and withdrawn_at is null;

-- The fence: a batch is done when its row is there, and the row commits with what the batch wrote. A thousand rows of the
-- file are two batches, of the even books and of the odd ones; one without rows is not there.
create table registry.import_batch (
    import_id     int  not null references registry.import,
    number        int  not null check (number > 0),
    -- Of the batch's own rows; those of the other lane's books lie between.
    first_row     int  not null,
    last_row      int  not null,
    accepted      int  not null default 0,
    rejected      int  not null default 0,
    already_there int  not null default 0,
    changed       int  not null default 0,
    -- Remarks and refusals by code.
    codes         jsonb not null default '{}',
    committed_at  timestamptz not null default now(),
    withdrawn_at  timestamptz,
    primary key (import_id, number),
    constraint import_batch_rows check (first_row <= last_row and accepted + rejected + already_there + changed <= last_row - first_row + 1)
);

-- Which record of a source became which resident or household: what makes a second import of it change nothing.
create table registry.import_record (
    book_id      int  not null,
    import_id    int  not null,
    -- person: a row of persons.csv; household: one that some row names; household_row: its own row of households.csv.
    kind         text not null check (kind in ('person', 'household', 'household_row')),
    record_id    text not null check (length(record_id) between 1 and 64),
    batch        int  not null,
    source       text not null,
    -- The row that said it, as a spreadsheet counts; null for a household that a person's row names.
    row_no       int,
    -- sha256 of the row's cells, so that a row that was changed since is noticed.
    content_hash bytea check (length(content_hash) = 32),
    resident_id  uuid,
    household_id uuid,
    -- What the file says of the household's head (a record id) and size, for comparison only.
    told_head    text,
    told_members int,
    entered_at   timestamptz not null default now(),
    recorded_by  int  not null,
    withdrawn_at timestamptz,
    -- Why a withdrawal left the resident where it is.
    kept_because text,
    seal         smallint not null default 0,
    primary key (book_id, import_id, kind, record_id),
    constraint import_record_subject check (
        case kind when 'person' then resident_id is not null and household_id is null
                  else household_id is not null and resident_id is null end),
    constraint import_record_resident foreign key (book_id, resident_id) references registry.resident (book_id, id),
    constraint import_record_household foreign key (book_id, household_id) references registry.household (book_id, id),
    constraint import_record_batch foreign key (import_id, batch) references registry.import_batch (import_id, number)
);
create unique index import_record_once on registry.import_record (book_id, source, kind, record_id)
    where withdrawn_at is null;
create index import_record_batch_key on registry.import_record (import_id, batch);
create index import_record_resident_key on registry.import_record (book_id, resident_id) where resident_id is not null;
create index import_record_household_key on registry.import_record (book_id, household_id) where household_id is not null;

call auth.protect('registry.import_record');
grant select, insert on registry.import_record to sogoc_import;
grant select on registry.import_record to sogoc_app, sogoc_register, sogoc_jobs;
grant update (withdrawn_at, kept_because) on registry.import_record to sogoc_register;

-- An import is seen by who ran it; whoever edits all the books it wrote to may take it back by its number.
alter table registry.import enable row level security, force row level security;
create policy own on registry.import to sogoc_import
    using (user_id = (select auth.user_id())) with check (user_id = (select auth.user_id()));
create policy taking_back on registry.import to sogoc_register using (true) with check (true);
create policy all_imports on registry.import for select to sogoc_jobs using (true);
alter table registry.import_batch enable row level security, force row level security;
create policy own on registry.import_batch to sogoc_import
    using (exists (select from registry.import where import.id = import_id))
    with check (exists (select from registry.import where import.id = import_id));
create policy taking_back on registry.import_batch to sogoc_register using (true) with check (true);
create policy all_batches on registry.import_batch for select to sogoc_jobs using (true);

grant select, insert (kind, source, file_sha256, only_commune, user_id, rows), update (finished_at) on registry.import
    to sogoc_import;
grant select, insert (import_id, number, first_row, last_row), update (accepted, rejected, already_there, changed, codes)
    on registry.import_batch to sogoc_import;
grant usage on all sequences in schema registry to sogoc_import;
grant select, update (withdrawn_at, withdrawn_by, withdrawn_reason) on registry.import to sogoc_register;
grant select, update (withdrawn_at) on registry.import_batch to sogoc_register;
grant select on registry.import, registry.import_batch to sogoc_jobs;

-- An import must know the books, and that a settlement is made once: two that meet the same new name wait here.
create function registry.lock_books(books int[]) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform from registry.book where book.id = any (books) order by book.id for no key update;
end
$$;
grant execute on function registry.lock_books(int[]) to sogoc_register;

-- A table that grew by thousands of rows has plans made for an empty one until somebody counts again.
-- A quarter of the usual sample: an import waits for it, and whoever looks up by key needs no more.
create function registry.analyze_after_import(of_kind text) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
    set default_statistics_target = 25
as $$
begin
    analyze registry.household, registry.household_place, registry.household_version, registry.import_record;
    if of_kind = 'persons' then
        analyze registry.resident, registry.stay, registry.name_fact, registry.name_spelling, registry.birth_fact,
            registry.attribute_fact, registry.origin_claim, registry.paper_fact, registry.kin_fact,
            registry.household_member, registry.resident_version, registry.birth_year;
        perform gin_clean_pending_list('registry.name_spelling_tokens');
    end if;
end
$$;
grant execute on function registry.analyze_after_import(text) to sogoc_import;

grant update (book_no, phone, opened_on) on registry.household to sogoc_register;
grant insert on registry.settlement to sogoc_register;

reset role;
set local role sogoc_register;

-- The settlements of these names, made where they are not there yet: from the beginning of time, since nobody said.
create function derive.settlements_named(books int[], ids uuid[], kinds text[], names text[], keys text[])
    returns table (book_id int, name_key text, settlement_id uuid, made boolean)
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform registry.lock_books(books);
    return query
    with asked as (
        select * from unnest(books, ids, kinds, names, keys) as given (book_id, id, kind, name, name_key)
    ),
    missing as (
        select asked.* from asked
        where not exists (
            select from registry.settlement_status as known
            where known.book_id = asked.book_id and known.name_key = asked.name_key and known.valid_to = 'infinity')
    ),
    made as (
        insert into registry.settlement (book_id, id, recorded_by)
        select missing.book_id, missing.id, auth.user_id() from missing
        returning settlement.book_id, settlement.id
    ),
    named as (
        insert into registry.settlement_status (book_id, settlement_id, kind, name, name_key, recorded_by)
        select missing.book_id, missing.id, missing.kind, missing.name, missing.name_key, auth.user_id()
        from missing join made on (made.book_id, made.id) = (missing.book_id, missing.id)
        returning settlement_status.book_id, settlement_status.name_key, settlement_status.settlement_id
    )
    select named.book_id, named.name_key, named.settlement_id, true from named
    union all
    select known.book_id, known.name_key, known.settlement_id, false
    from asked join registry.settlement_status as known
        on known.book_id = asked.book_id and known.name_key = asked.name_key and known.valid_to = 'infinity';
end
$$;

-- What a file says of a household that is there: fills what is empty, and changes nothing that was said before.
-- Answers the households whose number or phone was said otherwise.
create function derive.describe_households(books int[], households uuid[], book_nos text[], phones text[])
    returns table (book_id int, household_id uuid)
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    update registry.household as household
    set book_no = coalesce(household.book_no, told.book_no), phone = coalesce(household.phone, told.phone)
    from unnest(books, households, book_nos, phones) as told (book_id, id, book_no, phone)
    where (household.book_id, household.id) = (told.book_id, told.id)
      and (household.book_no is null and told.book_no is not null or household.phone is null and told.phone is not null);
    return query
    select household.book_id, household.id
    from unnest(books, households, book_nos, phones) as told (book_id, id, book_no, phone)
    join registry.household on (household.book_id, household.id) = (told.book_id, told.id)
    where household.book_no <> told.book_no or household.phone <> told.phone;
end
$$;

-- Members whom a file names later may have been registered earlier than whoever opened the household here: the
-- household is then as old as its first member, and so is what is believed of it. Only adds versions before the first.
create function derive.backdate_households(books int[], households uuid[]) returns int
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    added int;
begin
    update registry.household as household set opened_on = earlier.valid_from
    from (select distinct * from unnest(books, households)) as asked (book_id, household_id)
    cross join lateral (
        select min(member.valid_from) as valid_from from registry.household_member as member
        where (member.book_id, member.household_id) = (asked.book_id, asked.household_id)
    ) as earlier
    where (household.book_id, household.id) = (asked.book_id, asked.household_id)
      and household.opened_on > earlier.valid_from;

    with first as materialized (
        select asked.book_id, asked.household_id, version.believed_from, version.settlement_id
        from (select distinct * from unnest(books, households)) as asked (book_id, household_id)
        cross join lateral (
            select version.believed_from, version.settlement_id from registry.household_version as version
            where (version.book_id, version.household_id) = (asked.book_id, asked.household_id)
            order by version.believed_from
            limit 1
        ) as version
    ),
    -- The days before the first version on which somebody came.
    day as (
        select first.book_id, first.household_id, first.settlement_id, first.believed_from as next_from,
               came.valid_from, came.valid_from::timestamp at time zone 'Asia/Ho_Chi_Minh' as believed_from
        from first
        cross join lateral (
            select distinct member.valid_from from registry.household_member as member
            where (member.book_id, member.household_id) = (first.book_id, first.household_id) and member.principal
              and member.valid_from < member.valid_to
        ) as came
        where came.valid_from::timestamp at time zone 'Asia/Ho_Chi_Minh' < first.believed_from
    )
    insert into registry.household_version (
        book_id, household_id, believed_from, believed_to, revision, settlement_id, head_id, members, closed)
    select day.book_id, day.household_id, day.believed_from,
           coalesce(lead(day.believed_from) over (partition by day.book_id, day.household_id order by day.believed_from),
                    day.next_from),
           0, day.settlement_id, here.head_id, here.members, false
    from day
    cross join lateral (
        select count(*)::int as members,
               max(member.resident_id::text) filter (where member.relation = '01')::uuid as head_id
        from registry.household_member as member
        where (member.book_id, member.household_id) = (day.book_id, day.household_id)
          and member.principal and member.valid_from <= day.valid_from and day.valid_from < member.valid_to
    ) as here;
    get diagnostics added = row_count;
    return added;
end
$$;

-- Marks an import as taken back and answers the batches that are still to be, the last first, so that a household goes
-- after its members. Raises SG404 for an import that is not there and for one of which a book is out of the caller's reach,
-- also if it was the caller's own; of another's import that wrote nothing no book is in reach either.
create function derive.begin_withdrawal(import int, reason text) returns setof int
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.user_id();
    wanted constant int := begin_withdrawal.import;
    importer int;
begin
    if caller is null then
        raise exception 'no session' using errcode = 'SG401';
    end if;
    select known.user_id into importer from registry.import as known where known.id = wanted for update;
    if importer is null
       or exists (
            select from registry.import_batch as done
            where done.import_id = wanted
              and done.accepted <> (
                  select count(*) from registry.import_record as record
                  where record.import_id = wanted and record.batch = done.number and record.kind <> 'household'
                    and record.book_id = any ((select auth.edit_books())::int[])))
       or importer <> caller and not exists (
            select from registry.import_batch as done where done.import_id = wanted and done.accepted > 0)
    then
        raise exception 'no such import' using errcode = 'SG404';
    end if;
    update registry.import as known
    set withdrawn_at = now(), withdrawn_by = caller, withdrawn_reason = reason
    where known.id = wanted and known.withdrawn_at is null;
    return query
    select done.number from registry.import_batch as done
    where done.import_id = wanted and done.withdrawn_at is null
    order by done.number desc;
end
$$;

-- Takes one batch back: its stays are closed and its memberships ended as withdrawn, and nothing is deleted. A resident
-- of whom something else is known by now, and a household in which somebody still lives, stay as they are and are
-- answered with the reason. Raises SG404 for a batch that is not there, SG403 where a record of it is out of reach.
create function derive.withdraw_batch(import int, batch int)
    returns table (book_id int, kind text, record_id text, kept_because text)
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    caller int := auth.user_id();
    reach int[] := auth.edit_books();
    wanted constant int := withdraw_batch.import;
    wanted_batch constant int := withdraw_batch.batch;
    done registry.import_batch;
    books int[];
    subjects uuid[];
    home_books int[];
    homes uuid[];
    closing_books int[];
    closing uuid[];
begin
    if caller is null then
        raise exception 'no session' using errcode = 'SG401';
    end if;
    select * into done from registry.import_batch as known
    where known.import_id = wanted and known.number = wanted_batch for update;
    if done.import_id is null then
        raise exception 'no such batch' using errcode = 'SG404';
    end if;
    -- Whoever adds something to one of these people now is waited for, and then known.
    perform from registry.resident
    where (resident.book_id, resident.id) in (
        select record.book_id, record.resident_id from registry.import_record as record
        where record.import_id = wanted and record.batch = wanted_batch and record.kind = 'person')
    order by resident.book_id, resident.id
    for no key update;
    -- The policy hides the records of other books: no batch is taken back by halves.
    if (select count(*) from registry.import_record as record
        where record.import_id = wanted and record.batch = wanted_batch and record.kind <> 'household'
          and record.book_id = any (reach)) <> done.accepted
    then
        raise exception 'a record of the batch is out of reach' using errcode = 'SG403';
    end if;
    if done.withdrawn_at is not null then
        return;
    end if;
    update registry.import_batch as known set withdrawn_at = now()
    where known.import_id = wanted and known.number = wanted_batch;

    -- Whatever was entered in another transaction than the record came from elsewhere.
    update registry.import_record as record
    set kept_because = elsewhere.reason,
        withdrawn_at = case when elsewhere.reason is null then now() end
    from (
        select subject.book_id, subject.record_id,
            case
                when exists (select from registry.name_fact as fact
                    where (fact.book_id, fact.resident_id) = (subject.book_id, subject.resident_id) and fact.entered_at <> subject.entered_at)
                  or exists (select from registry.birth_fact as fact
                    where (fact.book_id, fact.resident_id) = (subject.book_id, subject.resident_id) and fact.entered_at <> subject.entered_at)
                  or exists (select from registry.attribute_fact as fact
                    where (fact.book_id, fact.resident_id) = (subject.book_id, subject.resident_id) and fact.entered_at <> subject.entered_at)
                  or exists (select from registry.origin_claim as fact
                    where (fact.book_id, fact.resident_id) = (subject.book_id, subject.resident_id) and fact.entered_at <> subject.entered_at)
                  or exists (select from registry.paper_fact as fact
                    where (fact.book_id, fact.resident_id) = (subject.book_id, subject.resident_id) and fact.entered_at <> subject.entered_at)
                  or exists (select from registry.kin_fact as fact
                    where (fact.book_id, fact.resident_id) = (subject.book_id, subject.resident_id) and fact.entered_at <> subject.entered_at)
                    then 'fact'
                when exists (select from registry.choice as fact
                    where (fact.book_id, fact.resident_id) = (subject.book_id, subject.resident_id))
                    then 'choice'
                when exists (select from registry.life_event as life
                    where (life.book_id, life.resident_id) = (subject.book_id, subject.resident_id))
                    then 'life_event'
                when exists (select from registry.personal_number_event as event
                    where (event.book_id, event.resident_id) = (subject.book_id, subject.resident_id))
                    then 'number'
                when exists (select from registry.kin_fact as fact
                    where (fact.kin_book_id, fact.kin_id) = (subject.book_id, subject.resident_id))
                    then 'kin'
                when exists (select from registry.stay
                    where (stay.book_id, stay.resident_id) = (subject.book_id, subject.resident_id)
                      and (stay.entered_at <> subject.entered_at or stay.closed_on is not null))
                    then 'stay'
                when exists (select from registry.household_member as member
                    where (member.book_id, member.resident_id) = (subject.book_id, subject.resident_id)
                      and (member.entered_at <> subject.entered_at or member.valid_to <> 'infinity'))
                    then 'membership'
            end as reason
        from registry.import_record as subject
        where subject.import_id = wanted and subject.batch = wanted_batch and subject.kind = 'person'
          and subject.withdrawn_at is null
    ) as elsewhere
    where record.import_id = wanted and record.kind = 'person'
      and (record.book_id, record.record_id) = (elsewhere.book_id, elsewhere.record_id);

    select array_agg(record.book_id), array_agg(record.resident_id) into books, subjects
    from registry.import_record as record
    where record.import_id = wanted and record.batch = wanted_batch and record.kind = 'person'
      and record.withdrawn_at = now();

    update registry.stay
    set closed_on = registry.today(), closed_by_way = 'withdrawn', closed_at = now(), closed_by = caller
    from unnest(books, subjects) as subject (book_id, id)
    where (stay.book_id, stay.resident_id) = (subject.book_id, subject.id) and stay.closed_on is null;

    -- A membership that is taken back never held: its period is empty, so that the right head may take the same days.
    with ended as (
        update registry.household_member as member
        set valid_to = member.valid_from, ended_by_way = 'withdrawn', ended_at = now()
        from unnest(books, subjects) as subject (book_id, id)
        where (member.book_id, member.resident_id) = (subject.book_id, subject.id) and member.valid_to = 'infinity'
        returning member.book_id, member.household_id
    ),
    touched as (
        select ended.book_id, ended.household_id from ended
        union
        select record.book_id, record.household_id from registry.import_record as record
        where record.import_id = wanted and record.batch = wanted_batch and record.household_id is not null
    )
    select array_agg(touched.book_id), array_agg(touched.household_id) into home_books, homes from touched;

    -- Households that this import opened and in which nobody lives any more, unless somebody else has to do with them.
    select array_agg(opened.book_id), array_agg(opened.household_id) into closing_books, closing
    from unnest(home_books, homes) as touched (book_id, household_id)
    join registry.import_record as opened
        on (opened.book_id, opened.household_id) = (touched.book_id, touched.household_id)
        and opened.import_id = wanted and opened.kind = 'household' and opened.withdrawn_at is null
    join registry.household as household
        on (household.book_id, household.id) = (touched.book_id, touched.household_id) and household.closed_on is null
    where not exists (
            select from registry.household_member as member
            where (member.book_id, member.household_id) = (touched.book_id, touched.household_id) and member.valid_to = 'infinity')
      and not exists (
            select from registry.poverty_status as status
            where (status.book_id, status.household_id) = (touched.book_id, touched.household_id))
      and not exists (
            select from registry.import_record as other
            where (other.book_id, other.household_id) = (touched.book_id, touched.household_id)
              and other.withdrawn_at is null
              and (other.import_id <> wanted or other.kind = 'household_row' and other.batch <> wanted_batch));

    update registry.household as household
    set closed_on = greatest(registry.today(), household.opened_on), closed_at = now()
    from unnest(closing_books, closing) as gone (book_id, id)
    where (household.book_id, household.id) = (gone.book_id, gone.id);
    update registry.import_record as record set withdrawn_at = now()
    from unnest(closing_books, closing) as gone (book_id, id)
    where (record.book_id, record.household_id) = (gone.book_id, gone.id) and record.import_id = wanted
      and record.withdrawn_at is null;
    update registry.import_record as record
    set withdrawn_at = now(), kept_because = 'household_in_use'
    where record.import_id = wanted and record.batch = wanted_batch and record.kind = 'household_row'
      and record.withdrawn_at is null;

    perform derive.write_versions(books, subjects, array(select now() from unnest(subjects)));
    perform derive.write_household_versions(home_books, homes, array(select now() from unnest(homes)));
    perform audit.write('import.withdraw', changed.book_id, changed.residents, null,
                        jsonb_build_object('import', wanted, 'batch', wanted_batch))
    from (
        select subject.book_id, array_agg(subject.id) as residents
        from unnest(books, subjects) as subject (book_id, id)
        group by subject.book_id
    ) as changed;

    return query
    select record.book_id, record.kind, record.record_id, record.kept_because
    from registry.import_record as record
    where record.import_id = wanted and record.batch = wanted_batch and record.kept_because is not null
    order by record.row_no;
end
$$;

grant execute on function
    derive.settlements_named(int[], uuid[], text[], text[], text[]),
    derive.describe_households(int[], uuid[], text[], text[]),
    derive.backdate_households(int[], uuid[]),
    derive.begin_withdrawal(int, text),
    derive.withdraw_batch(int, int)
    to sogoc_import;

reset role;
set local role sogoc_search;
grant usage on schema search to sogoc_import;

reset role;
set local role sogoc_import;

-- The rows of the batch that is being applied. They never outlive its transaction, which deletes them before it commits:
-- unlogged, because after a crash nothing of them is wanted, and one table for all, because making and dropping one for
-- each import would cost the catalogue more than the rows cost. Nobody but the owner comes near them.
create unlogged table staging.person (
    import_id         int  not null,
    batch             int  not null,
    row_no            int  not null,
    record_id         text not null,
    content_hash      bytea not null,
    book_id           int  not null,
    resident_id       uuid not null,
    registered_on     date not null,
    source            text not null,
    household_id      uuid,
    relation          text,
    relation_declared text,
    name_kinds        text[] not null,
    names             text[] not null,
    names_k1          text[] not null,
    names_k2          text[] not null,
    names_k3          text[] not null,
    given_names       text[] not null,
    birth_answer      text,
    birth_written     text,
    birth_precision   text,
    birth_calendar    text,
    birth_basis       text,
    birth_age_kind    text,
    birth_candidates  daterange[],
    birth_earliest    date,
    birth_latest      date,
    sex_answer        text,
    sex               text,
    ethnic_answer     text,
    ethnic_code       text,
    ethnic_declared   text,
    phone_answer      text,
    phone             text,
    arrival_answer    text,
    arrival_year      int2,
    papers_answer     text,
    paper_kinds       text[] not null,
    paper_numbers     text[] not null,
    origin_answer     text,
    origin_written    text,
    origin_province   text,
    origin_district   text,
    origin_commune    text,
    origin_area_id    int,
    origin_level      text,
    origin_unsure     text,
    kin_kinds         text[] not null,
    kin_answers       text[] not null,
    kin_names         text[] not null,
    -- Folded as names_k3, '' where there is no name.
    kin_k3            text[] not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_analyze_threshold = 2147483647);
-- Rows that are gone stay in the heap until it is vacuumed; a batch finds its own without passing them.
create index person_batch on staging.person (import_id, batch);
alter table staging.person enable row level security;
