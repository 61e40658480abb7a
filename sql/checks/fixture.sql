-- fixture.sql: short words for the states that the fixtures of the checks describe. Loaded before each of their sections,
-- as a superuser, in the section's own transaction on a fresh database with the reference data: books 1 to 10, the areas
-- and the parameters are there. Everybody in a fixture is invented.
--
-- A number names a thing: fixture.id(7) is 00000000-0000-4000-8000-000000000007, whether resident, household or settlement.
-- `book` is 1 unless said otherwise. What is planted is believed only after fixture.believe().

create schema fixture;

-- The derivation runs under its caller's reach, and a superuser has no session: here it runs as the superuser.
alter function derive.write_versions(int[], uuid[], timestamptz[]) security invoker;
alter function derive.write_household_versions(int[], uuid[], timestamptz[]) security invoker;

create function fixture.id(n int) returns uuid language sql immutable
    as $$ select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid $$;

-- Sets the clock of jobs; outside a test database it cannot be set, and the mark of one is not part of a transaction.
create function fixture.clock(at timestamptz) returns void language plpgsql as $$
begin
    alter table jobs.clock disable trigger user;
    update jobs.clock set ahead = at - clock_timestamp();
    alter table jobs.clock enable trigger user;
end $$;

-- The transaction id of so many transactions ago.
create function fixture.xid_ago(transactions bigint) returns xid language sql
    as $$ select (mod(pg_current_xact_id()::text::bigint - transactions + 4294967296, 4294967296))::text::xid $$;

create function fixture.name(who int, name text, kind text default 'BIRTH', book int default 1, seal int default 0) returns bigint
    language sql as $$
    insert into registry.name_spelling (name, k1, k2, tokens, given_name, key_version)
    select name, words, words, words, words[cardinality(words)], 1 from regexp_split_to_array(lower(name), '\s+') as words
    on conflict do nothing;
    insert into registry.name_fact (book_id, resident_id, kind, name, said_by, basis, recorded_by, seal)
    values (book, fixture.id(who), kind, name, 'người khai', 'statement', 1, seal)
    returning id $$;

-- The days from `earliest` to `latest`; one day without `latest`.
create function fixture.birth(
    who int, earliest date, latest date default null, book int default 1, "precision" text default null, seal int default 0)
    returns bigint language sql as $$
    insert into registry.birth_fact (
        book_id, resident_id, answer, written, "precision", calendar, basis, candidates, earliest, latest, said_by, said_on,
        recorded_by, seal)
    values (book, fixture.id(who), 'stated', earliest::text,
            coalesce("precision", case when coalesce(latest, earliest) = earliest then 'day' else 'range' end), 'solar',
            'declaration', datemultirange(daterange(earliest, coalesce(latest, earliest), '[]')), earliest,
            coalesce(latest, earliest), 'người khai', '2024-03-01', 1, seal)
    returning id $$;

create function fixture.sex(who int, sex text, book int default 1, seal int default 0) returns bigint language sql as $$
    insert into registry.attribute_fact (book_id, resident_id, attribute, answer, sex, said_by, basis, recorded_by, seal)
    values (book, fixture.id(who), 'sex', 'stated', sex, 'người khai', 'statement', 1, seal) returning id $$;

create function fixture.people(who int, code text, book int default 1) returns bigint language sql as $$
    insert into registry.attribute_fact (book_id, resident_id, attribute, answer, ethnic_code, declared, said_by, basis, recorded_by)
    values (book, fixture.id(who), 'ethnicity', 'stated', code, code, 'người khai', 'statement', 1) returning id $$;

create function fixture.papers_asked(who int, answer text, book int default 1) returns bigint language sql as $$
    insert into registry.attribute_fact (book_id, resident_id, attribute, answer, said_by, basis, recorded_by)
    values (book, fixture.id(who), 'papers', answer, 'người khai', 'statement', 1) returning id $$;

create function fixture.member(
    who int, household int, relation text default '99', book int default 1, since date default '2024-03-01',
    principal boolean default true, seal int default 0) returns bigint language sql as $$
    insert into registry.household_member
        (book_id, household_id, resident_id, principal, relation, valid_from, recorded_by, seal)
    values (book, fixture.id(household), fixture.id(who), principal, relation, since, 1, seal) returning id $$;

-- Somebody with a stay, a birth name, a birth and a sex (each null: not said), in a household if one is given.
create function fixture.resident(
    who int, name text default 'Lò Thị Mẫu', book int default 1, born date default '1980-05-05', sex text default 'F',
    since date default '2024-03-01', household int default null, relation text default '99', seal int default 0)
    returns void language plpgsql as $$
begin
    insert into registry.resident (book_id, id, seal, recorded_by) values (book, fixture.id(who), resident.seal, 1);
    insert into registry.stay (book_id, resident_id, opened_on, opened_by_way, recorded_by, seal)
    values (book, fixture.id(who), since, 'registered', 1, resident.seal);
    if resident.name is not null then
        perform fixture.name(who, resident.name, 'BIRTH', book, resident.seal);
    end if;
    if born is not null then
        perform fixture.birth(who, born, null, book, null, resident.seal);
    end if;
    if resident.sex is not null then
        perform fixture.sex(who, resident.sex, book, resident.seal);
    end if;
    if household is not null then
        perform fixture.member(who, household, relation, book, since, true, resident.seal);
    end if;
end $$;

-- Closes the open stay, and the open memberships unless told to leave them.
create function fixture.leave(
    who int, way text, day date default '2024-05-01', book int default 1, moved_to int default null,
    memberships boolean default true) returns void language sql as $$
    update registry.stay set closed_on = day, closed_by_way = way, closed_at = '2024-05-01', closed_by = 1, moved_to_book = moved_to
    where book_id = book and resident_id = fixture.id(who) and closed_on is null;
    update registry.household_member
    set valid_to = greatest(day, valid_from), ended_at = '2024-05-01',
        ended_by_way = case way when 'withdrawn' then 'withdrawn' else way end
    where memberships and book_id = book and resident_id = fixture.id(who) and valid_to = 'infinity' $$;

-- Gives somebody's first stay a number that a fixture can name.
create function fixture.renumber_stay(who int, n int) returns void language plpgsql as $$
begin
    alter table registry.stay disable trigger stay_closed_once;
    alter table registry.stay alter column id set generated by default;
    update registry.stay set id = n
    where stay.id = (select min(first.id) from registry.stay as first where first.resident_id = fixture.id(who));
    alter table registry.stay enable trigger stay_closed_once;
end $$;

-- A stay in another book, of somebody who is known there already or not yet.
create function fixture.arrive(
    who int, book int, day date default '2024-05-01', way text default 'transfer', from_book int default 1) returns void
    language plpgsql as $$
begin
    if not exists (select from registry.resident where book_id = book and id = fixture.id(who)) then
        insert into registry.resident (book_id, id, recorded_by) values (book, fixture.id(who), 1);
        perform fixture.name(who, 'Lò Thị Mẫu', 'BIRTH', book);
    end if;
    insert into registry.stay (book_id, resident_id, opened_on, opened_by_way, from_book, recorded_by)
    values (book, fixture.id(who), day, way, arrive.from_book, 1);
end $$;

create function fixture.settlement(n int, book int default 1, since date default '-infinity') returns void language sql as $$
    insert into registry.settlement (book_id, id, recorded_by) values (book, fixture.id(n), 1);
    insert into registry.settlement_status (book_id, settlement_id, kind, name, name_key, valid_from, recorded_by)
    values (book, fixture.id(n), 'thon', 'Thôn ' || n, 'thon ' || n, since, 1) $$;

-- An open household in the settlement 9000 + book, which is made with the first; `placed => false`: nowhere.
create function fixture.household(
    n int, book int default 1, since date default '2024-03-01', placed boolean default true) returns void
    language plpgsql as $$
begin
    insert into registry.household (book_id, id, opened_on, recorded_by) values (book, fixture.id(n), since, 1);
    if placed then
        if not exists (select from registry.settlement where book_id = book and id = fixture.id(9000 + book)) then
            perform fixture.settlement(9000 + book, book);
        end if;
        insert into registry.household_place (book_id, household_id, settlement_id, valid_from, recorded_by)
        values (book, fixture.id(n), fixture.id(9000 + book), since, 1);
    end if;
end $$;

create function fixture.close_household(n int, book int default 1) returns void language sql as $$
    update registry.household set closed_on = opened_on, closed_at = '2024-05-01'
    where book_id = book and id = fixture.id(n) $$;

-- A number that was confirmed, with the event that says so.
create function fixture.number(
    who int, number text, book int default 1, day date default '2024-04-01', seal int default 0) returns void language sql as $$
    insert into registry.personal_number (number, book_id, resident_id, state, recorded_by, seal)
    values (number, book, fixture.id(who), 'confirmed', 1, seal);
    insert into registry.personal_number_event
        (book_id, resident_id, number, kind, happened_on, reason, rests_on, recorded_by, seal)
    values (book, fixture.id(who), number, 'confirmed', day, 'thông báo', 'văn bản', 1, seal) $$;

create function fixture.paper(
    who int, kind text, number text, book int default 1, seal int default 0) returns bigint language sql as $$
    insert into registry.paper_fact (book_id, resident_id, kind, number, said_by, recorded_by, seal)
    values (book, fixture.id(who), kind, number, 'người khai', 1, seal) returning id $$;

create function fixture.kin(
    who int, kind text, kin int, book int default 1, kin_book int default null, seal int default 0) returns bigint language sql as $$
    insert into registry.kin_fact (book_id, resident_id, kind, answer, kin_book_id, kin_id, said_by, recorded_by, seal)
    values (book, fixture.id(who), kind, 'stated', coalesce(kin_book, book), fixture.id(kin), 'người khai', 1, seal)
    returning id $$;

create function fixture.event(
    who int, kind text, earliest date, latest date default null, book int default 1, n int default 1) returns void
    language sql as $$
    insert into registry.life_event
        (book_id, resident_id, id, kind, written, earliest, latest, effective_on, said_by, recorded_by)
    values (book, fixture.id(who), fixture.id(8000 + n), kind, earliest::text, earliest, coalesce(latest, earliest),
            coalesce(latest, earliest), 'người khai', 1) $$;

create function fixture.poverty(
    n int, class text, year int default 2024, decision text default '12/QĐ-UBND', book int default 1,
    since date default '2024-01-01', until date default 'infinity') returns bigint language sql as $$
    insert into registry.poverty_status
        (book_id, household_id, review_year, class, decision_no, valid_from, valid_to, recorded_by)
    values (book, fixture.id(n), year, class, decision, since, until, 1) returning id $$;

-- One row of everything else that can be said of somebody in a household, under a seal.
create function fixture.everything(who int, household int, seal int) returns void language plpgsql as $$
declare
    batch registry.import_batch;
begin
    perform fixture.paper(who, 'khac', null, seal => everything.seal);
    perform fixture.number(who, '066180' || lpad(who::text, 6, '0'), seal => everything.seal);
    perform fixture.kin(who, 'guardian', case who when 1 then 2 else 1 end, seal => everything.seal);
    insert into registry.origin_claim (book_id, resident_id, position, answer, said_by, recorded_by, seal)
    values (1, fixture.id(who), 1, 'unknown', 'người khai', 1, everything.seal);
    insert into registry.choice (book_id, resident_id, attribute, birth_fact_id, reason, recorded_by, seal)
    select 1, fixture.id(who), 'birth', fact.id, 'giấy khai sinh', 1, everything.seal
    from registry.birth_fact as fact where fact.resident_id = fixture.id(who);
    insert into registry.life_event
        (book_id, resident_id, id, kind, written, earliest, latest, effective_on, said_by, recorded_by, seal)
    values (1, fixture.id(who), fixture.id(8000), 'birth', '1980', '1980-05-05', '1980-05-05', '1980-05-05', 'người khai', 1,
            everything.seal);
    insert into registry.life_event_consequence (book_id, resident_id, event_id, consequence, subject, recorded_by, seal)
    values (1, fixture.id(who), fixture.id(8000), 'number_kept', 'confirmed', 1, everything.seal);
    batch := fixture.batch(1);
    insert into registry.import_record
        (book_id, import_id, kind, record_id, batch, source, resident_id, recorded_by, seal)
    values (1, batch.import_id, 'person', who::text, batch.number, 'mau', fixture.id(who), 1, everything.seal);
end $$;

-- The next batch of `rows` accepted rows of an import, which is made and finished with its first one.
create function fixture.batch(rows int, source text default 'mau') returns registry.import_batch language plpgsql as $$
declare
    reading int;
    made registry.import_batch;
begin
    select id into reading from registry.import where import.source = batch.source;
    if reading is null then
        insert into registry.import (kind, source, file_sha256, user_id, rows, started_at, finished_at)
        values ('persons', batch.source, sha256(batch.source::bytea), 1, 0, '2024-03-01', '2024-03-02') returning id into reading;
    end if;
    insert into registry.import_batch (import_id, number, first_row, last_row, accepted)
    select reading, count(*) + 1, coalesce(max(known.last_row), 1) + 1, coalesce(max(known.last_row), 1) + batch.rows, batch.rows
    from registry.import_batch as known where known.import_id = reading
    returning * into made;
    update registry.import set rows = import.rows + batch.rows where id = reading;
    return made;
end $$;

-- What follows from all that was said, believed from the given day on.
create function fixture.believe(since timestamptz default '2024-06-01') returns void language sql as $$
    select derive.write_versions(array_agg(book_id), array_agg(id), array_agg(since)) from registry.resident;
    select derive.write_household_versions(array_agg(book_id), array_agg(id), array_agg(since)) from registry.household $$;

-- An account without password, by its number.
create function fixture.account(n int, state text default 'active', created timestamptz default '2024-01-01') returns void
    language sql as $$
    insert into auth."user" (id, name, display_name, state, password_change_due, created_at, disabled_at) overriding system value
    values (n, 'user.' || n, 'Người dùng mẫu', state, false, created, case state when 'disabled' then created end) $$;

create function fixture.area(level text, code text) returns int language sql stable
    as $$ select id from registry.area as place where place.level = $1 and place.code = $2 $$;

-- A grant to account `who` that was confirmed and counts since 2024: on a commune by its code, or on the district (646) or
-- the province (66).
create function fixture.grant(
    n int, who int, role text default 'commune_officer', code text default '24211', since timestamptz default '2024-01-01',
    until timestamptz default 'infinity', granted_by int default null, confirmed_by int default null,
    confirmed timestamptz default '2024-01-01') returns void language sql as $$
    insert into auth."grant" (
        id, user_id, role, area_id, valid_from, valid_to, reason, granted_by, granted_at, confirmed_by, confirmed_at)
    overriding system value
    values (n, who, role,
            fixture.area(case length(code) when 2 then 'province' when 3 then 'district' else 'commune' end, code),
            since, until, 'theo phân công', granted_by, since, confirmed_by, confirmed) $$;

-- A session of account `who` that is open now unless told otherwise.
create function fixture.session(
    n int, who int, created timestamptz default jobs.now() - interval '1 hour', login_class text default 'app',
    seen timestamptz default jobs.now(), lasts interval default '12 hours') returns void language sql as $$
    insert into auth.session (id, user_id, token_hash, login_class, created_at, last_seen, expires_at) overriding system value
    values (n, who, sha256(n::text::bytea), login_class, created, seen, created + lasts) $$;

-- An answer that showed so many residents.
create function fixture.shown(who int, at timestamptz, residents int, kind text default 'read') returns void language sql as $$
    insert into audit.event (at, kind, action, user_id, residents)
    select at, kind, 'residents.show', who, array_agg(fixture.id(n)) from generate_series(1, residents) as n $$;

-- A job of every night that is known since long ago, and a run of it that ended so long ago.
create function fixture.job(
    name text, since timestamptz default '2024-01-01', minutes smallint[] default '{60}', weekdays smallint[] default '{}')
    returns void language sql as $$
    insert into jobs.job (name, title_vi, title_en, minutes, weekdays, since)
    values (name, name, name, minutes, weekdays, since) $$;

create function fixture.run(job text, state text, ended interval) returns void language sql as $$
    insert into jobs.run (job, slot, origin, state, os_user, host, version, started_at, ended_at)
    values (job, jobs.now() - ended, 'schedule', state, 'cron', 'host', '1', jobs.now() - ended, jobs.now() - ended) $$;
