-- fixture.sql: short words for the states that the fixtures of the checks describe, with those of people.fixture.sql and
-- installation.fixture.sql. Loaded before each of their sections, as a superuser, in the section's own transaction on a
-- fresh database with the reference data: books 1 to 10, the areas and the parameters are there. Everybody in a fixture is
-- invented.
--
-- A number names a thing: fixture.id(7) is 00000000-0000-4000-8000-000000000007, whether resident, household or settlement;
-- rows that are named by a number get one from 9000 on. `book` is 1 unless said otherwise. What is planted is believed only
-- after fixture.believe().
--
-- A section can also be planted many times over in a register that is in use, one copy beside the other: the setting
-- `fixture.copy` says which copy it is, 0 where there is one only. So a fixture gives things their ids, numbers, books and
-- names by these words only, which follow the copy; what its heads expect follows by the same rules (CheckFixture.Expected).

create schema fixture;

-- The derivation runs under its caller's reach, and a superuser has no session: here it runs as the superuser.
alter function derive.write_versions(int[], uuid[], timestamptz[]) security invoker;
alter function derive.write_household_versions(int[], uuid[], timestamptz[]) security invoker;

-- Plants a section's statements as the copies from `first` to `last`, one after the other.
create function fixture.plant(statements text[], first int, last int) returns void language plpgsql as $$
declare
    statement text;
begin
    for number in first..last loop
        perform set_config('fixture.copy', number::text, true);
        foreach statement in array statements loop
            execute statement;
        end loop;
    end loop;
end $$;

-- Which thing is meant ---------------------------------------------------------------------------------------------------

create function fixture.copy() returns int language sql stable
    as $$ select coalesce(nullif(current_setting('fixture.copy', true), ''), '0')::int $$;

create function fixture.n(n int) returns int language sql stable as $$ select n + 10000 * fixture.copy() $$;

create function fixture.id(n int) returns uuid language sql stable
    as $$ select ('00000000-0000-4000-8000-' || lpad(fixture.n(n)::text, 12, '0'))::uuid $$;

-- Of the books of the ten communes each copy takes the next ones; from 9000 on it is one of its own (fixture.open_book).
create function fixture.book(book int) returns int language sql stable
    as $$ select case when book > 10 then fixture.n(book) else (book - 1 + fixture.copy()) % 10 + 1 end $$;

-- A name that may be given once in a register.
create function fixture.word(word text) returns text language sql stable
    as $$ select word || case fixture.copy() when 0 then '' else '-' || fixture.copy() end $$;

-- Twelve digits: a personal number of the same province, sex and year, with a serial that nobody had and each copy has its
-- own of. Whatever else stands on a paper stays as it is.
create table fixture.had as
    select known.number from registry.personal_number as known
    union select event.number from registry.personal_number_event as event
    union select paper.number from registry.paper_fact as paper where paper.number is not null;
create unique index on fixture.had (number);

create function fixture.digits(written text) returns text language sql stable as $$
    select case when written !~ '^[0-9]{12}$' then written else (
        select free.number
        from generate_series(right(written, 6)::int + 10 * fixture.copy(), 999999, 10000) as serial
        cross join lateral (select left(written, 6) || lpad(serial::text, 6, '0')) as free (number)
        where not exists (select from fixture.had where had.number = free.number)
        order by serial
        limit 1) end $$;

-- Time -------------------------------------------------------------------------------------------------------------------

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

-- Areas and books --------------------------------------------------------------------------------------------------------

create function fixture.area(level text, code text) returns int language sql stable
    as $$ select id from registry.area as place where place.level = $1 and place.code = $2 $$;

-- An area that there is not yet; one for all copies.
create function fixture.unit(level text, code text, since date default '-infinity', until date default 'infinity') returns int
    language sql as $$
    insert into registry.area (level, code, name, name_key, kind, parent_id, valid_from, valid_to)
    select unit.level, unit.code, 'Đơn vị ' || unit.code, 'don vi ' || unit.code, 'xa',
           case unit.level when 'district' then fixture.area('province', '66')
                           when 'commune' then fixture.area('district', '646') end,
           since, until
    where fixture.area(unit.level, unit.code) is null;
    select fixture.area(unit.level, unit.code) $$;

-- A book of the copy's own; `area` null: no map says where it belongs. Nobody's reach is written anew for it, which takes
-- seconds where there are hundreds of books.
create function fixture.open_book(
    n int, area int default fixture.area('commune', '24211'), since date default '2020-01-01', until date default 'infinity',
    opened date default '2020-01-01', closed date default null) returns void language plpgsql as $$
begin
    insert into registry.book (id, opened_on, closed_on) values (fixture.book(n), opened, closed);
    alter table registry.book_area disable trigger book_area_flatten;
    insert into registry.book_area (book_id, area_id, valid_from, valid_to)
    select fixture.book(n), area, since, until where area is not null;
    alter table registry.book_area enable trigger book_area_flatten;
end $$;

create function fixture.settlement(n int, book int default 1, since date default '-infinity') returns void language sql as $$
    insert into registry.settlement (book_id, id, recorded_by) values (fixture.book(book), fixture.id(n), 1);
    insert into registry.settlement_status (book_id, settlement_id, kind, name, name_key, valid_from, recorded_by)
    values (fixture.book(book), fixture.id(n), 'thon', 'Thôn ' || fixture.n(n), 'thon ' || fixture.n(n), since, 1) $$;
