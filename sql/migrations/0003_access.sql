-- 0003_access.sql: users, roles, grants, sessions, the reach that follows from them, and the one row-security form.
--
-- The login roles hold no privilege on these tables: they know functions. Whoever injects SQL into the service finds the
-- reach of the token that is set, and no other (design/access.md).

set local role sogoc_auth;

-- A role's reach over its grant's area. `search_wide`: masked hits in the whole district (D5).
create table auth.role (
    code          text primary key,
    name_vi       text not null,
    name_en       text not null,
    login_class   text not null check (login_class in ('app', 'field', 'report', 'admin')),
    may_view      boolean not null,
    may_edit      boolean not null,
    may_approve   boolean not null,
    search_wide   boolean not null,
    clearance     smallint not null default 0 check (clearance between 0 and 9),
    -- TOTP for every role that sees more than one commune, and for administrators.
    second_factor boolean not null
);
insert into auth.role values
    ('commune_officer',    'Cán bộ công an xã',   'Commune officer',    'app',    true,  true,  false, true,  0, false),
    ('commune_supervisor', 'Trưởng công an xã',   'Commune supervisor', 'app',    true,  false, true,  true,  0, false),
    ('settlement_head',    'Trưởng thôn, cụm',    'Settlement head',    'field',  false, false, false, false, 0, false),
    ('outreach_member',    'Thành viên tổ công tác', 'Outreach member', 'field',  false, false, false, false, 0, false),
    ('district_officer',   'Công an huyện',       'District officer',   'app',    true,  false, true,  false, 1, true),
    ('district_analyst',   'Cán bộ tổng hợp',     'District analyst',   'report', false, false, false, false, 0, true),
    ('inspector',          'Thanh tra',           'Inspector',          'app',    false, false, false, false, 0, true),
    ('administrator',      'Quản trị hệ thống',   'Administrator',      'admin',  false, false, false, false, 0, true),
    -- Whoever owns the installation, while importing on its machine; nobody can be granted it or sign in with it.
    ('operator',           'Người vận hành',      'Operator',           'app',    true,  true,  false, false, 1, false);

create table auth."user" (
    id                   int generated always as identity primary key,
    -- What is typed at sign-in; ASCII so that two spellings are never two accounts.
    name                 text not null check (name ~ '^[a-z][a-z0-9._-]{1,62}$'),
    display_name         text not null check (display_name = btrim(display_name) and length(display_name) between 1 and 200),
    state                text not null default 'active' check (state in ('active', 'disabled')),
    password_hash        text,
    -- The hash stands for a one-time code until its owner has chosen a password.
    password_change_due  boolean not null default true,
    password_expires_at  timestamptz,
    totp_secret          bytea,
    totp_last_step       bigint not null default 0,
    -- The household the user lives in (B9). No foreign key from a user to a person.
    household_book_id    int,
    household_id         uuid,
    created_at           timestamptz not null default now(),
    created_by           int references auth."user",
    disabled_at          timestamptz,
    constraint user_household check ((household_book_id is null) = (household_id is null)),
    constraint user_disabled check ((state = 'disabled') = (disabled_at is not null))
);
create unique index user_name on auth."user" (name);

-- A user has several grants, each role × area × period (F1).
create table auth."grant" (
    id           int generated always as identity primary key,
    user_id      int  not null references auth."user",
    role         text not null references auth.role,
    area_id      int  not null references registry.area,
    valid_from   timestamptz not null default now(),
    valid_to     timestamptz not null default 'infinity',
    reason       text not null check (length(btrim(reason)) between 3 and 500),
    granted_by   int  references auth."user",
    granted_at   timestamptz not null default now(),
    -- An administrator's widening of a reach waits for a second administrator.
    confirmed_by int  references auth."user",
    confirmed_at timestamptz,
    revoked_by   int  references auth."user",
    revoked_at   timestamptz,
    constraint grant_period check (valid_from < valid_to),
    constraint grant_not_to_oneself check (granted_by is distinct from user_id),
    constraint grant_second_person check (confirmed_by is null or confirmed_by not in (user_id, granted_by)),
    constraint grant_confirmed check ((confirmed_by is null) or (confirmed_at is not null))
);
create index grant_user on auth."grant" (user_id);

create table auth.session (
    id          bigint generated always as identity primary key,
    user_id     int   not null references auth."user",
    -- sha256 of 128 random bits; the token itself is nowhere in the database.
    token_hash  bytea not null check (length(token_hash) = 32),
    login_class text  not null check (login_class in ('app', 'field', 'report', 'admin')),
    created_at  timestamptz not null default now(),
    last_seen   timestamptz not null default now(),
    expires_at  timestamptz not null,
    idle_limit  interval not null default '30 minutes',
    ended_at    timestamptz,
    end_reason  text
);
create unique index session_token on auth.session (token_hash);
create index session_open on auth.session (user_id) where ended_at is null;

-- Until when a session is open that nobody uses any more. Its use is written once a minute and may miss one minute: that is
-- allowed for here, so that who has used a session a moment ago never finds it ended. It lives up to two minutes longer than
-- its limit, never shorter. Without a search_path of its own, so that the planner puts the sum in its place.
create function auth.idle_end(last_seen timestamptz, idle_limit interval) returns timestamptz
    language sql stable parallel safe
    return last_seen + idle_limit + interval '2 minutes';

-- Grants flattened to what a request asks for: (user, reach, book, period). Triggers keep it.
create table auth.scope (
    user_id    int  not null references auth."user",
    reach      text not null check (reach in ('view', 'search', 'edit', 'approve')),
    book_id    int  not null,
    valid_from timestamptz not null,
    valid_to   timestamptz not null,
    grant_id   int  not null references auth."grant",
    primary key (user_id, reach, book_id, grant_id, valid_from)
);

-- Writes a user's scope anew; null means everybody's.
create function auth.flatten(for_user int) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    delete from auth.scope where scope.user_id = for_user or for_user is null;
    insert into auth.scope (user_id, reach, book_id, valid_from, valid_to, grant_id)
    select g.user_id, reach.code, reach.book_id,
           greatest(g.valid_from, reach.book_from), least(g.valid_to, reach.book_to, g.revoked_at), g.id
    from auth."grant" as g
    join auth.role on role.code = g.role
    join registry.area as granted on granted.id = g.area_id
    cross join lateral (
        select 'view' as code, inside.book_id, inside.book_from, inside.book_to
        from auth.books_within(granted.id) as inside where role.may_view
        union all
        select 'edit', inside.book_id, inside.book_from, inside.book_to
        from auth.books_within(granted.id) as inside where role.may_edit
        union all
        select 'approve', inside.book_id, inside.book_from, inside.book_to
        from auth.books_within(granted.id) as inside where role.may_approve
        union all
        select 'search', wide.book_id, wide.book_from, wide.book_to
        from auth.books_within(case when role.search_wide then coalesce(granted.parent_id, granted.id) else granted.id end)
             as wide
        where role.may_view
        union all
        -- The district's own shelf, which is no book: findings that concern no single commune (0013_findings.sql).
        select shelf.code, 0, '-infinity', 'infinity'
        from (values ('view', role.may_view), ('approve', role.may_approve)) as shelf (code, allowed)
        where shelf.allowed and granted.level <> 'commune'
    ) as reach
    where (g.user_id = for_user or for_user is null)
      and (g.revoked_at is null or g.revoked_at > g.valid_from)
      and g.confirmed_at is not null
      and greatest(g.valid_from, reach.book_from) < least(g.valid_to, reach.book_to, g.revoked_at);
end
$$;

-- The books whose commune lies in the area, each with the period in which it does.
create function auth.books_within(area int) returns table (book_id int, book_from timestamptz, book_to timestamptz)
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select distinct book_area.book_id,
           greatest(book_area.valid_from, '-infinity')::timestamp at time zone 'Asia/Ho_Chi_Minh',
           book_area.valid_to::timestamp at time zone 'Asia/Ho_Chi_Minh'
    from registry.book_area
    join registry.area as commune on commune.id = book_area.area_id
    where book_area.area_id in (
        select inside from registry.areas_within(area, least(greatest(registry.today(), commune.valid_from), commune.valid_to - 1)) as inside)
$$;

create function auth.flatten_user() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform auth.flatten(coalesce(new.user_id, old.user_id));
    return null;
end
$$;
create trigger grant_flatten after insert or update or delete on auth."grant"
    for each row execute function auth.flatten_user();

-- Ending what a disabled user still holds open, at once; the service hears it on the channel and drops open streams.
create function auth.end_sessions_of_disabled() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    update auth.session set ended_at = now(), end_reason = 'disabled'
    where session.user_id = new.id and session.ended_at is null;
    perform pg_notify('sogoc_session', new.id::text);
    return null;
end
$$;
create trigger user_disabled after update of state on auth."user"
    for each row when (new.state = 'disabled' and old.state <> 'disabled')
    execute function auth.end_sessions_of_disabled();

-- Which login roles may use a token of which class. The import acts for a signed-in officer.
-- Parsed when it is made, so it needs no search_path of its own, which would keep it from being inlined: as a call it cost
-- ten times the session's look-up.
create function auth.login_classes(login name) returns text[]
    language sql immutable parallel safe
    return case login
        when 'sogoc_app'    then array['app']
        when 'sogoc_import' then array['app']
        when 'sogoc_field'  then array['field']
        when 'sogoc_query'  then array['report', 'app']
        when 'sogoc_admin'  then array['admin']
        else array[]::text[]
    end;

-- The user behind the current token, or null: none, '' (a setting once set locally reads '' afterwards), unknown, ended,
-- expired, idle too long, of another login class, or of a disabled user.
create function auth.user_id() returns int
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp
    cost 10000
as $$
declare
    token text := current_setting('app.token', true);
    found_user int;
begin
    if token is null or token = '' then
        return null;
    end if;
    select session.user_id into found_user
    from auth.session
    join auth."user" as account on account.id = session.user_id and account.state = 'active'
    where session.token_hash = sha256(convert_to(token, 'UTF8'))
      and session.ended_at is null
      and session.expires_at > now()
      and auth.idle_end(session.last_seen, session.idle_limit) > now()
      and session.login_class = any (auth.login_classes(session_user));
    return found_user;
end
$$;

create function auth.books(wanted text) returns int[]
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp
    cost 10000
as $$
declare
    token text := current_setting('app.token', true);
    found_books int[];
begin
    if token is null or token = '' then
        return '{}';
    end if;
    select array_agg(distinct scope.book_id) into found_books
    from auth.session
    join auth."user" as account on account.id = session.user_id and account.state = 'active'
    join auth.scope
        on scope.user_id = session.user_id and scope.reach = wanted
       and scope.valid_from <= now() and now() < scope.valid_to
    where session.token_hash = sha256(convert_to(token, 'UTF8'))
      and session.ended_at is null
      and session.expires_at > now()
      and auth.idle_end(session.last_seen, session.idle_limit) > now()
      and session.login_class = any (auth.login_classes(session_user));
    return coalesce(found_books, '{}');
end
$$;

-- The three reaches, without arguments, so that a policy evaluates each once per statement (an InitPlan).
create function auth.view_books() returns int[]
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp cost 10000
as $$ begin return auth.books('view'); end $$;
create function auth.search_books() returns int[]
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp cost 10000
as $$ begin return auth.books('search'); end $$;
create function auth.edit_books() returns int[]
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp cost 10000
as $$ begin return auth.books('edit'); end $$;
create function auth.approve_books() returns int[]
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp cost 10000
as $$ begin return auth.books('approve'); end $$;

-- The highest seal the current token opens; a sealed resident does not exist below it (F10).
create function auth.clearance() returns smallint
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp
    cost 10000
as $$
declare
    highest smallint;
begin
    select max(role.clearance) into highest
    from auth."grant" as g
    join auth.role on role.code = g.role
    where g.user_id = auth.user_id()
      and g.revoked_at is null and g.confirmed_at is not null
      and g.valid_from <= now() and now() < g.valid_to;
    return coalesce(highest, -1::smallint);
end
$$;

-- Sets the token for the current transaction and answers who that is; null for a token that opens nothing, and whatever
-- follows then sees no row.
create function auth.enter(token text) returns int
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform set_config('app.token', coalesce(token, ''), true);
    return auth.user_id();
end
$$;

-- The guard of a writing segment: raising here ends all that would follow.
create function auth.require() returns int
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    caller int := auth.user_id();
begin
    if caller is null then
        raise exception 'no session' using errcode = 'SG401';
    end if;
    return caller;
end
$$;

-- Puts a table under the one row-security form. Called right after the table, by its owner.
-- `seal smallint` in the table hides rows above the caller's clearance; `recorded_by int` must name the caller.
create procedure auth.protect(protected regclass)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    has_seal boolean := exists (
        select from pg_attribute a where a.attrelid = protected and a.attname = 'seal' and not a.attisdropped);
    has_recorder boolean := exists (
        select from pg_attribute a where a.attrelid = protected and a.attname = 'recorded_by' and not a.attisdropped);
    seen text := 'book_id = any ((select auth.view_books())::int[])';
    edited text := 'book_id = any ((select auth.edit_books())::int[])';
    added text;
begin
    if has_seal then
        seen := seen || ' and seal <= (select auth.clearance())';
        edited := edited || ' and seal <= (select auth.clearance())';
    end if;
    added := edited;
    if has_recorder then
        added := added || ' and recorded_by = (select auth.user_id())';
    end if;
    execute format('alter table %s enable row level security, force row level security', protected);
    execute format(
        'create policy view_reach on %s for select to sogoc_app, sogoc_import, sogoc_register, sogoc_report using (%s)',
        protected, seen);
    execute format('create policy edit_reach_insert on %s for insert to sogoc_app, sogoc_import, sogoc_register with check (%s)',
        protected, added);
    execute format(
        'create policy edit_reach_update on %s for update to sogoc_app, sogoc_import, sogoc_register using (%s) with check (%s)',
        protected, edited, edited);
    -- The nights read all books; the search function applies its caller's scope itself and is joined back under it.
    execute format('create policy all_books on %s for select to sogoc_jobs, sogoc_search using (true)', protected);
end
$$;

grant execute on procedure auth.protect(regclass) to sogoc_owner, sogoc_register, sogoc_import;
grant execute on function auth.view_books(), auth.search_books(), auth.edit_books(), auth.approve_books(),
    auth.clearance(), auth.user_id()
    to sogoc_owner, sogoc_register, sogoc_search, sogoc_report, sogoc_app, sogoc_field, sogoc_query, sogoc_import,
       sogoc_local_check, sogoc_admin;
grant execute on function auth.enter(text)
    to sogoc_app, sogoc_field, sogoc_query, sogoc_import, sogoc_local_check, sogoc_admin;
grant execute on function auth.require() to sogoc_app, sogoc_field, sogoc_query, sogoc_import, sogoc_admin;

reset role;
set local role sogoc_owner;

-- When communes merge or a book opens, everybody's scope is written anew.
create function registry.flatten_all() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$ begin perform auth.flatten(null); return null; end $$;
create trigger book_area_flatten after insert or update or delete or truncate on registry.book_area
    for each statement execute function registry.flatten_all();

reset role;
set local role sogoc_auth;
grant execute on function auth.flatten(int) to sogoc_owner;
