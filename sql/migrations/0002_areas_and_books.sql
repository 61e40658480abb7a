-- 0002_areas_and_books.sql: administrative units over time, the books of the communes, and the code tables.
-- Small, seldom written, and without a path to a person.

set local role sogoc_owner;

-- The business day everywhere: Asia/Ho_Chi_Minh's (design/jobs.md, point 9). current_date is used nowhere.
-- Parsed when it is made: no search_path of its own, which would keep it from being inlined.
create function registry.today() returns date
    language sql stable parallel safe
    return (now() at time zone 'Asia/Ho_Chi_Minh')::date;
grant execute on function registry.today() to public;

-- One row per name, type or parent that a unit had; the General Statistics Office's code may outlive any of them (R5.1).
create table registry.area (
    id         int  generated always as identity primary key,
    level      text not null check (level in ('province', 'district', 'commune')),
    code       text not null check (code ~ '^[0-9]{2,5}$'),
    name       text not null check (name = btrim(name) and name <> ''),
    -- The folded name by which a claim is matched (R5.6), written by the loader.
    name_key   text not null,
    kind       text not null,
    urban      boolean not null default false,
    parent_id  int  references registry.area,
    valid_from date not null default '-infinity',
    valid_to   date not null default 'infinity',
    constraint area_period check (valid_from < valid_to),
    constraint area_one_version_a_day
        exclude using gist (level with =, code with =, daterange(valid_from, valid_to) with &&)
);
create index area_parent on registry.area (parent_id);
create index area_name_key on registry.area (name_key, level);

-- A book is opened by one commune and keeps its number for ever; no record ever changes its book.
create table registry.book (
    id        int  primary key check (id > 0),
    opened_on date not null,
    closed_on date,
    constraint book_closed_after_opened check (closed_on is null or closed_on > opened_on)
);

-- Which commune a book belongs to, by date: a merger of communes is rows here and touches no person.
create table registry.book_area (
    book_id    int  not null references registry.book,
    area_id    int  not null references registry.area,
    valid_from date not null default '-infinity',
    valid_to   date not null default 'infinity',
    primary key (book_id, valid_from),
    constraint book_area_period check (valid_from < valid_to),
    constraint book_area_one_commune_a_day
        exclude using gist (book_id with =, daterange(valid_from, valid_to) with &&)
);
create index book_area_area on registry.book_area (area_id);

-- Decision 121-TCTK/PPCĐ (1979): 54 codes, and 55 for foreigners. Never an alias: the declared word stays with the fact.
create table registry.ethnic_group (
    code    text primary key check (code ~ '^[0-9]{2}$'),
    name_vi text not null unique
);
create table registry.name_kind (
    code         text primary key,
    name_vi      text not null,
    name_en      text not null,
    -- A person is shown by the current name of the lowest rank she has: the birth name first, then the everyday one.
    display_rank smallint not null unique
);
create table registry.relation (
    code    text primary key check (code ~ '^[0-9]{2}$'),
    name_vi text not null
);
create table registry.paper_kind (
    code    text primary key,
    name_vi text not null,
    name_en text not null
);
-- Weights, limits and periods that the district may change.
create table registry.parameter (
    key     text primary key,
    value   numeric not null,
    unit    text not null,
    used_by text not null,
    note    text
);

grant select on registry.area, registry.book, registry.book_area, registry.ethnic_group, registry.name_kind,
    registry.relation, registry.paper_kind, registry.parameter
    to sogoc_auth, sogoc_register, sogoc_search, sogoc_report, sogoc_app, sogoc_import, sogoc_jobs;

-- A grant stands on an area.
grant references on registry.area to sogoc_auth;

-- Every area below the given one on the given day, itself included. District level may be missing (R5.2).
create function registry.areas_within(area int, on_day date) returns setof int
    language sql stable parallel safe
    set search_path = pg_catalog, pg_temp
as $$
    with recursive inside as (
        select area_row.id, area_row.level, area_row.code
        from registry.area as area_row
        where area_row.id = areas_within.area
        union
        select child.id, child.level, child.code
        from inside
        join registry.area as parent on parent.level = inside.level and parent.code = inside.code
        join registry.area as child
            on child.parent_id = parent.id and child.valid_from <= areas_within.on_day and areas_within.on_day < child.valid_to
    )
    select inside.id from inside
$$;
grant execute on function registry.areas_within(int, date) to sogoc_auth, sogoc_app, sogoc_register, sogoc_search;
