-- 0030_areas_over_time.sql: units that outlive their names and codes that outlive their units; what becomes of books and grants.
--
-- A table of changes (`sogoc areas apply`) ends versions and begins others; nobody's record is touched, because a record
-- stands in a book and the map says where the book belongs. Whoever reads a code reads it as on a day.

set local role sogoc_owner;

-- The unit that a row is a version of. Renamed, or given another parent, it is the same unit; when its code went to what
-- came out of a merger, the versions are of two units (R5.1): "24" was Bắc Giang and is Bắc Ninh (R1.10).
alter table registry.area add column unit_id int;
update registry.area set unit_id = first.id
from (select min(known.id) as id, known.level, known.code from registry.area as known group by known.level, known.code) as first
where (area.level, area.code) = (first.level, first.code);
alter table registry.area
    alter column unit_id set not null,
    add constraint area_unit foreign key (unit_id) references registry.area;
create index area_unit_key on registry.area (unit_id);

-- Unless told otherwise a later version of a code is of the same unit.
create function registry.name_unit() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    if new.valid_from > '-infinity' then
        select known.unit_id into new.unit_id from registry.area as known
        where known.level = new.level and known.code = new.code
        order by known.valid_from desc limit 1;
    end if;
    new.unit_id := coalesce(new.unit_id, new.id);
    return new;
end
$$;
create trigger area_unit before insert on registry.area
    for each row when (new.unit_id is null) execute function registry.name_unit();

-- What became of a unit, as the table of changes said it: the history of the map, and how a second application is known.
create table registry.area_change (
    id           int  generated always as identity primary key,
    effective_on date not null,
    kind         text not null check (kind in ('merge', 'split', 'create_from', 'continue', 'rename', 'abolish')),
    old_area_id  int  not null references registry.area,
    -- Null: the unit ended, and nothing took its place.
    new_area_id  int  references registry.area,
    -- Whether the books of the old unit, and the units below it, went to this successor.
    inherits     boolean not null,
    note         text,
    source       text,
    applied_at   timestamptz not null default now(),
    constraint area_change_successor check ((new_area_id is null) = (kind = 'abolish')),
    constraint area_change_heir check (new_area_id is not null or not inherits),
    constraint area_change_once unique nulls not distinct (effective_on, kind, old_area_id, new_area_id)
);
-- A unit has one heir: what is divided goes to whoever keeps its code, or nowhere by itself (R5.4).
create unique index area_change_one_heir on registry.area_change (old_area_id) where inherits;
create index area_change_new on registry.area_change (new_area_id);
grant select on registry.area_change
    to sogoc_auth, sogoc_register, sogoc_search, sogoc_report, sogoc_app, sogoc_import, sogoc_jobs, sogoc_office;

-- Every area inside the given one on the day, itself included, each in its version of that day. By unit and not by code:
-- what is inside Lào Cai was not inside Yên Bái because both were 15. District level may be missing (R5.2).
create or replace function registry.areas_within(area int, on_day date) returns setof int
    language sql stable parallel safe
    set search_path = pg_catalog, pg_temp
as $$
    with recursive inside as (
        select place.unit_id from registry.area as place where place.id = areas_within.area
        union
        select child.unit_id
        from inside
        join registry.area as parent on parent.unit_id = inside.unit_id
        join registry.area as child
            on child.parent_id = parent.id and child.valid_from <= areas_within.on_day and areas_within.on_day < child.valid_to
    )
    select areas_within.area
    union
    select place.id
    from inside
    join registry.area as place
        on place.unit_id = inside.unit_id
        and place.valid_from <= areas_within.on_day and areas_within.on_day < place.valid_to
$$;

-- The books of an area on a day; of a unit that had ended by then, those that belonged to it on its last day. One rule for
-- reports "as now" and for grants.
create function registry.books_within(area int, on_day date) returns setof int
    language sql stable parallel safe
    set search_path = pg_catalog, pg_temp
as $$
    select distinct book_area.book_id
    from (
        select least(books_within.on_day, max(version.valid_to) - 1) as day
        from registry.area as place
        join registry.area as version on version.unit_id = place.unit_id
        where place.id = books_within.area
    ) as asked
    cross join lateral registry.areas_within(books_within.area, asked.day) as inside (id)
    join registry.book_area
        on book_area.area_id = inside.id and book_area.valid_from <= asked.day and asked.day < book_area.valid_to
$$;
grant execute on function registry.books_within(int, date)
    to sogoc_auth, sogoc_app, sogoc_register, sogoc_search, sogoc_office;
grant execute on function registry.areas_within(int, date) to sogoc_office;

reset role;
set local role sogoc_auth;

-- The books that a grant on the area opens, each with the period in which it does: those whose commune lies in it. When the
-- unit has ended, the books of its last day stay open to its grants, and no other: a merger takes nobody's people away
-- and gives nobody those of the next commune, which an administrator does (0013).
create or replace function auth.books_within(area int) returns table (book_id int, book_from timestamptz, book_to timestamptz)
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    with mapped as (
        -- A commune lies where it lies today, or on the nearest day on which there was one.
        select book_area.book_id, book_area.area_id, book_area.valid_from, book_area.valid_to,
               least(greatest(registry.today(), commune.valid_from), commune.valid_to - 1) as day
        from registry.book_area
        join registry.area as commune on commune.id = book_area.area_id
    ),
    ending as (
        select max(version.valid_to) as day
        from registry.area as place
        join registry.area as version on version.unit_id = place.unit_id
        where place.id = books_within.area
    )
    select mapped.book_id, mapped.valid_from::timestamp at time zone 'Asia/Ho_Chi_Minh',
           mapped.valid_to::timestamp at time zone 'Asia/Ho_Chi_Minh'
    from (select distinct mapped.day from mapped) as asked
    cross join lateral registry.areas_within(books_within.area, asked.day) as inside (id)
    join mapped on mapped.day = asked.day and mapped.area_id = inside.id
    union
    select carried.book_id, ending.day::timestamp at time zone 'Asia/Ho_Chi_Minh', 'infinity'::timestamptz
    from ending
    cross join lateral registry.books_within(books_within.area, ending.day) as carried (book_id)
    where ending.day < 'infinity'
$$;

-- As before, but each area is asked once and not once for every grant on it: after a merger everybody's is asked.
create or replace function auth.flatten(for_user int) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    delete from auth.scope where scope.user_id = for_user or for_user is null;
    insert into auth.scope (user_id, reach, book_id, valid_from, valid_to, grant_id)
    with given as materialized (
        select g.id, g.user_id, g.valid_from, g.valid_to, g.revoked_at, g.area_id, granted.level, role.may_view, role.may_edit,
               role.may_approve,
               case when role.search_wide then coalesce(granted.parent_id, granted.id) else granted.id end as search_area_id
        from auth."grant" as g
        join auth.role on role.code = g.role
        join registry.area as granted on granted.id = g.area_id
        where (g.user_id = for_user or for_user is null)
          and (g.revoked_at is null or g.revoked_at > g.valid_from)
          and g.confirmed_at is not null
    ),
    inside as materialized (
        select asked.area_id, opened.book_id, opened.book_from, opened.book_to
        from (select given.area_id from given union select given.search_area_id from given) as asked
        cross join lateral auth.books_within(asked.area_id) as opened
    )
    select given.user_id, reach.code, reach.book_id,
           greatest(given.valid_from, reach.book_from), least(given.valid_to, reach.book_to, given.revoked_at), given.id
    from given
    cross join lateral (
        select kind.code, inside.book_id, inside.book_from, inside.book_to
        from (values ('view', given.may_view), ('edit', given.may_edit), ('approve', given.may_approve)) as kind (code, allowed)
        join inside on inside.area_id = given.area_id
        where kind.allowed
        union all
        select 'search', inside.book_id, inside.book_from, inside.book_to
        from inside where inside.area_id = given.search_area_id and given.may_view
        union all
        -- The district's own shelf, which is no book: findings that concern no single commune (0013_findings.sql).
        select shelf.code, 0, '-infinity', 'infinity'
        from (values ('view', given.may_view), ('approve', given.may_approve)) as shelf (code, allowed)
        where shelf.allowed and given.level <> 'commune'
    ) as reach
    where greatest(given.valid_from, reach.book_from) < least(given.valid_to, reach.book_to, given.revoked_at);
end
$$;

-- Whether an area lies in what an administrator's office covers, on a day on which the area existed. The office over a
-- district that has ended covers the communes whose books were all of that district.
create or replace function auth.administers(caller int, area int) returns boolean
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select
        from auth.grant_now as office, registry.area as place
        where office.user_id = caller and office.role = 'administrator' and place.id = area
          and (area in (select registry.areas_within(
                    office.area_id, least(greatest(registry.today(), place.valid_from), place.valid_to - 1)))
               or place.level = 'commune' and (
                    select bool_and(own.book_id in (select registry.books_within(office.area_id, registry.today())))
                    from registry.books_within(area, registry.today()) as own (book_id))))
$$;

-- What every grant that counts now or will opens at a moment: what a table of changes does to it, told before and after.
-- For whoever owns the installation.
create function auth.books_of_grants(at timestamptz)
    returns table (grant_id int, user_name text, role text, area_id int, area_code text, area_name text, books int[])
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    with given as materialized (
        select held.id, account.name, held.role, held.area_id, place.code, place.name as area_name
        from auth."grant" as held
        join auth."user" as account on account.id = held.user_id
        join registry.area as place on place.id = held.area_id
        where held.revoked_at is null and held.valid_to > greatest(at, now())
    ),
    inside as materialized (
        select asked.area_id, array_agg(distinct opened.book_id order by opened.book_id) as books
        from (select distinct given.area_id from given) as asked
        cross join lateral auth.books_within(asked.area_id) as opened
        where opened.book_from <= at and at < opened.book_to
        group by asked.area_id
    )
    select given.id, given.name, given.role, given.area_id, given.code, given.area_name, coalesce(inside.books, '{}')
    from given left join inside using (area_id)
    order by given.name, given.id
$$;
grant execute on function auth.books_of_grants(timestamptz) to sogoc_migrator;

-- As before, but a grant's area has ended only when its unit has: a grant follows the unit through its versions.
create or replace function auth.checked_grants()
    returns table (
        grant_id int, user_id int, role text, login_class text, may_view boolean, area_id int, area_level text,
        area_valid_to date, wide boolean, valid_from timestamptz, valid_to timestamptz, granted_by int, granted_at timestamptz,
        confirmed_by int, confirmed_at timestamptz, revoked_at timestamptz)
    language sql stable security definer rows 50
    set search_path = pg_catalog, pg_temp
as $$
    select given.id, given.user_id, given.role, role.login_class, role.may_view, given.area_id, place.level,
           (select max(version.valid_to) from registry.area as version where version.unit_id = place.unit_id),
           auth.is_wide(given.role, given.area_id), given.valid_from, given.valid_to, given.granted_by, given.granted_at,
           given.confirmed_by, given.confirmed_at, given.revoked_at
    from auth."grant" as given
    join auth.role on role.code = given.role
    join registry.area as place on place.id = given.area_id
    where given.role <> 'operator'
$$;

reset role;
set local role sogoc_office;

-- The unit as it is on a day, or what it went to: its own version of that day, else that of its heir, or of the heir's
-- heir. Null where nothing took its place.
create or replace function cases.successor(area int, on_day date) returns int
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    with recursive way as (
        select place.unit_id, 0 as steps from registry.area as place where place.id = successor.area
        union
        select heir.unit_id, way.steps + 1
        from way
        join registry.area as ended on ended.unit_id = way.unit_id
        join registry.area_change as change
            on change.old_area_id = ended.id and change.inherits and change.effective_on <= successor.on_day
        join registry.area as heir on heir.id = change.new_area_id
        where way.steps < 20
    )
    select place.id
    from way join registry.area as place using (unit_id)
    where place.valid_from <= successor.on_day and successor.on_day < place.valid_to
    order by way.steps
    limit 1
$$;
